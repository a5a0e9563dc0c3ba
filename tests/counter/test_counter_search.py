"""The search at the counter: whom each way of asking finds, and what is recorded (S1-4, R3-3)."""

import pytest
from flask import Flask

from portal.audit.events import Event
from tests.conftest import Browser
from tests.counter.at_counter import SignIn, in_visit, records, rows_of, search, whys
from tests.factories import a_programme, a_resident, a_voucher

pytestmark = pytest.mark.thorough

IVS = "邉\U000e0101"
CAST: tuple[dict[str, str], ...] = (
    {"name": "渡辺 和子", "kana": "ワタナベ カズコ", "birth": "1948-05-14", "resident_number": "0004000101"},
    {"name": "渡邊 和子", "kana": "ワタナベ カズコ", "birth": "1948-11-30", "resident_number": "4000102"},
    {"name": f"渡{IVS} 一郎", "kana": "ワタナベ イチロウ", "birth": "1948-05-00", "resident_number": "000000004000103"},
    {"name": "𠮷野 花", "kana": "ヨシノ ハナ", "birth": "1990-01-01", "resident_number": "0004000104"},
    {"name": "山本 和子", "kana": "ヤマモト カズコ", "birth": "1950-02-03", "former_surname": "渡辺", "resident_number": "0004000105"},
    {"name": "KIM YOUNG", "kana": "キム ヨン", "birth": "0000-00-00", "alias_name": "金田 英", "resident_number": "0004000106"},
    {"name": "見本 100%太郎", "kana": "ミホン タロウ", "birth": "1970-07-07", "resident_number": "0004000107"},
    {"name": "O'Neil_Ann", "kana": "オニール アン", "birth": "1971-07-07", "resident_number": "0004000108"},
)


@pytest.fixture
def cast(app: Flask) -> dict[str, str]:
    """Public ids by the last figure of the number."""
    return {person["resident_number"][-1]: a_resident(**person).public_id for person in CAST}


@pytest.fixture
def clerk(sign_in: SignIn) -> Browser:
    return in_visit(sign_in("madoguchi"))


@pytest.mark.parametrize(
    ("typed", "whose"),
    [
        ("0004000101", "1"),
        ("4000101", "1"),
        ("0004000102", "2"),
        ("4000102", "2"),
        ("4000103", "3"),
        ("0004000103", "3"),
        ("000000004000101", "1"),
    ],
)
def test_a_resident_number_opens_its_person_with_and_without_zeros(clerk: Browser, cast: dict[str, str], typed: str, whose: str) -> None:
    clerk.get("/residents").post("/residents", {"q": typed, "birth": ""})

    assert clerk.location == f"/residents/{cast[whose]}"


@pytest.mark.parametrize("typed", ["0000099123", "99123", "210822100000099123", "A210822100000099123B"])
def test_a_voucher_opens_its_person(clerk: Browser, cast: dict[str, str], typed: str) -> None:
    a_programme()
    resident = a_resident(name="架空谷 澄江")
    a_voucher(resident, number="0000099123")
    clerk.get("/residents").post("/residents", {"q": typed, "birth": ""})

    assert clerk.location == f"/residents/{resident.public_id}"
    assert "架空谷 澄江" in clerk.follow().text


def test_a_number_of_two_people_shows_both_with_the_reason(clerk: Browser) -> None:
    a_programme()
    by_number, by_voucher = a_resident(resident_number="0000099123"), a_resident(birth="1950-01-01")
    a_voucher(by_voucher, number="0000099123")
    search(clerk, "99123")

    assert whys(clerk) == {by_number.public_id: "宛名番号が一致", by_voucher.public_id: "接種券番号が一致(1回目・有効)"}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("210820150000099123", "ほかの市町村が発行した接種券です。"),
        ("210822110000099123", "18桁の番号の中の自治体コードが合いません。"),
        ("1234567890123456", "番号は15桁までです"),
    ],
)
def test_a_number_that_leads_nowhere_says_what_to_do(clerk: Browser, typed: str, words: str) -> None:
    a_programme()
    a_voucher(a_resident(name="架空谷 澄江"), number="0000099123")
    search(clerk, typed)

    assert clerk.status == 422
    assert words in clerk.text
    assert "架空谷" not in clerk.text
    assert typed in clerk.text  # to be put right


@pytest.mark.parametrize(
    ("typed", "birth", "expected"),
    [
        ("ワタナベ カズコ", "", {"1": "かな一致", "2": "かな一致"}),
        ("わたなべ", "S23.5.14", {"1": "かなの前方一致・生年月日一致"}),
        ("ﾜﾀﾅﾍﾞ", "S23", {"1": "かなの前方一致・生年一致", "2": "かなの前方一致・生年一致", "3": "かなの前方一致・生年一致"}),
        ("ワタナベ", "S23.5", {"1": "かなの前方一致・生年月一致", "3": "かなの前方一致・生年月一致"}),
        ("渡辺 和子", "", {"1": "文字どおり一致", "2": "異体字一致(邊=辺)", "5": "旧氏一致・一部一致"}),
        ("渡辺", "", {"1": "前方一致", "2": "異体字前方一致(邊=辺)", "3": f"異体字前方一致({IVS}=辺)", "5": "旧氏一致"}),
        (f"渡{IVS}", "S23.5", {"1": "異体字前方一致(辺=邉)・生年月一致", "3": "前方一致・生年月一致"}),
        ("渡辺 和子 昭和23年5月14日", "", {"1": "文字どおり一致・生年月日一致"}),
        ("和子", "", {"1": "一部一致", "2": "一部一致", "5": "一部一致"}),
        ("", "S23.5.14", {"1": "生年月日一致"}),
        ("", "S23", {"1": "生年一致", "2": "生年一致", "3": "生年一致"}),
        ("吉野", "", {"4": "異体字前方一致(𠮷=吉)"}),
        ("𠮷野", "", {"4": "前方一致"}),
        ("金田", "", {"6": "通称前方一致"}),
        ("kim", "", {"6": "前方一致"}),
        ("", "不詳", {"6": "生年月日一致"}),
        ("渡", "S23.11", {"2": "前方一致・生年月一致"}),  # a month of 30 days
        ("やま", "S25.2", {"5": "かなの前方一致・生年月一致"}),
        ("ヨ", "H2.1.1", {"4": "かなの前方一致・生年月日一致"}),
    ],
)
def test_names_kana_and_births_find_their_people(
    clerk: Browser, cast: dict[str, str], typed: str, birth: str, expected: dict[str, str]
) -> None:
    search(clerk, typed, birth)

    assert clerk.status == 200
    assert {whose: why for whose, public_id in cast.items() if (why := whys(clerk).get(public_id))} == expected


@pytest.mark.parametrize(
    ("typed", "whose"),
    [
        ("見本 100%", "7"),
        ("%", ""),
        ("%%", ""),
        ("__", ""),
        ("O'Neil", "8"),
        ("O'Neil_", "8"),
        ("O'NeilX", ""),
        ('"渡辺"', ""),
        ("'; DROP TABLE resident; --", ""),
        ("' OR '1'='1", ""),
        ("\\", ""),
        ("<script>alert(1)</script>", ""),
        ("{{ 7*7 }}", ""),
        ("\U0010ffff\U0010ffff", ""),
        ("🙂🙂", ""),
        ("山" * 100, ""),
    ],
)
def test_any_text_is_only_text(clerk: Browser, cast: dict[str, str], typed: str, whose: str) -> None:
    search(clerk, typed)

    assert [public_id for public_id, _ in rows_of(clerk)] == ([cast[whose]] if whose else [])
    assert clerk.status == (422 if typed in ("%", "\\") else 200)
    assert "<script>" not in clerk.text
    assert search(clerk, "4000101").status == 200


@pytest.mark.parametrize(
    ("typed", "birth", "words"),
    [
        ("山" * 2000, "", "100文字までにしてください"),
        ("山田", "1" * 2000, "100文字までにしてください"),
        ("山田\x00太郎", "", "使えない文字が入っています"),
        ("\x1b[2J", "", "使えない文字が入っています"),
        ("山田\u202e", "", "使えない文字が入っています"),
        ("山", "", "1文字だけでは多すぎて探せません"),
        ("", "", "どれか、または生年月日を入れてください"),
        ("山田", "S64.1.8", "平成元年1月8日ではありませんか"),
        ("山田", "\x00", "日付として読めません"),
        ("山田", "R8.2.30", "2月30日はありません"),
    ],
)
def test_what_cannot_be_searched_is_refused_and_not_recorded(
    clerk: Browser, cast: dict[str, str], typed: str, birth: str, words: str
) -> None:
    search(clerk, typed, birth)

    assert clerk.status == 422
    assert words in clerk.text
    assert records(Event.RESIDENT_SEARCH) == []


def test_half_a_character_from_a_form_is_no_fault(clerk: Browser, cast: dict[str, str]) -> None:
    """A surrogate cannot come through a form; its bytes arrive as marks for what cannot be read."""
    token = clerk.get("/residents").hidden("csrf_token")
    body = f"csrf_token={token}&birth=&q=%ED%A1%82%E7%94%B0"
    answer = clerk.client.post("/residents", data=body.encode(), content_type="application/x-www-form-urlencoded")

    assert answer.status_code == 303
    assert "登録がありません。" in clerk.get("/residents").text
