"""What follows from a whole register file once every row is judged: who has vanished from it, and what stops it (S1-1, S4-3)."""

import json

from sqlalchemy import delete, func, insert, literal, select

from portal.config import Settings
from portal.db import db, reading, writing
from portal.intake.bulk import among
from portal.intake.models import FileImport, ImportRow
from portal.intake.pace import Pace
from portal.intake.rules import ImportState, Scope
from portal.intake.stop_rules import Limits, Seen, stops
from portal.residents.consequences import STRANGER, Consequence
from portal.residents.match_models import RegisterVanished
from portal.residents.match_settling import settle_matches
from portal.residents.models import Resident
from portal.residents.rules import Category, RecordState
from portal.web.rendering import settings

_LIVES_HERE = (Resident.record_state == RecordState.CURRENT, Resident.category.in_((Category.JAPANESE, Category.FOREIGN)))


def conclude(file: FileImport) -> None:
    """Through doors of its own; done again after it was killed, it comes to the same."""
    settle_matches(file.id)
    vanished = _vanished(file.id) if file.scope is Scope.WHOLE else []
    _keep_vanished(file.id, vanished)
    with reading():
        found = stops(_seen(file, len(vanished)), limits_of(settings()))
    with writing() as session:
        row = session.get_one(FileImport, file.id)
        row.vanished = len(vanished)
        row.stops = json.dumps([[stop.value, words] for stop, words in found], ensure_ascii=False)


def limits_of(settings: Settings) -> Limits:
    return Limits(
        dead=settings.stop_dead_percent,
        moved=settings.stop_moved_percent,
        vanished=settings.stop_vanished_percent,
        strangers=settings.stop_stranger_percent,
        from_people=settings.stop_from_people,
    )


def _vanished(import_id: int) -> list[str]:
    """宛名番号 of those who live here and are in no row, faulty ones included."""
    here = select(Resident.resident_number).where(*_LIVES_HERE, Resident.resident_number < _first_of_the_counter())
    in_file = select(func.trim(func.substr(ImportRow.note, 1, 20))).where(ImportRow.import_id == import_id)
    with reading() as session:
        return sorted(session.scalars(here.except_(in_file)))


def _first_of_the_counter() -> str:
    """People registered by hand are in no file."""
    return str(settings().unregistered_number_start)


def _keep_vanished(import_id: int, numbers: list[str]) -> None:
    with writing() as session:
        session.execute(delete(RegisterVanished).where(RegisterVanished.import_id == import_id))
    pace = Pace()
    while numbers:
        chunk, numbers = numbers[: pace.rows], numbers[pace.rows :]
        with pace.writing(len(chunk)) as session:
            people = select(literal(import_id), Resident.id).where(among(Resident.resident_number, chunk))
            session.execute(insert(RegisterVanished).from_select(["import_id", "resident_id"], people))


def _seen(file: FileImport, vanished: int) -> Seen:
    """Inside a door."""
    tallies: dict[str, int] = json.loads(file.tallies)
    last = _applied_last(file)
    return Seen(
        living=db.session().scalar(select(func.count()).select_from(Resident).where(*_LIVES_HERE)) or 0,
        known=file.changed + file.unchanged + tallies.get(STRANGER, 0),
        dead=tallies.get(Consequence.DIED, 0),
        moved=tallies.get(Consequence.MOVED_OUT, 0),
        vanished=vanished,
        strangers=tallies.get(STRANGER, 0),
        as_of=file.as_of,
        last_as_of=last.as_of if last else None,
        newest=file.newest_day,
        last_newest=last.newest_day if last else None,
    )


def _applied_last(file: FileImport) -> FileImport | None:
    applied = select(FileImport).where(FileImport.kind == file.kind, FileImport.state == ImportState.APPLIED, FileImport.id != file.id)
    return db.session().scalar(applied.order_by(FileImport.finished_at.desc()).limit(1))
