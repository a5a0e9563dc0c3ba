"""The readers under whatever bytes, encodings, columns and rows: no exception but their own, and nothing read that is not there."""

import codecs
import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.intake.files import Unreadable, bare, guarded, look_at, read_rows
from portal.residents import files as register
from tests.intake.reading_oracles import records

HEADINGS = register.LAYOUT.headings
CODECS = {"UTF-8": "utf-8", "UTF-8(BOM付き)": "utf-8-sig", "CP932": "cp932"}

# Enough to find what is coarse in every check; many more in `make test`.
FEW = settings(max_examples=150, deadline=None)
MANY = settings(max_examples=2_000, deadline=None)

in_cp932 = st.text(alphabet="ABC019 見本花子髙﨑ｱｶﾞ・①Ⅱ㈱,\"'=\n", max_size=8)
in_utf_8 = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)


def tables(cells: st.SearchStrategy[str]) -> st.SearchStrategy[list[list[str]]]:
    """Rows of the register's width whose first cell is never blank, and a few of the others neither."""
    filled = st.dictionaries(st.integers(1, len(HEADINGS) - 1), cells, max_size=4)
    row = st.builds(lambda number, some: [str(number), *(some.get(at, "") for at in range(1, len(HEADINGS)))], st.integers(1), filled)
    return st.lists(row, min_size=1, max_size=4)


def as_csv(rows: list[list[str]], *, quoting: Any = csv.QUOTE_MINIMAL, end: str = "\r\n") -> str:
    text = io.StringIO()
    csv.writer(text, quoting=quoting, lineterminator=end).writerows(rows)
    return text.getvalue()


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz") / "file.csv"


def read(path: Path, content: bytes) -> list[tuple[int, dict[str, str]]] | None:
    """Every row by heading, or None when the file is refused; any other exception is a fault of the reader."""
    path.write_bytes(content)
    try:
        sheet = look_at(path, register.LAYOUT)
        rows = list(read_rows(sheet))
    except Unreadable:
        return None
    return [(number, dict(zip(sheet.headings, cells, strict=False)) | {"": str(len(cells))}) for number, cells in rows]


def by_heading(cells: list[str]) -> dict[str, str]:
    return dict(zip(HEADINGS, cells, strict=True)) | {"": str(len(HEADINGS))}


# --- bytes and encodings


def check_any_bytes(path: Path, data: bytes) -> None:
    rows = read(path, data)
    if rows is None:
        return
    numbers = [number for number, _ in rows]
    assert numbers == sorted(set(numbers))
    assert numbers[0] >= 2
    text = data.decode(CODECS[look_at(path, register.LAYOUT).encoding])
    expected = records(text)
    assert expected is not None
    told = {number: [cell for cell in cells if cell.strip()] for number, cells in enumerate(expected, start=1)}
    if "誤り" not in text:
        # Every value of the file is there, in the row that a spreadsheet shows, and in the order of the columns.
        assert {number: [cell for heading, cell in row.items() if heading and cell.strip()] for number, row in rows if row[""] == "20"} == {
            number: told[number] for number, row in rows if row[""] == "20"
        }
        assert {number for number, cells in told.items() if cells} == {1, *numbers}


starts = st.sampled_from([b"", codecs.BOM_UTF8, *(",".join(HEADINGS).encode(codec) + b"\r\n" for codec in CODECS.values())])
any_bytes = st.builds(
    lambda start, tail: start + tail, starts, st.binary(max_size=200) | st.text(max_size=80).map(lambda text: text.encode())
)


@FEW
@given(data=any_bytes)
def test_no_bytes_break_the_reader(path: Path, data: bytes) -> None:
    check_any_bytes(path, data)


@pytest.mark.thorough
@MANY
@given(data=any_bytes)
def test_no_bytes_break_the_reader_thoroughly(path: Path, data: bytes) -> None:
    check_any_bytes(path, data)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A sound file with a few bytes dropped, doubled, swapped, or made another."""
    data = bytearray(as_csv([list(HEADINGS), *draw(tables(in_cp932))]).encode(draw(st.sampled_from([*CODECS.values()]))))
    start = draw(st.sampled_from([0, data.find(b"\n")]))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(start, len(data) - 2))
        match draw(st.sampled_from(["drop", "double", "swap", "quote", "other"])):
            case "drop":
                del data[at]
            case "double":
                data[at:at] = data[at : at + draw(st.integers(1, 4))]
            case "swap":
                data[at], data[at + 1] = data[at + 1], data[at]
            case "quote":
                data[at] = ord('"')
            case _:
                data[at] = draw(st.integers(0, 255))
    return bytes(data)


@FEW
@given(data=mutated())
def test_a_damaged_file_is_refused_or_read_for_what_it_is(path: Path, data: bytes) -> None:
    check_any_bytes(path, data)


@pytest.mark.thorough
@MANY
@given(data=mutated())
def test_a_damaged_file_is_refused_or_read_for_what_it_is_thoroughly(path: Path, data: bytes) -> None:
    check_any_bytes(path, data)


@pytest.mark.thorough
@FEW
@given(rows=tables(in_cp932), end=st.sampled_from(["\r\n", "\n", "\r"]))
def test_neither_the_encoding_nor_the_ends_of_lines_change_anything(path: Path, rows: list[list[str]], end: str) -> None:
    expected = [(number, by_heading(row)) for number, row in enumerate(rows, start=2)]
    for codec in CODECS.values():
        assert read(path, as_csv([list(HEADINGS), *rows], quoting=csv.QUOTE_ALL, end=end).encode(codec)) == expected


@FEW
@given(rows=tables(in_utf_8))
def test_every_character_comes_through(path: Path, rows: list[list[str]]) -> None:
    expected = [(number, by_heading(row)) for number, row in enumerate(rows, start=2)]
    assert read(path, as_csv([list(HEADINGS), *rows], quoting=csv.QUOTE_ALL).encode()) == expected


# --- columns and rows


@pytest.mark.thorough
@FEW
@given(rows=tables(in_cp932), order=st.permutations(range(len(HEADINGS))))
def test_the_order_of_the_columns_changes_nothing(path: Path, rows: list[list[str]], order: list[int]) -> None:
    turned = [[row[at] for at in order] for row in [list(HEADINGS), *rows]]
    assert read(path, as_csv(turned).encode()) == [(number, by_heading(row)) for number, row in enumerate(rows, start=2)]


@FEW
@given(rows=tables(in_cp932), change=st.sampled_from(["drop", "double", "rename"]), at=st.integers(0, len(HEADINGS) - 1))
def test_a_column_too_few_too_many_or_of_another_name_is_refused(path: Path, rows: list[list[str]], change: str, at: int) -> None:
    sheet = [list(HEADINGS), *rows]
    for row in sheet:
        row[at : at + 1] = {"drop": [], "double": [row[at], row[at]], "rename": [f"{row[at]}x"]}[change]
    assert read(path, as_csv(sheet).encode()) is None


@FEW
@given(
    rows=tables(in_cp932),
    blanks=st.lists(st.sampled_from(["", ",,,", " ,　,", '"",""', ","]), max_size=4),
    empty=st.integers(0, 3),
    data=st.data(),
)
def test_blank_rows_are_counted_and_empty_columns_are_none(
    path: Path, rows: list[list[str]], blanks: list[str], empty: int, data: st.DataObject
) -> None:
    """A spreadsheet shows a blank row with its number, and a line break inside a cell as no row of its own."""
    lines = [as_csv([row])[:-2] + "," * empty for row in [list(HEADINGS), *rows]]
    numbers = list(range(2, len(rows) + 2))
    for blank in blanks:
        before = data.draw(st.integers(0, len(rows)))
        at = numbers[before] - 1 if before < len(rows) else len(lines)
        lines.insert(at, blank)
        numbers = [number + (number > at) for number in numbers]
    expected = [(number, by_heading(row)) for number, row in zip(numbers, rows, strict=True)]
    assert read(path, "\r\n".join(lines).encode()) == expected


@pytest.mark.thorough
@FEW
@given(rows=tables(st.text(alphabet="'=+-@\t見1", max_size=5)))
def test_a_copy_that_is_brought_again_has_the_cells_of_the_file(path: Path, rows: list[list[str]]) -> None:
    copy = [[*HEADINGS, "誤り"], *([*(guarded(cell) for cell in row), "直すところ"] for row in rows)]
    assert all(bare(guarded(cell)) == cell for row in rows for cell in row)
    assert read(path, as_csv(copy).encode("utf-8-sig")) == [(number, by_heading(row)) for number, row in enumerate(rows, start=2)]
