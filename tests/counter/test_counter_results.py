"""What a search shows and what it leaves: cut lists, twins, records, addresses without a word, the visit that it begins (S1-4, R3-3)."""

import re
import secrets

import pytest
from flask import Flask
from sqlalchemy import insert

from portal.audit.events import Event
from portal.db import writing
from portal.encryption import open_text
from portal.residents.models import Resident
from portal.residents.rules import Category, Sex
from portal.text.wareki import PartialDate
from portal.web.rendering import settings
from tests.conftest import Browser
from tests.counter.at_counter import SignIn, facts, in_visit, records, rows_of, search, subjects_of
from tests.factories import a_resident


@pytest.fixture
def cast(app: Flask) -> list[str]:
    """Public ids: three called 渡辺 in one way of writing or another, born in 昭和23年."""
    people = (("渡辺 和子", "1948-05-14"), ("渡邊 和子", "1948-11-30"), ("渡邉 一郎", "1948-05-00"))
    return [a_resident(name=name, kana="ワタナベ", birth=birth).public_id for name, birth in people]


@pytest.fixture
def clerk(sign_in: SignIn) -> Browser:
    return in_visit(sign_in("madoguchi"))


def add_many(count: int) -> None:
    rows = [
        {
            "public_id": secrets.token_hex(16),
            "resident_number": f"{8_000_000 + number:010}",
            "name": f"多数 {number}",
            "kana": "タスウ",
            "birth": PartialDate(1980, 1, 1),
            "sex": Sex.MALE,
            "category": Category.JAPANESE,
            "name_key": f"多数{number}",
            "kana_key": "タスウ",
            "version": 1,
        }
        for number in range(count)
    ]
    with writing() as session:
        session.execute(insert(Resident), rows)


@pytest.mark.parametrize(
    ("count", "shown", "words", "is_cut"),
    [
        (50, 50, "50人", False),
        (51, 50, "51人", True),
        (1000, 50, "1,000人", True),
        (1001, 50, "1,000件以上", True),
    ],
)
def test_many_hits_are_cut_at_fifty_and_counted_to_a_thousand(clerk: Browser, count: int, shown: int, words: str, is_cut: bool) -> None:
    add_many(count)
    search(clerk, "タスウ")

    assert len(rows_of(clerk)) == shown
    assert f"<h2>{words}</h2>" in clerk.text
    assert ("はじめの50人を出しています。" in clerk.text) is is_cut
    assert ("生年月日を足すと絞れます。" in clerk.text) is (is_cut and count <= 1000)
    assert ("条件を追加してください。" in clerk.text) is (count > 1000)
    record = records(Event.RESIDENT_SEARCH)[-1]
    assert (len(subjects_of(record)), facts(record)["count"]) == (shown, count)


def test_whole_names_come_before_beginnings(clerk: Browser) -> None:
    longer = a_resident(name="東 一子", kana="アズマ イチコ")
    whole = a_resident(name="東 一", kana="ヒガシ ハジメ")
    search(clerk, "東一")

    assert [public_id for public_id, _ in rows_of(clerk)] == [whole.public_id, longer.public_id]


def test_two_of_one_name_and_birth_stand_together_with_a_warning(clerk: Browser) -> None:
    twins = {a_resident(name="双子 花", kana="フタゴ ハナ").public_id for _ in range(2)}
    other = a_resident(name="双子 花", kana="フタゴ ハナ", birth="1948-05-15").public_id
    search(clerk, "双子")

    assert "次の2人は別の方です。" in clerk.text
    assert {public_id for public_id, _ in rows_of(clerk)[:2]} == twins
    assert rows_of(clerk)[2][0] == other


def test_a_search_is_one_record_with_everybody_shown_and_what_was_typed_sealed(clerk: Browser, cast: list[str]) -> None:
    search(clerk, "渡辺", "S23")

    (record,) = records(Event.RESIDENT_SEARCH)
    assert facts(record) == {"kinds": ["氏名・住所", "生年月日"], "count": 3}
    assert len(subjects_of(record)) == 3
    assert record.purpose == "窓口・再発行"
    assert record.visit_id is not None
    assert "渡辺" not in str(record.typed)
    assert open_text(settings().data_key, str(record.typed), place="audit:typed") == '["\\u6e21\\u8fba", "S23"]'


def test_nothing_typed_stands_in_an_address(clerk: Browser, cast: list[str]) -> None:
    clerk.get("/residents").post("/residents", {"q": "渡辺", "birth": "S23"})

    assert (clerk.status, clerk.location) == (303, "/residents")
    clerk.follow()
    links = [part.split('"')[0] for attribute in ("href=", "action=", "src=") for part in clerk.text.split(f'{attribute}"')[1:]]
    assert not [link for link in links if "S23" in link or "%E6" in link or "渡" in link]
    title = clerk.text.split("<title>")[1].split("</title>")[0]
    assert "渡" not in title


def test_back_and_reload_find_the_search_again(clerk: Browser, cast: list[str]) -> None:
    search(clerk, "渡辺 和子")
    clerk.get(f"/residents/{cast[0]}").get("/residents")

    assert len(rows_of(clerk)) == 2
    assert 'value="渡辺 和子"' in clerk.text


@pytest.mark.parametrize("typed", ["渡部", "ワタベ", "9999999", "渡部 S2.1.1"])
def test_nobody_found_says_what_to_try(clerk: Browser, cast: list[str], typed: str) -> None:
    search(clerk, typed)

    assert "登録がありません。" in clerk.text
    assert clerk.text.count("探してください。") >= 1
    assert "を除いて探す" not in clerk.text  # nobody would be found without a part of it either
    assert facts(records(Event.RESIDENT_SEARCH)[0])["count"] == 0


def test_a_telephone_of_many_is_counted_whole_and_narrowed_by_a_birth(clerk: Browser) -> None:
    """A house of sixty shares one number; the one of them who was born on that day may stand beyond the fifty shown."""
    for number in range(60):
        a_resident(name=f"寮生 {number}", kana="リョウセイ", phone="029-000-7777", birth=f"1990-{1 + number % 12:02}-{1 + number // 12:02}")
    search(clerk, "029-000-7777")
    assert "<h2>60人</h2>" in clerk.text
    assert "はじめの50人を出しています。" in clerk.text

    search(clerk, "029-000-7777", "H2.12.5")
    assert [why for _, why in rows_of(clerk)] == ["電話番号が一致・生年月日一致"]


def test_nobody_found_offers_the_search_without_the_part_that_was_misheard(clerk: Browser, cast: list[str]) -> None:
    search(clerk, "渡辺 和子", "S25.5.14")
    assert "条件を1つ減らすと、次の方がいます。" in clerk.text
    assert "生年月日を除いて探す" in clerk.text
    assert "「和子」を除いて探す" not in clerk.text  # there is no 渡辺 of that day either

    clerk.post("/residents", {"q": "渡辺 和子", "birth": ""}).follow()
    assert len(rows_of(clerk)) == 2


def test_how_many_the_wider_search_would_find_is_said(clerk: Browser, cast: list[str]) -> None:
    search(clerk, "渡辺 和夫", "S23")

    assert re.findall(r"([^<>]+)を除いて探す <span class=\"nowrap\">\(([^)]+)\)", clerk.text) == [("「和夫」", "3人")]


def test_before_anything_is_asked_nobody_is_listed(clerk: Browser, cast: list[str]) -> None:
    clerk.get("/residents")

    assert rows_of(clerk) == []
    assert "まだ探していません" in clerk.text


def test_the_first_search_brings_the_reason_along_and_begins_the_visit(sign_in: SignIn, cast: list[str]) -> None:
    clerk = search(sign_in("madoguchi"), "渡辺 和子", channel="phone", reason="history")

    assert len(rows_of(clerk)) == 2
    assert records(Event.RESIDENT_SEARCH)[0].purpose == "電話・接種歴照会"


def test_a_search_without_a_visit_asks_for_the_reason_and_keeps_what_was_typed(sign_in: SignIn, cast: list[str]) -> None:
    clerk = search(sign_in("madoguchi"), "渡辺 和子", "S23")

    assert clerk.status == 422
    assert clerk.text.count("照会事由を選んでください。") == 2  # on top and at the field
    assert 'value="渡辺 和子"' in clerk.text
    assert rows_of(clerk) == []
    assert records(Event.RESIDENT_SEARCH, Event.VISIT_START) == []


def test_what_cannot_be_searched_begins_no_visit(sign_in: SignIn) -> None:
    clerk = search(sign_in("madoguchi"), "山", channel="counter", reason="reissue")

    assert clerk.status == 422
    assert records(Event.VISIT_START) == []
    assert (
        "checked" in clerk.text.split('value="reissue"')[0].rpartition("<input")[2] + clerk.text.split('value="reissue"')[1].split(">")[0]
    )
