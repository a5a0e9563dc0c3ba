"""The ledger read: every vaccination of a person that stands now."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from portal.db import db
from portal.doses.models import Dose


@dataclass(frozen=True)
class DoseView:
    """One vaccination as the ledger holds it (別添1)."""

    programme_code: str
    dose_number: int
    caution: str
    past_infection: str
    before_moving_in: bool
    method: str
    content: str
    given_on: date
    age_when_given: int | None
    volume_ml: str
    institution: str
    screening_doctor: str
    giving_doctor: str
    lot_number: str
    manufacturer: str
    claim_month: str
    subsidy_yen: int | None
    municipality_code: str
    voucher_number: str
    verified: bool


def doses_of(resident_id: int) -> list[DoseView]:
    """Newest first."""
    rows = db.session().scalars(
        select(Dose).where(Dose.resident_id == resident_id, Dose.superseded_at.is_(None)).order_by(Dose.given_on.desc(), Dose.dose_number.desc())
    )
    return [_view(dose) for dose in rows]


def _view(dose: Dose) -> DoseView:
    return DoseView(
        programme_code=dose.programme_code,
        dose_number=dose.dose_number,
        caution=dose.caution,
        past_infection=dose.past_infection,
        before_moving_in=dose.before_moving_in,
        method=dose.method,
        content=dose.content,
        given_on=dose.given_on,
        age_when_given=dose.age_when_given,
        volume_ml="" if dose.volume_ml is None else f"{dose.volume_ml} mL",
        institution=dose.institution,
        screening_doctor=dose.screening_doctor,
        giving_doctor=dose.giving_doctor,
        lot_number=dose.lot_number,
        manufacturer=dose.manufacturer,
        claim_month=dose.claim_month,
        subsidy_yen=dose.subsidy_yen,
        municipality_code=dose.municipality_code,
        voucher_number=dose.voucher_number,
        verified=dose.verified,
    )
