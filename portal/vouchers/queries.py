"""Programmes and vouchers read: what a person holds, one voucher with its state, the issues of a day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, exists, false, func, null, select, union_all

from portal.accounts.models import Staff
from portal.db import db
from portal.doses.models import Dose
from portal.doses.queries import DoseView
from portal.errors import NotFound
from portal.programmes.dose_rules import DoseFacts
from portal.programmes.models import Programme
from portal.text.wareki import format_date
from portal.vouchers.models import Voucher, VoucherPaper, VoucherPrint
from portal.vouchers.rules import (
    APPLICANT_WORDS,
    DELIVERED_WORDS,
    SCREENING_ONLY,
    Delivery,
    VoucherFacts,
)
from portal.vouchers.state_rules import RETURN_WORDS, STATE_WORDS, VALID, WHAT_TO_DO, Standing, VoucherState


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
    standing: Standing
    to_be_mailed: bool

    @property
    def is_live(self) -> bool:
        return self.standing.is_live

    @property
    def where_word(self) -> str:
        """郵送済, 交付済, 印刷済・手元: of one that is simply valid."""
        return STATE_WORDS[self.standing.state] if self.standing.large_word == VALID else ""

    @property
    def to_do(self) -> str:
        """What the counter does with one that is simply valid."""
        return WHAT_TO_DO.get(self.standing.state, "")

    @property
    def facts(self) -> VoucherFacts:
        return VoucherFacts(self.number, self.dose_number)


def doses_given(programme_code: str, doses: Collection[DoseView]) -> list[DoseFacts]:
    """What the rules ask about the doses of one programme; what ended after the screening was none (予診のみ)."""
    return [
        DoseFacts(dose.dose_number, dose.given_on, dose.manufacturer)
        for dose in doses
        if dose.programme_code == programme_code and dose.content != SCREENING_ONLY
    ]


def issued_by_hand(since: datetime, *, limit: int) -> list[Voucher]:
    """Inside a door: the first ones from this moment on that a member of staff issued."""
    by_hand = (Voucher.issued_by.is_not(None), Voucher.issued_at >= since)
    return list(db.session().scalars(select(Voucher).where(*by_hand).order_by(Voucher.issued_at, Voucher.id).limit(limit)))


def vouchers_of(resident_id: int, doses: Collection[DoseView]) -> list[VoucherView]:
    """Every voucher of a person, the newest first, in one statement."""
    rows = db.session().execute(_VOUCHERS, {"resident_id": resident_id})
    return [_view(*row, doses=doses) for row in rows]


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
    for row in db.session().execute(_VOUCHERS, {"resident_id": resident_id}):
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
    """Whom a voucher's number leads to, and in which words: by each voucher of that number, or by a dose that was given with it
    (another city's voucher, or one from before this register). One misread at a venue may lead to several people (domain §2.5)."""
    by_dose: set[int] = set()
    states: dict[int, list[str]] = {}
    for row in db.session().execute(_OWNERS, {"number": number}):
        if row.dose_number is None:
            by_dose.add(row.resident_id)
        else:
            states.setdefault(row.resident_id, []).append(f"{row.dose_number}回目・{_large_word(row)}")
    owners = dict.fromkeys(by_dose, "接種記録の券番号が一致")
    return owners | {resident_id: f"接種券番号が一致({'、'.join(words)})" for resident_id, words in states.items()}


def _large_word(row: Any) -> str:
    standing = Standing(
        is_void=row.voided_at is not None,
        is_used=row.is_used,
        is_printed=True,
        is_posted=False,
        is_handed_over=False,
        is_returned=row.returned_at is not None,
        void_why=row.void_why,
    )
    return standing.large_word


# The dose for which a voucher was given out; what ended after the screening was none.
OF_ITS_DOSE = (
    Dose.resident_id == Voucher.resident_id,
    Dose.programme_code == Voucher.programme_code,
    Dose.dose_number == Voucher.dose_number,
    Dose.content != SCREENING_ONLY,
    Dose.superseded_at.is_(None),
)
IS_USED = exists().where(*OF_ITS_DOSE)
_OWNERS = union_all(
    select(
        Voucher.resident_id, Voucher.dose_number, Voucher.voided_at, Voucher.void_why, Voucher.returned_at, IS_USED.label("is_used")
    ).where(Voucher.number == bindparam("number")),
    select(Dose.resident_id, null(), null(), null(), null(), false()).where(
        Dose.voucher_number == bindparam("number"), Dose.superseded_at.is_(None)
    ),
)


def is_to_be_mailed(voucher: Voucher, *, is_printed: bool) -> bool:
    """Whether an old address stops it: a page for the post that was never printed. A bulk issue is posted as it is issued
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
    given = (dose for dose in doses_given(voucher.programme_code, doses) if dose.number == voucher.dose_number)
    used_on = next((dose.given_on for dose in given), None)
    standing = standing_of(voucher, is_used=used_on is not None, is_printed=is_printed, before=before)
    mark = _MARKS.get(standing.state, "ok")
    return VoucherView(
        id=voucher.id,
        public_id=voucher.public_id,
        number=voucher.number,
        resident_id=voucher.resident_id,
        programme_code=voucher.programme_code,
        programme_name=programme_name,
        dose_number=voucher.dose_number,
        state=mark,
        state_word=standing.large_word,
        issued_at=voucher.issued_at,
        issued_by=staff_name or "",
        kind_word="再発行" if voucher.replaces_id else ("窓口" if voucher.issued_by else "一括"),
        path_words=_path(voucher, used_on, standing),
        standing=standing,
        to_be_mailed=is_to_be_mailed(voucher, is_printed=is_printed),
    )


_MARKS = {VoucherState.VOID: "void", VoucherState.USED: "done", VoucherState.RETURNED: "care"}


def standing_of(voucher: Voucher, *, is_used: bool, is_printed: bool, before: datetime | None = None) -> Standing:
    """What its columns say, with what was looked up beside it. `before`: what came from that moment on is not known yet."""

    def was(moment: datetime | None) -> bool:
        return moment is not None and (before is None or moment < before)

    return Standing(
        is_void=was(voucher.voided_at),
        is_used=is_used,
        is_printed=is_printed,
        is_posted=was(voucher.posted_at),
        is_handed_over=was(voucher.handed_over_at),
        is_returned=was(voucher.returned_at),
        void_why=voucher.void_why,
    )


def _path(voucher: Voucher, used_on: date | None, standing: Standing) -> str:
    words = []
    if voucher.delivery:
        words.append(DELIVERED_WORDS[voucher.delivery])
    if voucher.applicant:
        words.append(APPLICANT_WORDS[voucher.applicant])
    if used_on:
        words.append(f"{format_date(used_on)}に接種")
    if standing.is_returned and voucher.returned_at and voucher.return_reason:
        words.append(f"{format_date(voucher.returned_at.date())}に返戻({RETURN_WORDS[voucher.return_reason]})")
    if standing.is_void:
        words.append(voucher.void_reason)
    return "・".join(words)
