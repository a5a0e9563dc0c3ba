"""Who may be made a deputy, for how long, and which section may stand above which: both sides of every limit."""

from datetime import date, datetime, timedelta

import pytest

from portal.accounts import chief_rules as rules
from portal.accounts import section_rules
from portal.accounts.chief_rules import Candidate, DeputyState, SignsAs, Term
from portal.clock import JAPAN
from portal.permissions import Role

TODAY = date(2026, 11, 24)
WEEK = Term(date(2026, 12, 1), date(2026, 12, 7))
CLERK = Candidate(date(2026, 4, 1), None, False, frozenset({Role.RECORDS_CLERK}))
NAMES = {"shi": "市", "bu": "部", "ka": "課", "kakari": "係", "hoka": "別の課"}
ABOVE = {"shi": "", "bu": "shi", "ka": "bu", "kakari": "ka", "hoka": "bu"}


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=JAPAN)


@pytest.mark.parametrize(
    ("start", "last"),
    [
        (date(2026, 12, 1), date(2027, 2, 28)),
        (date(2026, 11, 24), date(2027, 2, 23)),
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2027, 11, 30), date(2028, 2, 29)),
        (date(2027, 1, 31), date(2027, 4, 30)),
        (date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_three_months_end_where_the_civil_code_ends_them(start: date, last: date) -> None:
    assert rules.last_day_of_months(start, 3) == last
    assert rules.why_not_term(Term(start, last), start) is None
    assert "3か月まで" in (rules.why_not_term(Term(start, last + timedelta(days=1)), start) or "")


@pytest.mark.parametrize(
    ("term", "words"),
    [
        (Term(TODAY, TODAY), None),
        (Term(TODAY - timedelta(days=1), TODAY), "さかのぼって"),
        (Term(TODAY, TODAY - timedelta(days=1)), "始まりの日より前"),
        (Term(date(2027, 12, 31), date(2027, 12, 31)), None),
        (Term(date(2028, 1, 1), date(2028, 1, 1)), "先すぎます"),
    ],
)
def test_a_term_begins_today_at_the_earliest(term: Term, words: str | None) -> None:
    reason = rules.why_not_term(term, TODAY)
    assert (reason is None) if words is None else words in (reason or "")


@pytest.mark.parametrize(
    ("candidate", "words"),
    [
        (CLERK, None),
        (Candidate(date(2026, 12, 1), date(2026, 12, 7), False, frozenset()), None),
        (Candidate(date(2026, 12, 2), None, False, frozenset()), "期間の外"),
        (Candidate(date(2026, 4, 1), date(2026, 12, 6), False, frozenset()), "期間の外"),
        (Candidate(date(2026, 4, 1), None, True, frozenset()), "止められています"),
        (Candidate(date(2026, 4, 1), None, False, frozenset({Role.SECTION_CHIEF})), "所属長なので"),
        (Candidate(date(2026, 4, 1), None, False, frozenset({Role.RECORDS_CLERK, Role.AUDITOR})), "監査担当の職員は"),
        (Candidate(date(2026, 4, 1), None, False, frozenset({Role.VENUE})), "接種会場の職員は"),
        (Candidate(date(2026, 4, 1), None, False, frozenset({Role.CONTRACTOR})), "委託先の職員は"),
    ],
)
def test_who_may_be_a_deputy(candidate: Candidate, words: str | None) -> None:
    reason = rules.why_not_candidate(candidate, WEEK)
    assert (reason is None) if words is None else words in (reason or "")


@pytest.mark.parametrize(
    ("by", "person", "candidate", "held", "words"),
    [
        (SignsAs.CHIEF, 2, CLERK, [], None),
        (SignsAs.DEPUTY, 2, CLERK, [], "代決者が次の代決者を"),
        (None, 2, CLERK, [], "所属長です"),
        (SignsAs.CHIEF, 1, CLERK, [], "自分を代決者に"),
        (SignsAs.CHIEF, 2, None, [], "この所属にいません"),
        (SignsAs.CHIEF, 2, CLERK, [Term(date(2026, 12, 7), date(2026, 12, 9))], "もう代決者です"),
        (SignsAs.CHIEF, 2, CLERK, [Term(date(2026, 12, 8), date(2026, 12, 9))], None),
        (SignsAs.CHIEF, 2, CLERK, [Term(date(2026, 11, 1), date(2026, 12, 1))], "もう代決者です"),
        (SignsAs.CHIEF, 2, CLERK, [Term(date(2026, 11, 1), date(2026, 11, 30))], None),
        (SignsAs.CHIEF, 2, CLERK, [Term(WEEK.starts_on, WEEK.ends_on, at(TODAY))], None),
    ],
)
def test_who_appoints_whom(by: SignsAs | None, person: int, candidate: Candidate | None, held: list[Term], words: str | None) -> None:
    reason = rules.why_not_appoint(by, staff_id=person, by_staff_id=1, candidate=candidate, term=WEEK, held=held, day=TODAY)
    assert (reason is None) if words is None else words in (reason or "")


@pytest.mark.parametrize(
    ("day", "ended", "runs", "state"),
    [
        (date(2026, 11, 30), None, False, DeputyState.COMING),
        (date(2026, 12, 1), None, True, DeputyState.HOLDS),
        (date(2026, 12, 7), None, True, DeputyState.HOLDS),
        (date(2026, 12, 8), None, False, DeputyState.OVER),
        (date(2026, 12, 3), at(date(2026, 12, 3)), False, DeputyState.ENDED),
        (date(2026, 12, 2), at(date(2026, 12, 3)), True, DeputyState.ENDED),
        (date(2026, 12, 3), at(date(2026, 11, 30)), False, DeputyState.TAKEN_BACK),
    ],
)
def test_a_term_runs_from_its_first_day_to_its_last_or_its_early_end(day: date, ended: datetime | None, runs: bool, state: object) -> None:
    term = Term(WEEK.starts_on, WEEK.ends_on, ended)
    assert (term.runs_on(day), rules.deputy_state(term, day)) == (runs, state)


@pytest.mark.parametrize(
    ("by", "term", "words"),
    [
        (SignsAs.CHIEF, WEEK, None),
        (SignsAs.CHIEF, Term(TODAY, TODAY), None),
        (SignsAs.DEPUTY, WEEK, "所属長です"),
        (None, WEEK, "所属長です"),
        (SignsAs.CHIEF, Term(date(2026, 11, 1), date(2026, 11, 23)), "令和8年11月23日で終わっています"),
        (SignsAs.CHIEF, Term(WEEK.starts_on, WEEK.ends_on, at(TODAY)), "もう終えられています"),
    ],
)
def test_ending_early(by: SignsAs | None, term: Term, words: str | None) -> None:
    reason = rules.why_not_end_deputy(by, term, TODAY)
    assert (reason is None) if words is None else words in (reason or "")


@pytest.mark.parametrize(
    ("code", "above", "words"),
    [
        ("kakari", "", None),
        ("kakari", "hoka", None),
        ("hoka", "kakari", None),
        ("new", "kakari", None),
        ("ka", "ka", "自分の所属を"),
        ("ka", "kakari", "「係」の上は「課」なので"),
        ("bu", "kakari", "「係」の上は「課」の上は「部」なので"),
        ("shi", "hoka", "輪になります"),
        ("ka", "nowhere", "登録されているものから"),
    ],
)
def test_no_section_stands_above_itself_by_any_way(code: str, above: str, words: str | None) -> None:
    reason = section_rules.why_not_above(code, above, ABOVE, NAMES)
    assert (reason is None) if words is None else words in (reason or "")


@pytest.mark.parametrize(
    ("code", "fine"),
    [
        *(("ka", True), ("k", False), ("k" * 20, True), ("k" * 21, False)),
        *((odd, False) for odd in ("Ka", "-ka", "課", "k/a", "k a", "ho")),
    ],
)
def test_codes_of_sections(code: str, fine: bool) -> None:
    assert (section_rules.why_not_section_code(code, {"ho"}) is None) is fine


def test_the_tree_has_every_section_once_below_its_own() -> None:
    assert section_rules.as_tree(ABOVE) == [("shi", 0), ("bu", 1), ("hoka", 2), ("ka", 2), ("kakari", 3)]
