"""A city with many programmes: those that concern the person have a line, the others fold into one, each with its reason."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine

from portal.clock import JAPAN
from portal.counter.next_dose_rules import concerns, others_words
from portal.programmes.rules import Entitlement, Refusal, Why
from portal.residents.rules import Category, Movement
from tests.conftest import Browser
from tests.counter.at_counter import SignIn, in_visit
from tests.factories import a_programme, a_resident, the_covid_programme

DAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _on_a_tuesday() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 24, 10, 38, tzinfo=JAPAN), tick=False):
        yield


def many_programmes() -> None:
    a_programme()
    a_programme("influenza-r8", name="高齢者インフルエンザ", doses=1, minimum_age=65)
    a_programme("centenary", name="百歳の接種", doses=1, minimum_age=100)
    the_covid_programme()


def page_of(clerk: Browser, birth: str, **values: object) -> str:
    return clerk.get(f"/residents/{a_resident(birth=birth, **values).public_id}").text


@pytest.mark.parametrize(
    ("waits", "has_history", "concerned"),
    [(0, False, True), (366, False, True), (367, False, False), (367, True, True), (None, False, False), (None, True, True)],
)
def test_a_programme_concerns_who_may_or_soon_may(waits: int | None, has_history: bool, concerned: bool) -> None:
    refusals = () if waits == 0 else (Refusal(Why.TOO_YOUNG, "対象は65歳以上の方です。"),)
    found = Entitlement(1, refusals, day=None if waits is None else DAY + timedelta(days=waits))

    assert concerns(found, day=DAY, has_history=has_history) is concerned


def test_what_concerns_the_person_has_a_line_and_the_rest_is_folded_with_its_reasons(sign_in: SignIn) -> None:
    many_programmes()
    text = page_of(in_visit(sign_in("madoguchi")), "1985-05-14")

    assert text.count("<dt>次回接種</dt>") == 1
    folded = text.split("この方が対象ではない事業 2件")[1].split("</details>")[0]
    for words in ("高齢者インフルエンザ: 令和32年5月13日から。対象は65歳以上の方です。", "百歳の接種: 令和67年5月13日から。"):
        assert words in folded, words
    assert "ほかの3事業の接種券を発行する" in text
    assert others_words(["百歳の接種", "高齢者インフルエンザ", "新型コロナウイルスワクチン 特例臨時接種"]) in text
    assert page_of(in_visit(sign_in("madoguchi")), "1948-05-14").count("<dt>次回接種</dt>") == 2


def test_who_is_gone_is_told_once(sign_in: SignIn) -> None:
    many_programmes()
    gone = {"category": Category.DEAD, "movement": Movement.DIED, "moved_on": date(2026, 10, 1)}
    text = page_of(in_visit(sign_in("madoguchi")), "1948-05-14", **gone)

    assert text.count("<dt>次回接種</dt>") == 1
    assert "<dt>ほかの事業</dt>" not in text


def test_whose_work_it_is_not_is_told_in_one_line(sign_in: SignIn) -> None:
    many_programmes()
    text = page_of(in_visit(sign_in("daicho")), "1948-05-14")

    assert "ほかの4事業の接種券を発行する</b>窓口担当か所属長の仕事です。" in text
    assert "終わった事業か" not in text
