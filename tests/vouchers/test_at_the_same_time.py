"""Several clerks in the same second: one of them wins, the others are told, nothing is doubled."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import delete, select

from portal.audit.events import Event
from portal.audit.verify import verify
from portal.db import db, reading, writing
from portal.doses.intake import apply_dose_file, check_dose_file
from portal.doses.models import Dose
from portal.intake.rules import ImportKind
from portal.vouchers.actions import MEANWHILE_VOID
from portal.vouchers.models import VoucherPrint, VoucherSeries
from tests.accounts.staff_records import facts_of
from tests.conftest import Browser
from tests.db.test_concurrency import add_clerks
from tests.doses.dose_rows import LAYOUT, a_ledger, a_row
from tests.factories import a_programme, a_resident, a_voucher
from tests.intake.importing import all_rows, checked, order
from tests.vouchers.at_the_counter import answers, first_answers, held_by, issue_page_of, page_of, reissued, serving, tokens_of

SignIn = Callable[[str], Browser]
Sending = tuple[Browser, str, dict[str, object]]


@pytest.fixture
def clerks(sign_in: SignIn) -> list[Browser]:
    a_programme()
    return [serving(sign_in(login_name)) for login_name in ("madoguchi", "madoguchi2", "kacho")]


def at_once(sendings: list[Sending]) -> None:
    """Each form from a thread of its own, all let go together."""
    start = threading.Barrier(len(sendings))

    def send(browser: Browser, url: str, form: dict[str, object]) -> None:
        start.wait()
        browser.post(url, form)

    threads = [threading.Thread(target=send, args=sending) for sending in sendings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def in_its_own_context(app: Flask, work: Callable[[int], object], job_id: int) -> None:
    with app.app_context():
        work(job_id)
        db.session.remove()


def chain_is_whole() -> bool:
    with reading() as session:
        return verify(session).unbroken


def test_of_clerks_who_reissue_one_voucher_at_once_one_wins_and_the_others_are_told(clerks: list[Browser]) -> None:
    resident = a_resident()
    voucher = a_voucher(resident)
    url = page_of(voucher)
    at_once([(clerk, url, answers() | tokens_of(clerk.get(url))) for clerk in clerks])

    assert sorted(clerk.status for clerk in clerks) == [303, 409, 409]
    assert all(MEANWHILE_VOID in clerk.text for clerk in clerks if clerk.status == 409)
    assert [held.voided_at is None for held in held_by(resident)] == [False, True]
    assert len(facts_of(Event.VOUCHER_REISSUE)) == 1
    assert chain_is_whole()


def test_one_form_pressed_in_two_windows_at_once_gives_one_voucher_and_one_answer(clerks: list[Browser]) -> None:
    resident = a_resident()
    voucher = a_voucher(resident)
    clerk = clerks[0]
    form = answers() | tokens_of(clerk.get(page_of(voucher)))
    windows = [Browser(clerk.client.application) for _ in range(3)]
    cookie = clerk.client.get_cookie("portal")
    assert cookie is not None
    for window in windows:
        window.client.set_cookie("portal", cookie.value)
    at_once([(window, page_of(voucher), form) for window in windows])

    assert [window.status for window in windows] == [303] * 3
    assert len({window.location for window in windows}) == 1
    assert len(held_by(resident)) == 2
    assert len(facts_of(Event.VOUCHER_REISSUE)) == 1


def test_of_clerks_who_issue_to_one_person_at_once_one_wins_and_the_others_are_told(clerks: list[Browser]) -> None:
    resident = a_resident()
    url = issue_page_of(resident)
    at_once([(clerk, url, first_answers() | tokens_of(clerk.get(url))) for clerk in clerks])

    assert sorted(clerk.status for clerk in clerks) == [303, 409, 409]
    (new,) = held_by(resident)
    assert all(f"1回目の有効な券({new.number})があります" in clerk.text for clerk in clerks if clerk.status == 409)


def test_of_an_issue_and_a_reissue_for_one_dose_at_once_there_is_one_live_voucher(clerks: list[Browser]) -> None:
    """The page of the first issue was opened before the voucher came to be; its clerk is told the number that is live now."""
    resident = a_resident()
    issuing, reissuing = clerks[0], clerks[1]
    first = first_answers() | tokens_of(issuing.get(issue_page_of(resident)))
    voucher = a_voucher(resident)
    again = answers() | tokens_of(reissuing.get(page_of(voucher)))
    at_once([(issuing, issue_page_of(resident), first), (reissuing, page_of(voucher), again)])

    assert (issuing.status, reissuing.status) == (409, 303)
    old, new = held_by(resident)
    assert (old.voided_at is None, new.voided_at is None, new.replaces_id) == (False, True, old.id)
    assert any(f"1回目の有効な券({number})があります" in issuing.text for number in (old.number, new.number))
    assert facts_of(Event.VOUCHER_ISSUE) == []
    assert chain_is_whole()


@pytest.mark.parametrize("rounds", range(3))
def test_a_file_that_records_the_dose_at_once_comes_before_or_after_and_never_between(clerks: list[Browser], rounds: int) -> None:
    resident = a_resident(resident_number="0004000001")
    voucher, clerk = a_voucher(resident), clerks[rounds]
    form = answers() | tokens_of(clerk.get(page_of(voucher)))
    job_id = order(checked(ImportKind.DOSES, LAYOUT, a_ledger([a_row()]), check_dose_file))
    with ThreadPoolExecutor() as pool:
        read_in = pool.submit(in_its_own_context, clerk.client.application, apply_dose_file, job_id)
        at_once([(clerk, page_of(voucher), form)])
        read_in.result()

    (dose,) = all_rows(Dose)
    assert dose.resident_id == resident.id
    if clerk.status == 409:
        assert "1回目の接種(令和8年10月20日)が記録されています。使い終わった券は再発行できません。" in clerk.text
    assert [held.voided_at is None for held in held_by(resident)] == ([True] if clerk.status == 409 else [False, True])
    assert clerk.status in (303, 409)
    # Whoever comes afterwards is told, whichever was first.
    live = held_by(resident)[-1]
    assert "使い終わった券は再発行できません。" in clerk.get(page_of(live)).text
    assert chain_is_whole()


@pytest.mark.thorough
def test_sixteen_who_issue_at_once_draw_sixteen_numbers_each_time(app: Flask, sign_in: SignIn, password_hash: str) -> None:
    a_programme()
    writers = [serving(sign_in(login_name)) for login_name in add_clerks(password_hash)]
    drawn: list[int] = []
    for _ in range(10):
        residents = [a_resident() for _ in writers]
        urls = [issue_page_of(resident) for resident in residents]
        forms = [first_answers() | tokens_of(writer.get(url)) for writer, url in zip(writers, urls, strict=True)]
        at_once(list(zip(writers, urls, forms, strict=True)))
        assert [writer.status for writer in writers] == [303] * len(writers)
        drawn += [int(held_by(resident)[0].number) for resident in residents]

    # Unique, and none is skipped: a number that was drawn is a voucher that exists.
    assert sorted(drawn) == list(range(1, 161))
    assert len(facts_of(Event.VOUCHER_ISSUE)) == 160
    assert chain_is_whole()


@pytest.mark.thorough
def test_numbers_drawn_at_once_are_different_from_the_very_first_of_a_city_on(clerks: list[Browser]) -> None:
    with reading() as session:
        assert session.get(VoucherSeries, 1) is None
    for rounds in range(5):
        residents = [a_resident() for _ in clerks]
        sendings: list[Sending] = []
        for clerk, resident in zip(clerks, residents, strict=True):
            sendings.append((clerk, issue_page_of(resident), first_answers() | tokens_of(clerk.get(issue_page_of(resident)))))
        at_once(sendings)

        assert [clerk.status for clerk in clerks] == [303] * 3
        drawn = sorted(int(held_by(resident)[0].number) for resident in residents)
        assert drawn == [rounds * 3 + 1, rounds * 3 + 2, rounds * 3 + 3]


@pytest.mark.thorough
def test_of_prints_at_once_only_one_is_the_first_and_all_have_the_same_bytes(clerks: list[Browser]) -> None:
    voucher = reissued(clerks[0], a_voucher(a_resident()))
    url = f"/vouchers/{voucher.public_id}"
    for _ in range(8):
        with writing() as session:
            session.execute(delete(VoucherPrint))
        at_once([(clerk, f"{url}/paper", {"csrf_token": clerk.get(url).hidden("csrf_token")}) for clerk in clerks])

        assert [clerk.status for clerk in clerks] == [200] * 3
        assert len({clerk.response.get_data() for clerk in clerks}) == 1
        with reading() as session:
            assert sorted(session.scalars(select(VoucherPrint.again))) == [False, True, True]
    assert chain_is_whole()
