"""What the screens of application forms and of their numbers ask."""

from wtforms import RadioField, StringField

from portal.applications.number_rules import MOST_A_BATCH, SPOIL_WORDS
from portal.applications.rules import FORM_WORDS, NUMBERED, FormKind
from portal.applications.sheets import DELIVERIES, Filled
from portal.vouchers.rules import APPLICANT_WORDS, REASON_WORDS, Applicant
from portal.web.fields import Form, at_most, needed, offered, plain_text

ON_PAPER = ("", "紙で選ぶ")


class FormForm(Form):
    """Which form, and what is ticked on it for the person who then only signs."""

    kind = RadioField(
        "申請書",
        [needed("申請書を選んでください。")],
        choices=offered(FORM_WORDS.items()),
        default=FormKind.VOUCHER.value,
    )
    applicant = RadioField(
        "申請する方",
        choices=offered([ON_PAPER, *APPLICANT_WORDS.items()]),
        default=Applicant.SELF.value,
    )
    programme = RadioField("接種", choices=offered([ON_PAPER]), default="", validate_choice=False)
    reason = RadioField("理由", choices=offered([ON_PAPER, *REASON_WORDS.items()]), default="")
    delivery = RadioField("受け取り方", choices=offered([ON_PAPER, *DELIVERIES.items()]), default="")

    def filled(self, applied_on_words: str) -> Filled:
        return Filled(
            applicant=self.applicant.data or "",
            programme=self.programme.data or "",
            reason=self.reason.data or "",
            delivery=self.delivery.data or "",
            applied_on_words=applied_on_words,
        )


class BatchForm(Form):
    form = RadioField(
        "申請書",
        [needed("申請書を選んでください。")],
        choices=offered((kind, FORM_WORDS[kind]) for kind in NUMBERED),
        default=FormKind.VOUCHER.value,
    )
    count = StringField("枚数", [needed(f"枚数を入れてください(1から{MOST_A_BATCH}まで)。"), at_most(5), plain_text])

    def wanted(self) -> int:
        """Nought when it is no number; the rule says so."""
        typed = (self.count.data or "").strip()
        return int(typed) if typed.isascii() and typed.isdigit() else 0


class HandForm(Form):
    place = StringField("渡した所", [needed("渡した所を入れてください。例: 那珂湊支所"), at_most(100), plain_text])
    receiver = StringField("受け取った方", [at_most(100), plain_text])


class NumberForm(Form):
    number = StringField(
        "受付番号", [needed("申請書の右上の番号を読み取るか、入れてください。"), at_most(30), plain_text], render_kw={"autofocus": True}
    )


class PersonForm(Form):
    whose = StringField("宛名番号か接種券番号", [needed("宛名番号か接種券番号を入れてください。"), at_most(30), plain_text])


class SpoilForm(Form):
    reason = RadioField(
        "使えない理由",
        [needed("使えない理由を選んでください。")],
        choices=offered(SPOIL_WORDS.items()),
    )
    note = StringField("補足", [at_most(200), plain_text])


class RangeForm(Form):
    first = StringField("ここから", [needed("手元に残った最初の番号を読み取るか、入れてください。"), at_most(30), plain_text])
    last = StringField("ここまで", [needed("手元に残った最後の番号を読み取るか、入れてください。"), at_most(30), plain_text])
