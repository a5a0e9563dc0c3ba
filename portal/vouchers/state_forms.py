"""The forms about a voucher after its issue: void, taken back, an envelope scanned, a code added."""

import unicodedata

from wtforms import RadioField, StringField

from portal.vouchers.code_rules import PART_WORDS, Part
from portal.vouchers.state_rules import CHOSEN_TO_VOID, PAPER_WORDS, RETURN_WORDS, VOID_WORDS, Paper, ReturnReason
from portal.web.fields import Form, at_most, needed, offered, plain_text


class VoidForm(Form):
    """Why; 「その他」 needs a word."""

    why = RadioField("理由", [needed("理由を選んでください。")], choices=offered((why, VOID_WORDS[why]) for why in CHOSEN_TO_VOID))
    note = StringField("補足", [at_most(60), plain_text])


class TakeBackForm(Form):
    """What became of the page; the same day only."""

    paper = RadioField("印刷した紙", [needed("紙をどうしたかを選んでください。")], choices=offered(PAPER_WORDS.items()))
    note = StringField("どのような誤りか", [needed("どのような誤りかを短く入れてください。"), at_most(60), plain_text])

    def offer(self, *, is_printed: bool) -> None:
        """Where nothing was printed there is one answer; what was sent stays as it was chosen."""
        if not is_printed and not self.is_submitted() and not self.paper.data:
            self.paper.data = Paper.NOT_PRINTED.value


class ScanForm(Form):
    """A scanner ends with Enter: the number comes last, and whatever it is, it has a line."""

    reason = RadioField(
        "返戻の理由",
        [needed("封筒に書かれた理由を選んでください。")],
        choices=offered(RETURN_WORDS.items()),
        default=ReturnReason.UNKNOWN_ADDRESS.value,
    )
    note = StringField("補足", [at_most(60), plain_text])
    number = StringField(
        "券番号",
        [needed("封筒の券番号を読み取ってください。"), at_most(60)],
        render_kw={"autofocus": True, "autocomplete": "off", "inputmode": "numeric"},
    )


class CodeForm(Form):
    """A digit and what it stands for."""

    part = RadioField("種類", [needed("種類を選んでください。")], choices=offered(PART_WORDS.items()))
    digit = StringField("コード", [needed("コードを数字1桁で入れてください。"), at_most(1)])
    dose_number = StringField("何回目", [at_most(2)])
    words = StringField("意味", [at_most(40), plain_text])


def paper_of(form: TakeBackForm) -> Paper:
    return Paper(form.paper.data)


def dose_of(form: CodeForm) -> int | None:
    """None for a 券種, and for what is no number: the rule then says what is wanted."""
    typed = unicodedata.normalize("NFKC", form.dose_number.data or "").strip()
    return int(typed) if Part(form.part.data) is Part.DOSE and typed.isascii() and typed.isdigit() else None
