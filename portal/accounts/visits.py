"""The visit: chosen once per resident served, carried by every record, ended when the resident leaves."""

from dataclasses import replace

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite

from portal import clock
from portal.accounts.models import LoginSession, Visit, VisitPerson
from portal.accounts.rules import CHANNEL_WORDS, VISIT_REASON_WORDS, Channel, VisitReason
from portal.accounts.sessions import SignedIn, VisitView
from portal.audit.events import Event
from portal.audit.record import record
from portal.db import db, writing
from portal.errors import Refused

NO_VISIT = "対応が終わっています。対応を始めて、住民の画面を開き直してから、もう一度送ってください。"


def visit_of(staff: SignedIn) -> VisitView:
    """The visit at work. Refused when it has ended: nothing about a person changes outside one."""
    if staff.visit is None:
        raise Refused(NO_VISIT)
    return staff.visit


def start_visit(staff: SignedIn, channel: Channel, reason: VisitReason) -> None:
    """Begins a visit; one still open is ended first, so that nobody is looked at on another's behalf."""
    with writing() as session:
        _end_open_visit(staff)
        visit = Visit(staff_id=staff.id, channel=channel, reason=reason, started_at=clock.now())
        session.add(visit)
        session.flush()
        session.execute(update(LoginSession).where(LoginSession.id == staff.session_id).values(visit_id=visit.id))
        record(
            Event.VISIT_START,
            by=replace(staff.actor, visit_id=visit.id),
            purpose=_words(channel, reason),
            facts={"channel": channel.value, "reason": reason.value},
        )


def change_visit(staff: SignedIn, channel: Channel, reason: VisitReason) -> None:
    """Another channel or reason for the same resident; the records written so far keep theirs."""
    if staff.visit is None:
        raise Refused("対応はもう終わっています。新しく対応を始めてください。")
    with writing() as session:
        session.execute(update(Visit).where(Visit.id == staff.visit.id).values(channel=channel, reason=reason))
        record(
            Event.VISIT_CHANGE, by=staff.actor, purpose=_words(channel, reason), facts={"channel": channel.value, "reason": reason.value}
        )


def end_visit(staff: SignedIn) -> None:
    """Ends the visit; ending an ended one is no fault."""
    if staff.visit is None:
        return
    with writing():
        _end_open_visit(staff)


def keep_search(staff: SignedIn, sealed: str) -> None:
    """What this visit searches for, sealed, so that Back and reload find it again; gone when the visit ends."""
    if staff.visit is None:
        raise Refused("対応を始めてから探してください。")
    with writing() as session:
        session.connection().execute(_KEEP_TYPED, {"visit": staff.visit.id, "sealed": sealed})


def note_person(staff: SignedIn, resident_id: int) -> int:
    """Inside writing(): this person is the one being served now. Returns how many people the visit has opened."""
    if staff.visit is None:
        raise Refused("対応を始めてから開いてください。")
    if staff.visit.resident_id == resident_id:
        return staff.visit.people
    connection = db.session().connection()
    served = {"visit": staff.visit.id, "resident": resident_id}
    added = connection.scalar(_OPEN[connection.dialect.name], served | {"now": clock.now()})
    connection.execute(_SERVE, served)
    return staff.visit.people + int(added is not None)


# Built once and run on the connection: at every look at a person they cost far more to put together than to run.
_OPEN = {
    dialect: insert(VisitPerson)
    .values(visit_id=bindparam("visit"), resident_id=bindparam("resident"), opened_at=bindparam("now"))
    .on_conflict_do_nothing()
    .returning(VisitPerson.resident_id)
    for dialect, insert in (("postgresql", insert_on_postgresql), ("sqlite", insert_on_sqlite))
}
_SERVE = update(Visit).where(Visit.id == bindparam("visit")).values(resident_id=bindparam("resident"))
_KEEP_TYPED = update(Visit).where(Visit.id == bindparam("visit")).values(typed=bindparam("sealed"))


def _end_open_visit(staff: SignedIn) -> None:
    session = db.session()
    visit = session.scalar(
        select(Visit)
        .join(LoginSession, LoginSession.visit_id == Visit.id)
        .where(LoginSession.id == staff.session_id, Visit.ended_at.is_(None))
    )
    if visit is None:
        return
    people = session.scalar(select(func.count()).where(VisitPerson.visit_id == visit.id)) or 0
    visit.ended_at = clock.now()
    visit.typed = None
    session.execute(update(LoginSession).where(LoginSession.id == staff.session_id).values(visit_id=None))
    record(Event.VISIT_END, by=staff.actor, facts={"people": people})


def _words(channel: Channel, reason: VisitReason) -> str:
    return f"{CHANNEL_WORDS[channel]}・{VISIT_REASON_WORDS[reason]}"
