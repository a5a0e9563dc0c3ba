"""What the intake of a case asks of the tables: sections, the disclosure before a correction, the same request once more. Inside a door."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from portal import clock
from portal.accounts.models import Section
from portal.db import db
from portal.disclosures.draft_models import Doing
from portal.disclosures.gap_rules import GapKind, gaps_of
from portal.disclosures.intake_rules import SAME_WITHIN, Earlier, Received, disclosed_day, faults_of, is_same
from portal.disclosures.models import Case, CaseItem
from portal.disclosures.number_rules import read_number
from portal.disclosures.queries import closed_days
from portal.disclosures.rules import CaseKind, CaseState

NO_SUCH_DISCLOSURE = "この番号の開示請求はありません。番号を確かめるか、決定通知書の文書番号を入れてください。"


@dataclass(frozen=True)
class Checked:
    """`faults`: by field. `same`: earlier cases that ask the same. `earlier`: the disclosure that the number names, with its id."""

    faults: Mapping[str, str]
    same: Sequence[Case]
    earlier_id: int | None
    earlier: Earlier | None
    gaps: Sequence[GapKind]


def section_choices() -> list[tuple[str, str]]:
    """Code and name, by code."""
    return [(row.code, row.name) for row in db.session().execute(select(Section.code, Section.name).order_by(Section.code))]


def section_ids() -> dict[str, int]:
    return {row.code: row.id for row in db.session().execute(select(Section.code, Section.id))}


def own_section(section_id: int) -> str:
    return db.session().scalars(select(Section.code).where(Section.id == section_id)).one()


def check_received(received: Received, *, but: int = 0) -> Checked:
    """`but`: the case itself, when its contents are changed."""
    earlier_id, earlier, unknown = _earlier(received)
    faults = faults_of(received, today=clock.today(), is_closed=closed_days(), earlier=earlier)
    if unknown:
        faults["earlier_number"] = NO_SUCH_DISCLOSURE
    gaps = gaps_of(received, is_disclosure_known=disclosed_day(received, earlier) is not None)
    return Checked(faults, _same(received, but), earlier_id, earlier, gaps)


def _earlier(received: Received) -> tuple[int | None, Earlier | None, bool]:
    """What is no number of ours is a 文書番号 on paper, which the portal does not know."""
    number = read_number(received.earlier_number) if received.kind is not CaseKind.DISCLOSURE else None
    if number is None:
        return None, None, False
    of_number = (Case.kind == number.kind, Case.fiscal_year == number.fiscal_year, Case.running == number.running)
    case_id = db.session().scalar(select(Case.id).where(*of_number, Case.kind == CaseKind.DISCLOSURE))
    if case_id is None:
        return None, None, True
    reached = func.max(func.coalesce(Doing.reached_on, Doing.done_on))
    disclosed_on = db.session().scalar(select(reached).where(Doing.case_id == case_id, Doing.done_on.is_not(None)))
    return case_id, Earlier(number.shown, disclosed_on), False


def _same(received: Received, but: int) -> list[Case]:
    """Of the sixty days around; the newest first."""
    around = Case.received_on.between(received.received_on - SAME_WITHIN, received.received_on + SAME_WITHIN)
    found = select(Case).where(Case.kind == received.kind, around, Case.state != CaseState.CANCELLED, Case.id != but)
    cases = list(db.session().scalars(found.order_by(Case.id.desc())))
    documents = _documents([case.id for case in cases if case.requester_name])
    return [
        case
        for case in cases
        if is_same(received, requester=case.requester_name, person=case.person_name, items=documents.get(case.id, ()))
    ]


def _documents(case_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for case_id, words in db.session().execute(select(CaseItem.case_id, CaseItem.words).where(CaseItem.case_id.in_(case_ids))):
        found[case_id] = (*found.get(case_id, ()), words)
    return found
