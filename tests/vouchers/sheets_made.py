"""Sheets of both papers with sensible values: each test names only what it is about."""

from dataclasses import replace
from datetime import datetime

from portal.clock import JAPAN
from portal.programmes.paper_rules import PaperForm
from portal.vouchers.documents import EarlierDose, VoucherSheet, voucher_pdf

ISSUED_AT = datetime(2026, 11, 24, 10, 0, 0, 123456, tzinfo=JAPAN)
A_SHEET = VoucherSheet(
    voucher_number="0000012345",
    kind_digit="2",
    dose_number=3,
    municipality_code="082210",
    municipality_name="茨城県ひたちなか市",
    mayor_title="ひたちなか市長",
    programme_name="新型コロナワクチン追加接種",
    resident_name="試験　花子",
    resident_kana="シケン　ハナコ",
    birth_words="昭和41年5月3日",
    address_lines=("茨城県ひたちなか市見本町一丁目2番3号",),
    postal_code="312-0000",
    issued_on_words="令和8年11月24日",
    reissued=False,
    reason_word="",
    office_lines=("健康推進課 予防接種係", "茨城県ひたちなか市見本町二丁目10番1号", "電話 029-000-0000"),
    notes=("予約は電話でお取りください。",),
)
CONFIRMED = EarlierDose(1, "令和3年6月1日", "ファイザー", "ET3674")
UNCONFIRMED = EarlierDose(2, "***", "***", "***")
TWENTY = "一二三四五六七八九十一二三四五六七八九十"
LATIN = "ALEXANDROVNA MARGARETHA CONSTANTINA VAN DEN HEUVEL"
ALIAS = "通称　見本　マリア"


def a_sheet(**changes: object) -> VoucherSheet:
    return replace(A_SHEET, **changes)  # pyright: ignore[reportArgumentType]


def an_integrated_sheet(**changes: object) -> VoucherSheet:
    """For the third dose, of which the city confirms the first."""
    return a_sheet(**{"form": PaperForm.INTEGRATED, "sex_word": "女", "earlier": (CONFIRMED, UNCONFIRMED)} | changes)


def sheet_on(form: PaperForm, **changes: object) -> VoucherSheet:
    return an_integrated_sheet(**changes) if form is PaperForm.INTEGRATED else a_sheet(**changes)


def pdf(*sheets: VoucherSheet) -> bytes:
    return voucher_pdf(sheets, issued_at=ISSUED_AT)
