"""What each ledger says of a line (domain-privacy §5.2), item by item, as the workbook has them in columns. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from portal.media.number_rules import Series
from portal.text.wareki import format_short, format_short_datetime

Value = str | int | date | datetime | None


@dataclass(frozen=True)
class Item:
    """One column of the workbook. `width` in characters; one that is not `is_open` is drawn by the portal and never corrected."""

    key: str
    heading: str
    width: int = 16
    is_open: bool = True


def words_of(value: Value) -> str:
    """A value as paper and screen write it: R8.11.24 10:38."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return format_short_datetime(value)
    if isinstance(value, date):
        return format_short(value)
    return f"{value:,}" if isinstance(value, int) else value


_ASKED = (
    Item("number", "番号", 11, is_open=False),
    Item("state", "状態", 16, is_open=False),
    Item("late", "遅れ", 24, is_open=False),
    Item("asked_at", "申請日時", 15, is_open=False),
    Item("requester", "申請者", 14, is_open=False),
    Item("section", "所属", 16, is_open=False),
    Item("responsible", "担当", 14, is_open=False),
    Item("holder", "情報を保有する課", 16, is_open=False),
    Item("blanket", "包括承認", 11, is_open=False),
    Item("thing", "対象", 8),
    Item("medium", "媒体番号", 11),
    Item("thing_words", "対象の内容", 24),
    Item("purpose", "目的", 40),
    Item("legal_ground", "法令の根拠", 24),
    Item("data_name", "情報の名称", 30),
    Item("data_columns", "情報の項目", 50),
    Item("condition_words", "抽出の条件", 30),
    Item("people", "人数", 9),
    Item("is_specific", "特定個人情報", 9),
    Item("from_system", "元システム", 20),
    Item("to_system", "先システム", 20),
    Item("workers", "作業者", 24),
    Item("terminals", "作業端末", 20),
    Item("copies_allowed", "複製の数", 8),
    Item("encryption", "暗号化", 22),
    Item("starts_at", "期間の初め", 15),
    Item("ends_at", "期間の終わり", 15),
)
_MOVED = (
    Item("destination", "持出先", 30),
    Item("carrier", "持出者", 18),
    Item("companion", "同行者", 18),
    Item("protection", "運搬の保護", 20),
    Item("route", "経路", 30),
    Item("direct", "直行", 12),
    Item("tracking", "追跡番号", 18),
)
_BROUGHT = (
    Item("sender", "持込元", 30),
    Item("tracking", "追跡番号", 18),
    Item("virus_tool", "ウイルス検査の道具", 20),
    Item("virus_checked_at", "検査日時", 15),
    Item("virus_result", "検査の結果", 30),
)
_DONE = (
    Item("approved_by", "承認者", 24, is_open=False),
    Item("approved_at", "承認日時", 15, is_open=False),
    Item("approval_words", "承認の条件・理由", 40, is_open=False),
    Item("handed_at", "渡した日時", 15),
    Item("handed_by", "渡した者", 14),
    Item("handed_to", "受けた者", 18),
    Item("hand_note", "渡すときの確認", 30),
    Item("started_at", "使用開始", 15),
    Item("ended_at", "使用終了", 15),
    Item("anomaly", "異常", 40),
    Item("due_at", "返却予定", 15),
    Item("returned_at", "返却日時", 15),
    Item("brought_by", "返却した者", 14),
    Item("received_by", "受領者", 14),
    Item("return_note", "返却の確認", 30),
    Item("copies", "複製の所在", 40),
    Item("ends", "消去記録", 24),
    Item("closed_at", "所属長確認日時", 15, is_open=False),
    Item("closed_by", "所属長確認者", 14, is_open=False),
)
ITEMS: dict[Series, tuple[Item, ...]] = {
    Series.USE: (*_ASKED, *_DONE),
    Series.TAKE_OUT: (*_ASKED, *_MOVED, *_DONE),
    Series.BRING_IN: (*_ASKED, *_BROUGHT, *_DONE),
    Series.MEDIUM: (
        Item("number", "管理番号", 11, is_open=False),
        Item("state", "状態", 12, is_open=False),
        Item("kind", "種別", 14),
        Item("maker", "メーカー", 18),
        Item("model", "型番", 20),
        Item("serial", "シリアル番号", 22),
        Item("capacity", "容量", 10),
        Item("encryption", "暗号化", 22),
        Item("section", "管理する課", 16),
        Item("keeper", "管理者", 14),
        Item("place", "保管場所", 30),
        Item("uses", "許可用途", 40),
        Item("systems", "許可システム", 40),
        Item("permitted_from", "許可期間の初め", 13),
        Item("permitted_until", "許可期間の終わり", 13),
        Item("registered_at", "登録日時", 15),
        Item("registered_by", "登録者", 14),
        Item("seen_on", "現物確認の日", 13),
        Item("out_with", "いま出ている記録", 14, is_open=False),
        Item("disposed_on", "廃棄日", 13),
        Item("disposal", "廃棄の方法", 22),
        Item("certificate", "証明書番号", 22),
        Item("disposed_by", "廃棄した者・立会者", 24, is_open=False),
    ),
    Series.END: (
        Item("number", "記録番号", 11, is_open=False),
        Item("state", "状態", 12, is_open=False),
        Item("line", "管理簿の番号", 13, is_open=False),
        Item("section", "所属", 16, is_open=False),
        Item("medium", "媒体番号", 11, is_open=False),
        Item("copy", "消去・廃棄したもの", 30, is_open=False),
        Item("data_name", "情報の名称", 30, is_open=False),
        Item("file_name", "ファイル名", 30),
        Item("people", "人数", 9),
        Item("how", "方法", 14),
        Item("tool", "道具", 22),
        Item("passes", "回数", 7),
        Item("began_at", "始めた日時", 15),
        Item("ended_at", "終えた日時", 15),
        Item("place", "場所", 22),
        Item("result", "結果", 36),
        Item("certificate", "証明書番号", 22),
        Item("performed_by", "実施者", 14, is_open=False),
        Item("noted_at", "記録日時", 15, is_open=False),
        Item("confirmed_by", "確認者", 14, is_open=False),
        Item("confirmed_at", "確認日時", 15, is_open=False),
        Item("confirm_words", "確認の内容", 36, is_open=False),
    ),
}
# What is a number of a maker or a carrier: its digits may look like an 個人番号 and are none.
NUMBERED_ITEMS = frozenset({"serial", "tracking"})


def item_of(ledger: Series, key: str) -> Item | None:
    """The item that a correction may be about."""
    return next((item for item in ITEMS[ledger] if item.key == key and item.is_open), None)


def open_items(ledger: Series) -> list[Item]:
    return [item for item in ITEMS[ledger] if item.is_open]
