"""Whether a medium may be chosen, lent, renewed or disposed of, and where it stands (M-1, M-5). Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from portal.media.rules import CONDITION_WORDS, Condition, Kind, Standing
from portal.text.wareki import format_date


@dataclass(frozen=True)
class MediumFacts:
    """A medium with what follows from its lines. `out_with`, `unwiped`: the line that has it, whose copy is on it."""

    shown: str
    condition: Condition
    section_id: int
    permitted_from: date
    permitted_until: date
    systems: frozenset[int] = frozenset()
    out_with: str = ""
    out_as: Kind | None = None
    unwiped: str = ""


def standing_of(medium: MediumFacts) -> Standing:
    """A lost or broken one first; then out, then waiting for erasure."""
    if medium.condition is not Condition.USABLE:
        return Standing(medium.condition.value)
    if medium.out_with:
        return Standing.OUT if medium.out_as is Kind.TAKE_OUT else Standing.LENT
    return Standing.TO_ERASE if medium.unwiped else Standing.FREE


def why_not_choose(medium: MediumFacts, *, section_id: int, first: date, last: date, systems: Collection[int]) -> str | None:
    """Whether a request may name this medium for those days and between those systems. One that is out just now may be asked for."""
    if medium.section_id != section_id:
        return f"{medium.shown}は別の課の媒体です。自分の課の媒体台帳にある媒体を選んでください。"
    if medium.condition is not Condition.USABLE:
        return f"{medium.shown}は{CONDITION_WORDS[medium.condition]}のため使えません。ほかの媒体を選んでください。"
    if first < medium.permitted_from or last > medium.permitted_until:
        period = f"{format_date(medium.permitted_from)}から{format_date(medium.permitted_until)}まで"
        return f"{medium.shown}の許可期間は{period}です。期間の中の日時にするか、媒体管理者に更新を頼んでください。"
    if medium.systems and not medium.systems.issuperset(systems):
        return f"{medium.shown}は、このシステムとの受渡しに許可されていません。許可システムを媒体台帳で確かめてください。"
    return None


def why_not_lend(medium: MediumFacts, today: date) -> str | None:
    """At the moment of handing out: in the cabinet, wiped, and permitted today."""
    if medium.condition is not Condition.USABLE:
        return f"{medium.shown}は{CONDITION_WORDS[medium.condition]}のため渡せません。"
    if medium.out_with:
        return f"{medium.shown}は{medium.out_with}で出ています。返却を受け取ってから渡してください。"
    if medium.unwiped:
        return f"{medium.shown}には{medium.unwiped}の情報が残っています。消去と確認を記録してから渡してください。"
    if not medium.permitted_from <= today <= medium.permitted_until:
        return f"{medium.shown}の許可期間({format_date(medium.permitted_until)}まで)の外です。更新が承認されてから渡してください。"
    return None
