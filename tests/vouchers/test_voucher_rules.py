"""The rules of vouchers as tables: both sides of every limit, and the words the screen shows."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from portal.programmes.age_rules import Target
from portal.programmes.dose_rules import DoseFacts, DoseRule, PersonFacts, ProgrammeFacts
from portal.programmes.span_rules import Span, Unit
from portal.text.wareki import UNKNOWN, PartialDate
from portal.vouchers.rules import (
    ADDRESS_ON_OLD_CERTIFICATE,
    ADDRESS_ON_OLD_PAGE,
    HIDDEN,
    NOT_PRINTABLE_WHEN_VOID,
    VoucherFacts,
    why_not_certificate,
    why_not_issue,
    why_not_print,
    why_not_print_certificate,
    why_not_reissue,
)

START, END = date(2026, 9, 1), date(2027, 3, 31)
DAY = date(2026, 11, 24)
OF_AGE = Target(at_least=Span(12, Unit.YEARS))
RULES = (
    DoseRule(1, START, target=OF_AGE),
    DoseRule(2, START, target=OF_AGE, earlier=1, shortest=Span(28, Unit.DAYS), ahead_days=28),
)
PROGRAMME = ProgrammeFacts("resident-r8", "令和8年度 住民接種", START, END, RULES)
PERSON = PersonFacts(stopped=None, hidden=False, birth=PartialDate.from_key("1948-05-14"))
GONE = "令和8年10月1日に転出しています。接種券は転出先の市町村が発行します。"
NOT_YET = "令和8年9月1日から始まります。接種券は令和8年9月1日から発行できます。"
OVER = "令和9年3月31日で事業が終わりました。接種済証の再交付はできます。"
FIRST = DoseFacts(1, date(2026, 10, 20))
SECOND = DoseFacts(2, date(2026, 11, 20))


USED = "使い終わった券は再発行できません。"


def live(dose_number: int) -> VoucherFacts:
    return VoucherFacts("0000401872", dose_number)


def held(dose_number: int) -> str:
    return f"{dose_number}回目の有効な券(0000401872)があります。紛失なら再発行へ進んでください。"


@pytest.mark.parametrize(
    ("day", "issue", "reissue"),
    [
        (START - timedelta(days=1), NOT_YET, None),
        (START, None, None),
        (END, None, None),
        (END + timedelta(days=1), OVER, OVER),
    ],
)
def test_a_programme_runs_from_its_first_to_its_last_day(day: date, issue: str | None, reissue: str | None) -> None:
    """Who lost the voucher before the first day had it by right."""
    assert why_not_issue(PROGRAMME, PERSON, [], [], day=day) == issue
    assert why_not_reissue(PROGRAMME, PERSON, [], live(1), day=day) == reissue


@pytest.mark.parametrize(
    ("person", "reason"),
    [
        (PERSON, None),
        (replace(PERSON, stopped=GONE), GONE),
        (replace(PERSON, hidden=True), HIDDEN),
        (replace(PERSON, hidden=True, may_open_protected=True), None),
        (replace(PERSON, stopped=GONE, hidden=True, may_open_protected=True), GONE),
        (replace(PERSON, stopped=GONE, hidden=True), GONE + HIDDEN),
    ],
)
def test_who_is_gone_gets_none_and_who_is_hidden_through_the_chief_alone(person: PersonFacts, reason: str | None) -> None:
    assert why_not_issue(PROGRAMME, person, [], [], day=DAY) == reason
    assert why_not_reissue(PROGRAMME, person, [], live(1), day=DAY) == reason


def test_the_words_for_a_hidden_person_say_who_can_help() -> None:
    assert HIDDEN == "支援措置の方です。所在が知られないよう、接種券・接種済証は所属長が発行します。所属長に引き継いでください。"


def test_every_reason_is_said_at_once() -> None:
    gone = replace(PERSON, stopped=GONE, hidden=True, birth=UNKNOWN)
    after = END + timedelta(days=1)
    complete = "2回すべての接種が記録されています。"
    assert why_not_issue(PROGRAMME, gone, [FIRST, SECOND], [live(3)], day=after) == GONE + complete + OVER + HIDDEN + held(3)
    used = "2回目の接種(令和8年11月20日)が記録されています。"
    assert why_not_reissue(PROGRAMME, gone, [FIRST, SECOND], live(1), day=after) == GONE + used + OVER + USED + HIDDEN


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 11, 23), "対象は12歳以上の方です。誕生日の前日から数えます。接種券は令和8年11月24日から発行できます。"),
        (date(2026, 11, 24), None),
        (date(2026, 11, 25), None),
    ],
)
def test_a_voucher_waits_for_the_day_before_the_birthday(day: date, reason: str | None) -> None:
    child = replace(PERSON, birth=PartialDate.from_key("2014-11-25"))
    assert why_not_issue(PROGRAMME, child, [], [], day=day) == reason


@pytest.mark.parametrize(
    ("ahead_days", "day", "reason"),
    [
        (28, date(2026, 10, 20), None),
        (27, date(2026, 10, 20), "前回(令和8年10月20日)から28日です。接種券は令和8年10月21日から発行できます。"),
        (27, date(2026, 10, 21), None),
        (0, date(2026, 11, 16), "前回(令和8年10月20日)から28日です。接種券は令和8年11月17日から発行できます。"),
        (0, date(2026, 11, 17), None),
    ],
)
def test_a_voucher_goes_out_as_long_ahead_of_the_dose_as_the_rule_says(ahead_days: int, day: date, reason: str | None) -> None:
    programme = replace(PROGRAMME, rules=(RULES[0], replace(RULES[1], ahead_days=ahead_days)))
    assert why_not_issue(programme, PERSON, [FIRST], [], day=day) == reason


@pytest.mark.parametrize(
    ("given", "vouchers", "reason"),
    [
        ([], [], None),
        ([], [live(1)], held(1)),
        ([], [live(2)], None),
        ([FIRST], [], None),
        ([FIRST], [live(1)], None),
        ([FIRST], [live(1), live(2)], held(2)),
        ([FIRST, SECOND], [], "2回すべての接種が記録されています。"),
        ([SECOND], [], "2回すべての接種が記録されています。"),
    ],
)
def test_a_first_voucher_is_for_the_next_dose_only_and_only_once(
    given: list[DoseFacts], vouchers: list[VoucherFacts], reason: str | None
) -> None:
    assert why_not_issue(PROGRAMME, PERSON, given, vouchers, day=DAY) == reason


@pytest.mark.parametrize(
    ("given", "dose_number", "reason"),
    [
        ([], 1, None),
        ([], 2, None),
        ([FIRST], 2, None),
        ([FIRST], 1, "1回目の接種(令和8年10月20日)が記録されています。" + USED),
        ([FIRST, SECOND], 2, "2回目の接種(令和8年11月20日)が記録されています。" + USED),
        ([SECOND], 1, "2回目の接種(令和8年11月20日)が記録されています。" + USED),
    ],
)
def test_a_dose_recorded_meanwhile_stops_the_reissue(given: list[DoseFacts], dose_number: int, reason: str | None) -> None:
    assert why_not_reissue(PROGRAMME, PERSON, given, live(dose_number), day=DAY) == reason


@pytest.mark.parametrize("birth", ["0000-00-00", "2014-12-25"])
def test_a_reissue_asks_not_again_what_only_waits_or_is_unknown(birth: str) -> None:
    person = replace(PERSON, birth=PartialDate.from_key(birth))
    assert why_not_reissue(PROGRAMME, person, [], live(1), day=DAY) is None
    assert why_not_reissue(PROGRAMME, person, [], live(2), day=DAY) is None


@pytest.mark.parametrize(("day", "is_over"), [(date(2026, 11, 23), False), (date(2026, 11, 24), True)])
def test_a_voucher_that_nobody_can_use_any_more_is_not_given_out_again(day: date, is_over: bool) -> None:
    until = replace(RULES[0], target=Target(until=Span(5, Unit.YEARS)))
    child = replace(PERSON, birth=PartialDate.from_key("2021-11-25"))
    reason = why_not_reissue(replace(PROGRAMME, rules=(until,)), child, [], live(1), day=day)
    assert reason == ("対象は5歳未満の方です。この方の対象の期間は令和8年11月23日で終わりました。" if is_over else None)


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
    person = replace(PERSON, hidden=hidden, may_open_protected=chief)
    assert why_not_print_certificate(person, shows_address=shows_address) == reason


def test_a_certificate_needs_a_dose_and_nothing_else() -> None:
    assert why_not_certificate([FIRST]) is None
    assert why_not_certificate([]) == "接種記録がありません。記録を確かめてからお申し出ください。"
