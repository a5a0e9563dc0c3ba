"""返戻: what a scanned envelope's number leads to. Pure; the answer is the sentence the screen shows."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from portal.text.check_digits import looks_like_individual_number
from portal.vouchers.codes import read_ocr_line
from portal.vouchers.state_rules import VoucherState


class Outcome(StrEnum):
    """What became of one scan; all but the first want a second look and are kept in a list."""

    RETURNED = "returned"
    ALREADY = "already"
    NOT_POSTED = "not_posted"
    VOID = "void"
    USED = "used"
    SEVERAL = "several"
    UNKNOWN = "unknown"
    OTHER_CITY = "other_city"
    UNREADABLE = "unreadable"
    CANCELLED = "cancelled"


OUTCOME_WORDS = {
    Outcome.RETURNED: "返戻にした",
    Outcome.ALREADY: "返戻済",
    Outcome.NOT_POSTED: "郵送の記録なし",
    Outcome.VOID: "無効の券",
    Outcome.USED: "使用済の券",
    Outcome.SEVERAL: "1枚に決まらない",
    Outcome.UNKNOWN: "番号なし",
    Outcome.OTHER_CITY: "ほかの市町村",
    Outcome.UNREADABLE: "読めない番号",
    Outcome.CANCELLED: "取り消した",
}
OUTCOME_MARKS = {
    Outcome.RETURNED: "ok",
    Outcome.ALREADY: "wait",
    Outcome.NOT_POSTED: "care",
    Outcome.VOID: "void",
    Outcome.USED: "care",
    Outcome.SEVERAL: "care",
    Outcome.UNKNOWN: "late",
    Outcome.OTHER_CITY: "late",
    Outcome.UNREADABLE: "late",
    Outcome.CANCELLED: "done",
}
WHAT_TO_DO = {
    Outcome.RETURNED: "封筒の氏名が、下の氏名と同じかを確かめてから、次の封筒を読み取ってください。違うときは取り消します。",
    Outcome.ALREADY: "この券は、もう返戻として記録しています。2度目の読み取りです。何も変えていません。",
    Outcome.NOT_POSTED: "郵送の記録がない券です(窓口で渡したか、記録を忘れたか)。封筒の氏名を確かめ、別に置いてください。",
    Outcome.VOID: "この券はもう無効です。新しい券が出ていないかを住民の画面で確かめ、封筒は裁断してください。",
    Outcome.USED: "この券の接種は記録されています。番号の読み違いか、接種記録の誤りです。封筒の氏名を確かめ、別に置いてください。",
    Outcome.SEVERAL: "この番号で郵送した券が2枚以上あります。18桁(二次元コード)を読み取ってください。",
    Outcome.UNKNOWN: "この番号の券はありません。読み違い(5と3、3と8、1と4)がないかを確かめ、もう一度読み取ってください。",
    Outcome.OTHER_CITY: "ほかの市町村が発行した券です。別に置いてください。",
    Outcome.UNREADABLE: "券番号(10桁か18桁)として読めません。もう一度読み取ってください。",
    Outcome.CANCELLED: "返戻の記録を取り消しました。券は郵送済に戻っています。",
}
BETWEEN_FIGURES = re.compile(r"[\s\-‐−―ー]")


@dataclass(frozen=True)
class Scan:
    """What a scanner or a hand typed: a voucher's ten digits, narrowed by the two in front when all 18 were read."""

    kept: str
    number: str = ""
    kind_digit: str = ""
    dose_digit: str = ""
    fault: Outcome | None = None


@dataclass(frozen=True)
class Held:
    """A voucher to which the number leads."""

    id: int
    kind_code: str
    dose_number: int
    state: VoucherState


def read_scan(typed: str, municipality_code: str) -> Scan:
    """What may be a 個人番号 is not kept, nor anything else that is no voucher's number (R3-6)."""
    text = unicodedata.normalize("NFKC", typed).strip()
    digits = BETWEEN_FIGURES.sub("", text.strip("ABCDabcd"))
    if not (digits.isascii() and digits.isdigit()) or looks_like_individual_number(text):
        return Scan("", fault=Outcome.UNREADABLE)
    if len(digits) == 10:
        return Scan(digits, number=digits)
    line = read_ocr_line(digits)
    if line is None:
        return Scan("", fault=Outcome.UNREADABLE)
    if line.municipality_code != municipality_code:
        return Scan(digits, fault=Outcome.OTHER_CITY)
    return Scan(digits, line.voucher_number, line.kind_digit, digits[1])


def which(held: Collection[Held], *, kind_digit: str = "", dose_number: int | None = None) -> tuple[Outcome, Held | None]:
    """The one voucher that was in the envelope, and what follows. A person's fixed number leads to several: one in the post is meant."""
    meant = [one for one in held if (not kind_digit or one.kind_code in ("", kind_digit)) and dose_number in (None, one.dose_number)]
    if not meant:
        return Outcome.UNKNOWN, None
    in_post = [one for one in meant if one.state is VoucherState.POSTED]
    if len(in_post) == 1:
        return Outcome.RETURNED, in_post[0]
    if len(in_post) > 1:
        return Outcome.SEVERAL, None
    order = (
        VoucherState.RETURNED,
        VoucherState.USED,
        VoucherState.ISSUED,
        VoucherState.PRINTED,
        VoucherState.HANDED_OVER,
        VoucherState.VOID,
    )
    one = min(meant, key=lambda each: order.index(each.state))
    outcomes = {VoucherState.RETURNED: Outcome.ALREADY, VoucherState.USED: Outcome.USED, VoucherState.VOID: Outcome.VOID}
    return outcomes.get(one.state, Outcome.NOT_POSTED), one
