"""The paper of a 接種記録の写し: the same each time, long texts inside their cells, names as they are written, no blank for a glyph."""

import io
from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask
from PIL import Image, ImageChops
from sqlalchemy import select, update

from portal.audit.events import Event
from portal.clock import JAPAN
from portal.db import reading, writing
from portal.residents.models import Resident
from portal.vouchers.record_copy_documents import NO_ENTRY, RecordCopySheet, RecordLine, record_copy_images, record_copy_pdf
from portal.vouchers.record_copy_models import RecordCopyPrint
from portal.vouchers.typesetting import MissingGlyph, TextTooLong
from tests.vouchers.certificate_steps import SignIn, a_vaccinated_resident, protect, records, serving
from tests.vouchers.record_copy_steps import copies, give_copy
from tests.vouchers.test_voucher_documents import LATIN, TWENTY, drawn

ISSUED_AT = datetime(2026, 11, 30, 10, 0, 0, 123456, tzinfo=JAPAN)
DOTS_PER_MM = 100 / 25.4
A_LINE = RecordLine(
    programme_name="令和8年度 住民接種",
    dose="1回目",
    given_on_words="令和8年10月20日",
    age="78歳",
    content="接種・個別",
    product="見本製薬",
    lot_number="ZX1180",
    volume="0.30 mL",
    institution="見本医院",
    doctor="見本 一郎",
    remarks="",
)
A_SHEET = RecordCopySheet(
    resident_name="試験　花子",
    resident_kana="シケン　ハナコ",
    birth_words="昭和23年5月14日",
    sex_word="女",
    address_lines=("ひたちなか市見本町一丁目2番3号",),
    doses=(A_LINE,),
    scope="台帳にあるすべての接種",
    issued_on_words="令和8年11月30日",
    mayor_title="茨城県ひたちなか市長",
    office_lines=("ひたちなか市", "健康推進課", "電話 029-000-0000"),
)
# From the paper's upper left corner, in millimetres: the name's cell, and of the first line from kind to doctor.
NAME, KIND, MAKER, LOT, PLACE, DOCTOR = (
    (34.5, 28, 147.5, 45),
    (14.5, 63, 59.5, 75),
    (138.5, 63, 166.5, 75),
    (165.5, 63, 190.5, 75),
    (205.5, 63, 252.5, 75),
    (251.5, 63, 282.5, 75),
)


def pages(sheet: RecordCopySheet) -> list[Image.Image]:
    return [Image.open(io.BytesIO(png)).convert("L") for png in record_copy_images(sheet, pixels_per_inch=100)]


def a_sheet(**changes: object) -> RecordCopySheet:
    """Changes of the sheet, or of its only line."""
    line = {name: value for name, value in changes.items() if name in RecordLine.__dataclass_fields__}
    sheet = {name: value for name, value in changes.items() if name not in line}
    return replace(A_SHEET, **({"doses": (replace(A_LINE, **line),)} | sheet))  # pyright: ignore[reportArgumentType]


def test_the_page_is_a4_across_and_everything_stands_on_it():
    (page,) = pages(A_SHEET)

    assert (round(page.width / DOTS_PER_MM), round(page.height / DOTS_PER_MM)) == (297, 210)
    assert set("試験花子女見本製薬医院一郎台帳接種記録写") | set("ZX1180") <= drawn(record_copy_pdf(A_SHEET, issued_at=ISSUED_AT))


@pytest.mark.parametrize(
    ("change", "cell"),
    [
        ({"resident_name": TWENTY * 2}, NAME),
        ({"resident_name": f"{LATIN} {LATIN}"}, NAME),
        ({"programme_name": TWENTY * 2}, KIND),
        ({"product": "B" * 40}, MAKER),
        ({"lot_number": "ABCDEFGHIJ0123456789"}, LOT),
        ({"institution": TWENTY * 3}, PLACE),
        ({"doctor": TWENTY * 2}, DOCTOR),
    ],
)
def test_a_long_text_stays_within_its_cell(change: dict[str, str], cell: tuple[float, float, float, float]):
    (before,), (after,) = pages(A_SHEET), pages(a_sheet(**change))
    changed = ImageChops.difference(before, after).getbbox()

    assert changed
    left, top, right, bottom = (edge * DOTS_PER_MM for edge in cell)
    assert (left <= changed[0], top <= changed[1], changed[2] <= right, changed[3] <= bottom) == (True,) * 4


def test_a_remark_stays_on_the_page_of_its_dose_and_many_doses_run_on():
    remarked = replace(A_LINE, remarks="要注意者: 卵アレルギー")

    assert len(pages(a_sheet(remarks="要注意者: 卵アレルギー"))) == 1
    assert len(pages(replace(A_SHEET, doses=(remarked,) * 20))) == 3


def test_what_the_ledger_does_not_hold_is_marked_and_the_address_is_left_out():
    paper = record_copy_pdf(a_sheet(volume=NO_ENTRY, address_lines=()), issued_at=ISSUED_AT)

    assert {NO_ENTRY, "省"} <= drawn(paper)


def test_the_same_sheet_gives_the_same_bytes_with_names_as_they_are_written():
    sheet = a_sheet(resident_name="葛\U000e0102城 﨑子")

    assert record_copy_pdf(sheet, issued_at=ISSUED_AT) == record_copy_pdf(sheet, issued_at=ISSUED_AT)
    assert pages(sheet) != pages(a_sheet(resident_name="葛城 﨑子"))


def test_what_cannot_be_printed_stops_with_its_reason():
    with pytest.raises(MissingGlyph, match=r"U\+1F600"):
        record_copy_pdf(a_sheet(institution="見本😀医院"), issued_at=ISSUED_AT)
    with pytest.raises(TextTooLong, match="接種した所"):
        record_copy_pdf(a_sheet(institution=TWENTY * 20), issued_at=ISSUED_AT)


@pytest.fixture
def resident(app: Flask) -> Resident:
    return a_vaccinated_resident()


def test_it_is_kept_and_printed_again_the_same_whatever_the_register_says_later(sign_in: SignIn, resident: Resident):
    browser = give_copy(serving(sign_in), resident).follow()
    paper = f"/record-copies/{copies()[0].public_id}/paper"
    first = browser.post(paper).response.data
    with writing() as session:
        session.execute(update(Resident).where(Resident.id == resident.id).values(name="見本 変子"))

    assert browser.post(paper).response.data == first
    with reading() as session:
        assert list(session.scalars(select(RecordCopyPrint.again).order_by(RecordCopyPrint.id))) == [False, True]
    assert [facts["again"] for _, facts, _, _ in records(Event.COPY_PRINT)] == [False, True]
    assert records(Event.COPY_PRINT)[0][1]["sha256"] == copies()[0].sha256


def test_a_page_with_the_address_is_not_printed_once_the_person_is_protected(sign_in: SignIn, resident: Resident):
    give_copy(serving(sign_in), resident)
    protect(resident)
    page = f"/record-copies/{copies()[0].public_id}"

    for login_name in ("madoguchi", "kacho"):
        browser = serving(sign_in, login_name).get(page)
        assert "印刷する" not in browser.text
        assert "大字中根" not in browser.text
        assert browser.post(f"{page}/paper").status == 409
