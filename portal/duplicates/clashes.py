"""Of what both records hold only one may stand: doses of one number, live vouchers for one dose. Inside a door."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from portal.db import db
from portal.doses.fields import COMPARED
from portal.doses.models import Dose
from portal.duplicates.merge_rules import Clash, Side
from portal.programmes.models import Programme
from portal.text.wareki import format_date
from portal.vouchers.models import Voucher


@dataclass(frozen=True)
class Pair:
    """Two rows that cannot both stand, and what the clerk is asked about them."""

    clash: Clash
    first: Any
    second: Any

    def loser(self, kept: Side) -> Any:
        return self.second if kept is Side.FIRST else self.first


def clashing_doses(first_id: int, second_id: int) -> list[Pair]:
    """Where all that a dose says is the same there is nothing to choose, unless one of the two was verified."""
    doses = [_standing_doses(resident_id) for resident_id in (first_id, second_id)]
    names = _programme_names() if all(doses) else {}
    return [
        _pair(f"dose-{key[0]}-{key[1]}", f"{names.get(key[0], key[0])} {key[1]}回目の接種記録", (doses[0][key], doses[1][key]), _dose_words)
        for key in sorted(doses[0].keys() & doses[1].keys())
    ]


def clashing_vouchers(first_id: int, second_id: int) -> list[Pair]:
    vouchers = [_live_vouchers(resident_id) for resident_id in (first_id, second_id)]
    names = _programme_names() if all(vouchers) else {}
    return [
        _pair(
            f"voucher-{key[0]}-{key[1]}",
            f"{names.get(key[0], key[0])} {key[1]}回目の接種券",
            (vouchers[0][key], vouchers[1][key]),
            _words_of,
        )
        for key in sorted(vouchers[0].keys() & vouchers[1].keys())
    ]


def _standing_doses(resident_id: int) -> dict[tuple[str, int], Dose]:
    rows = db.session().scalars(select(Dose).where(Dose.resident_id == resident_id, Dose.superseded_at.is_(None)))
    return {(dose.programme_code, dose.dose_number): dose for dose in rows}


def _live_vouchers(resident_id: int) -> dict[tuple[str, int], Voucher]:
    rows = db.session().scalars(select(Voucher).where(Voucher.resident_id == resident_id, Voucher.voided_at.is_(None)))
    return {(voucher.programme_code, voucher.dose_number): voucher for voucher in rows}


def _programme_names() -> dict[str, str]:
    return {code: name for code, name in db.session().execute(select(Programme.code, Programme.name))}  # noqa: C416


def _pair(name: str, words: str, rows: tuple[Any, Any], tell: Any) -> Pair:
    first, second = rows
    is_same = isinstance(first, Dose) and _says_the_same(first, second)
    return Pair(Clash(name, words, tell(first), tell(second), is_same), first, second)


def _says_the_same(one: Dose, other: Dose) -> bool:
    return one.verified == other.verified and all(getattr(one, field) == getattr(other, field) for field in COMPARED)


def _dose_words(dose: Dose) -> str:
    parts = [f"{format_date(dose.given_on)}に接種", dose.institution, dose.manufacturer, dose.lot_number and f"ロット {dose.lot_number}"]
    return "・".join([*(part for part in parts if part), "確認済" if dose.verified else "未確認"])


def _words_of(voucher: Voucher) -> str:
    return f"券番号 {voucher.number}・{format_date(voucher.issued_at.date())}発行"
