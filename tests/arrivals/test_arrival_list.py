"""The list 異動反映待ち: how many, since when, who is late, whom the register has brought; recorded before it is shown."""

import re
from datetime import datetime

import pytest
import time_machine

from portal.arrivals.models import Arrival
from portal.audit.events import Event
from portal.clock import JAPAN
from portal.db import writing
from portal.residents.rules import Protection
from portal.text.folding import kana_key, name_key
from tests.arrivals.arriving import SignIn, decide, page_of, register_brings, taken
from tests.conftest import Browser
from tests.counter.at_counter import facts, in_visit, records, subjects_of
from tests.factories import a_resident

LIST = "/arrivals"


def names_on(browser: Browser) -> list[str]:
    return re.findall(r"R8-\d+</span> ([^<]*)</a>", browser.text)


def count_in_navigation(browser: Browser) -> str:
    found = re.search(r'異動反映待ち(?:\s*<span class="nav__count">(\d+))?', browser.text.split("<nav")[1])
    return (found.group(1) or "") if found else "no entry"


def copies_of(arrival: Arrival, count: int) -> None:
    """So many more of the same day, as rows."""
    with writing() as session:
        for number in range(1, count + 1):
            values = {column.key: getattr(arrival, column.key) for column in Arrival.__table__.columns if column.key != "id"}
            name = f"見本 {number}子"
            own = {"public_id": f"{number:032x}", "running": 100 + number, "name": name, "name_key": name_key(name)}
            session.add(Arrival(**values | own | {"kana": "ミホン", "kana_key": kana_key("ミホン")}))


def test_an_empty_list_says_what_will_stand_here(clerk: Browser) -> None:
    clerk.get(LIST)

    assert "待っている申請はありません" in clerk.text
    assert count_in_navigation(clerk) == ""
    for state in ("linked", "withdrawn", "mistaken"):
        assert "あてはまる申請はありません" in clerk.get(f"{LIST}?state={state}").text


def test_who_waits_longest_stands_first_and_who_is_late_is_marked(clerk: Browser) -> None:
    taken(clerk, name="今日 届出", notified_on="R8.11.24")
    taken(clerk, name="十四 日前", notified_on="R8.11.10")
    taken(clerk, name="十五 日前", notified_on="R8.11.9")

    clerk.get(LIST)

    assert names_on(clerk) == ["十五 日前", "十四 日前", "今日 届出"]
    assert "令和8年11月9日から" in clerk.text
    assert re.findall(r'state--late">([^<]*)<', clerk.text) == ["遅れ 1件", "15日前"]
    assert clerk.text.count('class="is-alarm"') == 1
    assert "転入届から14日を過ぎた申請" in clerk.text


def test_nothing_of_where_anybody_lives_stands_in_the_list(clerk: Browser) -> None:
    taken(clerk, memo="大事な申し送り")
    clerk.get(LIST)

    for word in ("田彦9604番地", "汐風ハイツ203", "029-000-1234", "茨城県水戸市", "大事な申し送り"):
        assert word not in clerk.text, word


def test_the_navigation_counts_for_whom_it_shows_the_entry_and_for_nobody_else(clerk: Browser, sign_in: SignIn) -> None:
    first = taken(clerk)
    taken(clerk, name="日立 来子")

    assert count_in_navigation(clerk.get("/residents")) == "2"
    assert count_in_navigation(sign_in("daicho").get("/password")) == "2"
    assert count_in_navigation(sign_in("toiawase").get("/residents")) == "no entry"
    assert count_in_navigation(sign_in("kansa").get("/password")) == "no entry"
    decide(clerk, first, "cancellation")
    assert count_in_navigation(clerk.get("/residents")) == "1"


def test_a_candidate_of_the_register_is_marked_and_recorded(clerk: Browser) -> None:
    taken(clerk, name="日立 来子", kana="ヒタチ クルコ")
    taken(clerk)
    brought = register_brings()

    clerk.get(LIST)

    assert re.findall(r'<td><span class="state state--(?:ok|wait)">([^<]*)<', clerk.text) == ["まだ入っていません", "候補 1人"]
    record = records(Event.ARRIVAL_LIST)[-1]
    assert facts(record) == {"state": "waiting", "page": 1, "count": 2}
    assert subjects_of(record) == {brought.id}


def test_a_protected_candidate_shows_no_place_in_the_list(clerk: Browser) -> None:
    taken(clerk)
    register_brings(支援措置区分="1", 住所="秘匿町9977番地", 方書="隠れ荘103")
    clerk.get(LIST)

    assert "候補 1人" in clerk.text
    assert "秘匿町" not in clerk.text
    assert "隠れ荘" not in clerk.text


def test_fifty_stand_on_a_page_and_a_page_behind_the_last_is_the_last(clerk: Browser) -> None:
    copies_of(taken(clerk), 50)

    clerk.get(LIST)
    assert len(names_on(clerk)) == 50
    assert '全<span class="nowrap">51件</span>' in clerk.text
    assert len(names_on(clerk.get(f"{LIST}?state=waiting&page=2"))) == 1
    assert len(names_on(clerk.get(f"{LIST}?page=999999999999"))) == 1
    assert len(names_on(clerk.get(f"{LIST}?page=-3&state=unheard"))) == 50
    assert len(names_on(clerk.get(f"{LIST}?page=two"))) == 50


def test_each_state_has_its_list_with_what_became_of_them(clerk: Browser) -> None:
    linked, withdrawn, mistaken = taken(clerk), taken(clerk, name="取下 太郎", kana="トリサゲ"), taken(clerk, name="誤 起票", kana="ゴ")
    resident = register_brings()
    decide(clerk, linked, "link", resident)
    decide(clerk, withdrawn, "withdrawal", reason="other", note="市外へ戻った")
    decide(clerk, mistaken, "cancellation")

    clerk.get(f"{LIST}?state=linked")
    assert names_on(clerk) == ["水戸 来子"]
    assert f"/residents/{resident.public_id}" in clerk.text
    assert subjects_of(records(Event.ARRIVAL_LIST)[-1]) == {resident.id}
    clerk.get(f"{LIST}?state=withdrawn")
    assert names_on(clerk) == ["取下 太郎"]
    assert "その他: 市外へ戻った" in clerk.text
    clerk.get(f"{LIST}?state=mistaken")
    assert names_on(clerk) == ["誤 起票"]
    assert "R8-0003" in clerk.text
    assert "待っている申請はありません" in clerk.get(LIST).text


@pytest.mark.parametrize("login_name", ["toiawase", "soumu", "kansa", "kanri", "kaijo", "baitai", "itaku"])
def test_others_do_not_reach_the_list(sign_in: SignIn, login_name: str) -> None:
    assert sign_in(login_name).get(LIST).status == 403
    assert records(Event.ARRIVAL_LIST) == []


def test_outside_a_visit_the_list_is_not_shown(sign_in: SignIn, clerk: Browser) -> None:
    arrival = taken(clerk)
    other = sign_in("daicho")

    assert other.get(LIST).location == f"/visits/new?next={LIST}"
    assert other.get(page_of(arrival)).location == f"/visits/new?next={page_of(arrival)}"
    assert records(Event.ARRIVAL_LIST) == []


def test_late_is_counted_from_the_notice_when_days_pass(sign_in: SignIn, clerk: Browser) -> None:
    taken(clerk)
    for day, late in ((8, False), (9, True)):
        with time_machine.travel(datetime(2026, 12, day, 9, tzinfo=JAPAN), tick=False):
            assert ("is-alarm" in in_visit(sign_in("daicho")).get(LIST).text) is late


def test_somebody_protected_before_keeps_their_place_hidden_when_they_are_linked(clerk: Browser) -> None:
    arrival = taken(clerk)
    resident = register_brings(支援措置区分="1", 住所="秘匿町9977番地")
    decide(clerk, arrival, "link", resident)

    for url in (f"{LIST}?state=linked", page_of(arrival)):
        clerk.get(url)
        assert "水戸 来子" in clerk.text
        for word in ("秘匿町", "田彦9604番地", "029-000-1234", "茨城県水戸市"):
            assert word not in clerk.text, word
    assert resident.protection is Protection.SPOUSE_VIOLENCE


def test_a_person_who_was_there_before_is_no_candidate(clerk: Browser) -> None:
    a_resident(name="水戸 来子", kana="ミト クルコ", birth="1965-02-03")
    taken(clerk)

    assert "まだ入っていません" in clerk.get(LIST).text
