"""接種券を止める方: who stands in the list and why, by the rule that stops the issue; counts, pages, paper; recorded before it is shown."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
import time_machine
from flask import Flask, current_app
from sqlalchemy import select

from portal.audit.events import Event
from portal.db import db, reading, writing
from portal.residents.models import Resident, ResidentChange
from portal.residents.movement_rules import Happened
from portal.residents.queries import view_of
from portal.residents.rules import Category, Protection, RecordState
from portal.vouchers.queries import vouchers_of
from portal.vouchers.stop_list import kinds_on_page
from portal.vouchers.stop_queries import KINDS, count_stops, stopped_vouchers
from portal.vouchers.stops import changes_on_paper, gravest_stop, paper_of
from tests.asked import statements
from tests.conftest import Browser
from tests.counter.at_counter import SignIn, facts, in_visit, records, subjects_of
from tests.factories import a_dose, a_programme, a_resident, a_voucher, the_covid_programme
from tests.vouchers.stopping import DAY, ISSUED, NOW, a_change, gone, many_dead, posted_by_hand

pytestmark = pytest.mark.thorough

LIST = "/vouchers/stops"


@pytest.fixture(autouse=True)
def _on_a_tuesday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def clerk(sign_in: SignIn) -> Browser:
    a_programme()
    return in_visit(sign_in("daicho"))


def lines(browser: Browser, query: str = "") -> list[tuple[str, str]]:
    """Name and the whole row's words, in the order shown."""
    browser.get(LIST + query)
    assert browser.status == 200, browser.text[:500]
    body = browser.text.split("<tbody>")[1].split("</tbody>")[0] if "<tbody>" in browser.text else ""
    rows = [" ".join(re.sub("<[^>]+>", " ", row).split()) for row in re.findall(r"<tr>.*?</tr>", body, re.S)]
    names = re.findall(r'<a href="/residents/[0-9a-f]{32}"[^>]*>([^<]*)</a>', body)
    return list(zip(names, rows, strict=True))


def names(browser: Browser, query: str = "") -> list[str]:
    return [name for name, _ in lines(browser, query)]


def one_of_each() -> dict[Happened, Resident]:
    """Somebody for each reason, and somebody beside each who just does not meet it."""
    people = {
        Happened.DIED: gone(name="死亡 一"),
        Happened.MOVED_OUT: gone(Category.MOVED_OUT, name="転出 二"),
        Happened.PROTECTED: a_resident(name="支援 三", protection=Protection.STALKING, protected_from=date(2026, 10, 5)),
        Happened.NAME_CHANGED: a_resident(name="改姓 四"),
        Happened.ADDRESS_CHANGED: a_resident(name="転居 五", address="津田2番地"),
    }
    for person in list(people.values())[:4]:
        a_voucher(person)
    a_change(people[Happened.NAME_CHANGED], "name", "旧姓 四", "改姓 四")
    posted_by_hand(people[Happened.ADDRESS_CHANGED])
    a_change(people[Happened.ADDRESS_CHANGED], "address", "田彦1番地", "津田2番地")
    return people


def those_who_do_not() -> None:
    a_voucher(a_resident(name="平常"))
    gone(name="券なし")
    a_voucher(gone(name="無効券"), voided_at=NOW, void_reason="返戻")
    used = gone(name="使用済")
    a_voucher(used)
    a_dose(used)
    the_covid_programme()
    a_voucher(gone(name="終了事業"), programme_code="covid")
    a_voucher(gone(name="取消記録", record_state=RecordState.TAKEN_BACK))
    before = a_resident(name="発行前")
    a_voucher(before)
    a_change(before, "name", "旧姓", "発行前", days=-3)
    back = a_resident(name="元通り")
    a_voucher(back)
    a_change(back, "name", "元通り", "別の名", days=3, undone=True)
    a_change(back, "name", "別の名", "元通り", days=4, is_return=True)
    for name, printed in (("印刷済", True), ("住所戻り", False)):
        moved = a_resident(name=name, address="津田2番地")
        posted_by_hand(moved, printed=printed)
        a_change(moved, "address", "田彦1番地" if printed else "津田2番地", "津田2番地")
    bulk = a_resident(name="一括", address="津田2番地")
    a_voucher(bulk)
    a_change(bulk, "address", "田彦1番地", "津田2番地")


def test_each_reason_finds_its_people_and_nobody_else(clerk: Browser) -> None:
    people = one_of_each()
    those_who_do_not()
    found = dict(lines(clerk))

    assert list(found) == [person.name for person in people.values()]
    assert "死亡 R8.10.1 発行・再発行、郵送 亡くなっています。接種券を送らないでください。" in found["死亡 一"]
    assert "転出 R8.10.1 発行・再発行、郵送" in found["転出 二"]
    assert "支援措置 R8.10.5 所属長以外の発行、郵送" in found["支援 三"]
    assert "氏名の変更 R8.9.24 郵送 氏名が変わり、この券には前の氏名が載っています。" in found["改姓 四"]
    assert "住所の変更 R8.9.24 郵送" in found["転居 五"]
    assert "令和8年度 住民接種 1回目 R8.9.14 住所へ郵送" in found["転居 五"]
    assert re.findall(r">(\S+) (\d+)件</a>", clerk.text) == [
        ("すべて", "5"),
        *((word, "1") for word in ("死亡", "転出", "支援措置", "氏名の変更", "住所の変更")),
    ]
    for kind, person in people.items():
        assert names(clerk, f"?kind={kind.value}") == [person.name]


def everybody_there_can_be() -> None:
    """Every combination of category, protection, and what became of name and building since the issue: nothing, another, there and back."""
    protections = ((None, None), (Protection.OTHER, None), (Protection.OTHER, DAY), (Protection.OTHER, NOW.date()))
    olds: tuple[tuple[str, ...], ...] = ((), ("旧",), ("今", "旧"))
    categories = (Category.JAPANESE, Category.DEAD, Category.MOVED_OUT)
    for category, (protection, until), names_before, places_before in product(categories, protections, olds, olds):
        for printed in (False, True):
            values = {"category": category, "protection": protection, "protected_until": until, "name": "今", "building": "今"}
            person = a_resident(**values)
            posted_by_hand(person, printed=printed)
            for field, before in (("name", names_before), ("building", places_before)):
                for number, old in enumerate(before):
                    a_change(person, field, old, "", days=number + 1)


def judged_by_the_rules(*, lapses: bool, name_stops: bool) -> dict[Happened, set[int]]:
    """Inside a door: every voucher of everybody under the reason that the rules give."""
    judged: dict[Happened, set[int]] = {kind: set() for kind in KINDS}
    for resident in db.session().scalars(select(Resident)):
        view = view_of(resident, NOW.date(), lapses=lapses)
        changes = changes_on_paper([resident.id]).get(resident.id, [])
        for voucher in vouchers_of(resident.id, []):
            paper = paper_of(view, changes, issued_at=voucher.issued_at, to_be_mailed=voucher.to_be_mailed)
            if stop := gravest_stop(view, paper, name_stops=name_stops):
                judged[stop.what].add(voucher.id)
    return judged


def test_the_query_finds_what_the_rules_stop_and_nothing_else(app: Flask) -> None:
    a_programme()
    everybody_there_can_be()
    for lapses, name_stops in product((False, True), (False, True)):
        with reading():
            judged = judged_by_the_rules(lapses=lapses, name_stops=name_stops)
            counts = count_stops(NOW.date(), lapses=lapses, name_stops=name_stops)
            for kind in KINDS:
                rows = stopped_vouchers((kind,), NOW.date(), lapses=lapses, name_stops=name_stops, limit=1000, offset=0)
                assert {row[0].id for row in rows} == judged[kind], (kind, lapses, name_stops)
                assert counts[kind] == len(judged[kind])
                assert judged[kind] or (kind is Happened.NAME_CHANGED and not name_stops)


def test_a_reading_is_recorded_with_the_people_of_the_page(clerk: Browser) -> None:
    people = one_of_each()
    clerk.get(LIST)
    clerk.get(f"{LIST}?kind=died")

    every, dead = records(Event.STOP_LIST)
    assert subjects_of(every) == {person.id for person in people.values()}
    assert facts(every) == {"happened": "", "page": 1, "count": 5}
    assert (subjects_of(dead), facts(dead)) == ({people[Happened.DIED].id}, {"happened": "died", "page": 1, "count": 1})
    assert every.purpose == "窓口・再発行"


def test_nothing_of_where_anybody_lives_stands_in_the_list(clerk: Browser) -> None:
    one_of_each()
    hidden = gone(Category.MOVED_OUT, name="隠転 六", protection=Protection.STALKING, moved_on=date(2026, 11, 3), address="秘匿町1番地")
    a_voucher(hidden)
    a_change(hidden, "address", "旧秘匿町9番地", "秘匿町1番地")
    stays = a_resident(name="隠居 七", protection=Protection.STALKING, address="秘匿町1番地")
    posted_by_hand(stays)
    a_change(stays, "address", "旧秘匿町9番地", "秘匿町1番地")
    found = dict(lines(clerk))

    assert "転出 日は表示しません ほかに支援措置" in found["隠転 六"]
    assert "住所の変更" not in found["隠居 七"]
    for word in ("津田2番地", "田彦1番地", "秘匿町", "令和8年11月3日", "R8.11.3", "大字中根", "029-000"):
        assert word not in clerk.text, word


def test_an_empty_list_says_so(clerk: Browser) -> None:
    assert names(clerk) == []
    assert "止める券はありません" in clerk.text
    assert "止める券はありません" in clerk.get(f"{LIST}?paper=1").text
    assert names(clerk, "?kind=unheard&page=two") == []


def test_a_thousand_rows_have_pages_of_fifty_and_one_paper(clerk: Browser) -> None:
    many_dead(1001)
    counts = []
    for query, rows in (("", 50), ("?page=21", 1), ("?page=999999999999", 1), ("?kind=died&page=-1", 50), ("?paper=1", 1000)):
        with statements() as asked:
            assert len(names(clerk, query)) == rows, query
        counts.append(len(asked))

    assert "1,001件" in clerk.text
    assert f'href="{LIST}?paper=1&amp;page=2"' in clerk.text
    # Four of them count what waits behind other entries of the navigation.
    assert max(counts) == min(counts) <= 12
    assert names(clerk, "?paper=1&page=2") == ["多数 零"]


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        (0, ("dsn", 0)),
        (2, ("dsn", 2)),
        (3, ("sna", 0)),
        (4, ("sna", 1)),
        (5, ("na", 0)),
        (9, ("na", 4)),
        (10, ("a", 0)),
        (60, ("", 0)),
    ],
)
def test_a_page_asks_for_the_reasons_that_it_shows(first: int, expected: tuple[str, int]) -> None:
    kinds = {
        "d": Happened.DIED,
        "o": Happened.MOVED_OUT,
        "s": Happened.PROTECTED,
        "n": Happened.NAME_CHANGED,
        "a": Happened.ADDRESS_CHANGED,
    }
    counts = dict(zip(kinds.values(), (3, 0, 2, 5, 50), strict=True))
    letters, offset = expected

    assert kinds_on_page(counts, first=first, rows=8) == (tuple(kinds[letter] for letter in letters), offset)


def test_within_a_reason_the_newest_stands_first(clerk: Browser) -> None:
    for name, day in (("先 三", date(2026, 9, 20)), ("後 一", date(2026, 11, 1)), ("不明 四", None), ("中 二", date(2026, 10, 31))):
        a_voucher(gone(name=name, moved_on=day))

    assert names(clerk) == ["後 一", "中 二", "先 三", "不明 四"]
    assert "日は不明" in dict(lines(clerk))["不明 四"]


def test_a_city_where_an_old_name_stops_nothing_has_it_in_no_list(clerk: Browser) -> None:
    one_of_each()
    before = current_app.extensions["portal_settings"]
    current_app.extensions["portal_settings"] = replace(before, name_change_stops=False)

    assert "改姓 四" not in names(clerk)
    assert names(clerk, "?kind=name_changed") == []


def test_the_paper_has_a_head_and_the_same_rows(clerk: Browser) -> None:
    one_of_each()
    page = clerk.get(f"{LIST}?paper=1&kind=died").text

    assert "接種券を止める方 死亡 1件" in page
    assert "ひたちなか市・令和8年11月24日現在・黒澤 拓也" in page
    assert "抜取り済" in page
    assert page.count("死亡 一") == 1


@pytest.mark.parametrize(("login_name", "status"), [("madoguchi", 200), ("kacho", 200), ("toiawase", 403), ("soumu", 403), ("kansa", 403)])
def test_who_may(sign_in: SignIn, login_name: str, status: int) -> None:
    browser = sign_in(login_name)
    assert browser.get(LIST).location == (f"/visits/new?next={LIST}" if status == 200 else "")
    if status == 200:
        assert in_visit(browser).get(LIST).status == 200
        assert "接種券を止める方" in browser.get("/password").text.split("<nav")[1].split("</nav>")[0]
    else:
        assert browser.status == status


def test_a_change_at_the_moment_of_the_issue_is_on_the_page(clerk: Browser) -> None:
    """The page was made from what stood in the register by then."""
    person = a_resident(name="同時 子")
    a_voucher(person)
    a_change(person, "name", "旧姓 子", "同時 子", days=0)
    assert names(clerk) == []

    with writing() as session:
        session.add(ResidentChange(resident_id=person.id, at=ISSUED + timedelta(seconds=1), field="name", old="旧姓 子", new="同時 子"))
    assert names(clerk) == ["同時 子"]
