"""What is refused at the intake, what is only a gap, and what the same request is: tables on both sides of each limit (D-1)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from portal.disclosures.gap_rules import GapKind, gap_words, gaps_of, why_not_answer, why_not_demand, why_not_note
from portal.disclosures.intake_rules import (
    Earlier,
    Received,
    disclosed_day,
    faults_of,
    is_same,
    items_in,
    number_law_note,
    only_what_is_asked,
)
from portal.disclosures.rules import CaseKind, PersonStanding, RequesterKind, StopGround, Way, Wish, WishedForm

TODAY = date(2026, 11, 30)
DISCLOSED = date(2026, 5, 20)
DAY_90 = date(2026, 8, 18)


def never(_day: date) -> bool:
    return False


def a_form(**values: Any) -> Received:
    given: dict[str, Any] = {
        "kind": CaseKind.DISCLOSURE,
        "received_on": TODAY,
        "way": Way.WINDOW,
        "requester_kind": RequesterKind.SELF,
        "received_section": "somu",
        "section": "kenko",
        "requester_name": "見本 花子",
        "requester_address": "ひたちなか市見本町1-1",
        "items": ("接種記録",),
    }
    return Received(**(given | values))


def a_correction(**values: Any) -> Received:
    return a_form(**{"kind": CaseKind.CORRECTION, "wish": Wish.CORRECT, "claim": "接種日が違う", "disclosed_on": DISCLOSED} | values)


def faults(received: Received, earlier: Earlier | None = None) -> set[str]:
    return set(faults_of(received, today=TODAY, is_closed=never, earlier=earlier))


@pytest.mark.parametrize(
    ("received", "wrong"),
    [
        (a_form(), set()),
        (a_form(received_on=TODAY + timedelta(days=1)), {"received_on"}),
        (a_form(received_on=date(2026, 2, 28)), set()),
        (a_form(requester_name="", requester_address="", items=()), set()),
        (a_form(items=tuple(str(each) for each in range(20))), set()),
        (a_form(items=tuple(str(each) for each in range(21))), {"items"}),
        (a_form(items=("あ" * 500,)), set()),
        (a_form(items=("あ" * 501,)), {"items"}),
        (a_form(is_provision_record=True), set()),
        (a_correction(received_on=DAY_90, is_provision_record=True), set()),
        (a_correction(received_on=DAY_90, wish=None), {"wish"}),
        (a_correction(received_on=DAY_90, wish=Wish.ERASE), {"wish"}),
        (a_correction(kind=CaseKind.SUSPENSION, wish=Wish.ERASE, received_on=DAY_90), set()),
        (a_correction(kind=CaseKind.SUSPENSION, wish=Wish.ERASE, received_on=DAY_90, is_provision_record=True), {"is_provision_record"}),
        (a_correction(received_on=DAY_90), set()),
        (a_correction(received_on=DAY_90 + timedelta(days=1)), {"disclosed_on"}),
        (a_correction(received_on=DISCLOSED), set()),
        (a_correction(received_on=DISCLOSED - timedelta(days=1)), {"disclosed_on"}),
        (a_correction(disclosed_on=None), set()),
    ],
)
def test_what_is_refused(received: Received, wrong: set[str]) -> None:
    assert faults(received) == wrong


def test_day_90_on_a_closed_day_goes_on_to_the_next_open_one() -> None:
    late = a_correction(received_on=DAY_90 + timedelta(days=1))

    assert not faults_of(late, today=TODAY, is_closed=lambda day: day == DAY_90)
    assert faults_of(replace(late, received_on=DAY_90 + timedelta(days=2)), today=TODAY, is_closed=lambda day: day == DAY_90)


@pytest.mark.parametrize(
    ("typed", "known", "wrong", "day"),
    [
        (None, DISCLOSED, False, DISCLOSED),
        (DISCLOSED, DISCLOSED, False, DISCLOSED),
        (DISCLOSED + timedelta(days=1), DISCLOSED, True, DISCLOSED + timedelta(days=1)),
        (None, None, True, None),
        (DISCLOSED, None, False, DISCLOSED),
    ],
)
def test_the_earlier_disclosure_says_its_day(typed: date | None, known: date | None, wrong: bool, day: date | None) -> None:
    received, earlier = a_correction(received_on=DAY_90, disclosed_on=typed), Earlier("開8-0003", known)

    assert faults(received, earlier) == ({"disclosed_on"} if wrong else set())
    assert disclosed_day(received, earlier) == day


def test_the_ninety_days_run_from_the_day_on_record_when_the_form_names_none() -> None:
    late = a_correction(received_on=DAY_90 + timedelta(days=1), disclosed_on=None)

    assert faults(late, Earlier("開8-0003", DISCLOSED)) == {"disclosed_on"}
    assert faults(replace(late, received_on=DAY_90), Earlier("開8-0003", DISCLOSED)) == set()


@pytest.mark.parametrize(
    ("received", "gaps"),
    [
        (a_form(), []),
        (a_form(requester_name=""), [GapKind.NO_NAME]),
        (a_form(requester_address="", items=()), [GapKind.NO_ADDRESS, GapKind.NOT_SAID]),
        (a_form(requester_kind=RequesterKind.AGENT), [GapKind.NO_PERSON]),
        (
            a_form(
                requester_kind=RequesterKind.LEGAL, person_name="見本 次郎", person_address="同じ", person_standing=PersonStanding.MINOR
            ),
            [],
        ),
        (a_correction(), []),
        (a_correction(claim="", disclosed_on=None), [GapKind.NO_CLAIM, GapKind.NO_EARLIER]),
    ],
)
def test_what_is_missing_is_a_gap(received: Received, gaps: list[GapKind]) -> None:
    assert gaps_of(received, is_disclosure_known=received.disclosed_on is not None) == gaps


@pytest.mark.parametrize("lacks", [{"person_name": ""}, {"person_address": ""}, {"person_standing": None}])
def test_a_representative_says_name_address_and_standing_of_the_person(lacks: dict[str, Any]) -> None:
    person = {"person_name": "見本 次郎", "person_address": "同じ", "person_standing": PersonStanding.MINOR}
    received = a_form(requester_kind=RequesterKind.LEGAL, **(person | lacks))
    assert gaps_of(received, is_disclosure_known=False) == [GapKind.NO_PERSON]


def test_nothing_is_kept_that_the_form_does_not_ask_for() -> None:
    everything = a_correction(wished_form=WishedForm.VIEW, wished_words="x", person_name="x", person_address="x")

    own = only_what_is_asked(replace(everything, kind=CaseKind.DISCLOSURE, is_provision_record=True))
    assert (own.wish, own.claim, own.disclosed_on, own.person_name, own.is_specific) == (None, "", None, "", True)
    other = only_what_is_asked(replace(everything, requester_kind=RequesterKind.AGENT))
    assert (other.wished_form, other.wished_words, other.person_standing) == (None, "", PersonStanding.DELEGATING)
    parent = replace(everything, requester_kind=RequesterKind.LEGAL, person_standing=PersonStanding.DELEGATING)
    assert only_what_is_asked(parent).person_standing is None
    guardian = replace(parent, person_standing=PersonStanding.WARD, earlier_number="開8-0003")
    assert only_what_is_asked(guardian).person_standing is PersonStanding.WARD
    own = only_what_is_asked(replace(guardian, kind=CaseKind.DISCLOSURE, requester_kind=RequesterKind.SELF))
    assert (own.earlier_number, own.person_address, own.person_standing) == ("", "", None)


@pytest.mark.parametrize(
    ("requester", "person", "items", "same"),
    [
        ("見本 花子", "", ("接種記録",), True),
        ("見本　花子", "", ("接種券の履歴", " 接種記録"), True),
        ("見本 花子", "", ("接種券の履歴",), False),
        ("見本 花子", "", (), False),
        ("見本 花子", "見本 次郎", ("接種記録",), False),
        ("見本 次郎", "", ("接種記録",), False),
    ],
)
def test_when_a_request_is_the_same_once_more(requester: str, person: str, items: tuple[str, ...], same: bool) -> None:
    assert is_same(a_form(), requester=requester, person=person, items=items) is same


def test_nobody_is_nobody_else() -> None:
    assert not is_same(a_form(requester_name=""), requester="", person="", items=("接種記録",))


def test_one_document_a_line() -> None:
    assert items_in(" 接種記録 \r\n\n接種券\n接種記録\n") == ("接種記録", "接種券")


@pytest.mark.parametrize(
    ("wish", "ground"),
    [(Wish.STOP_USE, StopGround.FIRST), (Wish.ERASE, StopGround.FIRST), (Wish.STOP_PROVISION, StopGround.SECOND), (Wish.ADD, None)],
)
def test_the_ground_follows_from_the_wish(wish: Wish, ground: StopGround | None) -> None:
    assert a_correction(wish=wish).ground is ground


@pytest.mark.parametrize(
    ("marked", "mark", "words"),
    [
        ({"is_specific": True, "is_provision_record": False}, "特定個人情報", "減免"),
        ({"is_specific": True, "is_provision_record": True}, "情報提供等記録", "利用停止の請求はできません"),
        ({"is_specific": False, "is_provision_record": True}, "情報提供等記録", "内閣総理大臣"),
    ],
)
def test_what_the_number_law_makes_different_is_said(marked: dict[str, bool], mark: str, words: str) -> None:
    assert number_law_note(is_specific=False, is_provision_record=False) is None
    note = number_law_note(**marked)
    assert note is not None
    assert note[0] == mark
    assert words in note[1]


@pytest.mark.parametrize(
    ("gaps", "words", "fine"),
    [([], "", False), ([GapKind.NO_NAME], "", True), ([GapKind.OTHER], " ", False), ([GapKind.OTHER], "印がない", True)],
)
def test_a_gap_says_what_it_is(gaps: list[GapKind], words: str, fine: bool) -> None:
    assert (why_not_note(gaps, words) is None) is fine


def test_gaps_are_told_in_words() -> None:
    assert gap_words([GapKind.OTHER, GapKind.NO_NAME], "印がない") == "請求者の氏名がない、その他: 印がない"
    assert gap_words([], "印がない") == "印がない"
    assert gap_words([GapKind.NO_NAME]) == "請求者の氏名がない"


@pytest.mark.parametrize(
    ("answered_on", "demanded_on", "was", "fine"),
    [
        (TODAY, None, None, True),
        (TODAY + timedelta(days=1), None, None, False),
        (date(2026, 11, 20), date(2026, 11, 20), None, True),
        (date(2026, 11, 19), date(2026, 11, 20), None, False),
        (date(2026, 11, 10), None, None, True),
        (date(2026, 11, 9), None, None, False),
        (TODAY, None, TODAY, False),
    ],
)
def test_when_a_mending_is_answered(answered_on: date, demanded_on: date | None, was: date | None, fine: bool) -> None:
    received = date(2026, 11, 10)
    reason = why_not_answer(answered_on, demanded_on=demanded_on, received_on=received, was_answered=was, today=TODAY)

    assert (reason is None) is fine


def test_a_mending_is_demanded_once() -> None:
    assert why_not_demand(None, None) is None
    assert why_not_demand(TODAY, None)
    assert why_not_demand(None, TODAY)
