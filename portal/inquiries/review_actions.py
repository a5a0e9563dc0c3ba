"""供覧: the chief has seen closed slips, several at once; each says so in a line of its own (D-3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.db import db, reading, writing
from portal.errors import refuse_if
from portal.inquiries.entries import add_entry
from portal.inquiries.list_rules import SlipView
from portal.inquiries.models import Slip
from portal.inquiries.review_queries import ReviewLine, count_to_review, lines_to_review, reader_of, to_review
from portal.inquiries.review_rules import MOST_AT_ONCE, OF_OTHERS, outcome_words, why_not_pick, why_not_review
from portal.inquiries.rules import EntryKind
from portal.web.once import first_result, keep_result
from portal.web.paging import pages_of


@dataclass(frozen=True)
class Outcome:
    """`refused`: the number of each slip that stays, and why."""

    words: str
    refused: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ReviewList:
    lines: list[ReviewLine]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return pages_of(self.total, MOST_AT_ONCE)

    @property
    def possible(self) -> list[ReviewLine]:
        return [line for line in self.lines if not line.why_not]


def list_to_review(page: int, *, staff: SignedIn) -> ReviewList:
    """Recorded with the residents whom the slips concern. A page behind the last is the last."""
    with reading():
        reader = reader_of(staff, clock.today())
        total = count_to_review(reader)
        page = min(page, pages_of(total, MOST_AT_ONCE))
        lines = lines_to_review(reader, page)
    with writing():
        facts = {"view": SlipView.REVIEW.value, "page": page, "count": len(lines)}
        subjects = {line.row.resident_id for line in lines if line.row.resident_id}
        record(Event.SLIP_LIST, by=staff.actor, subjects=subjects, facts=facts)
    return ReviewList(lines, total, page)


def review_slips(picked: Mapping[str, int], note: str, *, staff: SignedIn, once: str) -> Outcome:
    """`picked`: public ids, each with the version that was on the screen. Of those that stay the reason is told. Raises Refused."""
    refuse_if(why_not_pick(len(picked)))
    with writing():
        if (known := first_result(once)) is not None:
            return Outcome(known)
        reader, now = reader_of(staff, clock.today()), clock.now()
        rows = _held(list(picked))
        done, refused = list[Slip](), [("", OF_OTHERS)] * (len(picked) - len(rows))
        for row in rows:
            if reason := why_not_review(to_review(row), reader, seen_version=picked[row.public_id]):
                refused.append((row.number.shown if reason != OF_OTHERS else "", reason))
                continue
            row.reviewed_at, row.reviewed_by = now, staff.id
            add_entry(row.id, EntryKind.REVIEWED, by=staff.id, words=note.strip())
            done.append(row)
        if done:
            numbers = [row.number.shown for row in done]
            subjects = {row.resident_id for row in done if row.resident_id}
            record(Event.SLIP_REVIEW, by=staff.actor, subjects=subjects, facts={"slips": numbers, "count": len(numbers)})
        outcome = Outcome(outcome_words(len(done), len(refused)), tuple(refused))
        keep_result(once, outcome.words)
        return outcome


def _held(public_ids: Sequence[str]) -> Sequence[Slip]:
    return db.session().scalars(select(Slip).where(Slip.public_id.in_(public_ids)).order_by(Slip.id).with_for_update()).all()
