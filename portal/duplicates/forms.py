"""What is asked before two records become one, stay two, or are taken apart again. Never a 個人番号."""

from wtforms import RadioField, StringField

from portal.duplicates.merge_rules import REASON_MOST, Side
from portal.web.fields import Form, at_most, needed, offered, plain_text


def tidied(text: str | None) -> str:
    return " ".join((text or "").split())


def _reason(label: str, what: str) -> StringField:
    return StringField(label, [needed(what), at_most(REASON_MOST), plain_text], filters=[tidied])


def _number(label: str) -> StringField:
    return StringField(label, [needed(f"{label}を入れてください。"), at_most(20), plain_text], filters=[tidied])


class MergeForm(Form):
    """The choices of clashing rows come beside these, by the name of each clash."""

    keep = RadioField(
        "残す記録",
        [needed("残す記録を選んでください。")],
        choices=offered([(Side.FIRST, "左の記録を残す"), (Side.SECOND, "右の記録を残す")]),
    )
    reason = _reason("同じ方とした理由", "同じ方とした理由を入れてください。例: 本人に確かめた、宛名システムで統合済み。")


class ApartForm(Form):
    apart_reason = _reason("別の方とした理由", "別の方とした理由を入れてください。例: 同姓同名の別の方と本人に確かめた。")


class WithdrawForm(Form):
    withdraw_reason = _reason("取り消す理由", "「別の方」を取り消す理由を入れてください。")


class UndoForm(Form):
    undo_reason = _reason("統合を解く理由", "統合を解く理由を入れてください。例: 別の方とわかった。")


class NumbersForm(Form):
    """Two records that nobody has put beside one another yet."""

    first_number = _number("宛名番号")
    second_number = _number("もう一方の宛名番号")
