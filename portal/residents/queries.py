"""The register read: one person for the page, and the candidates of a search. What is hidden never leaves this file."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, select
from sqlalchemy.orm import aliased

from portal.accounts.models import Staff
from portal.db import db, read_once
from portal.errors import NotFound
from portal.intake.models import FileImport
from portal.intake.queries import refuse_while_taken_back
from portal.intake.rules import ImportKind
from portal.residents.merge_models import ResidentMerge
from portal.residents.models import Resident, ResidentChange
from portal.residents.movement_rules import Happening, Standing, Stops, happened_to, why_not
from portal.residents.rules import Category, Movement, Protection, RecordState, Sex, Shield, age_on, shield
from portal.text.wareki import PartialDate


@dataclass(frozen=True)
class FileRef:
    """A file that brought something: what it is, the public id of its page, when it was read in."""

    kind: ImportKind
    public_id: str
    uploaded_at: datetime


@dataclass(frozen=True)
class Came:
    """When a person came into the register, and from which file (None: not from one)."""

    at: datetime
    file: FileRef | None


@dataclass(frozen=True)
class ResidentView:
    """A person as this screen may show them; address, household and telephone are empty when they are hidden.

    `absorbs`: how many other records are merged into this one (of the page's own person alone).
    """

    id: int
    public_id: str
    resident_number: str
    household_number: str
    name: str
    kana: str
    former_surname: str
    alias_name: str
    roman_name: str
    birth: PartialDate
    sex: Sex
    postal_code: str
    address: str
    building: str
    phone: str
    category: Category
    movement: Movement | None
    moved_on: date | None
    protection: Protection | None
    shield: Shield
    age: int | None
    happened: tuple[Happening, ...]
    name_key: str
    kana_key: str
    former_key: str
    alias_key: str
    opened: bool = False
    absorbs: int = 0
    came: Came | None = None

    @property
    def why_not_serve(self) -> str | None:
        """Why nobody issues a voucher to this person."""
        return why_not(self.happened, Stops.ISSUING)

    @property
    def hides_place(self) -> bool:
        """Whether nothing of where the person lives or is reached may be told on this screen."""
        return self.shield.hidden and not self.opened

    @property
    def is_here(self) -> bool:
        return self.category not in (Category.DEAD, Category.MOVED_OUT)


@dataclass(frozen=True)
class Change:
    """One value that changed, by a file or by a member of staff.

    `undone`: the import was taken back since; `is_return`: this is the way back.
    """

    at: datetime
    field: str
    old: str
    new: str
    file: FileRef | None = None
    staff_name: str = ""
    undone: bool = False
    is_return: bool = False


def find_resident(public_id: str, day: date, *, lapses: bool) -> tuple[ResidentView, int]:
    """The person and how many others share name and birth date. NotFound when there is none, or when the record is no longer current."""
    row = db.session().execute(_ONE, {"public_id": public_id}).one_or_none()
    if row is None:
        raise NotFound
    resident, same, absorbs, *file = row
    return replace(view_of(resident, day, lapses=lapses), absorbs=absorbs, came=_came(resident.registered_at, *file)), same


def _came(at: datetime | None, *file: Any) -> Came | None:
    return None if at is None else Came(at, file_ref(*file))


def file_ref(kind: ImportKind | None, public_id: str | None, uploaded_at: datetime | None) -> FileRef | None:
    """From the columns of a file that may be none."""
    return None if kind is None or public_id is None or uploaded_at is None else FileRef(kind, public_id, uploaded_at)


_Other = aliased(Resident)
_ONE = (
    select(
        Resident,
        select(func.count())
        .where(
            _Other.birth == Resident.birth,
            _Other.name_key == Resident.name_key,
            _Other.id != Resident.id,
            _Other.record_state == RecordState.CURRENT,
        )
        .correlate(Resident)
        .scalar_subquery(),
        select(func.count())
        .where(ResidentMerge.kept_id == Resident.id, ResidentMerge.undone_at.is_(None))
        .correlate(Resident)
        .scalar_subquery(),
        FileImport.kind,
        FileImport.public_id,
        FileImport.uploaded_at,
    )
    .outerjoin(FileImport, FileImport.id == Resident.first_import_id)
    .where(Resident.public_id == bindparam("public_id"), Resident.record_state == RecordState.CURRENT)
)


def view_of(resident: Resident | Row[Any], day: date, *, lapses: bool, opened: bool = False) -> ResidentView:
    """From a row with the columns of Resident; `opened`: the 所属長 has opened the protected address with a reason."""
    cover = shield(resident.protection, resident.protected_until, day, lapses=lapses)
    hide = cover.hidden and not opened
    movement, moved_on = (None, None) if hide else (resident.movement, resident.moved_on)
    standing = Standing(resident.category, movement, moved_on, cover, resident.protected_from, resident.protected_until)
    return ResidentView(
        id=resident.id,
        public_id=resident.public_id,
        resident_number=resident.resident_number,
        household_number="" if hide else resident.household_number,
        name=resident.name,
        kana=resident.kana,
        former_surname=resident.former_surname,
        alias_name=resident.alias_name,
        roman_name=resident.roman_name,
        birth=resident.birth,
        sex=resident.sex,
        postal_code="" if hide else resident.postal_code,
        address="" if hide else resident.address,
        building="" if hide else resident.building,
        phone="" if hide else resident.phone,
        category=resident.category,
        movement=movement,
        moved_on=moved_on,
        protection=resident.protection,
        shield=cover,
        age=age_on(resident.birth, resident.moved_on if resident.category is Category.DEAD and resident.moved_on else day),
        happened=happened_to(standing),
        name_key=resident.name_key,
        kana_key=resident.kana_key,
        former_key=resident.former_key,
        alias_key=resident.alias_key,
        opened=opened,
    )


def resident_by_id(resident_id: int) -> Resident:
    """Inside a door; NotFound when there is none."""
    resident = db.session().get(Resident, resident_id)
    if resident is None or resident.record_state is not RecordState.CURRENT:
        raise NotFound
    return resident


def name_and_birth(resident_id: int) -> tuple[str, PartialDate] | None:
    """Whom the strip of a visit names on every page; None once the record is no longer current."""
    rows = read_once(_NAME_AND_BIRTH, {"id": resident_id})
    return (rows[0].name, rows[0].birth) if rows else None


_NAME_AND_BIRTH = select(Resident.name, Resident.birth).where(Resident.id == bindparam("id"), Resident.record_state == RecordState.CURRENT)


def held_resident(resident_id: int, day: date, *, lapses: bool) -> ResidentView:
    """Inside writing(): the row is held until the commit, so that two changes follow one another.

    NotFound when there is none, Refused while the file that it came from is taken back.
    """
    resident = db.session().get(Resident, resident_id, with_for_update=True)
    if resident is None or resident.record_state is not RecordState.CURRENT:
        raise NotFound
    refuse_while_taken_back([resident.import_id])
    return view_of(resident, day, lapses=lapses)


def id_of_resident(public_id: str) -> int:
    """Inside a door; NotFound when there is none."""
    found = db.session().scalar(select(Resident.id).where(Resident.public_id == public_id, Resident.record_state == RecordState.CURRENT))
    if found is None:
        raise NotFound
    return found


HIDDEN_FIELDS = frozenset(
    {"postal_code", "address", "building", "phone", "household_number", "movement", "moved_on", "registration_note", "namesake_reason"}
)


def changes_of(resident: ResidentView, *, most: int) -> list[Change]:
    """The newest changes; what is hidden on the page is hidden here as well."""
    rows = db.session().execute(_CHANGES, {"resident_id": resident.id, "most": most})
    changes = [_change(row) for row in rows]
    if not resident.hides_place:
        return changes
    return [replace(change, old="", new="") if change.field in HIDDEN_FIELDS else change for change in changes]


def _change(row: Any) -> Change:
    return Change(
        at=row.at,
        field=row.field,
        old=row.old,
        new=row.new,
        file=file_ref(row.kind, row.public_id, row.uploaded_at),
        staff_name=row.name or "",
        undone=row.undone,
        is_return=row.is_return,
    )


_CHANGES = (
    select(
        *(ResidentChange.at, ResidentChange.field, ResidentChange.old, ResidentChange.new),
        *(ResidentChange.undone, ResidentChange.is_return),
        *(FileImport.kind, FileImport.public_id, FileImport.uploaded_at),
        Staff.name,
    )
    .outerjoin(FileImport, FileImport.id == ResidentChange.import_id)
    .outerjoin(Staff, Staff.id == ResidentChange.staff_id)
    .where(ResidentChange.resident_id == bindparam("resident_id"))
    .order_by(ResidentChange.at.desc(), ResidentChange.id.desc())
    .limit(bindparam("most"))
)
