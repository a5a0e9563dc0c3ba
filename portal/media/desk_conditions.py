"""Which rows stand on the desk of somebody who signs for these sections; the counts and the lists ask with the same conditions (M-3)."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased

from portal.accounts.chief_rules import SignsAs
from portal.media.copy_models import Copy, CopyEnd, Extension, Lending
from portal.media.extension_queries import is_open
from portal.media.line_models import MediaRequest, Signature
from portal.media.line_queries import OVER
from portal.media.rules import Decision, State, Step

Sections = Collection[int]


def waiting(sections: Sections) -> ColumnElement[bool]:
    return MediaRequest.waits_for.in_(sections)


def asks_for_time(sections: Sections) -> ColumnElement[bool]:
    return and_(Extension.section_id.in_(sections), is_open())


def to_review(chief_of: Sections) -> ColumnElement[bool]:
    """What deputies decided and no chief has seen; only a chief sees it afterwards."""
    return and_(Signature.section_id.in_(chief_of), Signature.signed_as == SignsAs.DEPUTY, Signature.reviewed_at.is_(None))


def out(sections: Sections) -> ColumnElement[bool]:
    return and_(MediaRequest.state == State.HANDED, _concerns(sections))


def open_copies(sections: Sections) -> ColumnElement[bool]:
    """Of lines that are out or back: until a second person has confirmed the end."""
    return and_(MediaRequest.state.in_((State.HANDED, State.RETURNED)), _concerns(sections), ~_is_confirmed(Copy))


def to_close(sections: Sections, now: datetime) -> ColumnElement[bool]:
    """Back with every copy ended, or a 包括承認 whose period and uses are over; closed by the own section or the one above that signed."""
    use, copy = aliased(MediaRequest), aliased(Copy)
    above = exists().where(Signature.request_id == MediaRequest.id, Signature.step == Step.ABOVE, Signature.section_id.in_(sections))
    is_open = exists().where(copy.request_id == MediaRequest.id, ~_is_confirmed(copy))
    is_used = exists().where(use.blanket_id == MediaRequest.id, use.state.not_in(OVER))
    ended = and_(MediaRequest.is_blanket, MediaRequest.state == State.APPROVED, MediaRequest.ends_at < now, ~is_used)
    return and_(
        or_(MediaRequest.section_id.in_(sections), above),
        or_(and_(MediaRequest.state == State.RETURNED, ~is_open), ended),
    )


def turned_down(sections: Sections, since: datetime) -> ColumnElement[bool]:
    return and_(Signature.section_id.in_(sections), Signature.at >= since, Signature.decision.in_((Decision.SEND_BACK, Decision.REFUSE)))


def is_late(now: datetime) -> ColumnElement[bool]:
    """Beside Lending."""
    return Lending.due_at < now


def _concerns(sections: Sections) -> ColumnElement[bool]:
    """Worked with by the section, or of the section's data."""
    return or_(MediaRequest.section_id.in_(sections), MediaRequest.holder_id.in_(sections))


def _is_confirmed(copy: type[Copy]) -> ColumnElement[bool]:
    end = aliased(CopyEnd)
    return exists().where(end.copy_id == copy.id, end.confirmed_at.is_not(None))
