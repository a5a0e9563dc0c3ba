"""起案: what may be drafted when, and what a draft must say (D-2). Pure.

Every refusal is the sentence the screen shows.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from portal.disclosures.clock_rules import MOST_DAYS, Deadline, why_not_extend, why_not_tell_special
from portal.disclosures.decision_rules import (
    DECIDING_OF,
    DECISION_WORDS,
    DECISIONS_OF,
    DRAFT_WORDS,
    Decision,
    DecisionClass,
    DoingWay,
    DraftKind,
    DraftState,
    Exemption,
)
from portal.disclosures.rules import STATE_WORDS, CaseKind, CaseState, ItemState
from portal.disclosures.state_rules import ENDED

EXTENDING = (DraftKind.EXTENSION, DraftKind.SPECIAL)
# A draft that is neither dropped nor handed back still leads somewhere.
LIVE = (DraftState.WAITING, DraftState.SENT_BACK, DraftState.DECIDED, DraftState.NOTIFIED)
# Decisions that name the number of 78条1項 on which they stand.
EXEMPTED = (Decision.PARTIAL, Decision.REFUSED)
NO_SUSPENSION = "情報提供等記録の利用停止は請求できません(番号法31条)。利用停止の起案はできません。"
NOT_MENDED = "補正を待っている間は、期限が進みません。補正された後に、期限の延長を起案してください。"
ONE_EXTENSION = "期限の延長(特例を含む)は1回だけです。もう起案されています。"
NO_OPEN_ITEM = "決めていない文書がありません。"
ONE_REASON = (
    "不開示・存否応答拒否・不存在は、理由が違うので、1通に混ぜられません。それぞれ別に起案してください。"
    "この起案に入れる文書だけを選び、ほかは「この起案に入れない」にします。"
)
NOTHING_TO_MEND = "求める補正がありません。先に足りないものを記録してください。"


@dataclass(frozen=True)
class CaseAtHand:
    """A case as a draft meets it. `basic`: its first period; `most_days`: how far it may be extended; `drafts`: those it has."""

    kind: CaseKind
    state: CaseState
    basic: Deadline
    today: date
    items: Collection[ItemState] = ()
    drafts: Collection[tuple[DraftKind, DraftState]] = ()
    is_provision_record: bool = False
    waits_for_mending: bool = False
    has_gap: bool = False
    most_days: int = MOST_DAYS


@dataclass(frozen=True)
class Drafted:
    """What a draft says. `decisions`: by public id of the document; `mending`: public id of the 補正 that is demanded."""

    kind: DraftKind
    decision_class: DecisionClass = DecisionClass.SECTION_CHIEF
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    reason: str = ""
    purpose: str = ""
    exemptions: tuple[Exemption, ...] = ()
    partly: str = ""
    days: int | None = None
    rest_until: date | None = None
    ways: str = ""
    places: str = ""
    postage: str = ""
    mending: str = ""


def only_what_is_asked(said: Drafted) -> Drafted:
    """Without what these decisions and ways do not ask for: typed before another was chosen, and no longer on the screen."""
    decided, ways = set(said.decisions.values()), set(said.ways.split(","))
    if said.kind in DECISIONS_OF and not decided & {*EXEMPTED, Decision.HIDDEN}:
        said = replace(said, exemptions=())
    if said.kind is not DraftKind.GRANT:
        return said
    return replace(
        said,
        partly=said.partly if Decision.PARTIAL in decided else "",
        places=said.places if ways - {DoingWay.POSTED_COPY.value} else "",
        postage=said.postage if DoingWay.POSTED_COPY.value in ways else "",
    )


def why_not_draft(case: CaseAtHand, kind: DraftKind) -> str | None:
    """Before anything is typed: whether such a draft may be begun. 番号法31条: no 利用停止 of 情報提供等記録."""
    if case.state in ENDED:
        return f"この請求は{STATE_WORDS[case.state]}です。起案はできません。"
    if case.kind is CaseKind.SUSPENSION and case.is_provision_record:
        return NO_SUSPENSION
    if kind is DraftKind.MENDING:
        return None if case.has_gap else NOTHING_TO_MEND
    if kind in EXTENDING:
        return _why_not_longer(case, kind)
    if kind not in DECIDING_OF[case.kind]:
        return f"{DRAFT_WORDS[kind]}は、この種類の請求では起案できません。"
    return None if ItemState.OPEN in case.items else NO_OPEN_ITEM


def why_not_write(case: CaseAtHand, said: Drafted, states: Mapping[str, ItemState]) -> str | None:
    """`states`: of every document of the case, by public id. Each document stands in one draft at a time."""
    if reason := why_not_draft(case, said.kind):
        return reason
    if missing := what_is_missing(said, basic=case.basic, most=case.most_days):
        return next(iter(missing.values()))
    if any(states.get(item) is not ItemState.OPEN for item in said.decisions):
        return "選んだ文書の中に、もう起案されたか決定されたものがあります。画面を開き直してください。"
    return None


def what_is_missing(said: Drafted, *, basic: Deadline, most: int) -> dict[str, str]:
    """By field, what still has to be said (法82条, 行政手続法8条: the reason of what is not granted); empty when nothing."""
    missing = _about_items(said) if said.kind in DECISIONS_OF else {}
    decided = set(said.decisions.values())
    if said.kind is DraftKind.GRANT:
        missing |= _about_giving(said)
    if decided & set(EXEMPTED) and not said.exemptions:
        missing["exemptions"] = "不開示とする根拠(法78条1項の号)を選んでください。"
    if Decision.PARTIAL in decided and not said.partly.strip():
        missing["partly"] = "開示しない部分を入れてください。例: 3頁の第三者の氏名"
    # What is given whole needs no reason; before any document is chosen nothing is known of it.
    if (decided - {Decision.FULL} or said.kind not in DECISIONS_OF) and not said.reason.strip():
        missing["reason"] = "理由を入れてください。通知書に記載します。"
    if said.kind is DraftKind.EXTENSION and not (said.days and 1 <= said.days <= most):
        missing["days"] = f"延長する日数を1から{most}までで入れてください。"
    if said.kind is DraftKind.SPECIAL and (said.rest_until is None or (basic.day is not None and said.rest_until <= basic.day)):
        missing["rest_until"] = "残りを決定する期限を、はじめの期限より後の日で入れてください。"
    if said.kind is DraftKind.MENDING and not said.mending:
        missing["mending"] = "求める補正を選んでください。"
    return missing


def _about_giving(said: Drafted) -> dict[str, str]:
    """What 82条1項 and its 政令 want on the notice of a grant."""
    ways = {DoingWay(each) for each in said.ways.split(",") if each}
    asked = (
        ("purpose", not said.purpose.strip(), "利用目的を入れてください。開示決定通知書に記載します(法82条1項)。"),
        ("ways", not ways, "求めることができる実施方法を選んでください。"),
        ("places", bool(ways - {DoingWay.POSTED_COPY}) and not said.places.strip(), "開示できる日・時間・場所を入れてください。"),
        ("postage", DoingWay.POSTED_COPY in ways and not said.postage.strip(), "写しを送るときの準備日数と費用を入れてください。"),
    )
    return {name: sentence for name, is_missing, sentence in asked if is_missing}


def _about_items(said: Drafted) -> dict[str, str]:
    if not said.decisions:
        return {"items": "決定する文書を選んでください。"}
    if wrong := [each for each in said.decisions.values() if each not in DECISIONS_OF[said.kind]]:
        words = "・".join(DECISION_WORDS[each] for each in DECISIONS_OF[said.kind])
        return {"items": f"{DRAFT_WORDS[said.kind]}で決められるのは{words}です。{DECISION_WORDS[wrong[0]]}は別に起案してください。"}
    # A refusal stands on one ground and one reason; beside 81条 any other sentence would say whether there is something.
    return {"items": ONE_REASON} if said.kind is DraftKind.REFUSAL and len(set(said.decisions.values())) > 1 else {}


def _why_not_longer(case: CaseAtHand, kind: DraftKind) -> str | None:
    if any(drafted in EXTENDING and state in LIVE for drafted, state in case.drafts):
        return ONE_EXTENSION
    if case.waits_for_mending:
        return NOT_MENDED
    if not any(item in (ItemState.OPEN, ItemState.DRAFTED) for item in case.items):
        return "決定していない文書がありません。期限を延ばす要はありません。"
    if kind is DraftKind.EXTENSION:
        return why_not_extend(case.today, case.basic, 1, most=case.most_days)
    return why_not_tell_special(case.today, case.basic)
