"""What is sent about a copy: that there is one, what was written there, how it ended, whether another saw that nothing is left."""

import re
import unicodedata
from typing import Any

from wtforms import IntegerField, RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import Optional

from portal import clock
from portal.media.copy_actions import Further, Written
from portal.media.copy_rules import TOOL_NEEDED, Done
from portal.media.lending_forms import moment_of
from portal.media.lending_rules import FURTHER_KINDS
from portal.media.rules import COPY_WORDS, HOW_WORDS, CopyKind, How
from portal.text.wareki import format_short
from portal.web.fields import ClockField, Form, WarekiField, at_most, needed, offered, plain_text, whole_day

MOST_PEOPLE = 10_000_000
WRONG_COUNT = "人数は0から9,999,999までの数字で入れてください。"


def _sha256(_form: Any, field: Any) -> None:
    if field.data and not re.fullmatch(r"[0-9a-f]{64}", field.data.strip().lower()):
        raise ValidationError("照合値(SHA-256)は、0から9とaからfの64文字です。分からないときは空のままにしてください。")


class CountField(IntegerField):
    """A number of people in any width, commas allowed; empty is None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = unicodedata.normalize("NFKC", valuelist[0] if valuelist else "").replace(",", "").removesuffix("人").strip()
        self.data = None
        if not typed:
            return
        if not (typed.isascii() and typed.isdigit() and int(typed) < MOST_PEOPLE):
            raise ValueError(WRONG_COUNT)
        self.data = int(typed)


def _people() -> CountField:
    return CountField("人数", [Optional()], render_kw={"size": "8", "inputmode": "numeric"})


def _hash() -> StringField:
    return StringField("照合値", [at_most(64), _sha256], description="SHA-256の64文字。分かるときだけ。", render_kw={"autocomplete": "off"})


class ContentsForm(Form):
    """What lies there; SHA-256 only where somebody has computed it."""

    file_name = StringField(
        "ファイルの名前",
        [needed("書き込んだファイルの名前を入れてください。"), at_most(200), plain_text],
        description="書類は「予診票 1から120」のように。住民の氏名は入れません。",
    )
    people = _people()
    sha256 = _hash()

    def written(self) -> Written:
        return _written(self)


class FurtherForm(Form):
    """One more place where the data lie."""

    kind = RadioField(
        "どこに",
        [needed("複製のある所を選んでください。")],
        choices=offered([(kind.value, COPY_WORDS[kind]) for kind in FURTHER_KINDS]),
        default=CopyKind.TERMINAL.value,
    )
    terminal = SelectField(
        "作業端末", choices=[], validate_choice=False, description="承認された端末だけです。ほかの端末は「その他の場所」で。"
    )
    place = StringField("フォルダーや場所", [at_most(150), plain_text], description="例: 国の接種記録システムの取込フォルダー")
    file_name = StringField("ファイルの名前", [at_most(200), plain_text], description="住民の氏名は入れません。")
    people = _people()
    sha256 = _hash()

    def written(self) -> Written:
        return _written(self)

    def further(self) -> Further:
        return Further(CopyKind(self.kind.data), (self.place.data or "").strip(), self.terminal.data or "")

    def says_where(self) -> bool:
        """A place is needed where no terminal names it."""
        is_said = self.kind.data == CopyKind.TERMINAL.value or bool((self.place.data or "").strip())
        if not is_said:
            self.place.errors = ["どこにあるかを入れてください。"]
        return is_said


def _written(form: ContentsForm | FurtherForm) -> Written:
    return Written((form.file_name.data or "").strip(), form.people.data, (form.sha256.data or "").strip().lower())


class EndForm(Form):
    """How a copy ended, by the person who did it."""

    how = RadioField("方法", [needed("方法を選んでください。")], choices=[], validate_choice=False)
    tool = StringField("道具", [at_most(100), plain_text], description="消去ソフトの名前、裁断機など。消去のときは必ず。")
    passes = CountField("回数", [Optional()], description="上書きの回数。", render_kw={"size": "4", "inputmode": "numeric"})
    day = WarekiField("行った日", [needed("行った日を入れてください。"), at_most(20), whole_day], render_kw={"size": "10"})
    began = ClockField("始めた時刻", [needed("始めた時刻を入れてください。例: 15:00"), at_most(10)], render_kw={"size": "5"})
    ended = ClockField("終わった時刻", [needed("終わった時刻を入れてください。例: 15:10"), at_most(10)], render_kw={"size": "5"})
    place = StringField("場所", [needed("行った場所を入れてください。"), at_most(100), plain_text], default="執務室")
    result = TextAreaField(
        "結果",
        [needed("結果を入れてください。例: 復元ソフトで読めないことを確かめた"), at_most(300), plain_text],
        description="例: フォルダーが空であることを確かめた",
        render_kw={"rows": "2"},
    )
    certificate = StringField("証明書の番号", [at_most(100)], description="業者の消去・溶解証明書、受領書など。あれば。")

    def validate_tool(self, field: StringField) -> None:
        if self.how.data == How.ERASED.value and not (field.data or "").strip():
            raise ValidationError(TOOL_NEEDED)

    def begin_now(self) -> None:
        """Most often it was done just now."""
        now = clock.now()
        self.day.data = self.day.data or format_short(now.date())
        for at in (self.began, self.ended):
            at.data = at.data or f"{now.hour}:{now.minute:02}"

    def offer(self, hows: tuple[How, ...]) -> None:
        self.how.choices = offered([(how.value, HOW_WORDS[how]) for how in hows])
        self.how.data = self.how.data or hows[0].value

    def done(self) -> Done | None:
        """None when a moment is missing or the way is none of those offered."""
        began, ended = moment_of(self.day, self.began), moment_of(self.day, self.ended)
        known = self.how.data in set(How)
        if began is None or ended is None or not known:
            return None
        said = (self.tool.data or "", self.result.data or "", self.certificate.data or "")
        return Done(How(self.how.data), said[0], said[1], began, ended, said[2])


class ConfirmForm(Form):
    """Seen by another: what was seen; for 「残っている」 what is left."""

    note = StringField("見たこと", [at_most(300), plain_text])

    def says_what_is_left(self) -> bool:
        if not (self.note.data or "").strip():
            self.note.errors = ["何がどこに残っているかを入れてください。行った方が読みます。"]
            return False
        return True
