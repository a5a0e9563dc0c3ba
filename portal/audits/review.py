"""What the screens ask beside the runs themselves: a point in its run, what its facts name, the sections offered; a printing noted."""

from dataclasses import dataclass

from sqlalchemy import select

from portal import clock
from portal.accounts.chief_queries import section_names
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.audits.queries import RunView, open_run, point_row
from portal.audits.rules import Fact
from portal.db import reading, writing
from portal.media.line_models import MediaRequest
from portal.media.line_queries import is_seen_by
from portal.media.medium_queries import seen_media
from portal.media.models import Medium
from portal.permissions import Permission


@dataclass(frozen=True)
class NumberLink:
    """A number that the facts name; `page`: the screen of its line or medium, where this person may open it."""

    shown: str
    public_id: str
    page: str


def open_point(public_id: str) -> tuple[RunView, int]:
    """The run, and the place of the point in it from nought. Raises NotFound."""
    with reading():
        run_public_id = point_row(public_id)[1].public_id
    view = open_run(run_public_id, clock.today())
    return view, [point.row.public_id for point in view.points].index(public_id)


def find_links(fact: Fact, *, staff: SignedIn) -> list[NumberLink]:
    """The numbers behind a fact, in its order: two statements for any number of them."""
    lines, media = set[str](), set[str]()
    if any(fact.public_ids) and staff.may(Permission.LINE_SHOW):
        with reading() as session:
            of_lines = MediaRequest.public_id.in_(fact.public_ids)
            lines.update(session.scalars(select(MediaRequest.public_id).where(of_lines, is_seen_by(staff))))
            media.update(session.scalars(select(Medium.public_id).where(Medium.public_id.in_(fact.public_ids), seen_media(staff))))
    pages = {**dict.fromkeys(lines, "media.show_line"), **dict.fromkeys(media, "media.show_medium")}
    return [NumberLink(shown, public_id, pages.get(public_id, "")) for shown, public_id in fact.named]


def find_sections() -> list[tuple[str, str]]:
    with reading():
        return [(str(section_id), name) for section_id, name in section_names().items()]


def note_print(number: str, *, staff: SignedIn) -> None:
    """Before the paper is shown."""
    with writing():
        record(Event.RUN_PRINT, by=staff.actor, facts={"number": number})
