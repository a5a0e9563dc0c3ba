"""One line as the pages of its next steps show it: what it is, who and what may be chosen, and why a step is shut."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from portal import clock
from portal.accounts.chief_queries import section_names, sections_signed_by, staff_names, staff_of
from portal.accounts.sessions import SignedIn
from portal.db import db, reading
from portal.media.copy_models import Lending
from portal.media.lending_rules import why_not_close_here, why_not_handle, why_not_receive
from portal.media.lending_steps import closers_of, gone_name, receivers_of
from portal.media.line_models import MediaRequest, RequestTerminal
from portal.media.line_queries import line_of, line_row, medium_facts
from portal.media.line_rules import (
    Line,
    late_words,
    title_of,
    why_not_check_virus,
    why_not_close,
    why_not_end_use,
    why_not_extend,
    why_not_hand,
    why_not_note_copy,
    why_not_return,
    why_not_start,
    why_not_take_over,
)
from portal.media.medium_rules import MediumFacts
from portal.media.models import ListedTerminal, Worker
from portal.media.rules import THING_WORDS, Kind
from portal.permissions import Permission

# Who is asked for each step; what a person never does is not shown to them as refused.
NEEDS = {
    "hand": Permission.LINE_HAND,
    "check_virus": Permission.LINE_ASK,
    "start": Permission.LINE_ASK,
    "end_use": Permission.LINE_ASK,
    "return": Permission.LINE_HAND,
    "extend": Permission.LINE_ASK,
    "note_copy": Permission.LINE_ASK,
    "take_over": Permission.LINE_TAKE_OVER,
    "close": Permission.LINE_APPROVE,
}


@dataclass(frozen=True)
class Offered:
    """One of several to choose from: what the form sends, what it says, why it cannot be chosen (then it is only told)."""

    value: str
    words: str
    why_not: str | None = None


@dataclass(frozen=True)
class StepPage:
    """A line before its next step. `facts`: pairs of a word and a value; `why_not`: by step, the rule's reason or None."""

    public_id: str
    shown: str
    title: str
    medium: str
    facts: tuple[tuple[str, str], ...]
    late: str
    due_at: datetime | None
    responsible: str
    taken_by: str
    is_brought_in: bool
    receivers: tuple[Offered, ...]
    terminals: tuple[Offered, ...]
    colleagues: tuple[Offered, ...]
    open_copies: int
    why_not: dict[str, str | None]


def review_step(public_id: str, *, staff: SignedIn) -> StepPage:
    """Raises NotFound."""
    with reading():
        row = line_row(public_id, seen_by=staff)
        return step_page_of(row, line_of(row), staff)


def step_page_of(row: MediaRequest, line: Line, staff: SignedIn) -> StepPage:
    """Inside a door."""
    today = clock.today()
    medium = medium_facts([row.medium_id])[row.medium_id] if row.medium_id is not None else None
    receivers = receivers_of(row, today)
    listed = [each.id for each in receivers.values()]
    responsible = staff_names([row.responsible_id])[row.responsible_id].name
    colleagues = [person for person in staff_of(row.section_id, today) if person.id != row.responsible_id]
    return StepPage(
        public_id=row.public_id,
        shown=line.shown,
        title=f"{title_of(line)}・{THING_WORDS[row.thing]}",
        medium=medium.shown if medium else "",
        facts=_facts(row, medium, responsible),
        late=late_words(line, clock.now()),
        due_at=line.due_at,
        responsible=responsible,
        taken_by=_taken_by(row),
        is_brought_in=row.kind is Kind.BRING_IN,
        receivers=tuple(Offered(key, each.name, why_not_receive(each, row.kind, listed, today)) for key, each in receivers.items()),
        terminals=_terminals(row),
        colleagues=tuple(Offered(person.login_name, person.name) for person in colleagues),
        open_copies=sum(copy.is_open for copy in line.copies),
        why_not=why_not_steps(row, line, medium, staff),
    )


def why_not_steps(row: MediaRequest, line: Line, medium: MediumFacts | None, staff: SignedIn) -> dict[str, str | None]:
    """Inside a door: every step with the rule's reason, as the actions decide it."""
    now = clock.now()
    foreign = why_not_handle(staff.section_id, (row.section_id, row.holder_id))
    signs = sections_signed_by(staff.id, now.date())
    later = max(line.due_at or now, now) + timedelta(days=1)
    reasons = {
        "hand": why_not_hand(line, medium, now, gone=gone_name(row, now.date())),
        "check_virus": why_not_check_virus(line),
        "start": why_not_start(line),
        "end_use": why_not_end_use(line),
        "return": why_not_return(line),
        "extend": why_not_extend(line, later, now),
        "note_copy": why_not_note_copy(line),
        "take_over": why_not_take_over(line),
    }
    close = why_not_close_here(signs, closers_of(row), section_names()[row.section_id]) or why_not_close(line, staff.id)
    return {step: foreign or reason for step, reason in reasons.items()} | {"close": close}


def _facts(row: MediaRequest, medium: MediumFacts | None, responsible: str) -> tuple[tuple[str, str], ...]:
    pairs = (
        ("媒体", medium.shown if medium else ""),
        ("もの", row.thing_words),
        ("データ", row.data_name),
        ("人数", f"{row.people:,}人分"),
        ("担当", responsible),
        ("持込元", row.sender),
    )
    return tuple((word, value) for word, value in pairs if value)


def _taken_by(row: MediaRequest) -> str:
    joined = select(Worker.name).join(Lending, Lending.handed_to == Worker.id)
    return db.session().scalar(joined.where(Lending.request_id == row.id)) or ""


def _terminals(row: MediaRequest) -> tuple[Offered, ...]:
    joined = select(ListedTerminal).join(RequestTerminal, RequestTerminal.terminal_id == ListedTerminal.id)
    found = db.session().scalars(joined.where(RequestTerminal.request_id == row.id).order_by(ListedTerminal.name))
    return tuple(Offered(terminal.public_id, f"{terminal.name} {terminal.place}".strip()) for terminal in found)
