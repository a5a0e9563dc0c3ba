"""Cells and rows under whatever text: no exception but the readers' own, and nothing accepted that the cell does not say."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.doses.fields import BY_FIELD
from portal.intake.cells import WITHHELD, CellError, Column, Kind, read_cell, without_individual_numbers
from portal.residents import files as register
from portal.residents.rules import Category
from portal.text.check_digits import individual_number_is_valid
from portal.text.wareki import PartialDate, format_date, format_short
from tests.intake.reading_oracles import ERAS, WIDE, is_a_day, is_right, number_of
from tests.residents.register_rows import a_row

TODAY = date(2026, 11, 24)
HEADINGS = register.LAYOUT.headings
COLUMNS = (*register.COLUMNS, *BY_FIELD.values())

SOUND: dict[Kind, tuple[str, ...]] = {
    Kind.NUMBER: ("0004000001", "90000000001", "082210"),
    Kind.TEXT: ("見本 花子", "葛\U000e0101飾"),
    Kind.KANA: ("ミホン ハナコ", "ﾐﾎﾝ"),
    Kind.MONTH: ("R8.11", "令和8年11月", "202611"),
    Kind.CODE: ("1", "01", "転入", "男"),
    Kind.POSTAL_CODE: ("312-0001", "〒3120001"),
    Kind.PHONE: ("029-000-4471", "(029)0004471", "+81-29-000-4471"),
    Kind.SIGN: ("0", "1"),
    Kind.COUNT: ("2", "75", "2,070", "2070"),
    Kind.VOLUME: ("0.30", "0.3mL"),
}
days = st.dates(date(1873, 1, 1), date(2117, 12, 31))
written_days = st.builds(
    lambda day, form: form(day),
    days,
    st.sampled_from([format_date, format_short, lambda day: f"{day:%Y%m%d}", lambda day: f"{day:%Y-%m-%d}".translate(WIDE)]),
)
any_cell = st.text(max_size=8) | st.text(alphabet="0123456789RSHT令和平成昭大正明治元年月日不詳./- ()０９①²,E+mL", max_size=14)


@st.composite
def cells_of(draw: st.DrawFn) -> tuple[Column, str]:
    """A column and a cell of it: any text, or what is right there with a sign or two put in, taken out or changed."""
    kind = draw(st.sampled_from(Kind))
    column = draw(st.sampled_from([column for column in COLUMNS if column.kind is kind]))
    text = draw(any_cell | (st.sampled_from(SOUND[column.kind]) if column.kind in SOUND else written_days))
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(text)))
        text = (
            text[:at]
            + draw(st.sampled_from([*"①²٣,,,.-0９ 　年月日元漢+E'#\n", "", "\u200b", "\ue000"]))
            + text[at + draw(st.integers(0, 1)) :]
        )
    return column, text


def check_cell(column: Column, text: str) -> None:
    wrong: CellError | None = None
    value = None
    try:
        value = read_cell(column, text)
    except CellError as error:
        wrong = error
    assert (wrong.fault and wrong.remedy) if wrong else is_right(column, text, value), (column.heading, text, value)


@settings(max_examples=1_000)
@given(cell=cells_of())
def test_what_a_cell_gives_is_what_it_says(cell: tuple[Column, str]) -> None:
    check_cell(*cell)


@pytest.mark.thorough
@settings(max_examples=12_000)
@given(cell=cells_of())
def test_what_a_cell_gives_is_what_it_says_thoroughly(cell: tuple[Column, str]) -> None:
    check_cell(*cell)


@settings(max_examples=500)
@given(year=st.integers(1, 130), month=st.integers(0, 14), day=st.integers(0, 33), era=st.sampled_from(ERAS), style=st.integers(0, 4))
def test_a_day_is_accepted_exactly_when_the_calendar_and_the_era_have_it(year: int, month: int, day: int, era: Any, style: int) -> None:
    name, letter, before, first, last = era
    text = (
        f"{name}{year}年{month}月{day}日",
        f"{letter}{year}.{month}.{day}",
        f" {letter}{year}/{month:02}/{day:02}".translate(WIDE),
        f"{name[0]}{year}-{month}-{day}",
        f"{letter}{year:02}{month:02}{day:02}",
    )[style]
    western = before + year
    is_day = is_a_day(western, month, day) and first <= western * 10000 + month * 100 + day <= last and 1873 <= western <= 2117
    column = next(column for column in register.COLUMNS if column.heading == "異動日")
    try:
        value = read_cell(column, text)
    except CellError:
        value = None
    assert (value is not None) == is_day, text
    assert value is None or number_of(PartialDate.from_date(value)) == western * 10000 + month * 100 + day


@settings(max_examples=150)
@given(
    figures=st.integers(0, 99_999_999_999),
    before=st.text(alphabet="見 番号:-1", max_size=6),
    after=st.text(alphabet="見 です-1", max_size=6),
    marks=st.lists(st.sampled_from(["", "", "", "-", " - ", "　", "−", "・"]), min_size=11, max_size=11),
    wide=st.booleans(),
)
def test_an_individual_number_is_taken_out_however_it_is_written(
    figures: int, before: str, after: str, marks: list[str], wide: bool
) -> None:
    number = next(f"{figures:011}{check}" for check in range(10) if individual_number_is_valid(f"{figures:011}{check}"))
    spread = "".join(figure + mark for figure, mark in zip(number, [*marks, ""], strict=True))
    cell = before.rstrip("1") + (spread.translate(WIDE) if wide else spread) + after.lstrip("1")
    assert without_individual_numbers(["1", cell], frozenset({0})) == ["1", WITHHELD]


near_days = st.dates(date(2026, 10, 1), date(2026, 12, 31)).map(format_short)


@settings(max_examples=400)
@given(
    number=st.sampled_from(["0004000001", "000400000123", "4000001"]),
    some=st.fixed_dictionaries({}, optional=dict.fromkeys(("生年月日", "異動日", "支援措置開始日", "支援措置終了日"), near_days)),
    codes=st.fixed_dictionaries(
        {"住民区分": st.sampled_from("12345"), "異動事由": st.sampled_from(["", "03"]), "支援措置区分": st.sampled_from(["", "1"])}
    ),
    other=st.just({}) | st.just({}) | st.dictionaries(st.sampled_from(HEADINGS), any_cell, max_size=1),
)
def test_a_row_is_read_or_every_fault_says_what_to_do(
    number: str, some: dict[str, str], codes: dict[str, str], other: dict[str, str]
) -> None:
    values, faults = register.check_row(a_row(宛名番号=number, **some, **codes) | other, TODAY, number_length=10)
    assert (values is None) == bool(faults)
    assert all(fault.fault and fault.remedy and fault.column in HEADINGS for fault in faults)
    if values is None:
        return
    assert len(values["resident_number"]) >= 10
    assert values["birth"].year == 0 or number_of(values["birth"]) <= 20261124
    assert bool(values["movement"]) == bool(values["moved_on"])
    assert values["moved_on"] is None or values["moved_on"] <= TODAY
    assert values["category"] not in (Category.DEAD, Category.MOVED_OUT) or values["moved_on"]
    assert values["protection"] or not (values["protected_from"] or values["protected_until"])
    assert not (values["protected_from"] and values["protected_until"]) or values["protected_from"] <= values["protected_until"]
