"""年度更新: which media, which years, which period, who decides; both sides of each day (M-1)."""

from dataclasses import replace
from datetime import date

import pytest

from portal.accounts.chief_rules import SignsAs
from portal.media.medium_rules import MediumFacts
from portal.media.renewal_rules import Period, period_after, period_state, why_not_ask, why_not_decide, why_not_renew, years_offered
from portal.media.rules import Condition
from tests.media.test_medium_rules import DISPOSED, FIRST, FREE, IN_REPAIR, LAST, LOST, said


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 12, 31), (2026,)),
        (date(2027, 1, 1), (2027, 2026)),
        (date(2027, 3, 31), (2027, 2026)),
        (date(2027, 4, 1), (2027,)),
    ],
)
def test_the_next_year_is_asked_for_from_january(today: date, expected: tuple[int, ...]) -> None:
    assert years_offered(today) == expected


@pytest.mark.parametrize(
    ("medium", "year", "why_not"),
    [
        (FREE, 2027, ""),
        (IN_REPAIR, 2027, ""),
        (FREE, 2026, "令和9年3月31日まで許可されています"),
        (replace(FREE, permitted_until=date(2027, 3, 30)), 2026, ""),
        (LOST, 2027, "紛失のため"),
        (DISPOSED, 2027, "廃棄のため"),
    ],
)
def test_what_can_be_renewed(medium: MediumFacts, year: int, why_not: str) -> None:
    said(why_not_renew(medium, year), why_not)


@pytest.mark.parametrize(
    ("until", "year", "today", "expected"),
    [
        (LAST, 2027, date(2027, 2, 1), Period(FIRST, date(2028, 3, 31))),
        (LAST, 2027, date(2027, 4, 1), Period(FIRST, date(2028, 3, 31))),
        (LAST, 2027, date(2027, 4, 2), Period(date(2027, 4, 2), date(2028, 3, 31))),
        (date(2026, 12, 31), 2027, date(2027, 2, 1), Period(date(2027, 4, 1), date(2028, 3, 31))),
        (date(2026, 12, 31), 2026, date(2026, 12, 31), Period(FIRST, LAST)),
        (date(2026, 12, 31), 2026, date(2027, 1, 2), Period(date(2027, 1, 2), LAST)),
    ],
)
def test_the_period_goes_on_or_begins_anew(until: date, year: int, today: date, expected: Period) -> None:
    assert period_after(replace(FREE, permitted_until=until), year, today) == expected


@pytest.mark.parametrize(
    ("today", "word", "mark"),
    [
        (date(2027, 1, 29), "", ""),
        (date(2027, 1, 30), "許可はあと60日", "care"),
        (LAST, "許可はあと0日", "care"),
        (date(2027, 4, 1), "許可期間切れ", "late"),
    ],
)
def test_the_end_of_the_period_is_told_in_time(today: date, word: str, mark: str) -> None:
    assert period_state(FREE, today) == (word, mark)
    assert period_state(replace(FREE, condition=Condition.LOST), today) == ("", "")


def test_nothing_chosen_a_wrong_year_or_one_that_waits_is_not_asked_for() -> None:
    today = date(2026, 11, 30)
    said(why_not_ask(3, fiscal_year=2026, is_waiting=False, today=today), "")
    said(why_not_ask(0, fiscal_year=2026, is_waiting=False, today=today), "1つ以上")
    said(why_not_ask(3, fiscal_year=2027, is_waiting=False, today=today), "まだ申し出られません")
    said(why_not_ask(3, fiscal_year=2026, is_waiting=True, today=today), "承認を待っています")


@pytest.mark.parametrize(
    ("person", "signs", "decided", "why_not"),
    [
        (2, SignsAs.CHIEF, "", ""),
        (2, SignsAs.DEPUTY, "", ""),
        (2, None, "", "所属長か、期間中の代決者"),
        (1, SignsAs.CHIEF, "", "自分が申し出た"),
        (2, SignsAs.CHIEF, "大内さんが承認しました。", "もう決まっています。大内さんが"),
    ],
)
def test_who_decides(person: int, signs: SignsAs | None, decided: str, why_not: str) -> None:
    said(why_not_decide(asked_by=1, person=person, signs=signs, decided_words=decided), why_not)
