"""Everything of a section or of a person that has not come to its end: for the check at the end of a day and for a transfer (M-5).

Each function takes a condition on the lines (`of_section`, `of_person`), runs one statement and stops at MOST_SHOWN + 1 rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased

from portal.accounts.models import Deputy, Section, Staff
from portal.db import db
from portal.media.archive_models import Archive
from portal.media.archive_rules import ARCHIVE_STATE_WORDS
from portal.media.copy_models import Copy, CopyEnd, Lending
from portal.media.line_models import MediaRequest
from portal.media.models import Medium, Worker
from portal.media.number_rules import Number, Series
from portal.media.rules import COPY_WORDS, HOW_WORDS, MEDIUM_KIND_WORDS, STATE_WORDS, THING_WORDS, Condition, State
from portal.text.wareki import format_date, format_short_datetime

MOST_SHOWN = 200
# The heads of the columns: number, what, who, since, note.
WORDS = ("番号", "もの", "持っている方", "いつから", "予定・状態")
NOT_OVER = (State.ASKED, State.SENT_BACK, State.APPROVED)
OUT = (State.HANDED, State.RETURNED)


@dataclass(frozen=True)
class OpenThing:
    """One thing to end. `line_public_id` is empty for what is no line. `who`: in whose hands it is."""

    number: str
    line_public_id: str
    what: str
    who: str
    since: datetime | None
    note: str = ""
    is_late: bool = False


@dataclass(frozen=True)
class OpenGroup:
    """Things of one sort. `then`: what is to be done about them; `none`: what is said when there are none."""

    heading: str
    then: str
    none: str
    things: tuple[OpenThing, ...]
    words: tuple[str, ...] = WORDS

    @property
    def shown(self) -> tuple[OpenThing, ...]:
        return self.things[:MOST_SHOWN]

    @property
    def count_words(self) -> str:
        return f"{MOST_SHOWN}件以上" if len(self.things) > MOST_SHOWN else f"{len(self.things)}件"


def of_section(section_id: int) -> ColumnElement[bool]:
    return MediaRequest.section_id == section_id


def of_person(staff_id: int) -> ColumnElement[bool]:
    """Whoever has a line at hand: its responsible person, and the requester as long as nobody took over."""
    return or_(MediaRequest.responsible_id == staff_id, MediaRequest.requester_id == staff_id)


def not_returned(whose: ColumnElement[bool], now: datetime) -> list[OpenThing]:
    found = select(MediaRequest, Lending, Staff.name, Worker.name).join(Lending, Lending.request_id == MediaRequest.id)
    found = found.join(Staff, Staff.id == MediaRequest.responsible_id).outerjoin(Worker, Worker.id == Lending.handed_to)
    media = _media(found.where(whose, MediaRequest.state == State.HANDED).order_by(Lending.due_at, MediaRequest.id))
    return [
        OpenThing(
            row.number.shown,
            row.public_id,
            _thing(row, number),
            worker or responsible,
            lending.handed_at,
            note=f"返却予定 {format_short_datetime(lending.due_at)}",
            is_late=lending.due_at < now,
        )
        for row, lending, responsible, worker, number in media
    ]


def not_erased(whose: ColumnElement[bool], now: datetime) -> list[OpenThing]:
    """Copies of which nobody said yet how they ended. While a line is out that is as it should be; once it is back they are late."""
    ended = select(CopyEnd.id).where(CopyEnd.copy_id == Copy.id, CopyEnd.rejected_at.is_(None)).exists()
    found = select(MediaRequest, Copy, Staff.name).join(Copy, Copy.request_id == MediaRequest.id)
    found = found.join(Staff, Staff.id == MediaRequest.responsible_id)
    asked = found.where(whose, MediaRequest.state.in_(OUT), ~ended).order_by(MediaRequest.state.desc(), Copy.id).limit(MOST_SHOWN + 1)
    return [
        OpenThing(
            row.number.shown,
            row.public_id,
            f"{COPY_WORDS[copy.kind]}({copy.place})",
            name,
            copy.noted_at,
            note="返却済" if row.state is State.RETURNED else "使用中",
            is_late=row.state is State.RETURNED,
        )
        for row, copy, name in db.session().execute(asked)
    ]


def not_confirmed(whose: ColumnElement[bool]) -> list[OpenThing]:
    """Ends that a second person has not looked at."""
    found = select(CopyEnd, Copy, MediaRequest.public_id, Staff.name).join(Copy, Copy.id == CopyEnd.copy_id)
    found = found.join(MediaRequest, MediaRequest.id == Copy.request_id).join(Staff, Staff.id == CopyEnd.performed_by)
    waiting = (CopyEnd.confirmed_at.is_(None), CopyEnd.rejected_at.is_(None))
    asked = found.where(whose, *waiting).order_by(CopyEnd.id).limit(MOST_SHOWN + 1)
    return [
        OpenThing(
            end.number.shown,
            public_id,
            f"{COPY_WORDS[copy.kind]}({copy.place})の{HOW_WORDS[end.how]}",
            name,
            end.noted_at,
            note="もう一人の確認待ち",
        )
        for end, copy, public_id, name in db.session().execute(asked)
    ]


def not_handed(whose: ColumnElement[bool], now: datetime) -> list[OpenThing]:
    """Asked, sent back, or approved and not handed out; a 包括承認 as long as it runs."""
    found = select(MediaRequest, Staff.name).join(Staff, Staff.id == MediaRequest.requester_id)
    asked = found.where(whose, MediaRequest.state.in_(NOT_OVER)).order_by(MediaRequest.ends_at, MediaRequest.id).limit(MOST_SHOWN + 1)
    things = []
    for row, name in db.session().execute(asked):
        late = row.ends_at < now and row.state is not State.SENT_BACK
        if late and row.is_blanket:
            continue
        state = f"{STATE_WORDS[row.state]}{'(包括承認)' if row.is_blanket else ''}"
        note = f"{state}・期限切れ" if late else f"{state}・{format_short_datetime(row.ends_at)}まで"
        things.append(OpenThing(row.number.shown, row.public_id, row.data_name, name, row.asked_at, note=note, is_late=late))
    return things


def not_ended_archives(whose: ColumnElement[bool]) -> list[OpenThing]:
    """Encrypted files that can still be received."""
    found = select(Archive, MediaRequest, Staff.name).join(MediaRequest, MediaRequest.id == Archive.request_id)
    asked = found.join(Staff, Staff.id == Archive.asked_by).where(whose, Archive.ended_at.is_(None)).order_by(Archive.id)
    return [
        OpenThing(row.number.shown, row.public_id, archive.file_name, name, archive.asked_at, note=ARCHIVE_STATE_WORDS[archive.state])
        for archive, row, name in db.session().execute(asked.limit(MOST_SHOWN + 1))
    ]


def media_kept_by(staff_id: int) -> list[OpenThing]:
    kept = select(Medium, Section.name).join(Section, Section.id == Medium.section_id)
    asked = kept.where(Medium.keeper_id == staff_id, Medium.condition != Condition.DISPOSED).order_by(Medium.id).limit(MOST_SHOWN + 1)
    return [
        OpenThing(
            row.number.shown,
            "",
            f"{MEDIUM_KIND_WORDS[row.kind]} {row.maker} {row.model}",
            section,
            row.registered_at,
            note=f"{row.place}・許可 {format_date(row.permitted_until)}まで",
        )
        for row, section in db.session().execute(asked)
    ]


def deputies_of_person(staff_id: int, now: datetime) -> list[OpenThing]:
    """代決 that this person holds now or will hold."""
    by = aliased(Staff)
    found = select(Deputy, Section.name, by.name).join(Section, Section.id == Deputy.section_id).join(by, by.id == Deputy.appointed_by)
    running = (Deputy.ends_on >= now.date(), or_(Deputy.ended_at.is_(None), Deputy.ended_at > now))
    asked = found.where(Deputy.staff_id == staff_id, *running).order_by(Deputy.starts_on)
    return [
        OpenThing(
            "代決",
            "",
            f"{section}の所属長の代決",
            appointed_by,
            row.appointed_at,
            note=f"{format_date(row.starts_on)}から{format_date(row.ends_on)}まで",
        )
        for row, section, appointed_by in db.session().execute(asked)
    ]


def _media(statement: Any) -> Sequence[Any]:
    joined = statement.outerjoin(Medium, Medium.id == MediaRequest.medium_id).add_columns(Medium.fiscal_year, Medium.running)
    found: Any = db.session().execute(joined.limit(MOST_SHOWN + 1))
    return [(*rest, Number(Series.MEDIUM, year, running).shown if running else "") for *rest, year, running in found]


def _thing(row: MediaRequest, medium: str) -> str:
    words = [medium or THING_WORDS[row.thing], row.thing_words, row.data_name]
    return " ".join(word for word in words if word)
