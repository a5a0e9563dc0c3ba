"""券番号: ten digits that run on, unique in the city; one for each voucher, or one for each person for life (a setting, domain §1.1)."""

from dataclasses import dataclass

from sqlalchemy import func, select

from portal import clock
from portal.db import db, held_row
from portal.errors import Refused
from portal.vouchers.models import Voucher, VoucherSeries
from portal.vouchers.state_models import PersonNumber

HIGHEST = 9_999_999_999
USED_UP = "券番号(10桁)を使い切りました。何も発行していません。システム管理者に知らせてください。"


@dataclass(frozen=True)
class Drawn:
    """What a new voucher is called. `issue` counts on where the number, the 券種 and the dose have stood on a voucher before."""

    number: str
    issue: int
    is_shared: bool


def draw_number(resident_id: int, kind_code: str, dose_number: int, *, per_person: bool) -> Drawn:
    """Inside writing(), with the person's row held: two issues for one person follow one another."""
    if not per_person:
        return Drawn(next_number(), 1, is_shared=False)
    number = _number_of_person(resident_id)
    same = (Voucher.number == number, Voucher.kind_code == kind_code, Voucher.dose_number == dose_number)
    last = db.session().scalar(select(func.max(Voucher.issue)).where(*same))
    return Drawn(number, (last or 0) + 1, is_shared=True)


def next_number() -> str:
    """Inside writing(): the row is held until the commit, so two issues never draw one number. Refused after the last of ten digits."""
    session = db.session()
    series = session.get(VoucherSeries, 1, with_for_update=True) or held_row(VoucherSeries, 1, id=1, last=_highest_in_use())
    if series.last < HIGHEST and session.scalar(select(Voucher.id).where(Voucher.number == f"{series.last + 1:010}").limit(1)) is not None:
        # Vouchers came in from elsewhere since: go on behind the highest of them.
        series.last = _highest_in_use()
    if series.last >= HIGHEST:
        raise Refused(USED_UP)
    series.last += 1
    session.flush()
    return f"{series.last:010}"


def _number_of_person(resident_id: int) -> str:
    """Drawn with the first voucher; a number that stood on a voucher alone before is never made a person's."""
    session = db.session()
    known = session.get(PersonNumber, resident_id)
    if known is None:
        known = PersonNumber(resident_id=resident_id, number=next_number(), drawn_at=clock.now())
        session.add(known)
        session.flush()
    return known.number


def _highest_in_use() -> int:
    """Ten digits with leading zeros sort as the numbers do."""
    session = db.session()
    return max(int(session.scalar(select(func.max(column))) or 0) for column in (Voucher.number, PersonNumber.number))
