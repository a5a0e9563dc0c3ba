"""What a merge may do and what it asks first; when it may be undone. Pure; reasons are the screen's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.residents.rules import CATEGORY_WORDS, Category

REASON_MOST = 200
CHIEF_ALONE = "支援措置の方の記録です。統合と、その取り消しは所属長が行います。所属長に引き継いでください。"
SAME_RECORD = "同じ記録です。別の宛名番号を入れてください。"
MEANWHILE = "この画面を開いたあとに、どちらかの記録が変わりました。何も変えていません。開き直した内容を確かめて、もう一度送ってください。"
ALREADY_UNDONE = "この統合は、もう解かれています。"
KEPT_IS_MERGED = "残した記録が、そのあと別の記録に統合されています。先にそちらの統合を解いてください。"
LATER_TOUCHED = "このあとの統合で、この統合で移した記録の扱いも決めています。先に新しい統合から解いてください。"
RULED_APART = "この2つの記録は「別の方」とされています。同じ方とわかったときは、先に「別の方」を取り消してください。"
CHOOSE = "どちらの記録を使うか選んでください。"


class Side(StrEnum):
    """Which of the two columns."""

    FIRST = "first"
    SECOND = "second"


SIDE_WORDS = {Side.FIRST: "左の記録", Side.SECOND: "右の記録"}


@dataclass(frozen=True)
class Clash:
    """Two rows of which only one may stand: doses of one number, or live vouchers for one dose. `is_same`: nothing to choose."""

    name: str
    words: str
    first: str
    second: str
    is_same: bool = False


@dataclass(frozen=True)
class Subject:
    """What the cautions ask about one of the two."""

    resident_number: str
    category: Category
    hidden: bool
    mailings: int


def why_not_merge(*, hidden: bool, may_open_protected: bool, ruled_apart: bool) -> str | None:
    if hidden and not may_open_protected:
        return CHIEF_ALONE
    return RULED_APART if ruled_apart else None


def why_not_unmerge(*, undone: bool, kept_is_current: bool, later_touched: bool, hidden: bool, may_open_protected: bool) -> str | None:
    """`later_touched`: a later merge that still stands decided about rows of this one."""
    if undone:
        return ALREADY_UNDONE
    if not kept_is_current:
        return KEPT_IS_MERGED
    if later_touched:
        return LATER_TOUCHED
    return CHIEF_ALONE if hidden and not may_open_protected else None


def side_to_keep(first: Subject, second: Subject) -> Side | None:
    """A record of the register before one made at the counter; between two of a kind the clerk decides."""
    unregistered = [subject.category is Category.NOT_REGISTERED for subject in (first, second)]
    if unregistered == [True, False]:
        return Side.SECOND
    return Side.FIRST if unregistered == [False, True] else None


def cautions(first: Subject, second: Subject, vouchers: int) -> list[str]:
    """What the clerk must know before the button. `vouchers`: live ones of which only one may stay."""
    words = []
    if Category.NOT_REGISTERED not in (first.category, second.category):
        words.append(
            "どちらも住民登録ファイルの番号です。宛名システムでも統合されているか確かめてください。"
            "統合して消える番号の内容が次のファイルで変わると、その行は誤りになります。"
        )
    for subject in (first, second):
        if subject.category in (Category.DEAD, Category.MOVED_OUT):
            words.append(
                f"宛名番号{subject.resident_number}は「{CATEGORY_WORDS[subject.category]}」です。残す記録を選ぶときに確かめてください。"
            )
    if vouchers:
        words.append("有効な接種券が2枚出ています。使わない券は無効にします。ご本人の手もとの券を回収してください。")
    if first.mailings and second.mailings:
        words.append("送付先が両方にあります。統合のあと、住民の画面で1つにしてください。")
    if first.hidden != second.hidden:
        words.append("一方が支援措置の方です。統合した記録も支援措置として、住所・世帯・電話を隠します。")
    return words


def moved_words(counts: Sequence[tuple[str, int]]) -> str:
    """接種記録 2件・接種券 1件; なし when nothing moves."""
    return "・".join(f"{word} {count}件" for word, count in counts if count) or "なし"
