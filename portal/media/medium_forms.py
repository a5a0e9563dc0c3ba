"""What is typed about a medium: its details, and each step of its life."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.widgets import CheckboxInput

from portal.accounts.chief_queries import StaffName
from portal.media.choice_queries import Choice
from portal.media.lending_forms import moment_of
from portal.media.medium_actions import Details
from portal.media.medium_step_rules import DESTROYING_WORDS
from portal.media.rules import ENCRYPTION_WORDS, MEDIUM_KIND_WORDS, Encryption, MediumKind
from portal.web.fields import ClockField, Form, WarekiField, at_most, needed, offered, plain_text, whole_day

# Letters, figures and the marks that stand on labels: a serial number may have twelve digits, so it is not searched for a 個人番号.
SERIAL = re.compile(r"[0-9A-Za-z][0-9A-Za-z\-/._ #()]*")
OPEN_CHOICE = ("", "選んでください")


def as_serial(_form: Any, field: Field) -> None:
    field.data = unicodedata.normalize("NFKC", field.data or "").strip()
    if not SERIAL.fullmatch(field.data):
        raise ValidationError("製造番号は、媒体に書かれた英数字と記号(- / . _ #)で入れてください。")


class DetailsForm(Form):
    """`version` is that of the page: from it a second custodian learns that the first one was faster."""

    kind = RadioField("種別", [needed("種別を選んでください。")], choices=offered(MEDIUM_KIND_WORDS.items()))
    maker = StringField("メーカー", [needed("メーカーを入れてください。"), at_most(60), plain_text])
    model = StringField("型番", [needed("型番を入れてください。"), at_most(60), plain_text])
    serial = StringField("製造番号", [needed("製造番号(シリアル)を入れてください。"), at_most(60), as_serial])
    capacity = StringField("容量", [at_most(20), plain_text])
    encryption = RadioField("暗号化", [needed("暗号化の方法を選んでください。")], choices=offered(ENCRYPTION_WORDS.items()))
    keeper = SelectField("管理者", [needed("管理者を選んでください。")], choices=offered([OPEN_CHOICE]))
    place = StringField("保管場所", [needed("保管場所を入れてください。例: 執務室の施錠保管庫"), at_most(100), plain_text])
    uses = StringField("許可用途", [needed("許可する用途を入れてください。"), at_most(200), plain_text])
    systems = SelectMultipleField("許可システム", choices=[], option_widget=CheckboxInput())
    version = HiddenField()

    def offer(self, people: Sequence[StaffName], systems: Sequence[Choice]) -> None:
        self.keeper.choices = offered([OPEN_CHOICE, *((person.login_name, f"{person.name}({person.login_name})") for person in people)])
        self.systems.choices = offered([(each.public_id, each.name) for each in systems])

    @property
    def seen_version(self) -> int:
        sent = self.version.data or ""
        return int(sent) if sent.isascii() and sent.isdigit() else 0

    @property
    def details(self) -> Details:
        """Of a form that was checked."""
        return Details(
            kind=MediumKind(self.kind.data),
            maker=_tidy(self.maker.data),
            model=_tidy(self.model.data),
            serial=self.serial.data or "",
            capacity=_tidy(self.capacity.data),
            encryption=Encryption(self.encryption.data),
            keeper=self.keeper.data or "",
            place=_tidy(self.place.data),
            uses=_tidy(self.uses.data),
            systems=tuple(self.systems.data or ()),
        )


class NewMediumForm(DetailsForm):
    first = WarekiField("許可の始まり", [needed("許可の始まりの日を入れてください。"), whole_day])
    last = WarekiField("許可の終わり", [needed("許可の終わりの日を入れてください。"), whole_day])


class WordsForm(Form):
    """One sentence: what broke, who repairs it, where it turned up."""

    words = StringField("内容", [needed("内容を入れてください。媒体の履歴に残ります。"), at_most(300), plain_text])


class MendForm(Form):
    result = RadioField(
        "結果",
        [needed("結果を選んでください。")],
        choices=offered([("usable", "使えるようになった"), ("broken", "直らなかった(故障のまま)")]),
    )
    words = StringField("内容", [needed("確かめたことを入れてください。媒体の履歴に残ります。"), at_most(300), plain_text])


class DisposeForm(Form):
    disposed_on = WarekiField("廃棄した日", [needed("廃棄した日を入れてください。"), whole_day])
    how = RadioField("方法", [needed("方法を選んでください。")], choices=offered(DESTROYING_WORDS.items()))
    certificate = StringField("証明書の番号", [at_most(100), plain_text])
    witness = SelectField("立会者", [needed("立会者を選んでください。")], choices=offered([OPEN_CHOICE]))
    words = StringField("補足", [at_most(300), plain_text])


class LossForm(Form):
    is_strong = RadioField(
        "強い暗号化で守られていましたか",
        [needed("はじめに、強い暗号化で守られていたかを選んでください。")],
        choices=offered([("yes", "はい(AES256のハードウェア暗号化か、暗号化ZIP)"), ("no", "いいえ"), ("unknown", "わからない")]),
    )
    is_malicious = BooleanField("盗まれたなど、不正な目的のおそれがある")
    known_on = WarekiField("知った日", [needed("紛失を知った日を入れてください。報告の期限はこの日から数えます。"), whole_day])
    known_at = ClockField("知った時刻", [needed("紛失を知った時刻を入れてください。例: 9:30"), at_most(10)])
    circumstances = TextAreaField(
        "いきさつ",
        [needed("いつ、どこで、どのように見当たらなくなったかを入れてください。"), at_most(500), plain_text],
        render_kw={"rows": 3},
    )
    note = TextAreaField("事故の記録に書くこと", [at_most(500), plain_text], render_kw={"rows": 2})

    @property
    def moment(self) -> datetime:
        """Of a form that was checked."""
        moment = moment_of(self.known_on, self.known_at)
        assert moment is not None
        return moment


class WipeForm(Form):
    tool = StringField(
        "消去の方法", [needed("消去に使った道具(消去ソフトの名前、初期化の方法)を入れてください。"), at_most(100), plain_text]
    )
    result = StringField("結果", [needed("結果を入れてください。例: 復元ソフトで読めないことを確かめた"), at_most(300), plain_text])
    witness = SelectField("立会者", [needed("立会者を選んでください。")], choices=offered([OPEN_CHOICE]))


def offer_witnesses(field: SelectField, people: Sequence[StaffName], *, but: int) -> None:
    """The section's staff without the person who writes it down."""
    field.choices = offered([OPEN_CHOICE, *((each.login_name, f"{each.name}({each.login_name})") for each in people if each.id != but)])


def _tidy(typed: str | None) -> str:
    return " ".join((typed or "").split())
