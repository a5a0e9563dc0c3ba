"""What may be done with a slip now, by address and key, and what not and why: shown on its page, and anew after each save."""

from dataclasses import replace
from typing import Any

from flask import render_template, url_for

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.inquiries.act_forms import CallForm
from portal.inquiries.list_rules import Due, late_words
from portal.inquiries.models import Slip
from portal.inquiries.slip_rules import ACT_WORDS, Act, SlipFacts, may_be_written, why_not
from portal.permissions import Permission
from portal.web.once import new_once

# Each act with its page, and its key there.
PAGES = {
    Act.CLOSE: ("show_closing", "K"),
    Act.HAND: ("show_handover", "H"),
    Act.WAIT: ("show_waiting", "W"),
    Act.RESUME: ("resume_slip", "R"),
    Act.LINK: ("show_links", "L"),
    Act.REOPEN: ("show_reopening", "O"),
    Act.CANCEL: ("show_cancellation", "X"),
}
# That nothing is to be resumed, reopened or taken off goes without saying while the slip is at work; the call says it in its own place.
UNSAID = frozenset({Act.RESUME, Act.REOPEN, Act.ATTACH, Act.DETACH, Act.CALL})


def acts_of(slip: Slip, facts: SlipFacts, staff: SignedIn, *, call: CallForm | None = None) -> dict[str, Any]:
    """What the pieces of the page ask: can and cannot, the latter one line for each reason."""
    may_act = staff.may(Permission.SLIP_WRITE)
    refusals = {act: reason for act in Act if (reason := why_not(act, facts))}
    cannot: dict[str, list[str]] = {}
    for act, reason in refusals.items():
        if act not in UNSAID or not may_be_written(facts.state):
            cannot.setdefault(reason, []).append(ACT_WORDS[act])
    pages, now = _pages(slip.public_id, staff), clock.now()
    due = Due(slip.state, slip.call_at if facts.waits_for_call else None, slip.answer_by, slip.waits_until)
    return {
        "slip": slip,
        "facts": facts,
        "late": late_words(due, now),
        "is_call_late": bool(late_words(replace(due, answer_by=None, waits_until=None), now)),
        "can": [(act, *pages[act]) for act in Act if act in pages and act not in refusals and may_act],
        "cannot": [("・".join(words), reason) for reason, words in cannot.items()] if may_act else [],
        "refusals": refusals,
        "act_words": ACT_WORDS,
        "call": call or CallForm(formdata=None),
        "may_act": may_act,
        "may_write": may_act and may_be_written(facts.state),
        "new_once": lambda: new_once(staff.id),
    }


def pieces_of(slip: Slip, facts: SlipFacts, staff: SignedIn) -> dict[str, str]:
    """By the name of their place on the page: what a save may have made possible or impossible."""
    shown = acts_of(slip, facts, staff)
    return {name: render_template(f"inquiries/_{name}.html", **shown) for name in ("acts", "cannot", "promise")}


def _pages(public_id: str, staff: SignedIn) -> dict[Act, tuple[str, str]]:
    pages = {act: (url_for(f"inquiries.{name}", public_id=public_id), key) for act, (name, key) in PAGES.items()}
    if staff.may(Permission.CASE_RECEIVE):
        pages[Act.ESCALATE] = (url_for("disclosures.new_case", slip=public_id), "D")
    return pages
