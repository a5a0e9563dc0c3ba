"""メーカー名の読み替え: names as files write them, added and ended by the records clerk, each recorded."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.audit.models import AuditRecord
from portal.db import reading
from portal.doses.intake import check_dose_file
from portal.doses.maker_queries import makers_by_key
from portal.doses.maker_rules import maker_key, why_not_name
from portal.intake.models import FileImport
from portal.intake.rules import ImportKind
from tests.doses.dose_rows import LAYOUT, a_ledger, a_row
from tests.factories import a_programme, a_resident
from tests.intake.importing import checked, faults_now


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("ﾌｧｲｻﾞｰ", "ファイザー"),
        ("武田／モデルナ", "武田/モデルナ"),
        ("武田 （ノババックス）", "武田(ノババックス)"),
        ("MEIJI　seika", "Meiji Seika"),
    ],
)
def test_width_blanks_case_and_brackets_do_not_matter(written: str, same: str) -> None:
    assert maker_key(written) == maker_key(same)


def test_a_name_is_read_one_way() -> None:
    known = {maker_key("モデルナ"): "武田/モデルナ"}

    assert why_not_name("デンカ", "デンカ", known) is None
    assert why_not_name("ﾓﾃﾞﾙﾅ", "武田/モデルナ", known) == "「ﾓﾃﾞﾙﾅ」は、もう「武田/モデルナ」と読み替えています。"
    assert "先にいまの読み替えを終えて" in (why_not_name("モデルナ", "モデルナ", known) or "")


@pytest.mark.parametrize(
    ("written", "maker"),
    [
        ("ファイザー", "ファイザー"),
        ("武田/モデルナ", "武田/モデルナ"),
        ("モデルナ", "武田/モデルナ"),
        ("アストラゼネカ", "アストラゼネカ"),
        ("ノババックス", "武田(ノババックス)"),
        ("第一三共", "第一三共"),
        ("Meiji", "Meiji Seika ファルマ"),
    ],
)
def test_the_names_of_the_national_system_are_there_from_the_start(app: Flask, written: str, maker: str) -> None:
    with reading():
        assert makers_by_key()[maker_key(written)] == maker


def check(**cells: str) -> FileImport:
    return checked(ImportKind.DOSES, LAYOUT, a_ledger([a_row(**cells)]), check_dose_file)


def test_an_unknown_name_is_a_fault_until_it_is_added(sign_in: Any) -> None:
    a_programme()
    a_resident(resident_number="0004000001")
    (fault,) = faults_now(check(製造メーカー="デンカ生研"))
    assert "「メーカー名の読み替え」に加えてから" in fault.remedy

    browser = sign_in("daicho").get("/makers")
    browser.post("/makers", {"written": "デンカ生研", "maker": "デンカ"}).follow()

    assert "加えました" in browser.text
    assert faults_now(check(製造メーカー="ﾃﾞﾝｶ生研")) == []


def test_a_name_that_is_read_already_is_refused(sign_in: Any) -> None:
    browser = sign_in("daicho").get("/makers")

    browser.post("/makers", {"written": "ﾌｧｲｻﾞｰ", "maker": "ファイザー"})

    assert browser.status == 409
    assert "もう「ファイザー」と読み替えています" in browser.text
    browser.post("/makers", {"written": "", "maker": ""})
    assert browser.status == 422


def test_an_ended_name_is_a_fault_again_and_both_are_recorded(sign_in: Any) -> None:
    browser = sign_in("daicho").get("/makers")
    browser.post("/makers", {"written": "デンカ生研", "maker": "デンカ"}).follow()
    action = browser.text.split('aria-label="デンカ生研')[0].rsplit('action="', 1)[1].split('"')[0]

    browser.post(action)

    with reading() as session:
        events = session.scalars(select(AuditRecord.event).where(AuditRecord.event.like("doses:maker:%"))).all()
        assert maker_key("デンカ生研") not in makers_by_key()
    assert events == ["doses:maker:add", "doses:maker:end"]
