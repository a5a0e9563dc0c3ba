"""券番号 in both modes: unique by constraint, a person's own for life, and told apart by 券種, dose and issue."""

import secrets
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask, current_app
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from portal import clock
from portal.config import read_settings
from portal.db import db, reading, writing
from portal.errors import Misconfigured
from portal.residents.models import Resident
from portal.vouchers.models import Voucher
from portal.vouchers.series import draw_number
from portal.vouchers.state_models import PersonNumber
from tests.conftest import Browser, overrides
from tests.factories import a_dose, a_programme, a_resident, a_voucher, the_covid_programme
from tests.vouchers.at_the_counter import (
    again,
    answers,
    first_answers,
    held_by,
    issue_page_of,
    kept,
    page_of,
    reissued,
    serving,
    voucher_at,
)
from tests.vouchers.stepping import in_the_post, mails, scan

SignIn = Callable[[str], Browser]
WRITERS = 16


def per_person() -> None:
    before = current_app.extensions["portal_settings"]
    current_app.extensions["portal_settings"] = replace(before, number_per_person=True)


@pytest.fixture
def clerk(sign_in: SignIn) -> Browser:
    a_programme()
    per_person()
    return serving(sign_in("madoguchi"))


def issued(browser: Browser, resident: Resident, dose: int = 1) -> Voucher:
    browser.get(issue_page_of(resident)).post(issue_page_of(resident), first_answers(dose=str(dose)))
    assert browser.status == 303, browser.text[:2000]
    return voucher_at(browser.location)


def test_a_person_keeps_one_number_through_doses_and_reissues(clerk: Browser) -> None:
    resident, other = a_resident(), a_resident()
    first = issued(clerk, resident)
    second = reissued(clerk, first)
    third = reissued(clerk, second)
    a_dose(resident)
    next_dose = issued(clerk, resident, 2)

    assert {voucher.number for voucher in held_by(resident)} == {first.number}
    keys = [(voucher.kind_code, voucher.dose_number, voucher.issue) for voucher in (first, second, third, next_dose)]
    assert keys == [("2", 1, 1), ("2", 1, 2), ("2", 1, 3), ("2", 2, 1)]
    assert issued(clerk, other).number != first.number


def test_a_search_by_the_number_tells_every_voucher_of_the_person(clerk: Browser) -> None:
    resident = a_resident(name="石田 杏")
    old = issued(clerk, resident)
    reissued(clerk, old)
    page = clerk.get("/residents").post("/residents", {"q": old.number, "birth": ""}).follow().text

    listed = page.split("<h2>接種券</h2>")[1].split("</table>")[0]
    assert (listed.count("読み取った券"), "無効(再発行)" in listed, "有効" in listed) == (2, True, True)


def test_a_number_from_before_the_setting_is_never_made_a_persons(clerk: Browser) -> None:
    resident = a_resident()
    old = a_voucher(resident, number="0000000007")
    new = reissued(clerk, old)

    assert new.number not in ("0000000007", "")
    assert (again(old).shares_number, new.shares_number, new.issue) == (False, True, 1)


def test_an_envelope_of_one_of_a_persons_vouchers_is_told_by_the_eighteen_digits(clerk: Browser) -> None:
    resident = a_resident()
    for dose in (1, 2):
        in_the_post(resident, number="0000000009", shares_number=True, dose_number=dose)
    scan(clerk, "0000000009")
    scan(clerk, "220822100000000009")

    assert [outcome for _, outcome in mails()] == ["several", "returned"]
    assert [voucher.returned_at is None for voucher in held_by(resident)] == [True, False]


@pytest.mark.parametrize("values", [{}, {"shares_number": True}])
def test_the_same_number_kind_dose_and_issue_stand_once(app: Flask, values: dict[str, bool]) -> None:
    a_programme()
    a_voucher(a_resident(), number="0000000009", kind_code="2", **values)

    with pytest.raises(IntegrityError):
        a_voucher(a_resident(), number="0000000009", kind_code="2", **values)


def test_a_number_of_one_voucher_alone_stands_once_whatever_its_dose(app: Flask) -> None:
    a_programme()
    a_voucher(a_resident(), number="0000000009", kind_code="2")

    with pytest.raises(IntegrityError):
        a_voucher(a_resident(), number="0000000009", kind_code="2", dose_number=2)


def test_two_people_never_own_one_number(app: Flask) -> None:
    first, second = a_resident(), a_resident()
    with writing() as session:
        session.add(PersonNumber(resident_id=first.id, number="0000000009", drawn_at=clock.now()))

    with pytest.raises(IntegrityError), writing() as session:
        session.add(PersonNumber(resident_id=second.id, number="0000000009", drawn_at=clock.now()))


@pytest.mark.thorough
@pytest.mark.parametrize("is_per_person", [False, True])
def test_numbers_are_unique_under_sixteen_writers(app: Flask, is_per_person: bool) -> None:
    """Each person's two programmes at once, everybody together: as many numbers as vouchers, or as people."""
    a_programme()
    the_covid_programme()
    people = [a_resident() for _ in range(WRITERS // 2)]
    start = threading.Barrier(WRITERS)
    failed: list[BaseException] = []

    def write(resident_id: int, programme_code: str, kind_code: str) -> None:
        with app.app_context():
            start.wait()
            try:
                with writing() as session:
                    session.get(Resident, resident_id, with_for_update=True)
                    drawn = draw_number(resident_id, kind_code, 1, per_person=is_per_person)
                    session.add(_voucher(resident_id, programme_code, kind_code, drawn.number, drawn.issue, drawn.is_shared))
            except BaseException as error:
                failed.append(error)
            finally:
                db.session.remove()

    writers = [
        threading.Thread(target=write, args=(person.id, code, kind))
        for person in people
        for code, kind in (("resident-r8", "2"), ("covid", "3"))
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert failed == []
    with reading() as session:
        vouchers, numbers = session.execute(select(func.count(Voucher.id), func.count(func.distinct(Voucher.number)))).one()
    assert (vouchers, numbers) == (WRITERS, WRITERS // 2 if is_per_person else WRITERS)


def _voucher(resident_id: int, programme_code: str, kind_code: str, number: str, issue: int, shares_number: bool) -> Voucher:
    return Voucher(
        public_id=secrets.token_hex(16),
        number=number,
        issue=issue,
        shares_number=shares_number,
        kind_code=kind_code,
        resident_id=resident_id,
        programme_code=programme_code,
        dose_number=1,
        issued_at=clock.now(),
    )


def test_a_dose_without_a_code_is_not_issued(clerk: Browser) -> None:
    resident = a_resident()
    voucher = a_voucher(resident, dose_number=2, kind_code="2")
    tokens = clerk.get(page_of(voucher))
    with writing() as session:
        session.connection().exec_driver_sql("UPDATE voucher_code SET ended_at = added_at WHERE dose_number = 2")
    before = kept()
    tokens.post(page_of(voucher), answers())

    assert (clerk.status, kept() == before) == (409, True)
    assert "2回目のコードがコード表にありません" in clerk.text


def test_the_setting_is_one_of_two(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="PORTAL_VOUCHER_NUMBERS"):
        read_settings(overrides(tmp_path) | {"PORTAL_VOUCHER_NUMBERS": "per_city"})
