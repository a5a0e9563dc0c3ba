"""What the screens ask beside the runs themselves: the place of a point, the sections offered; a printing noted."""

from portal.accounts.chief_queries import section_names
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.audits.queries import point_row, points_in_order
from portal.db import reading, writing


def find_point(public_id: str) -> tuple[str, int]:
    """The run's public id and the place of the point in it, from nought. Raises NotFound."""
    with reading():
        row, run = point_row(public_id)
        return run.public_id, points_in_order(run.id).index(row.id)


def find_sections() -> list[tuple[str, str]]:
    with reading():
        return [(str(section_id), name) for section_id, name in section_names().items()]


def note_print(number: str, *, staff: SignedIn) -> None:
    """Before the paper is shown."""
    with writing():
        record(Event.RUN_PRINT, by=staff.actor, facts={"number": number})
