"""合議, 決裁 and 差戻し: several drafts with one proof, each looked at again with its case held (D-2, M-3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal import clock
from portal.accounts.proof_actions import require_fresh
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import db, writing
from portal.disclosures.clock_rules import extended_due, special_due
from portal.disclosures.decision_rules import DRAFT_WORDS, DraftKind, DraftState
from portal.disclosures.draft_queries import DraftAtHand, at_hand, draft_at_hand, draft_facts, hold_cases, signer_of
from portal.disclosures.queries import demanded, settle_state
from portal.disclosures.rules import CaseKind, ItemState
from portal.disclosures.sign_rules import Answer, Signer, mark_of, next_step, signed_words, why_not_answer
from portal.disclosures.story import tell
from portal.errors import NotFound
from portal.web.once import first_result, keep_result

UNSEEN = "見つからないか、あなたが決められない起案です。"
EVENTS = {Answer.CONCUR: Event.DRAFT_CONCUR, Answer.DECIDE: Event.DRAFT_DECIDE, Answer.SEND_BACK: Event.DRAFT_SEND_BACK}


@dataclass(frozen=True)
class Outcome:
    """What became of several: `words` for the top of the next page, and of each that could not be decided its name and the reason."""

    words: str
    refused: tuple[tuple[str, str], ...] = ()


def sign_drafts(versions: Mapping[str, int], words: str, *, sends_back: bool, staff: SignedIn, once: str, settings: Settings) -> Outcome:
    """`versions`: public id of each draft with the version that was on the screen.

    Whoever signs for 総務課 gives the 合議, whoever signs for the section that decides the 決裁; those that can be signed are, the
    others are told with their reasons. Raises Refused when the proof is too old.
    """
    with writing():
        if (known := first_result(once)) is not None:
            return Outcome(known)
        require_fresh(staff, clock.now(), settings)
        signer = signer_of(staff)
        hold_cases(versions)
        signed, refused = list[str](), list[tuple[str, str]]()
        for public_id, version in sorted(versions.items()):
            try:
                found = draft_at_hand(public_id, staff=staff, settings=settings, held=True)
            except NotFound:
                refused.append(("", UNSEEN))
                continue
            facts = draft_facts(found.draft, found.sections, seen=version)
            answer = Answer.SEND_BACK if sends_back else next_step(facts, signer)
            if reason := why_not_answer(facts, signer, at_hand(found.rows, settings), answer, words=words):
                refused.append((named(found), reason))
                continue
            _sign(found, answer, words.strip(), signer, staff=staff, settings=settings)
            signed.append(named(found))
        outcome = Outcome(_told(signed, len(refused), sends_back=sends_back), tuple(refused))
        keep_result(once, outcome.words)
        return outcome


def named(found: DraftAtHand) -> str:
    """開8-0003 開示決定通知書."""
    return f"{found.case.number.shown} {DRAFT_WORDS[found.draft.kind]}"


def _told(signed: Sequence[str], refused: int, *, sends_back: bool) -> str:
    """At most three stand by name."""
    names = "、".join(signed) if len(signed) <= 3 else f"{len(signed)}件"
    told = f"{names}を{'差し戻しました' if sends_back else '決裁・合議しました'}。" if signed else ""
    return f"{told}{refused}件は、決められませんでした。" if refused else told


def _sign(found: DraftAtHand, answer: Answer, words: str, signer: Signer, *, staff: SignedIn, settings: Settings) -> None:
    draft, case, now = found.draft, found.case, clock.now()
    section = draft.concurring_section_id if answer is Answer.CONCUR else draft.section_id
    signed_as = signer.sections.get(section or 0) or next(iter(signer.sections.values()))
    if answer is Answer.CONCUR:
        draft.concurred_at, draft.concurred_by, draft.concurred_as = now, staff.id, signed_as
    elif answer is Answer.DECIDE:
        draft.decided_at, draft.decided_by, draft.decided_as = now, staff.id, signed_as
        draft.state = DraftState.DECIDED
        for item, decision in found.items:
            item.state, item.decision = ItemState.DECIDED, decision
        _set_period(found, settings)
    else:
        draft.state = DraftState.SENT_BACK
        draft.concurred_at = draft.concurred_by = draft.concurred_as = None
    settle_state(case)
    event = EVENTS[answer]
    tell(case.id, event, by=staff.id, words=f"{DRAFT_WORDS[draft.kind]}{mark_of(signed_as)}{signed_words(answer, words)}")
    facts = {"number": case.number.shown, "paper": draft.kind.value, "signed": signed_as.value}
    record(event, by=staff.actor, facts=facts)
    db.session().flush()


def _set_period(found: DraftAtHand, settings: Settings) -> None:
    """The day that the notice of a longer period tells."""
    draft, rows, counts_first = found.draft, found.rows, settings.mending_counts_first
    spent = demanded(rows.mendings)
    if draft.kind is DraftKind.EXTENSION:
        draft.until = extended_due(rows.clock.basic, draft.days or 0, spent, counts_first=counts_first).day
    elif draft.kind is DraftKind.SPECIAL and rows.case.kind is CaseKind.DISCLOSURE:
        draft.until = special_due(rows.case.received_on, spent, counts_first=counts_first).day
    elif draft.kind is DraftKind.SPECIAL:
        draft.until = draft.rest_until
