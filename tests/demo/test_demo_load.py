"""`flask demo load`: the city of the files in the database, staff who can sign in, and no half city unnoticed."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal import clock
from portal.accounts.models import RoleGrant, Staff
from portal.accounts.passwords import password_matches
from portal.audit.events import Event
from portal.audit.models import AuditRecord
from portal.db import db, reading, writing
from portal.demo import load
from portal.demo.city import Series, city, numbered
from portal.demo.load import HALF_A_CITY, NOT_EMPTY, load_city
from portal.demo.rows import dose_row, resident_row
from portal.demo.staff import ACCOUNTS
from portal.doses.models import Dose
from portal.permissions import Role
from portal.programmes.change_rules import faults_of
from portal.programmes.dose_rules import last_dose
from portal.programmes.queries import facts_of, programmes
from portal.residents.models import Resident
from portal.vouchers.models import Voucher, VoucherSeries
from tests.factories import a_resident

pytestmark = pytest.mark.thorough

RESIDENTS = 600
PASSWORD = "mijikai-hana-no-uta"
COMMAND = ["demo", "load", "--residents", str(RESIDENTS), "--seed", "1"]


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=list(arguments))
    return result.exit_code, result.output


def test_the_loaded_city_is_the_city_of_the_files(app: Flask) -> None:
    status, output = run(app, *COMMAND)

    assert status == 0, output
    expected = list(city(RESIDENTS, 1))
    with reading() as session:
        residents = session.scalars(select(Resident).order_by(Resident.id)).all()
        doses = session.scalars(select(Dose).order_by(Dose.resident_id, Dose.id)).all()
    for resident, citizen in zip(residents, expected, strict=True):
        row = resident_row(resident.id, citizen.person)
        row.pop("public_id")
        assert {name: getattr(resident, name) for name in row} == row
    expected_doses = [dose_row(place, dose) for place, citizen in enumerate(expected, start=1) for dose in citizen.doses]
    for dose, row in zip(doses, expected_doses, strict=True):
        assert {name: getattr(dose, name) for name in row} == row


def test_vouchers_are_loaded_with_what_they_replace(app: Flask) -> None:
    run(app, *COMMAND)

    series = Series(mailed=0, later=RESIDENTS)
    expected = [voucher for citizen in numbered(RESIDENTS, 1, series) for voucher in citizen.vouchers]
    with reading() as session:
        loaded = {voucher.number: voucher for voucher in session.scalars(select(Voucher))}
        last = session.scalar(select(VoucherSeries.last).where(VoucherSeries.id == 1))
    assert set(loaded) == {voucher.number for voucher in expected}
    assert last == series.last
    by_id = {voucher.id: voucher for voucher in loaded.values()}
    for voucher in expected:
        row = loaded[voucher.number]
        assert (row.issued_at, row.voided_at, row.void_reason) == (voucher.issued_at, voucher.voided_at, voucher.void_reason)
        assert (by_id[row.replaces_id].number if row.replaces_id else None) == (voucher.replaces.number if voucher.replaces else None)


def test_the_programmes_are_there_with_their_rules(app: Flask) -> None:
    run(app, *COMMAND)

    with reading():
        found = programmes()
    ends = {programme.code: programme.ends_on for programme in found}
    doses = {programme.code: last_dose(facts_of(programme), date(2026, 11, 24)) for programme in found}
    faults = [fault for programme in found for rule in facts_of(programme).rules for fault in faults_of(rule)]
    assert doses == {"covid": 7, "resident-r8": 2, "influenza-r8": 1, "zoster-r8": 2, "dpt-ipv-hib": 4}
    assert faults == []
    assert str(ends["covid"]) == "2024-03-31"
    assert ends["resident-r8"] is None


def test_each_demo_account_has_its_role_and_the_demo_password(app: Flask) -> None:
    run(app, *COMMAND)

    with reading() as session:
        staff = {person.login_name: person for person in session.scalars(select(Staff))}
        roles = set(session.execute(select(Staff.login_name, RoleGrant.role).join(RoleGrant, RoleGrant.staff_id == Staff.id)).all())
    for account in ACCOUNTS:
        person = staff[account.login_name]
        assert not person.must_change_password
        assert person.valid_from <= clock.today()
        assert (account.login_name, account.role) in roles
    assert password_matches(staff["daiketsu"].password_hash, PASSWORD)


def test_the_accounts_are_those_that_make_run_prints() -> None:
    text = (Path(__file__).parents[2] / "deploy" / "demo_settings.py").read_text(encoding="utf-8")
    names = text.split("DEMO_ACCOUNTS = (")[1].split(")")[0].replace('"', "").replace(",", " ").split()
    assert [account.login_name for account in ACCOUNTS] == names
    assert {account.login_name: account.role for account in ACCOUNTS}["daiketsu"] is Role.SECTION_CHIEF


def test_the_loading_is_recorded_last(app: Flask) -> None:
    run(app, *COMMAND)

    with reading() as session:
        record = session.scalars(select(AuditRecord).order_by(AuditRecord.sequence.desc()).limit(1)).one()
    assert record.event == Event.DEMO_LOAD.value
    assert record.facts == '{"residents":600,"seed":1}'


def test_a_new_resident_and_a_new_voucher_find_free_ids(app: Flask) -> None:
    run(app, *COMMAND)

    newcomer = a_resident(resident_number="9999999999", integrated_number="999999999999999")
    with writing() as session:
        voucher = Voucher(
            public_id="f" * 32,
            number="9999999999",
            resident_id=newcomer.id,
            programme_code="resident-r8",
            dose_number=1,
            issued_at=clock.now(),
        )
        session.add(voucher)
    assert newcomer.id == RESIDENTS + 1


def test_a_second_loading_is_refused_or_with_if_empty_does_nothing(app: Flask) -> None:
    run(app, *COMMAND)

    assert run(app, *COMMAND) == (1, f"{NOT_EMPTY}\n")
    assert run(app, *COMMAND, "--if-empty") == (0, "")
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Resident)) == RESIDENTS


def test_a_city_of_the_usual_size_is_loaded_whole_or_not_at_all(app: Flask) -> None:
    def stop(loaded: int) -> None:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(load, "_complete", lambda *_: stop(0))
        with pytest.raises(KeyboardInterrupt):
            load_city(RESIDENTS, 1, password=PASSWORD, progress=stop)

    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Resident)) == 0
    assert run(app, *COMMAND, "--if-empty")[0] == 0


def test_a_half_loaded_city_does_not_go_unnoticed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "CITIZENS_A_TRANSACTION", 200)
    monkeypatch.setattr(load, "CITIZENS_A_STATEMENT", 100)

    def stop(loaded: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_city(RESIDENTS, 1, password=PASSWORD, progress=stop)

    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Resident)) == 200
    assert run(app, *COMMAND, "--if-empty") == (1, f"{HALF_A_CITY}\n")
    assert run(app, *COMMAND) == (1, f"{HALF_A_CITY}\n")


def test_many_transactions_give_the_same_city_as_one(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "CITIZENS_A_TRANSACTION", 200)
    monkeypatch.setattr(load, "CITIZENS_A_STATEMENT", 70)
    told: list[int] = []

    load_city(RESIDENTS, 1, password=PASSWORD, progress=told.append)

    expected = list(city(RESIDENTS, 1))
    assert told[-1] == RESIDENTS
    with reading() as session:
        numbers = session.scalars(select(Resident.resident_number).order_by(Resident.id)).all()
        vouchers = session.scalars(select(Voucher.number).order_by(Voucher.id)).all()
    assert list(numbers) == [citizen.person.resident_number for citizen in expected]
    assert list(vouchers) == [voucher.number for citizen in expected for voucher in citizen.vouchers]


def test_outside_the_demo_nothing_is_loaded(app: Flask) -> None:
    settings = app.extensions["portal_settings"]
    app.extensions["portal_settings"] = type(settings)(**{**vars(settings), "demo": False})

    status, output = run(app, *COMMAND)

    assert status == 2
    assert "PORTAL_DEMO=1" in output
    with reading():
        assert db.session().scalar(select(func.count()).select_from(Resident)) == 0


@pytest.mark.parametrize("arguments", [("--residents", "0"), ("--residents", "1000001"), ("--residents", "many"), ("--seed", "-1")])
def test_wrong_use_ends_with_two(app: Flask, arguments: tuple[str, str]) -> None:
    assert run(app, "demo", "load", *arguments)[0] == 2


def test_files_are_written_by_the_command(app: Flask, tmp_path: Path) -> None:
    status, output = run(app, "demo", "files", str(tmp_path / "out"), "--residents", "50", "--seed", "1", "--faults", "0.5")

    assert status == 0
    assert "50人" in output
    assert (tmp_path / "out" / "faults.json").exists()


def test_a_folder_that_cannot_be_written_is_said(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    status, output = run(app, "demo", "files", str(tmp_path / "file" / "out"), "--residents", "5")

    assert status == 1
    assert "書けません" in output
