"""The records an auditor asked for: a page of them, one of them, or all of them for a file. Inside a door; nothing here writes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, extract, func, or_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from portal.accounts.models import Section, Staff
from portal.audit.models import AuditRecord, AuditSubject
from portal.config import Settings
from portal.db import db
from portal.oversight.rules import COUNTED_EXACTLY, OPENED, Asked, Line, Person
from portal.programmes.models import Programme
from portal.residents.models import Resident
from portal.text.folding import name_key

AnyRow = Row[*tuple[Any, ...]]
AnySelect = Select[*tuple[Any, ...]]
ROWS = 50
NAMED = 3
_NOBODY = 0
_JAPAN_SECONDS = 9 * 3600
_DAY, _WEEK = 86_400, 604_800
# 1970-01-01 was a Thursday: the third and fourth day of such a week are Saturday and Sunday.
_SATURDAY, _MONDAY = 2 * _DAY, 4 * _DAY


@dataclass(frozen=True)
class Window:
    """Which page: the records older than one, or newer than one; `first` is the place of its first line in the whole list."""

    before: int | None = None
    after: int | None = None
    first: int = 1


@dataclass(frozen=True)
class Condition:
    """What was asked, with the numbers and names looked up."""

    asked: Asked
    resident_id: int | None
    staff_ids: tuple[int, ...]
    opens: int
    closes: int


@dataclass(frozen=True)
class Found:
    lines: list[Line] = field(default_factory=list)
    has_newer: bool = False
    has_older: bool = False
    count: int = 0
    first: int = 1

    @property
    def count_words(self) -> str:
        return f"{COUNTED_EXACTLY:,}件以上" if self.count > COUNTED_EXACTLY else f"{self.count:,}件"


def look_up(asked: Asked, settings: Settings) -> Condition:
    """One statement for the person, one for the staff, each only when asked; an unknown 宛名番号 finds nothing."""
    session = db.session()
    resident_id = None
    if asked.person:
        resident_id = session.scalar(select(Resident.id).where(Resident.resident_number == asked.person)) or _NOBODY
    staff_ids: tuple[int, ...] = ()
    if asked.staff:
        key = name_key(asked.staff)
        everybody = session.execute(select(Staff.id, Staff.login_name, Staff.name))
        staff_ids = tuple(row.id for row in everybody if row.login_name == asked.staff.lower() or key in name_key(row.name))
    return Condition(asked, resident_id, staff_ids, settings.office_opens_hour, settings.office_closes_hour)


def find_lines(condition: Condition, window: Window) -> Found:
    """A page of at most ROWS lines, newest first, in four statements."""
    rows, has_more = _window_rows(condition, window)
    lines = with_people([_line(row) for row in rows], condition.resident_id)
    counted = select(func.count()).select_from(_matching(condition, AuditRecord.sequence).limit(COUNTED_EXACTLY + 1).subquery())
    return Found(
        lines=lines,
        has_newer=has_more if window.after else window.before is not None,
        has_older=True if window.after else has_more,
        count=db.session().scalar(counted) or 0,
        first=1 if window.after and not has_more else window.first,
    )


def _window_rows(condition: Condition, window: Window) -> tuple[Sequence[AnyRow], bool]:
    statement = _lines(condition)
    place = tuple_(AuditRecord.at, AuditRecord.sequence)
    if window.after:
        statement = statement.where(place > _place_of(window.after)).order_by(AuditRecord.at, AuditRecord.sequence)
    else:
        statement = statement.order_by(AuditRecord.at.desc(), AuditRecord.sequence.desc())
        if window.before:
            statement = statement.where(place < _place_of(window.before))
    rows = db.session().execute(statement.limit(ROWS + 1)).all()
    page = rows[:ROWS]
    return (page[::-1] if window.after else page), len(rows) > ROWS


def _place_of(sequence: int) -> Any:
    other = AuditRecord.__table__.alias()
    return tuple_(select(other.c.at).where(other.c.sequence == sequence).scalar_subquery(), sequence)


def sequences_of(condition: Condition, most: int) -> Sequence[AnyRow]:
    """The newest `most` + 1 matching records: their sequence and the first people of each, for the record of an export."""
    statement = _matching(condition, AuditRecord.sequence, *_first_people())
    return db.session().execute(statement.order_by(AuditRecord.at.desc(), AuditRecord.sequence.desc()).limit(most + 1)).all()


def all_lines(condition: Condition, newest: int) -> Iterator[list[Line]]:
    """Every matching record up to the sequence `newest`, oldest first, by the thousand; inside reading()."""
    statement = _lines(condition).where(AuditRecord.sequence <= newest).order_by(AuditRecord.at, AuditRecord.sequence)
    rows = db.session().execute(statement, execution_options={"yield_per": 1000})
    for part in rows.partitions():
        yield with_people([_line(row) for row in part], condition.resident_id)


def find_line(sequence: int) -> Line | None:
    row = db.session().execute(_select_lines().where(AuditRecord.sequence == sequence)).one_or_none()
    return _line(row) if row else None


def typed_of(sequence: int) -> str | None:
    """The sealed text that was typed, as it is stored."""
    return db.session().scalar(select(AuditRecord.typed).where(AuditRecord.sequence == sequence))


def subjects_page(sequence: int, *, page: int, size: int) -> list[Person]:
    """The people of one record, in the order of their number in the register."""
    ids = select(AuditSubject.resident_id).where(AuditSubject.sequence == sequence).order_by(AuditSubject.resident_id)
    found = list(db.session().scalars(ids.limit(size).offset((page - 1) * size)))
    people = _people(found)
    return [people[resident_id] for resident_id in found]


def programme_names() -> dict[str, str]:
    return {row.code: row.name for row in db.session().execute(select(Programme.code, Programme.name))}


def _select_lines() -> AnySelect:
    return _joined(
        select(
            AuditRecord.sequence,
            AuditRecord.at,
            AuditRecord.event,
            AuditRecord.staff_login,
            func.coalesce(Staff.name, "").label("staff_name"),
            func.coalesce(Section.name, "").label("section_name"),
            AuditRecord.address,
            AuditRecord.visit_id,
            AuditRecord.purpose,
            AuditRecord.facts,
            AuditRecord.typed.is_not(None).label("has_typed"),
            AuditRecord.subject_count,
            AuditRecord.hash,
            *_first_people(),
        )
    )


def _joined(statement: AnySelect) -> AnySelect:
    return (
        statement.select_from(AuditRecord)
        .outerjoin(Staff, Staff.id == AuditRecord.staff_id)
        .outerjoin(Section, Section.id == Staff.section_id)
    )


def _lines(condition: Condition) -> AnySelect:
    return _select_lines().where(*_conditions(condition))


def _matching(condition: Condition, *columns: Any) -> AnySelect:
    return select(*columns).where(*_conditions(condition))


def _line(row: AnyRow) -> Line:
    values = row._asdict()
    named = tuple(resident_id for name in ("first", "second", "third") if (resident_id := values.pop(name)) is not None)
    return Line(**values, named_ids=named)


def _first_people() -> tuple[ColumnElement[Any], ...]:
    """The three lowest ids of a record's people, each found by one step in the index, however many there are."""
    first = _next_person(None)
    second = _next_person(first)
    return first.label("first"), second.label("second"), _next_person(second).label("third")


def _next_person(above: Any) -> Any:
    subject = AuditSubject.__table__.alias()
    lowest = select(func.min(subject.c.resident_id)).where(subject.c.sequence == AuditRecord.sequence)
    if above is not None:
        lowest = lowest.where(subject.c.resident_id > above)
    return lowest.correlate(AuditRecord).scalar_subquery()


def with_people(lines: list[Line], sought: int | None) -> list[Line]:
    """Names for the people each line shows; the one who was sought comes first."""
    shown = {line.sequence: _shown_ids(line, sought) for line in lines}
    people = _people({resident_id for ids in shown.values() for resident_id in ids})
    return [replace(line, people=tuple(people[resident_id] for resident_id in shown[line.sequence])) for line in lines]


def _shown_ids(line: Line, sought: int | None) -> tuple[int, ...]:
    if not sought:
        return line.named_ids
    return (sought, *(resident_id for resident_id in line.named_ids if resident_id != sought))[:NAMED]


def _people(ids: Iterable[int]) -> dict[int, Person]:
    rows = db.session().execute(
        select(Resident.id, Resident.resident_number, Resident.name, Resident.protection.is_not(None), Resident.record_state).where(
            Resident.id.in_(ids)
        )
    )
    known = {row[0]: Person(*row) for row in rows}
    return {resident_id: known.get(resident_id) or Person(resident_id, "", "", False) for resident_id in ids}


def _conditions(condition: Condition) -> list[ColumnElement[bool]]:
    asked = condition.asked
    event, at = (_beside_a_person(column, condition) for column in (AuditRecord.event, AuditRecord.at))
    found: list[ColumnElement[bool]] = []
    if asked.events:
        found.append(_one_of(event, [word.value for word in asked.events]))
    if asked.begins:
        found.append(at >= asked.begins)
    if asked.ends:
        found.append(at < asked.ends)
    if asked.purpose:
        found.append(AuditRecord.purpose.contains(asked.purpose, autoescape=True))
    if asked.staff:
        found.append(_by_staff(condition))
    if condition.resident_id is not None:
        looked_at = select(AuditSubject.sequence).where(AuditSubject.resident_id == condition.resident_id)
        found.append(AuditRecord.sequence.in_(looked_at))
    if asked.protected:
        found.append(_opened_protected())
    if asked.after_hours:
        found.append(_after_hours(condition.opens, condition.closes))
    return found


def _beside_a_person(column: InstrumentedAttribute[Any], condition: Condition) -> ColumnElement[Any]:
    """The records of one person are few: no other index may tempt the planner (SQLite takes event and time, five times slower)."""
    return func.coalesce(column, column) if condition.resident_id is not None else column.expression


def _one_of(column: ColumnElement[Any], values: Sequence[Any]) -> ColumnElement[bool]:
    return column == values[0] if len(values) == 1 else column.in_(values)


def _by_staff(condition: Condition) -> ColumnElement[bool]:
    """Staff of the city by id; a name that is nobody's is a program's, or one that was tried at the sign-in."""
    if condition.staff_ids:
        return _one_of(_beside_a_person(AuditRecord.staff_id, condition), condition.staff_ids)
    return and_(AuditRecord.staff_id.is_(None), AuditRecord.staff_login == condition.asked.staff)


def _opened_protected() -> ColumnElement[bool]:
    subjects = select(AuditSubject.sequence).join(Resident, Resident.id == AuditSubject.resident_id).where(Resident.protection.is_not(None))
    return and_(AuditRecord.event.in_([event.value for event in OPENED]), AuditRecord.sequence.in_(subjects))


def _after_hours(opens: int, closes: int) -> ColumnElement[bool]:
    """Seconds since 1970 in Japan's time, so that neither engine's own time zone matters."""
    seconds = extract("epoch", AuditRecord.at) + _JAPAN_SECONDS
    of_day, of_week = seconds % _DAY, seconds % _WEEK
    return or_(of_day < opens * 3600, of_day >= closes * 3600, and_(of_week >= _SATURDAY, of_week < _MONDAY))
