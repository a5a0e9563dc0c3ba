"""合議, 決裁, 差戻し: who signs a 起案, in which order, never the drafter (D-2, M-3). Pure; a refusal is the sentence the screen shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.accounts.chief_rules import SignsAs
from portal.disclosures.clock_rules import why_not_extend, why_not_tell_special
from portal.disclosures.decision_rules import DRAFT_STATE_WORDS, DecisionClass, DraftKind, DraftState
from portal.disclosures.draft_rules import EXTENDING, NO_SUSPENSION, NOT_MENDED, CaseAtHand
from portal.disclosures.rules import STATE_WORDS, CaseKind, CaseState
from portal.disclosures.state_rules import ENDED

NOBODY_ABOVE = "部長専決・市長決裁は上位の所属が決裁を記録しますが、上位の所属が登録されていません。システム管理者に登録を頼んでください。"
OWN_DRAFT = "自分が起案したものには、合議も決裁もできません。ほかの所属長か代決者がします。"
NOT_YET_CONCURRED = "{section}の合議がまだです。合議の後に決裁します。"
CHANGED_SINCE = "画面を開いた後で、この起案は改められました。新しい内容を確かめてから決めてください。"
WORDS_NEEDED = "差し戻す理由を入れてください。起案した方の画面に表示されます。"
NOT_REWRITTEN = "この起案は{state}です。書き直せるのは、差し戻されたものだけです。"


class Answer(StrEnum):
    """What a signer does with a draft."""

    CONCUR = "concur"
    DECIDE = "decide"
    SEND_BACK = "send_back"


ANSWER_WORDS = {Answer.CONCUR: "合議", Answer.DECIDE: "決裁", Answer.SEND_BACK: "差戻し"}


@dataclass(frozen=True)
class DraftFacts:
    """A draft as its signers meet it. `section_id` decides, `concurring_id` is asked before (None: nobody)."""

    kind: DraftKind
    state: DraftState
    drafted_by: int
    section_id: int
    section_words: str
    concurring_id: int | None = None
    concurring_words: str = ""
    is_concurred: bool = False
    version: int = 1
    seen: int = 1
    days: int | None = None


@dataclass(frozen=True)
class Signer:
    """Who would sign, and for which sections they may today (accounts.chief_queries.sections_signed_by)."""

    id: int
    sections: Mapping[int, SignsAs]


def concurs(kind: DraftKind) -> bool:
    """Every decision and every longer period; the demand of a 補正 is the section's own."""
    return kind is not DraftKind.MENDING


def why_not_concur(draft: DraftFacts, signer: Signer) -> str | None:
    """合議 of 総務課, before the 決裁."""
    if reason := _why_not_sign(draft, signer):
        return reason
    if draft.concurring_id is None:
        return "この起案に合議は要りません。"
    if draft.is_concurred:
        return f"{draft.concurring_words}の合議は、もう済んでいます。"
    if draft.concurring_id not in signer.sections:
        return f"合議は{draft.concurring_words}の所属長がします。あなたはその所属長でも、期間中の代決者でもありません。"
    return None


def why_not_decide(draft: DraftFacts, signer: Signer, case: CaseAtHand) -> str | None:
    """決裁. An extension is decided within the first period (83条2項); 84条 must even be told within it."""
    if reason := _why_not_sign(draft, signer):
        return reason
    if draft.section_id not in signer.sections:
        return f"決裁は{draft.section_words}の所属長がします。あなたはその所属長でも、期間中の代決者でもありません。"
    if draft.concurring_id is not None and not draft.is_concurred:
        return NOT_YET_CONCURRED.format(section=draft.concurring_words)
    if case.state in ENDED:
        return f"この請求は{STATE_WORDS[case.state]}です。決裁はできません。"
    if case.kind is CaseKind.SUSPENSION and case.is_provision_record:
        return NO_SUSPENSION
    return _why_not_longer_now(draft, case)


def _why_not_longer_now(draft: DraftFacts, case: CaseAtHand) -> str | None:
    if draft.kind not in EXTENDING:
        return None
    if case.waits_for_mending:
        return NOT_MENDED
    if draft.kind is DraftKind.EXTENSION:
        return why_not_extend(case.today, case.basic, draft.days or 0, most=case.most_days)
    return why_not_tell_special(case.today, case.basic)


def why_not_send_back(draft: DraftFacts, signer: Signer, words: str) -> str | None:
    """By the chief who decides, and by 総務課 while its 合議 is open."""
    if reason := _why_not_sign(draft, signer):
        return reason
    asked = {draft.section_id} if draft.is_concurred else {draft.section_id, draft.concurring_id}
    if not asked & set(signer.sections):
        return "差し戻せるのは、合議か決裁をする所属の所属長です。"
    return None if words.strip() else WORDS_NEEDED


def next_step(draft: DraftFacts, signer: Signer) -> Answer:
    """合議 for whoever signs for the section that is asked, while it is open; 決裁 for everybody else, who may be refused it."""
    is_asked = draft.concurring_id is not None and not draft.is_concurred and draft.concurring_id in signer.sections
    return Answer.CONCUR if is_asked else Answer.DECIDE


def why_not_answer(draft: DraftFacts, signer: Signer, case: CaseAtHand, answer: Answer, *, words: str = "") -> str | None:
    if answer is Answer.CONCUR:
        return why_not_concur(draft, signer)
    return why_not_decide(draft, signer, case) if answer is Answer.DECIDE else why_not_send_back(draft, signer, words)


def signed_words(answer: Answer, words: str) -> str:
    """For the story: what was written when it was signed."""
    return f" {'理由' if answer is Answer.SEND_BACK else '意見'}: {words}" if words else ""


def why_not_rewrite(draft: DraftFacts, staff_id: int) -> str | None:
    """差戻し is answered by who drafted it."""
    if draft.state is not DraftState.SENT_BACK:
        return NOT_REWRITTEN.format(state=DRAFT_STATE_WORDS[draft.state])
    return None if draft.drafted_by == staff_id else "書き直すのは、起案した方です。ほかの方は、取りやめて新しく起案してください。"


def why_not_drop(draft: DraftFacts, state: CaseState) -> str | None:
    """`state`: of the case; with its withdrawal every draft that waited was dropped."""
    if state in ENDED:
        return f"この請求は{STATE_WORDS[state]}です。"
    if draft.state in (DraftState.WAITING, DraftState.SENT_BACK):
        return None
    return f"この起案は{DRAFT_STATE_WORDS[draft.state]}です。取りやめられるのは、決裁の前だけです。"


def signing_section(decision_class: DecisionClass, section_id: int, above_id: int | None) -> int | None:
    """Whose chief decides: 所管課, or the section above it for 部長専決 and 市長決裁 (recorded there); None when there is none."""
    return section_id if decision_class is DecisionClass.SECTION_CHIEF else above_id


def concurring_section(kind: DraftKind, section_id: int, office_id: int | None) -> int | None:
    """総務課, unless it holds the data itself or there is no such section."""
    return office_id if concurs(kind) and office_id != section_id else None


def mark_of(signed_as: SignsAs | None) -> str:
    """「代」 stands by what a deputy signed."""
    return "(代)" if signed_as is SignsAs.DEPUTY else ""


def _why_not_sign(draft: DraftFacts, signer: Signer) -> str | None:
    if draft.state is not DraftState.WAITING:
        return f"この起案は、もう{DRAFT_STATE_WORDS[draft.state]}です。"
    if signer.id == draft.drafted_by:
        return OWN_DRAFT
    return CHANGED_SINCE if draft.seen != draft.version else None
