"""Behind the resident page: the household of the same visit, お客様確認, the history and its older pages, the others of the same name."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine

from portal.audit.events import Event
from portal.clock import JAPAN
from portal.db import writing
from portal.intake.models import FileImport
from portal.intake.rules import ImportKind
from portal.residents.household_queries import HIDDEN, NO_HOUSEHOLD
from portal.residents.models import Resident, ResidentChange
from portal.residents.rules import Category, Movement, Protection
from tests.conftest import Browser
from tests.counter.at_counter import SignIn, facts, in_visit, records, rows_of, subjects_of
from tests.factories import a_mailing, a_note, a_resident
from tests.people import staff_id

NOW = datetime(2026, 11, 24, 10, 38, tzinfo=JAPAN)
HOME = "0007000001"


@pytest.fixture(autouse=True)
def _on_a_tuesday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def clerk(sign_in: SignIn) -> Browser:
    return in_visit(sign_in("madoguchi"))


def a_family() -> tuple[Resident, Resident, Resident]:
    """Mother, son, and a father who died."""
    mother = a_resident(name="見本 花子", household_number=HOME)
    son = a_resident(name="見本 一郎", birth="2014-05-05", household_number=HOME)
    gone = a_resident(
        name="見本 父男",
        birth="1940-01-01",
        household_number=HOME,
        category=Category.DEAD,
        movement=Movement.DIED,
        moved_on=date(2026, 2, 3),
    )
    a_resident(name="他家 三郎")
    return mother, son, gone


def main_of(browser: Browser) -> str:
    return browser.text.split('<main class="main"')[1].split("</main>")[0]


def test_the_household_is_listed_with_those_who_are_gone_and_opens_in_the_same_visit(clerk: Browser) -> None:
    mother, son, gone = a_family()
    page = main_of(clerk.get(f"/residents/{mother.public_id}/household"))

    assert page.index("見本 父男") < page.index("この方") < page.index("見本 一郎")
    assert "令和8年2月3日" in page
    assert "12歳" in page
    assert "他家" not in page
    assert re.findall(r'href="/residents/([0-9a-f]{32})"', page.split("<tbody>")[1]) == [gone.public_id, son.public_id]
    (record,) = records(Event.HOUSEHOLD_SHOW)
    assert subjects_of(record) == {mother.id, son.id, gone.id}
    assert (facts(record), record.purpose) == ({"people": 3}, "窓口・再発行")

    assert "この対応で開いた方 2人" in clerk.get(f"/residents/{son.public_id}").text


def test_the_same_page_serves_as_a_piece_of_the_resident_page(clerk: Browser) -> None:
    mother, _, _ = a_family()
    page = clerk.get(f"/residents/{mother.public_id}").text
    url = f"/residents/{mother.public_id}/household"

    assert f'href="{url}" hx-get="{url}" hx-select="#household" hx-target="#household"' in page
    assert '<div id="household"></div>' in page
    clerk.get(url, headers={"HX-Request": "true"})
    assert 'id="household"' in clerk.text
    assert len(records(Event.HOUSEHOLD_SHOW)) == 1


def test_nobody_under_protection_is_in_anybodys_household(sign_in: SignIn) -> None:
    mother, son, gone = a_family()
    hidden = a_resident(name="匿野 守子", household_number=HOME, protection=Protection.CHILD_ABUSE)
    for login_name in ("madoguchi", "kacho"):
        browser = in_visit(sign_in(login_name)).get(f"/residents/{mother.public_id}/household")
        assert "匿野" not in browser.text
        assert "3人" in main_of(browser)
        assert HIDDEN in browser.get(f"/residents/{hidden.public_id}/household").text
        assert "見本" not in main_of(browser)

    assert [subjects_of(record) for record in records(Event.HOUSEHOLD_SHOW)][:2] == [{mother.id, son.id, gone.id}, {hidden.id}]


def test_a_household_without_a_number_is_nobodys(clerk: Browser) -> None:
    alone, other = a_resident(household_number=""), a_resident(name="他家 三郎", household_number="")
    page = main_of(clerk.get(f"/residents/{alone.public_id}/household"))

    assert NO_HOUSEHOLD in page
    assert other.name not in page


@pytest.mark.parametrize("path", ["household", "confirmation", "changes"])
def test_each_asks_for_the_visit_first_and_knows_nobody_who_is_not_there(sign_in: SignIn, path: str) -> None:
    resident = a_resident(name="架空谷 澄江")
    browser = sign_in("madoguchi").get(f"/residents/{resident.public_id}/{path}")
    assert browser.location == f"/visits/new?next=/residents/{resident.public_id}/{path}"
    assert records(Event.HOUSEHOLD_SHOW, Event.CONFIRMATION_SHOW, Event.CHANGES_SHOW) == []

    assert in_visit(browser).get(f"/residents/{'0' * 32}/{path}").status == 404
    assert "架空谷" not in browser.text


@pytest.mark.parametrize("protection", [None, Protection.STALKING])
def test_the_customer_sees_name_and_birth_and_nothing_else(clerk: Browser, protection: Protection | None) -> None:
    resident = a_resident(name="渡邉\U000e0101 和子", kana="ワタナベ カズコ", protection=protection)
    a_note(resident)
    clerk.get(f"/residents/{resident.public_id}/confirmation")
    seen = re.sub(r"(?s)<[^>]*>|\s+", " ", clerk.text.split("<main")[1].split("</main>")[0].partition(">")[2])

    assert " ".join(seen.split()) == "ワタナベ カズコ 渡邉\U000e0101 和子 昭和23年(1948年)5月14日 生まれ 住民の画面に戻る(Esc か Enter)"
    for part in ("topbar", "<nav", "pinned", "支援措置", "大字中根", "029-000", resident.resident_number, "健康推進課"):
        assert part not in clerk.text, part
    assert "<title>お客様確認 - " in clerk.text
    (record,) = records(Event.CONFIRMATION_SHOW)
    assert subjects_of(record) == {resident.id}


def test_the_way_back_from_the_customers_view_is_one_key(clerk: Browser) -> None:
    resident = a_resident()
    clerk.get(f"/residents/{resident.public_id}/confirmation")

    assert re.search(rf'<a [^>]*href="/residents/{resident.public_id}" data-escape autofocus>', clerk.text)
    assert 'data-key="K"' in clerk.get(f"/residents/{resident.public_id}").text


def an_import() -> FileImport:
    values = {"file_name": "register.csv", "size": 1, "sha256": "0" * 64, "uploaded_at": NOW - timedelta(days=20), "public_id": "f" * 32}
    file = FileImport(kind=ImportKind.REGISTER, **values)
    with writing() as session:
        session.add(file)
    return file


def test_the_history_says_who_or_which_file(clerk: Browser) -> None:
    resident, file = a_resident(), an_import()
    with writing() as session:
        by_file = {"at": NOW - timedelta(days=19), "field": "address", "old": "田彦1番地", "new": "津田2番地", "import_id": file.id}
        by_hand = {"at": NOW - timedelta(days=1), "field": "kana", "old": "ミホン", "new": "ミモト", "staff_id": staff_id("daicho")}
        session.add_all(ResidentChange(resident_id=resident.id, **values) for values in (by_file, by_hand))
    a_mailing(resident, recorded_at=NOW - timedelta(days=5))
    log = clerk.get(f"/residents/{resident.public_id}").text.split("これまでの変更")[1]

    assert "住所が「田彦1番地」から「津田2番地」に変わった。" in log
    assert "住民登録ファイル(令和8年11月4日に読み込み)" in log
    assert (
        log.index("カナが「ミホン」から「ミモト」に変わった。")
        < log.index("黒澤 拓也")
        < log.index("送付先を登録した。")
        < log.index("津田2番地")
    )


def test_older_changes_are_a_page_away(clerk: Browser) -> None:
    resident = a_resident()
    with writing() as session:
        session.add_all(
            ResidentChange(resident_id=resident.id, at=NOW - timedelta(hours=number), field="phone", old="", new=f"029-000-{number:04}")
            for number in range(101)
        )
    page = clerk.get(f"/residents/{resident.public_id}").text
    assert "50件以上・新しい順" in page
    assert ("029-000-0049" in page, "029-000-0050" in page) == (True, False)
    assert f"/residents/{resident.public_id}/changes?page=2" in page

    second, third, newest = ("0050", "0099"), ("0100", "0100"), ("0000", "0049")
    for number, ends in (("2", second), ("3", third), ("99", third), ("0", newest), ("x", newest)):
        text = clerk.get(f"/residents/{resident.public_id}/changes?page={number}").text
        numbers = re.findall(r"「029-000-(\d{4})」", text)
        assert (numbers[0], numbers[-1]) == ends, number
    assert facts(records(Event.CHANGES_SHOW)[0]) == {"count": 101}
    assert "住民の画面に戻る" in text


def test_fifty_changes_need_no_second_page(clerk: Browser) -> None:
    resident = a_resident()
    with writing() as session:
        session.add_all(
            ResidentChange(resident_id=resident.id, at=NOW - timedelta(hours=number), field="phone", old="", new=f"{number}")
            for number in range(50)
        )
    page = clerk.get(f"/residents/{resident.public_id}").text

    assert "<p>50件・新しい順</p>" in page
    assert "これより古い変更を見る" not in page


def test_the_others_of_the_same_name_and_birth_are_one_press_away(clerk: Browser) -> None:
    one, other = a_resident(name="渡辺 和子"), a_resident(name="渡辺 和子")
    page = clerk.get(f"/residents/{one.public_id}").text
    form = page.split("ほかに1人います。")[1].split("</form>")[0]
    assert "もう1人を見る" in form
    sent = {name: re.search(rf'name="{name}" value="([^"]*)"', form) for name in ("q", "birth")}
    clerk.post("/residents", {name: found[1] for name, found in sent.items() if found}).follow()

    assert {public_id for public_id, _ in rows_of(clerk)} == {one.public_id, other.public_id}


@pytest.mark.parametrize("birth", ["1948-05-00", "1948-00-00", "0000-00-00"])
def test_also_when_the_birth_is_not_wholly_known(clerk: Browser, birth: str) -> None:
    one, other = a_resident(name="渡辺 和子", birth=birth), a_resident(name="渡辺 和子", birth=birth)
    form = clerk.get(f"/residents/{one.public_id}").text.split("ほかに1人います。")[1].split("</form>")[0]
    found = re.search(r'name="birth" value="([^"]*)"', form)
    assert found is not None
    clerk.post("/residents", {"q": "渡辺 和子", "birth": found[1]}).follow()

    assert {public_id for public_id, _ in rows_of(clerk)} == {one.public_id, other.public_id}


@pytest.mark.parametrize(("login_name", "may"), [("madoguchi", True), ("daicho", True), ("kansa", False), ("kanri", False)])
def test_a_scanned_number_is_searched_from_every_page_by_who_may_search(sign_in: SignIn, login_name: str, may: bool) -> None:
    browser = sign_in(login_name).get("/password")

    assert ('<form action="/residents" method="post" data-scan hidden>' in browser.text) is may


def test_a_number_scanned_without_a_visit_waits_for_the_reason(sign_in: SignIn) -> None:
    browser = sign_in("madoguchi").get("/password")
    browser.post("/residents", {"q": "0000412873"})

    assert browser.status == 422
    assert "照会事由を選んでください。" in browser.text
    assert 'value="0000412873"' in browser.text
    assert records(Event.RESIDENT_SEARCH) == []
