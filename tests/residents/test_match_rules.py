"""When a row may be somebody whom the register has, and what may be decided (S1-1, S2-1)."""

import pytest

from portal.residents.match_rules import Decision, MatchReason, alike, is_stranger, what_follows, why_not_decide
from portal.text.wareki import UNKNOWN, PartialDate

BORN = PartialDate(1948, 5, 14)
KNOWN = {"integrated_number": "90000000001", "birth": BORN, "name_key": "見本花子", "kana_key": "ミホンハナコ"}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({}, MatchReason.SAME_INTEGRATED),
        ({"birth": UNKNOWN, "name_key": "x", "kana_key": "y"}, MatchReason.SAME_INTEGRATED),
        ({"integrated_number": None}, MatchReason.SAME_NAME),
        ({"integrated_number": "2", "kana_key": ""}, MatchReason.SAME_NAME),
        ({"integrated_number": None, "name_key": "見本華子"}, MatchReason.SAME_KANA),
        ({"integrated_number": None, "name_key": "見本華子", "kana_key": ""}, None),
        ({"integrated_number": None, "birth": PartialDate(1948, 5, 15)}, None),
        ({"integrated_number": None, "birth": PartialDate(1948, 5, None)}, None),
    ],
)
def test_alike(row: dict[str, object], reason: MatchReason | None) -> None:
    assert alike(KNOWN | row, KNOWN) is reason


def test_two_unknown_births_are_not_the_same() -> None:
    unknown = KNOWN | {"birth": UNKNOWN, "integrated_number": None}

    assert alike(unknown, unknown) is None


def test_empty_kana_are_not_the_same_kana() -> None:
    assert alike(KNOWN | {"integrated_number": None, "name_key": "x", "kana_key": ""}, KNOWN | {"kana_key": ""}) is None


@pytest.mark.parametrize(
    ("row", "stranger"),
    [
        ({}, False),
        ({"birth": PartialDate(1948, 5, 15)}, False),
        ({"birth": PartialDate(1948, 5, 15), "name_key": "別人"}, False),
        ({"birth": PartialDate(1948, 5, 15), "name_key": "別人", "kana_key": "ベツ"}, True),
        ({"birth": PartialDate(1948, 5, 15), "name_key": "別人", "kana_key": ""}, True),
        ({"name_key": "別人", "kana_key": "ベツ"}, False),
    ],
)
def test_a_stranger_shares_nothing_but_the_number(row: dict[str, object], stranger: bool) -> None:
    assert is_stranger(KNOWN | row, KNOWN) is stranger


@pytest.mark.parametrize(
    ("reason", "decision", "case", "said"),
    [
        (MatchReason.SAME_NAME, Decision.OTHER, {}, None),
        (MatchReason.SAME_INTEGRATED, Decision.SAME, {}, None),
        (MatchReason.SAME_INTEGRATED, Decision.OTHER, {}, "載せることはできません"),
        (MatchReason.STRANGER, Decision.OTHER, {}, None),
        (MatchReason.SAME_NAME, Decision.SAME, {"decided": Decision.OTHER}, "もう「別の方」と決まっています"),
        (MatchReason.SAME_NAME, Decision.SAME, {"counts": False}, "取り込まれていません"),
        (MatchReason.SAME_NAME, Decision.SAME, {"at_work": True, "counts": False}, "終わってから"),
    ],
)
def test_what_may_be_decided(reason: MatchReason, decision: Decision, case: dict[str, object], said: str | None) -> None:
    base: dict[str, object] = {"decided": None, "counts": True, "at_work": False}
    why_not = why_not_decide(reason, decision, **(base | case))  # pyright: ignore[reportArgumentType]

    assert (why_not is None) if said is None else (said in (why_not or ""))


def test_what_follows_is_told_by_when_it_is_done() -> None:
    assert what_follows(MatchReason.SAME_NAME, Decision.OTHER, applied=False).startswith("反映のときに新しい方として")
    assert what_follows(MatchReason.SAME_NAME, Decision.SAME, applied=True).startswith("すぐにこの方の記録を")
    assert what_follows(MatchReason.STRANGER, Decision.OTHER, applied=True).startswith("この行は反映しません")
