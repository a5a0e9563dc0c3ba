"""A register file taken back: the people that it changed get their values back, then those it brought are no longer found (S1-1).

Against the order of applying, so that a number is free again before its owner returns. No row is deleted and no id used twice.
"""

from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import Table, select, update

from portal import clock
from portal.db import db
from portal.intake.bulk import add_rows, among
from portal.intake.checking import Pause
from portal.intake.models import FileImport
from portal.intake.undoing import Undone, take_back_file
from portal.jobs.queue import stop_if_asked
from portal.residents.consequences import FIELDS, as_text, from_text
from portal.residents.keys import search_keys
from portal.residents.models import Resident, ResidentChange
from portal.residents.rules import RecordState

_COLUMNS = cast(Table, Resident.__table__).c
_STANDING = (ResidentChange.undone.is_(False), ResidentChange.is_return.is_(False))


def take_back_register_file(job_id: int, *, pause: Pause = stop_if_asked) -> None:
    """The work of the job that takes a register file back."""
    take_back_file(job_id, (_give_values_back, _remove_new), pause=pause)


def brought_by(import_id: int) -> tuple[Any, ...]:
    """Who came into the register by this import and is still there."""
    return Resident.first_import_id == import_id, Resident.record_state == RecordState.CURRENT


def changed_by(import_id: int) -> tuple[Any, ...]:
    """What this import changed and has not been changed back."""
    return ResidentChange.import_id == import_id, *_STANDING


def _give_values_back(file: FileImport, after: int, most: int) -> Undone | None:
    session = db.session()
    people = select(ResidentChange.resident_id).where(*changed_by(file.id), ResidentChange.resident_id > after)
    ids = list(session.scalars(people.distinct().order_by(ResidentChange.resident_id).limit(most)))
    if not ids:
        return None
    lines = session.scalars(
        select(ResidentChange).where(*changed_by(file.id), among(ResidentChange.resident_id, ids)).order_by(ResidentChange.id)
    ).all()
    session.execute(update(ResidentChange).where(among(ResidentChange.id, [line.id for line in lines])).values(undone=True))
    held = session.execute(select(*_COLUMNS).where(among(Resident.id, ids)).with_for_update()).mappings()
    before = _imports_before(ids)
    of_person: dict[int, list[ResidentChange]] = {}
    for line in lines:
        of_person.setdefault(line.resident_id, []).append(line)
    rows = [_as_before(person, of_person[person["id"]]) for person in held]
    session.execute(update(Resident), [row | {"import_id": before.get(row["id"])} for row in rows])
    add_rows(ResidentChange, [_way_back(line, file) for line in lines])
    return Undone(ids, len(ids), ids[-1])


def _as_before(person: Mapping[Any, Any], lines: list[ResidentChange]) -> dict[str, Any]:
    """The person's row with the values that the lines replaced, the newest line first."""
    values = dict(person)
    for line in reversed(lines):
        if as_text(values[line.field]) != line.new:
            raise RuntimeError("a value has changed since the import that is taken back: the order must have been refused")
        values[line.field] = from_text(line.field, line.old)
    return {field: values[field] for field in FIELDS} | search_keys(values) | {"id": person["id"], "version": person["version"] + 1}


def _imports_before(ids: list[int]) -> dict[int, int | None]:
    """Which file each record was taken from before: that of the last change that stands, or else the one that brought the person."""
    session = db.session()
    first = session.execute(select(Resident.id, Resident.first_import_id).where(among(Resident.id, ids)))
    by_file = (among(ResidentChange.resident_id, ids), ResidentChange.import_id.is_not(None), *_STANDING)
    later = session.execute(select(ResidentChange.resident_id, ResidentChange.import_id).where(*by_file).order_by(ResidentChange.id))
    return {person: import_id for rows in (first, later) for person, import_id in rows}


def _way_back(line: ResidentChange, file: FileImport) -> dict[str, Any]:
    return {
        "resident_id": line.resident_id,
        "at": clock.now(),
        "field": line.field,
        "old": line.new,
        "new": line.old,
        "import_id": file.id,
        "staff_id": file.taken_back_by,
        "undone": False,
        "is_return": True,
    }


def _remove_new(file: FileImport, after: int, most: int) -> Undone | None:
    """Their 団体内統合宛名番号 is left free: whom it belongs to is open again, and no two records may have it."""
    session = db.session()
    people = select(Resident.id).where(*brought_by(file.id), Resident.id > after)
    ids = list(session.scalars(people.order_by(Resident.id).limit(most)))
    if not ids:
        return None
    session.execute(
        update(Resident)
        .where(*brought_by(file.id), Resident.id.between(ids[0], ids[-1]))
        .values(record_state=RecordState.TAKEN_BACK, integrated_number=None, version=Resident.version + 1)
        .execution_options(synchronize_session=False)
    )
    return Undone(ids, len(ids), ids[-1])
