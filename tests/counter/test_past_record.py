"""過去の日の記録: the register, the vouchers and the doses at the end of a day, and what differs from today; recorded with the day."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from portal.audit.events import Event
from portal.clock import JAPAN
from portal.db import writing
from portal.intake.rules import ImportKind
from portal.residents import files as register_files
from portal.residents.intake import apply_register_file, check_register_file
from portal.residents.models import Resident, ResidentChange
from portal.residents.rules import Protection
from tests.asked import statements
from tests.conftest import Browser
from tests.counter.at_counter import SignIn, facts, in_visit, records, subjects_of
from tests.factories import a_dose, a_programme, a_resident, a_voucher
from tests.intake.importing import all_rows, applied, checked
from tests.residents.register_rows import a_register, a_row

NOW = datetime(2026, 11, 24, 10, 38, tzinfo=JAPAN)


@pytest.fixture(autouse=True)
def _on_a_tuesday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def clerk(sign_in: SignIn) -> Browser:
    return in_visit(sign_in("madoguchi"))


def at(day: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=JAPAN)


def look(browser: Browser, resident: Resident, day: str) -> str:
    """The page's own words, after the day was typed."""
    url = f"/residents/{resident.public_id}/past"
    browser.get(url).post(url, {"day": day})
    if browser.status == 303:
        browser.follow()
    return browser.text.split('<main class="main"')[1].split("</main>")[0]


def row_of(page: str, label: str) -> tuple[str, str]:
    """What stood then, and what stands beside it."""
    found = re.search(rf'<th scope="row"[^>]*>{label}.*?</tr>', page, re.S)
    assert found, label
    cells = [" ".join(re.sub("<[^>]+>", " ", cell).split()) for cell in re.findall(r"<td[^>]*>(.*?)</td>", found[0], re.S)]
    return cells[0], cells[-1]


def brought(day: datetime, **cells: str) -> None:
    with time_machine.travel(day, tick=False):
        content = a_register([a_row(**cells)])
        applied(checked(ImportKind.REGISTER, register_files.LAYOUT, content, check_register_file), apply_register_file)


def test_each_day_has_what_the_files_had_said_by_its_end(clerk: Browser) -> None:
    brought(at(2))
    brought(at(4, 23, 59), 住所="東石川1番地")
    brought(at(5, 0, 0), 住所="東石川1番地", 氏名="見本 桜子", 異動事由="06", 異動日="R8.11.1")
    (resident,) = all_rows(Resident)

    page = look(clerk, resident, "R8.11.3")
    assert "令和8年11月3日の終わりの記録" in page
    assert row_of(page, "住所") == ("大字中根9871番地3", "変更 東石川1番地")
    assert row_of(page, "氏名") == ("見本 花子", "変更 見本 桜子")
    assert row_of(page, "異動日") == ("なし", "変更 令和8年11月1日")
    assert row_of(page, "カナ") == ("ミホン ハナコ", "同じ")
    assert "いまと違うところ 4か所" in page
    page = look(clerk, resident, "2026-11-04")
    assert row_of(page, "住所") == ("東石川1番地", "同じ")
    assert row_of(page, "氏名") == ("見本 花子", "変更 見本 桜子")
    assert "その後変わったところはありません" in look(clerk, resident, "令和8年11月5日")
    assert "この日にはまだ記録にありません。令和8年11月2日に記録に入りました。" in look(clerk, resident, "R8.11.1")
    assert "住所" not in look(clerk, resident, "R8.11.1")


def test_the_look_is_recorded_with_the_day_before_it_is_shown(clerk: Browser) -> None:
    resident = a_resident()
    assert "いつから記録にある方かは、わかりません" in look(clerk, resident, "R8.6.1")

    asked, seen = records(Event.PAST_SHOW)
    assert (facts(asked), subjects_of(asked)) == ({"day": ""}, {resident.id})
    assert (facts(seen), subjects_of(seen)) == ({"day": "2026-06-01"}, {resident.id})
    assert seen.purpose == "窓口・再発行"


def test_only_a_day_that_was_understood_stands_in_an_address(clerk: Browser) -> None:
    url = f"/residents/{a_resident().public_id}/past"
    assert clerk.get(url).post(url, {"day": " 令和8年6月1日 "}).location == f"{url}?day=2026-06-01"
    assert 'value="令和8年6月1日"' in clerk.follow().text
    clerk.post(url, {"day": "見本 花子"})
    assert (clerk.status, clerk.location) == (422, "")
    assert clerk.post(url, {"day": ""}).status == 200
    for typed in ("見本", "2027-01-01", "<b>"):
        assert clerk.get(f"{url}?day={typed}").status == 422


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("R8.11.25", "これからの日です。"),
        ("R8.11", "年月日をすべて入れてください。"),
        ("2026-02-29", "2月29日はありません。"),
        ("きのう", "日付として読めません。"),
        ("<b>", "日付として読めません。"),
        ("1" * 5000, "日付として読めません。"),
    ],
)
def test_a_day_that_cannot_be_shown_says_why_and_shows_nothing(clerk: Browser, typed: str, words: str) -> None:
    resident = a_resident()
    page = look(clerk, resident, typed)

    assert clerk.status == 422
    assert words in page
    assert "終わりの記録" not in page.replace("その日の終わりの記録を出します", "")
    assert "大字中根" not in page


def test_doses_and_vouchers_stand_as_they_stood(clerk: Browser) -> None:
    a_programme()
    resident = a_resident()
    old = a_dose(resident, lot_number="OLD1", recorded_at=at(3), superseded_at=at(10))
    a_dose(resident, lot_number="NEW1", recorded_at=at(10), replaces_id=old.id)
    a_voucher(resident, number="0000100001", issued_at=at(1), voided_at=at(8), void_reason="再発行のため無効", dose_number=2)
    a_voucher(resident, number="0000100002", issued_at=at(8), dose_number=2)
    a_voucher(resident, number="0000100003", issued_at=at(1))

    page = look(clerk, resident, "R8.11.2")
    assert "この日までに記録された接種はありません。" in page
    assert "この日のあとに入った記録 1件" in page
    assert row_of(page, "0000100003") == ("令和8年度 住民接種 1回目", "使用済 令和8年10月20日に接種")
    assert row_of(page, "0000100001")[1] == "無効 再発行のため無効"
    assert "この日のあとに発行 1枚" in page
    assert "0000100002" not in page

    page = look(clerk, resident, "R8.11.9")
    assert ("OLD1" in page, "NEW1" in page) == (True, False)
    assert "改めた R8.11.10 12:00" in re.sub(r"<[^>]+>", "", page)
    assert row_of(page, "0000100001")[1] == "同じ"
    assert ("OLD1" in look(clerk, resident, "R8.11.10"), "NEW1" in look(clerk, resident, "R8.11.10")) == (False, True)


@pytest.mark.parametrize("login_name", ["madoguchi", "daicho", "kacho", "toiawase", "soumu"])
def test_a_protected_persons_old_places_are_hidden_as_the_new_ones_are(sign_in: SignIn, login_name: str) -> None:
    place: dict[str, Any] = {
        "address": "秘匿町1番地",
        "phone": "029-999-9999",
        "household_number": "0007779977",
        "moved_on": date(2026, 11, 9),
    }
    resident = a_resident(protection=Protection.STALKING, **place)
    with writing() as session:
        for field, old, new in (
            ("address", "旧秘匿町9番地", "秘匿町1番地"),
            ("moved_on", "2026-03-03", "2026-11-09"),
            ("kana", "ア", "イ"),
        ):
            session.add(ResidentChange(resident_id=resident.id, at=at(10), field=field, old=old, new=new))
    page = look(in_visit(sign_in(login_name)), resident, "R8.11.1")

    for word in ("秘匿町", "029-999-9999", "0007779977", "令和8年11月9日", "令和8年3月3日"):
        assert word not in page, word
    assert row_of(page, "住所") == ("表示しません", "表示しません")
    assert "いまと違うところ 1か所" in page


def test_the_page_takes_the_same_few_statements_however_much_there_is(clerk: Browser) -> None:
    a_programme()
    counts = []
    for much in (1, 30):
        resident = a_resident()
        for number in range(much):
            a_dose(resident, dose_number=number + 1, recorded_at=at(3))
            a_voucher(resident, dose_number=number + 1, issued_at=at(3))
        with writing() as session:
            session.add_all(
                ResidentChange(resident_id=resident.id, at=at(10), field="phone", old=f"{number}", new="") for number in range(much)
            )
        with statements() as asked:
            look(clerk, resident, "R8.11.5")
        counts.append(len(asked))

    assert counts[0] == counts[1]
    assert counts[0] <= 26  # the page without a day, and the one with it


def test_who_was_protected_then_and_is_no_more_is_shown_as_on_the_resident_page(clerk: Browser) -> None:
    resident = a_resident()
    with writing() as session:
        session.add(ResidentChange(resident_id=resident.id, at=at(10), field="protection", old="2", new=""))
    page = look(clerk, resident, "R8.11.1")

    assert row_of(page, "支援措置") == ("ストーカー行為", "変更 なし")
    assert row_of(page, "住所") == ("大字中根9871番地3", "同じ")


def test_what_was_taken_back_still_stood_on_the_days_between(clerk: Browser) -> None:
    resident = a_resident(address="田彦1番地")
    with writing() as session:
        there = {"field": "address", "old": "田彦1番地", "new": "津田2番地", "undone": True}
        back = {"field": "address", "old": "津田2番地", "new": "田彦1番地", "is_return": True}
        session.add(ResidentChange(resident_id=resident.id, at=at(5), **there))
        session.add(ResidentChange(resident_id=resident.id, at=at(9), **back))

    assert row_of(look(clerk, resident, "R8.11.4"), "住所") == ("田彦1番地", "同じ")
    assert row_of(look(clerk, resident, "R8.11.6"), "住所") == ("津田2番地", "変更 田彦1番地")
    assert row_of(look(clerk, resident, "R8.11.9"), "住所") == ("田彦1番地", "同じ")


def test_outside_a_visit_and_for_nobody_nothing_is_shown(sign_in: SignIn) -> None:
    resident = a_resident()
    browser = sign_in("madoguchi").get(f"/residents/{resident.public_id}/past?day=R8.6.1")
    assert browser.location.startswith("/visits/new?next=")
    assert records(Event.PAST_SHOW) == []
    assert in_visit(browser).get(f"/residents/{'0' * 32}/past?day=R8.6.1").status == 404
    assert sign_in("kansa").get(f"/residents/{resident.public_id}/past").status == 403


def test_the_resident_page_leads_there(clerk: Browser) -> None:
    resident = a_resident(registered_at=NOW - timedelta(days=1))
    page = clerk.get(f"/residents/{resident.public_id}").text

    assert f'href="/residents/{resident.public_id}/past" data-key="P"' in page
    assert "住民の記録に入った。" in page
