"""棚卸: started, one label after another read, closed with its differences, each settled with words (M-1)."""

import secrets
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.db import db, writing
from portal.errors import BadInput, NotFound, Refused, refuse_if
from portal.media.line_queries import medium_facts
from portal.media.medium_models import Difference, Stocktake, StocktakeScan
from portal.media.models import Medium
from portal.media.number_rules import NOT_A_NUMBER, Number, Series, read_number
from portal.media.stocktake_queries import media_now, scans_of, stocktake_row
from portal.media.stocktake_rules import (
    CLOSED,
    ONE_IS_OPEN,
    Found,
    Missing,
    Scan,
    differences,
    is_expected,
    read_scan,
    why_not_scan,
    why_not_settle,
)
from portal.web.once import first_result, keep_result

READ = (Found.SEEN, Found.SEEN_THOUGH)


def start_stocktake(*, staff: SignedIn, once: str) -> str:
    """Of the own section; returns its public id. Raises Refused while one is open."""
    with writing() as session:
        if (known := first_result(once)) is not None:
            return known
        now = clock.now()
        row = Stocktake(public_id=secrets.token_hex(16), section_id=staff.section_id, started_on=now.date(), started_at=now)
        row.started_by = staff.id
        session.add(row)
        try:
            session.flush()
        except IntegrityError:
            raise Refused(ONE_IS_OPEN) from None
        record(Event.STOCKTAKE_START, by=staff.actor)
        keep_result(once, row.public_id)
        return row.public_id


def scan_medium(public_id: str, typed: str, *, staff: SignedIn, once: str) -> None:
    """A label as the scanner typed it, in any width. Raises BadInput (no number of a medium), NotFound, Refused (closed, read before)."""
    number = read_number(typed)
    if number is None or number.series is not Series.MEDIUM:
        raise BadInput(NOT_A_NUMBER.replace("持8-0012", "媒8-0003"))
    with writing() as session:
        if first_result(once) is not None:
            return
        row = stocktake_row(public_id, staff, held=True)
        before = select(StocktakeScan.at).where(StocktakeScan.stocktake_id == row.id, StocktakeScan.number == number.shown)
        refuse_if(why_not_scan(number.shown, is_closed=row.closed_at is not None, read_at=session.scalar(before)))
        medium_id, scan = _read(number, row)
        session.add(
            StocktakeScan(
                stocktake_id=row.id,
                medium_id=medium_id,
                number=number.shown,
                found=scan.found,
                words=scan.words,
                at=clock.now(),
                by=staff.id,
            )
        )
        record(Event.STOCKTAKE_SCAN, by=staff.actor, facts={"medium": number.shown, "found": scan.found.value})
        keep_result(once, "read")


def close_stocktake(public_id: str, *, staff: SignedIn, once: str) -> int:
    """Notes the differences and when each medium was seen; returns how many differences. Raises NotFound, Refused."""
    with writing():
        if (known := first_result(once)) is not None:
            return int(known)
        row = stocktake_row(public_id, staff, held=True)
        refuse_if(CLOSED if row.closed_at is not None else None)
        scans = scans_of(row)
        _media, facts = media_now(row.section_id)
        row.expected = sum(1 for each in facts.values() if is_expected(each))
        row.seen = sum(1 for _, scan in scans.values() if scan.found in READ)
        row.closed_at, row.closed_by = clock.now(), staff.id
        left = differences(facts, scans)
        db.session().add_all(_difference(row, missing) for missing in left)
        _note_seen(row)
        record(Event.STOCKTAKE_CLOSE, by=staff.actor, facts={"media": row.expected, "seen": row.seen, "differences": len(left)})
        keep_result(once, str(len(left)))
        return len(left)


def settle_difference(public_id: str, words: str, *, is_seen: bool, staff: SignedIn, once: str) -> str:
    """In words what it was, and whether the medium itself was seen; returns the stock-take's public id. Raises NotFound, Refused."""
    with writing():
        if (known := first_result(once)) is not None:
            return known
        difference = db.session().scalar(select(Difference).where(Difference.public_id == public_id).with_for_update())
        stocktake = db.session().get(Stocktake, difference.stocktake_id) if difference is not None else None
        if difference is None or stocktake is None or stocktake.section_id != staff.section_id:
            raise NotFound
        refuse_if(why_not_settle(words, is_settled=difference.settled_at is not None))
        difference.settled_at, difference.settled_by, difference.settled_words = clock.now(), staff.id, words.strip()
        if is_seen and difference.medium_id is not None:
            db.session().execute(update(Medium).where(Medium.id == difference.medium_id).values(seen_on=clock.today()))
        record(Event.STOCKTAKE_SETTLE, by=staff.actor, facts={"medium": difference.number, "found": difference.found.value})
        keep_result(once, stocktake.public_id)
        return stocktake.public_id


def _read(number: Number, row: Stocktake) -> tuple[int | None, Scan]:
    found = select(Medium.id).where(Medium.fiscal_year == number.fiscal_year, Medium.running == number.running)
    medium_id = db.session().scalar(found)
    facts = medium_facts([medium_id])[medium_id] if medium_id is not None else None
    return medium_id, read_scan(number.shown, facts, section_id=row.section_id)


def _difference(row: Stocktake, missing: Missing) -> Difference:
    given = {"medium_id": missing.medium_id, "number": missing.number, "found": missing.found, "words": missing.words}
    return Difference(public_id=secrets.token_hex(16), stocktake_id=row.id, **given)


def _note_seen(row: Stocktake) -> None:
    """Seen is seen, also what the ledger had elsewhere. Not by way of the rows: nobody's open form is stale because of it."""
    scans = select(StocktakeScan.medium_id, StocktakeScan.at).where(StocktakeScan.stocktake_id == row.id, StocktakeScan.found.in_(READ))
    days: dict[date, list[int | None]] = {}
    for medium_id, at in db.session().execute(scans):
        days.setdefault(at.date(), []).append(medium_id)
    for day, ids in days.items():
        db.session().execute(update(Medium).where(Medium.id.in_(ids)).values(seen_on=day))
