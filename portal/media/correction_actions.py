"""訂正: a line that follows another; nothing of the other is touched (M-6)."""

from dataclasses import dataclass

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.db import writing
from portal.errors import Changed, Refused, refuse_if
from portal.media.entry_queries import entry_of, value_now, why_not_by
from portal.media.ledger_item_rules import item_of
from portal.media.ledger_rules import CHANGED_MEANWHILE, NO_SUCH_ITEM, why_not_this
from portal.media.line_models import Correction
from portal.media.number_rules import Series
from portal.web.once import first_result, keep_result

LONGEST_WAS = 1_000


@dataclass(frozen=True)
class Correcting:
    """What somebody writes. `seen`: how many corrections the line had on their screen."""

    item: str
    becomes: str
    reason: str
    seen: int


def add_correction(ledger: Series, public_id: str, said: Correcting, *, staff: SignedIn, once: str) -> None:
    """What the line said before is taken from the tables, not from the form. Raises NotFound, Refused, Changed."""
    with writing() as session:
        if first_result(once) is not None:
            return
        entry = entry_of(ledger, public_id, seen_by=staff, held=True)
        refuse_if(why_not_by(entry.facts, staff))
        item = item_of(ledger, said.item)
        if item is None:
            raise Refused(NO_SUCH_ITEM)
        if len(entry.line.corrections) != said.seen:
            raise Changed(CHANGED_MEANWHILE)
        was = value_now(entry.line, said.item)
        refuse_if(why_not_this(was, said.becomes))
        session.add(
            Correction(
                ledger=ledger,
                line_id=entry.row_id,
                item=said.item,
                was=was[:LONGEST_WAS],
                becomes=said.becomes,
                reason=said.reason,
                at=clock.now(),
                by=staff.id,
            )
        )
        record(Event.LEDGER_CORRECT, by=staff.actor, facts={"line": entry.line.number, "item": item.heading})
        keep_result(once, public_id)
