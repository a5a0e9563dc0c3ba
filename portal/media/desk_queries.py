"""所属長の机: what one who signs decides and keeps an eye on, in as many questions however much there is (M-3)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select

from portal import clock
from portal.accounts.chief_queries import section_names, sections_signed_by
from portal.accounts.chief_rules import SignsAs
from portal.accounts.sessions import SignedIn
from portal.db import db, reading
from portal.media import desk_conditions as on_desk
from portal.media.approval_rules import Signer
from portal.media.desk_counts import Counts, Month, counts_of, first_of_month, month_of
from portal.media.desk_rows import PAGE as SIDE_PAGE
from portal.media.desk_rows import (
    ClosingRow,
    CopyRow,
    DecidedRow,
    OutRow,
    ReviewRow,
    TimeRow,
    closing_rows,
    copy_rows,
    decided_rows,
    out_rows,
    review_rows,
    time_rows,
)
from portal.media.desk_waiting import WaitingRow, waiting_rows
from portal.media.line_models import MediaRequest
from portal.media.line_names import names_of
from portal.media.medium_models import Renewal
from portal.media.renewal_queries import waiting_renewals
from portal.web.paging import pages_of

PAGE = 50
# Rows of a page of each list, in the order of the screen.
ROWS = {"waiting": PAGE, **dict.fromkeys(("times", "reviews", "out", "copies", "closings", "turned_down"), SIDE_PAGE)}


@dataclass(frozen=True)
class Desk:
    """Each list is one page; `counts` are of all. `pages`: which page of each is shown. `signs`: how, for which sections.
    `renewals`: 年度更新 of the media that wait; they are decided on a page of their own."""

    now: datetime
    signs: Sequence[tuple[str, SignsAs]]
    renewals: Sequence[Renewal]
    counts: Counts
    month: Month
    pages: Mapping[str, int]
    waiting: Sequence[WaitingRow]
    times: Sequence[TimeRow]
    reviews: Sequence[ReviewRow]
    out: Sequence[OutRow]
    copies: Sequence[CopyRow]
    closings: Sequence[ClosingRow]
    turned_down: Sequence[DecidedRow]


def show_desk(asked: Mapping[str, int], *, staff: SignedIn, picked: Collection[str] = ()) -> Desk:
    """`asked`: the page of each list, from 1; one behind the last is the last. `picked`: of the requests only these (a form sent back)."""
    with reading():
        now, names = clock.now(), section_names()
        signer = Signer(staff.id, sections_signed_by(staff.id, now.date()))
        own, chief_of = list(signer.sections), [each for each, how in signer.sections.items() if how is SignsAs.CHIEF]
        counts = counts_of(own, chief_of)
        pages = {name: min(max(asked.get(name, 1), 1), pages_of(getattr(counts, name), rows)) for name, rows in ROWS.items()}
        return Desk(
            now=now,
            signs=[(names[section_id], how) for section_id, how in signer.sections.items()],
            renewals=waiting_renewals(own),
            counts=counts,
            month=month_of(own),
            pages=pages,
            waiting=_waiting(on_desk.waiting(own), signer, pages["waiting"], picked),
            times=time_rows(on_desk.asks_for_time(own), signer, pages["times"]),
            reviews=review_rows(on_desk.to_review(chief_of), signer, names, pages["reviews"]),
            out=out_rows(on_desk.out(own), pages["out"]),
            copies=copy_rows(on_desk.open_copies(own), pages["copies"]),
            closings=closing_rows(on_desk.to_close(own, now), signer, pages["closings"]),
            turned_down=decided_rows(on_desk.turned_down(own, first_of_month()), pages["turned_down"]),
        )


def _waiting(condition: ColumnElement[bool], signer: Signer, page: int, picked: Collection[str]) -> list[WaitingRow]:
    """Oldest first."""
    found = select(MediaRequest).where(condition).order_by(MediaRequest.asked_at, MediaRequest.id)
    found = found.where(MediaRequest.public_id.in_(picked)) if picked else found.limit(PAGE).offset((page - 1) * PAGE)
    rows = db.session().scalars(found).all()
    return waiting_rows(rows, names_of(rows), signer)
