"""A section's slips counted: read, recorded with the form in which they are given, then shown (D-3)."""

import io
from datetime import date

from sqlalchemy import func, select

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import db, reading, writing
from portal.errors import refuse_if
from portal.inquiries.count_documents import count_pdf
from portal.inquiries.count_rules import Counted, Counts, Period, counts_of, why_not_period
from portal.inquiries.count_workbook import write_counts
from portal.inquiries.models import Slip
from portal.inquiries.rules import SlipState
from portal.text.wareki import format_datetime


def show_counts(period: Period, *, staff: SignedIn) -> tuple[Counts, list[int]]:
    """Of the slips that the own section took, with the years that have any. Raises Refused."""
    counts, years = _counted(period, staff)
    _note(period, "screen", staff)
    return counts, years


def print_count(period: Period, *, staff: SignedIn, settings: Settings) -> bytes:
    counts, _ = _counted(period, staff)
    now = clock.now()
    pdf = count_pdf(counts, office=settings.municipality_name, printed=_told(staff), made_at=now)
    _note(period, "pdf", staff)
    return pdf


def export_count(period: Period, *, staff: SignedIn) -> io.BytesIO:
    counts, _ = _counted(period, staff)
    file = io.BytesIO()
    write_counts(file, counts, told=_told(staff))
    _note(period, "xlsx", staff)
    file.seek(0)
    return file


def _told(staff: SignedIn) -> str:
    return f"{format_datetime(clock.now())} {staff.name}"


def _counted(period: Period, staff: SignedIn) -> tuple[Counts, list[int]]:
    today = clock.today()
    refuse_if(why_not_period(period, today))
    with reading():
        slips, first = _slips_of(period.fiscal_year, staff), _first_taken(staff)
    years = list(range(clock.fiscal_year(today), clock.fiscal_year(first or today) - 1, -1))
    return counts_of(slips, period, section=staff.section_name, now=clock.now()), years


def _slips_of(fiscal_year: int, staff: SignedIn) -> list[Counted]:
    begins, ends = (clock.hours_of(date(year, 4, 1))[0] for year in (fiscal_year, fiscal_year + 1))
    columns = (Slip.taken_at, Slip.state, Slip.channel, Slip.category, Slip.result, Slip.closed_at, Slip.call_back, Slip.call_at)
    of_year = (Slip.first_section_id == staff.section_id, Slip.taken_at >= begins, Slip.taken_at < ends)
    rows = db.session().execute(select(*columns, Slip.called_at).where(*of_year, Slip.state != SlipState.BLANK))
    return [
        Counted(taken, state, channel, category, result, closed, call_at if call_back else None, called)
        for taken, state, channel, category, result, closed, call_back, call_at, called in rows
    ]


def _first_taken(staff: SignedIn) -> date | None:
    of_section = (Slip.first_section_id == staff.section_id, Slip.state != SlipState.BLANK)
    first = db.session().scalar(select(func.min(Slip.taken_at)).where(*of_section))
    return first.date() if first else None


def _note(period: Period, form: str, staff: SignedIn) -> None:
    with writing():
        record(Event.SLIP_COUNT, by=staff.actor, facts={"period": period.words, "format": form})
