"""Which paper a dose of a programme is vouched for with. Pure."""

from enum import StrEnum


class PaperForm(StrEnum):
    """The forms of the national guidance (手引き 13.1 版; docs/decisions/019-two-forms.md)."""

    STICKERS = "stickers"
    INTEGRATED = "integrated"


PAPER_FORM_WORDS = {
    PaperForm.STICKERS: "シール式(接種券・予診のみ・接種済証)",
    PaperForm.INTEGRATED: "接種券一体型予診票",
}


def paper_of(form: PaperForm, integrated_from_dose: int | None, dose_number: int) -> PaperForm:
    """`form`, except that later doses may come on the 予診票: COVID gave stickers for the first two and 予診票 from the third on."""
    if integrated_from_dose is not None and dose_number >= integrated_from_dose:
        return PaperForm.INTEGRATED
    return form
