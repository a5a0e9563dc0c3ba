"""Who signs, in which order, and why somebody may not (M-3). Pure; a refusal is the sentence the screen shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from portal.accounts.chief_rules import SignsAs
from portal.media.rules import STATE_WORDS, STEP_WORDS, Decision, State, Step
from portal.text.wareki import format_datetime

NOBODY_ABOVE = "所属長本人の申請は上位の所属長が承認しますが、上位の課が登録されていません。システム管理者に登録を頼んでください。"
OWN = "自分の申請は承認できません。ほかの所属長か代決者が承認します。"
NOT_SIGNED_BY_YOU = "この申請は{section}の所属長が承認します。あなたはその所属長でも、期間中の代決者でもありません。"
WRITTEN_ANEW = "画面を開いた後で、この申請は書き直されました。新しい内容を確かめてから決めてください。"
NOT_REVIEWED_BY_YOU = "{section}の代決は、{section}の所属長が後閲します。"
OWN_EXTENSION = "自分が申し出た延長は認められません。ほかの所属長か代決者が決めます。"
WHY_NO_EXTENSION = "認めない理由を入れてください。申し出た方の画面に表示されます。"
EXPIRED = "返却予定({until})を過ぎたため、承認できません。差し戻して、日時を改めてもらってください。"
DECIDED_WORDS = {
    Decision.APPROVE: "承認しました",
    Decision.SEND_BACK: "差し戻しました",
    Decision.REFUSE: "承認しないと決めました",
}
WORDS_NEEDED = {
    Decision.SEND_BACK: "差し戻す理由を入れてください。申請した方の画面に表示されます。",
    Decision.REFUSE: "承認しない理由を入れてください。管理簿に残ります。",
}


@dataclass(frozen=True)
class Asked:
    """What waits for a signature. `decided_words`: who decided what in this round, for the one who comes second.

    `round` counts how often it was asked, `seen` is the round that the person who signs had on the screen.
    """

    state: State
    requester_id: int
    waits_for: int | None
    section_words: str
    ends_at: datetime
    decided_words: str = ""
    round: int = 1
    seen: int = 1


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


def why_not_sign(asked: Asked, signer: Signer, decision: Decision, now: datetime) -> str | None:
    """Two who press together: the second reads what the first decided. A late request can be sent back or refused, not approved."""
    if asked.state is not State.ASKED:
        return f"この申請は、もう{STATE_WORDS[asked.state]}です。{asked.decided_words}".strip()
    if signer.id == asked.requester_id:
        return OWN
    if asked.waits_for not in signer.sections:
        return f"{NOT_SIGNED_BY_YOU.format(section=asked.section_words)}{asked.decided_words}"
    if asked.seen != asked.round:
        return WRITTEN_ANEW
    if decision is Decision.APPROVE and asked.ends_at < now:
        return EXPIRED.format(until=format_datetime(asked.ends_at))
    return None


def why_not_words(decision: Decision, words: str) -> str | None:
    """A reason is needed for everything but an approval, which may have conditions."""
    return WORDS_NEEDED.get(decision) if not words.strip() else None


@dataclass(frozen=True)
class Deputised:
    """A decision as 後閲 asks about it."""

    section_id: int
    section_words: str
    requester_id: int
    signed_by: int
    signed_as: SignsAs
    is_reviewed: bool


def why_not_review(signed: Deputised, reader: Signer) -> str | None:
    """後閲: the chief looks at what was decided in their place."""
    if signed.signed_as is not SignsAs.DEPUTY:
        return "所属長本人の決定です。後閲は要りません。"
    if signed.is_reviewed:
        return "この代決は、もう後閲が済んでいます。"
    if reader.id == signed.signed_by:
        return "自分がした代決は、自分で後閲できません。所属長が後閲します。"
    if reader.id == signed.requester_id:
        return "自分の申請の代決は、自分で後閲できません。上位の所属長か、ほかの所属長が後閲します。"
    if reader.sections.get(signed.section_id) is not SignsAs.CHIEF:
        return NOT_REVIEWED_BY_YOU.format(section=signed.section_words)
    return None


@dataclass(frozen=True)
class MoreTime:
    """A request for more time. `due_at`: the return that was agreed, None when nothing is out; `decided_words`: as in Asked."""

    shown: str
    asked_by: int
    section_id: int
    section_words: str
    until: datetime
    due_at: datetime | None
    decided_words: str = ""


def why_not_decide_time(asked: MoreTime, signer: Signer, *, grants: bool, now: datetime) -> str | None:
    """By the chief or a deputy of the line's section, never by who asked, and only while the thing is out; time that is over is refused."""
    if asked.decided_words:
        return f"この延長は、もう決まっています。{asked.decided_words}"
    if signer.id == asked.asked_by:
        return OWN_EXTENSION
    if asked.section_id not in signer.sections:
        return NOT_SIGNED_BY_YOU.format(section=asked.section_words)
    if asked.due_at is None:
        return f"{asked.shown}は、もう戻っています。延長の申請は不要になりました。"
    if grants and asked.until <= now:
        return f"申し出の日時({format_datetime(asked.until)})を過ぎています。「認めない」とし、新しい日時で申し出てもらってください。"
    return None


def why_not_time_words(words: str, *, grants: bool) -> str | None:
    return None if grants or words.strip() else WHY_NO_EXTENSION


def decided_words(decision: Decision, who: str, at: datetime) -> str:
    return f"{who}さんが{format_datetime(at)}に{DECIDED_WORDS[decision]}。"


def time_words(who: str, at: datetime, *, granted: bool) -> str:
    return f"{who}さんが{format_datetime(at)}に{'認めました' if granted else '認めませんでした'}。"


def signed_words(step: Step, signed_as: SignsAs, words: str, decision: Decision) -> str:
    """For the line's story: in whose name, 「代」 for a deputy, and what was written."""
    mark = "(代)" if signed_as is SignsAs.DEPUTY else ""
    name = {Decision.APPROVE: "条件"}.get(decision, "理由")
    return f"{STEP_WORDS[step]}{mark}" + (f" {name}: {words}" if words else "")


def time_told(until: str, signed_as: SignsAs, words: str, *, granted: bool) -> str:
    """As signed_words, of more time."""
    mark = "(代)" if signed_as is SignsAs.DEPUTY else ""
    return f"{until}まで{mark}" + (f" {'条件' if granted else '理由'}: {words}" if words else "")
