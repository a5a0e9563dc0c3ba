"""Whom the register has brought: derived when it is read, shown side by side with why, never linked by itself."""

from datetime import date
from typing import Any

import pytest

from portal.arrivals.queries import row_of
from portal.arrivals.rules import ArrivalState
from portal.audit.events import Event
from portal.db import reading
from portal.residents.models import Resident
from portal.residents.rules import Category, Movement, Protection
from tests.arrivals.arriving import NEW_ARRIVAL, SignIn, again, decide, moved_in, page_of, register_brings, taken
from tests.conftest import Browser
from tests.counter.at_counter import facts, in_visit, records, subjects_of
from tests.factories import a_programme, a_resident

pytestmark = pytest.mark.thorough

PLACE = ("田彦9604番地", "汐風ハイツ203", "029-000-1234", "茨城県水戸市")


def offered(browser: Browser, resident: Resident) -> bool:
    return f'name="candidate" value="{resident.public_id}"' in browser.text


def test_before_the_register_knows_the_person_nobody_is_offered(clerk: Browser) -> None:
    clerk.get(page_of(taken(clerk)))

    assert "まだ住民登録に入っていません" in clerk.text
    assert "この方です" not in clerk.text
    assert facts(records(Event.ARRIVAL_OPEN)[-1]) == {"arrival": "転入 R8-0001", "candidates": 0}


def test_whom_the_register_brings_is_shown_beside_the_application_and_then_served(clerk: Browser) -> None:
    a_programme()
    arrival = taken(clerk)
    resident = register_brings(性別="1")

    clerk.get(page_of(arrival))
    assert offered(clerk, resident)
    assert "氏名が一致・カナが一致・生年月日が一致" in clerk.text
    assert "大字田彦9604番地" in clerk.text
    assert clerk.text.count("書き方が違う") == 1
    assert clerk.text.count('state--late">違う') == 1
    assert subjects_of(records(Event.ARRIVAL_OPEN)[-1]) == {resident.id}

    decide(clerk, arrival, "link", resident).follow()
    assert (again(arrival).state, again(arrival).resident_id) == (ArrivalState.LINKED, resident.id)
    assert "根本 千夏が、住民登録の方と同じ方としました。" in clerk.text
    assert f'href="/residents/{resident.public_id}" data-key="K" autofocus>住民の画面で続ける' in clerk.text
    assert "水戸 来子</b>" in clerk.text  # the strip on top: the person being served
    (record,) = records(Event.ARRIVAL_LINK)
    assert (facts(record), subjects_of(record), record.purpose) == ({"arrival": "転入 R8-0001"}, {resident.id}, "窓口・再発行")

    clerk.get(f"/residents/{resident.public_id}")
    assert f"/residents/{resident.public_id}/vouchers/resident-r8/new" in clerk.text


@pytest.mark.parametrize(
    "cells",
    [
        {"氏名": "水戸 来子", "カナ": ""},
        {"氏名": "水戸　來子", "カナ": "ミト ライコ"},
        {"氏名": "別の 書き方", "カナ": "ﾐﾄ ｸﾙｺ"},
    ],
)
def test_the_folded_name_or_the_kana_is_enough_with_the_birth_date(clerk: Browser, cells: dict[str, str]) -> None:
    arrival = taken(clerk)
    resident = register_brings(**cells)

    assert offered(clerk.get(page_of(arrival)), resident)


@pytest.mark.parametrize(
    "cells",
    [
        {"氏名": "別の 書き方", "カナ": "ベツノ カキカタ"},
        {"生年月日": "S40.2.4"},
        {"生年月日": "19650200"},
        {"住民区分": "3", "異動事由": "04", "異動日": "R8.11.24"},
        {"住民区分": "4", "異動事由": "05", "異動日": "R8.11.24"},
    ],
)
def test_others_and_people_who_are_not_here_are_not_offered(clerk: Browser, cells: dict[str, str]) -> None:
    arrival = taken(clerk)
    resident = register_brings(**cells)

    assert not offered(clerk.get(page_of(arrival)), resident)


@pytest.mark.parametrize(
    ("values", "is_offered"),
    [
        ({}, False),
        ({"movement": Movement.MOVED_IN, "moved_on": date(2026, 11, 10)}, True),
        ({"movement": Movement.MOVED_IN, "moved_on": date(2026, 11, 9)}, False),
        ({"movement": Movement.MOVED_OUT, "moved_on": date(2020, 3, 31), "category": Category.MOVED_OUT}, False),
    ],
)
def test_of_those_there_before_only_who_moved_in_since_is_offered(clerk: Browser, values: dict[str, Any], is_offered: bool) -> None:
    resident = a_resident(name="水戸 来子", kana="ミト クルコ", birth="1965-02-03", **values)
    arrival = taken(clerk)

    assert offered(clerk.get(page_of(arrival)), resident) is is_offered


def test_who_comes_back_is_offered_when_the_register_says_so(clerk: Browser) -> None:
    """再転入: the row of long ago lives again."""
    before = register_brings(住民区分="3", 異動事由="04", 異動日="R2.3.31")
    arrival = taken(clerk)
    assert not offered(clerk.get(page_of(arrival)), before)

    register_brings(住民区分="1", 異動事由="01", 異動日="R8.11.23")
    assert offered(clerk.get(page_of(arrival)), before)


def test_twins_of_name_are_both_offered_until_one_is_chosen(clerk: Browser) -> None:
    arrival = taken(clerk)
    one, other = register_brings(), register_brings(宛名番号="0004000002", 住所="青葉町91番22号")

    clerk.get(page_of(arrival))
    assert offered(clerk, one)
    assert offered(clerk, other)
    assert 'data-key="Y"' not in clerk.text

    decide(clerk, arrival, "link", other)
    assert again(arrival).resident_id == other.id


def test_a_protected_candidate_hides_where_both_live(clerk: Browser, sign_in: SignIn) -> None:
    arrival = taken(clerk, memo="実家は秘匿町")
    resident = register_brings(
        支援措置区分="1", 住所="秘匿町9977番地", 方書="隠れ荘103", 電話番号="029-999-9977", 異動事由="01", 異動日="R8.11.20"
    )

    for browser in (clerk, in_visit(sign_in("kacho"))):
        for url in (page_of(arrival), f"{page_of(arrival)}/withdrawal", "/arrivals"):
            browser.get(url)
            assert "水戸 来子" in browser.text, url
            for word in (*PLACE, "秘匿町", "隠れ荘103", "029-999-9977", "11月20日"):
                assert word not in browser.text, (url, word)
    assert offered(clerk.get(page_of(arrival)), resident)
    assert "所属長に引き継いでください" in clerk.text


def test_the_question_about_the_same_person_hides_a_protected_ones_place_too(clerk: Browser) -> None:
    taken(clerk, address="秘匿町1番地", building="隠れ荘", moved_from="青森県八戸市")
    register_brings(支援措置区分="1")
    clerk.get(NEW_ARRIVAL).post(NEW_ARRIVAL, moved_in())

    assert clerk.status == 409
    assert "転入 R8-0001" in clerk.text
    assert "支援措置" in clerk.text
    assert [word for word in ("秘匿町", "隠れ荘", "八戸") if word in clerk.text] == []


def test_somebody_written_differently_is_opened_by_a_search_and_then_compared(clerk: Browser) -> None:
    arrival = taken(clerk)
    resident = register_brings(氏名="水門 来子", カナ="スイモン クルコ")
    assert not offered(clerk.get(page_of(arrival)), resident)

    clerk.get(f"/residents/{resident.public_id}").get(page_of(arrival))
    assert offered(clerk, resident)
    assert "この対応で開いた方" in clerk.text
    assert decide(clerk, arrival, "link", resident).status == 303
    assert again(arrival).resident_id == resident.id


def test_an_unlike_person_of_the_visit_is_not_brought_along(clerk: Browser) -> None:
    arrival = taken(clerk)
    stranger = a_resident()
    clerk.get(f"/residents/{stranger.public_id}").get(page_of(arrival))

    assert not offered(clerk, stranger)


def test_a_protected_person_of_the_visit_hides_the_comparison_alone(clerk: Browser) -> None:
    arrival = taken(clerk)
    resident = a_resident(name="水門 来子", birth="1965-02-03", protection=Protection.STALKING, address="秘匿町9977番地")
    clerk.get(f"/residents/{resident.public_id}").get(page_of(arrival))

    assert offered(clerk, resident)
    assert "秘匿町" not in clerk.text
    assert clerk.text.count("田彦9604番地") == 1


def test_what_is_hidden_does_not_even_reach_the_template(clerk: Browser) -> None:
    arrival = taken(clerk, memo="実家は秘匿町")
    with reading():
        row = row_of(arrival.public_id)

    shown, hidden = (repr(row.view(date(2026, 11, 24), late_days=14, hidden=is_hidden)) for is_hidden in (False, True))
    assert [word for word in (*PLACE, "秘匿町") if word not in shown] == []
    assert [word for word in (*PLACE, "秘匿町") if word in hidden] == []
