"""The register read: one person for the page, and the candidates of a search. What is hidden never leaves this file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from portal.db import db
from portal.errors import NotFound
from portal.residents.models import Resident, ResidentChange
from portal.residents.rules import Category, Movement, Protection, Sex, Shield, age_on, shield, why_not_serve
from portal.text.wareki import UNKNOWN, PartialDate, format_date

LAST = "\U0010ffff"


@dataclass(frozen=True)
class ResidentView:
    """A person as this screen may show them; address, household and telephone are empty when they are hidden."""

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
    why_not_serve: str | None
    name_key: str
    kana_key: str
    former_key: str
    alias_key: str

    @property
    def is_here(self) -> bool:
        return self.category not in (Category.DEAD, Category.MOVED_OUT)


@dataclass(frozen=True)
class Change:
    at: datetime
    field: str
    old: str
    new: str
    from_file: bool


def find_resident(public_id: str, day: date, *, lapses: bool) -> tuple[ResidentView, int]:
    """The person and how many others share name and birth date. NotFound when there is none."""
    row = db.session().execute(_ONE, {"public_id": public_id}).one_or_none()
    if row is None:
        raise NotFound
    return view_of(row[0], day, lapses=lapses), row[1]


_Other = aliased(Resident)
_ONE = select(
    Resident,
    select(func.count())
    .where(_Other.birth == Resident.birth, _Other.name_key == Resident.name_key, _Other.id != Resident.id)
    .correlate(Resident)
    .scalar_subquery(),
).where(Resident.public_id == bindparam("public_id"))


def view_of(resident: Resident, day: date, *, lapses: bool, opened: bool = False) -> ResidentView:
    """`opened`: the 所属長 has opened the protected address with a reason."""
    cover = shield(resident.protection, resident.protected_until, day, lapses=lapses)
    hide = cover.hidden and not opened
    moved_words = format_date(resident.moved_on) if resident.moved_on and not hide else ""
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
        movement=None if hide else resident.movement,
        moved_on=None if hide else resident.moved_on,
        protection=resident.protection,
        shield=cover,
        age=age_on(resident.birth, resident.moved_on if resident.category is Category.DEAD and resident.moved_on else day),
        why_not_serve=why_not_serve(resident.category, moved_words),
        name_key=resident.name_key,
        kana_key=resident.kana_key,
        former_key=resident.former_key,
        alias_key=resident.alias_key,
    )


def resident_by_id(resident_id: int) -> Resident:
    """Inside a door; NotFound when there is none."""
    resident = db.session().get(Resident, resident_id)
    if resident is None:
        raise NotFound
    return resident


def id_of_resident(public_id: str) -> int:
    """Inside a door; NotFound when there is none."""
    found = db.session().scalar(select(Resident.id).where(Resident.public_id == public_id))
    if found is None:
        raise NotFound
    return found


HIDDEN_FIELDS = frozenset(
    {"postal_code", "address", "building", "phone", "household_number", "movement", "moved_on", "registration_note", "namesake_reason"}
)


def changes_of(resident: ResidentView) -> list[Change]:
    """The newest 50 changes; what is hidden on the page is hidden here as well."""
    hide = resident.shield.hidden and not resident.address
    return [
        Change(
            at, field, "" if hide and field in HIDDEN_FIELDS else old, "" if hide and field in HIDDEN_FIELDS else new, import_id is not None
        )
        for at, field, old, new, import_id in db.session().execute(_CHANGES, {"resident_id": resident.id})
    ]


_CHANGES = (
    select(ResidentChange.at, ResidentChange.field, ResidentChange.old, ResidentChange.new, ResidentChange.import_id)
    .where(ResidentChange.resident_id == bindparam("resident_id"))
    .order_by(ResidentChange.at.desc(), ResidentChange.id.desc())
    .limit(50)
)


def residents_by_numbers(numbers: Sequence[str], ids: Sequence[int]) -> list[Resident]:
    """By 宛名番号, or by id where a voucher has led to one."""
    return list(db.session().scalars(select(Resident).where(or_(Resident.resident_number.in_(numbers), Resident.id.in_(ids)))))


@dataclass(frozen=True)
class Keys:
    """Folded terms of one search; empty ones do not count. Unknown parts of `birth` match anything."""

    name_key: str = ""
    kana_key: str = ""
    birth: PartialDate | None = None


def residents_by_keys(keys: Keys, *, limit: int) -> list[Resident]:
    """Whose name, former name, alias or kana begins with the key: whole matches first, then in kana order."""
    whole = case((or_(*(column == keys.name_key for column in NAME_KEYS), Resident.kana_key == (keys.kana_key or None)), 0), else_=1)
    statement = select(Resident).where(*_conditions(keys))
    return list(db.session().scalars(statement.order_by(whole, Resident.kana_key, Resident.birth, Resident.id).limit(limit)))


def count_by_keys(keys: Keys, *, most: int) -> int:
    """How many they are, counted no further than `most`."""
    found = select(Resident.id).where(*_conditions(keys)).limit(most).subquery()
    return db.session().scalar(select(func.count()).select_from(found)) or 0


NAME_KEYS = (Resident.name_key, Resident.former_key, Resident.alias_key)


def _conditions(keys: Keys) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if keys.name_key:
        conditions.append(or_(*(_begins(column, keys.name_key) for column in NAME_KEYS)))
    if keys.kana_key:
        conditions.append(_begins(Resident.kana_key, keys.kana_key))
    if keys.birth is not None:
        conditions.append(_born(keys.birth))
    return conditions


def _begins(column: ColumnElement[str] | object, key: str) -> ColumnElement[bool]:
    return and_(column >= key, column < key + LAST)  # pyright: ignore[reportOperatorIssue]


def _born(birth: PartialDate) -> ColumnElement[bool]:
    """An unknown part sorts before every known one, so `birth` itself is the first that it may be."""
    if birth.is_complete or birth == UNKNOWN:
        return Resident.birth == birth
    return Resident.birth.between(birth, PartialDate.from_date(birth.last_day))
