"""What happened to a person since a voucher was issued: the register's changes beside the page, told by residents/movement_rules.py."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select

from portal.db import db
from portal.residents.models import ResidentChange
from portal.residents.movement_rules import (
    ADDRESS_FIELDS,
    NAME_FIELDS,
    ON_PAPER,
    Happened,
    Happening,
    OldValue,
    Paper,
    Stops,
    differs_since,
    gravest,
    happened_since_issue,
    why_not,
)
from portal.residents.queries import ResidentView
from portal.vouchers.models import Voucher
from portal.vouchers.queries import is_to_be_mailed
from portal.vouchers.rules import Delivery


def paper_of(resident: ResidentView, changes: Iterable[OldValue], *, issued_at: datetime, to_be_mailed: bool) -> Paper:
    """The page beside today's register. `changes`: of this person, the newest first; a hidden address is compared with nobody's."""
    now: dict[str, str] = {field: getattr(resident, field) for field in ON_PAPER}
    later = [change for change in changes if change.at > issued_at]
    moved = None if resident.hides_place else differs_since(now, later, ADDRESS_FIELDS)
    return Paper(differs_since(now, later, NAME_FIELDS), moved, to_be_mailed)


def stops_of(resident: ResidentView, paper: Paper, *, name_stops: bool) -> tuple[Happening, ...]:
    """What happened to the person and to the page, the gravest first."""
    return resident.happened + happened_since_issue(paper, name_stops=name_stops)


def gravest_stop(resident: ResidentView, paper: Paper, *, name_stops: bool) -> Happening | None:
    """The one under which the voucher stands in the list; None when nothing stops it."""
    return gravest(stops_of(resident, paper, name_stops=name_stops))


def why_page_stopped(voucher: Voucher, resident: ResidentView, *, is_printed: bool, name_stops: bool) -> str | None:
    """Inside a door: why this page must not be made; what goes by post is asked more."""
    changes = changes_on_paper([resident.id]).get(resident.id, [])
    to_be_mailed = is_to_be_mailed(voucher, is_printed=is_printed)
    paper = paper_of(resident, changes, issued_at=voucher.issued_at, to_be_mailed=to_be_mailed)
    asked = (Stops.ISSUING,) if voucher.delivery in (None, Delivery.HANDED_OVER) else (Stops.ISSUING, Stops.MAILING)
    # What must not go to the address of a protected person may go where that person has asked for it.
    elsewhere = voucher.delivery is Delivery.POST_TO_CONTACT
    happened = (each for each in stops_of(resident, paper, name_stops=name_stops) if not (elsewhere and each.what is Happened.PROTECTED))
    return why_not(happened, *asked)


def changes_on_paper(resident_ids: Sequence[int]) -> dict[int, list[OldValue]]:
    """Inside a door: by person, every change of what a voucher's page carries, the newest first, in one statement."""
    found: dict[int, list[OldValue]] = {}
    rows = db.session().execute(
        select(ResidentChange.resident_id, ResidentChange.at, ResidentChange.field, ResidentChange.old)
        .where(ResidentChange.resident_id.in_(resident_ids), ResidentChange.field.in_(ON_PAPER))
        .order_by(ResidentChange.at.desc(), ResidentChange.id.desc())
    )
    for resident_id, at, field, old in rows:
        found.setdefault(resident_id, []).append(OldValue(at, field, old))
    return found
