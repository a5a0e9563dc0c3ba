"""The check of a file: every row staged as it was read, then judged, a chunk a transaction. Killed, it goes on where it was."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, delete, func, literal_column, select, update

from portal.db import db, reading, writing
from portal.intake import uploads
from portal.intake.bulk import NOT_LOADED, add_rows, among, clear_rows, go_by_keys
from portal.intake.cells import Fault
from portal.intake.files import HEADING_ROW, Layout, Unreadable, wrong_width
from portal.intake.keeping_rules import may_be_kept
from portal.intake.kinds import FAULTY, FAULTY_GRAVE
from portal.intake.models import FileImport, ImportFault, ImportRow
from portal.intake.pace import Pace
from portal.intake.queries import headings_of, import_of_job
from portal.intake.rules import ImportState, Outcome
from portal.intake.staging import Cells, KeyOf, Pause, stage_file
from portal.jobs.actions import advance
from portal.jobs.queue import stop_if_asked
from portal.web.rendering import settings


@dataclass(frozen=True)
class StagedRow:
    """A row as it was staged: its number, its cells by heading."""

    number: int
    cells: Cells


@dataclass(frozen=True)
class Judged:
    """What applying a row would do: the outcome, the tally it is counted under, and its faults.

    `more`: further tallies of a row that says several things. `day`: the day that the row speaks of; `why`: for a row that waits for a
    person, the word of the reason.
    """

    outcome: Outcome
    tally: str
    faults: list[Fault] = field(default_factory=list)
    more: tuple[str, ...] = ()
    day: date | None = None
    why: str = ""


# Judges the rows of one chunk against the database as it is, through reading() of its own; the answer has every row's number.
Judge = Callable[[list[StagedRow]], dict[int, Judged]]
# Keeps what else a kind of file needs of a judged chunk, inside the chunk's writing().
Keep = Callable[[FileImport, Mapping[int, Judged]], None]
# Draws the conclusions from the whole file once every row is judged, through doors of its own; may be called again.
Conclude = Callable[[FileImport], None]


@dataclass(frozen=True)
class Check:
    """How a kind of file is checked: its layout, the keys of a row, the judge, and what is kept and concluded beside."""

    layout: Layout
    key_of: KeyOf
    judge: Judge
    keep: Keep = lambda _file, _judged: None
    conclude: Conclude = lambda _file: None


def check_file(job_id: int, check: Check, *, pause: Pause = stop_if_asked) -> None:
    """Stages and judges the file of a job. An unreadable one is told from a faulty one: of it nothing is kept but the reasons."""
    with reading():
        file = import_of_job(job_id)
    if file.state not in (ImportState.UPLOADED, ImportState.STAGING):
        return
    try:
        stage_file(job_id, file, check.layout, key_of=check.key_of, pause=pause)
    except Unreadable as error:
        _give_up(file, error.reasons)
        return
    _judge_all(job_id, file.id, check, pause=pause)
    with reading():
        judged = import_of_job(job_id)
    check.conclude(judged)
    with writing() as session:
        row = session.get_one(FileImport, file.id)
        row.state = ImportState.CHECKED
        row.kept = may_be_kept(settings().upload_keep_days, withheld=row.withheld)
    if not row.kept:
        uploads.drop(file.public_id)


def _judge_all(job_id: int, import_id: int, check: Check, *, pause: Pause) -> None:
    layout = check.layout
    with reading():
        headings = headings_of(import_id)
        last = _last_judged(import_id)
        twice = {key.words: _twice(import_id, key.start, key.length) for key in layout.keys}
    pace = Pace()
    while True:
        pause()
        staged = _unjudged(import_id, last, pace.rows)
        if not staged:
            return
        last = staged[-1][0]
        ruled = _faults_of_form(staged, headings, layout, twice)
        rows = [StagedRow(number, dict(zip(headings, cells, strict=True))) for number, cells, _ in staged if len(cells) == len(headings)]
        judged = check.judge(rows)
        grave = {row.number for row in rows if layout.grave and row.cells[layout.grave].strip()}
        with pace.writing(len(staged)):
            joined = {number: _joined(judged.get(number), ruled[number], number in grave) for number, _, _ in staged}
            _keep_judgement(job_id, import_id, joined, keep=check.keep)


Twice = dict[str, dict[str, tuple[int, int]]]


def _twice(import_id: int, start: int, length: int) -> dict[str, tuple[int, int]]:
    """Keys that stand in the file more than once, with the first and the last row that has them."""
    # Written out, not bound: PostgreSQL must see the same expression in SELECT and GROUP BY.
    key = func.substr(ImportRow.note, literal_column(str(start)), literal_column(str(length)))
    rows = db.session().execute(
        select(key, func.min(ImportRow.number), func.max(ImportRow.number))
        .where(ImportRow.import_id == import_id, ImportRow.number > HEADING_ROW, func.trim(key) != "")
        .group_by(key)
        .having(func.count() > 1)
    )
    return {text: (first, last) for text, first, last in rows}


def _last_judged(import_id: int) -> int:
    """Inside a door: the row before the first that is not judged yet; rows are judged in their order."""
    numbers = select(ImportRow.number).where(ImportRow.import_id == import_id, ImportRow.number > HEADING_ROW)
    first = db.session().scalar(numbers.where(ImportRow.outcome.is_(None)).order_by(ImportRow.number).limit(1))
    last = db.session().scalar(numbers.order_by(ImportRow.number.desc()).limit(1))
    return first - 1 if first else last or HEADING_ROW


def _unjudged(import_id: int, after: int, limit: int) -> list[tuple[int, list[str], str]]:
    with reading() as session:
        go_by_keys()
        rows = session.execute(
            select(ImportRow.number, ImportRow.cells, ImportRow.note)
            .where(ImportRow.import_id == import_id, ImportRow.number > after)
            .order_by(ImportRow.number)
            .limit(limit)
        ).all()
    return [(number, json.loads(cells), note) for number, cells, note in rows]


def _faults_of_form(
    staged: list[tuple[int, list[str], str]], headings: tuple[str, ...], layout: Layout, twice: Twice
) -> dict[int, list[Fault]]:
    """What is wrong with a row before its cells are read: its width, and keys that another row has too."""
    faults: dict[int, list[Fault]] = {}
    for number, cells, note in staged:
        width = wrong_width(cells, headings)
        faults[number] = [width] if width else []
        for key in layout.keys:
            found = twice[key.words].get(note[key.start - 1 : key.start - 1 + key.length])
            if found:
                other = found[0] if found[0] != number else found[1]
                faults[number].append(
                    Fault(key.words, "", f"{other:,}行目にも同じものがあります", "正しい1行だけを残して出し直してください")
                )
    return faults


def _joined(judged: Judged | None, ruled: list[Fault], grave: bool) -> Judged:
    faults = ruled + (judged.faults if judged else [])
    if faults or judged is None:
        return Judged(Outcome.FAULTY, FAULTY_GRAVE if grave else FAULTY, faults)
    return judged


def _keep_judgement(job_id: int, import_id: int, judged: dict[int, Judged], *, keep: Keep) -> None:
    """Inside writing()."""
    go_by_keys()
    _mark(import_id, {number: judgement.outcome for number, judgement in judged.items()})
    add_faults(import_id, {number: judgement.faults for number, judgement in judged.items()})
    file = db.session().get_one(FileImport, import_id)
    _count(file, judged)
    keep(file, judged)
    advance(job_id, file.to_apply + file.unchanged + file.matches + file.faulty, file.rows)


def _mark(import_id: int, outcomes: Mapping[int, Outcome]) -> None:
    """The whole chunk gets its commonest outcome by its range, then the others theirs: a file says the same of nearly every row."""
    numbers_of: dict[Outcome, list[int]] = {}
    for number, outcome in outcomes.items():
        numbers_of.setdefault(outcome, []).append(number)
    commonest, *others = sorted(numbers_of, key=lambda outcome: -len(numbers_of[outcome]))
    chunk = ImportRow.number.between(min(outcomes), max(outcomes))
    _set_outcome(import_id, chunk, commonest)
    for outcome in others:
        _set_outcome(import_id, chunk & among(ImportRow.number, numbers_of[outcome]), outcome)


def _set_outcome(import_id: int, which: ColumnElement[bool], outcome: Outcome) -> None:
    statement = update(ImportRow).where(ImportRow.import_id == import_id, which).values(outcome=outcome)
    db.session().execute(statement, execution_options=NOT_LOADED)


def add_faults(import_id: int, faults: Mapping[int, list[Fault]]) -> None:
    """Inside writing()."""
    values = [
        {
            "import_id": import_id,
            "number": number,
            "column": fault.column[:40],
            "value": fault.value[:100],
            "fault": fault.fault[:200],
            "remedy": fault.remedy[:200],
        }
        for number, found in faults.items()
        for fault in found
    ]
    add_rows(ImportFault, values)


def _count(file: FileImport, judged: dict[int, Judged]) -> None:
    outcomes = Counter(judgement.outcome for judgement in judged.values())
    file.new += outcomes[Outcome.NEW]
    file.changed += outcomes[Outcome.CHANGED]
    file.unchanged += outcomes[Outcome.UNCHANGED]
    file.matches += outcomes[Outcome.MATCH]
    file.waiting += outcomes[Outcome.WAITING]
    file.faulty += outcomes[Outcome.FAULTY]
    file.faults += sum(len(judgement.faults) for judgement in judged.values())
    found = (tally for judgement in judged.values() for tally in (judgement.tally, *judgement.more))
    tallies = Counter(json.loads(file.tallies)) + Counter(found)
    file.tallies = json.dumps(dict(sorted(tallies.items())), ensure_ascii=False)


def _give_up(file: FileImport, reasons: list[str]) -> None:
    clear_rows(file.id)
    with writing() as session:
        session.execute(delete(ImportFault).where(ImportFault.import_id == file.id))
        row = session.get_one(FileImport, file.id)
        row.state = ImportState.UNREADABLE
        row.kept = False
        row.unreadable_reason = "\n".join(reasons)
    uploads.drop(file.public_id)
