"""What stands on a voucher's paper comes from the register, the ledger and the programme as they are at the issue."""

import dataclasses
import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask

from portal import clock
from portal.config import Settings
from portal.db import reading
from portal.doses.queries import doses_of
from portal.programmes.models import Programme
from portal.programmes.paper_rules import PaperForm
from portal.residents.models import Resident
from portal.residents.queries import resident_by_id, view_of
from portal.residents.rules import Sex
from portal.vouchers.codes import BarCode
from portal.vouchers.documents import EarlierDose, VoucherSheet
from portal.vouchers.envelope import Place
from portal.vouchers.models import Voucher
from portal.vouchers.rules import SCREENING_ONLY
from portal.vouchers.sheets import sheet_for, sheet_from_text
from portal.web.rendering import settings as settings_now
from tests.conftest import Browser
from tests.factories import a_dose, a_programme, a_resident, a_voucher
from tests.vouchers.at_the_counter import reissued, serving, sheet_of
from tests.vouchers.measured import drawn_pages, words_of
from tests.vouchers.sheets_made import A_SHEET, pdf

SignIn = Callable[[str], Browser]
UNCONFIRMED = ("***", "***", "***")


@pytest.fixture
def portal(app: Flask) -> Settings:
    with app.app_context():
        return settings_now()


def sheet(resident: Resident, programme: Programme, dose_number: int, settings: Settings) -> VoucherSheet:
    voucher = Voucher(number="0000012345", dose_number=dose_number, issued_at=clock.now(), reason=None)
    with reading():
        view = view_of(resident_by_id(resident.id), clock.today(), lapses=settings.protection_lapses)
        doses = doses_of(resident.id)
    return sheet_for(view, programme, voucher, doses=doses, reissued=False, settings=settings)


def earlier(found: VoucherSheet) -> list[tuple[Any, ...]]:
    return [(dose.given_on_words, dose.manufacturer, dose.lot_number) for dose in found.earlier]


def test_each_earlier_dose_is_printed_as_the_city_confirmed_it(portal: Settings) -> None:
    resident, programme = a_resident(), a_programme(form=PaperForm.INTEGRATED, doses=4)
    a_dose(resident, dose_number=1, given_on=date(2026, 9, 20), lot_number="ZX1180", manufacturer="ファイザー")
    a_dose(resident, dose_number=3, given_on=date(2026, 10, 20), lot_number="", manufacturer="武田/モデルナ")
    found = sheet(resident, programme, 4, portal)

    assert [dose.number for dose in found.earlier] == [1, 2, 3]
    assert earlier(found) == [("令和8年9月20日", "ファイザー", "ZX1180"), UNCONFIRMED, ("令和8年10月20日", "武田/モデルナ", "***")]


def test_a_dose_that_nobody_verified_is_not_printed_unless_the_city_says_so(portal: Settings) -> None:
    resident, programme = a_resident(), a_programme(form=PaperForm.INTEGRATED)
    a_dose(resident, verified=False)

    assert earlier(sheet(resident, programme, 2, portal)) == [UNCONFIRMED]
    recorded = dataclasses.replace(portal, voucher_history="recorded")
    assert earlier(sheet(resident, programme, 2, recorded)) == [("令和8年10月20日", "ファイザー", "ZX1180")]


def test_what_ended_after_the_screening_is_printed_as_no_dose(portal: Settings) -> None:
    resident, programme = a_resident(), a_programme(form=PaperForm.INTEGRATED)
    a_dose(resident, content=SCREENING_ONLY)

    assert earlier(sheet(resident, programme, 2, portal)) == [UNCONFIRMED]


def test_a_dose_of_another_programme_is_none_of_this_one(portal: Settings) -> None:
    resident, programme = a_resident(), a_programme(form=PaperForm.INTEGRATED)
    a_programme("influenza-r8")
    a_dose(resident, programme_code="influenza-r8")

    assert earlier(sheet(resident, programme, 2, portal)) == [UNCONFIRMED]
    assert earlier(sheet(resident, programme, 1, portal)) == []


def test_the_programme_says_which_dose_comes_on_which_paper(portal: Settings) -> None:
    resident, programme = a_resident(), a_programme(integrated_from_dose=2)

    assert sheet(resident, programme, 1, portal).form is PaperForm.STICKERS
    assert sheet(resident, programme, 2, portal).form is PaperForm.INTEGRATED


def test_the_other_names_of_the_register_are_printed(portal: Settings) -> None:
    programme = a_programme()
    names = [
        ({"alias_name": "見本　マリア"}, "通称　見本　マリア"),
        ({"former_surname": "旧見"}, "旧氏　旧見"),
        ({"former_surname": "旧見", "alias_name": "見本　マリア"}, "旧氏　旧見、通称　見本　マリア"),
        ({}, ""),
    ]
    for values, words in names:
        assert sheet(a_resident(**values), programme, 1, portal).other_name == words


def test_an_unknown_sex_is_left_to_be_filled_in(portal: Settings) -> None:
    programme = a_programme()

    assert sheet(a_resident(), programme, 1, portal).sex_word == "女"
    assert sheet(a_resident(sex=Sex.UNKNOWN), programme, 1, portal).sex_word == ""


def test_the_settings_of_the_day_are_written_with_the_sheet(portal: Settings) -> None:
    changed = dataclasses.replace(portal, voucher_bar_code="18", envelope_window=(15, 10, 80, 43))
    found = sheet(a_resident(), a_programme(form=PaperForm.INTEGRATED), 2, changed)

    assert (found.bar_code, found.window) == (BarCode.EIGHTEEN_DIGITS, Place(15, 10, 80, 43))
    assert found.earlier == (EarlierDose(1, "***", "***", "***"),)
    assert sheet_from_text(json.dumps(dataclasses.asdict(found), ensure_ascii=False)) == found


def test_a_sheet_written_before_there_were_two_papers_is_read_as_stickers() -> None:
    written = dataclasses.asdict(A_SHEET)
    for added in ("form", "other_name", "sex_word", "earlier", "bar_code", "window"):
        del written[added]

    assert sheet_from_text(json.dumps(written)) == A_SHEET


@pytest.mark.thorough
@pytest.mark.parametrize("form", PaperForm)
def test_a_protected_persons_paper_tells_nothing_of_the_address_or_of_where_a_dose_was_given(sign_in: SignIn, form: PaperForm) -> None:
    resident = a_resident(protection="1", building="見本荘201号", name="守秘 花子")
    a_programme(form=form)
    a_dose(resident, dose_number=1, institution="なかね内科")
    new = reissued(serving(sign_in("kacho")), a_voucher(resident, dose_number=2))
    document = pdf(sheet_from_text(sheet_of(new)))
    for page in range(1, len(drawn_pages(document, 20)) + 1):
        words = words_of(document, page)
        assert "守秘花子" in words
        assert "（記載を省略）" in words
        for secret in ("大字中根", "9871", "見本荘", "312-", "〒", "なかね内科", resident.phone):
            assert secret not in words


@pytest.mark.thorough
def test_a_screening_form_is_printed_at_the_counter(sign_in: SignIn) -> None:
    resident = a_resident()
    a_programme(form=PaperForm.INTEGRATED)
    a_dose(resident, dose_number=1, lot_number="ZX1180")
    clerk = serving(sign_in("madoguchi"))
    new = reissued(clerk, a_voucher(resident, dose_number=2))
    clerk.get(f"/vouchers/{new.public_id}").post(f"/vouchers/{new.public_id}/paper")
    document = clerk.response.get_data()

    assert clerk.response.mimetype == "application/pdf"
    assert len(drawn_pages(document, 20)) == 2
    assert words_of(document, 1).count("ZX1180") == 1
    assert words_of(document, 2).count("ZX1180") == 1
    assert "この欄に記入できるのは市だけです。市以外の方は何も書き加えないでください。" in words_of(document, 2)
