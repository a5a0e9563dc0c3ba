"""What an auditor does with the records. Each reading of them is itself recorded before it is shown (R3-3)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.accounts.typed import TYPED_PLACE
from portal.audit.events import Event
from portal.audit.queries import newest_sequence
from portal.audit.record import record
from portal.audit.seals import keep_last_check
from portal.audit.verify import Verdict, verify
from portal.config import Settings
from portal.db import reading, writing
from portal.encryption import NotOurs, open_text, seal_text
from portal.errors import NotFound, Refused
from portal.oversight import queries
from portal.oversight.fact_rules import fact_words
from portal.oversight.files import HEADER, csv_line, csv_row
from portal.oversight.queries import Condition, Found, Window
from portal.oversight.rules import (
    EXPORTED_AT_MOST,
    TOO_MANY_TO_EXPORT,
    VERIFIED_IN_A_REQUEST,
    Asked,
    Line,
    Person,
    condition_facts,
    event_words,
    typed_text,
)
from portal.web.paging import pages_of

PURPOSE = "監査"
SUBJECTS_ON_A_PAGE = 50


@dataclass(frozen=True)
class Opened:
    """One record with everything it says; `typed` only after it was opened with a reason."""

    line: Line
    event_words: str
    facts: list[tuple[str, str]]
    people: list[Person]
    page: int
    pages: int
    typed: str | None = None


@dataclass(frozen=True)
class Export:
    """What may be written to a file: the record of it is already committed."""

    condition: Condition
    newest: int
    count: int


def search(asked: Asked, window: Window, *, staff: SignedIn, settings: Settings) -> Found:
    """A page of records; everybody named on it was looked at, and so was the person searched for."""
    with reading():
        condition = queries.look_up(asked, settings)
        found = queries.find_lines(condition, window)
    with writing():
        record(
            Event.RECORD_SEARCH,
            by=staff.actor,
            purpose=PURPOSE,
            subjects=_named(found.lines) | ({condition.resident_id} if condition.resident_id else set()),
            facts={"condition": condition_facts(asked), "count": len(found.lines)},
            typed=_sealed(asked, settings),
        )
    return found


def _named(lines: list[Line]) -> set[int]:
    return {person.id for line in lines for person in line.people}


def _sealed(asked: Asked, settings: Settings) -> str | None:
    text = typed_text(asked)
    return None if text is None else seal_text(settings.data_key, text, place=TYPED_PLACE)


def open_record(sequence: int, page: int, *, staff: SignedIn) -> Opened:
    """One record and a page of its people. NotFound when there is no such record or page."""
    with reading():
        opened = _opened(sequence, page)
    with writing():
        people = {person.id for person in opened.people}
        record(Event.RECORD_OPEN, by=staff.actor, purpose=PURPOSE, subjects=people, facts={"record": sequence})
    return opened


def _opened(sequence: int, page: int) -> Opened:
    line = queries.find_line(sequence)
    if line is None:
        raise NotFound("その番号の操作記録はありません。番号を確かめるか、条件を入れて探してください。")
    pages = pages_of(line.subject_count, SUBJECTS_ON_A_PAGE)
    if not 1 <= page <= pages:
        raise NotFound
    people = queries.subjects_page(sequence, page=page, size=SUBJECTS_ON_A_PAGE)
    facts = fact_words(json.loads(line.facts), queries.programme_names())
    return Opened(line, event_words(line.event), facts, people, page, pages)


def open_typed(sequence: int, reason: str, *, staff: SignedIn, settings: Settings) -> Opened:
    """The same with the text that was typed, recorded with the reason before it is opened.

    Raises Refused when there is none, or when it was sealed with another key or changed since.
    """
    with reading():
        opened = _opened(sequence, 1)
        sealed = queries.typed_of(sequence)
    if sealed is None:
        raise Refused("この記録には、入力された語が残っていません。")
    with writing():
        people = {person.id for person in opened.people}
        record(Event.TYPED_OPEN, by=staff.actor, purpose=f"{PURPOSE}・{reason}", subjects=people, facts={"record": sequence})
    try:
        text = open_text(settings.data_key, sealed, place=TYPED_PLACE)
    except (NotOurs, ValueError) as error:
        raise Refused(
            "入力された語を開けません。鍵が替わったか、書き換えられています。「いま確かめる」で記録を確かめてください。"
        ) from error
    return Opened(**{**vars(opened), "typed": text})


def prepare_export(asked: Asked, *, staff: SignedIn, settings: Settings) -> Export:
    """Counts and records an export; only then may its first byte go out. Raises Refused when there are too many records."""
    with reading():
        condition = queries.look_up(asked, settings)
        rows = queries.sequences_of(condition, EXPORTED_AT_MOST)
    if len(rows) > EXPORTED_AT_MOST:
        raise Refused(TOO_MANY_TO_EXPORT)
    people = {resident_id for row in rows for resident_id in row[1:] if resident_id is not None}
    with writing():
        record(
            Event.RECORD_EXPORT,
            by=staff.actor,
            purpose=PURPOSE,
            subjects=people | ({condition.resident_id} if condition.resident_id else set()),
            facts={"condition": condition_facts(asked), "count": len(rows)},
            typed=_sealed(asked, settings),
        )
    return Export(condition, max((row[0] for row in rows), default=0), len(rows))


def export_lines(export: Export) -> Iterator[str]:
    """The file, line by line: UTF-8 with a byte order mark for spreadsheets. The same records that were counted: none changes."""
    yield "\ufeff" + csv_line(HEADER)
    with reading():
        names = queries.programme_names()
        for lines in queries.all_lines(export.condition, export.newest):
            for line in lines:
                yield csv_line(csv_row(line, event_words(line.event), fact_words(json.loads(line.facts), names)))


def verify_now(*, staff: SignedIn) -> Verdict | None:
    """Verifies the whole chain and keeps the outcome; None when it is too long to be read while somebody waits."""
    with reading():
        is_short = newest_sequence() <= VERIFIED_IN_A_REQUEST
    if not is_short:
        return None
    with writing():
        record(Event.CHAIN_VERIFY, by=staff.actor, purpose=PURPOSE)
    with reading() as session:
        verdict = verify(session)
    keep_last_check(verdict.as_json())
    return verdict


def export_name() -> str:
    """操作記録_20261124_1038.csv: sorts by time in a folder."""
    return f"操作記録_{clock.now():%Y%m%d_%H%M}.csv"
