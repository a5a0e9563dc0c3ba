"""Doses and vouchers of the demo city: plausible, in order, and within every rule of the running programme."""

import re
from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from portal.clock import JAPAN
from portal.demo.chance import REFERENCE_DAY
from portal.demo.city import Citizen, Series, city, numbered
from portal.demo.doses import COVID
from portal.demo.vouchers import RESIDENT, IssuedVoucher
from portal.residents.rules import Category, age_on
from portal.vouchers.application_rules import Circumstances, why_not_delivery
from portal.vouchers.rules import Delivery, why_not_identity

RESIDENTS = 5_000


@pytest.fixture(scope="module")
def citizens() -> list[Citizen]:
    return list(city(RESIDENTS, 1))


@pytest.fixture(scope="module")
def vouchers(citizens: list[Citizen]) -> list[tuple[Citizen, IssuedVoucher]]:
    return [(citizen, voucher) for citizen in citizens for voucher in citizen.vouchers]


def test_a_million_people_bring_about_five_million_doses(citizens: list[Citizen]) -> None:
    assert 4.6 <= sum(len(citizen.doses) for citizen in citizens) / RESIDENTS <= 5.2


def test_nobody_is_vaccinated_before_birth_or_after_leaving(citizens: list[Citizen]) -> None:
    for citizen in citizens:
        for dose in citizen.doses:
            assert dose.given_on > citizen.person.birth.last_day
            assert citizen.person.left_on is None or dose.given_on < citizen.person.left_on
            assert dose.age_when_given == age_on(citizen.person.birth, dose.given_on)


def test_doses_are_numbered_from_one_in_the_order_of_their_days(citizens: list[Citizen]) -> None:
    for citizen in citizens:
        for code in (COVID, RESIDENT):
            doses = [dose for dose in citizen.doses if dose.programme_code == code]
            assert [dose.dose_number for dose in doses] == list(range(1, len(doses) + 1))
            assert all(later.given_on > earlier.given_on for earlier, later in pairwise(doses))


def test_doses_lie_within_their_programme(citizens: list[Citizen]) -> None:
    for dose in (dose for citizen in citizens for dose in citizen.doses):
        if dose.programme_code == COVID:
            assert date(2021, 2, 17) <= dose.given_on <= date(2024, 3, 31)
            assert dose.dose_number <= 7
        else:
            assert date(2026, 9, 1) <= dose.given_on <= REFERENCE_DAY
            assert dose.dose_number <= 2
            assert dose.age_when_given is not None
            assert dose.age_when_given >= 12


def test_lots_are_invented_and_sometimes_missing(citizens: list[Citizen]) -> None:
    lots = [dose.lot_number for citizen in citizens for dose in citizen.doses]
    assert all(lot == "" or re.fullmatch("Z[S-X][0-9]{4}", lot) for lot in lots)
    assert lots.count("") > 20


def test_a_lot_belongs_to_one_maker(citizens: list[Citizen]) -> None:
    makers = {(dose.lot_number, dose.manufacturer) for citizen in citizens for dose in citizen.doses if dose.lot_number}
    assert len({lot for lot, _ in makers}) == len(makers)


def test_nothing_is_claimed_before_its_month_has_come(citizens: list[Citizen]) -> None:
    for dose in (dose for citizen in citizens for dose in citizen.doses):
        assert dose.claim_month is None or dose.given_on < dose.claim_month <= REFERENCE_DAY
        assert (dose.claim_month is None) == (dose.subsidy_yen is None)


def test_doses_before_moving_in_come_from_another_municipality(citizens: list[Citizen]) -> None:
    before = 0
    for citizen in citizens:
        for dose in citizen.doses:
            came = citizen.person.came_on
            assert dose.before_moving_in == (came is not None and dose.given_on < came)
            assert dose.before_moving_in == (dose.municipality_code != "082210")
            before += dose.before_moving_in
    assert before > 100


def test_some_have_a_caution_or_an_infection_on_record(citizens: list[Citizen]) -> None:
    doses = [dose for citizen in citizens for dose in citizen.doses]
    assert sum(dose.caution != "" for dose in doses) > 50
    assert sum(dose.past_infection != "" for dose in doses) > 50


def test_about_three_in_ten_had_the_first_dose_of_the_running_programme(citizens: list[Citizen]) -> None:
    had = Counter(dose.dose_number for citizen in citizens for dose in citizen.doses if dose.programme_code == RESIDENT)
    assert 0.22 <= had[1] / RESIDENTS <= 0.35
    assert 0.005 <= had[2] / RESIDENTS <= 0.08


def test_every_dose_of_the_running_programme_used_a_voucher_of_that_person(citizens: list[Citizen]) -> None:
    for citizen in citizens:
        own = {voucher.number: voucher for voucher in citizen.vouchers}
        for dose in (dose for dose in citizen.doses if dose.programme_code == RESIDENT):
            voucher = own[dose.voucher_number]
            assert voucher.dose_number == dose.dose_number
            assert voucher.voided_at is None
            assert voucher.issued_at.date() < dose.given_on


def test_the_second_dose_keeps_the_interval(citizens: list[Citizen]) -> None:
    for citizen in citizens:
        days = [dose.given_on for dose in citizen.doses if dose.programme_code == RESIDENT]
        assert len(days) < 2 or (days[1] - days[0]).days >= 28


def test_vouchers_go_to_those_whom_the_rules_allow(vouchers: list[tuple[Citizen, IssuedVoucher]]) -> None:
    for citizen, voucher in vouchers:
        person, day = citizen.person, voucher.issued_at.astimezone(JAPAN).date()
        assert person.protection is None
        assert person.category is not Category.NOT_REGISTERED
        assert person.left_on is None or person.left_on > day
        assert (age_on(person.birth, day) or 0) >= 12
        assert date(2026, 9, 14) <= day <= REFERENCE_DAY


def test_a_person_has_one_live_voucher_for_a_dose(citizens: list[Citizen]) -> None:
    for citizen in citizens:
        live = Counter(voucher.dose_number for voucher in citizen.vouchers if voucher.voided_at is None)
        assert all(count == 1 for count in live.values())


def test_a_second_voucher_follows_a_first_dose(citizens: list[Citizen]) -> None:
    for citizen in citizens:
        first = [dose.given_on for dose in citizen.doses if dose.programme_code == RESIDENT and dose.dose_number == 1]
        second = [voucher for voucher in citizen.vouchers if voucher.dose_number == 2]
        assert not second or second[0].issued_at.date() > first[0]


def test_what_came_in_place_of_another_was_issued_when_that_became_void(vouchers: list[tuple[Citizen, IssuedVoucher]]) -> None:
    replaced = [(voucher, voucher.replaces) for _, voucher in vouchers if voucher.replaces]
    assert len(replaced) > 40
    for voucher, old in replaced:
        assert old.issued_at < voucher.issued_at == old.voided_at
        assert voucher.reason is not None
        assert voucher.issued_by


def test_a_void_voucher_has_its_reason(vouchers: list[tuple[Citizen, IssuedVoucher]]) -> None:
    assert all((voucher.voided_at is None) == (voucher.void_reason == "") for _, voucher in vouchers)
    assert any(voucher.void_reason.startswith("返戻") for _, voucher in vouchers)


def test_who_got_one_over_the_counter_proved_who_they_are(vouchers: list[tuple[Citizen, IssuedVoucher]]) -> None:
    by_hand = [voucher for _, voucher in vouchers if voucher.issued_by]
    assert by_hand
    for voucher in by_hand:
        assert voucher.applicant is not None
        assert voucher.channel is not None
        assert voucher.delivery is not None
        assert why_not_identity(voucher.applicant, voucher.documents) is None
        assert why_not_delivery(voucher.delivery, Circumstances(voucher.channel, day=voucher.issued_at.date(), questions=2)) is None
        assert voucher.issued_at.weekday() < 5


def test_the_mailing_went_by_post_without_a_clerk(vouchers: list[tuple[Citizen, IssuedVoucher]]) -> None:
    mailed = [voucher for _, voucher in vouchers if voucher.mailed_first]
    assert len(mailed) > RESIDENTS * 0.7
    assert all(voucher.delivery is Delivery.POST_TO_ADDRESS and not voucher.issued_by for voucher in mailed)


def test_numbers_come_from_one_series_and_its_last_is_known() -> None:
    series = Series(mailed=0, later=2_000)
    numbers = [voucher.number for citizen in numbered(2_000, 1, series) for voucher in citizen.vouchers]
    assert len(set(numbers)) == len(numbers)
    assert all(re.fullmatch("[0-9]{10}", number) for number in numbers)
    assert max(numbers) == f"{series.last:010d}"
    covid = {dose.voucher_number for citizen in city(2_000, 1) for dose in citizen.doses if dose.programme_code == COVID}
    assert not covid & set(numbers)
