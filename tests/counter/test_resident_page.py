"""The resident page: what the clerk must see, in few statements, recorded before it is shown (S2-1, R3-3)."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import text

from portal.audit.events import Event
from portal.clock import JAPAN
from portal.db import reading, writing
from portal.residents.models import Resident, ResidentChange
from portal.residents.queries import find_resident
from portal.residents.rules import Category, Movement
from tests.asked import statements
from tests.conftest import Browser
from tests.counter.at_counter import SignIn, facts, in_visit, records, records_about, search, subjects_of
from tests.factories import a_dose, a_note, a_phone, a_programme, a_resident, a_voucher, the_covid_programme

NOW = datetime(2026, 11, 24, 10, 38, tzinfo=JAPAN)
# The session, then in one snapshot: person, doses, programmes with vouchers, contacts, notes, changes; then the visit and the record;
# for the navigation how many applications and how many slips wait; once a minute that the session is in use.
MOST_STATEMENTS = 17


@pytest.fixture(autouse=True)
def moment() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def clerk(sign_in: SignIn) -> Browser:
    return in_visit(sign_in("madoguchi"))


def a_full_resident() -> Resident:
    """20 doses, 20 vouchers, 20 changes, 20 contacts, 20 notes."""
    resident = a_resident(name="見本 多美")
    for number in range(20):
        a_dose(resident, dose_number=number + 1, given_on=date(2022, 1 + number % 12, 1 + number))
        a_voucher(resident, dose_number=number + 1)
        a_phone(resident, phone=f"029-000-77{number:02}")
        a_note(resident)
    with writing() as session:
        session.add_all(
            ResidentChange(resident_id=resident.id, at=NOW, field="phone", old=f"029-000-{number:04}", new="029-111-1111")
            for number in range(20)
        )
    return resident


def test_the_page_takes_the_same_few_statements_however_much_there_is(clerk: Browser) -> None:
    a_programme()
    the_covid_programme()
    counts = []
    for resident in (a_resident(name="見本 無子"), a_full_resident()):
        with statements() as asked:
            clerk.get(f"/residents/{resident.public_id}")
        assert resident.name in clerk.text
        counts.append(len(asked))

    assert counts[0] == counts[1]
    assert counts[0] <= MOST_STATEMENTS


@pytest.mark.thorough
def test_the_page_takes_the_same_statements_for_one_programme_and_for_many(clerk: Browser) -> None:
    resident = a_full_resident_with_programme()
    # The first look makes the person the one being served.
    clerk.get(f"/residents/{resident.public_id}")
    with statements() as few:
        clerk.get(f"/residents/{resident.public_id}")
    for number in range(9):
        a_programme(f"yearly-{number}", name=f"見本の接種 {number}", doses=4, minimum_age=65 + number)
    with statements() as many:
        clerk.get(f"/residents/{resident.public_id}")

    assert "見本の接種 8" in clerk.text
    assert len(many) == len(few)


def test_the_page_takes_no_more_when_the_session_is_noted_as_used(clerk: Browser, moment: Any) -> None:
    resident = a_resident()
    moment.shift(120)
    with statements() as asked:
        clerk.get(f"/residents/{resident.public_id}")

    assert len(asked) <= MOST_STATEMENTS


def test_one_look_is_one_record_with_the_person(clerk: Browser) -> None:
    resident = a_full_resident_with_programme()
    clerk.get(f"/residents/{resident.public_id}")

    (record,) = records(Event.RESIDENT_OPEN)
    assert subjects_of(record) == {resident.id}
    assert facts(record) == {"doses": 20, "vouchers": 20}
    assert (record.staff_login, record.purpose) == ("madoguchi", "窓口・再発行")
    assert records_about(resident) == [Event.RESIDENT_OPEN]
    clerk.get(f"/residents/{resident.public_id}")
    assert records_about(resident) == [Event.RESIDENT_OPEN] * 2


def a_full_resident_with_programme() -> Resident:
    a_programme()
    return a_full_resident()


@pytest.mark.parametrize("way", ["page", "search", "number", "protected"])
def test_what_cannot_be_recorded_is_not_shown(sign_in: SignIn, way: str) -> None:
    resident = a_resident(name="架空谷 澄江", kana="カクウダニ", resident_number="0004000777")
    browser = in_visit(sign_in("kacho")).get("/residents")
    with writing() as session:
        session.execute(text("ALTER TABLE audit_head RENAME TO audit_head_away"))
    if way == "page":
        browser.get(f"/residents/{resident.public_id}")
    elif way == "protected":
        browser.post(f"/residents/{resident.public_id}/protected", {"reason": "送り先"})
    else:
        search(browser, "0004000777" if way == "number" else "架空谷")

    assert browser.status >= 500
    assert "澄江" not in browser.text
    assert "0004000777" not in browser.text
    assert "もう一度" in browser.text


def test_an_unknown_person_and_an_unknown_address_are_two_kinds_of_404(clerk: Browser) -> None:
    clerk.get(f"/residents/{'0' * 32}")
    assert clerk.status == 404
    assert "番号をご確認のうえ、検索からやり直してください。" in clerk.text
    assert [facts(record) for record in records(Event.RECORD_MISS)] == [{"endpoint": "counter.show_resident"}]

    clerk.get("/residents/none/nothing")
    assert clerk.status == 404
    assert "番号をご確認のうえ、検索からやり直してください。" not in clerk.text
    assert len(records(Event.RECORD_MISS)) == 1


@pytest.mark.parametrize("public_id", ["1", "0004000001", "%00", "'%20OR%201=1", "a" * 1000, "%F0%A0%AE%B7"])
def test_nobody_is_found_by_anything_but_their_public_id(clerk: Browser, public_id: str) -> None:
    a_resident(name="架空谷 澄江", resident_number="0004000001")
    clerk.get(f"/residents/{public_id}")

    assert clerk.status in (400, 404)
    assert "架空谷" not in clerk.text


def test_the_head_says_who_it_is(clerk: Browser) -> None:
    resident = a_resident(
        name="渡邉\U000e0101 和子",
        kana="ワタナベ カズコ",
        birth="1948-11-25",
        former_surname="山本",
        alias_name="渡辺かず",
        roman_name="WATANABE KAZUKO",
        movement=Movement.MOVED_WITHIN,
        moved_on=date(2026, 10, 13),
        building="見本荘101",
    )
    clerk.get(f"/residents/{resident.public_id}")

    for words in (
        "渡邉\U000e0101 和子",
        "ワタナベ カズコ",
        "昭和23年(1948年)11月25日生",
        "78歳(誕生日は明日)",
        "女",
        resident.resident_number,
        "〒312-0001",
        "大字中根9871番地3",
        "見本荘101",
        "029-000-4471",
        "令和8年10月13日",
        "転居",
        "渡辺かず",
        "山本",
        "WATANABE KAZUKO",
        "接種の記録はありません。",
        "この方の接種券はまだありません。",
        "登録されてから変わったことはありません。",
    ):
        assert words in clerk.text, words
    assert "<title>住民 - " in clerk.text


@pytest.mark.parametrize(
    ("birth", "words"),
    [("1948-05-00", "昭和23年(1948年)5月(日不詳)生"), ("1948-00-00", "昭和23年(1948年)(月日不詳)生"), ("0000-00-00", "生年月日不詳生")],
)
def test_an_unknown_birth_is_said(clerk: Browser, birth: str, words: str) -> None:
    clerk.get(f"/residents/{a_resident(birth=birth).public_id}")

    assert words.removesuffix("生") in clerk.text
    assert "以上" in clerk.text or "年齢不明" in clerk.text


@pytest.mark.parametrize(
    ("category", "movement", "words"),
    [
        (Category.DEAD, Movement.DIED, "令和8年10月1日に亡くなっています。接種券は発行できません。"),
        (Category.MOVED_OUT, Movement.MOVED_OUT, "令和8年10月1日に転出しています。接種券は転出先の市町村が発行します。"),
    ],
)
def test_who_is_gone_is_shown_as_gone_and_ages_no_more(clerk: Browser, category: Category, movement: Movement, words: str) -> None:
    a_programme()
    resident = a_resident(birth="1948-11-01", category=category, movement=movement, moved_on=date(2026, 10, 1))
    clerk.get(f"/residents/{resident.public_id}")

    assert words in clerk.text
    assert "歳" not in clerk.text.split("person__number")[0].split("person__birth")[1]
    next_dose = clerk.text.split("<dt>次回接種</dt>")[1].split("</div>")[0]
    assert "対象外" in next_dose
    assert words in next_dose
    assert "歳" not in search(clerk, "見本").text.split("<tbody>")[1].split("</tbody>")[0]


@pytest.mark.parametrize(("category", "age"), [(Category.DEAD, 77), (Category.MOVED_OUT, 78), (Category.JAPANESE, 78)])
def test_the_age_of_the_dead_is_that_of_their_last_day(app: Flask, category: Category, age: int) -> None:
    resident = a_resident(birth="1948-11-01", category=category, movement=Movement.OTHER, moved_on=date(2026, 10, 1))
    with reading():
        view, _ = find_resident(resident.public_id, NOW.date(), lapses=False)

    assert view.age == age


def test_notices_warn_of_the_same_name_cautions_and_infections(clerk: Browser) -> None:
    a_programme()
    resident = a_resident()
    a_resident()
    a_resident(birth="1948-05-15")
    a_dose(resident, dose_number=1, given_on=date(2026, 9, 20), caution="前回の接種で発疹", past_infection="令和8年1月に罹患")
    a_dose(resident, dose_number=2, given_on=date(2026, 10, 20), caution="前回の接種で発疹")
    clerk.get(f"/residents/{resident.public_id}")

    assert "ほかに1人います。" in clerk.text
    assert "令和8年10月20日ほか1回の接種: 前回の接種で発疹。予診で医師に伝えるようご案内ください。" in clerk.text
    assert "令和8年9月20日の接種の記録: 令和8年1月に罹患" in clerk.text


def test_a_superseded_dose_is_not_shown(clerk: Browser) -> None:
    a_programme()
    resident = a_resident()
    a_dose(resident, lot_number="OLD001", superseded_at=NOW)
    a_dose(resident, lot_number="NEW001")
    clerk.get(f"/residents/{resident.public_id}")

    assert "NEW001" in clerk.text
    assert "OLD001" not in clerk.text
    assert "<h2>接種記録</h2><p>1回・新しい順</p>" in clerk.text


def test_a_dose_of_an_unknown_programme_is_still_shown(clerk: Browser) -> None:
    resident = a_resident()
    a_dose(resident, programme_code="flu-r7", lot_number="FLU001")

    assert "FLU001" in clerk.get(f"/residents/{resident.public_id}").text


def test_another_persons_doses_are_not_shown(clerk: Browser) -> None:
    a_programme()
    a_dose(a_resident(), lot_number="OTHER1")

    assert "OTHER1" not in clerk.get(f"/residents/{a_resident().public_id}").text


def test_what_cannot_be_done_is_said_with_the_reason(sign_in: SignIn) -> None:
    a_programme()
    resident = a_resident()
    page = in_visit(sign_in("daicho")).get(f"/residents/{resident.public_id}").text
    assert "窓口担当か所属長の仕事です。" in page
    assert f"/residents/{resident.public_id}/vouchers/resident-r8/new" not in page

    page = in_visit(sign_in("madoguchi")).get(f"/residents/{resident.public_id}").text
    assert f"/residents/{resident.public_id}/vouchers/resident-r8/new" in page


def test_vouchers_stand_newest_first_over_all_programmes(clerk: Browser) -> None:
    a_programme()
    the_covid_programme()
    resident = a_resident()
    a_voucher(a_resident(), number="0000100009")
    for number, code, day in (("0000100001", "covid", 3), ("0000100003", "resident-r8", 5), ("0000100002", "covid", 4)):
        a_voucher(resident, number=number, programme_code=code, dose_number=day, issued_at=datetime(2026, 9, day, 9, 0, tzinfo=JAPAN))
    page = clerk.get(f"/residents/{resident.public_id}").text

    assert "<h2>接種券</h2><p>3枚・有効 3枚</p>" in page
    assert page.index("0000100003") < page.index("0000100002") < page.index("0000100001")
    assert "0000100009" not in page
