"""The golden files: what a clerk brings, byte for byte, beside what the portal finds in it, as a text that a reviewer can read.

To add one: put the file into tests/intake/golden, run `python -m tests.intake.golden_files`, and read the difference
before it is committed.
The name says the kind of file (register-…, doses-… or vrs-…). A file too large to be kept as it is may be compressed (.csv.gz).
"""

import gzip
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from portal import clock
from portal.db import reading
from portal.doses.files import read_row
from portal.doses.intake import check_dose_file, known_now
from portal.doses.layout_files import own_layout
from portal.doses.layout_rules import DoseLayout
from portal.intake.files import Layout, Unreadable
from portal.intake.kinds import KINDS, STATE_WORDS
from portal.intake.models import FileImport
from portal.intake.queries import copy_with_faults, headings_of
from portal.intake.rules import ImportKind, ImportState, Outcome
from portal.residents import files as register
from portal.residents.intake import check_register_file
from portal.text.wareki import PartialDate
from portal.web.rendering import settings
from tests.intake.importing import checked, faults_now, staged_now

FOLDER = Path(__file__).parent / "golden"
COUNTED = {"new": "新しい", "changed": "変わる", "unchanged": "変わらない", "matches": "近い方がいる", "waiting": "待ち", "faulty": "誤り"}

OUTCOMES = {
    Outcome.NEW: "新しい",
    Outcome.CHANGED: "変わる",
    Outcome.UNCHANGED: "変わらない",
    Outcome.MATCH: "近い方がいる",
    Outcome.WAITING: "登録待ち",
}


@dataclass(frozen=True)
class Kind:
    kind: ImportKind
    layout: Layout
    check: Callable[[int], None]


KIND_BY_PREFIX = {
    "register": Kind(ImportKind.REGISTER, register.LAYOUT, check_register_file),
    "doses": Kind(ImportKind.DOSES, own_layout("full").sheet, check_dose_file),
    "vrs": Kind(ImportKind.DOSES, own_layout("vrs").sheet, check_dose_file),
}


def golden_files() -> list[Path]:
    return sorted(path for path in FOLDER.iterdir() if path.suffix in (".csv", ".gz"))


def expected_of(path: Path) -> Path:
    return path.with_name(f"{path.name.partition('.')[0]}.expected.txt")


def found_in(path: Path) -> str:
    """Inside an application: the file brought and checked as the job does it, and all that a clerk is told of it."""
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    kind = KIND_BY_PREFIX[path.name.partition("-")[0]]
    lines = [f"{KINDS[kind.kind].title}"]
    try:
        file = checked(kind.kind, kind.layout, content, kind.check)
    except Unreadable as error:
        lines += ["結果: 受け取らない", *error.reasons]
    else:
        lines += list(_told(file, kind))
    return "\n".join(_visible(line) for line in lines) + "\n"


def _told(file: FileImport, kind: Kind) -> Iterator[str]:
    yield f"結果: {STATE_WORDS[file.state][0]}"
    if file.state is ImportState.UNREADABLE:
        yield from file.unreadable_reason.splitlines()
        return
    yield f"文字コード: {file.encoding}"
    yield "行: " + "、".join(f"{word} {count}" for name, word in COUNTED.items() if (count := getattr(file, name)))
    for fault in faults_now(file):
        yield from ("", f"{fault.number}行目 {fault.column}", f"  値: {fault.value}", f"  誤り: {fault.fault}", f"  直し方: {fault.remedy}")
    yield from ("", "読んだ値:", *_values_read(file, kind))
    if file.faulty:
        copy = "".join(copy_with_faults(file)).removeprefix("\ufeff").replace("\r\n", "\n")
        yield from ("", "誤りを書き足した写し:", copy.rstrip("\n"))


def _values_read(file: FileImport, kind: Kind) -> Iterator[str]:
    with reading():
        headings = headings_of(file.id)
    for row in staged_now(file)[1:]:
        if row.outcome is Outcome.FAULTY or row.outcome is None:
            continue
        cells = dict(zip(headings, json.loads(row.cells), strict=True))
        if kind.kind is ImportKind.REGISTER:
            told = _of_a_person(cells, kind.layout)
        else:
            told = " / ".join(_of_doses(cells, own_layout(file.layout)))
        yield f"{row.number}行目 {OUTCOMES[row.outcome]}: {told}"


def _of_a_person(cells: dict[str, str], layout: Layout) -> str:
    values, _ = register.check_row(cells, clock.today(), number_length=settings().resident_number_length)
    assert values is not None
    return "、".join(f"{column.heading} {_as_read(values[column.field])}" for column in layout.columns if values[column.field])


def _of_doses(cells: dict[str, str], layout: DoseLayout) -> Iterator[str]:
    with reading():
        row = read_row(cells, layout, known_now())
    for values in row.doses:
        yield "、".join([f"宛名番号 {row.number}", *(f"{name} {_as_read(value)}" for name, value in values.items() if value)])


def _as_read(value: Any) -> str:
    return value.key if isinstance(value, PartialDate) else value.isoformat() if isinstance(value, date) else str(value)


def _visible(line: str) -> str:
    """Characters that no editor shows by their code."""
    return "".join(sign if sign.isprintable() or sign == "\n" else f"<U+{ord(sign):04X}>" for sign in line)


if __name__ == "__main__":
    sys.exit(pytest.main(["-q", "--rewrite-golden", str(Path(__file__).with_name("test_golden_files.py"))]))
