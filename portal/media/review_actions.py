"""後閲: the chief has seen what was decided in their place; several at once (M-3)."""

from collections.abc import Sequence

from sqlalchemy import select

from portal import clock
from portal.accounts.chief_queries import section_names, sections_signed_by
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.db import db, writing
from portal.media.approval_actions import Outcome, outcome_words
from portal.media.approval_queries import deputised
from portal.media.approval_rules import Signer, why_not_review
from portal.media.line_events import tell
from portal.media.line_models import MediaRequest, Signature
from portal.media.line_queries import UNSEEN
from portal.media.rules import STEP_WORDS
from portal.web.once import first_result, keep_result

REVIEWED = "後閲済みにしました"


def review(public_ids: Sequence[str], *, staff: SignedIn, once: str) -> Outcome:
    """Those that this person may look at afterwards are marked, of the others the reason is told."""
    with writing():
        if (known := first_result(once)) is not None:
            return Outcome(known)
        reader, sections = Signer(staff.id, sections_signed_by(staff.id, clock.today())), section_names()
        rows = _held(public_ids)
        done, refused = list[str](), [("", UNSEEN)] * (len(set(public_ids)) - len(rows))
        for signature, line in rows:
            if reason := why_not_review(deputised(signature, sections), reader):
                refused.append((line.number.shown, reason))
                continue
            signature.reviewed_at, signature.reviewed_by = clock.now(), staff.id
            tell(line.id, Event.SIGNATURE_REVIEW, by=staff.id, words=STEP_WORDS[signature.step])
            facts = {"line": line.number.shown, "step": signature.step.value, "section": sections[signature.section_id]}
            record(Event.SIGNATURE_REVIEW, by=staff.actor, facts=facts)
            done.append(line.number.shown)
        outcome = Outcome(outcome_words(done, len(refused), REVIEWED), tuple(refused))
        keep_result(once, outcome.words)
        return outcome


def _held(public_ids: Sequence[str]) -> Sequence[tuple[Signature, MediaRequest]]:
    session = db.session()
    chosen = Signature.public_id.in_(public_ids)
    session.execute(select(Signature.id).where(chosen).order_by(Signature.id).with_for_update())
    joined = select(Signature, MediaRequest).join(MediaRequest, MediaRequest.id == Signature.request_id)
    return session.execute(joined.where(chosen).order_by(Signature.id)).all()
