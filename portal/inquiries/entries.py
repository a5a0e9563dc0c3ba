"""The lines of a slip, which are only ever added. Inside writing()."""

from portal import clock
from portal.db import db
from portal.inquiries.models import SlipEntry
from portal.inquiries.rules import EntryKind, SlipChannel


def add_entry(
    slip_id: int,
    what: EntryKind,
    *,
    by: int,
    words: str = "",
    channel: SlipChannel | None = None,
    to_staff: int | None = None,
    other_public_id: str = "",
) -> None:
    """`other_public_id`: of the slip (LINKED) or the case (BECAME_CASE) that the line names."""
    db.session().add(
        SlipEntry(
            slip_id=slip_id,
            at=clock.now(),
            by=by,
            what=what,
            channel=channel,
            words=words,
            to_staff=to_staff,
            other_public_id=other_public_id,
        )
    )
