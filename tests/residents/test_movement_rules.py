"""What happened to a person and what it stops, as tables of cases: the one place that decides (S1-1, S4-3)."""

from datetime import date, datetime
from typing import Any

import pytest

from portal.clock import JAPAN
from portal.residents.movement_rules import (
    HAPPENED_WORDS,
    WHY,
    Happened,
    Happening,
    OldValue,
    Paper,
    Standing,
    Stops,
    differs_since,
    gravest,
    happened_since_issue,
    happened_to,
    to_tell,
    why_not,
)
from portal.residents.rules import Category, Movement, Shield

DAY = date(2026, 10, 1)
TODAY = date(2026, 11, 24)
OPEN = Shield(hidden=False)
MAILING = {Stops.MAILING}


def standing(**values: Any) -> Standing:
    base = {"category": Category.JAPANESE, "movement": None, "moved_on": None, "shield": OPEN, "protected_from": None}
    return Standing(**(base | {"protected_until": None} | values))


def kinds(happenings: tuple[Happening, ...]) -> list[tuple[Happened, date | None, set[Stops]]]:
    return [(each.what, each.since, set(each.stops)) for each in happenings]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, []),
        ({"category": Category.FOREIGN}, []),
        ({"category": Category.NOT_REGISTERED}, []),
        ({"category": Category.DEAD, "movement": Movement.DIED, "moved_on": DAY}, [(Happened.DIED, DAY, {Stops.ISSUING, Stops.MAILING})]),
        ({"category": Category.DEAD}, [(Happened.DIED, None, {Stops.ISSUING, Stops.MAILING})]),
        ({"category": Category.MOVED_OUT, "moved_on": DAY}, [(Happened.MOVED_OUT, DAY, {Stops.ISSUING, Stops.MAILING})]),
        ({"movement": Movement.MOVED_IN, "moved_on": DAY}, [(Happened.MOVED_IN, DAY, set())]),
        ({"movement": Movement.BORN, "moved_on": DAY}, [(Happened.BORN, DAY, set())]),
        ({"movement": Movement.NAME_CHANGED, "moved_on": DAY}, [(Happened.NAME_CHANGED, DAY, set())]),
        ({"movement": Movement.MOVED_WITHIN, "moved_on": DAY}, [(Happened.ADDRESS_CHANGED, DAY, set())]),
        ({"movement": Movement.MOVED_OUT, "moved_on": DAY}, []),  # the category decides, not the word of the last movement
        ({"movement": Movement.CORRECTED, "moved_on": DAY}, []),
        (
            {"shield": Shield(hidden=True), "protected_from": DAY},
            [(Happened.PROTECTED, DAY, {Stops.ISSUING_BY_OTHERS, Stops.MAILING})],
        ),
        (
            {"shield": Shield(hidden=True, lapsed=True), "protected_from": DAY, "protected_until": DAY},
            [(Happened.PROTECTED, DAY, {Stops.ISSUING_BY_OTHERS, Stops.MAILING})],
        ),
        (
            {"shield": Shield(hidden=False, lapsed=True), "protected_until": date(2026, 12, 31)},
            [(Happened.LAPSED, date(2027, 1, 1), set())],
        ),
        (
            {"shield": Shield(hidden=False, lapsed=True), "protected_until": date(2028, 2, 28)},
            [(Happened.LAPSED, date(2028, 2, 29), set())],
        ),
        (
            {"category": Category.MOVED_OUT, "shield": Shield(hidden=True)},
            [
                (Happened.MOVED_OUT, None, {Stops.ISSUING, Stops.MAILING}),
                (Happened.PROTECTED, None, {Stops.ISSUING_BY_OTHERS, Stops.MAILING}),
            ],
        ),
    ],
)
def test_what_happened_and_what_it_stops(values: dict[str, Any], expected: list[tuple[Happened, date | None, set[Stops]]]) -> None:
    assert kinds(happened_to(standing(**values))) == expected


@pytest.mark.parametrize(
    ("paper", "name_stops", "expected"),
    [
        (Paper(None, None, to_be_mailed=True), True, []),
        (Paper(DAY, None, to_be_mailed=False), True, [(Happened.NAME_CHANGED, DAY, MAILING)]),
        (Paper(DAY, None, to_be_mailed=False), False, [(Happened.NAME_CHANGED, DAY, set())]),
        (Paper(None, DAY, to_be_mailed=True), True, [(Happened.ADDRESS_CHANGED, DAY, MAILING)]),
        (Paper(None, DAY, to_be_mailed=True), False, [(Happened.ADDRESS_CHANGED, DAY, MAILING)]),
        (Paper(None, DAY, to_be_mailed=False), True, []),
        (
            Paper(DAY, TODAY, to_be_mailed=True),
            True,
            [(Happened.NAME_CHANGED, DAY, MAILING), (Happened.ADDRESS_CHANGED, TODAY, MAILING)],
        ),
    ],
)
def test_what_has_made_a_page_wrong(paper: Paper, name_stops: bool, expected: list[tuple[Happened, date | None, set[Stops]]]) -> None:
    assert kinds(happened_since_issue(paper, name_stops=name_stops)) == expected


@pytest.mark.parametrize(
    ("values", "stop", "words"),
    [
        ({"category": Category.DEAD, "moved_on": DAY}, Stops.ISSUING, "令和8年10月1日に亡くなっています。接種券は発行できません。"),
        ({"category": Category.DEAD}, Stops.ISSUING, "亡くなっています。接種券は発行できません。"),
        (
            {"category": Category.DEAD, "moved_on": date(2019, 5, 1)},
            Stops.MAILING,
            "令和元年5月1日に亡くなっています。接種券を送らないでください。",
        ),
        (
            {"category": Category.MOVED_OUT, "moved_on": date(2024, 2, 29)},
            Stops.ISSUING,
            "令和6年2月29日に転出しています。接種券は転出先の市町村が発行します。",
        ),
        (
            {"category": Category.MOVED_OUT, "moved_on": date(2026, 12, 31)},
            Stops.MAILING,
            "令和8年12月31日に転出しています。この市の接種券は使えません。送らないでください。",
        ),
        ({"category": Category.DEAD}, Stops.ISSUING_BY_OTHERS, None),
        ({"movement": Movement.MOVED_IN, "moved_on": DAY}, Stops.ISSUING, None),
        ({}, Stops.MAILING, None),
    ],
)
def test_the_reason_is_a_sentence(values: dict[str, Any], stop: Stops, words: str | None) -> None:
    assert why_not(happened_to(standing(**values)), stop) == words


def test_the_gravest_reason_is_given_first() -> None:
    gone_and_hidden = happened_to(standing(category=Category.MOVED_OUT, shield=Shield(hidden=True)))

    assert (why_not(gone_and_hidden, Stops.MAILING) or "").startswith("転出しています。")
    assert (why_not(gone_and_hidden, Stops.ISSUING_BY_OTHERS, Stops.MAILING) or "").startswith("転出しています。")
    assert (why_not(gone_and_hidden, Stops.ISSUING_BY_OTHERS) or "").startswith("支援措置の方です。")
    first = gravest(gone_and_hidden)
    assert first is not None
    assert first.what is Happened.MOVED_OUT
    assert gravest(happened_to(standing(movement=Movement.MOVED_IN, moved_on=DAY))) is None


def test_everything_that_stops_has_its_reason_and_every_word_its_place() -> None:
    assert all(reason.endswith("。") for reason in WHY.values())
    assert [what for what in Happened if not any(happened is what for happened, _ in WHY)] == [
        Happened.LAPSED,
        Happened.MOVED_IN,
        Happened.BORN,
    ]
    assert list(HAPPENED_WORDS) == list(Happened)
    dead = happened_to(standing(category=Category.DEAD))[0]
    assert dead.stops_words == "発行・再発行、郵送"
    assert Happening(Happened.DIED, DAY, dead.stops).advice == "亡くなっています。接種券を送らないでください。"
    assert Happening(Happened.BORN, DAY, frozenset()).advice == ""


@pytest.mark.parametrize(
    ("movement", "moved_on", "told"),
    [
        (Movement.MOVED_IN, TODAY, True),
        (Movement.MOVED_IN, date(2026, 8, 26), True),
        (Movement.MOVED_IN, date(2026, 8, 25), False),  # after ninety days nobody needs the line any more
        (Movement.MOVED_IN, date(2026, 11, 25), False),
        (Movement.MOVED_IN, None, False),
        (Movement.NAME_CHANGED, TODAY, True),
        (Movement.BORN, TODAY, False),
        (Movement.MOVED_WITHIN, TODAY, False),
    ],
)
def test_what_stops_nothing_is_told_for_a_while(movement: Movement, moved_on: date | None, told: bool) -> None:
    assert bool(to_tell(happened_to(standing(movement=movement, moved_on=moved_on)), TODAY)) is told


def old(day: int, field: str, value: str) -> OldValue:
    return OldValue(datetime(2026, 10, day, 0, 30, tzinfo=JAPAN), field, value)


@pytest.mark.parametrize(
    ("later", "since"),
    [
        ([], None),
        ([old(5, "name", "旧")], date(2026, 10, 5)),
        ([old(9, "name", "間"), old(5, "name", "旧")], date(2026, 10, 5)),
        ([old(9, "name", "間"), old(5, "name", "今")], None),  # there and back: the page is right again
        ([old(5, "kana", "キュウ")], None),
        ([old(9, "kana", "キュウ"), old(7, "name", "旧"), old(5, "kana", "フル")], date(2026, 10, 7)),
    ],
)
def test_since_when_a_page_is_wrong(later: list[OldValue], since: date | None) -> None:
    assert differs_since({"name": "今", "kana": "イマ"}, later, ("name",)) == since
