"""What surrounds every page: headers, the navigation of each role, answers to htmx, times and counts in words."""

import re
from collections.abc import Callable
from datetime import date, datetime

import pytest
from flask import Flask

from portal.clock import JAPAN
from portal.text.wareki import PartialDate
from portal.web.formatting import clock_words, day_words, in_short, in_wareki, in_wareki_and_western, moment, moment_short, thousands
from tests.conftest import Browser

SignIn = Callable[[str], Browser]
OWN = ["パスワードの変更"]
VOUCHERS = ["接種券の一覧", "返戻の読み取り"]
FORMS = ["申請書の用紙", "停止時の申請書"]
COUNTER = ["住民を探す", "異動反映待ち", "今日の窓口", *VOUCHERS, *FORMS]
PROGRAMMES = "接種事業"
IMPORTS = ["住民ファイルの取込", "接種ファイルの取込"]
STOPS = "接種券を止める方"
CODES = "券種・回数のコード"
MEDIA = ["自分の申請", "消去の確認", "媒体台帳", "管理簿", "終業点検"]
MEDIA_OF_THE_CHIEF = ["自分の申請", "所属長の机", "消去の確認", "媒体台帳", "棚卸", "管理簿", "終業点検", "申請の選択肢"]
SLIPS = ["受付票", "折返し", "受付票の集計"]
SLIPS_OF_THE_CHIEF = ["受付票", "折返し", "供覧", "受付票の集計"]
CASES = ["請求の受付", "請求の一覧", "決裁待ち", "開示等の期限一覧", "様式"]
CASES_OF_THE_CHIEF = ["請求の受付", "請求の一覧", "決裁待ち", "開示等の期限一覧", "開示等請求処理簿", "開示等の運用状況", "様式"]
LEDGER = ["登録待ちの接種記録", "メーカー名の読み替え", PROGRAMMES, "重複のおそれ", STOPS]


@pytest.mark.parametrize("url", ["/sign-in", "/password", "/residents", "/nowhere", "/staff", "/healthz"])
def test_no_answer_is_kept_framed_or_fed_from_outside(sign_in: SignIn, url: str) -> None:
    headers = sign_in("madoguchi").get(url).response.headers

    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]


def test_the_cookie_is_for_the_portal_alone(stranger: Browser) -> None:
    cookie = stranger.get("/sign-in").response.headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize(
    ("login_name", "entries"),
    [
        ("madoguchi", [*COUNTER, PROGRAMMES, STOPS, *SLIPS, *CASES, *MEDIA, *OWN]),
        (
            "daicho",
            ["住民を探す", "異動反映待ち", *VOUCHERS, *IMPORTS, *LEDGER, CODES, *SLIPS, *CASES, *MEDIA, "処理の状況", *OWN],
        ),
        (
            "kacho",
            [
                *COUNTER,
                *IMPORTS,
                PROGRAMMES,
                "重複のおそれ",
                STOPS,
                "手数料",
                "監査の指摘",
                *SLIPS_OF_THE_CHIEF,
                *CASES_OF_THE_CHIEF,
                *MEDIA_OF_THE_CHIEF,
                "代決者",
                "処理の状況",
                *OWN,
            ],
        ),
        ("toiawase", ["住民を探す", PROGRAMMES, *SLIPS, *CASES, *MEDIA, *OWN]),
        ("soumu", ["住民を探す", PROGRAMMES, *SLIPS, *CASES_OF_THE_CHIEF, "市の閉庁日", *MEDIA, *OWN]),
        ("baitai", ["自分の申請", "媒体の窓口", "消去の確認", "媒体台帳", "棚卸", "管理簿", "終業点検", "申請の選択肢", *OWN]),
        ("kansa", ["操作記録", "監査の実施", "媒体台帳", "棚卸", "管理簿", "終業点検", *OWN]),
        ("kanri", ["職員", "所属", "サインイン中の職員", "処理の状況", *OWN]),
        ("kaijo", OWN),
    ],
)
def test_each_role_sees_its_own_work_in_the_navigation(sign_in: SignIn, login_name: str, entries: list[str]) -> None:
    assert entries_of(sign_in(login_name).get("/password")) == entries


def entries_of(browser: Browser) -> list[str]:
    navigation = browser.text.split("<nav")[1].split("</nav>")[0]
    return [entry.strip() for entry in re.findall(r"<a [^>]*>([^<]*)", navigation)]


@pytest.mark.parametrize(
    ("url", "current"), [("/residents", "住民を探す"), ("/vouchers/today", "今日の窓口"), ("/password", "パスワードの変更")]
)
def test_where_one_is_is_marked_once(sign_in: SignIn, url: str, current: str) -> None:
    page = sign_in("madoguchi").get(url).text

    assert re.findall(r'aria-current="page">([^<]*)', page.split("</nav>")[0]) == [current]


def test_a_page_behind_an_entry_marks_that_entry(sign_in: SignIn) -> None:
    browser = sign_in("madoguchi")
    browser.get("/visits/new").post("/visits", {"channel": "counter", "reason": "reissue"})
    page = browser.get("/residents").post("/residents", {"q": "山", "birth": ""}).text

    assert re.findall(r'aria-current="page">([^<]*)', page.split("</nav>")[0]) == ["住民を探す"]


@pytest.mark.parametrize(
    ("headers", "status", "where"),
    [
        ({}, 303, "Location"),
        ({"HX-Request": "true"}, 204, "HX-Redirect"),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, 303, "Location"),
    ],
)
def test_htmx_is_led_on_by_a_header_and_a_browser_by_a_redirect(sign_in: SignIn, headers: dict[str, str], status: int, where: str) -> None:
    browser = sign_in("madoguchi").get("/visits/new")
    browser.post("/visits", {"channel": "counter", "reason": "reissue"}, headers=headers)

    assert (browser.status, browser.response.headers[where]) == (status, "/residents")


def test_a_static_file_carries_the_mark_of_its_content(app: Flask, stranger: Browser) -> None:
    address = re.findall(r'href="(/static/css/portal\.css\?v=([0-9a-f]{12}))"', stranger.get("/sign-in").text)

    assert len(address) == 1
    assert stranger.get(address[0][0]).status == 200


def test_moments_days_and_counts_read_as_the_office_writes_them() -> None:
    at = datetime(2026, 11, 24, 9, 5, tzinfo=JAPAN)

    assert (moment(at), moment_short(at), clock_words(at)) == ("令和8年11月24日 9時05分", "R8.11.24 9:05", "9時05分")
    assert day_words(date(2026, 11, 24)) == "令和8年11月24日(火)"
    assert in_wareki_and_western(PartialDate(1948, 5)) == "昭和23年(1948年)5月(日不詳)"
    assert (in_wareki(date(2019, 5, 1)), in_short(date(2019, 5, 1))) == ("令和元年5月1日", "R1.5.1")
    assert thousands(1_000_000) == "1,000,000"
    assert [write(None) for write in (moment, moment_short, in_wareki, in_wareki_and_western, in_short)] == [""] * 5
