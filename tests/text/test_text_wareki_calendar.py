"""Dates against another implementation, day by day, and there and back again in every style."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from japanera import EraDate

from portal.text.wareki import ERAS, UNKNOWN, Era, PartialDate, WarekiError, format_date, format_short, parse_date

FIRST_DAY, LAST_DAY = date(1873, 1, 1), date(2030, 12, 31)
days = st.dates(date(1873, 1, 1), date(2117, 12, 31))
partial_dates = st.one_of(
    st.just(UNKNOWN),
    days.map(lambda day: PartialDate(day.year)),
    days.map(lambda day: PartialDate(day.year, day.month)),
    days.map(PartialDate.from_date),
)


@pytest.mark.thorough
def test_every_day_since_1873_is_shown_in_the_era_and_year_that_japanera_gives() -> None:
    different = []
    for ordinal in range(FIRST_DAY.toordinal(), LAST_DAY.toordinal() + 1):
        day = date.fromordinal(ordinal)
        other = EraDate.from_date(day)
        assert other.era is not None
        year = day.year - other.era.since.year + 1
        expected = f"{other.era.kanji}{'元' if year == 1 else year}年{day.month}月{day.day}日"
        if format_date(day) != expected:
            different.append((day, expected))
    assert different == []


@pytest.mark.thorough
def test_every_day_since_1873_is_read_from_the_era_and_year_that_japanera_gives() -> None:
    different = []
    for ordinal in range(FIRST_DAY.toordinal(), LAST_DAY.toordinal() + 1):
        day = date.fromordinal(ordinal)
        era = EraDate.from_date(day).era
        assert era is not None
        year = day.year - era.since.year + 1
        ways = (f"{era.kanji}{year}年{day.month}月{day.day}日", f"{era.english[0]}{year}.{day.month}.{day.day}", f"{day:%Y%m%d}")
        text = ways[ordinal % 3]
        if parse_date(text).to_date() != day:
            different.append(text)
    assert different == []


@given(days, st.sampled_from(ERAS))
def test_a_day_under_an_era_that_is_not_its_own_is_refused_with_the_right_one(day: date, era: Era) -> None:
    other = EraDate.from_date(day).era
    count = day.year - era.year_one + 1
    text = f"{era.name}{count}年{day.month}月{day.day}日"
    if count < 1 or (other and other.kanji == era.name):
        return
    with pytest.raises(WarekiError) as refused:
        parse_date(text)
    assert refused.value.reason.endswith(f"です。{format_date(day)}ではありませんか。")


@settings(max_examples=300)
@given(
    st.integers(1873, 2117),
    st.integers(1, 14),
    st.integers(1, 33),
    st.sampled_from(["{}-{}-{}", "{}/{}/{}", "西暦{}年{}月{}日", "{}{:02}{:02}"]),
)
def test_a_day_is_taken_when_the_calendar_has_it_and_refused_otherwise(year: int, month: int, day: int, form: str) -> None:
    try:
        expected = date(year, month, day)
    except ValueError:
        with pytest.raises(WarekiError, match="はありません"):
            parse_date(form.format(year, month, day))
    else:
        assert parse_date(form.format(year, month, day)).to_date() == expected


def test_the_eras_follow_one_another_without_gap_or_overlap() -> None:
    for later, earlier in pairwise(ERAS):
        assert earlier.last + timedelta(days=1) == later.first


@given(partial_dates)
def test_what_is_shown_is_read_again(value: PartialDate) -> None:
    assert parse_date(format_date(value)) == value
    assert parse_date(format_date(value, western=True)) == value
    assert parse_date(format_short(value)) == value
    assert parse_date(value.key) == value
    assert parse_date(value.key.replace("-", "")) == value


@given(days, st.sampled_from([".", "/", "-", "・", "－", " "]), st.booleans())
def test_a_day_is_read_in_every_era_style(day: date, separator: str, full_width: bool) -> None:
    era = next(era for era in ERAS if era.first <= day)
    for era_word in (era.name, era.name[0], era.letter, era.letter.lower()):
        text = f"{era_word}{era.year(day.year)}{separator}{day.month}{separator}{day.day}"
        if full_width:
            text = text.translate({ord(figure): ord(figure) + 0xFEE0 for figure in "0123456789RHSTM"})
        assert parse_date(text).to_date() == day


@given(partial_dates)
def test_a_key_gives_its_date_again(value: PartialDate) -> None:
    assert PartialDate.from_key(value.key) == value


@given(partial_dates, partial_dates)
def test_dates_sort_as_their_keys(one: PartialDate, other: PartialDate) -> None:
    assert (one < other) == (one.key < other.key)
    assert (one >= other) == (one.key >= other.key)


@settings(max_examples=300)
@given(st.one_of(st.text(max_size=40), st.text("昭平令大明治和成正元年月日不詳SHRTM0123456789./-()年 西暦生", max_size=20)))
def test_any_text_is_a_date_or_a_refusal_in_japanese(text: str) -> None:
    value, reason = _read(text)
    if value is None:
        assert reason.endswith(("ください。", "ではありませんか。", "最初の年は元年です。"))
    else:
        assert parse_date(format_date(value)) == value


def _read(text: str) -> tuple[PartialDate | None, str]:
    try:
        return parse_date(text), ""
    except WarekiError as refused:
        return None, refused.reason


@pytest.mark.parametrize("moment", [datetime(2019, 5, 1, 0, 0), datetime(2019, 4, 30, 23, 59)])
def test_a_moment_is_shown_under_the_era_of_its_day(moment: datetime) -> None:
    assert format_date(moment) == format_date(moment.date())
