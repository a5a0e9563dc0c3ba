"""How values read on a screen: 和暦, counts with their unit, phone numbers as they are."""

from datetime import date, datetime

from flask import Flask

from portal.text import wareki
from portal.text.wareki import PartialDate


def start_formatting(app: Flask) -> None:
    app.jinja_env.filters.update(
        wareki=in_wareki,
        wareki_western=in_wareki_and_western,
        wareki_short=in_short,
        moment=moment,
        moment_short=moment_short,
        clock_words=clock_words,
        thousands=thousands,
    )


def in_wareki(value: date | PartialDate | None) -> str:
    return "" if value is None else wareki.format_date(value)


def in_wareki_and_western(value: date | PartialDate | None) -> str:
    return "" if value is None else wareki.format_date(value, western=True)


def in_short(value: date | PartialDate | None) -> str:
    return "" if value is None else wareki.format_short(value)


def moment(value: datetime | None) -> str:
    return "" if value is None else wareki.format_datetime(value)


def moment_short(value: datetime | None) -> str:
    return "" if value is None else wareki.format_short_datetime(value)


def clock_words(value: datetime) -> str:
    """10時38分."""
    return f"{value.hour}時{value.minute:02}分"


def thousands(value: int) -> str:
    return f"{value:,}"


def day_words(day: date) -> str:
    """令和8年11月24日(火)."""
    return f"{wareki.format_date(day)}({wareki.weekday_word(day)})"
