"""Two records made one, and apart again: one transaction each, checked again inside it, told in the history of both."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.accounts.visits import note_person, visit_of
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import db, writing
from portal.doses.queries import refuse_while_sources_taken_back
from portal.duplicates.clashes import Pair, clashing_doses, clashing_vouchers
from portal.duplicates.merge_rules import MEANWHILE, Side, why_not_merge, why_not_unmerge
from portal.duplicates.moving import (
    GoingBack,
    move_back,
    move_rows,
    supersede_dose,
    take_over_protection,
    touched_by_a_later,
    void_voucher,
    what_goes_back,
)
from portal.duplicates.queries import ruling_of
from portal.errors import Changed, NotFound, refuse_if
from portal.permissions import Permission
from portal.residents.consequences import as_text
from portal.residents.merge_models import ResidentMerge
from portal.residents.models import Resident, ResidentChange
from portal.residents.queries import id_of_resident
from portal.residents.rules import RecordState, shield
from portal.web.once import first_result, keep_result


@dataclass(frozen=True)
class MergeOrder:
    """What the form says. `versions` are those the page showed; `choices` which side's row stands, by the name of the clash."""

    keep: Side
    reason: str
    versions: tuple[int, int]
    choices: Mapping[str, Side]


@dataclass(frozen=True)
class Undone:
    """`left`: what could not be put back, in words."""

    public_id: str
    left: tuple[str, ...] = ()


def merge_records(first_public_id: str, second_public_id: str, order: MergeOrder, *, staff: SignedIn, once: str, settings: Settings) -> str:
    """Everything of the one goes to the other; returns the merge's public id.

    Raises Changed when either record is no longer as the page showed it, Refused for a protected person without the chief's permission
    and for a pair ruled to be two people, NotFound when either is not there.
    """
    with writing() as session:
        if (known := first_result(once)) is not None:
            return known
        visit_of(staff)
        first, second = _held(first_public_id, second_public_id)
        if (first.version, second.version) != order.versions:
            raise Changed(MEANWHILE)
        refuse_if(_why_not_merge(first, second, staff, settings))
        kept, absorbed = (first, second) if order.keep is Side.FIRST else (second, first)
        merge = _drawn(kept, absorbed, order.reason, staff)
        session.add(merge)
        session.flush()
        superseded = _set_aside(first, second, order, merge)
        _take_over(kept, absorbed, merge, staff)
        moved = sum(move_rows(merge).values())
        absorbed.record_state = RecordState.MERGED
        _tell(kept, absorbed, "merge", staff)
        note_person(staff, kept.id)
        facts = {"merge": merge.id, "moved": moved, "superseded": superseded}
        record(Event.DUPLICATE_MERGE, by=staff.actor, subjects=[kept.id, absorbed.id], facts=facts)
        keep_result(once, merge.public_id)
        return merge.public_id


def unmerge_records(public_id: str, reason: str, *, staff: SignedIn, once: str, settings: Settings) -> Undone:
    """What moved goes back, with every version that came after it; what was added to the kept record since stays there.

    Raises Refused when it was undone already, when a later merge stands in the way, and for a protected person without permission.
    """
    with writing():
        if (known := first_result(once)) is not None:
            return Undone(known)
        visit_of(staff)
        merge = db.session().scalar(select(ResidentMerge).where(ResidentMerge.public_id == public_id).with_for_update())
        if merge is None:
            raise NotFound
        kept, absorbed = _rows_by_id(merge.kept_id, merge.absorbed_id)
        refuse_if(why_not_undo(merge, kept, absorbed, staff=staff, settings=settings))
        going = what_goes_back(merge)
        left = _move_back(merge, going, kept, staff)
        absorbed.record_state = RecordState.CURRENT
        merge.undone_at, merge.undone_by, merge.undo_reason = clock.now(), staff.id, reason
        _tell(kept, absorbed, "unmerge", staff)
        note_person(staff, kept.id)
        facts = {"merge": merge.id, "moved": sum(len(ids) for ids in going.back.values())}
        record(Event.MERGE_UNDO, by=staff.actor, subjects=[kept.id, absorbed.id], facts=facts)
        keep_result(once, public_id)
        return Undone(public_id, tuple(left))


def _held(first_public_id: str, second_public_id: str) -> tuple[Resident, Resident]:
    """Both rows, held until the commit; always in the order of their ids, so that two merges at once wait and never block each other."""
    first_id, second_id = id_of_resident(first_public_id), id_of_resident(second_public_id)
    if first_id == second_id:
        raise NotFound
    first, second = _rows_by_id(first_id, second_id)
    if any(row.record_state is not RecordState.CURRENT for row in (first, second)):
        raise NotFound
    return first, second


def _rows_by_id(first_id: int, second_id: int) -> tuple[Resident, Resident]:
    statement = select(Resident).where(Resident.id.in_([first_id, second_id])).order_by(Resident.id).with_for_update()
    rows = {row.id: row for row in db.session().scalars(statement)}
    for row in rows.values():
        refuse_while_sources_taken_back(row.id, row.import_id)
    return rows[first_id], rows[second_id]


def is_hidden(row: Resident, settings: Settings) -> bool:
    return shield(row.protection, row.protected_until, clock.today(), lapses=settings.protection_lapses).hidden


def _why_not_merge(first: Resident, second: Resident, staff: SignedIn, settings: Settings) -> str | None:
    return why_not_merge(
        hidden=is_hidden(first, settings) or is_hidden(second, settings),
        may_open_protected=staff.may(Permission.PROTECTED_OPEN),
        ruled_apart=ruling_of(min(first.id, second.id), max(first.id, second.id)) is not None,
    )


def why_not_undo(merge: ResidentMerge, kept: Resident, absorbed: Resident, *, staff: SignedIn, settings: Settings) -> str | None:
    """Inside a door: the rule's reason, asked by the page and by the action."""
    return why_not_unmerge(
        undone=merge.undone_at is not None,
        kept_is_current=kept.record_state is RecordState.CURRENT,
        later_touched=touched_by_a_later(merge),
        hidden=is_hidden(kept, settings) or is_hidden(absorbed, settings),
        may_open_protected=staff.may(Permission.PROTECTED_OPEN),
    )


def _drawn(kept: Resident, absorbed: Resident, reason: str, staff: SignedIn) -> ResidentMerge:
    return ResidentMerge(
        public_id=secrets.token_hex(16),
        kept_id=kept.id,
        absorbed_id=absorbed.id,
        reason=reason,
        merged_at=clock.now(),
        merged_by=staff.id,
    )


def _set_aside(first: Resident, second: Resident, order: MergeOrder, merge: ResidentMerge) -> int:
    """Of each clash the row that was not chosen; how many. Changed when there is one that the page did not show."""
    doses, vouchers = clashing_doses(first.id, second.id), clashing_vouchers(first.id, second.id)
    for pair in doses:
        supersede_dose(pair.loser(_chosen(pair, order)), merge)
    for pair in vouchers:
        void_voucher(pair.loser(_chosen(pair, order)), merge)
    db.session().flush()
    return len(doses) + len(vouchers)


def _chosen(pair: Pair, order: MergeOrder) -> Side:
    if pair.clash.is_same:
        return order.keep
    if pair.clash.name not in order.choices:
        raise Changed(MEANWHILE)
    return order.choices[pair.clash.name]


def _move_back(merge: ResidentMerge, going: GoingBack, kept: Resident, staff: SignedIn) -> list[str]:
    before = as_text(kept.protection)
    left = move_back(merge, going)
    if as_text(kept.protection) != before:
        db.session().add(_change(kept, "protection", old=before, new=as_text(kept.protection), staff=staff))
    return left


def _take_over(kept: Resident, absorbed: Resident, merge: ResidentMerge, staff: SignedIn) -> None:
    if take_over_protection(kept, absorbed, merge):
        db.session().add(_change(kept, "protection", old="", new=as_text(kept.protection), staff=staff))


def _tell(kept: Resident, absorbed: Resident, what: str, staff: SignedIn) -> None:
    """Both histories, and both versions: whoever has either of them open is told that it changed."""
    changes: Sequence[ResidentChange] = (
        _change(kept, f"{what}_kept", old=absorbed.resident_number, staff=staff),
        _change(absorbed, f"{what}_absorbed", old=kept.resident_number, staff=staff),
    )
    db.session().add_all(changes)
    kept.version += 1
    absorbed.version += 1


def _change(row: Resident, field: str, *, old: str, new: str = "", staff: SignedIn) -> ResidentChange:
    return ResidentChange(resident_id=row.id, at=clock.now(), field=field, old=old, new=new, staff_id=staff.id)
