"""手数料: which amount stands on which day, what is waived, what may not stand beside one another."""

from datetime import date

import pytest

from portal.vouchers.fee_rules import (
    FOR_DISCLOSURES,
    FOR_PAPERS,
    Charge,
    FeeFacts,
    PaperKind,
    Waiver,
    charge_for,
    fee_on,
    fee_words,
    why_not_end_fee,
    why_not_fee,
)
from portal.vouchers.fee_rules import why_not_waiver as waiver

COPY, CERTIFICATE = PaperKind.RECORD_COPY, PaperKind.CERTIFICATE
APRIL, MARCH = date(2026, 4, 1), date(2027, 3, 31)
A_YEAR = FeeFacts(COPY, 300, APRIL, MARCH)
FROM_THEN = FeeFacts(COPY, 400, date(2027, 4, 1))


@pytest.mark.parametrize(
    ("day", "yen"),
    [
        (date(2026, 3, 31), 0),
        (APRIL, 300),
        (MARCH, 300),
        (date(2027, 4, 1), 400),
        (date(2040, 1, 1), 400),
    ],
)
def test_the_amount_of_a_day_is_the_one_that_stands_on_it(day: date, yen: int):
    assert fee_on([A_YEAR, FROM_THEN], COPY, day) == yen
    assert fee_on([A_YEAR, FROM_THEN], CERTIFICATE, day) == 0


@pytest.mark.parametrize(
    ("new", "words"),
    [
        (FeeFacts(COPY, 500, date(2027, 3, 31), date(2027, 3, 31)), "令和8年4月1日からの手数料(300円、令和9年3月31日まで)と重なります"),
        (FeeFacts(COPY, 500, date(2026, 1, 1)), "重なります"),
        (FeeFacts(COPY, 500, date(2026, 1, 1), APRIL), "重なります"),
        (FeeFacts(COPY, 500, date(2027, 4, 1)), None),
        (FeeFacts(COPY, 500, date(2026, 1, 1), date(2026, 3, 31)), None),
        (FeeFacts(CERTIFICATE, 500, APRIL), None),
        (FeeFacts(COPY, 100_001, date(2030, 1, 1)), "100,000円まで"),
        (FeeFacts(COPY, 500, date(2030, 1, 2), date(2030, 1, 1)), "始まりの日より後"),
    ],
)
def test_of_one_paper_one_amount_stands_on_one_day(new: FeeFacts, words: str | None):
    reason = why_not_fee(new, [A_YEAR])

    assert (words in (reason or "")) if words else reason is None


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (date(2026, 11, 30), None),
        (date(2026, 11, 29), "今日か、今日より後"),
        (MARCH, None),
        (date(2027, 4, 1), "次の手数料を加えて"),
    ],
)
def test_an_amount_ends_today_at_the_earliest_and_never_later_than_was_said(last: date, words: str | None):
    reason = why_not_end_fee(A_YEAR, last, date(2026, 11, 30))

    assert (words in (reason or "")) if words else reason is None


def test_an_amount_that_is_over_stays_as_it_was():
    assert "終わっています" in (why_not_end_fee(A_YEAR, date(2027, 5, 1), date(2027, 4, 1)) or "")


@pytest.mark.parametrize(
    ("fee", "chosen", "note", "charge", "words"),
    [
        (0, None, "", Charge(0), "無料"),
        (0, Waiver.WELFARE, "", Charge(0), "無料"),
        (350, None, "", Charge(350), "350円"),
        (350, Waiver.WELFARE, "", Charge(0, Waiver.WELFARE), "減免(生活保護)"),
        (350, Waiver.OTHER_GROUND, " 条例8条 ", Charge(0, Waiver.OTHER_GROUND, "条例8条"), "減免(その他の減免 条例8条)"),
    ],
)
def test_what_is_taken_is_said_with_why_it_is_not(fee: int, chosen: Waiver | None, note: str, charge: Charge, words: str):
    assert charge_for(fee, chosen, note) == charge
    assert fee_words(charge) == words


def test_another_ground_is_named_where_something_would_be_taken():
    assert "根拠" in (waiver(350, Waiver.OTHER_GROUND, " ") or "")
    assert waiver(350, Waiver.OTHER_GROUND, "条例8条") is None
    assert waiver(0, Waiver.OTHER_GROUND, "") is None


def test_who_can_hardly_pay_is_relieved_of_the_copies_of_a_disclosure_alone():
    assert Waiver.HARDSHIP in FOR_DISCLOSURES
    assert Waiver.HARDSHIP not in FOR_PAPERS
    assert set(FOR_PAPERS) | set(FOR_DISCLOSURES) == set(Waiver)
