"""Whose the numbers of a dose file are: the register's people by 宛名番号 and by our own 接種券番号. For whole chunks, inside a door."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Integer, Select, String, column, func, select, table
from sqlalchemy.orm import InstrumentedAttribute

from portal.db import db
from portal.doses.match_rules import Person
from portal.doses.queries import imports_of_doses
from portal.errors import NotFound
from portal.intake.bulk import among
from portal.intake.models import ImportRow
from portal.intake.queries import refuse_while_taken_back
from portal.residents.intake import residents_behind as behind_numbers
from portal.residents.merged import standing_of
from portal.residents.models import Resident
from portal.residents.rules import Category, RecordState

# Vouchers are kept by the part above, which builds upon doses; all that is needed of them here is whose each number is.
_VOUCHER = table("voucher", column("number", String), column("resident_id", Integer))


def people_of_numbers(numbers: Collection[str]) -> dict[str, Person]:
    """By 宛名番号; a record whose import was taken back is nobody's, for one that was merged stands the record it went into."""
    found = _people(Resident.resident_number, numbers, select())
    into = {number: record.resident_number for number, record in standing_of(set(numbers) - found.keys()).items()}
    kept = _people(Resident.resident_number, set(into.values()), select())
    return found | {number: kept[standing] for number, standing in into.items() if standing in kept}


def holders_of_vouchers(numbers: Collection[str]) -> dict[str, Person]:
    """By the number of a voucher that this city issued, whether it still stands or was replaced."""
    return _people(_VOUCHER.c.number, numbers, select().join_from(_VOUCHER, Resident, Resident.id == _VOUCHER.c.resident_id))


def held_person(*, public_id: str | None, resident_id: int | None) -> Person:
    """Inside writing(): held until the commit, so that two doses of one person follow one another. NotFound when there is none.

    Refused while a file is taken back that the person or one of their doses came from.
    """
    which = Resident.public_id == public_id if public_id is not None else Resident.id == resident_id
    current = Resident.record_state == RecordState.CURRENT
    resident = db.session().scalar(select(Resident).where(which, current).with_for_update())
    if resident is None:
        raise NotFound
    refuse_while_taken_back([resident.import_id])
    refuse_while_taken_back(imports_of_doses(resident.id))
    return Person(resident.id, resident.birth, resident.moved_on if resident.category is Category.DEAD else None)


def _people(
    number: ColumnElement[str] | InstrumentedAttribute[str], numbers: Collection[str], joined: Select[*tuple[()]]
) -> dict[str, Person]:
    """The one place where a number becomes a person: only records that stand."""
    if not numbers:
        return {}
    wanted = joined.add_columns(number, Resident.id, Resident.birth, Resident.category, Resident.moved_on)
    rows = db.session().execute(wanted.where(among(number, numbers), Resident.record_state == RecordState.CURRENT))
    return {row[0]: Person(row[1], row[2], row[4] if row[3] is Category.DEAD else None) for row in rows}


def residents_behind(import_id: int, numbers: list[int] | None) -> list[int]:
    """The ids of the residents whom these rows of the file name by 宛名番号 or by our own voucher (note_of)."""
    voucher = func.trim(func.substr(ImportRow.note, 21, 10))
    statement = select(_VOUCHER.c.resident_id).join(ImportRow, _VOUCHER.c.number == voucher).where(ImportRow.import_id == import_id)
    if numbers is not None:
        statement = statement.where(ImportRow.number.in_(numbers))
    holders = db.session().scalars(statement.distinct())
    return sorted({*behind_numbers(import_id, numbers), *holders})
