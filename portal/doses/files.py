"""One row of a dose file read by its layout: the doses it tells, or everything that is wrong with it. Pure (S1-2, S1-3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any

from portal.doses.fields import BY_FIELD, WIDTHS
from portal.doses.layout_rules import DoseLayout, Group
from portal.doses.maker_rules import maker_key
from portal.intake.cells import CellError, Column, Fault, fault_in, read_cell
from portal.text.check_digits import municipality_code_is_valid

Values = dict[str, Any]
Cells = Mapping[str, str]
# Numbers of people hardly repeat within a file; of everything else there are a few thousand different cells.
_REPEATED = 20_000


@dataclass(frozen=True)
class Known:
    """What is asked beside every row. `programmes`: codes by code and by name; `makers`: the ledger's names by the key of what is written.

    `day` is today: later days are faults. `number_length`: how long the register's 宛名番号 is; `own_code`: our own 自治体コード.
    """

    day: date
    programmes: Mapping[str, str]
    makers: Mapping[str, str]
    number_length: int
    own_code: str


@dataclass
class ReadRow:
    """A row as it was read. Each dose holds the fields that the row tells of it; `number` is empty where the row has none."""

    number: str = ""
    doses: list[Values] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


class _Remembered(dict[str, Any]):
    """What the cells of a column say, by how they are written: looked up without a call, read when it is new."""

    def __init__(self, column: Column) -> None:
        super().__init__()
        self._column = column
        self._keeps = column.field not in ("resident_number", "voucher_number")

    def __missing__(self, text: str) -> Any:
        value = read_cell(self._column, text)
        if self._keeps:
            if len(self) >= _REPEATED:
                self.clear()
            self[text] = value
        return value


_SAID = {name: _Remembered(column) for name, column in BY_FIELD.items()}
_code_is_valid = lru_cache(5_000)(municipality_code_is_valid)
EMPTY = {name: read_cell(replace(column, needed=False), "") for name, column in BY_FIELD.items()}


def read_row(cells: Cells, layout: DoseLayout, known: Known) -> ReadRow:
    """The doses of the row, or faults: of a row with a fault nothing is recorded."""
    row = ReadRow()
    shared = _values(layout.shared, cells, layout, known, faults=row.faults)
    for group in layout.groups:
        if group.dose is not None and not _is_filled(group, cells):
            continue
        own = _values(group.columns, cells, layout, known, faults=row.faults)
        values = shared | own
        if group.dose is not None:
            values["dose_number"] = group.dose
        if layout.programme:
            values["programme_code"] = layout.programme
        row.number = values.pop("resident_number", "")
        row.faults += _cross_faults(values, layout, known)
        row.doses.append(values)
    row.number = row.number or shared.get("resident_number", "")
    return row


def _is_filled(group: Group, cells: Cells) -> bool:
    return any(cells.get(column.heading, "").strip() for column in group.columns)


def _values(columns: tuple[Column, ...], cells: Cells, layout: DoseLayout, known: Known, *, faults: list[Fault]) -> Values:
    values: Values = {}
    pads, keeps = layout.zero_pad, layout.blank_keeps
    for column in columns:
        text, name = cells.get(column.heading, "").strip(), column.field
        try:
            if text:
                values[name] = _SAID[name][_padded(name, text, layout, known) if pads else text]
            elif column.needed:
                read_cell(column, "")
            elif not keeps:
                values[name] = EMPTY[name]
        except CellError as error:
            faults.append(fault_in(column, text, error))
    return values


def _padded(name: str, text: str, layout: DoseLayout, known: Known) -> str:
    """Numbers written right-aligned have lost their leading zeros (0 for the length: they are left as they are)."""
    if not layout.zero_pad or not text:
        return text
    if name == "resident_number":
        return text.zfill(known.number_length)
    return text.zfill(WIDTHS[name]) if name in WIDTHS else text


def _cross_faults(values: Values, layout: DoseLayout, known: Known) -> list[Fault]:
    """What is wrong with the dose as a whole; its programme and its maker get the names of the ledger on the way."""
    faults: list[Fault] = []
    dose = values.get("dose_number") or 1

    def wrong(name: str, value: str, fault: str, remedy: str) -> None:
        faults.append(Fault(layout.heading_of(name, dose), value[:100], fault, remedy))

    if programme := values.get("programme_code"):
        if programme in known.programmes:
            values["programme_code"] = known.programmes[programme]
        else:
            names = "、".join(sorted(set(known.programmes.values())))
            wrong("programme_code", programme, "登録されていない予防接種です", f"接種事業のコードか名前を入れてください: {names}")
    if values.get("dose_number") == 0:
        wrong("dose_number", "0", "0回目はありません", "1以上の数字で入れてください")
    given_on = values.get("given_on")
    if given_on is None and "given_on" in values:
        wrong("given_on", "", "空です", "接種日を入れてください")
    if given_on and given_on > known.day:
        wrong("given_on", f"{given_on:%Y%m%d}", "今日より後の日付です", "予診票の日付を確かめてください")
    if (code := values.get("municipality_code")) and not _code_is_valid(code):
        wrong("municipality_code", code, "検査数字が合いません", "全国地方公共団体コード6桁を確かめてください")
    if written := values.get("manufacturer"):
        maker = known.makers.get(maker_key(written))
        if maker is None:
            wrong("manufacturer", written, "知らないメーカー名です", UNKNOWN_MAKER)
        values["manufacturer"] = maker or written
    return faults


UNKNOWN_MAKER = "書きまちがいなら直し、正しい名前なら左の「メーカー名の読み替え」に加えてから、もう一度読み込んでください"


def note_of(cells: Cells, *, layout: DoseLayout, known: Known) -> str:
    """The row's note: the 宛名番号 (20 places), the number of our own voucher (10), then what may stand in a file only once."""
    first = layout.groups[0]
    number = _padded("resident_number", _text_in(cells, "resident_number", first), layout, known)[:20]
    voucher = _own_voucher(cells, layout, known)[:10]
    whose = number or (f"v{voucher}" if voucher else "")
    key = whose if layout.has_many else _key_of_dose(whose, cells, layout, known)
    return f"{number:<20}{voucher:<10}{key}".rstrip()


def _key_of_dose(whose: str, cells: Cells, layout: DoseLayout, known: Known) -> str:
    programme = layout.programme or _text_in(cells, "programme_code", layout.groups[0])
    dose = _text_in(cells, "dose_number", layout.groups[0])
    return f"{whose} {known.programmes.get(programme, programme)[:60]} {dose.lstrip('0')[:20]}" if whose and programme and dose else ""


def _own_voucher(cells: Cells, layout: DoseLayout, known: Known) -> str:
    for group in layout.groups:
        voucher, code = _text_in(cells, "voucher_number", group), _text_in(cells, "municipality_code", group)
        if voucher and _padded("municipality_code", code, layout, known) == known.own_code:
            return _padded("voucher_number", voucher, layout, known)
    return ""


def _text_in(cells: Cells, name: str, group: Group) -> str:
    return cells.get(group.headings.get(name, ""), "").strip()
