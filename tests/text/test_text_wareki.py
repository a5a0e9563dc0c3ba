"""Dates as clerks and files write them: what is read, what is refused and why, what is shown."""

from datetime import date, datetime

import pytest

from portal.text.wareki import (
    UNKNOWN,
    PartialDate,
    WarekiError,
    format_date,
    format_datetime,
    format_short,
    format_short_datetime,
    parse_date,
    weekday_word,
)


@pytest.mark.parametrize(
    "text",
    [
        "昭和50年1月2日",
        "昭和５０年１月２日",
        "昭和 50年 1月 2日",
        " 昭和50年1月2日生 ",
        "昭和50年(1975年)1月2日",
        "昭和50年(1975)1月2日",
        "㍼50年1月2日",
        "S50.1.2",
        "S.50.1.2",
        "S50.01.02",
        "S50.1.2.",
        "Ｓ５０．１．２",
        "s50/1/2",
        "S50-1-2",
        "Ｓ５０－１－２",
        "S50ー1ー2",
        "S50 1 2",
        "S500102",
        "昭50.1.2",
        "昭50・1・2",
        "1975-01-02",
        "1975/1/2",
        "1975.1.2",
        "1975 1 2",
        "19750102",
        "１９７５０１０２",
        "1975年1月2日",
        "西暦1975年1月2日",
    ],
)
def test_every_way_of_writing_a_day_is_read(text: str) -> None:
    assert parse_date(text) == PartialDate(1975, 1, 2)


@pytest.mark.parametrize("text", ["令和元年5月1日", "R元.5.1", "R1.5.1", "令1/5/1", "令和1年5月1日", "㋿元年5月1日"])
def test_the_first_year_of_an_era_is_read_with_and_without_its_word(text: str) -> None:
    assert parse_date(text) == PartialDate(2019, 5, 1)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("S50", "1975-00-00"),
        ("昭和50", "1975-00-00"),
        ("昭和50年", "1975-00-00"),
        ("昭和50年不詳", "1975-00-00"),
        ("昭和50年月日不詳", "1975-00-00"),
        ("昭和50年(月日不詳)", "1975-00-00"),
        ("昭和50年不詳月不詳日", "1975-00-00"),
        ("S50.不詳", "1975-00-00"),
        ("S50.0.0", "1975-00-00"),
        ("1975", "1975-00-00"),
        ("1975年", "1975-00-00"),
        ("19750000", "1975-00-00"),
        ("1975-00-00", "1975-00-00"),
        ("S50.1", "1975-01-00"),
        ("昭和50年1月", "1975-01-00"),
        ("昭和50年1月不詳", "1975-01-00"),
        ("昭和50年1月不詳日", "1975-01-00"),
        ("昭和50年1月日不詳", "1975-01-00"),
        ("昭和50年1月（日不詳）", "1975-01-00"),
        ("S50.1.不詳", "1975-01-00"),
        ("1975-01", "1975-01-00"),
        ("1975/1", "1975-01-00"),
        ("197501", "1975-01-00"),
        ("19750100", "1975-01-00"),
        ("不詳", "0000-00-00"),
        ("生年月日不詳", "0000-00-00"),
        ("00000000", "0000-00-00"),
        ("0000-00-00", "0000-00-00"),
    ],
)
def test_unknown_parts_are_read(text: str, key: str) -> None:
    assert parse_date(text).key == key


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("明治6年1月1日", date(1873, 1, 1)),
        ("明治45年7月29日", date(1912, 7, 29)),
        ("大正元年7月30日", date(1912, 7, 30)),
        ("大正15年12月24日", date(1926, 12, 24)),
        ("昭和元年12月25日", date(1926, 12, 25)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("平成元年1月8日", date(1989, 1, 8)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("令和6年2月29日", date(2024, 2, 29)),
    ],
)
def test_the_edges_of_every_era_are_its_own(text: str, value: date) -> None:
    assert parse_date(text).to_date() == value
    assert format_date(value) == text


@pytest.mark.parametrize(
    ("text", "key"), [("平成31年", "2019-00-00"), ("令和元年", "2019-00-00"), ("昭和64年1月", "1989-01-00"), ("平成元年1月", "1989-01-00")]
)
def test_a_year_or_month_cut_by_an_era_change_is_taken_under_either_name(text: str, key: str) -> None:
    assert parse_date(text).key == key


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("昭和64年1月8日", "昭和は64年1月7日までです。平成元年1月8日ではありませんか。"),
        ("S64.2", "昭和は64年1月7日までです。平成元年2月ではありませんか。"),
        ("S70", "昭和は64年1月7日までです。平成7年ではありませんか。"),
        ("S99.1.1", "昭和は64年1月7日までです。令和6年1月1日ではありませんか。"),
        ("平成31年5月1日", "平成は31年4月30日までです。令和元年5月1日ではありませんか。"),
        ("令和元年4月30日", "令和は元年5月1日からです。平成31年4月30日ではありませんか。"),
        ("平成元年1月7日", "平成は元年1月8日からです。昭和64年1月7日ではありませんか。"),
        ("昭和元年12月24日", "昭和は元年12月25日からです。大正15年12月24日ではありませんか。"),
        ("昭和元年11月", "昭和は元年12月25日からです。大正15年11月ではありませんか。"),
        ("大正元年7月29日", "大正は元年7月30日からです。明治45年7月29日ではありませんか。"),
        ("明治45年7月30日", "明治は45年7月29日までです。大正元年7月30日ではありませんか。"),
    ],
)
def test_a_date_outside_its_era_is_refused_with_the_date_that_may_be_meant(text: str, reason: str) -> None:
    with pytest.raises(WarekiError) as refused:
        parse_date(text)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("昭和50年2月30日", "2月30日はありません。この年の2月は28日までです。日を確かめてください。"),
        ("S51.2.30", "2月30日はありません。この年の2月は29日までです。日を確かめてください。"),
        ("1975-02-29", "2月29日はありません。この年の2月は28日までです。日を確かめてください。"),
        ("1900-02-29", "2月29日はありません。この年の2月は28日までです。日を確かめてください。"),
        ("S50.4.31", "4月31日はありません。この年の4月は30日までです。日を確かめてください。"),
        ("S50.13.1", "13月はありません。月は1から12までで入力してください。"),
        ("197513", "13月はありません。月は1から12までで入力してください。"),
        ("昭和0年1月1日", "昭和0年はありません。最初の年は元年です。"),
        ("昭和501年1月1日", "昭和501年は扱えません。年を確かめ、S50.1.2 のように区切って入力してください。"),
        ("S5012", "昭和5012年は扱えません。年を確かめ、S50.1.2 のように区切って入力してください。"),
        ("19750012", "月が不詳なのに日があります。月が不詳のときは、日も不詳としてください。"),
        ("昭和50年不詳月2日", "月が不詳なのに日があります。月が不詳のときは、日も不詳としてください。"),
        ("昭和23年(1949年)5月14日", "和暦の年と括弧の中の西暦が合いません。どちらかを直してください。"),
    ],
)
def test_a_day_that_no_calendar_has_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(WarekiError) as refused:
        parse_date(text)
    assert refused.value.reason == reason


@pytest.mark.parametrize("text", ["明治元年1月1日", "明治5年12月2日", "M5", "1868-01-01", "1872-12-31"])
def test_a_date_of_the_old_calendar_is_refused(text: str) -> None:
    with pytest.raises(WarekiError, match="旧暦のため扱えません。明治6年"):
        parse_date(text)


@pytest.mark.parametrize("text", ["50.1.2", "50年1月2日", "元年5月1日", "元.5.1", "7"])
def test_a_year_without_its_era_is_refused(text: str) -> None:
    with pytest.raises(WarekiError, match="元号がありません"):
        parse_date(text)


@pytest.mark.parametrize("text", ["500102", "1867-12-31", "2118-01-01", "99991231", "0000", "西暦50年1月1日"])
def test_a_western_year_out_of_range_is_refused(text: str) -> None:
    with pytest.raises(WarekiError, match="西暦では1873年から2117年まで"):
        parse_date(text)


@pytest.mark.parametrize("text", ["", " ", "　\t"])
def test_nothing_typed_is_asked_for(text: str) -> None:
    with pytest.raises(WarekiError, match="日付を入力してください"):
        parse_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "あいう",
        "昭和",
        "昭和五十年",
        "慶応4年1月1日",
        "X50.1.2",
        "S50.1.2.3",
        "1975-01-02 10:00",
        "昭和50年1月2日不詳",
        "昭和50年1月月日不詳",
        "S50.1.2x",
        "1975012",
        "٢٠٢٠-01-01",
        "9" * 2000,
        "S50.1.2\x00",
        "\ud800",
    ],
)
def test_what_is_no_date_is_refused_with_examples(text: str) -> None:
    with pytest.raises(WarekiError, match=r"^日付として読めません。昭和50年1月2日、S50\.1\.2、1975-01-02 のように入力してください。$"):
        parse_date(text)


@pytest.mark.parametrize(
    ("value", "shown", "with_western", "short"),
    [
        (date(1948, 5, 14), "昭和23年5月14日", "昭和23年(1948年)5月14日", "S23.5.14"),
        (date(2019, 5, 1), "令和元年5月1日", "令和元年(2019年)5月1日", "R1.5.1"),
        (date(2026, 10, 20), "令和8年10月20日", "令和8年(2026年)10月20日", "R8.10.20"),
        (PartialDate(1948, 5), "昭和23年5月(日不詳)", "昭和23年(1948年)5月(日不詳)", "S23.5"),
        (PartialDate(1948), "昭和23年(月日不詳)", "昭和23年(1948年)(月日不詳)", "S23"),
        (PartialDate(1989, 1), "平成元年1月(日不詳)", "平成元年(1989年)1月(日不詳)", "H1.1"),
        (PartialDate(1989), "平成元年(月日不詳)", "平成元年(1989年)(月日不詳)", "H1"),
        (PartialDate(2019, 4), "平成31年4月(日不詳)", "平成31年(2019年)4月(日不詳)", "H31.4"),
        (UNKNOWN, "生年月日不詳", "生年月日不詳", "不詳"),
        (date(1872, 12, 31), "西暦1872年12月31日", "西暦1872年12月31日", "1872.12.31"),
    ],
)
def test_a_date_is_shown_long_with_its_western_year_and_short(value: date | PartialDate, shown: str, with_western: str, short: str) -> None:
    assert format_date(value) == shown
    assert format_date(value, western=True) == with_western
    assert format_short(value) == short


def test_a_moment_is_shown_with_hours_and_two_figures_of_minutes() -> None:
    assert format_datetime(datetime(2026, 11, 24, 10, 38)) == "令和8年11月24日 10時38分"
    assert format_datetime(datetime(2026, 11, 24, 9, 5)) == "令和8年11月24日 9時05分"
    assert format_short_datetime(datetime(2026, 11, 24, 10, 38)) == "R8.11.24 10:38"
    assert format_short_datetime(datetime(2026, 11, 24, 9, 5)) == "R8.11.24 9:05"


def test_the_week_begins_on_monday() -> None:
    assert "".join(weekday_word(date(2026, 11, 23 + offset)) for offset in range(7)) == "月火水木金土日"


def test_unknown_parts_sort_before_known_ones() -> None:
    in_order = [UNKNOWN, PartialDate(1948), PartialDate(1948, 5), PartialDate(1948, 5, 14), PartialDate(1948, 6), PartialDate(1949)]
    mixed = [in_order[place] for place in (3, 0, 5, 1, 4, 2)]
    assert sorted(mixed) == in_order
    assert sorted(value.key for value in in_order) == [value.key for value in in_order]
    assert max(in_order) >= PartialDate(1949)


def test_a_date_with_unknown_parts_is_no_calendar_day_but_has_a_first_and_a_last_one() -> None:
    value = PartialDate(1948, 2)
    assert not value.is_complete
    assert (value.first_day, value.last_day) == (date(1948, 2, 1), date(1948, 2, 29))
    assert (PartialDate(1948).first_day, PartialDate(1948).last_day) == (date(1948, 1, 1), date(1948, 12, 31))
    with pytest.raises(ValueError, match="unknown"):
        value.to_date()


def test_a_complete_date_is_a_calendar_day() -> None:
    value = PartialDate.from_date(date(1948, 5, 14))
    assert value.is_complete
    assert value.to_date() == value.first_day == value.last_day == date(1948, 5, 14)


@pytest.mark.parametrize(
    "parts", [(1948, None, 5), (0, 5, None), (0, None, 5), (1948, 13, None), (1948, 0, None), (1947, 2, 29), (10000, None, None)]
)
def test_an_impossible_date_cannot_be_made(parts: tuple[int, int | None, int | None]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 the calendar words its own message
        PartialDate(*parts)


@pytest.mark.parametrize("key", ["", "1948", "1948-5-14", "19480514", "1948-00-05", "1948-13-00", "0000-05-00", "1948-05-14 "])
def test_what_is_no_key_gives_no_date(key: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 the calendar words its own message
        PartialDate.from_key(key)
