"""What is typed is written field by field, put together with what another wrote meanwhile, and never lost (D-3)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.db import db, writing
from portal.errors import refuse_if
from portal.inquiries.entries import add_entry
from portal.inquiries.field_rules import ENUMS, FIELDS, OF_THE_CALL, Typed, Value, as_typed, why_not_value
from portal.inquiries.merge_rules import Settled, settled
from portal.inquiries.models import Slip, SlipFormer
from portal.inquiries.news_queries import mark_of
from portal.inquiries.news_rules import mark_after
from portal.inquiries.queries import EntryView, entries_of, slip_row
from portal.inquiries.rules import EntryKind
from portal.inquiries.search_rules import SEARCHED, search_key_of
from portal.inquiries.slip_queries import OtherSlip, facts_of, others_of
from portal.inquiries.slip_rules import SlipFacts, may_be_written, why_not_type


@dataclass
class Written:
    """`now`: what the fields hold; `beside`: which were typed beside what another wrote, and what then stands; `wrong`: why not.

    `seen`: how far the page has read now; `entries`, `others`: read again when a line was added.
    """

    at: datetime
    slip: Slip
    facts: SlipFacts
    seen: str = ""
    entries: Sequence[EntryView] = ()
    others: Sequence[OtherSlip] = ()
    now: dict[str, str] = field(default_factory=dict)
    beside: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)


def write_fields(public_id: str, typed: Sequence[Typed], *, staff: SignedIn, seen: str = "") -> Written:
    """Sent again it changes nothing: each field comes with what it was based on. Raises NotFound, Refused (a blank not yet filled in)."""
    with writing():
        slip = slip_row(public_id, seen_by=staff, held=True)
        refuse_if(why_not_type(slip.state))
        before = mark_of(slip)
        written = write_held(slip, typed, staff=staff)
        db.session().flush()
        written.facts, written.seen = facts_of(slip), mark_after(seen, before, mark_of(slip))
        if written.beside:
            written.entries, written.others = entries_of(slip.id), others_of(slip, seen_by=staff)
        return written


def write_held(slip: Slip, typed: Sequence[Typed], *, staff: SignedIn) -> Written:
    """Inside writing(), the slip held. What reaches a closed slip is kept in its lines."""
    written = Written(clock.now(), slip, SlipFacts(slip.state))
    touched = []
    for each in typed:
        stored = as_typed(getattr(slip, each.name))
        found = _settled(slip, each, stored)
        reason = why_not_value(each.name, each.value, written.at) if found.now != stored else None
        if reason:
            written.wrong[each.name] = reason
            continue
        touched += _write(slip, each, found, staff)
        written.now[each.name] = found.now
        if found.beside:
            written.beside[each.name] = _shown(each.name, getattr(slip, each.name))
    if "call_at" in touched and slip.call_at and not slip.call_back and all(each.name != "call_back" for each in typed):
        # Whoever promised a time has promised to call.
        touched += _write(slip, Typed("call_back", "", True), Settled("1"), staff)
        written.now["call_back"] = "1"
    if touched:
        slip.search_key = search_key_of(getattr(slip, name) for name in SEARCHED)
        record(Event.SLIP_WRITE, by=staff.actor, subjects=_subjects(slip), facts={"slip": slip.number.shown, "fields": touched})
    return written


def _settled(slip: Slip, each: Typed, stored: str) -> Settled:
    rule, sent = FIELDS[each.name], as_typed(each.value)
    if not may_be_written(slip.state):
        return Settled(stored, "" if sent in (stored, each.was) else sent)
    found = settled(each.was, stored, sent, is_text=rule.longest > 0)
    # Put together, two texts may be longer than one may be.
    return found if len(found.now) <= max(rule.longest, len(stored), len(sent)) else Settled(stored, sent)


def _write(slip: Slip, each: Typed, found: Settled, staff: SignedIn) -> list[str]:
    """The name of the field when something of it was written."""
    if found.beside:
        words = f"{FIELDS[each.name].word}: {_shown(each.name, each.value)}"
        add_entry(slip.id, EntryKind.TYPED_BESIDE, by=staff.id, words=words)
        return [each.name]
    if found.now == as_typed(getattr(slip, each.name)):
        return []
    _keep_former(slip, each.name, staff)
    value = found.now if isinstance(each.value, str) else each.value
    setattr(slip, each.name, ENUMS[each.name](str(value)) if each.name in ENUMS else value)
    if each.name in OF_THE_CALL:
        slip.called_at = None
    return [each.name]


def _keep_former(slip: Slip, name: str, staff: SignedIn) -> None:
    writers = json.loads(slip.writers)
    before, words = writers.get(name), _shown(name, getattr(slip, name))
    if before is not None and before != staff.id and words:
        former = SlipFormer(slip_id=slip.id, field=name, words=words, written_by=before, replaced_at=clock.now(), replaced_by=staff.id)
        db.session().add(former)
    slip.writers = json.dumps(writers | {name: staff.id})


def _shown(name: str, value: Value) -> str:
    return FIELDS[name].shown(value)


def _subjects(slip: Slip) -> list[int]:
    return [] if slip.resident_id is None else [slip.resident_id]
