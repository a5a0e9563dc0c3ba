"""A file brought by a command: the same work as the clerk's, done in the foreground, told in lines or JSON."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click

from portal.audit.record import program
from portal.db import reading
from portal.errors import PortalError
from portal.intake import queries, uploads
from portal.intake.actions import AS_USUAL, Said, accept_from_command, apply_from_command
from portal.intake.files import Layout, Unreadable
from portal.intake.models import FileImport, ImportFault
from portal.intake.rules import ImportKind, ImportState
from portal.jobs.actions import fail, finish

FAULTS_TOLD = 1000
Work = Callable[[int], None]


@dataclass(frozen=True)
class Told:
    """What became of the file: why it could not be read or applied at all, or the import with its faults."""

    reasons: list[str]
    file: FileImport | None = None
    faults: tuple[ImportFault, ...] = ()


def bring(kind: ImportKind, layout: Layout, path: Path, *, check: Work, apply: Work | None, name: str, said: Said = AS_USUAL) -> Told:
    """Checks the file and, given `apply`, takes over what is not faulty."""
    by = program(name)
    try:
        with path.open("rb") as stream:
            upload = uploads.keep(stream, path.name)
        job_id = accept_from_command(kind, layout, upload, by=by, said=said)
    except Unreadable as error:
        return Told(error.reasons)
    reasons = _work(check, job_id)
    file = _found(kind, upload.public_id)
    if apply and not reasons and file.state is ImportState.CHECKED and file.faulty < file.rows:
        try:
            reasons = _work(apply, apply_from_command(kind, upload.public_id, by=by))
        except PortalError as error:
            reasons = [error.message]
    return _told(kind, upload.public_id, reasons)


def _work(work: Work, job_id: int) -> list[str]:
    try:
        work(job_id)
    except PortalError as error:
        fail(job_id, error.message)
        return [error.message]
    finish(job_id)
    return []


def _found(kind: ImportKind, public_id: str) -> FileImport:
    with reading():
        return queries.find_import(kind, public_id)


def _told(kind: ImportKind, public_id: str, reasons: list[str]) -> Told:
    with reading():
        file = queries.find_import(kind, public_id)
        faults = tuple(queries.faults_of(file.id, FAULTS_TOLD))
    unreadable = file.unreadable_reason.split("\n") if file.unreadable_reason else []
    return Told(reasons + unreadable, file, faults)


def report(told: Told, *, as_json: bool) -> None:
    """Writes the outcome and ends the command: 0 when nothing is wrong, otherwise 1. Values of cells are not written."""
    click.echo(json.dumps(_as_json(told), ensure_ascii=False) if as_json else "\n".join(_lines(told)))
    sys.exit(1 if told.reasons or told.faults else 0)


def _as_json(told: Told) -> dict[str, object]:
    file = told.file
    counted = ("rows", "new", "changed", "unchanged", "waiting", "faulty", "faults")
    counts = {} if file is None else {word: getattr(file, word) for word in counted}
    return {
        "import": file.public_id if file else None,
        "state": file.state.value if file else ImportState.UNREADABLE.value,
        "encoding": file.encoding if file else None,
        **counts,
        "applied": file.applied_rows if file else 0,
        "reasons": told.reasons,
        "faulty_cells": [_cell(fault) for fault in told.faults],
    }


def _cell(fault: ImportFault) -> dict[str, object]:
    return {"row": fault.number, "column": fault.column, "fault": fault.fault, "remedy": fault.remedy}


def _lines(told: Told) -> list[str]:
    file = told.file
    if file is None or file.state is ImportState.UNREADABLE:
        return ["このファイルは取り込めません。", *told.reasons]
    lines = [
        f"{file.rows:,}行: 新しい {file.new:,}、変わる {file.changed:,}、変わらない {file.unchanged:,}、"
        f"{f'登録待ち {file.waiting:,}、' if file.waiting else ''}"
        f"誤り {file.faulty:,}行{file.faults:,}か所",
        *(f"{fault.number:,}行目 {fault.column}: {fault.fault}。{fault.remedy}。" for fault in told.faults),
    ]
    if file.faults > len(told.faults):
        lines.append(f"ほかに{file.faults - len(told.faults):,}か所あります。画面で写しを受け取ってください。")
    return lines + told.reasons + [_ending(file)]


def _ending(file: FileImport) -> str:
    if file.state is ImportState.APPLIED:
        return f"{file.applied_rows:,}行を反映しました。"
    if file.faulty == file.rows:
        return "誤りのない行がないため、反映するものはありません。"
    return "まだ反映していません。画面で確かめて反映するか、--apply を付けてもう一度実行してください。"
