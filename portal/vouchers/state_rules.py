"""Where a voucher stands, and what may be done with it next. Pure; a refusal is the sentence the screen shows (S4-1)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class VoucherState(StrEnum):
    """From its issue to its end. "Used" follows from a dose and "printed" from a printing; neither is stored a second time."""

    ISSUED = "issued"
    PRINTED = "printed"
    POSTED = "posted"
    HANDED_OVER = "handed_over"
    RETURNED = "returned"
    USED = "used"
    VOID = "void"


class Step(StrEnum):
    """What somebody noted of a voucher after its issue (state_models.VoucherEvent)."""

    POSTED = "posted"
    HANDED_OVER = "handed_over"
    RETURNED = "returned"
    RETURN_CANCELLED = "return_cancelled"
    VOIDED = "voided"
    TAKEN_BACK = "taken_back"
    REVIVED = "revived"


class VoidReason(StrEnum):
    """Why a voucher ended without being used; the first three come from other work and are not chosen."""

    REISSUED = "reissued"
    TAKEN_BACK = "taken_back"
    MERGED = "merged"
    MISISSUED = "misissued"
    DECLINED = "declined"
    DIED = "died"
    MOVED_OUT = "moved_out"
    RETURNED_MAIL = "returned_mail"
    NOT_ENTITLED = "not_entitled"
    OTHER = "other"


class ReturnReason(StrEnum):
    """What the post wrote on the envelope."""

    UNKNOWN_ADDRESS = "unknown_address"
    MOVED = "moved_away"
    UNCLAIMED = "unclaimed"
    REFUSED = "refused"
    OTHER = "other"


class Paper(StrEnum):
    """What became of the page of a voucher that is taken back."""

    NOT_PRINTED = "not_printed"
    DESTROYED = "destroyed"
    NOT_BACK = "not_back"


STATE_WORDS = {
    VoucherState.ISSUED: "発行済・未印刷",
    VoucherState.PRINTED: "印刷済・手元",
    VoucherState.POSTED: "郵送済",
    VoucherState.HANDED_OVER: "交付済",
    VoucherState.RETURNED: "返戻",
    VoucherState.USED: "使用済",
    VoucherState.VOID: "無効",
}
# The shapes of templates/components/state.html.
STATE_MARKS = {
    VoucherState.ISSUED: "wait",
    VoucherState.PRINTED: "now",
    VoucherState.POSTED: "ok",
    VoucherState.HANDED_OVER: "ok",
    VoucherState.RETURNED: "care",
    VoucherState.USED: "done",
    VoucherState.VOID: "void",
}
_CONFIRM = "氏名と生年月日を見せて確かめてから渡してください。"
# What the counter does with a valid voucher, said beside whose it is.
WHAT_TO_DO = {
    VoucherState.ISSUED: _CONFIRM,
    VoucherState.PRINTED: _CONFIRM,
    VoucherState.POSTED: "郵送しています。届かないときは、住民の画面から再発行してください(理由は「未着」)。",
    VoucherState.HANDED_OVER: "もう渡しています。なくしたときなどは、住民の画面から再発行してください。",
}
STEP_WORDS = {
    Step.POSTED: "郵送した",
    Step.HANDED_OVER: "窓口で渡した",
    Step.RETURNED: "返戻された",
    Step.RETURN_CANCELLED: "返戻の記録を取り消した",
    Step.VOIDED: "無効にした",
    Step.TAKEN_BACK: "発行を取り消した",
    Step.REVIVED: "有効に戻った",
}
VOID_WORDS = {
    VoidReason.REISSUED: "再発行",
    VoidReason.TAKEN_BACK: "発行の取消し",
    VoidReason.MERGED: "記録の統合",
    VoidReason.MISISSUED: "誤発行",
    VoidReason.DECLINED: "本人の申出",
    VoidReason.DIED: "死亡",
    VoidReason.MOVED_OUT: "転出",
    VoidReason.RETURNED_MAIL: "返戻",
    VoidReason.NOT_ENTITLED: "対象外",
    VoidReason.OTHER: "その他",
}
CHOSEN_TO_VOID = tuple(reason for reason in VoidReason if reason not in (VoidReason.REISSUED, VoidReason.TAKEN_BACK, VoidReason.MERGED))
RETURN_WORDS = {
    ReturnReason.UNKNOWN_ADDRESS: "あて所に尋ねあたりません",
    ReturnReason.MOVED: "転居先不明",
    ReturnReason.UNCLAIMED: "保管期間経過",
    ReturnReason.REFUSED: "受取拒否",
    ReturnReason.OTHER: "その他",
}
PAPER_WORDS = {
    Paper.NOT_PRINTED: "まだ印刷していない",
    Paper.DESTROYED: "回収して裁断した",
    Paper.NOT_BACK: "紙が手元にない",
}
VALID = "有効"


@dataclass(frozen=True)
class Standing:
    """What is known of a voucher: stored is where it is, the rest is looked up beside it."""

    is_void: bool
    is_used: bool
    is_printed: bool
    is_posted: bool
    is_handed_over: bool
    is_returned: bool
    void_why: VoidReason | None = None

    @property
    def state(self) -> VoucherState:
        """Void before used: of two vouchers for one dose only the live one can have been used."""
        if self.is_void:
            return VoucherState.VOID
        if self.is_used:
            return VoucherState.USED
        if self.is_returned:
            return VoucherState.RETURNED
        if self.is_handed_over:
            return VoucherState.HANDED_OVER
        if self.is_posted:
            return VoucherState.POSTED
        return VoucherState.PRINTED if self.is_printed else VoucherState.ISSUED

    @property
    def is_live(self) -> bool:
        """Neither void nor used; one that came back by post is still somebody's."""
        return not self.is_void and not self.is_used

    @property
    def large_word(self) -> str:
        """What the counter must see at a look: 有効, 使用済, 返戻, 無効(再発行)."""
        if self.is_void:
            return f"無効({VOID_WORDS[self.void_why]})" if self.void_why else STATE_WORDS[VoucherState.VOID]
        return STATE_WORDS[self.state] if self.state in (VoucherState.USED, VoucherState.RETURNED) else VALID


_ENDED = {
    VoucherState.VOID: "この券はもう無効です。",
    VoucherState.USED: "この券は接種に使われています。",
}
NOT_PRINTED_YET = "まだ印刷していません。先に印刷してください。"
IN_THE_POST = "郵送済の券です。返戻されたものではないので、窓口では渡せません。届かないときは再発行してください。"
NOT_OF_TODAY = "発行した日のうちだけ取り消せます。「無効にする」へ進んでください(元の券は生き返りません)。"
IN_BULK = "一括発行の券は、1枚だけ取り消すことはできません。「無効にする」へ進んでください。"
POSTED_ALREADY = "郵送した券は取り消せません。「無効にする」へ進んでください。"
PAPER_AWAY = "印刷した紙が手元にないときは取り消せません(元の券と両方が使われるおそれがあります)。「無効にする」へ進んでください。"
WAS_PRINTED = "この券は印刷されています。紙を回収して裁断し、「回収して裁断した」を選んでください。"


def why_not_post(standing: Standing, *, stopped: str | None = None) -> str | None:
    """The envelope went out; one that came back may go out again. `stopped`: nothing is sent to this person any more."""
    if reason := _ENDED.get(standing.state) or stopped:
        return reason
    if standing.state is VoucherState.ISSUED:
        return NOT_PRINTED_YET
    if standing.state is VoucherState.HANDED_OVER:
        return "窓口で渡した券です。"
    return "もう郵送済です。" if standing.state is VoucherState.POSTED else None


def why_not_hand_over(standing: Standing, *, stopped: str | None = None) -> str | None:
    """The page was given into somebody's hands, also out of an envelope that came back."""
    if reason := _ENDED.get(standing.state) or stopped:
        return reason
    if standing.state is VoucherState.ISSUED:
        return NOT_PRINTED_YET
    if standing.state is VoucherState.POSTED:
        return IN_THE_POST
    return "もう渡しています。" if standing.state is VoucherState.HANDED_OVER else None


def why_not_void(standing: Standing) -> str | None:
    """A used voucher is the proof of a dose: a dose that is wrong is put right in the ledger."""
    if standing.state is VoucherState.USED:
        return "接種に使われた券は無効にできません。接種の記録が誤りのときは、台帳担当に知らせてください。"
    return _ENDED.get(standing.state)


def why_not_take_back(standing: Standing, *, issued_on: date, today: date, in_bulk: bool) -> str | None:
    """A wrong issue is undone on its own day, as long as nothing has come of it."""
    if reason := _ENDED.get(standing.state):
        return reason
    if in_bulk:
        return IN_BULK
    if issued_on != today:
        return NOT_OF_TODAY
    return POSTED_ALREADY if standing.is_posted else None


def why_not_paper(paper: Paper, *, is_printed: bool) -> str | None:
    """The replaced voucher lives again only when no second page is about."""
    if not is_printed:
        return None
    if paper is Paper.NOT_BACK:
        return PAPER_AWAY
    return WAS_PRINTED if paper is Paper.NOT_PRINTED else None


def why_not_note(*, is_other: bool, note: str) -> str | None:
    return "「その他」のときは、どのような理由かを短く入れてください。" if is_other and not note.strip() else None


def reason_words(word: str, note: str) -> str:
    """返戻(表札なし): the choice, and what was added to it."""
    return f"{word}({note.strip()})" if note.strip() else word
