"""How much stands on the desk, and what was decided this month: two statements (M-3)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.db import db, reading
from portal.media import desk_conditions as on_desk
from portal.media.copy_models import Copy, Extension, Lending
from portal.media.desk_rules import hours_words, mean_hours
from portal.media.line_models import MediaRequest, Signature
from portal.media.rules import Decision
from portal.permissions import Role


@dataclass(frozen=True)
class Counts:
    """Of everything on the desk, not only of the page shown; a moment is that of the oldest, None when there is none."""

    waiting: int
    waiting_since: datetime | None
    times: int
    reviews: int
    out: int
    out_late: int
    copies: int
    copies_late: int
    copies_since: datetime | None
    closings: int
    turned_down: int


@dataclass(frozen=True)
class Month:
    """今月: requests that were asked, decisions by kind, people carried out or worked with, hours from request to decision."""

    begins: date
    asked: int
    approved: int
    refused: int
    sent_back: int
    lines_out: int
    people_out: int
    mean_hours: float | None

    @property
    def hours_words(self) -> str:
        return hours_words(self.mean_hours)


def first_of_month() -> datetime:
    return clock.hours_of(clock.today().replace(day=1))[0]


def counts_of(sections: Collection[int], chief_of: Collection[int]) -> Counts:
    """Inside a door."""
    now = clock.now()
    lent = select(func.count()).select_from(MediaRequest).join(Lending, Lending.request_id == MediaRequest.id).where(on_desk.out(sections))
    copied = select(Copy).join(MediaRequest, MediaRequest.id == Copy.request_id).join(Lending, Lending.request_id == MediaRequest.id)
    copied = copied.where(on_desk.open_copies(sections))
    asked: dict[str, Select[Any]] = {
        "waiting": _count(MediaRequest).where(on_desk.waiting(sections)),
        "waiting_since": select(func.min(MediaRequest.asked_at)).where(on_desk.waiting(sections)),
        "times": _count(Extension).where(on_desk.asks_for_time(sections)),
        "reviews": _count(Signature).where(on_desk.to_review(chief_of)),
        "out": lent,
        "out_late": lent.where(on_desk.is_late(now)),
        "copies": copied.with_only_columns(func.count()),
        "copies_late": copied.with_only_columns(func.count()).where(on_desk.is_late(now)),
        "copies_since": copied.with_only_columns(func.min(Copy.noted_at)),
        "closings": _count(MediaRequest).where(on_desk.to_close(sections, now)),
        "turned_down": _count(Signature).where(on_desk.turned_down(sections, first_of_month())),
    }
    row = db.session().execute(select(*(each.scalar_subquery().label(name) for name, each in asked.items()))).one()
    return Counts(**row._mapping)


def month_of(sections: Collection[int]) -> Month:
    """Inside a door."""
    begins = first_of_month()
    own = MediaRequest.section_id.in_(sections)
    handed = select(func.count(), func.coalesce(func.sum(MediaRequest.people), 0)).join(Lending, Lending.request_id == MediaRequest.id)
    lines_out, people_out = db.session().execute(handed.where(own, Lending.handed_at >= begins)).one()
    decided = (
        db.session()
        .execute(
            select(Signature.decision, Signature.at, MediaRequest.asked_at)
            .join(MediaRequest, MediaRequest.id == Signature.request_id)
            .where(Signature.section_id.in_(sections), Signature.at >= begins)
        )
        .all()
    )
    tally = {which: sum(decision is which for decision, _, _ in decided) for which in Decision}
    return Month(
        begins=begins.date(),
        asked=db.session().scalar(_count(MediaRequest).where(own, MediaRequest.asked_at >= begins)) or 0,
        approved=tally[Decision.APPROVE],
        refused=tally[Decision.REFUSE],
        sent_back=tally[Decision.SEND_BACK],
        lines_out=lines_out,
        people_out=people_out,
        mean_hours=mean_hours([at - asked_at for _, at, asked_at in decided if at > asked_at]),
    )


def count_for(staff: SignedIn) -> int:
    """What waits for this person, behind the entry of the navigation: requests and more time, but for their own."""
    if not (Role.SECTION_CHIEF in staff.roles or staff.is_deputy):
        return 0
    own = (staff.section_id,)
    lines = _count(MediaRequest).where(on_desk.waiting(own), MediaRequest.requester_id != staff.id)
    times = _count(Extension).where(on_desk.asks_for_time(own), Extension.asked_by != staff.id)
    with reading() as session:
        return session.scalar(select(lines.scalar_subquery() + times.scalar_subquery())) or 0


def _count(table: Any) -> Select[int]:
    return select(func.count()).select_from(table)
