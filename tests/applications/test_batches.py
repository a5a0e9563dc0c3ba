"""A batch of numbered forms: drawn, printed until it is handed out, closed when nothing of it is lost."""

import re

import pytest
from flask import Flask

from portal import clock
from portal.applications.number_rules import ALREADY_HANDED, PaperNumber
from portal.audit.events import Event
from portal.clock import fiscal_year
from tests.applications.numbered import SignIn, a_batch, at_the_counter, batches, numbers, once_of
from tests.factories import a_programme
from tests.vouchers.certificate_steps import records


def figures(running: int) -> str:
    return PaperNumber(fiscal_year(clock.today()), running).figures


def test_numbers_run_on_from_batch_to_batch(app: Flask, sign_in: SignIn):
    browser = at_the_counter(sign_in)
    first, second = a_batch(browser, 3, handed=False), a_batch(browser, 2, "certificate", handed=False)

    assert [(batch.first, batch.last, batch.form) for batch in (first, second)] == [(1, 3, "voucher"), (4, 5, "certificate")]
    assert [form.running for form in numbers()] == [1, 2, 3, 4, 5]
    assert len({form.public_id for form in numbers()}) == 5
    assert [facts["last"][-8:-2] for _, facts, _, _ in records(Event.BATCH_MAKE)] == ["000003", "000005"]


@pytest.mark.parametrize("count", ["", "0", "501", "abc", "-1"])
def test_too_few_too_many_or_no_number_makes_nothing(app: Flask, sign_in: SignIn, count: str):
    browser = at_the_counter(sign_in).get("/blank-batches")

    assert browser.post("/blank-batches", {"form": "voucher", "count": count}).status == 422
    assert (batches(), numbers()) == ([], [])


def test_a_form_without_a_number_is_not_numbered(app: Flask, sign_in: SignIn):
    browser = at_the_counter(sign_in).get("/blank-batches")

    assert browser.post("/blank-batches", {"form": "proxy", "count": "5"}).status == 422
    assert batches() == []


def test_pressed_twice_draws_once(app: Flask, sign_in: SignIn):
    browser = at_the_counter(sign_in).get("/blank-batches")
    tokens = {name: browser.hidden(name) for name in ("once", "csrf_token")}
    for _ in range(2):
        browser.post("/blank-batches", {"form": "voucher", "count": "3"} | tokens)

    assert len(numbers()) == 3


def test_front_and_back_of_each_form_are_printed_the_same_again(app: Flask, sign_in: SignIn):
    a_programme()
    browser = at_the_counter(sign_in)
    batch = a_batch(browser, 3, handed=False)
    page = f"/blank-batches/{batch.public_id}"
    first, second = (browser.get(page).post(f"{page}/paper").response.data for _ in range(2))

    assert first == second
    assert b"/Type/Pages/Count 6/" in first
    assert [facts["again"] for _, facts, _, _ in records(Event.BATCH_PRINT)] == [False, True]


def test_every_label_of_the_page_has_room_on_one_line(app: Flask, sign_in: SignIn):
    """A column of labels holds 5 characters, the wide one 9 (static/css/components.css)."""
    browser = at_the_counter(sign_in)
    page = browser.get(f"/blank-batches/{a_batch(browser, 1).public_id}").text
    lists = re.findall('<dl class="(facts[^"]*)">(.*?)</dl>', page, re.DOTALL)
    labels = {label: 9 if "facts--wide" in kind else 5 for kind, inside in lists for label in re.findall("<dt>([^<]*)</dt>", inside)}

    assert "未使用で回収" in labels
    assert [label for label, room in labels.items() if len(label) > room] == []


def test_a_batch_is_handed_when_it_was_printed_and_then_never_printed_again(app: Flask, sign_in: SignIn):
    browser = at_the_counter(sign_in)
    batch = a_batch(browser, 1, handed=False)
    page = f"/blank-batches/{batch.public_id}"
    token = browser.get("/blank-batches").hidden("once")
    assert browser.post(f"{page}/handing", {"place": "那珂湊支所", "receiver": "", "once": token}).status == 409
    browser.get(page).post(f"{page}/paper")
    assert browser.get(page).post(f"{page}/handing", {"place": "", "receiver": ""}).status == 422
    assert browser.get(page).post(f"{page}/handing", {"place": "那珂湊支所", "receiver": "川又"}).status == 303
    assert browser.get(page).post(f"{page}/paper").status == 409

    assert ALREADY_HANDED in browser.text
    assert [facts["place"] for _, facts, _, _ in records(Event.BATCH_HAND)] == ["那珂湊支所"]
    assert (batches()[0].receiver, batches()[0].printed) == ("川又", 1)


def test_the_chief_closes_a_batch_only_when_every_number_has_its_end(app: Flask, sign_in: SignIn):
    browser = at_the_counter(sign_in)
    batch = a_batch(browser, 3)
    page = f"/blank-batches/{batch.public_id}"
    chief = sign_in("kacho")
    token = chief.get("/blank-batches").hidden("once")
    assert chief.post(f"{page}/closing", {"once": token}).status == 409
    assert "結果のない番号が3件" in chief.text

    first, _, last = numbers(batch)
    browser.get(page).post(f"{page}/collection", {"first": first.number.figures, "last": last.number.shown})
    assert "締めるのは所属長です" in browser.get(page).text
    assert chief.get(page).post(f"{page}/closing", {"once": once_of(chief, "closing")}).status == 303
    assert records(Event.BATCH_CLOSE)[0][1] == {
        "first": first.number.shown,
        "last": last.number.shown,
        "used": 0,
        "spoilt": 0,
        "collected": 3,
    }
    assert sign_in("madoguchi").post(f"{page}/closing").status == 403


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (figures(1), "999999999", "読み違い"),
        ("", figures(1), "最初の番号"),
        (figures(2), figures(1), "大きくなって"),
        (figures(1), figures(9), "この束の番号ではありません"),
    ],
)
def test_a_range_that_is_none_collects_nothing(app: Flask, sign_in: SignIn, first: str, last: str, words: str):
    browser = at_the_counter(sign_in)
    batch = a_batch(browser, 3)
    page = f"/blank-batches/{batch.public_id}"
    browser.get(page).post(f"{page}/collection", {"first": first, "last": last})

    assert browser.status in (409, 422)
    assert words in browser.text
    assert {form.state for form in numbers(batch)} == {"open"}
