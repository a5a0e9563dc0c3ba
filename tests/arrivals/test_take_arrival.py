"""An application of somebody who moved in today: taken with a number, once, and never without the identity check (R2-1, R2-2)."""

from datetime import datetime
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from portal.arrivals.models import Arrival, ArrivalSeries
from portal.arrivals.queries import number_of
from portal.arrivals.rules import SAME_APPLICATION, SAY_ANOTHER, ArrivalState
from portal.audit.events import Event
from portal.audit.verify import verify
from portal.clock import JAPAN
from portal.db import reading, writing
from portal.text.wareki import PartialDate
from portal.web.fields import NOT_OFFERED
from portal.web.once import STALE
from tests.arrivals.arriving import (
    INDIVIDUAL_NUMBER,
    NEW_ARRIVAL,
    SignIn,
    arrival_at,
    arrivals,
    at_once,
    errors_of,
    moved_in,
    page_of,
    taken,
    tokens_of,
)
from tests.conftest import Browser
from tests.counter.at_counter import everything_stored, facts, in_visit, records, search, subjects_of
from tests.people import CAST

pytestmark = pytest.mark.thorough

LONG = {
    "name": "𠮷﨑 アレクサンドラ・マリア・デ・ラ・クルス・ゴンサレス",
    "kana": "ﾖｼｻﾞｷ あれくさんどら まりあ",
    "birth": "平成16年2月29日",
}


def test_an_application_is_taken_with_its_number_and_shown(clerk: Browser) -> None:
    arrival = taken(clerk, memo="午後に電話")

    assert number_of(arrival) == "転入 R8-0001"
    assert (arrival.state, arrival.birth, arrival.notified_on.isoformat()) == (ArrivalState.WAITING, PartialDate(1965, 2, 3), "2026-11-24")
    clerk.follow()
    for word in ("転入 R8-0001", "反映待ち", "水戸 来子", "ミト クルコ", "昭和40年(1965年)2月3日生", "田彦9604番地 汐風ハイツ203"):
        assert word in clerk.text, word
    for word in ("接種券の発行・転入前の接種記録の確認", "茨城県水戸市", "029-000-1234", "本人(窓口)", "旅券", "根本 千夏", "午後に電話"):
        assert word in clerk.text, word


def test_taking_is_recorded_with_what_was_asked_and_by_whom(clerk: Browser) -> None:
    taken(clerk, applicant="agent", documents=["passport", "power_of_attorney"])

    (record,) = records(Event.ARRIVAL_TAKE)
    assert facts(record) == {
        "arrival": "転入 R8-0001",
        "purposes": ["接種券の発行", "転入前の接種記録の確認"],
        "channel": "counter",
        "applicant": "agent",
    }
    assert (record.staff_login, record.purpose, subjects_of(record)) == ("madoguchi", "窓口・再発行", set())


def test_long_names_rare_characters_and_a_leap_day_are_kept_as_written(clerk: Browser) -> None:
    arrival = taken(clerk, **LONG)

    assert arrival.name == "𠮷﨑 アレクサンドラ・マリア・デ・ラ・クルス・ゴンサレス"
    assert arrival.kana == "ヨシザキ アレクサンドラ マリア"
    assert arrival.name_key.startswith("吉崎アレクサンドラ")
    assert arrival.birth == PartialDate(2004, 2, 29)
    assert arrival.name in clerk.follow().text


@pytest.mark.parametrize("login_name", sorted(CAST))
def test_who_may_take_an_application(sign_in: SignIn, login_name: str) -> None:
    browser = sign_in(login_name).get(NEW_ARRIVAL)

    may = login_name in {"madoguchi", "madoguchi2", "daicho", "daicho2", "kacho", "somukacho", "bucho", "somubucho"}
    assert browser.status == (303 if may else 403)
    if may:
        assert browser.location == f"/visits/new?next={NEW_ARRIVAL}"
    else:
        assert browser.post(NEW_ARRIVAL, moved_in()).status == 403
    assert arrivals() == []


def test_outside_a_visit_nothing_is_taken(sign_in: SignIn) -> None:
    browser = in_visit(sign_in("daicho")).get(NEW_ARRIVAL)
    form = moved_in() | tokens_of(browser)
    browser.post("/visits/end").get("/password")

    assert browser.post(NEW_ARRIVAL, form).status == 409
    assert "対応が終わっています。" in browser.text
    assert browser.post(NEW_ARRIVAL, form | {"name": ""}).location.startswith("/visits/new")
    assert arrivals() == []


def test_pressed_twice_or_back_and_again_it_is_one_application(clerk: Browser) -> None:
    clerk.get(NEW_ARRIVAL)
    form = moved_in() | tokens_of(clerk)
    first = clerk.post(NEW_ARRIVAL, form).location
    second = clerk.post(NEW_ARRIVAL, form | {"name": "改めた 名前"}).location

    assert first == second
    assert [arrival.name for arrival in arrivals()] == ["水戸 来子"]


def test_another_persons_token_is_not_taken(clerk: Browser, sign_in: SignIn) -> None:
    token = in_visit(sign_in("madoguchi2")).get(NEW_ARRIVAL).hidden("once")
    clerk.get(NEW_ARRIVAL).post(NEW_ARRIVAL, moved_in(once=token))

    assert (clerk.status, STALE in clerk.text, arrivals()) == (400, True, [])


WRONG: list[tuple[dict[str, Any], list[str], str]] = [
    ({"name": "　"}, ["name"], "氏名を入れてください。"),
    ({"kana": ""}, ["kana"], "カナを入れてください。"),
    ({"kana": "水戸"}, ["kana"], "ミホン ハナコ のようにカナで入れてください。"),
    ({"birth": ""}, ["birth"], "生年月日を入れてください。"),
    ({"birth": "S40.2.30"}, ["birth"], "2月30日はありません。"),
    ({"birth": "H17.2.29"}, ["birth"], "この年の2月は28日までです。"),
    ({"birth": "R8.11.25"}, ["birth"], "今日より後の日付です。"),
    ({"sex": ""}, ["sex"], "性別を選んでください。"),
    ({"sex": "9"}, ["sex"], NOT_OFFERED),
    ({"address": ""}, ["address"], "新しい住所を入れてください。"),
    ({"address": "あ" * 301}, ["address"], "300文字までで入れてください(いま301文字です)。"),
    ({"phone": "12345"}, ["phone"], "市外局番からの数字とハイフンで入れてください。"),
    ({"phone": "でんわ"}, ["phone"], "市外局番からの数字とハイフンで入れてください。"),
    ({"moved_from": ""}, ["moved_from"], "転入前の市区町村を入れてください。"),
    ({"notified_on": "R8.11.25"}, ["notified_on"], "今日より後の日付です。"),
    ({"notified_on": "R8.11"}, ["notified_on"], "年月日をすべて入れてください。"),
    ({"notified_on": "S39.12.31"}, ["notified_on"], "生年月日より前の日付です。"),
    ({"purposes": []}, ["purposes"], "何の申請かを選んでください。"),
    ({"purposes": ["everything"]}, ["purposes"], NOT_OFFERED),
    ({"documents": []}, ["documents"], "見た書類を選んでください。書類がなければ聞き取りを選んでください。"),
    ({"documents": ["power_of_attorney"]}, ["documents"], "申請した方の本人確認をした書類を選んでください。"),
    ({"applicant": "agent"}, ["documents"], "任意代理人のときは、委任状を見て「委任状」も選んでください。"),
    ({"memo": "あ" * 201}, ["memo"], "200文字までで入れてください(いま201文字です)。"),
    ({"memo": "\x1b[2J"}, ["memo"], "使えない文字(制御文字)が入っています。"),
    ({"name": "水戸\u202e来子"}, ["name"], "使えない文字(制御文字)が入っています。"),
    ({"name": "", "kana": "", "documents": []}, ["name", "kana", "documents"], "カナを入れてください。"),
]


@pytest.mark.parametrize(("values", "fields", "said"), WRONG)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_stays(
    clerk: Browser, values: dict[str, Any], fields: list[str], said: str
) -> None:
    clerk.get(NEW_ARRIVAL).post(NEW_ARRIVAL, moved_in(**values))

    assert (clerk.status, errors_of(clerk)) == (422, fields)
    assert said in clerk.text
    assert 'value="汐風ハイツ203"' in clerk.text
    assert arrivals() == []


@pytest.mark.parametrize("field", ["name", "kana", "birth", "address", "building", "phone", "moved_from", "notified_on", "memo"])
def test_an_individual_number_is_refused_in_every_field_and_kept_nowhere(clerk: Browser, field: str) -> None:
    clerk.get(NEW_ARRIVAL).post(NEW_ARRIVAL, moved_in(**{field: INDIVIDUAL_NUMBER}))

    assert (clerk.status, errors_of(clerk)) == (422, [field])
    assert INDIVIDUAL_NUMBER not in everything_stored()


def test_numbers_run_without_a_gap_over_what_was_refused(clerk: Browser, sign_in: SignIn) -> None:
    other = in_visit(sign_in("kacho"))
    taken(clerk)
    clerk.get(NEW_ARRIVAL).post(NEW_ARRIVAL, moved_in())
    assert clerk.status == 409
    clerk.get(NEW_ARRIVAL).post(NEW_ARRIVAL, moved_in(name=""))
    taken(other, name="日立 来子")
    taken(clerk, name="那珂 来子")

    assert [arrival.running for arrival in arrivals()] == [1, 2, 3]


def test_a_new_fiscal_year_begins_at_one_on_the_first_of_april(clerk: Browser, sign_in: SignIn) -> None:
    taken(clerk)
    numbers = []
    for moment in (datetime(2027, 3, 31, 16, 59, tzinfo=JAPAN), datetime(2027, 4, 1, 8, 30, tzinfo=JAPAN)):
        with time_machine.travel(moment, tick=False):
            numbers.append(number_of(taken(in_visit(sign_in("madoguchi")), name=f"年度 {moment.month}子")))

    assert numbers == ["転入 R8-0002", "転入 R9-0001"]


def test_the_same_person_again_is_shown_to_be_confirmed(clerk: Browser) -> None:
    first = taken(clerk, name="髙﨑 来子")
    clerk.get(NEW_ARRIVAL).post(NEW_ARRIVAL, moved_in(name="高崎 来子"))

    assert clerk.status == 409
    assert SAME_APPLICATION in clerk.text
    assert page_of(first) in clerk.text
    assert "上の申請とは別に、この申請を受け付ける" in clerk.text
    assert errors_of(clerk) == []
    assert 'value="高崎 来子"' in clerk.text
    assert [facts(record) for record in records(Event.ARRIVAL_COMPARE)] == [{"count": 1}]

    seen = {"seen": clerk.hidden("seen")}
    clerk.post(NEW_ARRIVAL, moved_in(name="高崎 来子") | seen)
    assert (clerk.status, errors_of(clerk), SAY_ANOTHER in clerk.text) == (409, ["is_another"], True)

    clerk.post(NEW_ARRIVAL, moved_in(name="高崎 来子") | seen | {"is_another": "y"})
    assert arrival_at(clerk.location).running == 2


def test_what_was_confirmed_holds_only_for_what_was_shown(clerk: Browser, sign_in: SignIn) -> None:
    """Between the question and the answer another clerk takes one more of the same person."""
    taken(clerk)
    clerk.get(NEW_ARRIVAL).post(NEW_ARRIVAL, moved_in())
    form = moved_in(is_another="y", seen=clerk.hidden("seen")) | tokens_of(clerk)
    other = in_visit(sign_in("madoguchi2")).get(NEW_ARRIVAL)
    other.post(NEW_ARRIVAL, moved_in()).post(NEW_ARRIVAL, moved_in(is_another="y", seen=other.hidden("seen")))
    assert other.status == 303

    clerk.post(NEW_ARRIVAL, form)

    assert (clerk.status, len(arrivals())) == (409, 2)
    assert "転入 R8-0002" in clerk.text


def test_a_person_of_another_birth_date_or_a_closed_application_asks_nothing(clerk: Browser) -> None:
    first = taken(clerk)
    taken(clerk, birth="S40.2.4")
    clerk.get(page_of(first)).post(f"{page_of(first)}/cancellation", {"version": "1"})

    assert taken(clerk).running == 3


def test_clerks_at_once_draw_different_numbers_and_one_person_is_taken_once(sign_in: SignIn) -> None:
    clerks = [in_visit(sign_in(login_name)) for login_name in ("madoguchi", "madoguchi2", "daicho", "kacho")]
    names = ["甲 一", "乙 二", "同じ 人", "同じ 人"]
    at_once(
        (clerk, NEW_ARRIVAL, moved_in(name=name) | tokens_of(clerk.get(NEW_ARRIVAL))) for clerk, name in zip(clerks, names, strict=True)
    )

    assert [clerk.status for clerk in clerks[:2]] == [303, 303]
    assert sorted(clerk.status for clerk in clerks[2:]) == [303, 409]
    assert sorted(arrival.running for arrival in arrivals()) == [1, 2, 3]
    with reading() as session:
        assert verify(session).unbroken
        assert session.scalars(select(ArrivalSeries.last)).one() == 3


def test_the_visits_last_search_fills_in_the_form_and_nothing_of_it_stands_in_the_address(clerk: Browser) -> None:
    search(clerk, "みと くるこ", "S40.2.3")
    clerk.get(NEW_ARRIVAL)

    assert 'value="ミト クルコ"' in clerk.text
    assert 'value="S40.2.3"' in clerk.text
    assert 'value="令和8年11月24日"' in clerk.text
    search(clerk, "水戸 来子")
    assert 'value="水戸 来子"' in clerk.get(NEW_ARRIVAL).text
    search(clerk, "0004187205")
    assert "0004187205" not in clerk.get(NEW_ARRIVAL).text


@pytest.mark.parametrize(
    "values",
    [
        {"identity_checked": ""},
        {"state": ArrivalState.WITHDRAWN},
        {"state": ArrivalState.LINKED},
        {"close_reason": "理由"},
        {"running": 1},
    ],
)
def test_the_table_itself_refuses_what_the_rules_forbid(clerk: Browser, values: dict[str, Any]) -> None:
    taken(clerk)
    second = taken(clerk, name="日立 来子")

    with pytest.raises(IntegrityError), writing() as session:
        session.execute(update(Arrival).where(Arrival.id == second.id).values(**values))
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Arrival)) == 2
