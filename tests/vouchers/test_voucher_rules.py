"""The rules of vouchers as tables: both sides of every limit, and the words the screen shows."""

from datetime import date, timedelta

import pytest

from portal.residents.rules import age_on
from portal.text.wareki import PartialDate
from portal.vouchers.rules import (
    ADDRESS_ON_OLD_CERTIFICATE,
    ADDRESS_ON_OLD_PAGE,
    HIDDEN,
    NOT_PRINTABLE_WHEN_VOID,
    DoseFacts,
    PersonFacts,
    ProgrammeFacts,
    VoucherFacts,
    next_dose,
    possible_from,
    why_not_age,
    why_not_certificate,
    why_not_issue,
    why_not_person,
    why_not_print,
    why_not_print_certificate,
    why_not_programme,
    why_not_reissue,
)

START, END = date(2026, 9, 1), date(2027, 3, 31)
DAY = date(2026, 11, 24)
PROGRAMME = ProgrammeFacts(
    code="resident-r8",
    name="令和8年度 住民接種",
    starts_on=START,
    ends_on=END,
    doses=2,
    minimum_age=12,
    interval_days=28,
    ended_words="令和9年3月31日",
    starts_words="令和8年9月1日",
)
ENDLESS = ProgrammeFacts("x", "終わりのない事業", START, None, doses=2, minimum_age=0, interval_days=0)
PERSON = PersonFacts(stopped=None, hidden=False, age=78)
GONE = "令和8年10月1日に転出しています。接種券は転出先の市町村が発行します。"
NOT_YET = "令和8年9月1日から始まります。それまで発行できません。"
OVER = "令和9年3月31日で事業が終わりました。接種済証の再交付はできます。"
FIRST = DoseFacts(1, date(2026, 10, 20))
SECOND = DoseFacts(2, date(2026, 11, 20))


def live(dose_number: int) -> VoucherFacts:
    return VoucherFacts("0000401872", dose_number)


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (START - timedelta(days=1), NOT_YET),
        (START, None),
        (END, None),
        (END + timedelta(days=1), OVER),
    ],
)
def test_a_programme_runs_from_its_first_to_its_last_day(day: date, reason: str | None) -> None:
    assert why_not_programme(PROGRAMME, day) == reason
    assert why_not_issue(PROGRAMME, PERSON, [], [], day=day) == reason
    assert why_not_reissue(PROGRAMME, PERSON, [], live(1), day=day) == reason


def test_a_programme_without_an_end_goes_on() -> None:
    assert why_not_programme(ENDLESS, date.max) is None


@pytest.mark.parametrize(
    ("person", "reason"),
    [
        (PERSON, None),
        (PersonFacts(stopped=GONE, hidden=False, age=78), GONE),
        (PersonFacts(stopped=None, hidden=True, age=78), HIDDEN),
        (PersonFacts(stopped=None, hidden=True, age=78, may_open_protected=True), None),
        (PersonFacts(stopped=GONE, hidden=True, age=78, may_open_protected=True), GONE),
        (PersonFacts(stopped=GONE, hidden=True, age=78), GONE),
    ],
)
def test_who_is_gone_gets_none_and_who_is_hidden_through_the_chief_alone(person: PersonFacts, reason: str | None) -> None:
    assert why_not_person(person) == reason
    assert why_not_issue(PROGRAMME, person, [], [], day=DAY) == reason
    assert why_not_reissue(PROGRAMME, person, [], live(1), day=DAY) == reason


def test_the_words_for_a_hidden_person_say_who_can_help() -> None:
    assert HIDDEN == "支援措置の方です。所在が知られないよう、接種券・接種済証は所属長が発行します。所属長に引き継いでください。"


def test_the_end_of_the_programme_is_said_before_anything_about_the_person() -> None:
    gone = PersonFacts(stopped=GONE, hidden=True, age=None)
    assert why_not_issue(PROGRAMME, gone, [FIRST, SECOND], [live(3)], day=END + timedelta(days=1)) == OVER
    assert why_not_reissue(PROGRAMME, gone, [FIRST, SECOND], live(1), day=END + timedelta(days=1)) == OVER


@pytest.mark.parametrize(
    ("given", "number"),
    [([], 1), ([FIRST], 2), ([SECOND, FIRST], 3), ([SECOND], 3), ([FIRST, FIRST], 2)],
)
def test_the_next_dose_follows_the_highest_given(given: list[DoseFacts], number: int) -> None:
    assert next_dose(given) == number


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ([], None),
        ([FIRST], date(2026, 11, 17)),
        ([FIRST, DoseFacts(1, date(2026, 10, 22))], date(2026, 11, 19)),
        ([FIRST, SECOND], None),
    ],
)
def test_the_next_dose_is_possible_a_difference_of_days_after_the_last(given: list[DoseFacts], day: date | None) -> None:
    assert possible_from(PROGRAMME, given) == day


@pytest.mark.parametrize(
    ("birth", "day", "reason"),
    [
        ("2014-11-25", date(2026, 11, 23), "対象は12歳以上の方です。"),
        ("2014-11-25", date(2026, 11, 24), None),
        ("2014-11-25", date(2026, 11, 25), None),
        ("2014-11-00", date(2026, 11, 28), "対象は12歳以上の方です。"),
        ("2014-11-00", date(2026, 11, 29), None),
        ("2014-00-00", date(2026, 12, 29), "対象は12歳以上の方です。"),
        ("2014-00-00", date(2026, 12, 30), None),
        ("0000-00-00", DAY, "対象は12歳以上の方です。生年月日がわからないため発行できません。住民登録を確かめてください。"),
    ],
)
def test_the_minimum_age_is_reached_on_the_day_before_the_birthday(birth: str, day: date, reason: str | None) -> None:
    person = PersonFacts(stopped=None, hidden=False, age=age_on(PartialDate.from_key(birth), day))
    assert why_not_issue(PROGRAMME, person, [], [], day=day) == reason


@pytest.mark.parametrize(
    ("age", "minimum", "reason"),
    [(0, 0, None), (None, 0, None), (0, 1, "対象は1歳以上の方です。"), (1, 1, None), (11, 12, "対象は12歳以上の方です。"), (12, 12, None)],
)
def test_a_programme_for_everybody_asks_nobodys_age(age: int | None, minimum: int, reason: str | None) -> None:
    assert why_not_age(age, minimum) == reason


@pytest.mark.parametrize(
    ("given", "held", "reason"),
    [
        ([], [], None),
        ([], [live(1)], "1回目の有効な券(0000401872)があります。紛失なら再発行へ進んでください。"),
        ([], [live(2)], None),
        ([FIRST], [], None),
        ([FIRST], [live(1)], None),
        ([FIRST], [live(1), live(2)], "2回目の有効な券(0000401872)があります。紛失なら再発行へ進んでください。"),
        ([FIRST, SECOND], [], "2回すべての接種が記録されています。これ以上は発行できません。"),
        ([SECOND], [], "2回すべての接種が記録されています。これ以上は発行できません。"),
    ],
)
def test_a_first_voucher_is_for_the_next_dose_only_and_only_once(
    given: list[DoseFacts], held: list[VoucherFacts], reason: str | None
) -> None:
    assert why_not_issue(PROGRAMME, PERSON, given, held, day=DAY) == reason


@pytest.mark.parametrize(
    ("given", "dose_number", "reason"),
    [
        ([], 1, None),
        ([], 2, None),
        ([FIRST], 2, None),
        ([FIRST], 1, "1回目の接種(令和8年10月20日)が記録されています。使い終わった券は再発行できません。"),
        ([FIRST, SECOND], 2, "2回目の接種(令和8年11月20日)が記録されています。使い終わった券は再発行できません。"),
        ([SECOND], 1, "2回目の接種(令和8年11月20日)が記録されています。使い終わった券は再発行できません。"),
    ],
)
def test_a_dose_recorded_meanwhile_stops_the_reissue(given: list[DoseFacts], dose_number: int, reason: str | None) -> None:
    assert why_not_reissue(PROGRAMME, PERSON, given, live(dose_number), day=DAY) == reason


def test_a_reissue_asks_nobodys_age_again() -> None:
    assert why_not_reissue(PROGRAMME, PersonFacts(stopped=None, hidden=False, age=None), [], live(1), day=DAY) is None


@pytest.mark.parametrize(
    ("is_void", "hidden", "shows_address", "reason"),
    [
        (False, False, True, None),
        (False, False, False, None),
        (False, True, False, None),
        (False, True, True, ADDRESS_ON_OLD_PAGE),
        (True, False, True, NOT_PRINTABLE_WHEN_VOID),
        (True, True, True, NOT_PRINTABLE_WHEN_VOID),
    ],
)
def test_a_void_page_and_one_with_a_hidden_address_are_not_printed(
    is_void: bool, hidden: bool, shows_address: bool, reason: str | None
) -> None:
    assert why_not_print(is_void=is_void, hidden=hidden, shows_address=shows_address) == reason
    stopped = why_not_print(is_void=is_void, hidden=hidden, shows_address=shows_address, stopped="亡くなっています。")
    assert stopped == (reason or "亡くなっています。")


def test_the_words_about_printing_say_what_to_do() -> None:
    assert NOT_PRINTABLE_WHEN_VOID == "この券は無効です。使われないよう、印刷はできません。住民の画面で有効な券を確かめてください。"
    assert ADDRESS_ON_OLD_PAGE.endswith("所属長に引き継いで再発行してください(新しい券に住所は載りません)。")


@pytest.mark.parametrize(
    ("hidden", "chief", "shows_address", "reason"),
    [
        (False, False, True, None),
        (True, False, False, HIDDEN),
        (True, True, False, None),
        (True, True, True, ADDRESS_ON_OLD_CERTIFICATE),
    ],
)
def test_an_old_certificate_does_not_give_a_hidden_address_away(hidden: bool, chief: bool, shows_address: bool, reason: str | None) -> None:
    person = PersonFacts(stopped=None, hidden=hidden, age=78, may_open_protected=chief)
    assert why_not_print_certificate(person, shows_address=shows_address) == reason


def test_a_certificate_needs_a_dose_and_nothing_else() -> None:
    assert why_not_certificate([FIRST]) is None
    assert why_not_certificate([]) == "接種記録がありません。記録を確かめてからお申し出ください。"
