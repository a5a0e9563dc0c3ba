"""今日の窓口: what was issued and reissued by hand on a day, with whom it concerns, page by page."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from portal import clock
from portal.accounts.models import Staff
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.db import reading, writing
from portal.programmes.models import Programme
from portal.residents.models import Resident
from portal.residents.rules import RecordState
from portal.vouchers.models import Voucher
from portal.vouchers.queries import IS_PRINTED, IS_USED, standing_of
from portal.vouchers.rules import CHANNEL_WORDS, DELIVERED_WORDS, REASON_WORDS
from portal.vouchers.state_rules import STATE_WORDS, VALID
from portal.web.paging import pages_of

ROWS_A_PAGE = 50
FIRST_ISSUE = "新規"


@dataclass(frozen=True)
class DayLine:
    """One issue of the day; bulk issues have no one who issued them and do not stand here."""

    public_id: str
    number: str
    programme_name: str
    dose_number: int
    issued_at: datetime
    issued_by: str
    reason_word: str
    channel_word: str
    delivery_word: str
    state_word: str
    is_void: bool
    name: str
    kana: str


@dataclass(frozen=True)
class DayList:
    day: date
    lines: list[DayLine]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return pages_of(self.total, ROWS_A_PAGE)


def todays_issues(page: int, *, staff: SignedIn) -> DayList:
    """The newest first; the reading is recorded before it is shown. A page behind the last is the last."""
    day = clock.today()
    with reading() as session:
        total = session.scalar(_issued_on(select(func.count()).select_from(Voucher), day)) or 0
        page = min(max(page, 1), pages_of(total, ROWS_A_PAGE))
        rows = session.execute(
            _issued_on(select(Voucher, Programme.name, Staff.name, Resident, IS_PRINTED, IS_USED), day)
            .join(Programme, Programme.code == Voucher.programme_code)
            .join(Staff, Staff.id == Voucher.issued_by)
            .order_by(Voucher.issued_at.desc(), Voucher.id.desc())
            .limit(ROWS_A_PAGE)
            .offset((page - 1) * ROWS_A_PAGE)
        ).all()
        lines = [_line(row) for row in rows]
        people = {row.Resident.id for row in rows}
    with writing():
        record(Event.VOUCHER_LIST, by=staff.actor, subjects=people, facts={"day": day.isoformat(), "count": total})
    return DayList(day, lines, total, page)


def _issued_on(statement: Any, day: date) -> Any:
    start, end = clock.hours_of(day)
    return statement.join(Resident, Resident.id == Voucher.resident_id).where(
        Voucher.issued_at >= start,
        Voucher.issued_at < end,
        Voucher.issued_by.is_not(None),
        Resident.record_state == RecordState.CURRENT,
    )


def _line(row: Any) -> DayLine:
    voucher, programme_name, staff_name, person, is_printed, is_used = row
    standing = standing_of(voucher, is_used=is_used, is_printed=is_printed)
    return DayLine(
        public_id=voucher.public_id,
        number=voucher.number,
        programme_name=programme_name,
        dose_number=voucher.dose_number,
        issued_at=voucher.issued_at,
        issued_by=staff_name,
        reason_word=REASON_WORDS[voucher.reason] if voucher.reason else FIRST_ISSUE,
        channel_word=CHANNEL_WORDS[voucher.channel] if voucher.channel else "",
        delivery_word=DELIVERED_WORDS[voucher.delivery] if voucher.delivery else "",
        state_word=STATE_WORDS[standing.state] if standing.large_word == VALID else standing.large_word,
        is_void=standing.is_void,
        name=person.name,
        kana=person.kana,
    )
