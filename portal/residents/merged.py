"""Which record stands for a person: the one of a 宛名番号, or the one that it was merged into. Inside a door."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from portal.db import db
from portal.intake.bulk import among
from portal.residents.merge_models import ResidentMerge
from portal.residents.models import Resident
from portal.residents.rules import RecordState
from portal.text.wareki import PartialDate

_COLUMNS = (Resident.id, Resident.public_id, Resident.resident_number, Resident.birth, Resident.record_state)


@dataclass(frozen=True)
class StandingRecord:
    """The record that is found and shown; `resident_number` is its own, which may differ from the one asked for."""

    id: int
    public_id: str
    resident_number: str
    birth: PartialDate
    record_state: RecordState


def standing_of(numbers: Collection[str]) -> dict[str, StandingRecord]:
    """By 宛名番号. Nobody stands for a number that is unknown or whose record was taken back with its file."""
    if not numbers:
        return {}
    rows = db.session().execute(select(*_COLUMNS).where(among(Resident.resident_number, set(numbers))))
    return _current({row.resident_number: StandingRecord(*row) for row in rows})


def standing_for(public_id: str) -> StandingRecord | None:
    """The record that a merged one leads to; None when this one is not there, taken back, or stands by itself."""
    row = db.session().execute(select(*_COLUMNS).where(Resident.public_id == public_id)).one_or_none()
    if row is None or row.record_state is not RecordState.MERGED:
        return None
    return _current({public_id: StandingRecord(*row)}).get(public_id)


def _current(found: dict[str, StandingRecord]) -> dict[str, StandingRecord]:
    """Follows merge after merge, one statement a step; mostly there is none to follow."""
    while merged := {key: each for key, each in found.items() if each.record_state is RecordState.MERGED}:
        into = _merged_into({each.id for each in merged.values()})
        found = {key: into[each.id] if key in merged else each for key, each in found.items()}
    return {key: each for key, each in found.items() if each.record_state is RecordState.CURRENT}


def _merged_into(ids: Collection[int]) -> dict[int, StandingRecord]:
    rows = db.session().execute(
        select(ResidentMerge.absorbed_id, *_COLUMNS)
        .join(Resident, Resident.id == ResidentMerge.kept_id)
        .where(ResidentMerge.absorbed_id.in_(ids), ResidentMerge.undone_at.is_(None))
    )
    return {row[0]: StandingRecord(*row[1:]) for row in rows}
