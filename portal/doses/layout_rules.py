"""A layout of dose files read from its table (TOML): what stands in which column. Pure; every fault says its line and the remedy."""

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from portal.doses.fields import BY_FIELD, REFUSED
from portal.intake.cells import Column
from portal.intake.files import Key, Layout

MOST_DOSES = 20
LONGEST_HEADING = 40
TOP_KEYS: dict[str, type] = {
    "title": str,
    "headings": bool,
    "programme": str,
    "zero_pad": bool,
    "blank_keeps": bool,
    "doses": int,
    "columns": list,
    "dose_columns": list,
}
KIND_WORDS = {str: '文字(" で囲む)', bool: "true か false", int: "数字", list: "[[…]] の並び"}
COLUMN_KEYS: dict[str, type] = {"heading": str, "field": str, "needed": bool}
# Of the key in a row's note: the 宛名番号, our own voucher's number, then what may stand in a file only once.
KEY_AT = 31


class LayoutFault(Exception):
    """What is wrong with a layout's table; `reasons` are sentences in Japanese."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(len(reasons))
        self.reasons = reasons


@dataclass(frozen=True)
class Group:
    """The columns that speak of one dose. `dose`: which one, or None where the row's own column says it.

    `headings`: by field, also those that speak of all doses of the row.
    """

    dose: int | None
    columns: tuple[Column, ...]
    headings: Mapping[str, str]


@dataclass(frozen=True)
class DoseLayout:
    """A layout as it is worked with. `sheet`: its headings; `shared`: columns that speak of all doses of a row; `fields`: what it tells."""

    name: str
    title: str
    sheet: Layout
    shared: tuple[Column, ...]
    groups: tuple[Group, ...]
    programme: str
    zero_pad: bool
    blank_keeps: bool
    fields: frozenset[str]

    @property
    def has_many(self) -> bool:
        """Whether a row may speak of several doses."""
        return self.groups[0].dose is not None

    def heading_of(self, field: str, dose: int) -> str:
        """Where a fault of this dose is shown."""
        group = self.groups[dose - 1] if self.has_many and 1 <= dose <= len(self.groups) else self.groups[0]
        return group.headings.get(field) or BY_FIELD[field].heading


def layout_from(text: str, name: str) -> DoseLayout:
    """Raises LayoutFault with everything that is wrong with it."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LayoutFault([_not_toml(str(error))]) from None
    reasons = [*_key_faults(table, text), *_column_faults(table, text)]
    if not reasons:
        reasons = _whole_faults(table, text)
    if reasons:
        raise LayoutFault(reasons)
    return _built(table, name)


def _not_toml(error: str) -> str:
    found = re.search(r"line (\d+)", error)
    where = f"{found[1]}行目" if found else "おわりの行"
    return f'{where}: TOMLとして読めません。= の左に名前、右に値があるか、文字を " で囲んでいるか、同じ名前が2度ないかを確かめてください。'


def _line_of_key(text: str, key: str) -> int:
    for number, line in enumerate(text.splitlines(), start=1):
        if re.match(rf"\s*\[*\"?{re.escape(key)}\"?\s*[=\]]", line):
            return number
    return 1


def _lines_of_tables(text: str, kind: str) -> list[int]:
    return [number for number, line in enumerate(text.splitlines(), start=1) if re.match(rf"\s*\[\[\s*{kind}\s*\]\]", line)]


def _key_faults(table: dict[str, Any], text: str) -> list[str]:
    reasons = []
    for key, value in table.items():
        if key not in TOP_KEYS:
            reasons.append(f"{_line_of_key(text, key)}行目「{key}」: 知らない名前です。使えるのは {'、'.join(TOP_KEYS)} です。")
        elif type(value) is not TOP_KEYS[key]:
            reasons.append(f"{_line_of_key(text, key)}行目「{key}」: {KIND_WORDS[TOP_KEYS[key]]}で書いてください。")
    needed = [key for key in ("title", "columns") if not table.get(key)]
    return reasons + [f"「{key}」がありません。見本(flask doses layout)に合わせて書き足してください。" for key in needed]


def _column_faults(table: dict[str, Any], text: str) -> list[str]:
    reasons = []
    for kind in ("columns", "dose_columns"):
        columns = table.get(kind, [])
        lines = _lines_of_tables(text, kind)
        for at, column in enumerate(columns if isinstance(columns, list) else []):
            where = f"{lines[at]}行目からの[[{kind}]]" if at < len(lines) else f"{at + 1}番目の[[{kind}]]"
            reasons += [f"{where}: {reason}" for reason in _faults_of_column(column, per_dose=kind == "dose_columns")]
    return reasons


def _faults_of_column(column: Any, *, per_dose: bool) -> list[str]:
    if not isinstance(column, dict):
        return ["heading と field を書いた表にしてください。"]
    reasons = [f"「{key}」は知らない名前です。使えるのは heading、field、needed です。" for key in column if key not in COLUMN_KEYS]
    wrong = [(key, kind) for key, kind in COLUMN_KEYS.items() if key in column and type(column[key]) is not kind]
    reasons += [f"「{key}」は{KIND_WORDS[kind]}で書いてください。" for key, kind in wrong]
    heading, field = column.get("heading"), column.get("field")
    if not heading or (isinstance(heading, str) and (heading != heading.strip() or len(heading) > LONGEST_HEADING)):
        reasons.append(f"heading に列の見出しを入れてください(前後に空白を付けず、{LONGEST_HEADING}文字まで)。")
    elif per_dose and isinstance(heading, str) and "{n}" not in heading:
        reasons.append("heading に、回数を表す {n} を入れてください。例: {n}回目接種日")
    if heading in REFUSED:
        reasons.append(f"「{heading}」の列は取り込めません。この列を除いてください。")
    if field not in BY_FIELD:
        reasons.append(f"field が項目の名前ではありません。使えるのは {'、'.join(BY_FIELD)} です。")
    return reasons


def _whole_faults(table: dict[str, Any], text: str) -> list[str]:
    """What must be true of the columns together."""
    shared = [column["field"] for column in table["columns"]]
    per_dose = [column["field"] for column in table.get("dose_columns", [])]
    every = shared + per_dose
    reasons = [f"項目 {field} が{count}つの列にあります。1つにしてください。" for field, count in Counter(every).items() if count > 1]
    reasons += _faults_of_dose_numbers(table, text, shared, per_dose)
    if "given_on" not in every:
        reasons.append("接種日(given_on)の列がありません。")
    if not {"resident_number", "voucher_number"} & set(every):
        reasons.append("どなたの接種かが分かる列(宛名番号 resident_number か接種券番号 voucher_number)がありません。")
    if bool(table.get("programme")) == ("programme_code" in every):
        reasons.append("接種事業は、programme に事業のコードを書くか、programme_code の列にするか、どちらか1つにしてください。")
    headings = [column.heading for column in _columns(table)]
    reasons += [f"見出し「{heading}」が{count}つあります。" for heading, count in Counter(headings).items() if count > 1]
    return reasons


def _faults_of_dose_numbers(table: dict[str, Any], text: str, shared: list[str], per_dose: list[str]) -> list[str]:
    doses = table.get("doses", 0)
    if not per_dose:
        if "doses" in table:
            return [f"{_line_of_key(text, 'doses')}行目「doses」: [[dose_columns]] がないときは書きません。除いてください。"]
        missing = "接種回数(dose_number)の列がありません。1行に何回分もあるなら [[dose_columns]] を使います。"
        return [] if "dose_number" in shared else [missing]
    reasons = []
    if not 1 <= doses <= MOST_DOSES:
        reasons.append(f"{_line_of_key(text, 'doses')}行目「doses」: 1行に入る接種の回数を 1 から {MOST_DOSES} の数字で書いてください。")
    if "dose_number" in shared + per_dose:
        reasons.append("[[dose_columns]] があるときは、接種回数(dose_number)の列は要りません。除いてください。")
    if "given_on" in shared or "resident_number" in per_dose:
        reasons.append("接種日(given_on)は [[dose_columns]] に、宛名番号(resident_number)は [[columns]] に置いてください。")
    return reasons


def _column(row: dict[str, Any], dose: int | None = None) -> Column:
    heading = row["heading"] if dose is None else row["heading"].replace("{n}", str(dose))
    base = BY_FIELD[row["field"]]
    return replace(base, heading=heading, needed=base.needed or row.get("needed", False))


def _columns(table: dict[str, Any]) -> list[Column]:
    shared = [_column(row) for row in table["columns"]]
    return shared + [_column(row, dose) for dose in range(1, table.get("doses", 0) + 1) for row in table.get("dose_columns", [])]


def _built(table: dict[str, Any], name: str) -> DoseLayout:
    columns = tuple(_columns(table))
    shared = tuple(_column(row) for row in table["columns"])
    numbers = range(1, table.get("doses", 0) + 1)
    groups = tuple(_group(dose, tuple(_column(row, dose) for row in table["dose_columns"]), shared) for dose in numbers)
    sheet = Layout(
        columns=columns,
        refused=REFUSED,
        keys=(Key(_key_words(shared, groups), KEY_AT, 200),),
        name=name,
        groups=tuple(tuple(column.heading for column in group.columns) for group in groups[1:]),
        by_position=not table.get("headings", True),
    )
    return DoseLayout(
        name=name,
        title=table["title"],
        sheet=sheet,
        shared=shared if groups else (),
        groups=groups or (_group(None, shared, ()),),
        programme=table.get("programme", ""),
        zero_pad=table.get("zero_pad", False),
        blank_keeps=table.get("blank_keeps", False),
        fields=frozenset(column.field for column in columns),
    )


def _group(dose: int | None, columns: tuple[Column, ...], shared: tuple[Column, ...]) -> Group:
    return Group(dose, columns, {column.field: column.heading for column in (*shared, *columns)})


def _key_words(shared: tuple[Column, ...], groups: tuple[Group, ...]) -> str:
    """What a doubled row is told by: the headings that say whose dose it is, and which."""
    by_field = {column.field: column.heading for column in shared}
    if groups:
        return f"{by_field['resident_number']}(空なら接種券番号)" if "resident_number" in by_field else "接種券番号"
    whose = "resident_number" if "resident_number" in by_field else "voucher_number"
    return "・".join(by_field[field] for field in (whose, "programme_code", "dose_number") if field in by_field)
