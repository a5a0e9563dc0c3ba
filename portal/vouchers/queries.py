"""Programmes and vouchers read: what a person holds, one voucher with its state, the issues of a day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import and_, bindparam, exists, false, func, null, select, union_all

from portal.accounts.models import Staff
from portal.clock import JAPAN
from portal.db import db
from portal.doses.models import Dose
from portal.doses.queries import DoseView
from portal.errors import NotFound
from portal.programmes.models import Programme
from portal.text.wareki import format_date
from portal.vouchers.models import Voucher, VoucherPaper, VoucherPrint
from portal.vouchers.rules import (
    APPLICANT_WORDS,
    CHANNEL_WORDS,
    DELIVERED_WORDS,
    REASON_WORDS,
    SCREENING_ONLY,
    Delivery,
    DoseFacts,
    ProgrammeFacts,
    VoucherFacts,
)


@dataclass(frozen=True)
class VoucherView:
    """One voucher as the screens show it; "used" is derived from the doses, never stored."""

    id: int
    public_id: str
    number: str
    resident_id: int
    programme_code: str
    programme_name: str
    dose_number: int
    state: str
    state_word: str
    issued_at: datetime
    issued_by: str
    kind_word: str
    path_words: str
    is_live: bool
    to_be_mailed: bool

    @property
    def facts(self) -> VoucherFacts:
        return VoucherFacts(self.number, self.dose_number)


def programmes() -> list[Programme]:
    """All of the city's programmes, the newest first; there are few."""
    return list(db.session().scalars(select(Programme).order_by(Programme.starts_on.desc())))


def facts_of(programme: Programme) -> ProgrammeFacts:
    return ProgrammeFacts(
        code=programme.code,
        name=programme.name,
        starts_on=programme.starts_on,
        ends_on=programme.ends_on,
        doses=programme.doses,
        minimum_age=programme.minimum_age,
        interval_days=programme.interval_days,
        ended_words=format_date(programme.ends_on) if programme.ends_on else "",
        starts_words=format_date(programme.starts_on),
    )


def doses_given(programme_code: str, doses: Collection[DoseView]) -> list[DoseFacts]:
    """What the rules ask about the doses of one programme; what ended after the screening was none (予診のみ)."""
    return [
        DoseFacts(dose.dose_number, dose.given_on)
        for dose in doses
        if dose.programme_code == programme_code and dose.content != SCREENING_ONLY
    ]


def vouchers_of(resident_id: int, doses: Collection[DoseView]) -> list[VoucherView]:
    """Every voucher of a person, the newest first, in one statement."""
    rows = db.session().execute(_VOUCHERS, {"resident_id": resident_id})
    return [_view(*row, doses=doses) for row in rows.tuples()]


IS_PRINTED = exists().where(VoucherPrint.voucher_id == Voucher.id)
_VOUCHERS = (
    select(Voucher, Programme.name, Staff.name, IS_PRINTED)
    .join(Programme, Programme.code == Voucher.programme_code)
    .outerjoin(Staff, Staff.id == Voucher.issued_by)
    .where(Voucher.resident_id == bindparam("resident_id"))
    .order_by(Voucher.issued_at.desc(), Voucher.id.desc())
)


def vouchers_then(
    resident_id: int, doses_now: Collection[DoseView], doses_then: Collection[DoseView], end: datetime
) -> list[tuple[VoucherView | None, VoucherView]]:
    """Every voucher of a person as it was at the last moment before `end` (None: not issued yet) and as it is now, the newest first."""
    found = []
    for row in db.session().execute(_VOUCHERS, {"resident_id": resident_id}).tuples():
        then = _view(*row, doses=doses_then, before=end) if row[0].issued_at < end else None
        found.append((then, _view(*row, doses=doses_now)))
    return found


def programmes_and_vouchers(resident_id: int, doses: Collection[DoseView]) -> tuple[list[Programme], list[VoucherView]]:
    """What programmes() and vouchers_of() give, for the resident page in one statement."""
    rows = db.session().execute(_PROGRAMMES_AND_VOUCHERS, {"resident_id": resident_id}).all()
    found = {programme.code: programme for programme, _, _, _ in rows}
    held = [(voucher, programme.name, name, printed) for programme, voucher, name, printed in rows if voucher is not None]
    held.sort(key=lambda row: (row[0].issued_at, row[0].id), reverse=True)
    return list(found.values()), [_view(*row, doses=doses) for row in held]


_PROGRAMMES_AND_VOUCHERS = (
    select(Programme, Voucher, Staff.name, IS_PRINTED)
    .outerjoin(Voucher, and_(Voucher.programme_code == Programme.code, Voucher.resident_id == bindparam("resident_id")))
    .outerjoin(Staff, Staff.id == Voucher.issued_by)
    .order_by(Programme.starts_on.desc(), Programme.code)
)


def voucher_row(public_id: str) -> Voucher:
    """Inside a door; NotFound when there is none."""
    voucher = db.session().scalar(select(Voucher).where(Voucher.public_id == public_id))
    if voucher is None:
        raise NotFound
    return voucher


class PageNow(NamedTuple):
    """What stands on a voucher's page (None: it was issued in bulk and has none here), and how often it was printed."""

    sheet: str | None
    printed: int


def page_now(voucher_id: int) -> PageNow:
    """Inside a door, in one statement."""
    sheet = select(VoucherPaper.sheet).where(VoucherPaper.voucher_id == voucher_id).scalar_subquery()
    printed = select(func.count()).where(VoucherPrint.voucher_id == voucher_id).scalar_subquery()
    return PageNow(*db.session().execute(select(sheet, printed)).one())


def owners_of_number(number: str) -> dict[int, str]:
    """Whom a voucher's number leads to, and in which words: by the voucher itself, or by a dose that was given with it (another city's
    voucher, or one from before this register). One number misread at a venue may lead to several people (domain-vaccination §2.5)."""
    owners: dict[int, str] = {}
    for row in db.session().execute(_OWNERS, {"number": number}):
        if row.dose_number is None:
            owners.setdefault(row.resident_id, "接種記録の券番号が一致")
        else:
            state = "無効" if row.voided_at else "使用済" if row.is_used else "有効"
            owners[row.resident_id] = f"接種券番号が一致({row.dose_number}回目・{state})"
    return owners


_OWNERS = union_all(
    select(
        Voucher.resident_id,
        Voucher.dose_number,
        Voucher.voided_at,
        select(Dose.id)
        .where(
            Dose.resident_id == Voucher.resident_id,
            Dose.programme_code == Voucher.programme_code,
            Dose.dose_number == Voucher.dose_number,
            Dose.content != SCREENING_ONLY,
            Dose.superseded_at.is_(None),
        )
        .exists()
        .label("is_used"),
    ).where(Voucher.number == bindparam("number")),
    select(Dose.resident_id, null(), null(), false()).where(Dose.voucher_number == bindparam("number"), Dose.superseded_at.is_(None)),
)


@dataclass(frozen=True)
class Issued:
    """One line of the day's list at the counter."""

    public_id: str
    number: str
    resident_id: int
    programme_name: str
    dose_number: int
    issued_at: datetime
    issued_by: str
    reason_word: str
    channel_word: str
    delivery_word: str


def issued_on(day: date, limit: int = 1000) -> list[Issued]:
    """What was issued or reissued by hand on a day, the newest first (bulk issues have no one who issued them)."""
    start = datetime.combine(day, time(), JAPAN)
    rows = db.session().execute(
        select(Voucher, Programme.name, Staff.name)
        .join(Programme, Programme.code == Voucher.programme_code)
        .join(Staff, Staff.id == Voucher.issued_by)
        .where(Voucher.issued_at >= start, Voucher.issued_at < start + timedelta(days=1))
        .order_by(Voucher.issued_at.desc(), Voucher.id.desc())
        .limit(limit)
    )
    return [_issued(voucher, programme_name, staff_name) for voucher, programme_name, staff_name in rows]


def _issued(voucher: Voucher, programme_name: str, staff_name: str) -> Issued:
    return Issued(
        public_id=voucher.public_id,
        number=voucher.number,
        resident_id=voucher.resident_id,
        programme_name=programme_name,
        dose_number=voucher.dose_number,
        issued_at=voucher.issued_at,
        issued_by=staff_name,
        reason_word=REASON_WORDS[voucher.reason] if voucher.reason else "新規",
        channel_word=CHANNEL_WORDS[voucher.channel] if voucher.channel else "",
        delivery_word=DELIVERED_WORDS[voucher.delivery] if voucher.delivery else "",
    )


def is_to_be_mailed(voucher: Voucher, *, is_printed: bool) -> bool:
    """Whether the page has still to be posted. Printing is the last that the portal knows; a bulk issue is posted as it is issued
    (docs/decisions/014-what-stops-a-voucher.md)."""
    return voucher.issued_by is not None and voucher.delivery is Delivery.POST_TO_ADDRESS and not is_printed


def _view(
    voucher: Voucher,
    programme_name: str,
    staff_name: str | None,
    is_printed: bool,
    *,
    doses: Collection[DoseView],
    before: datetime | None = None,
) -> VoucherView:
    """`before`: what happened to it from that moment on is not known yet."""
    given = doses_given(voucher.programme_code, doses)
    used_on = next((dose.given_on for dose in given if dose.number == voucher.dose_number), None)
    is_void = voucher.voided_at is not None and (before is None or voucher.voided_at < before)
    state, word = ("void", "無効") if is_void else ("done", "使用済") if used_on else ("ok", "有効")
    return VoucherView(
        id=voucher.id,
        public_id=voucher.public_id,
        number=voucher.number,
        resident_id=voucher.resident_id,
        programme_code=voucher.programme_code,
        programme_name=programme_name,
        dose_number=voucher.dose_number,
        state=state,
        state_word=word,
        issued_at=voucher.issued_at,
        issued_by=staff_name or "",
        kind_word="再発行" if voucher.replaces_id else ("窓口" if voucher.issued_by else "一括"),
        path_words=_path(voucher, used_on, is_void=is_void),
        is_live=state == "ok",
        to_be_mailed=is_to_be_mailed(voucher, is_printed=is_printed),
    )


def _path(voucher: Voucher, used_on: date | None, *, is_void: bool) -> str:
    words = []
    if voucher.delivery:
        words.append(DELIVERED_WORDS[voucher.delivery])
    if voucher.applicant:
        words.append(APPLICANT_WORDS[voucher.applicant])
    if used_on:
        words.append(f"{format_date(used_on)}に接種")
    if is_void:
        words.append(voucher.void_reason)
    return "・".join(words)
