"""The register file compared with the register and taken over: the work of a job or of the command (S1-1, S2-1)."""

import json
import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select, update

from portal import clock
from portal.db import db, reading
from portal.intake.applying import Applied, apply_file
from portal.intake.bulk import add_rows, among, go_by_keys
from portal.intake.cells import Fault
from portal.intake.checking import Check, Judged, Pause, StagedRow, check_file
from portal.intake.models import FileImport, ImportRow
from portal.intake.rules import Outcome
from portal.jobs.queue import stop_if_asked
from portal.residents.conclusions import conclude
from portal.residents.consequences import FIELDS, MATCH, STRANGER, as_text, changed_fields, consequence
from portal.residents.files import LAYOUT, Values, check_row, key_of
from portal.residents.intake_states import merged_faults, revive
from portal.residents.keys import search_keys
from portal.residents.match_models import RegisterMatch
from portal.residents.match_rules import Decision, MatchReason
from portal.residents.matching import matches_of
from portal.residents.models import Resident, ResidentChange
from portal.residents.rules import RecordState, is_number_of_the_counter
from portal.residents.sampling import sampled
from portal.web.rendering import settings

Record = Mapping[Any, Any]
_STORED = (
    Resident.id,
    Resident.version,
    Resident.record_state,
    Resident.name_key,
    Resident.kana_key,
    *(getattr(Resident, field) for field in FIELDS),
)


def check_register_file(job_id: int, *, pause: Pause = stop_if_asked) -> None:
    """Stages and judges the file that the job is about."""
    check_file(job_id, Check(LAYOUT, key_of, _judge, keep=_keep_beside, conclude=conclude), pause=pause)


def apply_register_file(job_id: int, *, pause: Pause = stop_if_asked) -> None:
    """Takes the checked file over, or clears it away when it is not taken."""
    apply_file(job_id, apply_rows=_apply_rows, pause=pause)


def residents_behind(import_id: int, numbers: list[int] | None) -> list[int]:
    """Inside a door: the ids of the residents whose 宛名番号 stands in these rows of the file (in any row when None)."""
    number = func.trim(func.substr(ImportRow.note, 1, 20))
    statement = select(Resident.id).join(ImportRow, Resident.resident_number == number).where(ImportRow.import_id == import_id)
    if numbers is not None:
        statement = statement.where(ImportRow.number.in_(numbers))
    return list(db.session().scalars(statement.distinct()))


def _judge(rows: list[StagedRow]) -> dict[int, Judged]:
    checked = {row.number: check_row(row.cells, clock.today(), number_length=settings().resident_number_length) for row in rows}
    sound = [values for values, _ in checked.values() if values is not None]
    with reading():
        go_by_keys()
        stored = _stored(sound)
        conflicts = _conflicts(sound, stored)
        matches = matches_of(sound, stored)
    return {
        number: Judged(Outcome.FAULTY, "", faults) if values is None else _judged(values, stored, conflicts, matches)
        for number, (values, faults) in checked.items()
    }


def _judged(values: Values, stored: dict[str, Record], conflicts: Mapping[str, Fault], matches: Mapping[str, MatchReason]) -> Judged:
    number = values["resident_number"]
    old, match, day = stored.get(number), matches.get(number), values["moved_on"]
    if number in conflicts and match is not MatchReason.SAME_INTEGRATED:
        return Judged(Outcome.FAULTY, "", [conflicts[number]])
    if match:
        return Judged(Outcome.MATCH, STRANGER if match is MatchReason.STRANGER else MATCH, day=day, why=match.value)
    what = consequence(old, values)
    if old is None:
        return Judged(Outcome.NEW, what.value, day=day)
    return Judged(Outcome.CHANGED if changed_fields(old, values) else Outcome.UNCHANGED, what.value, day=day)


def _keep_beside(file: FileImport, judged: Mapping[int, Judged]) -> None:
    """Inside the chunk's writing(): the samples, the newest day, and the rows that wait for a person."""
    drawn = sampled(json.loads(file.samples), ((number, judgement.tally) for number, judgement in judged.items()))
    file.samples = json.dumps(drawn, sort_keys=True)
    days = [judgement.day for judgement in judged.values() if judgement.day is not None]
    file.newest_day = max(days + ([file.newest_day] if file.newest_day else []), default=None)
    rows = [(number, judgement.why) for number, judgement in judged.items() if judgement.outcome is Outcome.MATCH]
    add_rows(
        RegisterMatch,
        [{"import_id": file.id, "number": number, "reason": MatchReason(why), "public_id": secrets.token_hex(16)} for number, why in rows],
    )


def _stored(rows: list[Values]) -> dict[str, Record]:
    """Inside a door: the residents of these rows as they are now, by 宛名番号. One taken back is not there: it comes new."""
    numbers = [values["resident_number"] for values in rows]
    known = (among(Resident.resident_number, numbers), Resident.record_state != RecordState.TAKEN_BACK)
    found = db.session().execute(select(*_STORED).where(*known)).mappings()
    return {record["resident_number"]: record for record in found}


def _owners(rows: list[Values]) -> dict[str, str]:
    """Inside a door: whose each 団体内統合宛名番号 of these rows is now."""
    numbers = [values["integrated_number"] for values in rows if values["integrated_number"]]
    held = (among(Resident.integrated_number, numbers), Resident.record_state != RecordState.TAKEN_BACK)
    found = db.session().execute(select(Resident.integrated_number, Resident.resident_number).where(*held))
    return {integrated: number for integrated, number in found if integrated is not None}


def _conflicts(rows: list[Values], stored: Mapping[str, Record], own: Mapping[str, Record] | None = None) -> dict[str, Fault]:
    """Inside a door: by 宛名番号, what the records of others forbid. `own`: the records that these numbers are decided to go to."""
    owners, before = _owners(rows), {number: record["resident_number"] for number, record in (own or {}).items()}
    found = {
        number: conflict
        for values in rows
        if (conflict := _conflict(values, owners, before.get(number := values["resident_number"], number)))
    }
    return merged_faults(rows, stored) | found


def _conflict(values: Values, owners: Mapping[str, str], own_number: str) -> Fault | None:
    """`own_number`: the 宛名番号 that the record had until now, where the file gives it a new one.

    One person has one record, no two share a number (S2-1), and a file never writes over who was registered at the counter.
    """
    if is_number_of_the_counter(values["resident_number"], settings().unregistered_number_start):
        return Fault(
            "宛名番号",
            values["resident_number"],
            "窓口で登録した住登外の方に付ける番号の範囲です",
            "宛名システムの番号を確かめてください。窓口で登録した方の記録は、ファイルでは変えません",
        )
    integrated = values["integrated_number"]
    if owners.get(integrated, values["resident_number"]) in (values["resident_number"], own_number):
        return None
    return Fault(
        "団体内統合宛名番号",
        integrated,
        "別の宛名番号の方の番号として、もう記録されています",
        "どちらの方の番号か、宛名システムで確かめてください",
    )


def _apply_rows(file: FileImport, rows: list[StagedRow]) -> Applied:
    checked = {row.number: check_row(row.cells, clock.today(), number_length=settings().resident_number_length) for row in rows}
    sound = {number: values for number, (values, _) in checked.items() if values is not None}
    stored, targets = _stored(list(sound.values())), _decided_same(file, list(sound))
    own = {sound[number]["resident_number"]: record for number, record in targets.items()}
    conflicts = _conflicts(list(sound.values()), stored, own)
    applied = Applied(faults={number: faults for number, (values, faults) in checked.items() if values is None})
    new, changed = [], []
    for number, values in sound.items():
        known = stored.get(values["resident_number"])
        old = targets.get(number, known)
        if conflict := conflicts.get(values["resident_number"]) or _taken(number, known, targets):
            applied.faults[number] = [conflict]
        elif old is None:
            new.append(values)
        elif changed_fields(old, values):
            changed.append((old, values))
    applied.subjects = _add(file.id, new) + _change(file.id, changed)
    return applied


def apply_rows(file: FileImport, rows: list[StagedRow]) -> Applied:
    """Inside writing(): single rows, decided after the rest of their file."""
    return _apply_rows(file, rows)


def record_of(resident: Resident) -> Record:
    """A person's fields as rows are compared with them."""
    return {column.key: getattr(resident, column.key) for column in _STORED}


def _decided_same(file: FileImport, numbers: list[int]) -> dict[int, Record]:
    """Inside a door: by row the record that a person said it is about."""
    decided = (RegisterMatch.import_id == file.id, RegisterMatch.number.in_(numbers), RegisterMatch.decision == Decision.SAME)
    found = db.session().execute(
        select(RegisterMatch.number, *_STORED).join(Resident, Resident.id == RegisterMatch.resident_id).where(*decided)
    )
    return {record["number"]: record for record in found.mappings()}


def _taken(number: int, known: Record | None, targets: Mapping[int, Record]) -> Fault | None:
    """The number that a record shall get has become somebody else's since the decision."""
    target = targets.get(number)
    if known is None or target is None or known["id"] == target["id"]:
        return None
    return Fault(
        "宛名番号", known["resident_number"], "別の方の記録がこの番号で載りました", "もう一度ファイルを読み込み、決め直してください"
    )


def _add(import_id: int, rows: list[Values]) -> list[int]:
    if not rows:
        return []
    own = {"import_id": import_id, "version": 1, "first_import_id": import_id, "registered_at": clock.now()}
    revived = revive(import_id, rows)
    new = [row for row in rows if row["resident_number"] not in revived]
    add_rows(Resident, [row | search_keys(row) | own | {"public_id": secrets.token_hex(16)} for row in new])
    numbers = [row["resident_number"] for row in rows]
    return list(db.session().scalars(select(Resident.id).where(among(Resident.resident_number, numbers))))


def _change(import_id: int, pairs: list[tuple[Record, Values]]) -> list[int]:
    if not pairs:
        return []
    now = clock.now()
    rows: list[Values] = [
        new | search_keys(new) | {"id": old["id"], "version": old["version"] + 1, "import_id": import_id} for old, new in pairs
    ]
    history = [
        {
            "resident_id": old["id"],
            "at": now,
            "field": field,
            "old": as_text(old[field]),
            "new": as_text(new[field]),
            "import_id": import_id,
            "staff_id": None,
        }
        for old, new in pairs
        for field in changed_fields(old, new)
    ]
    db.session().execute(update(Resident), rows)
    add_rows(ResidentChange, history)
    return [row["id"] for row in rows]
