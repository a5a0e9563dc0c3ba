"""Lists of vouchers by state. Literals stand where a partial index asks for them (models.IN_OFFICE …): with a bound parameter neither
engine can prove that the index serves. Nothing is counted further than MOST_COUNTED, so that a page costs the same in a large city."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    String,
    TextClause,
    bindparam,
    case,
    cast,
    func,
    literal,
    null,
    select,
    text,
    union_all,
)
from sqlalchemy.orm import aliased

from portal import clock
from portal.accounts.models import Staff
from portal.db import db
from portal.doses.models import Dose
from portal.programmes.models import Programme
from portal.residents.models import Resident
from portal.residents.rules import RecordState
from portal.vouchers.models import HANDED_OVER, IN_OFFICE, POSTED, RETURNED, Voucher, VoucherPrint
from portal.vouchers.queries import IS_PRINTED, IS_USED, OF_ITS_DOSE
from portal.vouchers.state_models import VoucherEvent
from portal.vouchers.state_rules import VoucherState

MOST_COUNTED = 10_000
# States behind which work waits: their counts stand on every page of the list.
WORK = (VoucherState.ISSUED, VoucherState.PRINTED, VoucherState.RETURNED)
_LIVE = text("voucher.voided_at IS NULL")
Condition = ColumnElement[bool] | TextClause
_STATES: dict[VoucherState, tuple[Any, tuple[Condition, ...]]] = {
    VoucherState.ISSUED: (Voucher.issued_at, (text(IN_OFFICE), ~IS_USED, ~IS_PRINTED)),
    VoucherState.PRINTED: (Voucher.issued_at, (text(IN_OFFICE), ~IS_USED, IS_PRINTED)),
    VoucherState.POSTED: (Voucher.posted_at, (text(POSTED), ~IS_USED)),
    VoucherState.HANDED_OVER: (Voucher.handed_over_at, (text(HANDED_OVER), ~IS_USED)),
    VoucherState.RETURNED: (Voucher.returned_at, (text(RETURNED), ~IS_USED)),
    VoucherState.USED: (Voucher.issued_at, (_LIVE, IS_USED)),
    VoucherState.VOID: (Voucher.voided_at, (text("voided_at IS NOT NULL"),)),
}
_GIVEN_ON = select(Dose.given_on).where(*OF_ITS_DOSE).limit(1).correlate(Voucher).scalar_subquery()


@dataclass(frozen=True)
class Wanted:
    """What a list shows. The days are those of the state: posted on, came back on; of an issued or used one the day of its issue."""

    state: VoucherState
    programme_code: str = ""
    begins_on: date | None = None
    ends_on: date | None = None


def since_of(voucher: Voucher, state: VoucherState) -> datetime:
    """When it came into the state of the list."""
    return getattr(voucher, _STATES[state][0].key) or voucher.issued_at


def count_states(wanted: Wanted) -> dict[VoucherState, int]:
    """Inside a door, in one statement: the states behind which work waits and the one asked for, each no further than MOST_COUNTED + 1.

    The programme and the days narrow the one asked for alone: what waits is told whole.
    """
    states = list(dict.fromkeys((*WORK, wanted.state)))
    counts = [_count(_found(wanted) if state is wanted.state else _found(Wanted(state))) for state in states]
    return dict(zip(states, db.session().execute(select(*counts)).one(), strict=True))


def vouchers_in_state(wanted: Wanted, *, limit: int, offset: int) -> Sequence[Row[Voucher, str, Resident, date]]:
    """Inside a door: the newest first. Voucher, programme's name, whose it is, the day of its dose."""
    since = _STATES[wanted.state][0]
    page = _found(wanted).order_by(since.desc(), Voucher.id.desc()).limit(limit).offset(offset).subquery()
    statement = (
        select(Voucher, Programme.name, Resident, _GIVEN_ON)
        .join(page, page.c.id == Voucher.id)
        .join(Programme, Programme.code == Voucher.programme_code)
        .join(Resident, Resident.id == Voucher.resident_id)
        .where(Resident.record_state == RecordState.CURRENT)
        .order_by(since.desc(), Voucher.id.desc())
    )
    return db.session().execute(statement).all()


class Happened(NamedTuple):
    """One printing or step: a step's word, or "printed" and "again"; `about`: the number of the voucher it is about."""

    at: datetime
    what: str
    why: str
    by: str | None
    about: str | None


def path_of(voucher_id: int) -> list[Happened]:
    """Inside a door, in one statement, the oldest first."""
    rows = db.session().execute(_PATH, {"voucher_id": voucher_id})
    return [Happened(*row) for row in rows]


_About = aliased(Voucher)
_steps = (
    select(VoucherEvent.at, cast(VoucherEvent.step, String).label("what"), VoucherEvent.why, Staff.name, _About.number)
    .outerjoin(Staff, Staff.id == VoucherEvent.by)
    .outerjoin(_About, _About.id == VoucherEvent.about_id)
    .where(VoucherEvent.voucher_id == bindparam("voucher_id"))
)
_printings = (
    select(VoucherPrint.printed_at, case((VoucherPrint.again, "again"), else_="printed"), literal(""), Staff.name, null())
    .outerjoin(Staff, Staff.id == VoucherPrint.printed_by)
    .where(VoucherPrint.voucher_id == bindparam("voucher_id"))
)
_PATH = union_all(_steps, _printings).order_by("at")


def _found(wanted: Wanted) -> Select[int]:
    since, conditions = _STATES[wanted.state]
    statement = select(Voucher.id).where(*conditions)
    if wanted.programme_code:
        statement = statement.where(Voucher.programme_code == wanted.programme_code)
    if wanted.begins_on:
        statement = statement.where(since >= clock.hours_of(wanted.begins_on)[0])
    if wanted.ends_on:
        statement = statement.where(since < clock.hours_of(wanted.ends_on)[1])
    return statement


def _count(found: Select[int]) -> Any:
    capped = found.limit(MOST_COUNTED + 1).subquery()
    return select(func.count()).select_from(capped).scalar_subquery()
