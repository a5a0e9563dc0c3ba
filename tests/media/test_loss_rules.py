"""Whether a lost medium is reported, and by when: the day of knowing is the first (domain-privacy §3.1)."""

from datetime import date

import pytest

from portal.media.loss_rules import Duty, duty_of, report_of


@pytest.mark.parametrize(
    ("is_strong", "holds_data", "expected"),
    [(False, True, Duty.TO_REPORT), (True, True, Duty.STRONG), (True, False, Duty.NO_DATA), (False, False, Duty.NO_DATA)],
)
def test_what_was_strongly_encrypted_or_empty_is_not_reported(is_strong: bool, holds_data: bool, expected: Duty) -> None:
    assert duty_of(is_strong=is_strong, holds_data=holds_data) is expected


@pytest.mark.parametrize(
    ("known_on", "is_malicious", "early", "full"),
    [
        # Monday; the 30th day is 29 December, closed until 3 January: Monday the 4th.
        (date(2026, 11, 30), False, (date(2026, 12, 2), date(2026, 12, 4)), date(2027, 1, 4)),
        # The 30th day is an open Monday, the day before was a Sunday.
        (date(2026, 11, 29), False, (date(2026, 12, 1), date(2026, 12, 3)), date(2026, 12, 28)),
        # The 30th day is a Sunday: Monday.
        (date(2026, 11, 28), False, (date(2026, 11, 30), date(2026, 12, 2)), date(2026, 12, 28)),
        # 速報 is not moved: its fifth day is a Saturday.
        (date(2026, 12, 1), False, (date(2026, 12, 3), date(2026, 12, 5)), date(2027, 1, 4)),
        # On purpose: the 60th day, 27 March 2027, is a Saturday.
        (date(2027, 1, 27), True, (date(2027, 1, 29), date(2027, 1, 31)), date(2027, 3, 29)),
        (date(2027, 1, 26), True, (date(2027, 1, 28), date(2027, 1, 30)), date(2027, 3, 26)),
    ],
)
def test_days_are_counted_from_the_day_of_knowing(known_on: date, is_malicious: bool, early: tuple[date, date], full: date) -> None:
    report = report_of(known_on, is_malicious=is_malicious)

    assert (report.early_first, report.early.on) == early
    assert report.full.on == full


def test_the_line_beside_it_says_how_it_was_counted() -> None:
    moved, plain = report_of(date(2026, 11, 30), is_malicious=False), report_of(date(2026, 11, 29), is_malicious=False)

    assert moved.full.words == "知った日を1日目として30日目の令和8年12月29日(火)が閉庁日のため、次の開庁日"
    assert plain.full.words == "知った日を1日目として30日目の令和8年12月28日(月)"
