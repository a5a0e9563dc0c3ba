"""Lines as the rules see them: who may see which, and everything that a line's next step depends on, for one or for a page of them."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, exists, or_, select

from portal.accounts.models import Section
from portal.accounts.sessions import SignedIn
from portal.db import db
from portal.errors import NotFound
from portal.media.copy_models import Copy, CopyEnd, Extension, Lending
from portal.media.copy_rules import CopyFacts, EndFacts
from portal.media.extension_queries import is_open
from portal.media.lending_rules import FOUND
from portal.media.line_models import MediaRequest, Signature
from portal.media.line_rules import Line
from portal.media.medium_rules import MediumFacts
from portal.media.models import Medium, MediumSystem
from portal.media.number_rules import SERIES_OF, Number
from portal.media.rules import State
from portal.permissions import Permission

# A line in one of these is over, also as a use under a 包括承認.
OVER = (State.CLOSED, State.WITHDRAWN, State.REFUSED)
UNSEEN = "この番号の記録は見つかりません。番号を確かめてください。ほかの課の記録は表示できません。"


def is_seen_by(staff: SignedIn) -> ColumnElement[bool]:
    """Lines of one's own section, about its data, signed by it, and of the sections below; an auditor sees all."""
    if staff.may(Permission.LEDGER_AUDIT):
        return MediaRequest.id.is_not(None)
    own = staff.section_id
    signed = exists().where(Signature.request_id == MediaRequest.id, Signature.section_id == own)
    below = select(Section.id).where(Section.above_id == own)
    return or_(
        MediaRequest.section_id == own,
        MediaRequest.holder_id == own,
        MediaRequest.waits_for == own,
        MediaRequest.section_id.in_(below),
        signed,
    )


def line_row(public_id: str, *, seen_by: SignedIn, held: bool = False) -> MediaRequest:
    """Inside a door. `held`: whoever takes the next step waits for the other. Raises NotFound."""
    statement = select(MediaRequest).where(MediaRequest.public_id == public_id, is_seen_by(seen_by))
    row = db.session().scalar(statement.with_for_update(of=MediaRequest) if held else statement)
    if row is None:
        raise NotFound(UNSEEN)
    return row


def line_of(row: MediaRequest) -> Line:
    """Inside a door: one line with everything its rules ask."""
    return lines_of([row])[row.id]


def lines_of(rows: Sequence[MediaRequest]) -> dict[int, Line]:
    """Inside a door: by id; five statements for any number of lines."""
    ids = [row.id for row in rows]
    lendings = lendings_of(ids)
    copies = copies_of(ids)
    uses = _open_uses([row.id for row in rows if row.is_blanket])
    waiting = set(db.session().scalars(select(Extension.request_id).where(Extension.request_id.in_(ids), is_open())))
    return {
        row.id: Line(
            shown=row.number.shown,
            kind=row.kind,
            thing=row.thing,
            state=row.state,
            requester_id=row.requester_id,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            is_blanket=row.is_blanket,
            due_at=lending.due_at if (lending := lendings.get(row.id)) else None,
            is_started=lending is not None and lending.started_at is not None,
            is_use_ended=lending is not None and lending.ended_at is not None,
            is_virus_checked=lending is not None and lending.virus_checked_at is not None,
            is_virus_found=lending is not None and lending.virus_checked_at is not None and lending.virus_result.startswith(FOUND),
            copies=tuple(facts for _, _, facts in copies[row.id]),
            open_uses=uses[row.id],
            asks_for_time=row.id in waiting,
        )
        for row in rows
    }


def lendings_of(request_ids: Collection[int]) -> dict[int, Lending]:
    """Inside a door."""
    found = db.session().scalars(select(Lending).where(Lending.request_id.in_(request_ids)))
    return {lending.request_id: lending for lending in found}


def copies_of(request_ids: Collection[int]) -> dict[int, list[tuple[Copy, CopyEnd | None, CopyFacts]]]:
    """Inside a door: the copies of each line as they came to be, each with the end that stands; rejected ends are left out."""
    joined = select(Copy, CopyEnd).outerjoin(CopyEnd, (CopyEnd.copy_id == Copy.id) & CopyEnd.rejected_at.is_(None))
    found: dict[int, list[tuple[Copy, CopyEnd | None, CopyFacts]]] = defaultdict(list)
    for copy, end in db.session().execute(joined.where(Copy.request_id.in_(request_ids)).order_by(Copy.id)):
        found[copy.request_id].append((copy, end, CopyFacts(copy.kind, copy.place, end_facts(end))))
    return found


def end_facts(end: CopyEnd | None) -> EndFacts | None:
    if end is None:
        return None
    return EndFacts(end.number.shown, end.how, end.performed_by, end.confirmed_at is not None)


def medium_facts(ids: Collection[int]) -> dict[int, MediumFacts]:
    """Inside a door: each medium with the line that has it now and the line whose copy is still on it."""
    session = db.session()
    line = (MediaRequest.kind, MediaRequest.fiscal_year, MediaRequest.running)
    lent = select(Lending.medium_id, *line).join(MediaRequest, MediaRequest.id == Lending.request_id)
    out = {
        medium_id: (kind, Number(SERIES_OF[kind], year, running).shown)
        for medium_id, kind, year, running in session.execute(lent.where(Lending.medium_id.in_(ids), Lending.returned_at.is_(None)))
    }
    ended = exists().where(CopyEnd.copy_id == Copy.id, CopyEnd.confirmed_at.is_not(None))
    copies = select(Copy.medium_id, *line).join(MediaRequest, MediaRequest.id == Copy.request_id).where(Copy.medium_id.in_(ids), ~ended)
    unwiped = {
        medium_id: Number(SERIES_OF[kind], year, running).shown
        for medium_id, kind, year, running in session.execute(copies.order_by(Copy.id.desc()))
    }
    systems: dict[int, set[int]] = defaultdict(set)
    for medium_id, system_id in session.execute(
        select(MediumSystem.medium_id, MediumSystem.system_id).where(MediumSystem.medium_id.in_(ids))
    ):
        systems[medium_id].add(system_id)
    return {
        row.id: MediumFacts(
            shown=row.number.shown,
            condition=row.condition,
            section_id=row.section_id,
            permitted_from=row.permitted_from,
            permitted_until=row.permitted_until,
            systems=frozenset(systems[row.id]),
            out_with=out[row.id][1] if row.id in out else "",
            out_as=out[row.id][0] if row.id in out else None,
            unwiped=unwiped.get(row.id, ""),
        )
        for row in session.scalars(select(Medium).where(Medium.id.in_(ids)))
    }


def _open_uses(blanket_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = defaultdict(list)
    if blanket_ids:
        uses = (
            select(MediaRequest).where(MediaRequest.blanket_id.in_(blanket_ids), MediaRequest.state.not_in(OVER)).order_by(MediaRequest.id)
        )
        for use in db.session().scalars(uses):
            if use.blanket_id is not None:
                found[use.blanket_id].append(use.number.shown)
    return defaultdict(tuple, {blanket_id: tuple(numbers) for blanket_id, numbers in found.items()})
