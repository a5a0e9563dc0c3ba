"""Which cases a person sees, and one case with its documents and its clock (D-1, D-2). Every function is called inside a door."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, or_, select, true

from portal.accounts.models import Section
from portal.accounts.sessions import SignedIn
from portal.config import Settings
from portal.db import db
from portal.disclosures.case_clock_rules import CaseClock, CaseTimes, DecidedDraft, clock_from
from portal.disclosures.clock_rules import IsClosed, Mended
from portal.disclosures.decision_rules import DraftState
from portal.disclosures.draft_models import Draft
from portal.disclosures.models import Case, CaseItem, CaseMending, CaseTask, ClosedDay
from portal.disclosures.rules import CaseState
from portal.disclosures.state_rules import ENDED, CaseFacts, state_of
from portal.errors import NotFound
from portal.permissions import Permission
from portal.text.holidays import is_closed

DECIDED = (DraftState.DECIDED, DraftState.NOTIFIED)
# With a range on the next column of ix_disclosure_case_state and ix_disclosure_draft_state: of the states alone the planner of SQLite knows
# nothing but that there are few different ones, and reads the whole table at every page that counts what waits.
IS_OPEN = and_(Case.state.in_([state for state in CaseState if state not in ENDED]), Case.received_on > date(1900, 1, 1))
WAITS = and_(Draft.state.in_((DraftState.WAITING, DraftState.SENT_BACK)), Draft.section_id > 0)


def sees(staff: SignedIn) -> ColumnElement[bool]:
    """The officers see every case; others those their section took, holds, or is asked about; who signs, what their section signs."""
    if staff.may(Permission.CASE_HANDLE):
        return true()
    own = staff.section_id
    asked = exists().where(CaseTask.case_id == Case.id, CaseTask.section_id == own)
    seen = [Case.section_id == own, Case.received_section_id == own, Case.entered_by == staff.id, asked]
    if staff.may(Permission.DRAFT_DECIDE):
        seen.append(exists().where(Draft.case_id == Case.id, or_(Draft.section_id == own, Draft.concurring_section_id == own)))
    return or_(*seen)


def reads_all(staff: SignedIn, office_id: int | None) -> bool:
    """The officers, and who signs for 総務課 (`office_id`), which answers for the deadlines of the whole city."""
    return staff.may(Permission.CASE_HANDLE) or (staff.may(Permission.DRAFT_DECIDE) and staff.section_id == office_id)


def case_row(public_id: str, *, seen_by: SignedIn, held: bool = False, also: ColumnElement[bool] | None = None) -> Case:
    """`held`: locked until the commit, inside writing(). `also`: who else may see it (総務課 for its 合議). Raises NotFound."""
    seen = sees(seen_by) if also is None else or_(sees(seen_by), also)
    found = select(Case).where(Case.public_id == public_id, seen)
    row = db.session().scalar(found.with_for_update() if held else found)
    if row is None:
        raise NotFound
    return row


def items_of(case_id: int) -> Sequence[CaseItem]:
    return db.session().scalars(select(CaseItem).where(CaseItem.case_id == case_id).order_by(CaseItem.place)).all()


def drafts_of(case_id: int) -> Sequence[Draft]:
    """Oldest first."""
    return db.session().scalars(select(Draft).where(Draft.case_id == case_id).order_by(Draft.id)).all()


def mendings_of(case_id: int) -> Sequence[CaseMending]:
    return db.session().scalars(select(CaseMending).where(CaseMending.case_id == case_id).order_by(CaseMending.id)).all()


def demanded(mendings: Sequence[CaseMending]) -> list[Mended]:
    """Those that stop the clock: a gap that was only noted does not."""
    return [Mended(each.demanded_on, each.answered_on) for each in mendings if each.demanded_on is not None]


def clock_of(case: Case, mendings: Sequence[CaseMending], drafts: Sequence[Draft], settings: Settings) -> CaseClock:
    """Derived at every look; nothing of it is stored but what was told."""
    decided = [DecidedDraft(each.kind, each.days, each.until, each.rest_until) for each in drafts if each.state in DECIDED]
    times = CaseTimes(case.kind, case.received_on, case.basic_days, demanded(mendings), decided)
    return clock_from(times, counts_first=settings.mending_counts_first)


def settle_state(case: Case) -> None:
    """Inside writing(), after any step: where the case now stands, from its documents and its 補正."""
    db.session().flush()
    waits = any(each.demanded_on is not None and each.answered_on is None for each in mendings_of(case.id))
    states = [item.state for item in items_of(case.id)]
    facts = CaseFacts(
        states,
        waits_for_mending=waits,
        is_withdrawn=case.withdrawn_on is not None,
        is_cancelled=case.cancel_reason != "",
        is_closed=case.closed_at is not None,
    )
    case.state = state_of(facts)


def closed_days() -> IsClosed:
    """The days on which the city is closed, its own included."""
    own = frozenset(db.session().scalars(select(ClosedDay.day).where(ClosedDay.ended_at.is_(None))))
    return lambda day: day in own or is_closed(day)


def disclosure_section(settings: Settings) -> int | None:
    """総務課, whose 合議 a decision needs (PORTAL_DISCLOSURE_SECTION); None when there is no such section."""
    return db.session().scalar(select(Section.id).where(Section.code == settings.disclosure_section))
