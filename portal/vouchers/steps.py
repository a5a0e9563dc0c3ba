"""One step of a voucher: the columns that say where it is and the line that says how it came there, together. Inside writing()."""

from datetime import datetime

from portal import clock
from portal.db import db
from portal.vouchers.models import Voucher
from portal.vouchers.state_models import VoucherEvent
from portal.vouchers.state_rules import RETURN_WORDS, VOID_WORDS, ReturnReason, Step, VoidReason, reason_words

REISSUED = "再発行のため無効"


def note_posted(voucher: Voucher, *, by: int) -> None:
    """Sent out, also once more: where it was before is over."""
    now = _note(voucher, Step.POSTED, by=by)
    voucher.posted_at, voucher.handed_over_at, voucher.returned_at, voucher.return_reason = now, None, None, None


def note_handed_over(voucher: Voucher, *, by: int) -> None:
    now = _note(voucher, Step.HANDED_OVER, by=by)
    voucher.handed_over_at, voucher.returned_at, voucher.return_reason = now, None, None


def note_returned(voucher: Voucher, reason: ReturnReason, note: str, *, by: int) -> None:
    voucher.returned_at = _note(voucher, Step.RETURNED, by=by, why=reason_words(RETURN_WORDS[reason], note))
    voucher.return_reason = reason


def note_return_cancelled(voucher: Voucher, *, by: int) -> None:
    """The envelope was another's: the number had been misread."""
    _note(voucher, Step.RETURN_CANCELLED, by=by)
    voucher.returned_at, voucher.return_reason = None, None


def void(voucher: Voucher, why: VoidReason, words: str, *, by: int, step: Step = Step.VOIDED) -> None:
    """Flushed at once: the index of live vouchers makes room for the next one."""
    voucher.voided_at = _note(voucher, step, by=by, why=words)
    voucher.void_why, voucher.void_reason, voucher.voided_by = why, words, by
    db.session().flush()


def take_back(voucher: Voucher, words: str, *, by: int) -> None:
    """The issue was wrong; the voucher that it replaced, if any, is free to be replaced again."""
    void(voucher, VoidReason.TAKEN_BACK, reason_words(VOID_WORDS[VoidReason.TAKEN_BACK], words), by=by, step=Step.TAKEN_BACK)
    voucher.replaces_id = None
    db.session().flush()


def revive(voucher: Voucher, *, by: int, instead_of: Voucher) -> None:
    """Void no longer, because the voucher in its place was taken back; where it was before, it is again."""
    _note(voucher, Step.REVIVED, by=by, about_id=instead_of.id)
    voucher.voided_at, voucher.void_reason, voucher.void_why, voucher.voided_by = None, "", None, None
    db.session().flush()


def _note(voucher: Voucher, step: Step, *, by: int, why: str = "", about_id: int | None = None) -> datetime:
    now = clock.now()
    db.session().add(VoucherEvent(voucher_id=voucher.id, step=step, at=now, by=by, why=why, about_id=about_id))
    return now
