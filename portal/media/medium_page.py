"""One medium on the screen: where it stands, its history, the lines it was used in, what can be done with it and what not (M-1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select

from portal import clock
from portal.accounts.chief_queries import staff_names
from portal.accounts.sessions import SignedIn
from portal.db import db, reading
from portal.media import medium_step_rules as rules
from portal.media.line_events import Told
from portal.media.line_models import MediaRequest
from portal.media.loss_rules import DUTY_MARKS, DUTY_WORDS, NEXT_STEPS, Duty, Report, duty_of, report_of
from portal.media.medium_actions import DETAIL_WORDS, details_words
from portal.media.medium_models import Difference, MediumEvent, MediumLoss, Stocktake
from portal.media.medium_queries import MediumRow, medium_row, rows_of
from portal.media.medium_step_actions import loss_facts, open_loss
from portal.media.medium_step_rules import STEP_WORDS
from portal.media.rules import KIND_WORDS, STATE_MARKS, STATE_WORDS, Condition
from portal.media.stocktake_queries import open_differences_of
from portal.permissions import Permission

MOST_LINES = 20
MOST_EVENTS = 50


@dataclass(frozen=True)
class UsedIn:
    """A line in which the medium was named."""

    public_id: str
    shown: str
    kind: str
    state_word: str
    state_mark: str
    requester: str
    asked_at: datetime


@dataclass(frozen=True)
class LossView:
    """`report`: None when nothing has to be reported."""

    loss: MediumLoss
    duty: Duty
    duty_word: str
    duty_mark: str
    next_step: str
    report: Report | None
    noted_by: str


@dataclass(frozen=True)
class Possible:
    """One thing to do: `why_not` None when it can be done now."""

    label: str
    endpoint: str
    key: str
    why_not: str | None


@dataclass(frozen=True)
class MediumPage:
    row: MediumRow
    details: Sequence[tuple[str, str]]
    registered_by: str
    lines: Sequence[UsedIn]
    lines_total: int
    events: Sequence[Told]
    events_total: int
    loss: LossView | None
    differences: Sequence[tuple[Difference, Stocktake]]
    steps: Sequence[Possible]


def show_page(public_id: str, *, staff: SignedIn) -> MediumPage:
    """Raises NotFound, for another section's as well. A fixed number of statements."""
    with reading() as session:
        medium = medium_row(public_id, seen_by=staff)
        loss = open_loss(medium.id)
        events = list(session.scalars(_events(medium.id).limit(MOST_EVENTS)))
        lines = list(session.scalars(_lines(medium.id).limit(MOST_LINES)))
        events_total, lines_total = _counted(MediumEvent, medium.id), _counted(MediaRequest, medium.id)
        people = {event.by for event in events} | {line.requester_id for line in lines} | {medium.keeper_id, medium.registered_by}
        names = staff_names(people | ({loss.noted_by} if loss else set()))
        (row,) = rows_of([medium], names, clock.today())
        words = details_words(medium)
        differences = open_differences_of(medium.id)
    told = [Told(event.at, STEP_WORDS[event.what], event.words, names[event.by].name) for event in events]
    used = [_used_in(line, names[line.requester_id].name) for line in lines]
    details = [(DETAIL_WORDS[name], words[name]) for name in DETAIL_WORDS]
    seen_loss = _loss_view(loss, names[loss.noted_by].name) if loss else None
    by = names[medium.registered_by].name
    steps = possible_steps(row, loss, staff)
    return MediumPage(row, details, by, used, lines_total, told, events_total, seen_loss, differences, steps)


def possible_steps(row: MediumRow, loss: MediumLoss | None, staff: SignedIn) -> list[Possible]:
    """What this person may do with it; the custodian's steps are not offered to others at all."""
    facts, about_loss = row.facts, loss_facts(loss)
    steps = []
    if staff.may(Permission.MEDIUM_CHANGE) and row.medium.section_id == staff.section_id:
        steps += [
            Possible("登録内容を改める", "edit_medium", "C", rules.why_not_change(facts)),
            Possible("故障を記録する", "review_break", "B", rules.why_not_break(facts)),
            Possible("廃棄する", "review_dispose", "D", rules.why_not_dispose(facts)),
        ]
        if facts.condition in (Condition.BROKEN, Condition.IN_REPAIR):
            steps.append(Possible("修理に出す", "review_repair", "R", rules.why_not_repair(facts)))
            steps.append(Possible("直ったかを記録する", "review_mend", "M", rules.why_not_mend(facts)))
        if loss is not None:
            steps.append(Possible("見つかった", "review_find", "F", rules.why_not_find(facts, about_loss)))
            steps.append(Possible("消去して利用に戻す", "review_wipe", "W", rules.why_not_wipe(facts, about_loss)))
    if staff.may(Permission.LINE_ASK) and row.medium.section_id == staff.section_id:
        steps.append(Possible("紛失を記録する", "review_loss", "L", rules.why_not_lose(facts)))
    return steps


def _loss_view(loss: MediumLoss, noted_by: str) -> LossView:
    duty = duty_of(is_strong=loss.is_strong, holds_data=loss.holds_data)
    report = report_of(loss.known_at.date(), is_malicious=loss.is_malicious) if duty is Duty.TO_REPORT else None
    return LossView(loss, duty, DUTY_WORDS[duty], DUTY_MARKS[duty], NEXT_STEPS[duty], report, noted_by)


def _used_in(line: MediaRequest, requester: str) -> UsedIn:
    kind = KIND_WORDS[line.kind]
    return UsedIn(line.public_id, line.number.shown, kind, STATE_WORDS[line.state], STATE_MARKS[line.state], requester, line.asked_at)


def _events(medium_id: int) -> Select[MediumEvent]:
    return select(MediumEvent).where(MediumEvent.medium_id == medium_id).order_by(MediumEvent.id.desc())


def _lines(medium_id: int) -> Select[MediaRequest]:
    return select(MediaRequest).where(MediaRequest.medium_id == medium_id).order_by(MediaRequest.id.desc())


def _counted(table: type[MediumEvent] | type[MediaRequest], medium_id: int) -> int:
    return db.session().scalar(select(func.count()).select_from(table).where(table.medium_id == medium_id)) or 0
