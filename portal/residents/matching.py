"""Which rows of a chunk may be somebody whom the register has already: asked of the database, decided by match_rules (S1-1, S2-1)."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import and_, select, tuple_

from portal.db import db
from portal.intake.bulk import among
from portal.residents.keys import own_name_keys
from portal.residents.match_rules import MatchReason, alike, is_stranger
from portal.residents.models import Resident
from portal.residents.rules import RecordState

Record = Mapping[Any, Any]
Values = dict[str, Any]
_COMPARED = (Resident.id, Resident.integrated_number, Resident.birth, Resident.name_key, Resident.kana_key)


def matches_of(rows: Iterable[Values], stored: Mapping[str, Record]) -> dict[str, MatchReason]:
    """Inside a door: by 宛名番号 why a person must look at the row first. `stored`: the records that have the rows' numbers."""
    found: dict[str, MatchReason] = {}
    unknown: list[Values] = []
    for row in rows:
        known = stored.get(row["resident_number"])
        if known is None:
            unknown.append(row | own_name_keys(row))
        elif row["birth"] != known["birth"] and is_stranger(row | own_name_keys(row), known):
            found[row["resident_number"]] = MatchReason.STRANGER
    for row, people in _people_alike(unknown):
        found[row["resident_number"]] = min((reason for _, reason in people), key=list(MatchReason).index)
    return found


def candidates_of(rows: Iterable[Values]) -> dict[str, list[int]]:
    """Inside a door: by 宛名番号, which the register does not know, the ids of the people whom the row may be about."""
    keyed = [row | own_name_keys(row) for row in rows]
    return {row["resident_number"]: sorted(person for person, _ in people) for row, people in _people_alike(keyed)}


def _people_alike(rows: list[Values]) -> list[tuple[Values, list[tuple[int, MatchReason]]]]:
    """Of rows with their keys those that are like somebody, with whom and why."""
    candidates = _candidates(rows) if rows else []
    by_birth: dict[Any, list[Record]] = {}
    by_integrated: dict[Any, list[Record]] = {}
    for person in candidates:
        by_birth.setdefault(person["birth"], []).append(person)
        by_integrated.setdefault(person["integrated_number"], []).append(person)
    found = []
    for row in rows:
        near = {p["id"]: p for p in by_birth.get(row["birth"], []) + by_integrated.get(row["integrated_number"], [])}
        people = [(id_, reason) for id_, person in near.items() if (reason := alike(row, person))]
        if people:
            found.append((row, people))
    return found


def _candidates(rows: list[Values]) -> list[Record]:
    """Everybody who could be alike: more than that is sorted out by the rule."""
    births = {row["birth"] for row in rows}
    integrated = {row["integrated_number"] for row in rows if row["integrated_number"]}
    kana = {(row["birth"], row["kana_key"]) for row in rows if row["kana_key"]}
    same = [
        and_(among(Resident.name_key, {row["name_key"] for row in rows}), Resident.birth.in_(births)),
        tuple_(Resident.birth, Resident.kana_key).in_(kana),
        among(Resident.integrated_number, integrated),
    ]
    found: dict[int, Record] = {}
    for condition in same:
        statement = select(*_COMPARED).where(condition, Resident.record_state == RecordState.CURRENT)
        found |= {person["id"]: person for person in db.session().execute(statement).mappings()}
    return list(found.values())
