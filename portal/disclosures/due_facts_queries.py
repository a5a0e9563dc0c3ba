"""What waits in the cases, found in one statement however many they are; read at every page that counts what is late (D-2)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, Integer, Select, String, and_, cast, exists, literal, null, or_, select, union_all

from portal.accounts.models import Section
from portal.db import Moment, read_once
from portal.disclosures.case_clock_rules import CaseTimes, DecidedDraft
from portal.disclosures.clock_rules import Mended
from portal.disclosures.decision_rules import DraftKind, DraftState
from portal.disclosures.draft_models import Appeal, Doing, Draft, ThirdParty
from portal.disclosures.due_rules import Asked, Demand, Filed, Granted, Heard, OnDesk, Unsent
from portal.disclosures.models import Case, CaseItem, CaseMending, CaseTask, ClosedDay
from portal.disclosures.queries import DECIDED, IS_OPEN
from portal.disclosures.rules import CaseKind, CaseState, ItemState

UNDECIDED = (CaseState.EXAMINING, CaseState.MENDING)
MOVING = (*UNDECIDED, CaseState.DECIDED, CaseState.NOTIFIED)
# A row of any table: a word, another, a number, three days, a moment; each `tag` says below what they are.
_EMPTY: dict[str, Any] = {
    "word": cast(null(), String),
    "state": cast(null(), String),
    "number": cast(null(), Integer),
    "one": cast(null(), Date),
    "two": cast(null(), Date),
    "three": cast(null(), Date),
    "at": cast(null(), Moment),
}


@dataclass(frozen=True)
class Waiting:
    """What waits, by case; the city's own closed days; the section that answers for requests (None: there is no such section)."""

    desks: list[OnDesk]
    own_days: frozenset[date]
    office_id: int | None


def read_waiting(office_code: str) -> Waiting:
    """Through a door of its own, as one snapshot. `office_code`: PORTAL_DISCLOSURE_SECTION."""
    arms = [_cases(), _mendings(), _drafts(), _arrived(), _thirds(), _tasks(), _plans(), _appeals(), _closed(), _office(office_code)]
    together = union_all(*arms).subquery()
    desks: dict[int, OnDesk] = {}
    own: set[date] = set()
    office_id = None
    for row in read_once(select(together).order_by(together.c.case_id, together.c.place, together.c.ref), {}):
        if row.tag == "closed":
            own.add(row.one)
        elif row.tag == "office":
            office_id = row.section_id
        else:
            TAKE[row.tag](desks.setdefault(row.case_id, OnDesk(row.case_id, row.section_id)), row)
    return Waiting(list(desks.values()), frozenset(own), office_id)


def _row(tag: str, ref: Any, case: tuple[Any, Any] | None = None, **values: Any) -> Select[Any]:
    """`case`: its id and its section, of the case itself when left out. The case's own row comes first."""
    case_id, section_id = case or (Case.id, Case.section_id)
    columns = {"tag": literal(tag), "place": literal(0 if tag == "case" else 1), "case_id": case_id, "ref": ref, "section_id": section_id}
    named: list[Any] = [value.label(name) for name, value in (columns | _EMPTY | values).items()]
    found: Any = select(*named)
    return found


def _cases() -> Select[Any]:
    """One without any document is undecided as well."""
    is_open = CaseItem.state.in_((ItemState.OPEN, ItemState.DRAFTED))
    any_item = exists().where(CaseItem.case_id == Case.id)
    row = _row("case", literal(0), word=cast(Case.kind, String), number=Case.basic_days, one=Case.received_on)
    return row.where(IS_OPEN, Case.state.in_(UNDECIDED), or_(any_item.where(is_open), ~any_item))


def _mendings() -> Select[Any]:
    told: dict[str, Any] = {"one": CaseMending.demanded_on, "two": CaseMending.answered_on, "three": CaseMending.due_on}
    row = _row("mending", CaseMending.id, **told).join(CaseMending, CaseMending.case_id == Case.id)
    return row.where(IS_OPEN, Case.state.in_(UNDECIDED), CaseMending.demanded_on.is_not(None))


def _drafts() -> Select[Any]:
    words = {"word": cast(Draft.kind, String), "state": cast(Draft.state, String), "number": Draft.days}
    row = _row("draft", Draft.id, **words, one=Draft.rest_until, two=Draft.until, at=Draft.decided_at)
    return row.join(Draft, Draft.case_id == Case.id).where(IS_OPEN, Case.state.in_(MOVING), Draft.state.in_(DECIDED))


def _arrived() -> Select[Any]:
    """Notices on which nobody has said yet how they want it."""
    row = _row("arrived", Draft.id, one=Draft.reached_on, two=Draft.told_until)
    # From the few cases to their drafts, never the other way: a sum is no key by which a case would be looked up.
    row = row.join(Draft, Draft.case_id == Case.id + 0)
    row = row.outerjoin(Doing, Doing.draft_id == Draft.id).where(Doing.wished_on.is_(None), Doing.done_on.is_(None))
    return row.where(IS_OPEN, Case.state.in_(MOVING), Draft.kind == DraftKind.GRANT, Draft.reached_on.is_not(None))


def _thirds() -> Select[Any]:
    """`number`: 1 whoever objects; `at`: when the document was decided to be given."""
    told = {
        "number": cast(ThirdParty.objects, Integer),
        "one": ThirdParty.asked_on,
        "two": ThirdParty.due_on,
        "three": ThirdParty.answered_on,
    }
    row = _row("third", ThirdParty.id, **told, at=Draft.decided_at).join(ThirdParty, ThirdParty.case_id == Case.id)
    row = row.join(CaseItem, CaseItem.id == ThirdParty.item_id)
    row = row.outerjoin(Draft, and_(Draft.id == CaseItem.draft_id, Draft.kind == DraftKind.GRANT, Draft.decided_at.is_not(None)))
    # Nobody waits for an opinion on what is decided.
    matters = or_(ThirdParty.answered_on.is_not(None), CaseItem.state.in_((ItemState.OPEN, ItemState.DRAFTED)))
    return row.where(IS_OPEN, ThirdParty.told_on.is_(None), matters)


def _tasks() -> Select[Any]:
    """`number`: the section that was asked."""
    row = _row("task", CaseTask.id, number=CaseTask.section_id, one=CaseTask.due_on, at=CaseTask.asked_at)
    return row.join(CaseTask, CaseTask.case_id == Case.id).where(IS_OPEN, CaseTask.answered_at.is_(None))


def _plans() -> Select[Any]:
    row = _row("plan", Doing.id, one=Doing.planned_on).join(Doing, Doing.case_id == Case.id)
    return row.where(IS_OPEN, Doing.planned_on.is_not(None), Doing.done_on.is_(None))


def _appeals() -> Select[Any]:
    """Of closed cases as well: an appeal comes when everything else is over."""
    row = _row("appeal", Appeal.id, one=Appeal.filed_on, two=Appeal.consulted_on)
    row = row.select_from(Appeal).outerjoin(Case, Case.id == Appeal.case_id)  # From the few appeals to their cases, never the other way.
    return row.where(Appeal.ruled_on.is_(None), Appeal.no_consult.is_(None), or_(Appeal.consulted_on.is_(None), Appeal.told_on.is_(None)))


def _closed() -> Select[Any]:
    return _row("closed", ClosedDay.id, (literal(0), literal(0)), one=ClosedDay.day).where(ClosedDay.ended_at.is_(None))


def _office(code: str) -> Select[Any]:
    return _row("office", literal(0), (literal(0), Section.id)).where(Section.code == code)


def _take_case(desk: OnDesk, row: Any) -> None:
    desk.times = CaseTimes(CaseKind(row.word), row.one, row.number, desk.mendings, desk.decided)


def _take_mending(desk: OnDesk, row: Any) -> None:
    desk.mendings.append(Mended(row.one, row.two))
    if row.two is None:
        desk.demands.append(Demand(row.one, row.three))


def _take_draft(desk: OnDesk, row: Any) -> None:
    kind = DraftKind(row.word)
    desk.decided.append(DecidedDraft(kind, row.number, row.two, row.one))
    if row.state == DraftState.DECIDED:
        desk.unsent.append(Unsent(kind, row.at.date()))


def _take_third(desk: OnDesk, row: Any) -> None:
    decided_on = row.at.date() if row.at is not None else None
    desk.thirds.append(Heard(row.one, row.two, row.three is not None, row.number == 1, decided_on))


def _taking(name: str, make: Callable[[Any], Any]) -> Callable[[OnDesk, Any], None]:
    def take(desk: OnDesk, row: Any) -> None:
        getattr(desk, name).append(make(row))

    return take


TAKE: dict[str, Callable[[OnDesk, Any], None]] = {
    "case": _take_case,
    "mending": _take_mending,
    "draft": _take_draft,
    "third": _take_third,
    "arrived": _taking("granted", lambda row: Granted(row.one, row.two)),
    "task": _taking("tasks", lambda row: Asked(row.number, row.at.date(), row.one)),
    "plan": _taking("planned", lambda row: row.one),
    "appeal": _taking("appeals", lambda row: Filed(row.one, row.two)),
}
