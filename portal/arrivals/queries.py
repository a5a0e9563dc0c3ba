"""異動反映待ち read: a page of the list, one application, and whom the register has brought since. Candidates are derived, never stored."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from portal.accounts.models import Staff
from portal.arrivals.models import Arrival, ArrivalRejection
from portal.arrivals.rules import (
    STATE_WORDS,
    ArrivalState,
    Named,
    arrival_number,
    is_late,
    moved_in_from,
    purposes_in_words,
    since_words,
)
from portal.db import db, read_once
from portal.errors import NotFound
from portal.residents.models import Resident
from portal.residents.rules import Category, RecordState, Sex
from portal.text.wareki import PartialDate
from portal.vouchers.rules import APPLICANT_WORDS, CHANNEL_WORDS

ROWS_A_PAGE = 50
HERE = (Category.JAPANESE, Category.FOREIGN, Category.NOT_REGISTERED)


@dataclass(frozen=True)
class ArrivalView:
    """One application as this screen may show it. When it is hidden, whatever tells where the person lives or lived is empty."""

    id: int
    public_id: str
    number: str
    state: ArrivalState
    state_word: str
    name: str
    kana: str
    birth: PartialDate
    sex: Sex
    address: str
    building: str
    phone: str
    moved_from: str
    notified_on: date
    since: str
    late: bool
    purposes: str
    applicant_word: str
    identity_checked: str
    memo: str
    taken_at: datetime
    taken_by: str
    channel_word: str
    decided_at: datetime | None
    decided_by: str
    close_reason: str
    version: int
    hidden: bool

    @property
    def named(self) -> Named:
        return Named(self.name, self.kana, self.birth, self.sex, self.address, self.building)

    @property
    def is_waiting(self) -> bool:
        return self.state is ArrivalState.WAITING


@dataclass(frozen=True)
class ArrivalRow:
    """The row with the names of who took it and who closed it (empty while it waits)."""

    arrival: Arrival
    taken_by: str
    decided_by: str

    def view(self, day: date, *, late_days: int, hidden: bool = False) -> ArrivalView:
        row = self.arrival
        return ArrivalView(
            id=row.id,
            public_id=row.public_id,
            number=number_of(row),
            state=row.state,
            state_word=STATE_WORDS[row.state],
            name=row.name,
            kana=row.kana,
            birth=row.birth,
            sex=row.sex,
            address="" if hidden else row.address,
            building="" if hidden else row.building,
            phone="" if hidden else row.phone,
            moved_from="" if hidden else row.moved_from,
            notified_on=row.notified_on,
            since=since_words(row.notified_on, day),
            late=row.state is ArrivalState.WAITING and is_late(row.notified_on, day, late_days=late_days),
            purposes=purposes_in_words(row.purposes),
            applicant_word=APPLICANT_WORDS[row.applicant],
            identity_checked=row.identity_checked,
            memo="" if hidden else row.memo,
            taken_at=row.taken_at,
            taken_by=self.taken_by,
            channel_word=CHANNEL_WORDS[row.channel],
            decided_at=row.decided_at,
            decided_by=self.decided_by,
            close_reason=row.close_reason,
            version=row.version,
            hidden=hidden,
        )


def number_of(arrival: Arrival) -> str:
    return arrival_number(arrival.fiscal_year, arrival.running)


def count_waiting() -> int:
    """For the navigation of everybody who may see the list: one count in the index."""
    return read_once(_WAITING, {})[0][0]


_WAITING = select(func.count()).where(Arrival.state == ArrivalState.WAITING)


def counts_by_state() -> dict[ArrivalState, int]:
    """Inside a door."""
    rows = db.session().execute(select(Arrival.state, func.count()).group_by(Arrival.state))
    return dict.fromkeys(ArrivalState, 0) | {state: count for state, count in rows}  # noqa: C416  (rows are no pairs to the type checker)


def oldest_waiting() -> date | None:
    """Inside a door: since when somebody waits."""
    return db.session().scalar(select(func.min(Arrival.notified_on)).where(Arrival.state == ArrivalState.WAITING))


def count_late(before: date) -> int:
    """Inside a door: how many wait whose 転入届 is older than this day."""
    late = select(func.count()).where(Arrival.state == ArrivalState.WAITING, Arrival.notified_on < before)
    return db.session().scalar(late) or 0


def rows_of_page(state: ArrivalState, page: int) -> list[ArrivalRow]:
    """Inside a door: the longest waiting first; closed ones as they were closed, the newest first."""
    waiting = (Arrival.notified_on, Arrival.id)
    closed = (Arrival.decided_at.desc(), Arrival.id.desc())
    statement = _with_names().where(Arrival.state == state).order_by(*(waiting if state is ArrivalState.WAITING else closed))
    rows = db.session().execute(statement.limit(ROWS_A_PAGE).offset((page - 1) * ROWS_A_PAGE))
    return [_row(*row) for row in rows]


def row_of(public_id: str) -> ArrivalRow:
    """Inside a door; NotFound when there is none."""
    row = db.session().execute(_with_names().where(Arrival.public_id == public_id)).one_or_none()
    if row is None:
        raise NotFound
    return _row(*row)


_Decider = aliased(Staff)


def _with_names() -> Select[Arrival, str, str]:
    return (
        select(Arrival, Staff.name, _Decider.name)
        .join(Staff, Staff.id == Arrival.taken_by)
        .outerjoin(_Decider, _Decider.id == Arrival.decided_by)
    )


def _row(arrival: Arrival, taken_by: str, decided_by: str | None) -> ArrivalRow:
    return ArrivalRow(arrival, taken_by, decided_by or "")


def candidates_of(arrivals: Collection[Arrival]) -> dict[int, list[Resident]]:
    """Inside a door: by application, those of the register who may be the applicant.

    They have the birth date and the folded name or kana, live here, came into the register or moved in since, and were not rejected.
    """
    waiting = [arrival.id for arrival in arrivals if arrival.state is ArrivalState.WAITING]
    found: dict[int, list[Resident]] = {arrival.id: [] for arrival in arrivals}
    if not waiting:
        return found
    pairs = (
        select(Arrival.id, Arrival.notified_on, Resident)
        .join(Resident, and_(Resident.birth == Arrival.birth, _same_name()))
        .outerjoin(ArrivalRejection, and_(ArrivalRejection.arrival_id == Arrival.id, ArrivalRejection.resident_id == Resident.id))
        .where(Arrival.id.in_(waiting), ArrivalRejection.arrival_id.is_(None))
        .where(Resident.category.in_(HERE), Resident.record_state == RecordState.CURRENT)
        .order_by(Arrival.id, Resident.id)
    )
    since = {arrival.id: arrival.last_resident_id for arrival in arrivals}
    for arrival_id, notified_on, resident in db.session().execute(pairs):
        if resident.id > since[arrival_id] or (resident.moved_on is not None and resident.moved_on >= moved_in_from(notified_on)):
            found[arrival_id].append(resident)
    return found


def _same_name() -> ColumnElement[bool]:
    return or_(Resident.name_key == Arrival.name_key, and_(Arrival.kana_key != "", Resident.kana_key == Arrival.kana_key))


def rejected(arrival_id: int, resident_id: int) -> bool:
    """Inside a door: whether these two were told apart."""
    return db.session().get(ArrivalRejection, (arrival_id, resident_id)) is not None


def rejected_count(arrival_id: int) -> int:
    return db.session().scalar(select(func.count()).where(ArrivalRejection.arrival_id == arrival_id)) or 0


def residents_of(ids: Collection[int]) -> dict[int, Resident]:
    """Inside a door: those whose records are current."""
    current = (Resident.id.in_(ids), Resident.record_state == RecordState.CURRENT)
    rows = db.session().scalars(select(Resident).where(*current)) if ids else ()
    return {row.id: row for row in rows}


def same_applications(name_key: str, birth: PartialDate) -> list[ArrivalRow]:
    """Inside a door: those that wait under the same folded name and birth date, the oldest first."""
    same = (Arrival.birth == birth, Arrival.name_key == name_key, Arrival.state == ArrivalState.WAITING)
    return [_row(*row) for row in db.session().execute(_with_names().where(*same).order_by(Arrival.id))]


def last_resident_id() -> int:
    """Inside a door: the newest row of the register."""
    return db.session().scalar(select(func.max(Resident.id))) or 0
