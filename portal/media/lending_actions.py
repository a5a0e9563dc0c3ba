"""From the cabinet and back: handed out, checked, used, returned, closed. Each checked again with the line held (M-4, M-5)."""

from collections.abc import Sequence

from sqlalchemy import select

from portal import clock
from portal.accounts.chief_queries import section_names, sections_signed_by
from portal.accounts.chief_rules import SIGNS_AS_WORDS
from portal.accounts.proof_actions import require_fresh
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import db, writing
from portal.errors import NotFound, PortalError, refuse_if
from portal.media.archive_actions import note_received
from portal.media.copy_models import Lending
from portal.media.lending_rules import (
    CLEAN,
    FOUND,
    first_copies,
    return_words,
    sentences,
    why_not_close_here,
    why_not_receive,
)
from portal.media.lending_steps import (
    add_copy,
    closers_of,
    come_back,
    gone_name,
    held_line,
    lending_row,
    note_anomaly,
    receivers_of,
    record_return,
    terminals_of,
)
from portal.media.line_events import tell
from portal.media.line_models import MediaRequest
from portal.media.line_queries import line_of, line_row, medium_facts
from portal.media.line_rules import (
    HAND_WORDS,
    lapsed_words,
    why_not_check_virus,
    why_not_close,
    why_not_end_use,
    why_not_hand,
    why_not_return,
    why_not_start,
)
from portal.media.medium_rules import MediumFacts
from portal.media.models import Medium
from portal.media.rules import State
from portal.web.once import first_result, keep_result


def hand_line(public_id: str, to: str, note: str, *, staff: SignedIn, once: str) -> str:
    """貸出・持出・受入れ: the lending begins and the portal notes the first copies (M-4). `to`: a worker's public id, or empty for what was
    brought in. Returns the line's public id. Raises NotFound, Refused: the medium is looked at again with its row held."""
    with writing():
        if (known := first_result(once)) is not None:
            return known
        row, line = held_line(public_id, staff)
        now = clock.now()
        medium = _held_medium(row)
        refuse_if(why_not_hand(line, medium, now, gone=gone_name(row, now.date())))
        receivers = receivers_of(row, now.date())
        receiver = receivers.get(to)
        refuse_if(why_not_receive(receiver, row.kind, [each.id for each in receivers.values()], now.date()))
        lending = Lending(request_id=row.id, medium_id=row.medium_id, handed_at=now, handed_by=staff.id, due_at=row.ends_at, hand_note=note)
        lending.handed_to = receiver.id if receiver else None
        db.session().add(lending)
        _begin_copies(row, medium, by=staff.id)
        row.state = State.HANDED
        to_words = f"渡した相手: {receiver.name}" if receiver else HAND_WORDS[row.kind]
        tell(row.id, Event.LINE_HAND, by=staff.id, words=sentences(to_words, note))
        record(Event.LINE_HAND, by=staff.actor, facts={"line": line.shown, "medium": medium.shown if medium else ""})
        keep_result(once, public_id)
        return public_id


def check_virus(public_id: str, tool: str, words: str, *, is_clean: bool, staff: SignedIn, once: str) -> None:
    """What was brought in is opened only after a check that found nothing; a check may follow another (M-2)."""
    with writing():
        if first_result(once) is not None:
            return
        row, line = held_line(public_id, staff)
        refuse_if(why_not_check_virus(line))
        lending = lending_row(row)
        result = CLEAN if is_clean else FOUND
        lending.virus_tool, lending.virus_result = tool, f"{result} {words}".strip()
        lending.virus_checked_at = clock.now()
        if not is_clean:
            note_anomaly(lending, f"{FOUND}: {words}".strip(": "))
        tell(row.id, Event.LINE_CHECK_VIRUS, by=staff.id, words=f"{tool}: {lending.virus_result}")
        record(Event.LINE_CHECK_VIRUS, by=staff.actor, facts={"line": line.shown, "clean": is_clean})
        keep_result(once, public_id)


def start_use(public_id: str, *, staff: SignedIn, once: str) -> None:
    """Raises NotFound, Refused."""
    with writing():
        if first_result(once) is not None:
            return
        row, line = held_line(public_id, staff)
        refuse_if(why_not_start(line))
        lending = lending_row(row)
        lending.started_at, lending.started_by = clock.now(), staff.id
        tell(row.id, Event.LINE_START, by=staff.id)
        record(Event.LINE_START, by=staff.actor, facts={"line": line.shown})
        keep_result(once, public_id)


def end_use(public_id: str, anomaly: str, *, staff: SignedIn, once: str) -> None:
    """`anomaly`: what was not as it should be, or empty. Raises NotFound, Refused."""
    with writing():
        if first_result(once) is not None:
            return
        row, line = held_line(public_id, staff)
        refuse_if(why_not_end_use(line))
        lending = lending_row(row)
        lending.ended_at, lending.ended_by = clock.now(), staff.id
        note_anomaly(lending, anomaly)
        tell(row.id, Event.LINE_END_USE, by=staff.id, words=f"異状: {anomaly}" if anomaly else "異状なし")
        record(Event.LINE_END_USE, by=staff.actor, facts={"line": line.shown, "anomaly": bool(anomaly)})
        keep_result(once, public_id)


def return_line(public_id: str, brought_by: str, anomaly: str, *, staff: SignedIn, once: str) -> str:
    """返却, by whoever brings it; a use that nobody ended ends with it. Returns the public id. Raises NotFound, Refused (M-5)."""
    with writing():
        if (known := first_result(once)) is not None:
            return known
        row, line = held_line(public_id, staff)
        refuse_if(why_not_return(line))
        lending = lending_row(row)
        note_anomaly(lending, anomaly)
        now = come_back(row, lending, by=staff.id, brought_by=brought_by, note=anomaly[:300])
        words = sentences(return_words(brought_by, lending.due_at, now), lapsed_words(line), f"異状: {anomaly}" if anomaly else "")
        tell(row.id, Event.LINE_RETURN, by=staff.id, words=words)
        record_return(row, lending, staff=staff, at=now)
        keep_result(once, public_id)
        return public_id


def close_line(public_id: str, words: str, *, staff: SignedIn, once: str, settings: Settings) -> str:
    """所属長確認: the line is whole and stays so. Returns its number. Raises NotFound, Refused, also when the proof is too old."""
    with writing():
        if (known := first_result(once)) is not None:
            return known
        require_fresh(staff, clock.now(), settings)
        shown = _close(public_id, words, staff)
        keep_result(once, shown)
        return shown


def close_lines(public_ids: Sequence[str], *, staff: SignedIn, once: str, settings: Settings) -> str:
    """Several with one proof: what cannot be closed is told and the others are. Returns the words for the screen."""
    with writing():
        if (known := first_result(once)) is not None:
            return known
        require_fresh(staff, clock.now(), settings)
        closed, refused = list[str](), list[str]()
        for public_id in sorted(set(public_ids)):
            try:
                closed.append(_close(public_id, "", staff))
            except NotFound:
                raise
            except PortalError as error:
                refused.append(error.message)
        told = f"{len(closed)}件を完結にしました。"
        told += f"{len(refused)}件はできませんでした: {' '.join(refused)}" if refused else ""
        keep_result(once, told[:200])
        return told


def _close(public_id: str, words: str, staff: SignedIn) -> str:
    row = line_row(public_id, seen_by=staff, held=True)
    line, now, closers = line_of(row), clock.now(), closers_of(row)
    signs = sections_signed_by(staff.id, now.date())
    refuse_if(why_not_close_here(signs, closers, section_names()[row.section_id]))
    refuse_if(why_not_close(line, staff.id))
    as_ = next(signs[section_id] for section_id in closers if section_id in signs)
    row.state, row.closed_at, row.closed_by = State.CLOSED, now, staff.id
    tell(row.id, Event.LINE_CLOSE, by=staff.id, words=sentences(SIGNS_AS_WORDS[as_], words))
    record(Event.LINE_CLOSE, by=staff.actor, facts={"line": line.shown, "signed": as_.value})
    db.session().flush()
    return line.shown


def _held_medium(row: MediaRequest) -> MediumFacts | None:
    """Two custodians who hand out one medium: the second waits here and then reads that it is out."""
    if row.medium_id is None:
        return None
    db.session().execute(select(Medium.id).where(Medium.id == row.medium_id).with_for_update())
    return medium_facts([row.medium_id])[row.medium_id]


def _begin_copies(row: MediaRequest, medium: MediumFacts | None, *, by: int) -> None:
    lent = (row.medium_id, medium.shown) if row.medium_id is not None and medium is not None else None
    words = row.thing_words or row.data_name
    for first in first_copies(row.kind, row.thing, medium=lent, terminals=terminals_of(row), words=words):
        copy = add_copy(row, first.kind, first.place, by=by)
        copy.medium_id, copy.terminal_id = first.medium_id, first.terminal_id
    db.session().flush()
    note_received(row.id)
