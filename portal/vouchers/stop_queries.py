"""Whose live voucher meets a stop, found in SQL from the few who moved, died or changed: never by a walk through every voucher.

Each voucher counts once, under the gravest reason; the words come from residents/movement_rules.py, and a test holds the two together.
Literals stand where a partial index asks for them: with a bound parameter neither engine can prove that the index serves.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Row,
    ScalarSelect,
    Select,
    String,
    and_,
    cast,
    func,
    literal_column,
    or_,
    select,
    text,
    union_all,
)

from portal.db import db
from portal.programmes.models import Programme
from portal.residents.models import Resident, ResidentChange
from portal.residents.movement_rules import ADDRESS_FIELDS, Happened
from portal.residents.rules import RecordState
from portal.vouchers.models import Voucher
from portal.vouchers.queries import IS_PRINTED, IS_USED

KINDS = (Happened.DIED, Happened.MOVED_OUT, Happened.PROTECTED, Happened.NAME_CHANGED, Happened.ADDRESS_CHANGED)


def count_stops(day: date, *, lapses: bool, name_stops: bool) -> dict[Happened, int]:
    """Inside a door: how many vouchers each reason stops."""
    found = _found(KINDS, day, lapses=lapses, name_stops=name_stops).subquery()
    counts = db.session().execute(select(found.c.weight, func.count()).group_by(found.c.weight))
    return dict.fromkeys(KINDS, 0) | {KINDS[weight]: count for weight, count in counts}


def stopped_vouchers(
    kinds: Sequence[Happened], day: date, *, lapses: bool, name_stops: bool, limit: int, offset: int
) -> list[Row[Voucher, str, Resident, bool]]:
    """Inside a door: by reason, the newest first. Voucher, programme's name, whose it is, whether its page was printed."""
    found = _found(kinds, day, lapses=lapses, name_stops=name_stops).subquery()
    page = (
        select(found.c.voucher_id, found.c.weight, found.c.since)
        .order_by(found.c.weight, found.c.since.desc(), found.c.voucher_id)
        .limit(limit)
        .offset(offset)
        .subquery()
    )
    statement = (
        select(Voucher, Programme.name, Resident, IS_PRINTED)
        .join(page, page.c.voucher_id == Voucher.id)
        .join(Programme, Programme.code == Voucher.programme_code)
        .join(Resident, Resident.id == Voucher.resident_id)
        .order_by(page.c.weight, page.c.since.desc(), Voucher.id)
    )
    return list(db.session().execute(statement))


def _found(
    kinds: Sequence[Happened], day: date, *, lapses: bool, name_stops: bool
) -> Select[Any, str, int] | CompoundSelect[Any, str, int]:
    """weight, since (a text that sorts as the days do), voucher_id."""
    hidden = _hidden(day, lapses=lapses)
    named = _changed("name")
    here = and_(Resident.category.not_in(("3", "4")), ~hidden)
    parts = {
        Happened.DIED: _part(Happened.DIED, Resident.moved_on, _by_category("4")),
        Happened.MOVED_OUT: _part(Happened.MOVED_OUT, Resident.moved_on, _by_category("3")),
        Happened.PROTECTED: _part(
            Happened.PROTECTED,
            Resident.protected_from,
            Voucher.resident_id.in_(select(Resident.id).where(Resident.protection.is_not(None)).correlate(None)),
            Resident.category.not_in(("3", "4")),
            hidden,
        ),
        Happened.NAME_CHANGED: _part(
            Happened.NAME_CHANGED,
            _first("name", func.min(ResidentChange.at)),
            Voucher.resident_id.in_(select(ResidentChange.resident_id).where(text("resident_change.field = 'name'")).correlate(None)),
            here,
            named,
        ),
        Happened.ADDRESS_CHANGED: _part(
            Happened.ADDRESS_CHANGED,
            _first_of_address(),
            text("voucher.issued_by IS NOT NULL AND voucher.delivery = 'post_to_address'"),
            ~IS_PRINTED,
            here,
            or_(*(_changed(field) for field in ADDRESS_FIELDS)),
            *([~func.coalesce(named, False)] if name_stops else []),
        ),
    }
    wanted = [parts[kind].where(_is_live(day)) for kind in kinds if name_stops or kind is not Happened.NAME_CHANGED]
    return union_all(*wanted) if wanted else _part(Happened.DIED, Resident.moved_on, text("1 = 0"))


def _part(kind: Happened, since: Any, *conditions: ColumnElement[bool] | Any) -> Select[Any, str, int]:
    return (
        select(
            literal_column(str(KINDS.index(kind))).label("weight"),
            func.coalesce(cast(since, String), "").label("since"),
            Voucher.id.label("voucher_id"),
        )
        .join(Resident, Resident.id == Voucher.resident_id)
        .where(text("voucher.voided_at IS NULL"), Resident.record_state == RecordState.CURRENT, *conditions)
    )


def _is_live(day: date) -> ColumnElement[bool]:
    """Not used, and of a programme that has not ended: what cannot be used any more needs no stop."""
    programmes = select(Programme.code).where(or_(Programme.ends_on.is_(None), Programme.ends_on >= day))
    return and_(Voucher.programme_code.in_(programmes), ~IS_USED)


def _by_category(value: str) -> ColumnElement[bool]:
    gone = text(f"(resident.category = '3' OR resident.category = '4') AND resident.category = '{value}'")
    return Voucher.resident_id.in_(select(Resident.id).where(gone).correlate(None))


def _hidden(day: date, *, lapses: bool) -> ColumnElement[bool]:
    """The rule of residents.rules.shield in SQL."""
    if not lapses:
        return Resident.protection.is_not(None)
    return and_(Resident.protection.is_not(None), or_(Resident.protected_until.is_(None), Resident.protected_until >= day))


def _first(field: str, what: Any) -> ScalarSelect[Any]:
    """Of the changes of this field since the voucher's issue."""
    return (
        select(what)
        .where(
            ResidentChange.resident_id == Voucher.resident_id,
            ResidentChange.field == literal_column(f"'{field}'"),
            ResidentChange.at > Voucher.issued_at,
        )
        .correlate(Voucher)
        .scalar_subquery()
    )


def _first_of_address() -> ScalarSelect[Any]:
    of_address = ResidentChange.field.in_(ADDRESS_FIELDS)
    since = (ResidentChange.resident_id == Voucher.resident_id, of_address, ResidentChange.at > Voucher.issued_at)
    return select(func.min(ResidentChange.at)).where(*since).correlate(Voucher).scalar_subquery()


def _changed(field: str) -> ColumnElement[bool]:
    """What the page says is not what the register says today; unknown (no change at all) is not so."""
    on_page = (
        select(ResidentChange.old)
        .where(
            ResidentChange.resident_id == Voucher.resident_id,
            ResidentChange.field == literal_column(f"'{field}'"),
            ResidentChange.at > Voucher.issued_at,
        )
        .order_by(ResidentChange.at, ResidentChange.id)
        .limit(1)
        .correlate(Voucher)
        .scalar_subquery()
    )
    return on_page != getattr(Resident, field)
