"""開示等請求処理簿 looked at, printed and taken away: each recorded before it is given out (D-1)."""

import hashlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import reading, writing
from portal.disclosures.ledger_documents import Heading, Table, register_pdf
from portal.disclosures.ledger_lines import LedgerLine
from portal.disclosures.ledger_queries import Asked, Question, count_of, ids_in_order, lines_of, page_of, question_of
from portal.disclosures.ledger_rules import (
    COLUMNS,
    LINES_A_PAPER,
    LINES_A_WORKBOOK,
    PAPER,
    REGISTER_WORDS,
    ROWS_A_PAGE,
    why_not_take,
)
from portal.errors import refuse_if
from portal.media.ledger_cell_rules import cell_lines
from portal.text.wareki import format_short_datetime
from portal.vouchers.kept_paper import refusing_unprintable
from portal.web.paging import pages_of
from portal.web.workbook import write_table

REGISTER = "register"


@dataclass(frozen=True)
class LedgerPage:
    question: Question
    lines: list[LedgerLine]
    total: int
    page: int
    pages: int


def show_page(asked: Asked, page: int, *, staff: SignedIn, settings: Settings) -> LedgerPage:
    """One page, the newest first; a page behind the last is the last."""
    with reading():
        question = _question(asked, staff, settings)
        total = count_of(question, staff)
        pages = pages_of(total, ROWS_A_PAGE)
        number = min(max(page, 1), pages)
        lines = list(lines_of(page_of(question, number, ROWS_A_PAGE, staff), settings))
    with writing():
        record(Event.CASE_LIST, by=staff.actor, facts={"view": REGISTER, "page": number, "count": len(lines)})
    return LedgerPage(question, lines, total, number, pages)


def print_ledger(asked: Asked, *, staff: SignedIn, settings: Settings) -> bytes:
    """Raises Refused: no line, too many lines, a character that cannot be printed."""
    now = clock.now()
    with reading():
        question = _question(asked, staff, settings)
        ids = ids_in_order(question, staff)
        refuse_if(why_not_take(len(ids), LINES_A_PAPER))
        rows = [[cell_lines(cell, line.values) for cell in PAPER] for line in lines_of(ids, settings)]
    table = Table([(cell.heading, cell.mm) for cell in PAPER], rows)
    heading = heading_of(REGISTER, question.conditions, f"{len(rows):,}件", staff=staff, settings=settings, at=now)
    with refusing_unprintable("何も印刷していません。"):
        pdf = register_pdf(heading, [table], made_at=now)
    record_taken(REGISTER, question.conditions, len(rows), pdf, staff=staff)
    return pdf


def export_ledger(asked: Asked, *, staff: SignedIn, settings: Settings) -> IO[bytes]:
    """As a file that goes when it is closed. Raises Refused: no line, too many lines."""
    target = tempfile.TemporaryFile()  # noqa: SIM115  (closed by whoever sends it)
    with reading():
        question = _question(asked, staff, settings)
        ids = ids_in_order(question, staff)
        refuse_if(why_not_take(len(ids), LINES_A_WORKBOOK))
        told = told_words(question.conditions, staff=staff, settings=settings, at=clock.now())
        rows = ([line.values.get(column.key) for column in COLUMNS] for line in lines_of(ids, settings))
        columns = [(column.heading, column.width) for column in COLUMNS]
        count = write_table(target, columns, rows, title=REGISTER_WORDS[REGISTER], told=told)
    record_taken_file(REGISTER, question.conditions, count, target, staff=staff)
    return target


def heading_of(
    ledger: str, conditions: Sequence[str], count: str, *, staff: SignedIn, settings: Settings, at: datetime, note: str = ""
) -> Heading:
    """`ledger`: its word in REGISTER_WORDS."""
    office = f"{settings.municipality_name} {staff.section_name}"
    printed = f"{format_short_datetime(at)} 印刷 {staff.name}"
    return Heading(REGISTER_WORDS[ledger], "・".join(conditions), office, printed, count, note)


def told_words(conditions: Sequence[str], *, staff: SignedIn, settings: Settings, at: datetime) -> str:
    return f"{settings.municipality_name}・{'・'.join(conditions)}・{format_short_datetime(at)}現在・書き出し {staff.name}"


def record_taken(ledger: str, conditions: Sequence[str], count: int, pdf: bytes, *, staff: SignedIn) -> None:
    """A paper, before it is given out."""
    _record(ledger, conditions, count, ("pdf", hashlib.sha256(pdf).hexdigest()), staff=staff)


def record_taken_file(ledger: str, conditions: Sequence[str], count: int, target: IO[bytes], *, staff: SignedIn) -> None:
    """A workbook, before it is given out; it stands at its beginning afterwards."""
    target.seek(0)
    digest = hashlib.file_digest(target, "sha256").hexdigest()  # pyright: ignore[reportArgumentType]
    target.seek(0)
    _record(ledger, conditions, count, ("xlsx", digest), staff=staff)


def _record(ledger: str, conditions: Sequence[str], count: int, file: tuple[str, str], *, staff: SignedIn) -> None:
    kind, digest = file
    facts = {"ledger": ledger, "condition": list(conditions), "count": count, "format": kind, "sha256": digest}
    with writing():
        record(Event.CASE_EXPORT, by=staff.actor, facts=facts)


def _question(asked: Asked, staff: SignedIn, settings: Settings) -> Question:
    return question_of(asked, this_year=clock.fiscal_year(clock.today()), staff=staff, settings=settings)
