"""Every row of a file staged as it was read, a chunk a transaction. Killed, it goes on behind the last row."""

import json
from collections.abc import Callable, Mapping
from itertools import islice
from typing import Any

from sqlalchemy import func, select

from portal.db import reading, writing
from portal.encryption import NotOurs
from portal.errors import PortalError
from portal.intake.bulk import add_rows
from portal.intake.cells import WITHHELD, without_individual_numbers
from portal.intake.files import HEADING_ROW, Layout, Sheet, look_at, read_rows
from portal.intake.models import FileImport, ImportRow
from portal.intake.pace import Pace
from portal.intake.rules import ImportState
from portal.intake.uploads import SealedFile
from portal.jobs.actions import advance

Cells = Mapping[str, str]
# The keys of a row as they stand in its note (Layout.keys).
KeyOf = Callable[[Cells], str]
Pause = Callable[[], None]
_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
LOST = "読み込んだファイルがサーバーに見つかりません。このファイルを取り込まないことにして、もう一度読み込んでください。"
SPOILT = "読み込んだファイルがサーバーで壊れています。このファイルを取り込まないことにして、もう一度読み込んでください。"


def stage_file(job_id: int, file: FileImport, layout: Layout, *, key_of: KeyOf, pause: Pause) -> None:
    """Raises Unreadable when the file cannot be taken, PortalError when it is no longer the one that was brought."""
    try:
        _stage(job_id, file, _sheet(file, layout), key_of=key_of, numbers=layout.numbers, pause=pause)
    except NotOurs:
        raise PortalError(SPOILT) from None


def _sheet(file: FileImport, layout: Layout) -> Sheet:
    sealed = SealedFile(file.public_id)
    if not sealed.exists():
        raise PortalError(LOST)
    sheet = look_at(sealed, layout)
    with writing() as session:
        row = session.get_one(FileImport, file.id)
        row.state = ImportState.STAGING
        row.encoding = sheet.encoding
    return sheet


def _stage(job_id: int, file: FileImport, sheet: Sheet, *, key_of: KeyOf, numbers: frozenset[str], pause: Pause) -> None:
    with reading() as session:
        last = session.scalar(select(func.max(ImportRow.number)).where(ImportRow.import_id == file.id))
    numbers_at = frozenset(at for at, heading in enumerate(sheet.headings) if heading in numbers)
    rows = ((number, without_individual_numbers(cells, numbers_at)) for number, cells in read_rows(sheet) if number > (last or 0))
    staged = file.rows
    if last is None:
        with writing():
            add_rows(ImportRow, [_row_of(file.id, HEADING_ROW, list(sheet.headings), "")])
    pace = Pace()
    while chunk := list(islice(rows, pace.rows)):
        pause()
        values = [_row_of(file.id, number, cells, _key(sheet.headings, cells, key_of)) for number, cells in chunk]
        staged += len(chunk)
        with pace.writing(len(chunk)) as session:
            add_rows(ImportRow, values)
            row = session.get_one(FileImport, file.id)
            row.rows = staged
            row.withheld += sum(cells.count(WITHHELD) for _, cells in chunk)
            advance(job_id, staged, 0)


def _row_of(import_id: int, number: int, cells: list[str], note: str) -> dict[str, Any]:
    return {"import_id": import_id, "number": number, "cells": _as_json(cells), "outcome": None, "note": note}


def _key(headings: tuple[str, ...], cells: list[str], key_of: KeyOf) -> str:
    return key_of(dict(zip(headings, cells, strict=True))) if len(headings) == len(cells) else ""
