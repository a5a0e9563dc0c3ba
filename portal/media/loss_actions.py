"""紛失: the medium, the copies that were on it, the line that had it, in one transaction (M-1, M-5)."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.db import db, writing
from portal.errors import Refused, refuse_if
from portal.media import line_events
from portal.media.copy_actions import HeldCopy, write_end
from portal.media.copy_models import Copy, Lending
from portal.media.copy_rules import Done
from portal.media.lending_rules import sentences
from portal.media.lending_steps import come_back
from portal.media.line_models import MediaRequest
from portal.media.line_queries import copies_of, line_of, lines_of
from portal.media.line_rules import lapsed_words
from portal.media.loss_rules import DUTY_WORDS, duty_of
from portal.media.medium_actions import tell
from portal.media.medium_models import MediumLoss
from portal.media.medium_queries import facts_of, medium_row
from portal.media.medium_step_rules import MediumStep, why_not_known, why_not_lose
from portal.media.models import Medium
from portal.media.rules import Condition, How
from portal.text.wareki import format_datetime
from portal.web.once import first_result, keep_result

LOST_NOTE = "紛失"
MEANWHILE = "この媒体の貸出か返却が、いま記録されました。画面を開き直して、いまの状態を確かめてください。何も保存していません。"


@dataclass(frozen=True)
class Loss:
    """What the person says who noticed. `known_at`: when any section of the city came to know; the days of the report count from it."""

    is_strong: bool
    is_malicious: bool
    known_at: datetime
    circumstances: str
    note: str = ""


def lose_medium(public_id: str, loss: Loss, *, staff: SignedIn, once: str) -> None:
    """Its copies end as LOST, to be confirmed by another; a lending that runs ends with the note. Raises NotFound, Refused."""
    with writing() as session:
        if first_result(once) is not None:
            return
        row = medium_row(public_id, seen_by=staff)
        # Lines before the medium, as everywhere: the one that hands it out holds its line first.
        lines = _held_lines(row.id)
        row = medium_row(public_id, seen_by=staff, held=True)
        session.refresh(row)
        medium, now = facts_of(row), clock.now()
        refuse_if(why_not_lose(medium) or why_not_known(loss.known_at, now))
        copies = _end_copies(row, lines, loss, staff)
        number = _end_lending(row, lines, staff)
        holds_data = bool(medium.out_with or medium.unwiped)
        kept = MediumLoss(public_id=secrets.token_hex(16), medium_id=row.id, noted_at=now, noted_by=staff.id, holds_data=holds_data)
        kept.known_at, kept.is_strong, kept.is_malicious = loss.known_at, loss.is_strong, loss.is_malicious
        kept.circumstances, kept.note = loss.circumstances.strip(), loss.note.strip()
        session.add(kept)
        row.condition = Condition.LOST
        duty = DUTY_WORDS[duty_of(is_strong=loss.is_strong, holds_data=holds_data)]
        tell(row, MediumStep.LOSE, f"{format_datetime(loss.known_at)}に知った。{duty}。{kept.circumstances}", staff)
        facts = {"medium": row.number.shown, "line": number, "copies": copies, "strong": loss.is_strong}
        record(Event.MEDIUM_LOSE, by=staff.actor, facts=facts)
        keep_result(once, public_id)


def _held_lines(medium_id: int) -> dict[int, MediaRequest]:
    """Every line that may have to do with the medium now, held in the order of their ids."""
    out = exists().where(Lending.request_id == MediaRequest.id, Lending.medium_id == medium_id, Lending.returned_at.is_(None))
    on_it = exists().where(Copy.request_id == MediaRequest.id, Copy.medium_id == medium_id)
    held = select(MediaRequest).where(out | on_it).order_by(MediaRequest.id).with_for_update(of=MediaRequest)
    return {line.id: line for line in db.session().scalars(held.execution_options(populate_existing=True))}


def _end_copies(row: Medium, lines: dict[int, MediaRequest], loss: Loss, staff: SignedIn) -> int:
    """Those on the medium of which nobody has said yet how they ended; copies on terminals are not lost with it."""
    facts, copies = lines_of(list(lines.values())), copies_of(lines)
    held = [HeldCopy(lines[id_], facts[id_], *each) for id_ in lines for each in copies[id_]]
    lost = [each for each in held if each.copy.medium_id == row.id and each.end is None]
    for each in lost:
        at = max(loss.known_at, each.copy.noted_at)
        done = Done(How.LOST, "", f"{LOST_NOTE}。{loss.circumstances.strip()}"[:300], at, at)
        write_end(each, done, "不明", None, by=staff)
    return len(lost)


def _end_lending(row: Medium, lines: dict[int, MediaRequest], staff: SignedIn) -> str:
    """The number of the line that had it, or empty."""
    lending = db.session().scalar(select(Lending).where(Lending.medium_id == row.id, Lending.returned_at.is_(None)).with_for_update())
    if lending is None:
        return ""
    line = lines.get(lending.request_id)
    if line is None:
        raise Refused(MEANWHILE)
    lapsed = lapsed_words(line_of(line))
    come_back(line, lending, by=staff.id, brought_by="", note=LOST_NOTE)
    words = sentences(f"{row.number.shown}を紛失したため、返却なしで終えました。複製の紛失は、もう一人の職員が確認します", lapsed)
    line_events.tell(line.id, Event.MEDIUM_LOSE, by=staff.id, words=words)
    return line.number.shown
