"""The ledger read: every vaccination of a person that stands now."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import Select, bindparam, select

from portal.db import db
from portal.doses.models import Dose
from portal.text.wareki import PartialDate, format_short


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

    @property
    def claim_month_words(self) -> str:
        """R5.11; as it was imported when it is no month."""
        try:
            return format_short(PartialDate.from_key(f"{self.claim_month}-00")) if self.claim_month else ""
        except ValueError:
            return self.claim_month


def doses_of(resident_id: int) -> list[DoseView]:
    """Newest first."""
    return [dose_view(dose) for dose in db.session().execute(_DOSES, {"resident_id": resident_id}).mappings()]


def imports_of_doses(resident_id: int) -> Select[int | None]:
    """The files that the person's doses came from, to be asked about."""
    return select(Dose.import_id).where(Dose.resident_id == resident_id, Dose.superseded_at.is_(None), Dose.import_id.is_not(None))


_DOSES = (
    select(*(getattr(Dose, field.name) for field in fields(DoseView)))
    .where(Dose.resident_id == bindparam("resident_id"), Dose.superseded_at.is_(None))
    .order_by(Dose.given_on.desc(), Dose.dose_number.desc())
)


def dose_view(row: Mapping[Any, Any]) -> DoseView:
    """From a row that has every column of a DoseView."""
    volume = row["volume_ml"]
    values: dict[str, Any] = dict(row) | {"volume_ml": "" if volume is None else f"{volume} mL"}
    return DoseView(**values)
