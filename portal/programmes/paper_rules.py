"""Which paper a dose of a programme is vouched for with. Pure."""

from enum import StrEnum


class PaperForm(StrEnum):
    """The forms of the national guidance (手引き 13.1 版; docs/decisions/019-two-papers.md)."""

    STICKERS = "stickers"
    INTEGRATED = "integrated"


PAPER_FORM_WORDS = {
    PaperForm.STICKERS: "シール式(接種券・予診のみ・接種済証)",
    PaperForm.INTEGRATED: "接種券一体型予診票",
}


# What comes out of the printer.
PAPER_SHEETS = {PaperForm.STICKERS: "シール式、A4 1枚", PaperForm.INTEGRATED: "接種券一体型予診票、A4 2枚"}


def paper_of(form: PaperForm, integrated_from_dose: int | None, dose_number: int) -> PaperForm:
    """`form`, except that later doses may come on the 予診票: COVID gave stickers for the first two and 予診票 from the third on."""
    if integrated_from_dose is not None and dose_number >= integrated_from_dose:
        return PaperForm.INTEGRATED
    return form


def paper_words(form: PaperForm, integrated_from_dose: int | None) -> str:
    """As the screen of a programme says it."""
    if form is PaperForm.STICKERS and integrated_from_dose is not None:
        return f"シール式、{integrated_from_dose}回目から{PAPER_FORM_WORDS[PaperForm.INTEGRATED]}"
    return PAPER_FORM_WORDS[form]


def why_not_integrated_from(form: PaperForm, integrated_from_dose: int | None, *, most: int) -> str | None:
    """Whether a programme may change over at this dose."""
    if integrated_from_dose is None:
        return None
    if form is PaperForm.INTEGRATED:
        return "はじめから予診票の事業です。途中から替えるときは「シール式」を選んでください。"
    return None if 2 <= integrated_from_dose <= most else f"2から{most}までの回を入れてください。はじめから予診票のときは、用紙で選びます。"
