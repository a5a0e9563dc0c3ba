"""What the steps of a case ask for: each field says in its description what to write."""

from collections.abc import Sequence

from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from portal.disclosures.gap_rules import GAP_WORDS, GapKind
from portal.web.fields import Form, WarekiField, at_most, needed, offered, plain_text, whole_day

_OFF = {"autocomplete": "off"}


class NoteForm(Form):
    gaps = SelectMultipleField(
        "足りないもの",
        [needed("足りないことを、1つ以上選んでください。")],
        choices=offered(GAP_WORDS.items()),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    words = StringField(
        "補足", [at_most(300), plain_text], render_kw=_OFF, description="任意。「その他」のときは必ず。補正要求書にも使います。"
    )

    @property
    def chosen(self) -> list[GapKind]:
        return [GapKind(gap) for gap in self.gaps.data or ()]


class AnswerForm(Form):
    answered_on = WarekiField(
        "補正された日",
        [needed("補正された日を入れてください。"), whole_day],
        render_kw=_OFF,
        description="補正の書面を収受した日、または窓口で直した日。",
    )
    words = TextAreaField(
        "どう直されたか",
        [needed("どう直されたかを入れてください。"), at_most(500), plain_text],
        render_kw=_OFF | {"rows": 3},
        description="例: 窓口で住所を記入した。請求の内容は、次に「書かれたことを改める」で直します。",
    )


class PassForm(Form):
    section = SelectField("回付する課", [needed("回付する課を選んでください。")], choices=[], description="その情報を保有している課。")
    words = StringField(
        "回付の理由",
        [needed("回付の理由を入れてください。"), at_most(300), plain_text],
        render_kw=_OFF,
        description="例: 求める文書を健康推進課が保有しているため",
    )

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        self.section.choices = offered([("", "選んでください"), *choices])


class StampForm(Form):
    day = WarekiField(
        "正しい収受日", [needed("正しい収受日を入れてください。"), whole_day], render_kw=_OFF, description="書面の収受印の日。"
    )
    reason = StringField(
        "改める理由",
        [needed("改める理由を入れてください。"), at_most(200), plain_text],
        render_kw=_OFF,
        description="例: 収受印の日を読み違えた",
    )
    version = HiddenField()


class AssignForm(Form):
    officer = SelectField("担当", [needed("担当を選んでください。")], choices=[], description="所管課か総務課の職員。")

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        self.officer.choices = offered([("", "選んでください"), *choices])


class WithdrawForm(Form):
    withdrawn_on = WarekiField(
        "取下げの日", [needed("取下げの日を入れてください。"), whole_day], render_kw=_OFF, description="取下書を収受した日。"
    )
    words = StringField(
        "取下げの内容",
        [needed("だれが、どのように取り下げたかを入れてください。"), at_most(300), plain_text],
        render_kw=_OFF,
        description="例: 取下書の提出。代理人の資格喪失の届出も取下げとみなします。",
    )


class CancelForm(Form):
    reason = StringField(
        "誤起票の理由",
        [needed("誤起票の理由を入れてください。"), at_most(200), plain_text],
        render_kw=_OFF,
        description="例: 開8-0003と同じ書面を二度入力した",
    )


class CloseForm(Form):
    """Nothing but the button."""
