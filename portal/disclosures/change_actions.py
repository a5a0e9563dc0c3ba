"""What was written on the form, changed with before and after in the story; two people at once never overwrite each other (D-2)."""

import secrets

from sqlalchemy.orm.attributes import flag_modified

from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import db, writing
from portal.disclosures.case_queries import seen_case
from portal.disclosures.change_queries import Comparison, compare, open_items
from portal.disclosures.change_rules import CHANGED_MEANWHILE, Difference, told, touches_identity, why_not_items
from portal.disclosures.handling_rules import why_not_change, why_not_identity
from portal.disclosures.intake_rules import Received, disclosed_day, only_what_is_asked, written
from portal.disclosures.models import Case, CaseItem
from portal.disclosures.queries import items_of
from portal.disclosures.rules import ItemState
from portal.disclosures.standing_queries import standing_of
from portal.disclosures.story import tell
from portal.errors import Changed, refuse_if
from portal.web.once import first_result, keep_result


def change_case(
    public_id: str, received: Received, *, seen_version: int, staff: SignedIn, once: str, settings: Settings
) -> list[Difference]:
    """What was changed, empty when nothing was. Raises NotFound, Refused, Changed: somebody was faster."""
    received = only_what_is_asked(received)
    with writing():
        if first_result(once) is not None:
            return []
        case = seen_case(public_id, staff=staff, settings=settings, held=True)
        if case.version != seen_version:
            raise Changed(CHANGED_MEANWHILE)
        found = compare(case, received)
        refuse_if(why_not_change(standing_of(case)) or next(iter(found.checked.faults.values()), None))
        refuse_if(why_not_identity(is_proven=case.identity_proven_on is not None, changes_identity=touches_identity(found.changes)))
        if found.changes:
            _change(case, received, found, staff)
        keep_result(once, "changed")
        return found.changes


def _change(case: Case, received: Received, found: Comparison, staff: SignedIn) -> None:
    for name, value in written(received, disclosed_on=disclosed_day(received, found.checked.earlier)).items():
        setattr(case, name, value)
    case.earlier_id = found.checked.earlier_id
    if any(each.name == "items" for each in found.changes):
        _change_items(case, received.items)
        flag_modified(case, "received_on")  # The version counts a change of the documents alone as well.
    tell(case.id, Event.CASE_CHANGE, by=staff.id, words=told(found.changes))
    fields = [each.label for each in found.changes]
    record(Event.CASE_CHANGE, by=staff.actor, facts={"number": case.number.shown, "fields": fields})


def _change_items(case: Case, words: tuple[str, ...]) -> None:
    """Line by line; what the form no longer asks for is withdrawn, not removed, and a new one stands last. Raises Refused."""
    items = open_items(case.id)
    refuse_if(why_not_items([item.state for item in items], changes_items=True))
    kept = {item.words: item for item in items if item.words in words}
    free = [item for item in items if item.words not in kept]
    place = max((item.place for item in items_of(case.id)), default=0)
    for each in words:
        if each in kept:
            continue
        if free:
            free.pop(0).words = each
            continue
        place += 1
        db.session().add(CaseItem(public_id=secrets.token_hex(16), case_id=case.id, place=place, words=each))
    for item in free:
        item.state = ItemState.WITHDRAWN
