"""Steps of giving out a 接種済証: the person, the visit, the form, and what is kept of it."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import select, update

from portal.accounts.models import Staff
from portal.audit.events import Event
from portal.audit.models import AuditRecord
from portal.db import reading, writing
from portal.residents.models import Resident
from portal.residents.rules import Protection
from portal.vouchers.models import Certificate
from tests.conftest import Browser
from tests.factories import a_dose, a_programme, a_resident, the_covid_programme

SignIn = Callable[[str], Browser]
FILLED: dict[str, Any] = {
    "programme": "covid",
    "applicant": "self",
    "documents": ["driving_licence"],
    "delivery": "handed_over",
    "memo": "",
}


def a_vaccinated_resident() -> Resident:
    """Two doses of the programme that ended in 2024, and a running programme besides."""
    a_programme()
    the_covid_programme()
    resident = a_resident()
    a_covid_dose(resident, dose_number=1, given_on=date(2021, 6, 1))
    a_covid_dose(resident, dose_number=2, given_on=date(2021, 6, 22), lot_number="", institution="")
    return resident


def a_covid_dose(resident: Resident, **values: Any) -> None:
    a_dose(resident, **{"programme_code": "covid", **values})


def serving(sign_in: SignIn, login_name: str = "madoguchi", channel: str = "counter") -> Browser:
    """In a visit at the counter."""
    browser = sign_in(login_name)
    browser.post("/visits", {"channel": channel, "reason": "reissue", "next": ""})
    assert browser.status == 303
    return browser


def form_of(resident: Resident) -> str:
    return f"/residents/{resident.public_id}/certificates/new"


def give_out(browser: Browser, resident: Resident, **changes: Any) -> Browser:
    return browser.get(form_of(resident)).post(form_of(resident), FILLED | changes)


def certificates() -> list[Certificate]:
    with reading() as session:
        return list(session.scalars(select(Certificate).order_by(Certificate.id)))


def records(event: Event) -> list[tuple[str, dict[str, Any], str, int]]:
    """Who, facts, purpose, number of subjects."""
    statement = (
        select(Staff.login_name, AuditRecord.facts, AuditRecord.purpose, AuditRecord.subject_count)
        .join(Staff, Staff.id == AuditRecord.staff_id)
        .where(AuditRecord.event == event.value)
        .order_by(AuditRecord.sequence)
    )
    with reading() as session:
        return [(login, json.loads(facts), purpose, count) for login, facts, purpose, count in session.execute(statement)]


def protect(resident: Resident) -> None:
    with writing() as session:
        session.execute(update(Resident).where(Resident.id == resident.id).values(protection=Protection.SPOUSE_VIOLENCE))
