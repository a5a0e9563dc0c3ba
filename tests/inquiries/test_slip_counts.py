"""The slips of a fiscal year counted: by month, category and channel, result, hours, late calls; screen, paper, workbook (D-3)."""

import io
import subprocess
from datetime import datetime, timedelta
from typing import Any

import openpyxl
import pytest
from flask import Flask

from portal import clock
from portal.audit.events import Event
from portal.clock import JAPAN
from portal.db import writing
from portal.inquiries.count_rules import (
    BAD_PERIOD,
    Counted,
    Period,
    by_month,
    counts_of,
    crossed,
    figures_of,
    is_late_call,
    results_of,
    why_not_period,
)
from portal.inquiries.rules import Category, Result, SlipChannel, SlipState
from tests.asked import statements
from tests.inquiries.at_desk import SignIn
from tests.inquiries.slip_rows import add_slip, facts_of

URL = "/inquiries/counts"
AT = datetime(2026, 11, 24, 16, 0, tzinfo=JAPAN)
MINUTE = timedelta(minutes=1)


def counted(state: SlipState = SlipState.OPEN, hours: float | None = None, taken_at: datetime = AT, **values: Any) -> Counted:
    closed = None if hours is None else taken_at + timedelta(hours=hours)
    given: dict[str, Any] = {"channel": SlipChannel.PHONE, "category": None, "call_at": None, "called_at": None, "result": None}
    return Counted(taken_at=taken_at, state=SlipState.CLOSED if closed else state, closed_at=closed, **(given | values))


@pytest.mark.parametrize(
    ("slip", "now", "late"),
    [
        (counted(), AT, False),
        (counted(call_at=AT), AT, False),
        (counted(call_at=AT), AT + MINUTE, True),
        (counted(call_at=AT, called_at=AT), AT + timedelta(days=9), False),
        (counted(call_at=AT, called_at=AT + MINUTE), AT + MINUTE, True),
        (counted(call_at=AT + timedelta(hours=2), hours=1), AT + timedelta(days=9), False),
        (counted(call_at=AT + timedelta(hours=1), hours=2), AT + timedelta(days=9), True),
    ],
)
def test_a_call_is_late_by_a_minute(slip: Counted, now: datetime, late: bool) -> None:
    assert is_late_call(slip, now) is late


def test_the_figures_of_some_slips() -> None:
    slips = [
        counted(hours=1, category=Category.COMPLAINT, result=Result.ANSWERED),
        counted(hours=4, category=Category.LEAK, result=Result.REQUEST),
        counted(call_at=AT - MINUTE),
        counted(SlipState.WAITING),
        counted(SlipState.CANCELLED, category=Category.LEAK, call_at=AT - MINUTE),
    ]
    figures = figures_of(slips, AT)

    assert figures.cells == ["4", "1", "1", "2", "2.5時間", "1", "1"]
    assert figures_of([], AT).cells == ["0", "0", "0", "0", "―", "0", "0"]
    assert sum(results_of(slips).values()) == 2


def test_a_slip_belongs_to_the_month_in_which_it_was_taken() -> None:
    last, first = datetime(2027, 3, 31, 23, 59, tzinfo=JAPAN), datetime(2026, 4, 1, 0, 0, tzinfo=JAPAN)
    months = by_month(
        [counted(taken_at=last), counted(taken_at=first), counted(taken_at=datetime(2026, 12, 31, 23, 59, tzinfo=JAPAN))], 2026
    )

    assert next(iter(months)) == (2026, 4)
    assert list(months)[-1] == (2027, 3)
    assert {month: len(slips) for month, slips in months.items() if slips} == {(2026, 4): 1, (2026, 12): 1, (2027, 3): 1}


def test_categories_by_channel_add_up() -> None:
    slips = [
        counted(category=Category.COMPLAINT),
        counted(category=Category.COMPLAINT, channel=SlipChannel.FAX),
        counted(channel=SlipChannel.MAIL),
        counted(SlipState.CANCELLED),
    ]
    rows = dict(crossed(slips))

    assert rows["苦情"] == [1, 0, 0, 0, 1, 2]
    assert rows["分類なし"] == [0, 0, 1, 0, 0, 1]
    assert rows["計"] == [1, 0, 1, 0, 1, 3]


@pytest.mark.parametrize(
    ("period", "words", "taken"),
    [
        (Period(2026), "令和8年度", 3),
        (Period(2026, 11), "令和8年11月", 1),
        (Period(2026, 3), "令和9年3月", 1),
        (Period(2026, 4), "令和8年4月", 1),
        (Period(2026, 5), "令和8年5月", 0),
    ],
)
def test_a_period_is_a_year_or_a_month_of_it(period: Period, words: str, taken: int) -> None:
    days = (datetime(2026, 4, 1, tzinfo=JAPAN), AT, datetime(2027, 3, 31, 23, 59, tzinfo=JAPAN))
    counts = counts_of([counted(taken_at=day) for day in days], period, section="健康推進課", now=AT)

    assert (period.words, counts.figures.taken, counts.year.taken) == (words, taken, 3)


@pytest.mark.parametrize(
    ("period", "reason"),
    [
        (Period(2026), None),
        (Period(2026, 4), None),
        (Period(2026, 3), None),
        (Period(2026, 0), BAD_PERIOD),
        (Period(2026, 13), BAD_PERIOD),
        (Period(2027), BAD_PERIOD),
        (Period(2019), None),
        (Period(2018), BAD_PERIOD),
    ],
)
def test_a_period_is_a_year_of_this_era_that_has_begun(period: Period, reason: str | None) -> None:
    assert why_not_period(period, AT.date()) == reason


def test_a_month_is_crossed_by_itself_and_stands_in_its_year() -> None:
    slips = [counted(hours=2, category=Category.COMPLAINT, result=Result.ANSWERED), counted(taken_at=AT - timedelta(days=60))]
    counts = counts_of(slips, Period(2026, 11), section="健康推進課", now=AT)

    assert (counts.section, counts.period) == ("健康推進課", Period(2026, 11))
    assert (counts.crossed, counts.results) == (crossed(slips[:1]), results_of(slips[:1]))
    assert [(month, figures.taken) for _, month, figures in counts.months if figures.taken] == [(9, 1), (11, 1)]


def test_a_call_still_to_be_made_is_late_from_now_on_in_month_and_year() -> None:
    slips = [counted(call_at=AT - MINUTE)]
    counts = counts_of(slips, Period(2026, 11), section="健康推進課", now=AT)

    assert [each.late_calls for each in (counts.figures, counts.year, counts.months[7][2])] == [1, 1, 1]


def test_only_what_the_own_section_took_is_counted(app: Flask, sign_in: SignIn) -> None:
    now = clock.now()
    with writing():
        add_slip(category=Category.COMPLAINT)
        add_slip(section="somu", first="kenko", holder="soumu", category=Category.LEAK)
        add_slip(section="kenko", first="somu")
        add_slip(SlipState.BLANK)
        add_slip(SlipState.CLOSED, taken_at=now - timedelta(days=400))
    page = sign_in("toiawase").get(URL).text
    figures = page.split('<dl class="figures">')[1].split("</dl>")[0]

    assert [part.split("</b>")[0] for part in figures.split("<b>")[1:]] == ["2", "1", "1", "0", "―", "0"]
    period = Period(clock.fiscal_year(now.date()), now.month).words
    assert facts_of(Event.SLIP_COUNT) == [{"period": period, "format": "screen"}]
    assert page.count("年度</option>") == clock.fiscal_year(now.date()) - clock.fiscal_year((now - timedelta(days=400)).date()) + 1


@pytest.mark.parametrize("query", ["year=2018", "year=2999", "year=2026&month=13", "year=2026&month=0"])
def test_a_period_that_is_none_is_refused(app: Flask, sign_in: SignIn, query: str) -> None:
    browser = sign_in("toiawase").get(f"{URL}?{query}")

    assert browser.status == 409
    assert BAD_PERIOD in browser.text


@pytest.mark.parametrize("query", ["", "?year=2026", "?year=2026&month=", "?year=x&month=y", "?year=2026&month=4"])
def test_without_slips_everything_is_nought(app: Flask, sign_in: SignIn, query: str) -> None:
    browser = sign_in("toiawase").get(f"{URL}{query}")

    assert browser.status == 200
    assert "―" in browser.text


@pytest.mark.thorough
def test_paper_and_workbook_hold_the_same_figures(app: Flask, sign_in: SignIn) -> None:
    taken = datetime(2026, 11, 24, 9, 0, tzinfo=JAPAN)
    with writing():
        for _ in range(1_234):
            add_slip(SlipState.CLOSED, category=Category.COMPLAINT, taken_at=taken)
    browser = sign_in("kacho")
    form = {"year": "2026", "month": "11"}
    browser.post(f"{URL}/paper", form)
    text = subprocess.run(["pdftotext", "-", "-"], input=browser.response.get_data(), capture_output=True, check=True).stdout.decode()
    assert "令和8年11月" in text
    assert text.count("1,234") >= 6
    browser.post(f"{URL}/workbook", form)
    book = openpyxl.load_workbook(io.BytesIO(browser.response.get_data()))

    assert book.sheetnames == ["月別", "分類と方法", "結果"]
    november = next(row for row in book["月別"].iter_rows(values_only=True) if row[0] == "令和8年11月")
    assert november[1:] == (1234, 1234, 0, 1234, 1, 0, 0)
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert [facts["format"] for facts in facts_of(Event.SLIP_COUNT)] == ["pdf", "xlsx"]
    with statements() as asked:
        browser.get(URL)
    assert len(asked) < 14
