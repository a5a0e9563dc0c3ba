"""A chief or a deputy decides: several lines with one proof, each looked at again with its row held (M-3)."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from portal import clock
from portal.accounts.chief_queries import section_names, sections_signed_by
from portal.accounts.proof_actions import require_fresh
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import db, writing
from portal.errors import refuse_if
from portal.media.approval_queries import asked_of, decided_of
from portal.media.approval_rules import DECIDED_WORDS, Signer, route_left, signed_words, why_not_sign, why_not_words
from portal.media.line_events import tell
from portal.media.line_models import MediaRequest, Signature
from portal.media.line_queries import UNSEEN, is_seen_by
from portal.media.rules import Decision, State
from portal.web.once import first_result, keep_result

EVENTS = {Decision.APPROVE: Event.LINE_APPROVE, Decision.SEND_BACK: Event.LINE_SEND_BACK, Decision.REFUSE: Event.LINE_REFUSE}
STATES = {Decision.SEND_BACK: State.SENT_BACK, Decision.REFUSE: State.REFUSED}


@dataclass(frozen=True)
class Outcome:
    """What became of several: `words` for the top of the next page, and of each that could not be decided its number and the reason."""

    words: str
    refused: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Signing:
    """One decision about several lines: what, with which words, by whom; `sections` are the names of all."""

    decision: Decision
    words: str
    signer: Signer
    sections: Mapping[int, str]


def sign(rounds: Mapping[str, int], decision: Decision, words: str, *, staff: SignedIn, once: str, settings: Settings) -> Outcome:
    """`rounds`: public id of each line with the round that was on the screen; `words`: conditions of an approval, or the reason.

    Those that can be decided are, the others are told with their reasons. Raises Refused when the proof is too old or a reason is missing.
    """
    with writing():
        if (known := first_result(once)) is not None:
            return Outcome(known)
        require_fresh(staff, clock.now(), settings)
        refuse_if(why_not_words(decision, words))
        signing = Signing(decision, words, Signer(staff.id, sections_signed_by(staff.id, clock.today())), section_names())
        rows = _held(list(rounds), staff)
        decided = decided_of(rows)
        signed, refused = list[str](), [("", UNSEEN)] * (len(rounds) - len(rows))
        for row in rows:
            asked = asked_of(row, signing.sections, decided=decided.get(row.id, ""), seen=rounds[row.public_id])
            if reason := why_not_sign(asked, signing.signer, decision, clock.now()):
                refused.append((row.number.shown, reason))
                continue
            _sign(row, signing, staff)
            signed.append(row.number.shown)
        outcome = Outcome(outcome_words(signed, len(refused), DECIDED_WORDS[decision]), tuple(refused))
        keep_result(once, outcome.words)
        return outcome


def outcome_words(done: Sequence[str], refused: int, what: str) -> str:
    """At most three numbers stand by name, so that the words are kept whole."""
    named = "、".join(done) if len(done) <= 3 else f"{len(done)}件"
    told = f"{named}を{what}。" if done else ""
    return f"{told}{refused}件は、決められませんでした。" if refused else told


def _held(public_ids: Sequence[str], staff: SignedIn) -> Sequence[MediaRequest]:
    """Held in one order, so that two who press together never wait for each other; then read, as the first of them left them."""
    session = db.session()
    chosen = MediaRequest.public_id.in_(public_ids)
    session.execute(select(MediaRequest.id).where(chosen).order_by(MediaRequest.id).with_for_update())
    return session.scalars(select(MediaRequest).where(chosen, is_seen_by(staff)).order_by(MediaRequest.id)).all()


def _sign(row: MediaRequest, signing: Signing, staff: SignedIn) -> None:
    """The signature, where the line goes with it, its story and its record."""
    assert row.waits_for is not None
    (step, section_id), *later = route_left(row.section_id, row.holder_id, row.waits_for)
    decision, signed_as = signing.decision, signing.signer.sections[section_id]
    signature = Signature(
        public_id=secrets.token_hex(16),
        request_id=row.id,
        requester_id=row.requester_id,
        round=row.round,
        step=step,
        section_id=section_id,
        decision=decision,
        words=signing.words,
        signed_by=staff.id,
        signed_as=signed_as,
        at=clock.now(),
    )
    db.session().add(signature)
    is_passed_on = decision is Decision.APPROVE and bool(later)
    row.waits_for = later[0][1] if is_passed_on else None
    row.state = State.ASKED if is_passed_on else STATES.get(decision, State.APPROVED)
    tell(row.id, EVENTS[decision], by=staff.id, words=signed_words(step, signed_as, signing.words, decision))
    facts = {"line": row.number.shown, "step": step.value, "section": signing.sections[section_id], "signed": signed_as.value}
    record(EVENTS[decision], by=staff.actor, facts=facts | {"people": row.people, "round": row.round, "words": bool(signing.words)})
    db.session().flush()
