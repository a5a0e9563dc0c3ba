"""返戻: what was scanned today, and the envelopes that want a second look; recorded with everybody who is shown, then shown."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, text

from portal import clock
from portal.accounts.models import Staff
from portal.accounts.sessions import SignedIn
from portal.accounts.visits import visit_of
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import db, reading, writing
from portal.programmes.models import Programme
from portal.residents.models import Resident
from portal.residents.queries import ResidentView, view_of
from portal.residents.rules import RecordState
from portal.vouchers.models import Voucher
from portal.vouchers.return_rules import Outcome
from portal.vouchers.state_models import ReturnedMail
from portal.vouchers.state_rules import RETURN_WORDS, ReturnReason, reason_words
from portal.web.paging import pages_of

ROWS_A_PAGE = 50


@dataclass(frozen=True)
class MailLine:
    """One scan: what it led to, and whose voucher it was."""

    public_id: str
    scanned: str
    outcome: Outcome
    reason: ReturnReason
    note: str
    at: datetime
    by: str
    is_mine: bool
    is_settled: bool
    voucher_public_id: str = ""
    programme_name: str = ""
    dose_number: int = 0
    resident: ResidentView | None = None

    @property
    def reason_words(self) -> str:
        return reason_words(RETURN_WORDS[self.reason], self.note)


@dataclass(frozen=True)
class MailList:
    """One page of one of the two views; `newest`: the scan that this person made last today."""

    lines: list[MailLine]
    newest: MailLine | None
    is_open_view: bool
    today: int
    returned_today: int
    open: int
    page: int

    @property
    def total(self) -> int:
        return self.open if self.is_open_view else self.today

    @property
    def pages(self) -> int:
        return pages_of(self.total, ROWS_A_PAGE)


def show_returns(page: int, *, open_view: bool, staff: SignedIn, settings: Settings) -> MailList:
    """Within a visit; a page behind the last is the last."""
    with reading():
        visit_of(staff)
        today, returned, waiting = _counts()
        page = min(max(page, 1), pages_of(waiting if open_view else today, ROWS_A_PAGE))
        condition = _OPEN if open_view else _of_today()
        lines = _lines(condition, staff, settings, offset=(page - 1) * ROWS_A_PAGE)
        own = ReturnedMail.id == select(func.max(ReturnedMail.id)).where(ReturnedMail.by == staff.id, _of_today()).scalar_subquery()
        newest = None if open_view else next(iter(_lines(own, staff, settings)), None)
    with writing():
        shown = {line.resident.id for line in (*lines, *([newest] if newest else [])) if line.resident}
        facts = {"view": "open" if open_view else "today", "page": page, "count": waiting if open_view else today}
        record(Event.RETURN_LIST, by=staff.actor, subjects=shown, facts=facts)
    return MailList(lines, newest, open_view, today, returned, waiting, page)


_OPEN = text("outcome <> 'returned' AND settled_at IS NULL")


def _of_today() -> ColumnElement[bool]:
    return ReturnedMail.at >= clock.hours_of(clock.today())[0]


def _counts() -> tuple[int, int, int]:
    """Of today, of these 返戻, and to be looked into: in one statement."""
    counted = (_of_today(),), (_of_today(), ReturnedMail.outcome == Outcome.RETURNED), (_OPEN,)
    today, returned, waiting = (select(func.count()).select_from(ReturnedMail).where(*each).scalar_subquery() for each in counted)
    row: Any = db.session().execute(select(today, returned, waiting)).one()
    return row[0], row[1], row[2]


def _lines(condition: Any, staff: SignedIn, settings: Settings, *, offset: int = 0) -> list[MailLine]:
    rows = db.session().execute(
        select(ReturnedMail, Staff.name, Voucher, Programme.name, Resident)
        .join(Staff, Staff.id == ReturnedMail.by)
        .outerjoin(Voucher, Voucher.id == ReturnedMail.voucher_id)
        .outerjoin(Programme, Programme.code == Voucher.programme_code)
        .outerjoin(Resident, (Resident.id == Voucher.resident_id) & (Resident.record_state == RecordState.CURRENT))
        .where(condition)
        .order_by(ReturnedMail.id.desc())
        .limit(ROWS_A_PAGE)
        .offset(offset)
    )
    return [_line(row, staff, settings) for row in rows]


def _line(row: Any, staff: SignedIn, settings: Settings) -> MailLine:
    mail, by, voucher, programme_name, person = row
    return MailLine(
        public_id=mail.public_id,
        scanned=mail.scanned,
        outcome=mail.outcome,
        reason=mail.reason,
        note=mail.note,
        at=mail.at,
        by=by,
        is_mine=mail.by == staff.id,
        is_settled=mail.settled_at is not None,
        voucher_public_id=voucher.public_id if voucher else "",
        programme_name=programme_name or "",
        dose_number=voucher.dose_number if voucher else 0,
        resident=view_of(person, clock.today(), lapses=settings.protection_lapses) if person else None,
    )
