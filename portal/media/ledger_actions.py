"""A ledger taken away as a file: made, recorded with its SHA-256, and only then given out (M-6)."""

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import IO

from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import reading, writing
from portal.errors import BadInput
from portal.media import ledger_queries
from portal.media.ledger_documents import Heading, ledger_pdf
from portal.media.ledger_lines import LedgerLine
from portal.media.ledger_other_lines import lines_with
from portal.media.ledger_page import Asked, Question, question_of
from portal.media.ledger_queries import Place, Wanted
from portal.media.ledger_rules import LEDGER_WORDS, LINES_A_VOLUME, LINES_A_WORKBOOK
from portal.media.ledger_workbook import write_workbook
from portal.media.number_rules import Number, Series
from portal.text.wareki import format_short_datetime
from portal.vouchers.kept_paper import refusing_unprintable

AT_ONCE = 500
NOT_PRINTED = "何も印刷していません。"
UNREADABLE = "条件の中に読めないものがあります。管理簿の画面で直してから、もう一度お試しください。"


@dataclass(frozen=True)
class Volume:
    """One file's part of a ledger: the place before its first line, and how many lines it holds."""

    first: str
    last: str
    lines: int
    after: str


@dataclass(frozen=True)
class Volumes:
    """What may be taken away: how many lines there are, on how many papers, in how many workbooks."""

    asked: Asked
    question: Question
    lines: int
    papers: list[Volume]
    workbooks: list[Volume]


def show_volumes(asked: Asked, *, staff: SignedIn) -> Volumes:
    """Read along the numbers once; nothing is made yet."""
    with reading():
        question = question_of(asked, staff=staff)
        _require_readable(question)
        places = ledger_queries.volumes_of(question.wanted, LINES_A_VOLUME)
    many = LINES_A_WORKBOOK // LINES_A_VOLUME
    parts = [places[at : at + many] for at in range(0, len(places), many)]
    joined = [(part[0][0], part[-1][1], sum(lines for *_, lines in part)) for part in parts]
    total = sum(lines for *_, lines in places)
    return Volumes(asked, question, total, _volumes(asked.ledger, places), _volumes(asked.ledger, joined))


def print_ledger(asked: Asked, after: Place | None, *, staff: SignedIn, settings: Settings) -> bytes:
    """One volume as PDF. Raises Refused when a character cannot be printed, BadInput when the question cannot be read."""
    with reading():
        question = question_of(asked, staff=staff)
        _require_readable(question)
        wanted = replace(question.wanted, after=after)
        ids = ledger_queries.ids_between(wanted, LINES_A_VOLUME + 1)
        lines = lines_with(asked.ledger, ids[:LINES_A_VOLUME], wanted.now)
    heading = _heading(question, lines, staff=staff, settings=settings, is_part=after is not None or len(ids) > LINES_A_VOLUME)
    with refusing_unprintable(NOT_PRINTED):
        pdf = ledger_pdf(asked.ledger, lines, heading, made_at=wanted.now)
    record_paper(asked.ledger.value, question.recorded, len(lines), pdf=pdf, staff=staff)
    return pdf


def export_ledger(asked: Asked, after: Place | None, *, staff: SignedIn, settings: Settings) -> IO[bytes]:
    """One workbook, as a file that goes when it is closed; read in one snapshot, some hundred lines at a time."""
    target = tempfile.TemporaryFile()  # noqa: SIM115  (closed by whoever sends it)
    with reading():
        question = question_of(asked, staff=staff)
        _require_readable(question)
        title = LEDGER_WORDS[asked.ledger]
        at = format_short_datetime(question.wanted.now)
        told = f"{settings.municipality_name}・{'・'.join(question.conditions)}・{at}現在・書き出し {staff.name}"
        lines = _lines(replace(question.wanted, after=after), LINES_A_WORKBOOK)
        count = write_workbook(target, asked.ledger, lines, title=title, told=told)
    target.seek(0)
    digest = hashlib.file_digest(target, "sha256").hexdigest()
    target.seek(0)
    _record(asked.ledger.value, question.recorded, count, file="xlsx", sha256=digest, staff=staff)
    return target


def record_paper(ledger: str, condition: Sequence[str], count: int, *, pdf: bytes, staff: SignedIn) -> None:
    """A paper about the ledgers, before it is given out. `ledger`: its word in LEDGER_WORDS or PAPER_WORDS."""
    _record(ledger, condition, count, file="pdf", sha256=hashlib.sha256(pdf).hexdigest(), staff=staff)


def _lines(wanted: Wanted, most: int) -> Iterator[LedgerLine]:
    """Inside a door, in the order of the numbers."""
    left = most
    while left:
        lines = lines_with(wanted.ledger, ledger_queries.ids_between(wanted, min(AT_ONCE, left)), wanted.now)
        yield from lines
        if len(lines) < min(AT_ONCE, left):
            return
        left -= len(lines)
        wanted = replace(wanted, after=lines[-1].place)


def _heading(question: Question, lines: list[LedgerLine], *, staff: SignedIn, settings: Settings, is_part: bool) -> Heading:
    volume = f"分冊 {lines[0].number}から{lines[-1].number}まで" if is_part and lines else ""
    return Heading(
        title=LEDGER_WORDS[question.wanted.ledger],
        conditions=question.conditions,
        office=f"{settings.municipality_name} {staff.section_name}",
        printed_by=staff.name,
        printed_at=format_short_datetime(question.wanted.now),
        count=f"{len(lines):,}件",
        volume=volume,
    )


def _volumes(ledger: Series, places: list[tuple[Place, Place, int]]) -> list[Volume]:
    found, after = [], ""
    for first, last, lines in places:
        shown = [Number(ledger, *place).shown for place in (first, last)]
        found.append(Volume(shown[0], shown[1], lines, after))
        after = f"{last[0]}-{last[1]}"
    return found


def _require_readable(question: Question) -> None:
    if question.wrong:
        raise BadInput(UNREADABLE)


def _record(ledger: str, condition: Sequence[str], count: int, *, file: str, sha256: str, staff: SignedIn) -> None:
    """No residents stand in a ledger; a person asked for is told by the login name."""
    facts = {"ledger": ledger, "condition": list(condition), "count": count, "format": file, "sha256": sha256}
    with writing():
        record(Event.LEDGER_EXPORT, by=staff.actor, facts=facts)
