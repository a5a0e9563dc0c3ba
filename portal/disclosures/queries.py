"""Which cases a person sees, and one case with its documents and its clock (D-1, D-2). Every function is called inside a door."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, exists, or_, select, true

from portal.accounts.models import Section
from portal.accounts.sessions import SignedIn
from portal.config import Settings
from portal.db import db
from portal.disclosures.clock_rules import Deadline, IsClosed, Mended, decision_due, extended_due, rest_due, special_due
from portal.disclosures.decision_rules import DECISIONS_OF, DraftKind, DraftState
from portal.disclosures.draft_models import Draft
from portal.disclosures.models import Case, CaseItem, CaseMending, CaseTask, ClosedDay
from portal.disclosures.rules import CaseKind
from portal.disclosures.state_rules import CaseFacts, state_of
from portal.errors import NotFound
from portal.permissions import Permission
from portal.text.holidays import is_closed

EXTENDING = (DraftKind.EXTENSION, DraftKind.SPECIAL)


@dataclass(frozen=True)
class CaseClock:
    """The deadlines of the decision. `current`: the one that binds now; `told`: what the notice of an extension said."""

    basic: Deadline
    extended: Deadline | None
    special: Deadline | None
    told: date | None

    @property
    def current(self) -> Deadline:
        return self.special or self.extended or self.basic


def sees(staff: SignedIn) -> ColumnElement[bool]:
    """The officers see every case; others those their section took, holds, or is asked about."""
    if staff.may(Permission.CASE_HANDLE):
        return true()
    asked = exists().where(CaseTask.case_id == Case.id, CaseTask.section_id == staff.section_id)
    return or_(Case.section_id == staff.section_id, Case.received_section_id == staff.section_id, Case.entered_by == staff.id, asked)


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
    spent, counts_first = demanded(mendings), settings.mending_counts_first
    basic = decision_due(case.received_on, case.basic_days, spent, counts_first=counts_first)
    decided = [each for each in drafts if each.kind in EXTENDING and each.state in (DraftState.DECIDED, DraftState.NOTIFIED)]
    newest = decided[-1] if decided else None
    extended = special = None
    if newest is not None and newest.kind is DraftKind.EXTENSION:
        extended = extended_due(basic, newest.days or 0, spent, counts_first=counts_first)
    elif newest is not None and (newest.rest_until is None or (case.kind is CaseKind.DISCLOSURE and not _part_decided(drafts))):
        special = special_due(case.received_on, spent, counts_first=counts_first)
    elif newest is not None and newest.rest_until is not None:
        special = rest_due(newest.rest_until)
    return CaseClock(basic, extended, special, newest.until if newest else None)


def _part_decided(drafts: Sequence[Draft]) -> bool:
    """The fair part of 84条: from its decision on the day that was told binds."""
    return any(each.kind in DECISIONS_OF and each.state in (DraftState.DECIDED, DraftState.NOTIFIED) for each in drafts)


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
