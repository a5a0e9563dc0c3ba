"""What the tables themselves refuse, written past every rule by plain SQL."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from portal.db import reading, writing
from portal.residents.models import Resident
from tests.factories import a_programme, a_resident, a_voucher

INSERT = text(
    "INSERT INTO voucher (public_id, number, resident_id, programme_code, dose_number, issued_at, reason_note, identity_checked, memo,"
    " replaces_id, voided_at, void_reason) VALUES (:public_id, :number, :resident_id, :programme_code, :dose_number, :issued_at, '',"
    " :identity_checked, '', :replaces_id, :voided_at, :void_reason)"
)
DAY = "2026-11-24 01:00:00"


@pytest.fixture
def resident(app: Flask) -> Resident:
    a_programme()
    return a_resident()


def insert(resident: Resident, **values: Any) -> None:
    base = {
        "public_id": "f" * 32,
        "number": "0000000077",
        "resident_id": resident.id,
        "programme_code": "resident-r8",
        "dose_number": 1,
        "issued_at": DAY,
        "identity_checked": "",
        "replaces_id": None,
        "voided_at": None,
        "void_reason": "",
    }
    with writing() as session:
        session.execute(INSERT, base | values)


def numbers() -> list[str]:
    with reading() as session:
        return list(session.scalars(text("SELECT number FROM voucher ORDER BY number")))


def test_a_second_live_voucher_for_the_same_dose_is_refused(resident: Resident) -> None:
    first = a_voucher(resident)
    with pytest.raises(IntegrityError):
        insert(resident)

    assert numbers() == [first.number]


def test_a_void_one_does_not_stand_in_the_way(resident: Resident) -> None:
    first = a_voucher(resident)
    insert(resident, voided_at=DAY, void_reason="誤発行")
    insert(resident, public_id="e" * 32, number="0000000078", dose_number=2)
    insert(a_resident(), public_id="d" * 32, number="0000000079")

    assert numbers() == sorted([first.number, "0000000077", "0000000078", "0000000079"])


def test_a_void_voucher_does_not_come_back_to_life_beside_a_live_one(resident: Resident) -> None:
    a_voucher(resident)
    insert(resident, voided_at=DAY, void_reason="誤発行")
    with pytest.raises(IntegrityError), writing() as session:
        session.execute(text("UPDATE voucher SET voided_at = NULL, void_reason = '' WHERE number = '0000000077'"))


@pytest.mark.parametrize(
    "values",
    [
        {"voided_at": DAY},
        {"void_reason": "誤発行"},
        {"number": "77"},
        {"number": ""},
        {"resident_id": 0},
        {"programme_code": "none"},
        {"replaces_id": 0, "identity_checked": "旅券"},
    ],
    ids=["void without a reason", "a reason without void", "two digits", "no digits", "nobody", "no programme", "replaces nothing"],
)
def test_what_makes_no_sense_is_refused(resident: Resident, values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        insert(resident, **values)

    assert numbers() == []


def test_a_number_belongs_to_one_voucher(resident: Resident) -> None:
    insert(resident)
    with pytest.raises(IntegrityError):
        insert(resident, public_id="e" * 32, dose_number=2)


def test_a_reissue_needs_its_identity_check_and_replaces_one_that_nobody_else_replaced(resident: Resident) -> None:
    old = a_voucher(resident, voided_at=a_voucher(resident, dose_number=2).issued_at, void_reason="再発行のため無効")
    with pytest.raises(IntegrityError):
        insert(resident, replaces_id=old.id)
    insert(resident, replaces_id=old.id, identity_checked="旅券", voided_at=DAY, void_reason="再発行のため無効")
    with pytest.raises(IntegrityError):
        insert(resident, public_id="e" * 32, number="0000000078", replaces_id=old.id, identity_checked="旅券")
