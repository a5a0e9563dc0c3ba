"""What stands on a 接種済証, from the person, the programme and its doses: data for certificate_documents.py."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from portal.config import Settings
from portal.doses.queries import DoseView
from portal.programmes.models import Programme
from portal.residents.queries import ResidentView
from portal.text.wareki import format_date
from portal.vouchers.certificate_documents import UNKNOWN_MARK, CertificateSheet, DoseLine
from portal.vouchers.sheets import address_lines


def certificate_sheet_for(
    resident: ResidentView, programme: Programme, doses: Sequence[DoseView], *, issued_at: datetime, settings: Settings
) -> CertificateSheet:
    """The doses in the order given. A protected person's page shows no address (domain-vaccination §3.5)."""
    return CertificateSheet(
        programme_name=programme.name,
        resident_name=resident.name,
        resident_kana=resident.kana,
        birth_words=format_date(resident.birth),
        address_lines=address_lines(resident, settings.municipality_name),
        doses=tuple(_line(dose) for dose in doses),
        issued_on_words=format_date(issued_at.date()),
        mayor_title=f"{settings.prefecture_name}{settings.municipality_name}長",
        office_lines=(settings.municipality_name, *settings.office_lines),
    )


def certificate_sheet_from_text(text: str) -> CertificateSheet:
    """The sheet as it was written when the certificate was given out."""
    values: dict[str, Any] = json.loads(text)
    values |= {name: tuple(values[name]) for name in ("address_lines", "office_lines")}
    values["doses"] = tuple(DoseLine(**line) for line in values["doses"])
    return CertificateSheet(**values)


def _line(dose: DoseView) -> DoseLine:
    return DoseLine(
        number=dose.dose_number,
        given_on_words=format_date(dose.given_on),
        manufacturer=dose.manufacturer or UNKNOWN_MARK,
        lot_number=dose.lot_number or UNKNOWN_MARK,
        institution=dose.institution or UNKNOWN_MARK,
    )
