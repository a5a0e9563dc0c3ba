"""When an import may be taken back: every state, and every thing in the way."""

import pytest

from portal.intake.rules import ImportState
from portal.takeback.rules import DEPENDENCE_WORDS, Dependence, Standing, why_not_take_back

NOTHING: frozenset[Dependence] = frozenset()


def standing(state: ImportState = ImportState.APPLIED, **values: bool) -> Standing:
    return Standing(state, **({"job_failed": False, "traced": True, "at_work": False} | values))


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (standing(), None),
        (standing(ImportState.APPLYING, job_failed=True), None),
        (standing(ImportState.APPLYING), "いま取込中です"),
        (standing(ImportState.TAKING_BACK), "いま取り消しているところです"),
        (standing(ImportState.TAKEN_BACK), "もう取り消されています"),
        (standing(ImportState.UPLOADED), "反映していません"),
        (standing(ImportState.STAGING), "反映していません"),
        (standing(ImportState.UNREADABLE), "反映していません"),
        (standing(ImportState.CHECKED), "反映していません"),
        (standing(ImportState.DISCARDED), "反映していません"),
        (standing(at_work=True), "別のファイルを取込中"),
        (standing(traced=False), "古い版で反映した"),
    ],
)
def test_the_state_of_the_import_and_of_the_others_decides(file: Standing, said: str | None) -> None:
    reason = why_not_take_back(file, NOTHING)

    assert reason is None if said is None else reason is not None and said in reason


@pytest.mark.parametrize("what", Dependence)
def test_whatever_depends_on_it_is_named(what: Dependence) -> None:
    reason = why_not_take_back(standing(), {what})

    assert reason is not None
    assert DEPENDENCE_WORDS[what] in reason


def test_several_are_named_in_their_order() -> None:
    reason = why_not_take_back(standing(), {Dependence.NOTES, Dependence.LATER_IMPORTS})

    assert reason is not None
    assert reason.index(DEPENDENCE_WORDS[Dependence.LATER_IMPORTS]) < reason.index(DEPENDENCE_WORDS[Dependence.NOTES])
