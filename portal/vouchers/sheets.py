"""What stands on a voucher's page, from the person, the programme and the voucher: data for documents.py."""

import json

from portal.config import Settings
from portal.residents.queries import ResidentView
from portal.text.wareki import format_date
from portal.vouchers.documents import VoucherSheet
from portal.vouchers.models import Programme, Voucher
from portal.vouchers.rules import REASON_WORDS

OFFICE = ("保健福祉部 健康推進課", "松戸町1丁目14番1号", "電話 029-276-5222")
NOTES = (
    "接種を受けるときは、この接種券と本人確認書類をお持ちください。",
    "この接種券はご本人だけが使えます。",
)


def sheet_for(resident: ResidentView, programme: Programme, voucher: Voucher, *, settings: Settings) -> VoucherSheet:
    """A protected person's page shows no address (domain-vaccination §3.5)."""
    address = [line for line in (resident.address, resident.building) if line]
    return VoucherSheet(
        voucher_number=voucher.number,
        kind_digit=programme.kind_digit,
        consultation_only_kind_digit=programme.screening_kind_digit,
        dose_number=voucher.dose_number,
        municipality_code=settings.municipality_code,
        municipality_name=f"{settings.prefecture_name}{settings.municipality_name}",
        mayor_title=f"{settings.municipality_name}長",
        programme_name=programme.name,
        resident_name=resident.name,
        resident_kana=resident.kana,
        birth_words=format_date(resident.birth),
        address_lines=tuple([f"{settings.municipality_name}{address[0]}", *address[1:]] if address else []),
        postal_code=resident.postal_code,
        issued_on_words=format_date(voucher.issued_at.date()),
        reissued=voucher.replaces_id is not None or voucher.reason is not None,
        reason_word=REASON_WORDS[voucher.reason] if voucher.reason else "",
        office_lines=(settings.municipality_name, *OFFICE),
        notes=NOTES,
    )


def sheet_from_text(text: str) -> VoucherSheet:
    """The sheet as it was written at the issue."""
    values = json.loads(text)
    return VoucherSheet(**{name: tuple(value) if isinstance(value, list) else value for name, value in values.items()})
