"""接種事業 on the screen: read by the counter, changed by the records clerk from a day on, every change recorded."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from portal.audit.events import Event
from portal.clock import JAPAN
from portal.db import reading
from portal.programmes.models import Programme, ProgrammeDoseRule
from portal.programmes.queries import facts_of
from portal.programmes.span_rules import Unit
from tests.accounts.staff_records import facts_of as facts_in_record
from tests.conftest import Browser
from tests.counter.at_counter import SignIn, in_visit
from tests.factories import a_dose, a_dose_rule, a_programme, a_resident
from tests.vouchers.at_the_counter import tokens_of

GROUND = "令和8年11月20日付け 県通知 第123号"
NEW = {
    "code": "influenza-r9",
    "name": "令和9年度 高齢者インフルエンザ",
    "legal_ground": "予防接種法5条1項",
    "starts_on": "令和9年10月1日",
    "ends_on": "令和10年1月31日",
    "like": "resident-r8",
    "kind_digit": "2",
    "screening_kind_digit": "1",
}


@pytest.fixture(autouse=True)
def _on_a_tuesday() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 24, 10, 38, tzinfo=JAPAN), tick=False):
        yield


@pytest.fixture
def keeper(sign_in: SignIn) -> Browser:
    return sign_in("daicho")


def rules(code: str = "resident-r8") -> list[ProgrammeDoseRule]:
    with reading() as session:
        return session.get_one(Programme, code).rules


def the_rule(dose: int) -> ProgrammeDoseRule:
    """The newest of a dose."""
    return [rule for rule in rules() if rule.dose_number == dose][-1]


def change_page(rule: ProgrammeDoseRule) -> str:
    return f"/programme-rules/{rule.public_id}/change"


def answers(**values: str) -> dict[str, str]:
    """The second dose as it is, from the new year on."""
    base = {
        "starts_on": "令和9年1月1日",
        "is_offered": "yes",
        "age_basis": "on_the_day",
        "age_from": "12",
        "age_from_unit": "years",
        "age_until": "",
        "age_until_unit": "years",
        "age_end": "under",
        "age_every": "",
        "earlier_dose": "1",
        "shortest": "28",
        "shortest_unit": "days",
        "standard": "",
        "standard_unit": "days",
        "ahead_days": "28",
        "ground": GROUND,
    }
    return base | values


def test_the_counter_reads_the_rules_in_words(sign_in: SignIn) -> None:
    a_programme()
    clerk = sign_in("madoguchi").get("/programmes")
    assert "令和8年度 住民接種" in clerk.text
    assert "実施中" in clerk.text
    assert "事業を登録する" not in clerk.text

    clerk.get("/programmes/resident-r8")
    for words in ("12歳以上の方", "1回目から28日たった日から(間隔27日以上)", "接種できる日の28日前から発行", "令和8年9月1日から"):
        assert words in clerk.text, words
    assert "改める" not in clerk.text
    assert sign_in("madoguchi").get(change_page(the_rule(2))).status == 403


def test_without_a_programme_the_list_says_who_adds_one(keeper: Browser) -> None:
    assert "接種事業はまだありません" in keeper.get("/programmes").text


def test_a_change_takes_effect_from_its_day_and_the_past_stays(keeper: Browser, sign_in: SignIn) -> None:
    a_programme()
    before = the_rule(2)
    keeper.get(change_page(before)).post(change_page(before), answers(shortest="3", shortest_unit="months", ahead_days="")).follow()

    assert "2回目の決まりを令和9年1月1日から改めます。それより前の日は変わりません。" in keeper.text
    assert "これから変わること" in keeper.text
    assert "令和8年12月31日まで" in keeper.text
    old, new = [rule for rule in rules() if rule.dose_number == 2]
    assert (old.public_id, old.shortest, old.shortest_unit) == (before.public_id, 28, Unit.DAYS)
    assert (new.starts_on, new.shortest, new.shortest_unit, new.ahead_days) == (date(2027, 1, 1), 3, Unit.MONTHS, 0)
    assert facts_in_record(Event.PROGRAMME_RULE) == [
        {
            "by": "daicho",
            "programme": "resident-r8",
            "dose": 2,
            "starts": "令和9年1月1日",
            "before": "2回目: 対象 12歳以上の方、前の接種 1回目から28日たった日から(間隔27日以上)、接種券 接種できる日の28日前から発行",
            "after": "2回目: 対象 12歳以上の方、前の接種 1回目から3か月たった日から、接種券 接種できる日から発行",
            "ground": GROUND,
        }
    ]
    resident = a_resident()
    a_dose(resident, given_on=date(2026, 10, 27))
    clerk = in_visit(sign_in("madoguchi"))
    assert "令和8年11月24日から可" in clerk.get(f"/residents/{resident.public_id}").text
    with time_machine.travel(datetime(2027, 1, 4, 9, 0, tzinfo=JAPAN), tick=False):
        clerk = in_visit(sign_in("madoguchi"))
        assert "令和9年1月27日から" in clerk.get(f"/residents/{resident.public_id}").text


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"starts_on": "令和8年11月23日"}, "過ぎた日からは改められません"),
        ({"starts_on": ""}, "いつからの決まりかを入れてください"),
        ({"starts_on": "令和9年1月"}, "年月日をすべて入れてください"),
        ({"ground": ""}, "どの通知や告示によるかを入れてください"),
        ({"shortest": "二十八"}, "数字だけで入れてください"),
        ({"earlier_dose": "2"}, "2回目より前の回を入れてください"),
        ({"standard": "20"}, "標準の間隔は、いちばん短い間隔より短くできません"),
        ({"age_until": "12"}, "上の年齢が、下の年齢より大きくありません"),
        ({"ahead_days": "367"}, "366日までで入れてください"),
        ({"age_from_unit": "weeks"}, "選択肢にないものが送られました"),
    ],
)
def test_what_cannot_be_taken_says_what_to_do_and_keeps_what_was_typed(keeper: Browser, values: dict[str, str], words: str) -> None:
    a_programme()
    page = change_page(the_rule(2))
    keeper.get(page).post(page, answers(**values))

    assert keeper.status in (409, 422)
    assert words in keeper.text
    assert values.get("ground", GROUND) in keeper.text
    assert len(rules()) == 2
    assert facts_in_record(Event.PROGRAMME_RULE) == []


def test_a_plan_can_be_replaced_and_withdrawn_and_a_begun_rule_cannot(keeper: Browser) -> None:
    a_programme()
    page = change_page(the_rule(2))
    keeper.get(page).post(page, answers(shortest="21"))
    plan = the_rule(2)
    keeper.get(change_page(plan)).post(change_page(plan), answers(shortest="20"))
    assert [rule.shortest for rule in rules() if rule.dose_number == 2] == [28, 20]
    # From the old rule's page the plan is not overwritten unseen.
    keeper.get(page).post(page, answers(shortest="14", starts_on="令和9年2月1日"))
    assert keeper.status == 409
    assert "開いた決まりとは別のものです" in keeper.text

    withdraw = f"/programme-rules/{the_rule(2).public_id}/withdraw"
    keeper.get("/programmes/resident-r8").post(withdraw).follow()
    assert "取り下げました。いまの決まりが続きます。" in keeper.text
    assert [rule.shortest for rule in rules() if rule.dose_number == 2] == [28]
    assert len(facts_in_record(Event.PROGRAMME_WITHDRAW)) == 1
    keeper.get(page).post(f"/programme-rules/{the_rule(2).public_id}/withdraw")
    assert keeper.status == 409
    assert "取り下げられません" in keeper.text


def test_a_rule_that_somebody_else_replaced_is_not_overwritten(keeper: Browser) -> None:
    a_programme()
    page = change_page(the_rule(2))
    keeper.get(page).post(page, answers(shortest="21"))
    plan = change_page(the_rule(2))
    keeper.get(plan)
    first = tokens_of(keeper)
    keeper.get(plan).post(plan, answers(shortest="20"))
    keeper.post(plan, answers(shortest="19") | first)

    assert keeper.status == 409
    assert "いま別の職員が改めました" in keeper.text
    assert the_rule(2).shortest == 20


def test_pressed_twice_is_once(keeper: Browser) -> None:
    a_programme()
    page = change_page(the_rule(2))
    keeper.get(page)
    tokens = tokens_of(keeper)
    for _ in range(2):
        keeper.post(page, answers(shortest="21") | tokens)
        assert keeper.status == 303
    assert len(facts_in_record(Event.PROGRAMME_RULE)) == 1


def test_a_dose_is_added_and_another_is_given_no_longer(keeper: Browser) -> None:
    a_programme()
    page = "/programmes/resident-r8/rules/new"
    third = answers(earlier_dose="2", ahead_days="", starts_on="令和8年11月24日") | {"dose": "3", "vaccine": ""}
    keeper.get(page).post(page, third).follow()
    assert "3回目の決まりを加えました。" in keeper.text
    keeper.get(page).post(page, third)
    assert keeper.status == 409
    assert "3回目の決まりはもうあります" in keeper.text

    ends = change_page(the_rule(2))
    keeper.get(ends).post(ends, answers(is_offered="no")).follow()
    assert "この回は行いません" in keeper.text
    assert [rule.is_offered for rule in rules() if rule.dose_number == 2] == [True, False]


def test_a_programme_of_next_year_begins_with_the_rules_of_this_one(keeper: Browser) -> None:
    a_programme()
    a_dose_rule(dose_number=2, starts_on=date(2026, 10, 1), earlier_dose=1, shortest=21, age_from=12)
    keeper.get("/programmes/new").post("/programmes/new", NEW).follow()

    assert "登録しました。" in keeper.text
    assert "これから" in keeper.text
    assert [(rule.dose_number, rule.shortest, rule.starts_on) for rule in rules("influenza-r9")] == [
        (1, None, date(2027, 10, 1)),
        (2, 21, date(2027, 10, 1)),
    ]
    (recorded,) = facts_in_record(Event.PROGRAMME_ADD)
    assert recorded["period"] == "令和9年10月1日から令和10年1月31日まで"
    assert len(recorded["rules"]) == 2
    keeper.get("/programmes/new").post("/programmes/new", NEW)
    assert keeper.status == 409
    assert "という記号の事業はもうあります" in keeper.text


def test_a_programme_says_which_paper_its_vouchers_come_on(keeper: Browser) -> None:
    a_programme()
    keeper.get("/programmes/new").post("/programmes/new", NEW | {"paper": "stickers", "integrated_from": "3"}).follow()

    assert "シール式、3回目から接種券一体型予診票" in keeper.text
    assert facts_in_record(Event.PROGRAMME_ADD)[0]["printed_on"] == "シール式、3回目から接種券一体型予診票"
    assert "シール式(接種券・予診のみ・接種済証)" in keeper.get("/programmes/resident-r8").text


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"code": "Influenza"}, "半角の英小文字で始まる"),
        ({"code": "a"}, "半角の英小文字で始まる"),
        ({"ends_on": "令和9年9月30日"}, "終わりの日が始まりの日より前です"),
        ({"kind_digit": "22"}, "半角の数字1文字で入れてください"),
        ({"like": "none"}, "選択肢にないものが送られました"),
        ({"paper": "none"}, "選択肢にないものが送られました"),
        ({"integrated_from": "1"}, "はじめから予診票のときは、用紙で選びます"),
        ({"integrated_from": "3", "paper": "integrated"}, "途中から替えるときは「シール式」を選んでください"),
    ],
)
def test_a_programme_that_cannot_be_taken_says_what_to_do(keeper: Browser, values: dict[str, str], words: str) -> None:
    a_programme()
    keeper.get("/programmes/new").post("/programmes/new", NEW | values)

    assert keeper.status == 422
    assert words in keeper.text


def test_the_last_day_is_changed_while_it_has_not_passed(keeper: Browser) -> None:
    a_programme()
    page = "/programmes/resident-r8/end"
    keeper.get(page).post(page, {"ends_on": "令和9年3月31日", "ground": GROUND}).follow()
    assert "令和8年9月1日から令和9年3月31日まで" in keeper.text
    assert facts_in_record(Event.PROGRAMME_END) == [
        {"by": "daicho", "programme": "resident-r8", "before": "決めていない", "after": "令和9年3月31日", "ground": GROUND}
    ]
    keeper.get(page).post(page, {"ends_on": "令和8年11月23日", "ground": GROUND})
    assert keeper.status == 409
    keeper.get(page).post(page, {"ends_on": "", "ground": ""})
    assert keeper.status == 422


def test_rules_are_read_back_as_they_were_written(app: Any) -> None:
    """Every column of the table has its place in the rule."""
    a_programme(doses=0)
    with reading() as session:
        assert facts_of(session.get_one(Programme, "resident-r8")).rules == ()
    a_dose_rule(withdrawn_at=datetime(2026, 11, 1, tzinfo=JAPAN))
    with reading() as session:
        assert session.scalar(select(ProgrammeDoseRule.dose_number)) == 1
        assert facts_of(session.get_one(Programme, "resident-r8")).rules == ()
