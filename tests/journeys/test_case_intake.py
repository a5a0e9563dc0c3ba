"""A paper form keyed with a gap, mended, its requester identified; a correction on day 90 and on day 91: by keyboard (D-1)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from portal.clock import JAPAN
from portal.text.holidays import is_closed
from portal.text.wareki import format_date
from tests.journeys.conftest import Person, Portal
from tests.journeys.media_steps import Answers, fill_in, open_page, send

pytestmark = pytest.mark.journey

REQUEST: Answers = {
    "kind": "開示",
    "requester_name": "架空 松子",
    "requester_kana": "かくう まつこ",
    "requester_contact": "029-000-0000",
    "items": "予防接種台帳のうち私に関する部分",
}
ADDRESS = "ひたちなか市見本町1丁目2番3号"
CORRECTION: Answers = {
    "requester_name": "架空 竹子",
    "requester_address": ADDRESS,
    "items": "新型コロナワクチンの接種日",
    "wish": "訂正",
    "claim": "接種日が1日違っている",
    "earlier_number": "健推第12号",
}


def test_a_paper_form_with_a_gap(portal: Portal, sits_down: Callable[[str], Person]) -> None:
    clerk = sits_down("toiawase")

    open_page(clerk, "請求の受付")
    send(clerk, REQUEST, says="補正を記しました")
    number = clerk.page.inner_text(".person__birth .fig")
    assert "請求者の住所がない" in clerk.text
    assert "その翌日を1日目として30日" in clerk.text

    the_gap_is_mended_at_the_window(clerk)
    who_asks_is_identified(clerk)
    the_list_shows_the_deadline(clerk, number)
    (row,) = portal.rows("SELECT requester_address, identity_proven_on, state FROM disclosure_case WHERE requester_name = '架空 松子'")
    assert (row.requester_address, bool(row.identity_proven_on), row.state) == (ADDRESS, True, "examining")


def the_gap_is_mended_at_the_window(clerk: Person) -> None:
    clerk.go_by("c")
    clerk.finds_no_barrier()
    send(clerk, {"requester_address": ADDRESS}, says="請求の内容を改めました")
    assert f"請求者の住所: なし → {ADDRESS}" in clerk.text
    clerk.go_by("k")
    clerk.finds_no_barrier()
    send(clerk, {"words": "窓口で住所を書き足した"}, says="補正を記録しました")
    assert "補正済" in clerk.text


def who_asks_is_identified(clerk: Person) -> None:
    assert "済むまで開示を実施できません" in clerk.text
    clerk.go_by("i")
    clerk.finds_no_barrier()
    send(clerk, {"papers": "運転免許証"}, says="本人確認が済みました")
    assert "済むまで開示を実施できません" not in clerk.text


def the_list_shows_the_deadline(clerk: Person, number: str) -> None:
    open_page(clerk, "請求の一覧")
    clerk.press("/")
    clerk.write(number)
    clerk.go_by("Enter")
    clerk.finds_no_barrier()
    row = clerk.page.locator("main tbody tr").filter(has_text=number).inner_text()
    assert "架空 松子" in row
    assert "あと30日" in row


def test_a_correction_on_day_90_and_on_day_91(portal: Portal, sits_down: Callable[[str], Person]) -> None:
    clerk, day_90 = sits_down("toiawase"), an_open_day_before(datetime.now(JAPAN).date())
    disclosed = day_90 - timedelta(days=90)

    open_page(clerk, "請求の受付")
    key_correction(clerk, received_on=day_90 + timedelta(days=1), disclosed_on=disclosed)
    send(clerk, says=f"90日を過ぎています({format_date(day_90)}まででした)")
    assert clerk.page.locator("main [name=claim]").input_value() == CORRECTION["claim"]
    assert not portal.rows("SELECT id FROM disclosure_case WHERE requester_name = '架空 竹子'")

    fill_in(clerk, {"received_on": format_date(day_90)})
    send(clerk, says="受け付けました")
    assert "架空 竹子" in clerk.page.inner_text("h1")
    assert "訂正請求" in clerk.text


def key_correction(clerk: Person, *, received_on: date, disclosed_on: date) -> None:
    fill_in(clerk, {"kind": "訂正", "received_on": format_date(received_on)})
    fill_in(clerk, CORRECTION)
    fill_in(clerk, {"disclosed_on": format_date(disclosed_on)})


def an_open_day_before(today: date) -> date:
    day = today - timedelta(days=1)
    while is_closed(day):
        day -= timedelta(days=1)
    return day
