"""The five ledgers: their names, what may be asked of them, how much goes onto one file, and who may add a correcting line (M-6). Pure."""

from dataclasses import dataclass
from enum import StrEnum

from portal.media.number_rules import REIWA, Series
from portal.media.rules import STATE_WORDS, State

COUNTED_EXACTLY = 1_000
ROWS_A_PAGE = 50
# Lines of one printed volume and of one workbook: made while the person waits; what is longer comes in several.
LINES_A_VOLUME = 1_000
LINES_A_WORKBOOK = 10_000

LEDGER_WORDS = {
    Series.MEDIUM: "媒体台帳",
    Series.USE: "使用管理簿",
    Series.TAKE_OUT: "持出管理簿",
    Series.BRING_IN: "受入簿",
    Series.END: "消去・廃棄記録",
}
# What else may be taken away, as the record of it says.
PAPER_WORDS = {"day_check": "終業点検表", "handover": "引継ぎ一覧"}
FILE_WORDS = {"pdf": "印刷(PDF)", "xlsx": "Excel"}
OF_LINES = (Series.USE, Series.TAKE_OUT, Series.BRING_IN)


class Only(StrEnum):
    """Which lines are wanted. The first are the stored states of a line; the others follow from the clock or from other rows."""

    ASKED = "asked"
    SENT_BACK = "sent_back"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    APPROVED = "approved"
    HANDED = "handed"
    RETURNED = "returned"
    CLOSED = "closed"
    EXPIRED = "expired"
    LATE = "late"
    FREE = "free"
    LENT = "lent"
    TO_ERASE = "to_erase"
    BROKEN = "broken"
    IN_REPAIR = "in_repair"
    LOST = "lost"
    DISPOSED = "disposed"
    OVER = "over"
    TO_CONFIRM = "to_confirm"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


ONLY_WORDS = {Only(state.value): words for state, words in STATE_WORDS.items()} | {
    Only.EXPIRED: "期限切れ",
    Only.LATE: "遅れ",
    Only.FREE: "利用可",
    Only.LENT: "貸出中・持出中",
    Only.TO_ERASE: "消去待ち",
    Only.BROKEN: "故障",
    Only.IN_REPAIR: "修理中",
    Only.LOST: "紛失",
    Only.DISPOSED: "廃棄",
    Only.OVER: "許可期間切れ",
    Only.TO_CONFIRM: "確認待ち",
    Only.CONFIRMED: "確認済",
    Only.REJECTED: "残っていた",
}
_OF_A_LINE = (*(Only(state.value) for state in State), Only.EXPIRED, Only.LATE)
ONLY_OF = dict.fromkeys(OF_LINES, _OF_A_LINE) | {
    Series.MEDIUM: (Only.FREE, Only.LENT, Only.TO_ERASE, Only.BROKEN, Only.IN_REPAIR, Only.LOST, Only.DISPOSED, Only.OVER),
    Series.END: (Only.TO_CONFIRM, Only.CONFIRMED, Only.REJECTED),
}

NO_SUCH_ITEM = "訂正する項目を選び直してください。"
SAME = "いまの内容と同じです。訂正後の内容を入れてください。"
NOT_YET_APPROVED = "{shown}は{state}です。承認の前の誤りは、差戻しを受けて書き直してください。訂正の行は承認の後に使います。"
OTHER_SECTION = "{shown}は{section}の記録です。訂正できるのは、その課の職員だけです。"
NO_ASKING = "訂正を書けるのは、申請を扱う職員だけです。監査担当は閲覧と印刷だけができます。"
NO_CUSTODY = "媒体台帳を訂正できるのは、その課の媒体管理者だけです。"
CHANGED_MEANWHILE = "この行は、ほかの方がいま訂正しました。新しい内容を確かめて、必要ならもう一度訂正してください。何も保存していません。"


@dataclass(frozen=True)
class Entry:
    """The line that somebody would correct. `state` is None for a medium and for an end, which are never asked for."""

    ledger: Series
    shown: str
    section_id: int
    section_name: str
    state: State | None = None


def why_not_correct(entry: Entry, *, section_id: int, asks: bool, keeps: bool) -> str | None:
    """`asks`: the person's LINE_ASK, `keeps`: their MEDIUM_CHANGE. A line is never changed, only followed (M-6)."""
    if entry.ledger is Series.MEDIUM and not keeps:
        return NO_CUSTODY
    if entry.ledger is not Series.MEDIUM and not asks:
        return NO_ASKING
    if entry.section_id != section_id:
        return OTHER_SECTION.format(shown=entry.shown, section=entry.section_name)
    if entry.state is not None and entry.state in (State.ASKED, State.SENT_BACK):
        return NOT_YET_APPROVED.format(shown=entry.shown, state=STATE_WORDS[entry.state])
    return None


def why_not_this(was: str, becomes: str) -> str | None:
    """Whether it corrects anything; blanks around it are no difference."""
    return SAME if was.strip() == becomes.strip() else None


def year_words(fiscal_year: int) -> str:
    """令和8年度; `fiscal_year` is the western year in which it begins."""
    return f"令和{'元' if fiscal_year == REIWA + 1 else fiscal_year - REIWA}年度"


def count_words(count: int) -> str:
    """Nothing is counted further than COUNTED_EXACTLY + 1, so that a page costs the same in a large ledger."""
    return f"{COUNTED_EXACTLY:,}件以上" if count > COUNTED_EXACTLY else f"{count:,}件"


def ledger_of(word: str) -> Series | None:
    return next((each for each in Series if each.value == word), None)


def only_of(ledger: Series, word: str) -> Only | None:
    """The state asked for, when this ledger knows it."""
    return next((each for each in ONLY_OF[ledger] if each.value == word), None)
