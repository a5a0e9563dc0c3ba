"""Each record's facts in the words an auditor reads. Pure."""

from collections.abc import Mapping
from datetime import date

from portal.oversight.fact_value_words import VALUE_WORDS
from portal.oversight.fact_words import LABELS, SCREENS, UNITS, YES_AND_NO
from portal.text.wareki import format_date


def fact_words(facts: Mapping[str, object], programme_names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each fact as a label and a value a clerk reads; an unknown one is shown as it stands, never left out."""
    return [(LABELS.get(name, "そのほか"), _value(name, value, programme_names)) for name, value in facts.items()]


def _value(name: str, value: object, programme_names: Mapping[str, str]) -> str:
    if isinstance(value, list):
        return "、".join(_text_value(name, str(part), programme_names) for part in value) or "なし"
    if value is None or value == "":
        return "なし"
    if isinstance(value, bool):
        yes, no = YES_AND_NO.get(name, ("はい", "いいえ"))
        return yes if value else no
    if isinstance(value, int):
        return f"{value:,}{UNITS.get(name, '')}" if name in UNITS else str(value)
    return _text_value(name, str(value), programme_names)


def _text_value(name: str, value: str, programme_names: Mapping[str, str]) -> str:
    if name == "endpoint":
        return SCREENS.get(value.split(".")[0], "そのほか")
    if name in ("day", "starts", "ends", "until"):
        return _day_words(value)
    words = programme_names if name == "programme" else VALUE_WORDS.get(name, {})
    return words.get(value, value)


def _day_words(value: str) -> str:
    try:
        return format_date(date.fromisoformat(value))
    except ValueError:
        return value
