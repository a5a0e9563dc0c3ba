"""When an inquiry came and for when a call was promised, as a handler types it while listening (D-3). Pure."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from portal.text.wareki import WarekiError, format_short, parse_date

WRONG = "時刻は 16:00 か 16時 か 午後4時 のように、今日でないときは 11月25日 9:30 のように入れてください。"
_TIME = re.compile(r"(午前|午後)?([0-9]{1,2})(?:[:時]([0-9]{1,2}|半)?)?分?")
_DAYS = {"今日": 0, "本日": 0, "明日": 1, "あす": 1, "明後日": 2, "あさって": 2, "昨日": -1, "きのう": -1}
_MONTH_AND_DAY = re.compile(r"([0-9]{1,2})[/月]([0-9]{1,2})日?")


def read_moment(typed: str, *, now: datetime, is_ahead: bool) -> datetime | None:
    """None when nothing was typed. A day without its year is the next one when `is_ahead`, otherwise the last.

    ValueError says how to write it.
    """
    written = re.sub(r"(?<=日)(?=[0-9午])", " ", unicodedata.normalize("NFKC", typed).strip())
    if not written:
        return None
    *days, of_day = written.rsplit(maxsplit=1)
    day = _day(days[0], now.date(), is_ahead=is_ahead) if days else now.date()
    return datetime.combine(day, _time(of_day), now.tzinfo)


def write_moment(at: datetime | None) -> str:
    """R8.11.24 16:00."""
    return "" if at is None else f"{format_short(at.date())} {at.hour}:{at.minute:02}"


def _time(written: str) -> time:
    """午後4時 as it is said on the telephone; 午後12時 is noon, as people mean it."""
    found = _TIME.fullmatch(written)
    if found is None:
        raise ValueError(WRONG)
    half, hour, minute = found[1], int(found[2]), 30 if found[3] == "半" else int(found[3] or 0)
    if hour > (12 if half else 23) or minute > 59:
        raise ValueError(WRONG)
    return time(hour + 12 if half == "午後" and hour < 12 else hour, minute)


def _day(written: str, today: date, *, is_ahead: bool) -> date:
    if written in _DAYS:
        return today + timedelta(days=_DAYS[written])
    if found := _MONTH_AND_DAY.fullmatch(written):
        return _nearest(int(found[1]), int(found[2]), today, is_ahead=is_ahead)
    try:
        return parse_date(written).to_date()
    except (WarekiError, ValueError) as error:
        raise ValueError(WRONG) from error


def _nearest(month: int, day: int, today: date, *, is_ahead: bool) -> date:
    """29 February may be years away."""
    years = range(today.year, today.year + 9) if is_ahead else range(today.year, today.year - 9, -1)
    for year in years:
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= today if is_ahead else found <= today:
            return found
    raise ValueError(WRONG)
