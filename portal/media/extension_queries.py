"""More time that was asked for, with what its rule needs."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import aliased

from portal.accounts.models import Section, Staff
from portal.db import db
from portal.media.approval_rules import MoreTime, time_words
from portal.media.copy_models import Extension, Lending
from portal.media.line_models import MediaRequest
from portal.media.rules import State


@dataclass(frozen=True)
class Asking:
    """One request for more time beside its line and the lending that it would move."""

    extension: Extension
    line: MediaRequest
    lending: Lending
    facts: MoreTime
    asked_by: str


def is_open() -> ColumnElement[bool]:
    """Beside Extension: nobody has decided it, and the thing is still out; once that is back there is nothing left to decide."""
    line = aliased(MediaRequest)
    return and_(Extension.decided_at.is_(None), exists().where(line.id == Extension.request_id, line.state == State.HANDED))


def askings(condition: ColumnElement[bool], *, limit: int | None = None, offset: int = 0) -> Sequence[Asking]:
    """Inside a door: oldest first, in one statement."""
    asker, decider = aliased(Staff), aliased(Staff)
    found = (
        select(Extension, MediaRequest, Lending, Section.name, asker.name, decider.name)
        .join(MediaRequest, MediaRequest.id == Extension.request_id)
        .join(Lending, Lending.request_id == Extension.request_id)
        .join(Section, Section.id == Extension.section_id)
        .join(asker, asker.id == Extension.asked_by)
        .outerjoin(decider, decider.id == Extension.decided_by)
        .where(condition)
        .order_by(Extension.id)
        .limit(limit)
        .offset(offset)
    )
    return [
        Asking(extension, line, lending, _facts(extension, line, lending, section=section, decided_by=decided_by), asked_by)
        for extension, line, lending, section, asked_by, decided_by in db.session().execute(found)
    ]


def _facts(extension: Extension, line: MediaRequest, lending: Lending, *, section: str, decided_by: str | None) -> MoreTime:
    decided = extension.decided_at
    return MoreTime(
        shown=line.number.shown,
        asked_by=extension.asked_by,
        section_id=extension.section_id,
        section_words=section,
        until=extension.until,
        due_at=lending.due_at if line.state is State.HANDED else None,
        decided_words=time_words(decided_by or "", decided, granted=bool(extension.is_granted)) if decided is not None else "",
    )
