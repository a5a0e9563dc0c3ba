"""More time granted or refused by the chief or a deputy of the line's section, several at once with one proof (M-3, M-5)."""

from collections.abc import Sequence

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
from portal.media.approval_actions import Outcome, outcome_words
from portal.media.approval_rules import Signer, time_told, why_not_decide_time, why_not_time_words
from portal.media.copy_models import Extension
from portal.media.extension_queries import Asking, askings
from portal.media.line_events import tell
from portal.media.line_models import MediaRequest
from portal.media.line_queries import UNSEEN
from portal.text.wareki import format_datetime
from portal.web.once import first_result, keep_result

EVENTS = {True: Event.EXTENSION_GRANT, False: Event.EXTENSION_REFUSE}
DONE_WORDS = {True: "延長を認めました", False: "延長を認めませんでした"}


def decide_extensions(public_ids: Sequence[str], words: str, *, grants: bool, staff: SignedIn, once: str, settings: Settings) -> Outcome:
    """A grant moves the day on which the thing is due back. Raises Refused when the proof is too old or a reason is missing."""
    with writing():
        if (known := first_result(once)) is not None:
            return Outcome(known)
        require_fresh(staff, clock.now(), settings)
        refuse_if(why_not_time_words(words, grants=grants))
        signer = Signer(staff.id, sections_signed_by(staff.id, clock.today()))
        asked = _held(public_ids)
        done, refused = list[str](), [("", UNSEEN)] * (len(set(public_ids)) - len(asked))
        for asking in asked:
            if reason := why_not_decide_time(asking.facts, signer, grants=grants, now=clock.now()):
                refused.append((asking.facts.shown, reason))
                continue
            _decide(asking, words, signer, staff, grants=grants)
            done.append(asking.facts.shown)
        outcome = Outcome(outcome_words(done, len(refused), DONE_WORDS[grants]), tuple(refused))
        keep_result(once, outcome.words)
        return outcome


def _held(public_ids: Sequence[str]) -> Sequence[Asking]:
    """Their lines are held first, as by whoever takes the thing back in the same moment."""
    session = db.session()
    chosen = Extension.public_id.in_(public_ids)
    lines = select(Extension.request_id).where(chosen)
    session.execute(select(MediaRequest.id).where(MediaRequest.id.in_(lines)).order_by(MediaRequest.id).with_for_update())
    return askings(chosen)


def _decide(asking: Asking, words: str, signer: Signer, staff: SignedIn, *, grants: bool) -> None:
    row, lending = asking.extension, asking.lending
    signed_as = signer.sections[row.section_id]
    row.decided_at, row.decided_by, row.signed_as = clock.now(), staff.id, signed_as
    row.is_granted, row.words = grants, words
    until = format_datetime(row.until)
    if grants:
        lending.due_at = row.until
    tell(row.request_id, EVENTS[grants], by=staff.id, words=time_told(until, signed_as, words, granted=grants))
    facts = {"line": asking.facts.shown, "section": section_names()[row.section_id], "signed": signed_as.value, "until": until}
    record(EVENTS[grants], by=staff.actor, facts=facts)
    db.session().flush()
