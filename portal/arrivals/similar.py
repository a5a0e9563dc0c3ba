"""Who of the register looks like somebody about to be registered by hand: read, recorded, shown side by side (S2-1)."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.arrivals.unregistered_rules import Names, is_same_name_and_birth, why_alike
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import db, reading, writing
from portal.residents.keys import search_keys
from portal.residents.models import Resident
from portal.residents.queries import ResidentView, view_of
from portal.residents.rules import RecordState
from portal.text.wareki import UNKNOWN, PartialDate
from portal.vouchers.actions import visit_of


@dataclass(frozen=True)
class Alike:
    """One person who is there already, and why they look like the same one."""

    resident: ResidentView
    why: str
    exact: bool


def alike_residents(new: Names) -> list[Resident]:
    """Inside a door: those whose birth date may be the same and whose name is alike, the exact ones first.

    Of a whole birth date everybody is compared (a few dozen in a city of a million); of one with unknown parts only who has the same
    folded name, alias or kana, because a whole year is too many to look through.
    """
    current = Resident.record_state == RecordState.CURRENT
    rows = db.session().scalars(select(Resident).where(*_conditions(new), current).order_by(Resident.id))
    found = [row for row in rows if why_alike(new, names_of(row))]
    return sorted(found, key=lambda row: not is_same_name_and_birth(new, names_of(row)))


def compare_residents(new: Names, *, staff: SignedIn, settings: Settings) -> list[Alike]:
    """The same within a visit, as the screen shows them: who is protected without an address. Recorded before it is shown."""
    with reading():
        visit_of(staff)
        rows = alike_residents(new)
    with writing():
        record(Event.RESIDENT_COMPARE, by=staff.actor, subjects=[row.id for row in rows], facts={"count": len(rows)})
    day = clock.today()
    return [
        Alike(
            view_of(row, day, lapses=settings.protection_lapses), why_alike(new, names_of(row)), is_same_name_and_birth(new, names_of(row))
        )
        for row in rows
    ]


def any_exact(new: Names, rows: Iterable[Resident]) -> bool:
    return any(is_same_name_and_birth(new, names_of(row)) for row in rows)


def names_of(person: Resident) -> Names:
    return Names(person.name, person.kana, person.former_surname, person.alias_name, person.birth)


def _conditions(new: Names) -> list[ColumnElement[bool]]:
    if new.birth.is_complete:
        return [Resident.birth.in_([new.birth, PartialDate(new.birth.year, new.birth.month), PartialDate(new.birth.year)])]
    keys = search_keys({"name": new.name, "kana": new.kana, "alias_name": new.alias_name})
    names = [key for key in (keys["name_key"], keys["alias_key"]) if key]
    same: list[ColumnElement[bool]] = [Resident.name_key.in_(names), Resident.alias_key.in_(names)]
    if keys["kana_key"]:
        same.append(Resident.kana_key == keys["kana_key"])
    if new.birth == UNKNOWN:
        return [or_(*same)]
    return [Resident.birth.between(PartialDate(new.birth.year), PartialDate.from_date(new.birth.last_day)), or_(*same)]
