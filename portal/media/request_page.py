"""What the form of a request stands on: as a new one begins, as an earlier line said it, as it was sent back (M-2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from portal import clock
from portal.accounts.models import Staff
from portal.accounts.sessions import SignedIn
from portal.db import db, reading
from portal.errors import refuse_if
from portal.media.combination_rules import combination_words
from portal.media.difference_rules import side_by_side
from portal.media.line_models import MediaRequest, Signature
from portal.media.line_queries import line_of, line_row
from portal.media.line_rules import why_not_change, why_not_withdraw
from portal.media.repeat_rules import repeated
from portal.media.request_queries import Choices, choices_for, earlier_of, route_words
from portal.media.request_rules import Asked, Offered, first_period
from portal.media.rules import DECISION_WORDS, Decision, Kind, Thing


@dataclass(frozen=True)
class RequestPage:
    """`route`: who signs, in order, empty when nobody may. `earlier`: the line that is repeated or written anew. `notes`: what of it is no
    longer allowed. `sent_back`: by whom and why. `changed`: what the line says now beside what was typed."""

    asked: Asked
    choices: Choices
    route: Sequence[tuple[str, str]]
    earlier: MediaRequest | None = None
    notes: Sequence[str] = ()
    sent_back: str = ""
    changed: Sequence[tuple[str, str, str]] = ()

    @property
    def title(self) -> str:
        return combination_words(self.asked.kind, self.asked.thing)

    @property
    def offered(self) -> Offered:
        return self.choices.offered


def new_page(kind: Kind, thing: Thing, *, staff: SignedIn) -> RequestPage:
    with reading():
        begins, ends = first_period(clock.now())
        asked = Asked(kind=kind, thing=thing, starts_at=begins, ends_at=ends)
        choices = choices_for(staff.section_id, asked)
        own = next(code for code, _ in choices.holders if choices.ids[code] == staff.section_id)
        return _page(replace(asked, holder=own), choices, staff)


def repeat_page(public_id: str, *, staff: SignedIn) -> RequestPage:
    """「前回と同じ」 of any line that this person may see. Raises NotFound."""
    with reading():
        row = line_row(public_id, seen_by=staff)
        earlier = earlier_of(row)
        first = replace(earlier.asked, starts_at=None, ends_at=None)
        told = repeated(earlier.asked, choices_for(staff.section_id, first).offered, names=earlier.names, now=clock.now())
        return _page(told.asked, choices_for(staff.section_id, told.asked), staff, earlier=row, notes=told.notes)


def rewrite_page(public_id: str, *, staff: SignedIn) -> RequestPage:
    """What was sent back, as it was asked. Raises NotFound, Refused when it waits for no rewriting."""
    with reading():
        row = line_row(public_id, seen_by=staff)
        refuse_if(why_not_change(line_of(row), staff.id))
        asked = earlier_of(row).asked
        choices = choices_for(staff.section_id, asked, but=row.id)
        return _page(asked, choices, staff, earlier=row, sent_back=_sent_back(row))


def sent_back_line(public_id: str, *, staff: SignedIn) -> MediaRequest:
    """The line that a form writes anew, whatever became of it meanwhile. Raises NotFound."""
    with reading():
        return line_row(public_id, seen_by=staff)


def line_to_withdraw(public_id: str, *, staff: SignedIn) -> MediaRequest:
    """Raises NotFound, Refused when it cannot be withdrawn (any more)."""
    with reading():
        row = line_row(public_id, seen_by=staff)
        refuse_if(why_not_withdraw(line_of(row), staff.id))
        return row


def sent_page(asked: Asked, *, staff: SignedIn, rewriting: str = "") -> RequestPage:
    """The form that comes back with its faults; `rewriting`: the line whose stored contents are then shown beside what was typed."""
    with reading():
        row = line_row(rewriting, seen_by=staff) if rewriting else None
        choices = choices_for(staff.section_id, asked, but=row.id if row else None)
        if row is None:
            return _page(asked, choices, staff)
        stored = earlier_of(row)
        names: Mapping[str, str] = {**choices.names, **stored.names}
        changed = side_by_side(stored.asked, asked, names)
        return _page(asked, choices, staff, earlier=row, sent_back=_sent_back(row), changed=changed)


def _page(asked: Asked, choices: Choices, staff: SignedIn, **more: object) -> RequestPage:
    holder_id = choices.ids.get(asked.holder, staff.section_id)
    page = RequestPage(asked=asked, choices=choices, route=route_words(staff.section_id, holder_id, staff.id))
    return replace(page, **more)


def _sent_back(row: MediaRequest) -> str:
    found = select(Signature.words, Staff.name).join(Staff, Staff.id == Signature.signed_by)
    found = found.where(Signature.request_id == row.id, Signature.decision == Decision.SEND_BACK).order_by(Signature.id.desc()).limit(1)
    last = db.session().execute(found).one_or_none()
    return f"{last.name}さんの{DECISION_WORDS[Decision.SEND_BACK]}: {last.words}" if last else ""
