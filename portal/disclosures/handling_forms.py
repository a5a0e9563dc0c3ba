"""The forms of what follows a decision, and of what is asked of others (D-2)."""

from collections.abc import Mapping

from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.widgets import CheckboxInput

from portal.disclosures.decision_rules import (
    DOING_WORDS,
    NO_CONSULT_WORDS,
    RULING_WORDS,
    THIRD_WORDS,
    DoingWay,
    NoConsult,
    Ruling,
    ThirdArticle,
)
from portal.disclosures.doing_rules import Done, only_what_is_given
from portal.disclosures.draft_forms import DaysField
from portal.disclosures.rules import PROOF_WORDS, WAY_WORDS, ProofKind, Way
from portal.vouchers.fee_rules import FOR_DISCLOSURES, WAIVER_WORDS, Waiver
from portal.web.fields import Form, WarekiField, at_most, day_of, needed, offered, plain_text, whole_day

AT_THE_WINDOW = (
    ProofKind.LICENCE,
    ProofKind.NUMBER_CARD,
    ProofKind.INSURANCE,
    ProofKind.RESIDENCE_CARD,
    ProofKind.OTHER_CARD,
    ProofKind.CARD_COPY,
)
AT_ONCE = "窓口で渡したときは、その日に届いたものとします。"
OPINIONS = (("no", "反対しない"), ("yes", "開示に反対する(反対意見書)"))


def _day(label: str, description: str = "例: 令和8年11月30日") -> WarekiField:
    return WarekiField(label, [needed(f"{label}を入れてください。例: 令和8年11月30日"), whole_day], description=description)


def _maybe_day(label: str, description: str = "") -> WarekiField:
    return WarekiField(label, [whole_day], description=description)


class SendForm(Form):
    """A notice goes out. `number`: only where the city made it on its own form; `due_on`: only of a 補正."""

    day = _day("発送・交付した日")
    way = RadioField(
        "方法", choices=offered(WAY_WORDS.items()), default=Way.POST.value, description="窓口で渡したときは、その日に届いたものとします。"
    )
    registered_number = StringField(
        "書留の引受番号", [at_most(40), plain_text], description="郵便局の控えの番号。", render_kw={"size": "20"}
    )
    number = StringField("文書番号", [at_most(60), plain_text], description="市の様式で作った通知書の番号。", render_kw={"size": "20"})
    due_on = _maybe_day("補正の期限", "補正要求書に書いた日。")


class DayForm(Form):
    """One day: a notice reached them, a posted copy did, a third party was told."""

    day = _day("日付")


class WishForm(Form):
    """実施方法等申出書 (87条3項)."""

    day = _day("申出を受けた日")
    way = RadioField("求める方法", choices=offered(DOING_WORDS.items()), default=DoingWay.COPY.value)
    words = StringField("部分ごとに違うとき・一部だけのとき", [at_most(300), plain_text], description="任意。")
    planned_on = _maybe_day("希望日", "任意。窓口に来る日。")
    late_reason = StringField(
        "期限までにできなかった理由", [at_most(300), plain_text], description="正当な理由があれば、期限の後でも受けられます。"
    )


class DoForm(Form):
    """実施: papers seen again, what was given, what was taken for it."""

    day = _day("実施した日")
    way = RadioField("方法", choices=offered(DOING_WORDS.items()))
    papers = SelectMultipleField(
        "もう一度確かめた本人確認書類",
        choices=offered((kind, PROOF_WORDS[kind]) for kind in AT_THE_WINDOW),
        option_widget=CheckboxInput(),
        description="種類だけを記録します。番号は書きません。",
    )
    mono_sheets = DaysField("写し 白黒の面数")
    colour_sheets = DaysField("写し カラーの面数")
    waiver = RadioField(
        "減免", choices=offered([("", "しない"), *((waiver, WAIVER_WORDS[waiver]) for waiver in FOR_DISCLOSURES)]), default=""
    )
    waiver_words = StringField("減免の根拠", [at_most(200), plain_text], description="「その他の減免」のときは必ず。")
    paid_on = _maybe_day("手数料の納付日", "納付の後に渡します。無料のときは空けます。")
    registered_number = StringField(
        "書留の引受番号", [at_most(40), plain_text], render_kw={"size": "20"}, description="郵便局の控えの番号。"
    )
    version = HiddenField()

    @property
    def seen(self) -> tuple[ProofKind, ...]:
        return tuple(ProofKind(each) for each in self.papers.data or [])

    def done(self) -> Done | None:
        """Of a form that was checked; None without a day."""
        day = day_of(self.day)
        if day is None:
            return None
        typed = Done(
            day=day,
            way=DoingWay(self.way.data),
            proven_again=bool(self.seen),
            mono_sheets=self.mono_sheets.count or 0,
            colour_sheets=self.colour_sheets.count or 0,
            waiver=Waiver(self.waiver.data) if self.waiver.data else None,
            waiver_words=self.waiver_words.data or "",
            paid_on=day_of(self.paid_on),
            registered_number=self.registered_number.data or "",
        )
        return only_what_is_given(typed)

    def shows(self, missing: Mapping[str, str]) -> bool:
        for name, sentence in missing.items():
            self[name].errors = [sentence]
        return bool(missing)


class TaskForm(Form):
    section = SelectField("照会する課", [needed("照会する課を選んでください。")], choices=[])
    words = TextAreaField(
        "照会すること",
        [needed("照会することを入れてください。"), at_most(1000), plain_text],
        description="例: 接種台帳に本人の記録があるか探し、開示に支障があれば理由を教えてください。",
    )
    due_on = _day("回答の期限")


class AnswerForm(Form):
    words = TextAreaField("回答", [needed("回答を入れてください。"), at_most(2000), plain_text])


class ThirdForm(Form):
    item = RadioField("文書", [needed("文書を選んでください。")], choices=[])
    party = StringField("第三者", [needed("第三者の名を入れてください。"), at_most(200), plain_text], description="個人か法人の名。")
    article = RadioField("根拠", choices=offered(THIRD_WORDS.items()), default=ThirdArticle.FIRST.value)
    asked_on = _day("照会書を出した日")
    due_on = _day("意見書の提出期限")


class OpinionForm(Form):
    objects = RadioField("意見", [needed("意見を選んでください。")], choices=offered(OPINIONS))
    day = _day("意見書を受けた日")
    words = TextAreaField("意見の内容", [at_most(1000), plain_text], description="任意。")


class AppealForm(Form):
    day = _day("審査請求の日", "審査請求書の収受日。")
    filed_by = StringField("審査請求人", [needed("審査請求人を入れてください。"), at_most(200), plain_text])
    words = TextAreaField("趣旨", [at_most(1000), plain_text], description="任意。")


class StepForm(Form):
    """One step of an appeal; `ground` is asked where the 審査会 is not, `ruling` at the end."""

    step = RadioField("経過", [needed("記録する経過を選んでください。")], choices=[])
    day = _day("日付")
    ground = SelectField("諮問を要しない理由(法105条1項)", choices=offered([("", "選んでください"), *NO_CONSULT_WORDS.items()]), default="")
    ruling = SelectField("裁決", choices=offered([("", "選んでください"), *RULING_WORDS.items()]), default="")
    words = TextAreaField("裁決の内容", [at_most(1000), plain_text], description="任意。")
    version = HiddenField()

    @property
    def chosen_ground(self) -> NoConsult | None:
        return NoConsult(self.ground.data) if self.ground.data else None

    @property
    def chosen_ruling(self) -> Ruling | None:
        return Ruling(self.ruling.data) if self.ruling.data else None


class EmptyForm(Form):
    """A step that asks nothing: pressing is all."""
