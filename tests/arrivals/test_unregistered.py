"""住登外 registered by hand: after a search, once, with a number of its own range, with who and why in the history (S2-1, R2-1)."""

from typing import Any

import pytest

from portal.arrivals.unregistered_rules import NO_SEARCH
from portal.audit.events import Event
from portal.db import reading
from portal.residents.rules import Category, Protection, Sex
from portal.text.wareki import UNKNOWN, PartialDate
from portal.web.fields import NOT_OFFERED
from tests.arrivals.arriving import (
    INDIVIDUAL_NUMBER,
    NEW_UNREGISTERED,
    SignIn,
    after_a_search,
    errors_of,
    history_of,
    nobody_entered,
    registered,
    resident_at,
    residents,
    tokens_of,
)
from tests.conftest import Browser
from tests.counter.at_counter import everything_stored, facts, in_visit, records, rows_of, search, subjects_of
from tests.factories import a_programme
from tests.people import CAST, staff_id

pytestmark = pytest.mark.thorough


@pytest.fixture
def clerk(sign_in: SignIn) -> Browser:
    return after_a_search(sign_in("madoguchi"))


def test_a_person_is_stored_as_the_form_says_with_a_number_of_the_counter(clerk: Browser) -> None:
    a_programme()
    person = registered(
        clerk, alias_name="里の カエル", former_surname="海野", roman_name="SATONO KAERUKO", phone="０２９－０００－９９９９"
    )

    assert (person.resident_number, person.category, person.integrated_number) == ("9900000001", Category.NOT_REGISTERED, None)
    assert (person.birth, person.sex, person.address, person.phone) == (PartialDate(1996, 2, 29), Sex.FEMALE, "市毛1番地", "029-000-9999")
    assert (person.name_key, person.kana_key, person.former_key, person.alias_key) == ("里野帰子", "サトノカエルコ", "海野", "里のカエル")
    assert (person.protection, person.import_id, person.version) == (None, None, 1)
    assert clerk.location == f"/residents/{person.public_id}"
    clerk.follow()
    assert "住登外の方として登録しました。" in clerk.text
    assert "住登外として登録した理由に「里帰り」が入った。" in clerk.text
    assert f"/residents/{person.public_id}/vouchers/resident-r8/new" in clerk.text
    assert person.public_id in [public_id for public_id, _ in rows_of(search(clerk, "さとの かえるこ", "H8.2.29"))]


def test_the_history_says_who_and_why(clerk: Browser) -> None:
    person = registered(clerk, reason="other", note="工事のため滞在")

    with reading():
        who = staff_id("madoguchi")
    assert history_of(person) == {
        "category": ("5", who),
        "registration_reason": ("その他", who),
        "registration_note": ("工事のため滞在", who),
        "identity_checked": ("運転免許証", who),
    }
    (record,) = records(Event.RESIDENT_REGISTER)
    assert facts(record) == {"reason": "other", "checked": 0, "namesake": False, "applicant": "self"}
    assert (subjects_of(record), record.staff_login) == ({person.id}, "madoguchi")


def test_who_hides_from_violence_is_protected_from_the_first_moment(clerk: Browser) -> None:
    person = registered(clerk, reason="violence", note="元夫が市内にいる", address="隠れ町9977番地", phone="029-999-9977")

    assert (person.protection, str(person.protected_from)) == (Protection.OTHER, "2026-11-24")
    clerk.follow()
    assert "ただちに所属長に引き継いでください。" in clerk.text
    assert "支援措置" in clerk.text
    for word in ("隠れ町9977番地", "029-999-9977", "元夫が市内にいる"):
        assert word not in clerk.text, word
    assert "隠れ町" not in search(clerk, "里野 帰子").text


def test_without_a_search_in_this_visit_it_is_refused_in_words(sign_in: SignIn) -> None:
    clerk = in_visit(sign_in("madoguchi")).get(NEW_UNREGISTERED)
    assert NO_SEARCH in clerk.text
    assert "登録する</button>" not in clerk.text

    clerk.get("/arrivals/new")
    clerk.post(NEW_UNREGISTERED, nobody_entered() | tokens_of(clerk))
    assert (clerk.status, NO_SEARCH in clerk.text, residents()) == (409, True, [])


def test_a_search_of_the_visit_before_does_not_count(clerk: Browser) -> None:
    clerk.get(NEW_UNREGISTERED)
    form = nobody_entered() | tokens_of(clerk)
    in_visit(clerk)

    assert NO_SEARCH in clerk.post(NEW_UNREGISTERED, form).text
    assert residents() == []


def test_outside_a_visit_nobody_is_registered(clerk: Browser, sign_in: SignIn) -> None:
    clerk.get(NEW_UNREGISTERED)
    form = nobody_entered() | tokens_of(clerk)
    clerk.post("/visits/end")

    assert clerk.post(NEW_UNREGISTERED, form).status == 409
    assert sign_in("daicho").get(NEW_UNREGISTERED).location == f"/visits/new?next={NEW_UNREGISTERED}"
    assert residents() == []


@pytest.mark.parametrize("login_name", sorted(CAST))
def test_who_may_register(sign_in: SignIn, login_name: str) -> None:
    browser = sign_in(login_name)

    if login_name in {"madoguchi", "madoguchi2", "daicho", "daicho2", "kacho", "somukacho", "bucho", "somubucho"}:
        assert registered(after_a_search(browser)).resident_number == "9900000001"
    else:
        assert browser.get(NEW_UNREGISTERED).status == 403
        assert browser.post(NEW_UNREGISTERED, nobody_entered()).status == 403
        assert residents() == []


def test_pressed_twice_or_back_and_again_it_is_one_person(clerk: Browser) -> None:
    clerk.get(NEW_UNREGISTERED)
    form = nobody_entered() | tokens_of(clerk)
    answers = [clerk.post(NEW_UNREGISTERED, form).location for _ in range(3)]

    assert len(set(answers)) == 1
    assert [person.public_id for person in residents()] == [resident_at(answers[0]).public_id]


WRONG: list[tuple[dict[str, Any], list[str], str]] = [
    ({"name": ""}, ["name"], "氏名を入れてください。"),
    ({"kana": "帰子"}, ["kana"], "ミホン ハナコ のようにカナで入れてください。"),
    ({"birth": ""}, ["birth"], "わからないときは「不詳」と入れてください。"),
    ({"birth": "R8.11.25"}, ["birth"], "今日より後の日付です。"),
    ({"birth": "H9.2.29"}, ["birth"], "この年の2月は28日までです。"),
    ({"sex": ""}, ["sex"], "性別を選んでください。"),
    ({"municipality": ""}, ["municipality"], "市区町村を入れてください。"),
    ({"municipality": "水戸市"}, ["municipality"], "都道府県から入れてください。"),
    ({"address": " "}, ["address"], "住所を入れてください。"),
    ({"reason": ""}, ["reason"], "登録の理由を選んでください。"),
    ({"reason": "because"}, ["reason"], NOT_OFFERED),
    ({"reason": "other"}, ["note"], "「その他」のときは、どのような理由かを短く入れてください。"),
    ({"documents": []}, ["documents"], "見た書類を選んでください。"),
    ({"applicant": "legal_agent"}, ["documents"], "資格がわかる書類を見て"),
    ({"roman_name": "あ" * 201}, ["roman_name"], "200文字までで入れてください(いま201文字です)。"),
    ({"alias_name": "里\x00野"}, ["alias_name"], "使えない文字(制御文字)が入っています。"),
    ({"phone": "０９０"}, ["phone"], "市外局番からの数字とハイフンで入れてください。"),
]


@pytest.mark.parametrize(("values", "fields", "said"), WRONG)
def test_what_is_wrong_is_said_at_its_field(clerk: Browser, values: dict[str, Any], fields: list[str], said: str) -> None:
    clerk.get(NEW_UNREGISTERED).post(NEW_UNREGISTERED, nobody_entered(**values))

    assert (clerk.status, errors_of(clerk)) == (422, fields)
    assert said in clerk.text
    assert residents() == []


FREE = ["name", "kana", "former_surname", "alias_name", "roman_name", "birth", "municipality", "address", "building", "phone", "note"]


@pytest.mark.parametrize("field", [*FREE, "namesake_reason"])
def test_an_individual_number_is_refused_in_every_field_and_kept_nowhere(clerk: Browser, field: str) -> None:
    clerk.get(NEW_UNREGISTERED).post(NEW_UNREGISTERED, nobody_entered(**{field: f"{INDIVIDUAL_NUMBER[:4]} {INDIVIDUAL_NUMBER[4:]}"}))

    assert clerk.status == 422
    assert residents() == []
    stored = everything_stored()
    assert INDIVIDUAL_NUMBER not in stored
    assert INDIVIDUAL_NUMBER[4:] not in stored


@pytest.mark.parametrize(
    ("typed", "birth"),
    [
        ("S40", PartialDate(1965)),
        ("昭和40年2月不詳", PartialDate(1965, 2)),
        ("不詳", UNKNOWN),
        ("H8.2.29", PartialDate(1996, 2, 29)),
    ],
)
def test_parts_of_a_birth_date_may_be_unknown(clerk: Browser, typed: str, birth: PartialDate) -> None:
    assert registered(clerk, birth=typed).birth == birth


def test_long_names_and_rare_characters_are_kept_as_written(clerk: Browser) -> None:
    person = registered(
        clerk, name="𠮷﨑 アレクサンドラ・マリア・デ・ラ・クルス・ゴンサレス", kana="ﾖｼｻﾞｷ あれくさんどら", building="あ" * 200
    )

    assert person.name == "𠮷﨑 アレクサンドラ・マリア・デ・ラ・クルス・ゴンサレス"
    assert person.kana == "ヨシザキ アレクサンドラ"
    assert person.name_key.startswith("吉崎アレクサンドラ")
    assert person.name in clerk.follow().text


def test_an_address_elsewhere_is_kept_whole(clerk: Browser) -> None:
    assert registered(clerk, municipality="茨城県水戸市", address="中央1丁目4番1号").address == "茨城県水戸市中央1丁目4番1号"


def test_the_visits_last_search_fills_in_the_form(clerk: Browser) -> None:
    clerk.get(NEW_UNREGISTERED)

    for value in ("里野 帰子", "H8.2.29", "ひたちなか市"):
        assert f'value="{value}"' in clerk.text


def test_the_navigation_stays_at_the_search(clerk: Browser) -> None:
    page = clerk.get(NEW_UNREGISTERED).text
    assert page.count('aria-current="page"') == 1
    assert page[page.index('aria-current="page"') :].startswith('aria-current="page">住民を探す')
