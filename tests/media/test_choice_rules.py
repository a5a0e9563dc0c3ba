"""The lists from which a request is filled: what may be added, and when an entry has ended (M-1)."""

from datetime import date

import pytest

from portal.media.choice_rules import has_ended, why_not_add, why_not_end, why_not_worker
from portal.media.rules import Employer
from tests.media.test_medium_rules import said

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("name", "why_not"),
    [
        ("KENKO-08", ""),
        ("KENKO-07", "もう一覧にあります"),
        ("kenko-07", "もう一覧に"),
        ("\uff2b\uff25\uff2e\uff2b\uff2f\uff0d\uff10\uff17", "もう一覧に"),
        (" KENKO -07", "もう一覧に"),
    ],
)
def test_one_name_stands_once(name: str, why_not: str) -> None:
    said(why_not_add(name, ["KENKO-07"]), why_not)


@pytest.mark.parametrize(
    ("employer", "name", "company", "has_staff", "why_not"),
    [
        (Employer.CITY, "", "", True, ""),
        (Employer.CITY, "見本 太郎", "", False, "一覧から選んで"),
        (Employer.CONTRACTOR, "見本 太郎", "みほん社", False, ""),
        (Employer.CONTRACTOR, "見本 太郎", " ", False, "会社名"),
        (Employer.CONTRACTOR, " ", "みほん社", True, "氏名"),
    ],
)
def test_a_worker_is_of_the_staff_or_of_a_company(employer: Employer, name: str, company: str, has_staff: bool, why_not: str) -> None:
    said(why_not_worker(employer, name=name, company=company, has_staff=has_staff), why_not)


@pytest.mark.parametrize(("ends_on", "expected"), [(None, False), (date(2026, 11, 29), True), (TODAY, False), (date(2026, 12, 1), False)])
def test_the_last_day_counts_in_full(ends_on: date | None, expected: bool) -> None:
    assert has_ended(ends_on, TODAY) is expected


def test_an_entry_is_ended_once() -> None:
    said(why_not_end("KENKO-07", None), "")
    said(why_not_end("KENKO-07", TODAY), "もう終わりの日")
