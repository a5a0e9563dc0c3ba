"""When a rule may change and whether it holds together: both sides of every limit."""

from dataclasses import replace
from datetime import date

import pytest

from portal.programmes.age_rules import AgeBasis, AgeEnd, Target
from portal.programmes.change_rules import faults_of, why_not_end, why_not_from, why_not_new_chain, why_not_withdraw
from portal.programmes.dose_rules import DoseRule
from portal.programmes.span_rules import Span, Unit
from portal.programmes.word_rules import period_words, rule_lines, rule_words

TODAY = date(2026, 11, 24)
BEGUN = DoseRule(2, date(2026, 9, 1), earlier=1, shortest=Span(28, Unit.DAYS))


def years(count: int) -> Span:
    return Span(count, Unit.YEARS)


@pytest.mark.parametrize(
    ("starts_on", "standing", "is_fine"),
    [
        (date(2026, 11, 23), date(2026, 9, 1), False),
        (date(2026, 11, 24), date(2026, 9, 1), True),
        (date(2026, 11, 24), date(2026, 11, 24), False),
        (date(2026, 11, 25), date(2026, 11, 24), True),
        (date(2026, 11, 25), date(2026, 11, 25), True),
    ],
)
def test_the_past_is_never_rewritten(starts_on: date, standing: date, is_fine: bool) -> None:
    why_not = why_not_from(replace(BEGUN, starts_on=starts_on), [replace(BEGUN, starts_on=standing)], today=TODAY)
    assert (why_not is None) is is_fine


@pytest.mark.parametrize(("starts_on", "is_fine"), [(date(2026, 11, 24), False), (date(2026, 11, 25), True)])
def test_what_has_begun_is_not_withdrawn(starts_on: date, is_fine: bool) -> None:
    assert (why_not_withdraw(replace(BEGUN, starts_on=starts_on), today=TODAY) is None) is is_fine


@pytest.mark.parametrize(
    ("ends_on", "now", "is_fine"),
    [
        (date(2026, 11, 23), None, False),
        (date(2026, 11, 24), None, True),
        (None, date(2026, 11, 24), True),
        (None, date(2026, 11, 23), False),
        (date(2027, 3, 31), date(2026, 11, 24), True),
        (date(2027, 3, 31), date(2026, 11, 23), False),
    ],
)
def test_a_programme_that_has_ended_stays_ended(ends_on: date | None, now: date | None, is_fine: bool) -> None:
    assert (why_not_end(ends_on, starts_on=date(2026, 9, 1), now=now, today=TODAY) is None) is is_fine


def test_a_programme_does_not_end_before_it_begins() -> None:
    begins = date(2027, 4, 1)
    assert why_not_end(date(2027, 3, 31), starts_on=begins, now=None, today=TODAY) is not None
    assert why_not_end(begins, starts_on=begins, now=None, today=TODAY) is None


def test_a_dose_is_added_once() -> None:
    assert why_not_new_chain(BEGUN, []) is None
    assert "2回目の決まりはもうあります" in (why_not_new_chain(BEGUN, [BEGUN]) or "")
    pfizer = replace(BEGUN, vaccine="ファイザー")
    assert "2回目(ファイザー)の" in (why_not_new_chain(pfizer, [pfizer]) or "")


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        (BEGUN, []),
        (DoseRule(1, TODAY), []),
        (replace(BEGUN, earlier=2), ["earlier_dose"]),
        (replace(BEGUN, earlier=0), ["earlier_dose"]),
        (replace(BEGUN, earlier=None), ["earlier_dose"]),
        (replace(BEGUN, standard=Span(28, Unit.DAYS)), []),
        (replace(BEGUN, standard=Span(27, Unit.DAYS)), ["standard"]),
        (replace(BEGUN, shortest=None, standard=Span(27, Unit.DAYS)), ["standard"]),
        (replace(BEGUN, shortest=Span(2, Unit.MONTHS), standard=Span(61, Unit.DAYS)), []),
        (replace(BEGUN, shortest=Span(3_661, Unit.DAYS)), ["shortest"]),
        (replace(BEGUN, same_vaccine=True), ["same_vaccine"]),
        (replace(BEGUN, same_vaccine=True, vaccine="ファイザー"), []),
        (DoseRule(1, TODAY, Target(at_least=years(5), until=years(5))), ["age_until"]),
        (DoseRule(1, TODAY, Target(at_least=years(5), until=years(5), end=AgeEnd.THROUGH)), []),
        (DoseRule(1, TODAY, Target(at_least=years(5), until=Span(60, Unit.MONTHS))), ["age_until"]),
        (DoseRule(1, TODAY, Target(at_least=years(5), until=Span(61, Unit.MONTHS))), []),
        (DoseRule(1, TODAY, Target(at_least=years(151))), ["age_until"]),
        (DoseRule(1, TODAY, Target(at_least=years(150))), []),
        (DoseRule(1, TODAY, Target(AgeBasis.IN_THE_YEAR, Span(60, Unit.MONTHS))), ["age_basis"]),
        (DoseRule(1, TODAY, Target(AgeBasis.IN_THE_YEAR, years(65), every=5)), ["age_every"]),
        (DoseRule(1, TODAY, Target(AgeBasis.ON_THE_DAY, years(65), years(100), every=5)), ["age_every"]),
        (DoseRule(1, TODAY, Target(AgeBasis.IN_THE_YEAR, years(65), years(100), every=5)), []),
    ],
)
def test_a_rule_holds_together(rule: DoseRule, fields: list[str]) -> None:
    assert [field for field, _ in faults_of(rule)] == fields


def test_a_rule_in_words_says_the_difference_and_the_interval_of_the_law() -> None:
    rule = replace(
        BEGUN,
        target=Target(at_least=years(12)),
        standard=Span(35, Unit.DAYS),
        vaccine="ファイザー",
        same_vaccine=True,
        registered_only=True,
        ahead_days=28,
    )
    assert rule_lines(rule) == [
        ("対象", "12歳以上の方"),
        ("前の接種", "1回目から28日たった日から(間隔27日以上)・標準35日"),
        ("ワクチン", "ファイザー(1回目と同じとき)"),
        ("住民登録", "接種する日に登録のある方"),
        ("接種券", "接種できる日の28日前から発行"),
    ]
    assert rule_words(DoseRule(1, TODAY)) == "1回目: 対象 すべての年齢の方、接種券 接種できる日から発行"
    assert rule_words(DoseRule(3, TODAY, is_offered=False)) == "3回目: 実施 この回は行いません"
    assert dict(rule_lines(replace(BEGUN, shortest=Span(3, Unit.MONTHS))))["前の接種"] == "1回目から3か月たった日から"
    assert dict(rule_lines(replace(BEGUN, shortest=None)))["前の接種"] == "1回目のあと"
    assert period_words(date(2026, 9, 1), date(2027, 3, 31)) == "令和8年9月1日から令和9年3月31日まで"
