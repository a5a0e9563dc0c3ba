"""Rows with sensible values: each test names only what it is about."""

import itertools
import secrets
from datetime import date, datetime
from typing import Any

from portal import clock
from portal.db import writing
from portal.doses.models import Dose
from portal.programmes.models import Programme, ProgrammeDoseRule
from portal.residents.contact_models import Contact
from portal.residents.contact_rules import Kind, MailingReason, Relation, Whose, Why
from portal.residents.keys import search_keys
from portal.residents.models import Resident
from portal.residents.note_models import ResidentNote
from portal.residents.rules import Category, Sex
from portal.text.wareki import PartialDate
from portal.vouchers.models import Voucher

_numbers = itertools.count(1)


def a_resident(**values: Any) -> Resident:
    """An invented woman of 78; give `birth` as text ("1948-05-14", "1948-05-00")."""
    number = next(_numbers)
    birth = PartialDate.from_key(values.pop("birth", "1948-05-14"))
    base: dict[str, Any] = {
        "public_id": secrets.token_hex(16),
        "resident_number": f"{60000000 + number:010}",
        "integrated_number": f"{90000000000 + number}",
        "household_number": f"{7000000 + number:010}",
        "name": "見本 花子",
        "kana": "ミホン ハナコ",
        "birth": birth,
        "sex": Sex.FEMALE,
        "postal_code": "3120001",
        "address": "大字中根9871番地3",
        "phone": "029-000-4471",
        "category": Category.JAPANESE,
    }
    row = base | values
    resident = Resident(**row, **search_keys(row))
    with writing() as session:
        session.add(resident)
    return resident


def a_programme(code: str = "resident-r8", **values: Any) -> Programme:
    """A running 住民接種 of two doses, 28 days apart, from the age of 12; the voucher of the second may go out with the first dose.

    `doses`, `minimum_age` and `interval_days` make its rules; with doses=0 the test adds its own (a_dose_rule).
    """
    base: dict[str, Any] = {
        "code": code,
        "name": "令和8年度 住民接種",
        "legal_ground": "予防接種法6条3項",
        "kind_digit": "2",
        "screening_kind_digit": "1",
        "starts_on": date(2026, 9, 1),
        "ends_on": None,
    }
    doses, age, interval = (values.pop(name, usual) for name, usual in (("doses", 2), ("minimum_age", 12), ("interval_days", 28)))
    programme = Programme(**(base | values))
    with writing() as session:
        session.add(programme)
    for number in range(1, doses + 1):
        follows = {"earlier_dose": number - 1, "shortest": interval, "ahead_days": interval} if number > 1 else {}
        a_dose_rule(code, dose_number=number, starts_on=programme.starts_on, age_from=age or None, **follows)
    return programme


def a_dose_rule(programme_code: str = "resident-r8", **values: Any) -> ProgrammeDoseRule:
    """One dose for everybody, from the first day of the usual programme on."""
    base: dict[str, Any] = {
        "public_id": secrets.token_hex(16),
        "programme_code": programme_code,
        "dose_number": 1,
        "starts_on": date(2026, 9, 1),
        "added_at": clock.now(),
    }
    rule = ProgrammeDoseRule(**(base | values))
    with writing() as session:
        session.add(rule)
    return rule


def the_covid_programme() -> Programme:
    return a_programme(
        "covid",
        name="新型コロナウイルスワクチン 特例臨時接種",
        legal_ground="予防接種法附則7条",
        starts_on=date(2021, 2, 17),
        ends_on=date(2024, 3, 31),
        doses=7,
        minimum_age=0,
        interval_days=90,
    )


def a_dose(resident: Resident, **values: Any) -> Dose:
    base: dict[str, Any] = {
        "resident_id": resident.id,
        "programme_code": "resident-r8",
        "dose_number": 1,
        "given_on": date(2026, 10, 20),
        "method": "個別",
        "content": "接種",
        "institution": "なかね内科",
        "lot_number": "ZX1180",
        "manufacturer": "ファイザー",
        "verified": True,
        "recorded_at": clock.now(),
    }
    dose = Dose(**(base | values))
    with writing() as session:
        session.add(dose)
    return dose


def a_voucher(resident: Resident, **values: Any) -> Voucher:
    base: dict[str, Any] = {
        "public_id": secrets.token_hex(16),
        "number": f"{800000 + next(_numbers):010}",
        "resident_id": resident.id,
        "programme_code": "resident-r8",
        "dose_number": 1,
        "issued_at": datetime(2026, 9, 14, 9, 0, tzinfo=clock.JAPAN),
    }
    voucher = Voucher(**(base | values))
    with writing() as session:
        session.add(voucher)
    return voucher


def a_mailing(resident: Resident, **values: Any) -> Contact:
    """In hospital since 1 October, until further notice."""
    base: dict[str, Any] = {
        "kind": Kind.MAILING,
        "starts_on": date(2026, 10, 1),
        "postal_code": "3108899",
        "address": "茨城県水戸市見本町8番地",
        "building": "見本総合病院 3階東",
        "reason": MailingReason.HOSPITAL,
    }
    return _a_contact(resident, base | values)


def a_phone(resident: Resident, **values: Any) -> Contact:
    """A daughter's telephone."""
    base: dict[str, Any] = {
        "kind": Kind.PHONE,
        "starts_on": date(2026, 10, 1),
        "phone": "029-000-7788",
        "whose": Whose.FAMILY,
        "relation": Relation.CHILD,
    }
    return _a_contact(resident, base | values)


def _a_contact(resident: Resident, values: dict[str, Any]) -> Contact:
    base = {"public_id": secrets.token_hex(16), "resident_id": resident.id, "why": Why.ADDED, "recorded_at": clock.now()}
    contact = Contact(**(base | values))
    with writing() as session:
        session.add(contact)
    return contact


def a_note(resident: Resident, **values: Any) -> ResidentNote:
    base: dict[str, Any] = {
        "public_id": secrets.token_hex(16),
        "resident_id": resident.id,
        "text": "耳が遠い方です。筆談の用意をしてください。",
        "ends_on": date(2027, 3, 31),
        "written_at": clock.now(),
    }
    note = ResidentNote(**(base | values))
    with writing() as session:
        session.add(note)
    return note
