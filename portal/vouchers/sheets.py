"""What stands on a voucher's page, from the person, the programme and the voucher: data for documents.py."""

import json
import re
from typing import Any

from portal.config import Settings
from portal.programmes.models import Programme
from portal.residents.contact_rules import Details
from portal.residents.queries import ResidentView
from portal.text.wareki import format_date
from portal.vouchers.documents import VoucherSheet
from portal.vouchers.models import Voucher
from portal.vouchers.rules import REASON_WORDS

WRITTEN_IN_FULL = re.compile("北海道|東京都|京都府|大阪府|.{2,3}県")
NOTES = ("この接種券を使えるのは、書かれているご本人だけです。ほかの方は使えません。",)


def sheet_for(
    resident: ResidentView,
    programme: Programme,
    voucher: Voucher,
    *,
    reissued: bool,
    settings: Settings,
    mail_to: Details | None = None,
) -> VoucherSheet:
    """A protected person's page shows no address (domain-vaccination §3.5). `mail_to`: the 送付先 that the envelope's window shows."""
    city = f"{settings.prefecture_name}{settings.municipality_name}"
    return VoucherSheet(
        voucher_number=voucher.number,
        kind_digit=programme.kind_digit,
        consultation_only_kind_digit=programme.screening_kind_digit,
        dose_number=voucher.dose_number,
        municipality_code=settings.municipality_code,
        municipality_name=city,
        mayor_title=f"{city}長",
        programme_name=programme.name,
        resident_name=resident.name,
        resident_kana=resident.kana,
        birth_words=format_date(resident.birth),
        address_lines=address_lines(resident, settings.municipality_name),
        postal_code=postal_code_words(resident.postal_code),
        issued_on_words=format_date(voucher.issued_at.date()),
        reissued=reissued,
        reason_word=REASON_WORDS[voucher.reason] if voucher.reason else "",
        office_lines=(settings.municipality_name, *settings.office_lines),
        notes=NOTES,
        mailing_lines=tuple(line for line in (mail_to.address, mail_to.building, mail_to.recipient) if line) if mail_to else (),
        mailing_postal_code=postal_code_words(mail_to.postal_code) if mail_to else "",
    )


def postal_code_words(code: str) -> str:
    """312-0001"""
    return "-".join(part for part in (code[:3], code[3:]) if part)


def address_lines(resident: ResidentView, city: str) -> tuple[str, ...]:
    """The register leaves the city out of an address within it; one elsewhere (住登外) begins with its prefecture."""
    if not resident.address:
        return ()
    street = resident.address if WRITTEN_IN_FULL.match(resident.address) else f"{city}{resident.address}"
    return tuple(line for line in (street, resident.building) if line)


def sheet_from_text(text: str) -> VoucherSheet:
    """The sheet as it was written at the issue."""
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in json.loads(text).items()}
    return VoucherSheet(**values)
