"""What a register file does to records that are no longer current: one taken back lives again, one merged away is not changed."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update

from portal import clock
from portal.db import db
from portal.intake.bulk import among
from portal.intake.cells import Fault
from portal.residents.consequences import changed_fields
from portal.residents.files import Values
from portal.residents.keys import search_keys
from portal.residents.merged import standing_of
from portal.residents.models import Resident
from portal.residents.rules import RecordState

Record = Mapping[Any, Any]


def merged_faults(rows: list[Values], stored: Mapping[str, Record]) -> dict[str, Fault]:
    """Inside a door: by 宛名番号, the rows that would change a record which was merged into another one."""
    changing = [row["resident_number"] for row in rows if _changes_merged(stored.get(row["resident_number"]), row)]
    return {number: _fault(number, standing.resident_number) for number, standing in standing_of(changing).items()}


def _changes_merged(old: Record | None, new: Values) -> bool:
    return old is not None and old["record_state"] is RecordState.MERGED and bool(changed_fields(old, new))


def _fault(number: str, into: str) -> Fault:
    return Fault(
        "宛名番号",
        number,
        f"この宛名番号の記録は、宛名番号{into}の方に統合されています",
        "同じ方なら宛名システムの番号を確かめ、別の方なら「重複のおそれ」の統合の一覧で統合を解いてから、取り込み直してください",
    )


def revive(import_id: int, rows: list[Values]) -> set[str]:
    """Inside writing(): records taken back whose 宛名番号 a file brings again, with their ids as before; gives their numbers."""
    _let_go_of_integrated_numbers(rows)
    numbers = [row["resident_number"] for row in rows]
    found = db.session().execute(
        select(Resident.resident_number, Resident.id, Resident.version).where(
            among(Resident.resident_number, numbers), Resident.record_state == RecordState.TAKEN_BACK
        )
    )
    known = {number: {"id": resident_id, "version": version + 1} for number, resident_id, version in found}
    own = {"import_id": import_id, "first_import_id": import_id, "registered_at": clock.now(), "record_state": RecordState.CURRENT}
    revived = [row | search_keys(row) | own | known[number] for row in rows if (number := row["resident_number"]) in known]
    if revived:
        db.session().execute(update(Resident), revived)
    return set(known)


def _let_go_of_integrated_numbers(rows: list[Values]) -> None:
    """A 団体内統合宛名番号 is one person's: a record taken back does not keep it from whom the register names now."""
    numbers = [row["integrated_number"] for row in rows if row["integrated_number"]]
    held = (among(Resident.integrated_number, numbers), Resident.record_state == RecordState.TAKEN_BACK)
    if numbers:
        db.session().execute(update(Resident).where(*held).values(integrated_number=None))
