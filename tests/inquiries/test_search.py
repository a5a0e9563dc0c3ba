"""Slips found by number, words, caller, state, category, period and section; what was typed is sealed in the record (D-3)."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask, current_app
from sqlalchemy import select

from portal import clock
from portal.accounts.typed import TYPED_PLACE
from portal.audit.events import Event
from portal.audit.models import AuditRecord
from portal.clock import JAPAN
from portal.db import reading, writing
from portal.encryption import open_text
from portal.inquiries.rules import Category, SlipState
from portal.inquiries.search_asked_rules import (
    ENDS_BEFORE,
    NOTHING_ASKED,
    TOO_SHORT,
    Asked,
    Whose,
    begins_of_search,
    kinds_of,
    said_back,
    typed_text,
    why_not_search,
)
from tests.asked import statements
from tests.conftest import Browser
from tests.inquiries.at_desk import SignIn
from tests.inquiries.slip_rows import add_slip, facts_of
from tests.inquiries.test_lists import listed

URL = "/inquiries/search"


def search(browser: Browser, **form: str) -> Browser:
    browser.get(URL)
    browser.post(URL, {"words": "", "caller": "", "state": "", "category": "", "whose": "", "first": "", "last": ""} | form)
    return browser.follow() if browser.status == 303 and browser.location.startswith(URL) else browser


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        (Asked(), NOTHING_ASKED),
        (Asked(words="券"), TOO_SHORT),
        (Asked(words="接種券 券"), TOO_SHORT),
        (Asked(words="接種"), None),
        (Asked(words="- ー"), TOO_SHORT),
        (Asked(caller="林"), TOO_SHORT),
        (Asked(caller="小林"), None),
        (Asked(state=SlipState.OPEN), None),
        (Asked(first=date(2026, 4, 1), last=date(2026, 3, 31)), ENDS_BEFORE),
        (Asked(first=date(2026, 4, 1), last=date(2026, 4, 1)), None),
    ],
)
def test_what_may_be_asked(asked: Asked, reason: str | None) -> None:
    assert why_not_search(asked) == reason


@pytest.mark.parametrize(
    ("asked", "said", "kinds", "sealed"),
    [
        (Asked(), [], [], None),
        (Asked(words="R8-0231"), [("番号・語", "R8-0231")], ["語"], "番号・語: R8-0231"),
        (Asked(words="2通", caller="渡邉"), [("番号・語", "2通"), ("相手", "渡邉")], ["語", "相手の氏名"], "番号・語: 2通\n相手: 渡邉"),
        (Asked(state=SlipState.CLOSED), [("状態", "完結")], ["状態"], None),
        (Asked(category=Category.LEAK), [("分類", "漏えい疑い")], ["分類"], None),
        (Asked(whose=Whose.TAKEN), [("課", "自分の課で受け付けたもの")], ["課"], None),
        (Asked(first=date(2026, 4, 1)), [("受け付けた期間", "令和8年4月1日から")], ["期間"], None),
        (Asked(last=date(2026, 4, 30)), [("受け付けた期間", "令和8年4月30日まで")], ["期間"], None),
    ],
)
def test_each_condition_is_said_back_and_only_what_was_typed_is_sealed(
    asked: Asked, said: list[tuple[str, str]], kinds: list[str], sealed: str | None
) -> None:
    assert (said_back(asked), kinds_of(asked), typed_text(asked)) == (said, kinds, sealed)


def test_the_record_says_by_what_was_searched_and_the_screen_everything() -> None:
    asked = Asked("券", "渡邉", SlipState.OPEN, Category.LEAK, Whose.TAKEN, date(2026, 4, 1), date(2027, 3, 31))

    assert kinds_of(asked) == ["語", "相手の氏名", "状態", "分類", "課", "期間"]
    assert [value for _, value in said_back(asked)][-1] == "令和8年4月1日から令和9年3月31日まで"


@pytest.mark.parametrize(
    ("form", "found"),
    [
        ({"words": "接種券"}, ["voucher", "late"]),
        ({"words": "せっしゅけん"}, []),
        ({"words": "ふうとう"}, ["voucher"]),
        ({"words": "接種券 2通"}, ["voucher"]),
        ({"words": "渡邉"}, ["voucher"]),
        ({"words": "渡辺"}, ["voucher"]),
        ({"words": "2718"}, ["voucher"]),
        ({"words": "50%"}, ["late"]),
        ({"words": "5_%"}, []),
        ({"caller": "渡辺"}, ["voucher"]),
        ({"caller": "接種券"}, []),
        ({"caller": "髙橋"}, ["late"]),
        ({"caller": "名乗らず"}, []),
        ({"words": "接種券", "caller": "高橋"}, ["late"]),
        ({"state": "closed"}, ["late"]),
        ({"category": "leak"}, ["elsewhere"]),
        ({"whose": "held"}, ["voucher", "late", "nameless"]),
        ({"whose": "taken"}, ["voucher", "late", "nameless", "elsewhere"]),
        ({"first": "令和8年4月1日", "last": "令和8年11月30日"}, ["nameless", "elsewhere"]),
        ({"first": "令和9年3月31日", "last": "令和9年3月31日"}, ["late"]),
        ({"first": "令和9年4月1日"}, ["voucher"]),
        ({"words": "架空谷"}, []),
    ],
)
def test_each_condition_finds_its_slips(app: Flask, sign_in: SignIn, form: dict[str, str], found: list[str]) -> None:
    with writing():
        slips = {
            "voucher": add_slip(
                subject="接種券が2通届いた",
                body="昨日フウトウが来た",
                caller="渡邉 和子",
                contact="090-0000-2718",
                taken_at=datetime(2027, 4, 1, 0, 0, tzinfo=JAPAN),
            ),
            "late": add_slip(
                SlipState.CLOSED,
                body="接種券の再発行。50%引きか",
                caller="高橋",
                taken_at=datetime(2027, 3, 31, 23, 59, tzinfo=JAPAN),
            ),
            "nameless": add_slip(subject="名乗らず切れた", taken_at=datetime(2026, 4, 1, 9, 0, tzinfo=JAPAN)),
            "elsewhere": add_slip(
                section="somu",
                first="kenko",
                holder="soumu",
                category=Category.LEAK,
                taken_at=datetime(2026, 4, 1, 8, 59, tzinfo=JAPAN),
            ),
            "strange": add_slip(section="somu", holder="soumu", subject="接種券", caller="渡邉"),
            "blank": add_slip(SlipState.BLANK),
        }
    names = {slip.number.shown: name for name, slip in slips.items()}
    page = search(sign_in("toiawase"), **form)

    assert [names[number] for number in listed(page.text)] == found
    assert ("当てはまる受付票はありません" in page.text) is not bool(found)


@pytest.mark.parametrize(
    ("today", "begins"), [(date(2026, 4, 1), date(2025, 4, 1)), (date(2027, 3, 31), date(2025, 4, 1)), (date(2027, 4, 1), date(2026, 4, 1))]
)
def test_the_empty_form_offers_this_year_and_the_one_before(today: date, begins: date) -> None:
    assert begins_of_search(today) == begins


@pytest.mark.parametrize("typed", ["R8-0001", "r8-1", "Ｒ８－０００１", "令和8年度-1", " 1 "])
def test_a_number_opens_its_slip(app: Flask, sign_in: SignIn, typed: str) -> None:
    with writing():
        slip = add_slip()
    browser = search(sign_in("toiawase"), words=typed)

    assert (browser.status, browser.location) == (303, f"/inquiries/{slip.public_id}")
    assert facts_of(Event.SLIP_SEARCH) == [{"kinds": ["番号"], "count": 1}]


def test_a_number_of_another_section_is_as_if_it_were_not(app: Flask, sign_in: SignIn) -> None:
    with writing():
        add_slip(section="somu", holder="soumu")
    browser = search(sign_in("toiawase"), words="R8-0001")

    assert "当てはまる受付票はありません" in browser.text


def test_what_was_typed_is_kept_sealed_and_nothing_else_of_it(app: Flask, sign_in: SignIn) -> None:
    with writing():
        add_slip(caller="渡邉 和子")
    search(sign_in("toiawase"), words="渡邉", caller="渡邉", state="open")

    with reading() as session:
        row = session.scalars(select(AuditRecord).where(AuditRecord.event == Event.SLIP_SEARCH.value)).one()
    assert "渡邉" not in f"{row.facts}{row.typed}"
    key = current_app.extensions["portal_settings"].data_key
    assert open_text(key, row.typed or "", place=TYPED_PLACE) == "番号・語: 渡邉\n相手: 渡邉"


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({}, NOTHING_ASKED),
        ({"words": "券"}, TOO_SHORT),
        ({"words": "長" * 101}, "100文字まで"),
        ({"first": "きのう"}, "日付"),
        ({"state": "x"}, "選択肢"),
    ],
)
def test_a_search_that_cannot_be_made_says_what_to_do_and_keeps_what_was_typed(
    app: Flask, sign_in: SignIn, form: dict[str, str], said: str
) -> None:
    browser = search(sign_in("toiawase"), caller="渡邉" if form else "", **form)

    assert browser.status == 422
    assert said in browser.text
    assert ("渡邉" in browser.text) is bool(form)
    assert facts_of(Event.SLIP_SEARCH) == []


@pytest.mark.thorough
def test_more_than_a_thousand_are_said_so_and_paged(app: Flask, sign_in: SignIn) -> None:
    came = clock.now()
    with writing():
        for number in range(1_002):
            add_slip(subject="見本", taken_at=came - timedelta(minutes=number))
    browser = sign_in("toiawase")
    with statements() as asked:
        search(browser, words="見本")

    assert "1,000件より多くあります" in browser.text
    assert len(listed(browser.text)) == 50
    assert len(asked) < 25
    browser = search(browser, words="見本", page="20")
    assert "20ページのうち20ページ目" in browser.text
    assert search(browser, words="見本", page="999").text.count("20ページ目") == 1


def test_back_from_a_slip_leads_to_the_list_again_and_no_address_says_what_was_sought(app: Flask, sign_in: SignIn) -> None:
    with writing():
        slip = add_slip(caller="渡邉 和子", subject="接種券が2通届いた")
    browser = search(sign_in("toiawase"), words="渡邉")
    address = browser.response.request.full_path.rstrip("?")
    browser.get(f"/inquiries/{slip.public_id}")

    assert address == f"{URL}?shown=1"
    assert listed(browser.get(address).text) == [slip.number.shown]
    assert 'value="渡邉"' in browser.text
    assert "渡邉" not in browser.get(URL).text
    with browser.client.session_transaction() as cookie:
        assert "渡邉" not in str(dict(cookie))
        cookie["slips_sought"] = "made with a key of before"
    assert listed(browser.get(address).text) == []
