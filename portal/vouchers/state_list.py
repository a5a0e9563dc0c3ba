"""接種券の一覧: one page of the vouchers of a state, recorded with everybody who is shown, then shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Row

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.accounts.visits import visit_of
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import reading, writing
from portal.programmes.models import Programme
from portal.programmes.queries import programmes
from portal.residents.models import Resident
from portal.residents.queries import ResidentView, view_of
from portal.text.wareki import format_short
from portal.vouchers.models import Voucher
from portal.vouchers.rules import DELIVERED_WORDS
from portal.vouchers.state_queries import MOST_COUNTED, Wanted, count_states, since_of, vouchers_in_state
from portal.vouchers.state_rules import RETURN_WORDS, VoucherState
from portal.web.paging import pages_of

ROWS_A_PAGE = 50


@dataclass(frozen=True)
class StateLine:
    """One voucher of the list; nothing of where anybody lives."""

    public_id: str
    number: str
    programme_name: str
    dose_number: int
    resident: ResidentView
    since: datetime
    issued_at: datetime
    way: str
    told: str


@dataclass(frozen=True)
class StateList:
    """One page; `counts` go no further than MOST_COUNTED + 1."""

    wanted: Wanted
    lines: list[StateLine]
    counts: Mapping[VoucherState, int]
    programmes: list[Programme]
    page: int

    @property
    def total(self) -> int:
        return min(self.counts[self.wanted.state], MOST_COUNTED)

    @property
    def total_words(self) -> str:
        return count_words(self.counts[self.wanted.state])

    @property
    def is_beyond_counting(self) -> bool:
        return self.counts[self.wanted.state] > MOST_COUNTED

    @property
    def pages(self) -> int:
        return pages_of(self.total, ROWS_A_PAGE)


def count_words(count: int) -> str:
    return f"{MOST_COUNTED:,}件以上" if count > MOST_COUNTED else f"{count:,}件"


def show_states(wanted: Wanted, page: int, *, staff: SignedIn, settings: Settings) -> StateList:
    """Within a visit; a page behind the last is the last."""
    with reading():
        visit_of(staff)
        counts = count_states(wanted)
        page = min(max(page, 1), pages_of(min(counts[wanted.state], MOST_COUNTED), ROWS_A_PAGE))
        found = vouchers_in_state(wanted, limit=ROWS_A_PAGE, offset=(page - 1) * ROWS_A_PAGE)
        offered = programmes()
        lines = [_line(row, wanted.state, settings) for row in found]
    with writing():
        facts = {"state": wanted.state.value, "programme": wanted.programme_code, "page": page, "count": counts[wanted.state]}
        record(Event.STATE_LIST, by=staff.actor, subjects=[line.resident.id for line in lines], facts=facts)
    return StateList(wanted, lines, counts, offered, page)


def _line(row: Row[Voucher, str, Resident, date], state: VoucherState, settings: Settings) -> StateLine:
    voucher, programme_name, person, given_on = row
    return StateLine(
        public_id=voucher.public_id,
        number=voucher.number,
        programme_name=programme_name,
        dose_number=voucher.dose_number,
        resident=view_of(person, clock.today(), lapses=settings.protection_lapses),
        since=since_of(voucher, state),
        issued_at=voucher.issued_at,
        way="一括" if voucher.issued_by is None else DELIVERED_WORDS[voucher.delivery] if voucher.delivery else "窓口",
        told=_told(voucher, state, given_on),
    )


def _told(voucher: Voucher, state: VoucherState, given_on: date | None) -> str:
    """What else is worth knowing in this list."""
    if state is VoucherState.RETURNED and voucher.return_reason:
        return RETURN_WORDS[voucher.return_reason]
    if state is VoucherState.USED and given_on:
        return f"{format_short(given_on)}に接種"
    return voucher.void_reason if state is VoucherState.VOID else ""
