"""What the tests of this part do at the counter, and what they read back afterwards."""

import threading
from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import select

from portal.arrivals.models import Arrival, ArrivalRejection
from portal.db import reading
from portal.intake.rules import ImportKind
from portal.residents.files import LAYOUT
from portal.residents.intake import apply_register_file, check_register_file
from portal.residents.match_rules import Decision
from portal.residents.models import Resident, ResidentChange
from tests.conftest import Browser
from tests.counter.at_counter import in_visit
from tests.intake.importing import applied, checked, decide_all
from tests.residents.register_rows import a_register, a_row

SignIn = Callable[[str], Browser]
NEW_ARRIVAL = "/arrivals/new"
NEW_UNREGISTERED = "/unregistered-residents/new"
INDIVIDUAL_NUMBER = "123456789018"


def moved_in(**values: Any) -> dict[str, Any]:
    """The form of somebody who moved in today, as it is usually filled in."""
    base: dict[str, Any] = {
        "name": "水戸 来子",
        "kana": "ミト クルコ",
        "birth": "S40.2.3",
        "sex": "2",
        "address": "田彦9604番地",
        "building": "汐風ハイツ203",
        "phone": "029-000-1234",
        "moved_from": "茨城県水戸市",
        "notified_on": "R8.11.24",
        "purposes": ["voucher", "record_check"],
        "applicant": "self",
        "documents": ["passport"],
        "memo": "",
    }
    return base | values


def taken(browser: Browser, **values: Any) -> Arrival:
    """Takes an application through the form and gives its row."""
    browser.get(NEW_ARRIVAL).post(NEW_ARRIVAL, moved_in(**values))
    assert browser.status == 303, browser.text[:3000]
    return arrival_at(browser.location)


def arrival_at(location: str) -> Arrival:
    with reading() as session:
        return session.scalars(select(Arrival).where(Arrival.public_id == location.rsplit("/", 1)[1])).one()


def again(arrival: Arrival) -> Arrival:
    """The same row as it stands now."""
    with reading() as session:
        return session.get_one(Arrival, arrival.id)


def arrivals() -> list[Arrival]:
    with reading() as session:
        return list(session.scalars(select(Arrival).order_by(Arrival.id)))


def rejections() -> list[tuple[int, int]]:
    with reading() as session:
        return [(row.arrival_id, row.resident_id) for row in session.scalars(select(ArrivalRejection))]


def page_of(arrival: Arrival) -> str:
    return f"/arrivals/{arrival.public_id}"


def decide(browser: Browser, arrival: Arrival, verb: str, resident: Resident | None = None, **form: str) -> Browser:
    """Opens the application, then presses one of its buttons: link, rejection, withdrawal or cancellation."""
    browser.get(page_of(arrival) + ("/withdrawal" if verb == "withdrawal" else ""))
    sent = {"version": browser.hidden("version")} | ({"candidate": resident.public_id} if resident else {})
    return browser.post(f"{page_of(arrival)}/{verb}", sent | form)


def register_brings(**cells: str) -> Resident:
    """A register file with one person, checked and applied as the worker does."""
    row = a_row(氏名="水戸 来子", カナ="ミト クルコ", 生年月日="S40.2.3", 住所="大字田彦9604番地", 方書="汐風ハイツ203") | cells
    file = applied(checked(ImportKind.REGISTER, LAYOUT, a_register([row]), check_register_file), apply_register_file)
    assert file.faulty == 0
    decide_all(Decision.OTHER)
    with reading() as session:
        return session.scalars(select(Resident).where(Resident.resident_number == row["宛名番号"])).one()


def nobody_entered(**values: Any) -> dict[str, Any]:
    """The form of somebody without an entry, as it is usually filled in."""
    base: dict[str, Any] = {
        "name": "里野 帰子",
        "kana": "サトノ カエルコ",
        "birth": "H8.2.29",
        "sex": "2",
        "municipality": "ひたちなか市",
        "address": "市毛1番地",
        "building": "",
        "phone": "",
        "reason": "childbirth",
        "note": "",
        "applicant": "self",
        "documents": ["driving_licence"],
    }
    return base | values


def after_a_search(browser: Browser, q: str = "里野 帰子", birth: str = "H8.2.29") -> Browser:
    """In a visit that has looked for the person and found nobody."""
    in_visit(browser).get("/residents").post("/residents", {"q": q, "birth": birth})
    assert browser.status == 303
    return browser


def registered(browser: Browser, **values: Any) -> Resident:
    """Registers through the form and gives the row."""
    browser.get(NEW_UNREGISTERED).post(NEW_UNREGISTERED, nobody_entered(**values))
    assert browser.status == 303, browser.text[:3000]
    return resident_at(browser.location)


def resident_at(location: str) -> Resident:
    with reading() as session:
        return session.scalars(select(Resident).where(Resident.public_id == location.rsplit("/", 1)[1])).one()


def residents() -> list[Resident]:
    with reading() as session:
        return list(session.scalars(select(Resident).order_by(Resident.id)))


def history_of(resident: Resident) -> dict[str, tuple[str, int | None]]:
    """By field: the new value and the member of staff."""
    with reading() as session:
        rows = session.scalars(select(ResidentChange).where(ResidentChange.resident_id == resident.id))
        return {row.field: (row.new, row.staff_id) for row in rows}


def errors_of(browser: Browser) -> list[str]:
    """The fields that are marked wrong."""
    return [piece.split('"')[0].removesuffix("-error") for piece in browser.text.split('class="error" id="')[1:]]


def tokens_of(browser: Browser) -> dict[str, str]:
    return {"once": browser.hidden("once"), "csrf_token": browser.hidden("csrf_token")}


def at_once(sendings: Iterable[tuple[Browser, str, dict[str, Any]]]) -> None:
    """Each form from a thread of its own, all let go together."""
    sendings = list(sendings)
    start = threading.Barrier(len(sendings))

    def send(browser: Browser, url: str, form: dict[str, Any]) -> None:
        start.wait()
        browser.post(url, form)

    threads = [threading.Thread(target=send, args=sending) for sending in sendings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
