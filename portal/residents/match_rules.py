"""When a row of a register file may be somebody whom the register has already, and what may be decided about it. Pure (S1-1, S2-1)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from portal.text.wareki import UNKNOWN


class MatchReason(StrEnum):
    """Why a person must look before the row is taken over."""

    SAME_INTEGRATED = "same_integrated"
    SAME_NAME = "same_name"
    SAME_KANA = "same_kana"
    STRANGER = "stranger"


class Decision(StrEnum):
    SAME = "same"
    OTHER = "other"


REASON_WORDS: dict[MatchReason, str] = {
    MatchReason.SAME_INTEGRATED: "宛名番号は初めてのものですが、団体内統合宛名番号が同じ方がいます",
    MatchReason.SAME_NAME: "宛名番号は初めてのものですが、氏名と生年月日が同じ方がいます",
    MatchReason.SAME_KANA: "宛名番号は初めてのものですが、カナと生年月日が同じ方がいます",
    MatchReason.STRANGER: "宛名番号は同じですが、氏名も生年月日も違います",
}
DECISION_WORDS: dict[Decision, str] = {Decision.SAME: "同じ方", Decision.OTHER: "別の方"}

Record = Mapping[str, Any]


def alike(row: Record, known: Record) -> MatchReason | None:
    """Why the row of an unknown 宛名番号 may be `known`; both by field of Resident, with name_key and kana_key. The surest reason first.

    Two unknown births are not the same birth: of namesakes nothing more is known then.
    """
    if row["integrated_number"] and row["integrated_number"] == known["integrated_number"]:
        return MatchReason.SAME_INTEGRATED
    if row["birth"] != known["birth"] or row["birth"] == UNKNOWN:
        return None
    if row["name_key"] == known["name_key"]:
        return MatchReason.SAME_NAME
    return MatchReason.SAME_KANA if row["kana_key"] and row["kana_key"] == known["kana_key"] else None


def is_stranger(row: Record, known: Record) -> bool:
    """Whether a row of a known 宛名番号 speaks of somebody else: neither the name, nor the kana, nor the birth is the same."""
    same_kana = bool(row["kana_key"]) and row["kana_key"] == known["kana_key"]
    return row["birth"] != known["birth"] and row["name_key"] != known["name_key"] and not same_kana


def why_not_decide(reason: MatchReason, decision: Decision, *, decided: Decision | None, counts: bool, at_work: bool) -> str | None:
    """`decided`: what was decided before; `counts`: the file is to be applied or is; `at_work`: it is being applied just now."""
    if decided is not None:
        return f"この行は、もう「{DECISION_WORDS[decided]}」と決まっています。"
    if at_work:
        return "このファイルを取込中です。終わってから決めてください。"
    if not counts:
        return "このファイルは取り込まれていません。決めることはありません。"
    if reason is MatchReason.SAME_INTEGRATED and decision is Decision.OTHER:
        return "団体内統合宛名番号が同じ方を、別の方として載せることはできません。宛名システムで番号を確かめてください。"
    return None


def what_follows(reason: MatchReason, decision: Decision, *, applied: bool) -> str:
    """What becomes of the row; `applied`: the rest of the file has been taken over already."""
    when = "すぐに" if applied else "反映のときに"
    if decision is Decision.SAME:
        return f"{when}この方の記録を、ファイルの内容に改めます。前の値は履歴に残します。"
    if reason is MatchReason.STRANGER:
        return "この行は反映しません。いまの方の記録を残します。宛名番号の付け間違いを、住民登録の担当に伝えてください。"
    return f"{when}新しい方として記録に載せます。いまいる方の記録は変えません。"
