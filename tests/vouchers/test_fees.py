"""The table of 手数料 on the screen: the 所属長 keeps it, and what was taken stands with the paper."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.audit.events import Event
from portal.db import reading
from portal.text.wareki import format_date
from portal.vouchers.day_sheet import show_day_sheet
from portal.vouchers.fee_models import Fee
from portal.vouchers.fee_queries import takings_on
from portal.vouchers.fee_rules import PaperKind
from tests.conftest import Browser
from tests.vouchers.certificate_steps import a_vaccinated_resident, certificates, give_out, records, serving
from tests.vouchers.record_copy_steps import copies, give_copy

SignIn = Callable[[str], Browser]


def add(browser: Browser, yen: str = "350", kind: str = "certificate", starts_on: str = "", ends_on: str = "") -> Browser:
    starts_on = starts_on or format_date(clock.today())
    return browser.get("/fees").post("/fees", {"kind": kind, "yen": yen, "starts_on": starts_on, "ends_on": ends_on})


def fees() -> list[Fee]:
    with reading() as session:
        return list(session.scalars(select(Fee).order_by(Fee.id)))


def test_without_an_amount_every_paper_is_free(app: Flask, sign_in: SignIn):
    page = serving(sign_in).get(f"/residents/{a_vaccinated_resident().public_id}/certificates/new")

    assert "<dt>手数料</dt><dd>無料</dd>" in page.text
    assert "減免" not in page.text


def test_an_amount_is_added_shown_and_taken(app: Flask, sign_in: SignIn):
    resident = a_vaccinated_resident()
    assert add(sign_in("kacho")).status == 303
    browser = serving(sign_in)

    assert "350円" in browser.get(f"/residents/{resident.public_id}/certificates/new").text
    give_out(browser, resident)
    assert (certificates()[0].fee_yen, certificates()[0].waiver) == (350, None)
    assert records(Event.CERTIFICATE_REISSUE)[0][1]["yen"] == 350
    with reading():
        taken = takings_on(clock.today())
    assert [(each.kind, each.paid, each.yen, each.waived) for each in taken] == [
        (PaperKind.CERTIFICATE, 1, 350, 0),
        (PaperKind.RECORD_COPY, 0, 0, 0),
    ]
    sheet = show_day_sheet(clock.today())
    assert ([each.word for each in sheet.collected], sheet.yen) == (["接種済証"], 350)


def test_a_waiver_is_kept_with_its_reason(app: Flask, sign_in: SignIn):
    resident = a_vaccinated_resident()
    add(sign_in("kacho"), kind="record_copy")

    assert give_copy(serving(sign_in), resident, waiver="other_ground").status == 422
    assert give_copy(serving(sign_in), resident, waiver="other_ground", waiver_note="条例8条").status == 303
    assert [(copy.fee_yen, copy.waiver, copy.waiver_note) for copy in copies()] == [(0, "other_ground", "条例8条")]
    sheet = show_day_sheet(clock.today())
    assert [(each.word, each.paid, each.yen, each.waived) for each in sheet.collected] == [("接種記録の写し", 0, 0, 1)]


def test_two_amounts_never_stand_on_one_day(app: Flask, sign_in: SignIn):
    browser = sign_in("kacho")
    add(browser)

    assert add(browser, yen="400").status == 409
    assert "重なります" in browser.text
    assert [fee.yen for fee in fees()] == [350]


def test_an_amount_ends_and_the_next_follows_it(app: Flask, sign_in: SignIn):
    browser, today = sign_in("kacho"), clock.today()
    add(browser, starts_on="令和8年4月1日")
    (fee,) = fees()
    browser.get("/fees").post(f"/fees/{fee.public_id}/end", {"last": format_date(today)})

    assert browser.status == 303
    assert fees()[0].ends_on == today
    assert add(browser, yen="400", starts_on=format_date(today + timedelta(days=1))).status == 303
    assert [login for login, *_ in records(Event.FEE_END)] == ["kacho"]


@pytest.mark.parametrize(("yen", "words"), [("", "手数料を入れて"), ("三百", "数字で"), ("-1", "数字で"), ("999999", "100,000円まで")])
def test_what_is_no_amount_is_not_taken(app: Flask, sign_in: SignIn, yen: str, words: str):
    browser = add(sign_in("kacho"), yen=yen)

    assert browser.status in (409, 422)
    assert words in browser.text
    assert fees() == []


def test_pressed_twice_adds_one(app: Flask, sign_in: SignIn):
    browser = sign_in("kacho").get("/fees")
    form = {"kind": "certificate", "yen": "350", "starts_on": format_date(date(2027, 4, 1)), "ends_on": ""}
    tokens = {name: browser.hidden(name) for name in ("once", "csrf_token")}
    statuses = [browser.post("/fees", form | tokens).status for _ in range(2)]

    assert statuses == [303, 303]
    assert len(fees()) == 1


@pytest.mark.parametrize("login_name", ["madoguchi", "daicho", "kansa", "kanri"])
def test_only_the_chief_keeps_the_table(app: Flask, sign_in: SignIn, login_name: str):
    assert sign_in(login_name).get("/fees").status == 403
