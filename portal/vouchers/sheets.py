"""What stands on a voucher's page, from the person, the programme and the voucher: data for documents.py."""

import json
import re
from collections.abc import Sequence
from typing import Any

from portal.config import Settings
from portal.doses.queries import DoseView
from portal.programmes.models import Programme
from portal.programmes.paper_rules import PaperForm, paper_of
from portal.residents.contact_rules import Details
from portal.residents.queries import ResidentView
from portal.residents.rules import SEX_WORDS, Sex
from portal.text.wareki import format_date
from portal.vouchers.certificate_documents import UNKNOWN_MARK
from portal.vouchers.codes import BarCode
from portal.vouchers.documents import EarlierDose, VoucherSheet
from portal.vouchers.envelope import Place
from portal.vouchers.models import Voucher
from portal.vouchers.rules import REASON_WORDS, SCREENING_ONLY

WRITTEN_IN_FULL = re.compile("北海道|東京都|京都府|大阪府|.{2,3}県")
NOTES = ("この接種券を使えるのは、書かれているご本人だけです。ほかの方は使えません。",)


def sheet_for(
    resident: ResidentView,
    programme: Programme,
    voucher: Voucher,
    *,
    doses: Sequence[DoseView],
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
        form=paper_of(programme.form, programme.integrated_from_dose, voucher.dose_number),
        other_name=other_name(resident),
        sex_word="" if resident.sex is Sex.UNKNOWN else SEX_WORDS[resident.sex],
        earlier=_earlier_doses(programme, voucher, doses, only_verified=settings.voucher_history == "verified"),
        bar_code=BarCode(settings.voucher_bar_code),
        window=Place(*settings.envelope_window),
        **_mailing(mail_to),
    )


def _mailing(mail_to: Details | None) -> dict[str, Any]:
    if mail_to is None:
        return {}
    lines = tuple(line for line in (mail_to.address, mail_to.building, mail_to.recipient) if line)
    return {"mailing_lines": lines, "mailing_postal_code": postal_code_words(mail_to.postal_code)}


def other_name(resident: ResidentView) -> str:
    """The names that the register knows a person by besides the first; the empty text when there is none."""
    names = (("旧氏", resident.former_surname), ("通称", resident.alias_name))
    return "、".join(f"{kind}　{name}" for kind, name in names if name)


def _earlier_doses(programme: Programme, voucher: Voucher, doses: Sequence[DoseView], *, only_verified: bool) -> tuple[EarlierDose, ...]:
    """Each dose before this one; where it was given is not told, because it may tell where a protected person lives."""
    given = (dose for dose in doses if dose.programme_code == programme.code and dose.content != SCREENING_ONLY)
    confirmed = {dose.dose_number: dose for dose in given if dose.verified or not only_verified}
    return tuple(_earlier_dose(number, confirmed.get(number)) for number in range(1, voucher.dose_number))


def _earlier_dose(number: int, dose: DoseView | None) -> EarlierDose:
    if dose is None:
        return EarlierDose(number, UNKNOWN_MARK, UNKNOWN_MARK, UNKNOWN_MARK)
    return EarlierDose(number, format_date(dose.given_on), dose.manufacturer or UNKNOWN_MARK, dose.lot_number or UNKNOWN_MARK)


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
    """The sheet as it was written at the issue; one from before there were two papers lacks what came with them."""
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in json.loads(text).items()}
    made: dict[str, Any] = {}
    if "form" in values:
        made = {
            "form": PaperForm(values["form"]),
            "bar_code": BarCode(values["bar_code"]),
            "window": Place(**values["window"]),
            "earlier": tuple(EarlierDose(**dose) for dose in values["earlier"]),
        }
    return VoucherSheet(**values | made)
