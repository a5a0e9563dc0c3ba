"""Which paper a dose is vouched for with."""

import pytest

from portal.programmes.paper_rules import PaperForm, paper_of

STICKERS, INTEGRATED = PaperForm.STICKERS, PaperForm.INTEGRATED


@pytest.mark.parametrize(
    ("form", "integrated_from_dose", "papers"),
    [
        (STICKERS, None, [STICKERS] * 4),
        (INTEGRATED, None, [INTEGRATED] * 4),
        (STICKERS, 3, [STICKERS, STICKERS, INTEGRATED, INTEGRATED]),
        (STICKERS, 1, [INTEGRATED] * 4),
        (INTEGRATED, 3, [INTEGRATED] * 4),
    ],
)
def test_the_programme_names_the_paper_of_each_dose(form: PaperForm, integrated_from_dose: int | None, papers: list[PaperForm]):
    assert [paper_of(form, integrated_from_dose, dose) for dose in (1, 2, 3, 4)] == papers
