"""One copy, or the end of one, before somebody answers for it: read, and shown with the reason when it is shut."""

from dataclasses import dataclass

from sqlalchemy import select

from portal.accounts.sessions import SignedIn
from portal.db import db, reading
from portal.errors import NotFound
from portal.media.copy_models import Copy, CopyEnd
from portal.media.copy_queries import CopyView, EndView, copies_part, ends_for
from portal.media.copy_rules import ended_words
from portal.media.lending_review import StepPage, step_page_of
from portal.media.line_models import MediaRequest
from portal.media.line_queries import line_of, line_row
from portal.media.rules import How


@dataclass(frozen=True)
class CopyPage:
    """A copy on the page of its next step. `why_not`: why nothing can be written about it now."""

    step: StepPage
    copy: CopyView
    hows: tuple[How, ...]
    end: EndView | None
    why_not: str | None


def review_copy(public_id: str, *, staff: SignedIn) -> CopyPage:
    """A copy that is to be written about or to end. Raises NotFound."""
    with reading():
        found = select(MediaRequest.public_id, Copy.kind).join(Copy, Copy.request_id == MediaRequest.id)
        known = db.session().execute(found.where(Copy.public_id == public_id)).one_or_none()
        if known is None:
            raise NotFound
        step, copies = _page(known[0], staff)
        copy = next(each for each in copies if each.public_id == public_id)
        why_not = step.why_not["note_copy"] or (_taken(copy) if copy.end else None)
        return CopyPage(step, copy, ends_for(known[1]), copy.end, why_not)


def review_end(public_id: str, *, staff: SignedIn) -> CopyPage:
    """The end of a copy that another person is to confirm. Raises NotFound."""
    with reading():
        found = select(MediaRequest.public_id, Copy.public_id, Copy.kind).join(Copy, Copy.request_id == MediaRequest.id)
        known = db.session().execute(found.join(CopyEnd, CopyEnd.copy_id == Copy.id).where(CopyEnd.public_id == public_id)).one_or_none()
        if known is None:
            raise NotFound
        step, copies = _page(known[0], staff)
        copy = next(each for each in copies if each.public_id == known[1])
        end = next(each for each in (copy.end, *copy.rejected) if each is not None and each.public_id == public_id)
        why_not = (
            f"{end.shown}は、もう「残っている」とされています。"
            if end.rejected
            else (_taken(copy) if end.confirmed else end.why_not_confirm)
        )
        return CopyPage(step, copy, ends_for(known[2]), end, why_not)


def _page(line_public_id: str, staff: SignedIn) -> tuple[StepPage, list[CopyView]]:
    row = line_row(line_public_id, seen_by=staff)
    line = line_of(row)
    return step_page_of(row, line, staff), list(copies_part(row, line, staff).copies)


def _taken(copy: CopyView) -> str:
    assert copy.end is not None
    return ended_words(f"{copy.kind}({copy.place})", copy.end.how, copy.end.shown, is_confirmed=bool(copy.end.confirmed))
