"""The items of a line gathered into cells: two-line rows for the screen, fuller ones for A4 across. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from portal.media.ledger_item_rules import Value, words_of
from portal.media.number_rules import Series

SHORT = 44
WHOLE = 20


@dataclass(frozen=True)
class Cell:
    """A column on paper (`mm` wide) and screen: its parts are lines, each a pattern and the item that fills it; empty ones are left out."""

    heading: str
    mm: int
    parts: tuple[tuple[str, str], ...]


def cell_lines(cell: Cell, values: Mapping[str, Value]) -> list[str]:
    """The parts that say something, in their order. A key with @day behind it: of a moment the day alone."""
    lines = []
    for pattern, key in cell.parts:
        name, _, part = key.partition("@")
        value = values.get(name)
        if words := words_of(value.date() if part and isinstance(value, datetime) else value):
            lines.append(pattern.format(words))
    return lines


def stays_whole(words: str) -> bool:
    """A number or a moment is not broken to make room: 予定 R8.11.24 17:00."""
    return len(words) + sum(not character.isascii() for character in words) <= WHOLE and any(map(str.isdecimal, words))


def shortened(text: str) -> str:
    """For the screen alone, where the whole stands one page further; nothing is shortened on paper."""
    return text if len(text) <= SHORT else f"{text[: SHORT - 1]}…"


_NUMBER = Cell("番号・状態", 21, (("{}", "number"), ("{}", "state"), ("{}", "late"), ("包括 {}", "blanket")))
_REQUESTER = Cell(
    "申請", 24, (("{}", "requester"), ("{}", "section"), ("{}", "asked_at"), ("担当 {}", "responsible"), ("保有 {}", "holder"))
)
_DATA = Cell(
    "情報・人数",
    36,
    (("{}", "data_name"), ("{}人", "people"), ("{}", "is_specific"), ("{}", "data_columns"), ("条件 {}", "condition_words")),
)
_THING = (("{}", "thing"), ("{}", "medium"), ("{}", "thing_words"), ("暗号化 {}", "encryption"))
_APPROVED = Cell("承認", 24, (("{}", "approved_by"), ("{}", "approved_at"), ("{}", "approval_words")))
_BACK = Cell(
    "返却",
    27,
    (
        ("予定 {}", "due_at"),
        ("{}", "returned_at"),
        ("返却 {}", "brought_by"),
        ("受領 {}", "received_by"),
        ("{}", "return_note"),
        ("異常 {}", "anomaly"),
    ),
)
_ERASED = Cell("複製・消去", 24, (("{}", "ends"), ("残り {}", "copies")))
_CLOSED = Cell("所属長確認", 21, (("{}", "closed_by"), ("{}", "closed_at")))
_HANDED = (
    ("{}", "handed_at"),
    ("渡 {}", "handed_by"),
    ("受 {}", "handed_to"),
    ("{}", "hand_note"),
    ("開始 {}", "started_at"),
    ("終了 {}", "ended_at"),
)
_WHY = (("{}", "purpose"), ("根拠 {}", "legal_ground"))
# The widths are shares: they need not fill the 273 mm that A4 across leaves.
PAPER: dict[Series, tuple[Cell, ...]] = {
    Series.USE: (
        _NUMBER,
        _REQUESTER,
        Cell("使用目的", 28, _WHY),
        _DATA,
        Cell("媒体・経路", 25, (*_THING, ("元 {}", "from_system"), ("先 {}", "to_system"))),
        Cell("作業者・端末", 18, (("{}", "workers"), ("{}", "terminals"), ("{}", "copies_words"))),
        _APPROVED,
        Cell("貸出・使用", 27, _HANDED),
        _BACK,
        _ERASED,
        _CLOSED,
    ),
    Series.TAKE_OUT: (
        _NUMBER,
        _REQUESTER,
        Cell("持出理由", 28, _WHY),
        _DATA,
        Cell("対象", 23, (*_THING, ("{}", "copies_words"))),
        Cell("持出先・経路", 28, (("{}", "destination"), ("{}", "route"), ("{}", "direct"), ("{}", "protection"), ("追跡 {}", "tracking"))),
        Cell("持出者", 18, (("{}", "carrier"), ("同行 {}", "companion"), ("{}", "terminals"))),
        _APPROVED,
        Cell("持出・使用", 27, _HANDED),
        _BACK,
        _ERASED,
        _CLOSED,
    ),
    Series.BRING_IN: (
        _NUMBER,
        _REQUESTER,
        Cell("目的", 28, _WHY),
        _DATA,
        Cell("対象・持込元", 27, (*_THING, ("持込 {}", "sender"), ("先 {}", "to_system"))),
        Cell("ウイルス検査", 22, (("{}", "virus_result"), ("{}", "virus_tool"), ("{}", "virus_checked_at"))),
        _APPROVED,
        Cell("受入れ・使用", 27, _HANDED),
        _BACK,
        _ERASED,
        _CLOSED,
    ),
    Series.MEDIUM: (
        Cell("管理番号・状態", 24, (("{}", "number"), ("{}", "state"), ("{}", "out_with"))),
        Cell("種別", 30, (("{}", "kind"), ("{}", "maker"), ("{}", "model"))),
        Cell("シリアル・容量", 32, (("{}", "serial"), ("{}", "capacity"))),
        Cell("暗号化", 28, (("{}", "encryption"),)),
        Cell("管理者", 26, (("{}", "keeper"), ("{}", "section"))),
        Cell("保管場所", 32, (("{}", "place"),)),
        Cell("許可用途・システム", 46, (("{}", "uses"), ("{}", "systems"))),
        Cell("許可期間", 20, (("{}から", "permitted_from"), ("{}まで", "permitted_until"))),
        Cell("登録", 20, (("{}", "registered_by"), ("{}", "registered_at"))),
        Cell("現物確認", 15, (("{}", "seen_on"),)),
        Cell("廃棄", 26, (("{}", "disposed_on"), ("{}", "disposal"), ("証明書 {}", "certificate"), ("{}", "disposed_by"))),
    ),
    Series.END: (
        Cell("記録番号・状態", 24, (("{}", "number"), ("{}", "state"))),
        Cell("管理簿", 22, (("{}", "line"), ("{}", "section"))),
        Cell("対象", 38, (("{}", "copy"), ("{}", "medium"), ("{}", "file_name"))),
        Cell("情報・人数", 34, (("{}", "data_name"), ("{}人", "people"))),
        Cell("方法", 32, (("{}", "how"), ("{}", "tool"), ("{}回", "passes"), ("証明書 {}", "certificate"))),
        Cell("日時・場所", 26, (("{}", "began_at"), ("{}", "ended_at"), ("{}", "place"))),
        Cell("結果", 36, (("{}", "result"),)),
        Cell("実施者", 20, (("{}", "performed_by"), ("{}", "noted_at"))),
        Cell("確認者", 30, (("{}", "confirmed_by"), ("{}", "confirmed_at"), ("{}", "confirm_words"))),
    ),
}
_LINE_ON_SCREEN = (
    Cell("申請", 0, (("{}", "requester"), ("{}", "asked_at@day"))),
    Cell("情報", 0, (("{}", "data_name"), ("{}人", "people"))),
    Cell("媒体・対象", 0, (("{}", "medium"), ("{}", "thing_words"))),
    Cell("承認", 0, (("{}", "approved_by"), ("{}", "approved_at@day"))),
    Cell("渡した", 0, (("{}", "handed_at"), ("{}", "handed_to"))),
    Cell("返却", 0, (("予定 {}", "due_at"), ("{}", "returned_at"))),
    Cell("消去・所属長確認", 0, (("{}", "ends"), ("残り {}", "copies"), ("確認 {}", "closed_by"))),
)
# The number, with its state, stands before these.
SCREEN: dict[Series, tuple[Cell, ...]] = {
    Series.USE: _LINE_ON_SCREEN,
    Series.TAKE_OUT: (_LINE_ON_SCREEN[0], Cell("持出先", 0, (("{}", "destination"), ("{}", "carrier"))), *_LINE_ON_SCREEN[1:]),
    Series.BRING_IN: (_LINE_ON_SCREEN[0], Cell("持込元", 0, (("{}", "sender"), ("{}", "virus_result"))), *_LINE_ON_SCREEN[1:]),
    Series.MEDIUM: (
        Cell("種別・型番", 0, (("{}", "kind"), ("{}", "model"))),
        Cell("シリアル・容量", 0, (("{}", "serial"), ("{}", "capacity"))),
        Cell("暗号化・用途", 0, (("{}", "encryption"), ("{}", "uses"))),
        Cell("管理者・保管場所", 0, (("{}", "keeper"), ("{}", "place"))),
        Cell("許可期間", 0, (("{}から", "permitted_from"), ("{}まで", "permitted_until"))),
        Cell("現物確認・廃棄", 0, (("{}", "seen_on"), ("廃棄 {}", "disposed_on"))),
    ),
    Series.END: (
        Cell("管理簿", 0, (("{}", "line"), ("{}", "medium"))),
        Cell("対象", 0, (("{}", "copy"), ("{}", "file_name"))),
        Cell("方法", 0, (("{}", "how"), ("{}", "tool"))),
        Cell("日時・場所", 0, (("{}", "ended_at"), ("{}", "place"))),
        Cell("実施者", 0, (("{}", "performed_by"), ("{}", "result"))),
        Cell("確認者", 0, (("{}", "confirmed_by"), ("{}", "confirmed_at"))),
    ),
}
