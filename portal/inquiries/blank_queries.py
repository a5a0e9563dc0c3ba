"""Numbers kept for a standstill that nobody has used yet, by the batch in which they were made (D-3). Inside a door."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import select

from portal.accounts.chief_queries import staff_names
from portal.accounts.sessions import SignedIn
from portal.db import db
from portal.errors import NotFound
from portal.inquiries.list_queries import WITHOUT_TEXTS
from portal.inquiries.models import Slip
from portal.inquiries.number_rules import SlipNumber
from portal.inquiries.rules import SlipState


@dataclass(frozen=True)
class Batch:
    """Numbers made together, those that are left. `public_id`: of the first of them, by which the batch is named."""

    public_id: str
    made_at: datetime
    made_by: str
    left: list[Slip]

    @property
    def words(self) -> str:
        return range_words([slip.number for slip in self.left])


def range_words(numbers: Sequence[SlipNumber]) -> str:
    """R8-0232 or R8-0232〜R8-0241: the first and the last of them."""
    first, last = numbers[0].shown, numbers[-1].shown
    return first if first == last else f"{first}〜{last}"


def batches_of(staff: SignedIn) -> list[Batch]:
    """Of the own section, the newest first: two statements."""
    order = (Slip.entered_at.desc(), Slip.taken_by, Slip.fiscal_year, Slip.running)
    of_section = (Slip.section_id == staff.section_id, Slip.state == SlipState.BLANK)
    rows = db.session().scalars(select(Slip).where(*of_section).order_by(*order).options(*WITHOUT_TEXTS)).all()
    names = staff_names({row.taken_by for row in rows})
    grouped = [list(each) for _, each in groupby(rows, key=lambda row: (row.entered_at, row.taken_by))]
    return [Batch(left[0].public_id, left[0].entered_at, names[left[0].taken_by].name, left) for left in grouped]


def batch_of(public_id: str, *, staff: SignedIn) -> Batch:
    """Raises NotFound: no such batch of the own section, or nothing of it is left."""
    for batch in batches_of(staff):
        if public_id in {slip.public_id for slip in batch.left}:
            return batch
    raise NotFound


def blank_row(number: SlipNumber, *, staff: SignedIn) -> Slip | None:
    """Held until the commit: the slip of this number, if it is the own section's, whatever became of it."""
    named = (Slip.fiscal_year == number.fiscal_year, Slip.running == number.running, Slip.first_section_id == staff.section_id)
    return db.session().scalar(select(Slip).where(*named).with_for_update())


def blank_rows(public_ids: Sequence[str], *, staff: SignedIn) -> Sequence[Slip]:
    """Held until the commit, by number."""
    named = (Slip.public_id.in_(public_ids), Slip.section_id == staff.section_id)
    return db.session().scalars(select(Slip).where(*named).order_by(Slip.fiscal_year, Slip.running).with_for_update()).all()
