"""The one place that knows what time it is, in Japan."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

JAPAN = ZoneInfo("Asia/Tokyo")


def now() -> datetime:
    """This moment, aware, in Japan's time."""
    return datetime.now(UTC).astimezone(JAPAN)


def today() -> date:
    """The calendar day in Japan."""
    return now().date()


def hours_of(day: date) -> tuple[datetime, datetime]:
    """From a day's midnight to the next one's."""
    start = datetime.combine(day, time(), JAPAN)
    return start, start + timedelta(days=1)


def fiscal_year(day: date) -> int:
    """年度: it begins on 1 April (地方自治法208条)."""
    return day.year if day.month >= 4 else day.year - 1
