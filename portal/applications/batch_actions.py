"""A batch of numbered forms: made, printed, handed to a place, closed. Checked again inside the transaction, recorded with it."""

import secrets
from collections.abc import Sequence

from sqlalchemy import func, insert, select

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.applications.documents import application_pdf
from portal.applications.models import BlankBatch, BlankForm
from portal.applications.number_rules import ALREADY_HANDED, BlankState, PaperNumber, why_not_close, why_not_count, why_not_hand
from portal.applications.queries import counts_of
from portal.applications.rules import FormKind
from portal.applications.series import next_numbers
from portal.applications.sheets import blank_sheet, numbered_sheet
from portal.audit.events import Event
from portal.audit.record import Fact, record
from portal.clock import fiscal_year
from portal.config import Settings
from portal.db import db, reading, writing
from portal.errors import NotFound, refuse_if
from portal.vouchers.kept_paper import refusing_unprintable
from portal.web.once import first_result, keep_result


def make_batch(form: FormKind, count: int, *, staff: SignedIn, once: str) -> str:
    """Draws the numbers, one row each; returns the batch's public id. Raises Refused: too many at once, no numbers left."""
    refuse_if(why_not_count(count))
    with writing() as session:
        if (known := first_result(once)) is not None:
            return known
        year = fiscal_year(clock.today())
        first, last = next_numbers(year, count)
        batch = BlankBatch(
            public_id=secrets.token_hex(16), form=form, fiscal_year=year, first=first, last=last, made_at=clock.now(), made_by=staff.id
        )
        session.add(batch)
        session.flush()
        session.execute(
            insert(BlankForm),
            [
                {
                    "public_id": secrets.token_hex(16),
                    "batch_id": batch.id,
                    "fiscal_year": year,
                    "running": running,
                    "state": BlankState.OPEN,
                }
                for running in range(first, last + 1)
            ],
        )
        record(Event.BATCH_MAKE, by=staff.actor, facts=_numbers(batch) | {"form": form.value})
        keep_result(once, batch.public_id)
        return batch.public_id


def print_batch(public_id: str, programmes: Sequence[tuple[str, str]], *, staff: SignedIn, settings: Settings) -> bytes:
    """Every form of the batch, as often as the printer needs it until the batch is handed out: afterwards a number would be there twice."""
    with reading():
        batch = batch_row(public_id)
    refuse_if(ALREADY_HANDED if batch.handed_at else None)
    pdf = _pages(batch, programmes, settings)
    with writing() as session:
        batch = batch_row(public_id, held=True)
        refuse_if(ALREADY_HANDED if batch.handed_at else None)
        batch.printed += 1
        session.flush()
        record(Event.BATCH_PRINT, by=staff.actor, facts=_numbers(batch) | {"again": batch.printed > 1})
    return pdf


def hand_batch(public_id: str, place: str, receiver: str, *, staff: SignedIn, once: str) -> None:
    """Where the batch lies from now on, and who took it. Raises NotFound, Refused."""
    with writing():
        if first_result(once) is not None:
            return
        batch = batch_row(public_id, held=True)
        refuse_if(why_not_hand(is_printed=batch.printed > 0, is_handed=batch.handed_at is not None))
        batch.place, batch.receiver = place.strip(), receiver.strip()
        batch.handed_at, batch.handed_by = clock.now(), staff.id
        record(Event.BATCH_HAND, by=staff.actor, facts=_numbers(batch) | {"place": batch.place})
        keep_result(once, "handed")


def close_batch(public_id: str, *, staff: SignedIn, once: str) -> None:
    """Only when every number has its end. Raises NotFound, Refused."""
    with writing():
        if first_result(once) is not None:
            return
        batch = batch_row(public_id, held=True)
        counts = counts_of({batch.id})[batch.id]
        is_handed, is_closed = batch.handed_at is not None, batch.closed_at is not None
        refuse_if(why_not_close(counts[BlankState.OPEN], is_handed=is_handed, is_closed=is_closed))
        batch.closed_at, batch.closed_by = clock.now(), staff.id
        ends = {"used": BlankState.USED, "spoilt": BlankState.SPOILT, "collected": BlankState.COLLECTED}
        record(Event.BATCH_CLOSE, by=staff.actor, facts=_numbers(batch) | {word: counts[state] for word, state in ends.items()})
        keep_result(once, "closed")


def batch_row(public_id: str, *, held: bool = False) -> BlankBatch:
    """Inside a door; NotFound when there is none. `held`: whoever changes the batch or one of its numbers waits for the other."""
    statement = select(BlankBatch).where(BlankBatch.public_id == public_id)
    batch = db.session().scalar(statement.with_for_update() if held else statement)
    if batch is None:
        raise NotFound
    return batch


def count_open(batch: BlankBatch) -> int:
    """Inside a door."""
    left = select(func.count()).where(BlankForm.batch_id == batch.id, BlankForm.state == BlankState.OPEN)
    return db.session().scalar(left) or 0


def _numbers(batch: BlankBatch) -> dict[str, Fact]:
    return {"first": batch.first_number.shown, "last": batch.last_number.shown}


def _pages(batch: BlankBatch, programmes: Sequence[tuple[str, str]], settings: Settings) -> bytes:
    sheet = blank_sheet(batch.form, programmes, settings)
    numbers = [PaperNumber(batch.fiscal_year, running) for running in range(batch.first, batch.last + 1)]
    with refusing_unprintable("何も変えていません。"):
        return application_pdf(batch.form, [numbered_sheet(sheet, number) for number in numbers], made_at=batch.made_at)
