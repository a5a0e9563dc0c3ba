"""Who signs, in which order, and why somebody may not (M-3). Pure; a refusal is the sentence the screen shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from portal.accounts.chief_rules import SignsAs
from portal.media.rules import DECISION_WORDS, STATE_WORDS, Decision, State, Step
from portal.text.wareki import format_datetime

NOBODY_ABOVE = "所属長本人の申請は上位の所属長が承認しますが、上位の課が登録されていません。システム管理者に登録を頼んでください。"
OWN = "自分の申請は承認できません。ほかの所属長か代決者が承認します。"
NOT_SIGNED_BY_YOU = "この申請は{section}の所属長が承認します。あなたはその所属長でも、期間中の代決者でもありません。"
EXPIRED = "返却予定({until})を過ぎたため、承認できません。差し戻して、日時を改めてもらってください。"
WORDS_NEEDED = {
    Decision.SEND_BACK: "差し戻す理由を入れてください。申請した方の画面に表示されます。",
    Decision.REFUSE: "承認しない理由を入れてください。管理簿に残ります。",
}


@dataclass(frozen=True)
class Asked:
    """What waits for a signature. `decided_words`: who decided what meanwhile, for the one who comes second."""

    state: State
    requester_id: int
    waits_for: int | None
    section_words: str
    ends_at: datetime
    decided_words: str = ""


@dataclass(frozen=True)
class Signer:
    """Who would sign, and for which sections they may today (accounts.chief_queries.sections_signed_by)."""

    id: int
    sections: Mapping[int, SignsAs]


def route_of(section_id: int, holder_id: int, *, asks_as_chief: bool, above_id: int | None) -> tuple[tuple[Step, int], ...]:
    """The signatures that a request needs, in order: (step, section). Empty when a chief asks and nobody stands above.

    The chief of the section that holds the data always signs; the requester's own chief before, when it is another section; for a
    chief's own request the chief of the section above signs in the own chief's place. Where the section above holds the data, its
    chief signs once.
    """
    first = above_id if asks_as_chief else section_id
    if first is None:
        return ()
    return route_left(section_id, holder_id, first)


def route_left(section_id: int, holder_id: int, waits_for: int) -> tuple[tuple[Step, int], ...]:
    """The signatures that are still to come while a line waits for this section, in order.

    Told from the line alone: who was whose chief when it was asked may have changed since, and the round keeps its route.
    """
    if waits_for == holder_id:
        return ((Step.HOLDER, holder_id),)
    own = (Step.OWN_CHIEF if waits_for == section_id else Step.ABOVE, waits_for)
    return (own,) if section_id == holder_id else (own, (Step.HOLDER, holder_id))


def next_step(route: tuple[tuple[Step, int], ...], signed: int) -> tuple[Step, int] | None:
    """Whose signature comes after so many; None when none is left."""
    return route[signed] if signed < len(route) else None


def why_not_sign(asked: Asked, signer: Signer, decision: Decision, now: datetime) -> str | None:
    """Two who press together: the second reads what the first decided. A late request can be sent back or refused, not approved."""
    if asked.state is not State.ASKED:
        return f"この申請は、もう{STATE_WORDS[asked.state]}です。{asked.decided_words}".strip()
    if signer.id == asked.requester_id:
        return OWN
    if asked.waits_for not in signer.sections:
        return NOT_SIGNED_BY_YOU.format(section=asked.section_words)
    if decision is Decision.APPROVE and asked.ends_at < now:
        return EXPIRED.format(until=format_datetime(asked.ends_at))
    return None


def why_not_words(decision: Decision, words: str) -> str | None:
    """A reason is needed for everything but an approval, which may have conditions."""
    return WORDS_NEEDED.get(decision) if not words.strip() else None


def why_not_review(*, signed_by: int, requester_id: int, signed_as: SignsAs, is_reviewed: bool, reader: int) -> str | None:
    """後閲: the chief looks at what was decided in their place."""
    if signed_as is not SignsAs.DEPUTY:
        return "所属長本人の決定です。後閲は要りません。"
    if is_reviewed:
        return "この代決は、もう後閲が済んでいます。"
    if reader == signed_by:
        return "自分がした代決は、自分で後閲できません。所属長が後閲します。"
    if reader == requester_id:
        return "自分の申請の代決は、自分で後閲できません。上位の所属長か、ほかの所属長が後閲します。"
    return None


def decided_words(decision: Decision, who: str, at: datetime) -> str:
    return f"{who}さんが{format_datetime(at)}に{DECISION_WORDS[decision]}しました。"
