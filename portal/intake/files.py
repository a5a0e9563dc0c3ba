"""A CSV file as it was brought: is it one, has it the layout's headings, and its records one by one in flat memory."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal, Protocol, TextIO

from portal.intake.cells import Column, Fault, Kind, without_individual_numbers
from portal.text.encodings import CODEC_BY_NAME, EncodingError, recognise

FAULTS_HEADING = "誤り"
FIRST_ROW = 1
# Where the headings lie among the staged rows: before the first row, which holds data where a file has no headings.
HEADING_ROW = 0
WHOLE_ROW = "行全体"
LONGEST_LINE = 1_000_000
_PIECE = 1 << 20
_LONGEST_CELL = csv.field_size_limit()
_OTHER_SEPARATORS = {"\t": "タブ", ";": "セミコロン(;)", "\uff0c": "全角のコンマ(,)", "|": "縦棒(|)"}
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class Unreadable(Exception):
    """The file cannot be taken at all; `reasons` say in Japanese where, why and what to do. Nothing of it is kept."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(len(reasons))
        self.reasons = reasons


@dataclass(frozen=True)
class Key:
    """What may stand in a file only once: its words, and its place in the row's note, where a row's keys stand one behind the other."""

    words: str
    start: int
    length: int


@dataclass(frozen=True)
class Layout:
    """A kind of file as data. `refused`: headings that it may not have, and why; `grave`: where this cell is filled a fault is urgent.

    `groups`: headings at the end that a file may leave out, a group as a whole; `by_position`: the file comes without headings.
    """

    columns: tuple[Column, ...]
    refused: Mapping[str, str]
    keys: tuple[Key, ...]
    grave: str = ""
    name: str = ""
    groups: tuple[tuple[str, ...], ...] = ()
    by_position: bool = False

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(column.heading for column in self.columns)

    @property
    def numbers(self) -> frozenset[str]:
        """Headings of the city's own numbers, which may well have twelve figures."""
        return frozenset(column.heading for column in self.columns if column.kind is Kind.NUMBER and column.length >= 12)


class Openable(Protocol):
    """A path, or a file that is deciphered while it is read."""

    def open(self, mode: Literal["rb"], /) -> BinaryIO: ...


@dataclass(frozen=True)
class Sheet:
    """A file that can be read: its encoding by name, and its headings in its own order (without an added column of faults).

    `has_headings`: whether its first row has them, or the layout says what stands where.
    """

    path: Path | Openable
    encoding: str
    headings: tuple[str, ...]
    faults_at: int | None
    has_headings: bool = True


def look_at(path: Path | Openable, layout: Layout) -> Sheet:
    """Reads the whole file once for its encoding, then its headings and its first record. Raises Unreadable."""
    try:
        with path.open("rb") as file:
            encoding = recognise(iter(lambda: file.read(_PIECE), b""))
    except EncodingError as error:
        raise Unreadable([error.reason]) from None
    records = _records(path, encoding)
    first = next(records, (0, [""]))[1]
    headings = [heading.strip() for heading in _without_blank_end(first)]
    if layout.by_position and not set(headings) & {*layout.headings, *layout.refused}:
        return Sheet(path, encoding, _headings_by_place(first, layout), faults_at=None, has_headings=False)
    if reasons := why_not_headings(headings, layout):
        raise Unreadable(reasons)
    if next(records, None) is None:
        raise Unreadable(["見出しの行だけで、データの行がありません。元の業務システムで抽出の条件を確かめ、出し直してください。"])
    faults_at = headings.index(FAULTS_HEADING) if FAULTS_HEADING in headings else None
    return Sheet(path, encoding, tuple(heading for heading in headings if heading != FAULTS_HEADING), faults_at)


def read_rows(sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    """(row number as a spreadsheet shows it, cells) of every record that is not blank. Raises Unreadable."""
    records = _records(sheet.path, sheet.encoding)
    if sheet.has_headings:
        next(records, None)
    width = len(sheet.headings) + (sheet.faults_at is not None)
    for number, cells in records:
        if sheet.faults_at is not None:
            cells = [bare(cell) for at, cell in enumerate(cells) if at != sheet.faults_at]
        yield number, _without_blank_end(cells, at_least=width - (sheet.faults_at is not None))


def why_not_headings(headings: list[str], layout: Layout) -> list[str]:
    """Every heading that is missing, unknown, doubled or may not be there, by its column; empty when all is well."""
    if not any(headings):
        return ["1行目に見出しがありません。1行目を見出しの行にして出し直してください。"]
    if len(headings) == 1 and (mark := next((mark for mark in _OTHER_SEPARATORS if mark in headings[0]), None)):
        return [f"列が{_OTHER_SEPARATORS[mark]}で区切られています。コンマ区切りのCSVで保存し直してください。"]
    if not set(headings) & {*layout.headings, *layout.refused}:
        # A file without headings has a person in its first row: nothing of it is repeated.
        return [f"1行目が見出しではありません。1行目に {'、'.join(layout.headings)} の見出しを入れて出し直してください。"]
    reasons = [reason for at, heading in enumerate(headings, start=1) if (reason := _why_not_heading(at, heading, layout))]
    reasons += [
        f"1行目: 「{heading}」の列が{count}つあります。1つにしてください。"
        for heading, count in Counter(headings).items()
        if heading and count > 1
    ]
    left_out = {heading for group in layout.groups if not set(group) & set(headings) for heading in group}
    missing = [heading for heading in layout.headings if heading not in headings and heading not in left_out]
    if missing:
        reasons.append(f"1行目: 見出しが足りません。{'、'.join(f'「{heading}」' for heading in missing)} の列を加えて出し直してください。")
    return reasons


def _why_not_heading(at: int, heading: str, layout: Layout) -> str | None:
    if heading in layout.headings or heading == FAULTS_HEADING:
        return None
    if heading in layout.refused:
        return f"1行目{at}列目「{heading}」: {layout.refused[heading]}"
    if not heading:
        return f"1行目{at}列目: 見出しが空です。見出しを入れるか、列を除いて出し直してください。"
    (shown,) = without_individual_numbers([heading[:40]], frozenset())
    return f"1行目{at}列目「{shown}」: この取込にない列です。列を除いて出し直してください。"


def _headings_by_place(first: list[str], layout: Layout) -> tuple[str, ...]:
    """The layout's own headings, as many as the first row has columns: of the groups at the end the last ones may be left out."""
    most = len(layout.headings)
    widths = [most - sum(map(len, layout.groups[at:])) for at in range(len(layout.groups) + 1)]
    filled = len(_without_blank_end(first))
    width = len(first) if len(first) in widths else next((width for width in widths if width >= filled), 0)
    if not width or not filled:
        allowed = "か".join(f"{width}列" for width in widths)
        raise Unreadable([f"1行目が{len(first)}列です。見出しのないこの並びは{allowed}です。並びの選び方とファイルを確かめてください。"])
    return layout.headings[:width]


def wrong_width(cells: list[str], headings: tuple[str, ...]) -> Fault | None:
    """A row with more or fewer cells than the headings cannot be told apart by column."""
    if len(cells) == len(headings):
        return None
    remedy = 'コンマを含む値を引用符(")で囲むか、列の抜けを直して出し直してください'
    return Fault(WHOLE_ROW, "", f"{len(headings)}列のところ{len(cells)}列あります", remedy)


def guarded(cell: str) -> str:
    """For a file that a spreadsheet will open: what would be taken as a formula becomes text."""
    return f"'{cell}" if cell.lstrip("'").startswith(_FORMULA_STARTS) else cell


def bare(cell: str) -> str:
    """Takes back what guarded() added, for a corrected copy that is brought again."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA_STARTS) else cell


def as_csv(rows: Iterable[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def _records(path: Path | Openable, encoding: str) -> Iterator[tuple[int, list[str]]]:
    with io.TextIOWrapper(path.open("rb"), encoding=CODEC_BY_NAME[encoding], newline="") as file:
        number = 0
        records = csv.reader(_lines(file), strict=True)
        while True:
            try:
                cells = next(records, None)
            except csv.Error as error:
                too_long = "field limit" in str(error)
                raise Unreadable([_too_long(number + 1) if too_long else _broken_quotes(number + 1)]) from None
            except UnicodeDecodeError:
                raise Unreadable([f"{number + 1}行目のあたりの文字が読めません。元の業務システムから書き出し直してください。"]) from None
            if cells is None:
                return
            number += 1
            if number == FIRST_ROW or "".join(cells).strip():
                yield number, cells


def _lines(file: TextIO) -> Iterator[str]:
    line = file.readline(LONGEST_LINE)
    while line:
        if len(line) >= LONGEST_LINE:
            raise Unreadable([f"改行のないまま{LONGEST_LINE:,}文字を超える行があります。CSVファイルかどうか確かめてください。"])
        yield line
        line = file.readline(LONGEST_LINE)


def _broken_quotes(number: int) -> str:
    return (
        f'{number}行目の引用符(")の組が合いません。値の中の引用符は2つ重ね("")、値の全体を引用符で囲んで出し直してください。'
        "この行から先は読んでいません。"
    )


def _too_long(number: int) -> str:
    return (
        f'{number}行目に{_LONGEST_CELL:,}文字を超える値があります。引用符(")が閉じているか確かめて出し直してください。'
        "この行から先は読んでいません。"
    )


def _without_blank_end(cells: list[str], *, at_least: int = 0) -> list[str]:
    """Spreadsheets add empty cells behind the last column."""
    end = len(cells)
    if end <= at_least:
        return cells
    while end > at_least and not cells[end - 1].strip():
        end -= 1
    return cells[:end]
