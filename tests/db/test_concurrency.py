"""Sixteen clerks at work at once: nobody gets an error, no number is drawn twice, the chain of records stays whole."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import date
from random import Random

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal import clock
from portal.accounts.models import RoleGrant, Section, Staff
from portal.audit.events import Event
from portal.audit.models import AuditRecord
from portal.audit.verify import verify
from portal.db import db, reading, writing
from portal.permissions import Role
from portal.residents.models import Resident
from portal.vouchers.models import Voucher
from tests.conftest import Browser
from tests.factories import a_programme, a_resident, a_voucher
from tests.vouchers.at_the_counter import answers, page_of, serving, tokens_of

CLERKS, ROUNDS = 16, 10
SignIn = Callable[[str], Browser]


def add_clerks(password_hash: str) -> list[str]:
    logins = [f"clerk{number}" for number in range(CLERKS)]
    with writing() as session:
        section = session.scalars(select(Section).where(Section.code == "kenko")).one()
        for login_name in logins:
            staff = Staff(
                login_name=login_name,
                name=f"窓口 {login_name}",
                section_id=section.id,
                password_hash=password_hash,
                password_changed_at=clock.now(),
                must_change_password=False,
                valid_from=date(2026, 4, 1),
            )
            session.add(staff)
            session.flush()
            session.add(RoleGrant(staff_id=staff.id, role=Role.FRONT_DESK, starts_on=date(2026, 4, 1)))
    return logins


def live_voucher_of(resident: Resident) -> Voucher:
    with reading() as session:
        return session.scalars(select(Voucher).where(Voucher.resident_id == resident.id, Voucher.voided_at.is_(None))).one()


class Clerk:
    """One clerk's day: look for somebody, open them, reissue; the people are everybody's, so two meet now and then."""

    def __init__(self, browser: Browser, people: list[Resident], number: int) -> None:
        self.browser, self.people, self.chance = browser, people, Random(number)
        self.answers: Counter[tuple[str, int]] = Counter()
        self.fault: BaseException | None = None

    def work(self, app: Flask, start: threading.Barrier) -> None:
        with app.app_context():
            try:
                start.wait()
                for _ in range(ROUNDS):
                    self.serve(self.chance.choice(self.people))
            except BaseException as fault:
                self.fault = fault
            finally:
                db.session.remove()

    def serve(self, resident: Resident) -> None:
        # The number finds one and leads there at once; a name finds all of them.
        typed = self.chance.choice([resident.resident_number, resident.name, resident.kana])
        self.take("search", self.browser.post("/residents", {"q": typed, "birth": ""}))
        self.take("list", self.browser.get("/residents"))
        self.take("open", self.browser.get(f"/residents/{resident.public_id}"))
        voucher = live_voucher_of(resident)
        form = answers() | tokens_of(self.browser.get(page_of(voucher)))
        self.take("form", self.browser)
        self.take("reissue", self.browser.post(page_of(voucher), form))
        if self.browser.status == 303:
            paper = self.browser.location + "/paper"
            self.browser.follow()
            self.take("paper", self.browser.post(paper))

    def take(self, step: str, browser: Browser) -> None:
        self.answers[(step, browser.status)] += 1


@pytest.fixture
def clerks(app: Flask, sign_in: SignIn, password_hash: str) -> list[Clerk]:
    a_programme()
    people = [a_resident(name=f"見本 {number}子", kana="ミホン") for number in range(12)]
    for resident in people:
        a_voucher(resident)
    return [Clerk(serving(sign_in(login_name)), people, number) for number, login_name in enumerate(add_clerks(password_hash))]


def work_at_once(app: Flask, clerks: list[Clerk]) -> Counter[tuple[str, int]]:
    start = threading.Barrier(len(clerks))
    threads = [threading.Thread(target=clerk.work, args=(app, start)) for clerk in clerks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    faults = [clerk.fault for clerk in clerks if clerk.fault is not None]
    assert faults == []
    return sum((clerk.answers for clerk in clerks), Counter())


@pytest.mark.thorough
def test_sixteen_clerks_find_open_reissue_and_print_at_once(app: Flask, clerks: list[Clerk]) -> None:
    counted = work_at_once(app, clerks)
    rounds = CLERKS * ROUNDS
    new, printed = counted[("reissue", 303)], counted[("paper", 200)]

    assert [counted[step] for step in (("search", 303), ("list", 200), ("open", 200), ("form", 200))] == [rounds] * 4
    # Who was second is told; so is who prints what a third has replaced meanwhile.
    assert counted[("reissue", 409)] == rounds - new
    assert counted[("paper", 409)] == new - printed
    assert counted.total() == 5 * rounds + new
    with reading() as session:
        verdict = verify(session)
        assert verdict.fault is None
        assert verdict.records == session.scalar(select(func.max(AuditRecord.sequence)))
        events = dict(tuple(row) for row in session.execute(select(AuditRecord.event, func.count()).group_by(AuditRecord.event)))
        numbers = list(session.scalars(select(Voucher.number)))
        live = list(session.scalars(select(Voucher.resident_id).where(Voucher.voided_at.is_(None))))
    assert (events[Event.VOUCHER_REISSUE.value], events[Event.VOUCHER_PRINT.value]) == (new, printed)
    assert (events[Event.RESIDENT_OPEN.value], events[Event.RESIDENT_SEARCH.value]) == (rounds, rounds)
    assert len(numbers) == len(set(numbers)) == 12 + new
    assert len(live) == len(set(live)) == 12
