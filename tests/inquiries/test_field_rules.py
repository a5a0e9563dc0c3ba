"""The fields that are saved while they are typed: how their values are compared, shown, and refused (D-3)."""

from datetime import date, datetime, timedelta

import pytest

from portal.clock import JAPAN
from portal.inquiries.field_rules import ENUMS, FIELDS, PROMISED_EARLIER, TAKEN_LATER, Value, as_typed, why_not_value
from portal.inquiries.rules import LONGEST_TEXT, Category, SlipChannel

NOW = datetime(2026, 11, 24, 16, 0, tzinfo=JAPAN)
A_MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("value", "typed"),
    [
        ("昨日届いた", "昨日届いた"),
        ("", ""),
        (None, ""),
        (True, "1"),
        (False, ""),
        (Category.HANDLING, "handling"),
        (date(2026, 12, 1), "R8.12.1"),
        (NOW, "R8.11.24 16:00"),
    ],
)
def test_a_value_is_compared_as_its_field_holds_it(value: Value, typed: str) -> None:
    assert as_typed(value) == typed


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("channel", SlipChannel.PHONE, "電話"),
        ("category", "", ""),
        ("call_back", True, "はい"),
        ("call_back", False, "いいえ"),
        ("body", "昨日届いた", "昨日届いた"),
        ("answer_by", date(2026, 12, 1), "R8.12.1"),
        ("answer_by", None, ""),
    ],
)
def test_a_line_of_the_story_says_it_in_words(name: str, value: Value, shown: str) -> None:
    assert FIELDS[name].shown(value) == shown


@pytest.mark.parametrize(
    ("name", "at", "reason"),
    [
        ("taken_at", NOW - A_MINUTE, None),
        ("taken_at", NOW, None),
        ("taken_at", NOW + A_MINUTE, TAKEN_LATER),
        ("call_at", NOW + A_MINUTE, None),
        ("call_at", NOW, PROMISED_EARLIER),
        ("call_at", NOW - A_MINUTE, PROMISED_EARLIER),
    ],
)
def test_a_call_was_taken_by_now_and_is_promised_for_later(name: str, at: datetime, reason: str | None) -> None:
    assert why_not_value(name, at, NOW) == reason


def test_days_and_words_are_never_too_early() -> None:
    """The answer may be due on a day that has passed: the slip is then late, and shown so."""
    assert why_not_value("answer_by", NOW.date() - timedelta(days=1), NOW) is None
    assert why_not_value("call_at", None, NOW) is None


def test_only_long_texts_are_put_together_and_choices_have_their_words() -> None:
    assert {name for name, field in FIELDS.items() if field.longest == LONGEST_TEXT} == {"body", "answer"}
    assert not [name for name in ENUMS if FIELDS[name].longest or set(FIELDS[name].choices or ()) != set(ENUMS[name])]
