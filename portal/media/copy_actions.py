"""The copies of a line: noted, what was written, ended by one person, confirmed by another. Each with the line held (M-4, M-5)."""

import secrets
from dataclasses import dataclass

from sqlalchemy import select

from portal import clock
from portal.accounts.chief_queries import section_names, sections_signed_by
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.db import db, writing
from portal.errors import NotFound, refuse_if
from portal.media.copy_models import Copy, CopyEnd
from portal.media.copy_rules import REJECTED, CopyFacts, Done, gone_words, why_not_confirm, why_not_end, why_not_loss
from portal.media.lending_rules import (
    BEYOND,
    FURTHER_KINDS,
    HANDED_KINDS,
    is_beyond_leave,
    sentences,
    why_not_lose,
    why_not_written,
)
from portal.media.lending_steps import add_copy, closers_of, come_back, held_line, lending_row, record_return, terminals_of
from portal.media.line_events import tell
from portal.media.line_models import MediaRequest
from portal.media.line_queries import copies_of, end_facts
from portal.media.line_rules import Line, lapsed_words, why_not_note_copy
from portal.media.models import ListedTerminal, Medium
from portal.media.number_rules import Series
from portal.media.rules import COPY_WORDS, HOW_WORDS, Condition, CopyKind, How, State
from portal.media.series import next_number
from portal.web.once import first_result, keep_result

NOT_THIS_TERMINAL = (
    "この端末は、この申請で承認された端末ではありません。「その他の場所」を選び、端末の名前を入れてください。異状として残ります。"
)


@dataclass(frozen=True)
class Written:
    """What lies there: the file's name, of how many people, its SHA-256 where it is known; empty when nothing is known yet."""

    file_name: str = ""
    people: int | None = None
    sha256: str = ""


@dataclass(frozen=True)
class HeldCopy:
    """A copy with its line, whose row is held."""

    row: MediaRequest
    line: Line
    copy: Copy
    end: CopyEnd | None
    facts: CopyFacts


@dataclass(frozen=True)
class Further:
    """A copy that somebody says exists. `terminal`: the public id of one of the line's terminals; else `place` says where."""

    kind: CopyKind
    place: str = ""
    terminal: str = ""


def note_copy(public_id: str, further: Further, written: Written, *, staff: SignedIn, once: str) -> str:
    """One more place where the data lie, allowed or not: more than were approved is noted as beyond the leave (M-5).

    Returns the line's public id. Raises NotFound, Refused.
    """
    with writing():
        if (known := first_result(once)) is not None:
            return known
        row, line = held_line(public_id, staff)
        refuse_if(why_not_note_copy(line))
        terminal_id, place = _place(row, further)
        noted = [facts.kind for _, _, facts in copies_of([row.id])[row.id] if facts.kind in FURTHER_KINDS]
        beyond = is_beyond_leave(len(noted), row.copies_allowed)
        copy = add_copy(row, further.kind, place, by=staff.id, beyond=beyond)
        copy.terminal_id = terminal_id
        _write(copy, written)
        words = sentences(f"{COPY_WORDS[further.kind]}({place})", BEYOND if beyond else "")
        tell(row.id, Event.MEDIA_COPY_NOTE, by=staff.id, words=words)
        facts = {"line": line.shown, "copy": further.kind.value, "beyond": beyond}
        record(Event.MEDIA_COPY_NOTE, by=staff.actor, facts=facts)
        keep_result(once, public_id)
        return public_id


def write_contents(copy_public_id: str, written: Written, *, staff: SignedIn, once: str) -> str:
    """What was written there, once; a mistake is corrected by a line that follows. Returns the line's public id."""
    with writing():
        if (known := first_result(once)) is not None:
            return known
        held = held_copy(copy_public_id, staff)
        refuse_if(why_not_note_copy(held.line) or why_not_written(held.copy.file_name))
        _write(held.copy, written)
        told = f"{held.facts.words}に{written.file_name}" + (f"({written.people:,}人分)" if written.people is not None else "")
        tell(held.row.id, Event.MEDIA_COPY_WRITE, by=staff.id, words=told)
        facts = {"line": held.line.shown, "copy": held.copy.kind.value, "count": written.people}
        record(Event.MEDIA_COPY_WRITE, by=staff.actor, facts=facts)
        keep_result(once, held.row.public_id)
        return held.row.public_id


def end_copy(copy_public_id: str, done: Done, place: str, passes: int | None, *, staff: SignedIn, once: str) -> str:
    """消去・廃棄 by the person signed in; another confirms. Returns the line's public id. Raises NotFound, Refused."""
    with writing():
        if (known := first_result(once)) is not None:
            return known
        held = held_copy(copy_public_id, staff)
        refuse_if(why_not_lose(held.copy.kind) if done.how is How.LOST else None)
        write_end(held, done, place, passes, by=staff)
        keep_result(once, held.row.public_id)
        return held.row.public_id


def write_end(held: HeldCopy, done: Done, place: str, passes: int | None, *, by: SignedIn) -> CopyEnd:
    """Inside writing(), with the line held: the end of a copy with its number and its records; also of the copies of a lost medium.

    Raises Refused.
    """
    now = clock.now()
    refuse_if(why_not_end(held.facts, done, handed_at=lending_row(held.row).handed_at, now=now))
    number = next_number(Series.END, clock.fiscal_year(now.date()))
    end = CopyEnd(
        public_id=secrets.token_hex(16), fiscal_year=number.fiscal_year, running=number.running, copy_id=held.copy.id, how=done.how
    )
    end.tool, end.passes, end.began_at, end.ended_at = done.tool, passes, done.began_at, done.ended_at
    end.place, end.result, end.certificate, end.noted_at, end.performed_by = place, done.result, done.certificate, now, by.id
    db.session().add(end)
    db.session().flush()
    tell(held.row.id, Event.MEDIA_COPY_END, by=by.id, words=f"{number.shown} {held.facts.words}: {HOW_WORDS[done.how]}。{done.result}")
    facts = {"line": held.line.shown, "copy": held.copy.kind.value, "how": done.how.value, "end": number.shown}
    record(Event.MEDIA_COPY_END, by=by.actor, facts=facts)
    return end


def confirm_end(end_public_id: str, note: str, *, staff: SignedIn, once: str) -> str:
    """Another person has seen that nothing is left; a loss is a chief's to confirm (M-5). What is gone for good ends the lending too.

    Returns the line's public id. Raises NotFound, Refused.
    """
    with writing():
        if (known := first_result(once)) is not None:
            return known
        held, end = _held_end(end_public_id, staff)
        end.confirmed_at, end.confirmed_by, end.confirm_note = clock.now(), staff.id, note
        _answered(held, end, Event.MEDIA_COPY_CONFIRM, note, staff=staff)
        if end.how is How.DESTROYED and held.copy.kind is CopyKind.STICK:
            _break_medium(held)
        _end_what_is_gone(held, staff)
        keep_result(once, held.row.public_id)
        return held.row.public_id


def reject_end(end_public_id: str, note: str, *, staff: SignedIn, once: str) -> str:
    """「残っている」: the entry stays and leads to another end of the same copy. Returns the line's public id."""
    with writing():
        if (known := first_result(once)) is not None:
            return known
        held, end = _held_end(end_public_id, staff)
        end.rejected_at, end.rejected_by, end.reject_note = clock.now(), staff.id, note
        _answered(held, end, Event.MEDIA_COPY_REJECT, note, staff=staff)
        keep_result(once, held.row.public_id)
        return held.row.public_id


def held_copy(copy_public_id: str, staff: SignedIn) -> HeldCopy:
    """Inside writing(): the line's row first, so that everything about one line follows one another. Raises NotFound, Refused."""
    found = select(MediaRequest.public_id, Copy.id).join(Copy, Copy.request_id == MediaRequest.id)
    known = db.session().execute(found.where(Copy.public_id == copy_public_id)).one_or_none()
    if known is None:
        raise NotFound
    row, line = held_line(known[0], staff)
    copy, end, facts = next(each for each in copies_of([row.id])[row.id] if each[0].id == known[1])
    return HeldCopy(row, line, copy, end, facts)


def _held_end(end_public_id: str, staff: SignedIn) -> tuple[HeldCopy, CopyEnd]:
    found = select(Copy.public_id).join(CopyEnd, CopyEnd.copy_id == Copy.id).where(CopyEnd.public_id == end_public_id)
    copy_public_id = db.session().scalar(found)
    if copy_public_id is None:
        raise NotFound
    held = held_copy(copy_public_id, staff)
    end = db.session().scalars(select(CopyEnd).where(CopyEnd.public_id == end_public_id)).one()
    refuse_if(REJECTED if end.rejected_at else why_not_confirm(end_facts(end), staff.id))
    signs = sections_signed_by(staff.id, clock.today())
    may_sign = any(section_id in signs for section_id in closers_of(held.row))
    refuse_if(why_not_loss(end.how, may_sign=may_sign, section=section_names()[held.row.section_id]))
    return held, end


def _answered(held: HeldCopy, end: CopyEnd, event: Event, note: str, *, staff: SignedIn) -> None:
    tell(held.row.id, event, by=staff.id, words=sentences(f"{end.number.shown} {held.facts.words}", note))
    facts = {"line": held.line.shown, "how": end.how.value, "end": end.number.shown}
    record(event, by=staff.actor, facts=facts)
    db.session().flush()


def _break_medium(held: HeldCopy) -> None:
    """A medium destroyed with its data is not to be lent again; its disposal is written in the ledger of media."""
    medium = db.session().get(Medium, held.copy.medium_id, with_for_update=True)
    if medium is not None and medium.condition is Condition.USABLE:
        medium.condition = Condition.BROKEN


def _end_what_is_gone(held: HeldCopy, staff: SignedIn) -> None:
    """Papers delivered, a tablet lost: nobody will bring them back."""
    row = held.row
    if row.state is not State.HANDED:
        return
    handed = [end for copy, end, _ in copies_of([row.id])[row.id] if copy.kind in HANDED_KINDS]
    if words := gone_words([end.how if end is not None and end.confirmed_at else None for end in handed]):
        lending = lending_row(row)
        at = come_back(row, lending, by=staff.id, brought_by="", note=words)
        tell(row.id, Event.LINE_RETURN, by=staff.id, words=sentences(words, lapsed_words(held.line)))
        record_return(row, lending, staff=staff, at=at)


def _place(row: MediaRequest, further: Further) -> tuple[int | None, str]:
    if further.kind is not CopyKind.TERMINAL:
        return None, further.place
    terminal = db.session().scalar(select(ListedTerminal).where(ListedTerminal.public_id == further.terminal))
    if terminal is None or terminal.id not in terminals_of(row):
        refuse_if(NOT_THIS_TERMINAL)
        raise NotFound
    return terminal.id, f"{terminal.name} {further.place}".strip()


def _write(copy: Copy, written: Written) -> None:
    copy.file_name, copy.people, copy.sha256 = written.file_name, written.people, written.sha256
