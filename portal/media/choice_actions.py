"""An entry of the lists added, or ended; none is removed. Each is one transaction with its record (M-1, R5-3)."""

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from portal import clock
from portal.accounts.chief_queries import staff_of
from portal.accounts.models import Section
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.db import db, writing
from portal.errors import NotFound, refuse_if
from portal.media.choice_list import MODELS, Entry, last_day_of
from portal.media.choice_rules import LIST_WORDS, OF_A_SECTION, ListKind, why_not_add, why_not_end, why_not_worker
from portal.media.models import Destination, ListedSystem, ListedTerminal, Worker
from portal.media.rules import Employer, PlaceKind
from portal.web.once import first_result, keep_result


@dataclass(frozen=True)
class NewWorker:
    """`login_name` for one of the section's staff; name and company for a contractor's person."""

    employer: Employer
    login_name: str = ""
    name: str = ""
    company: str = ""


def add_system(name: str, *, staff: SignedIn, once: str) -> None:
    """Raises Refused when the name stands in the list."""
    _add(ListKind.SYSTEM, ListedSystem(public_id=secrets.token_hex(16), name=name.strip()), staff=staff, once=once)


def add_terminal(name: str, place: str, *, staff: SignedIn, once: str) -> None:
    """For the own section, from today on. Raises Refused when the name stands in its list."""
    given = {"section_id": staff.section_id, "name": name.strip(), "place": place.strip(), "starts_on": clock.today()}
    _add(ListKind.TERMINAL, ListedTerminal(public_id=secrets.token_hex(16), **given), staff=staff, once=once)


def add_destination(kind: PlaceKind, name: str, address: str, *, staff: SignedIn, once: str) -> None:
    """Raises Refused when the name stands in the list."""
    row = Destination(public_id=secrets.token_hex(16), kind=kind, name=name.strip(), address=address.strip())
    _add(ListKind.DESTINATION, row, staff=staff, once=once)


def add_worker(new: NewWorker, *, staff: SignedIn, once: str) -> None:
    """For the own section, from today on. Raises Refused: in the list already, somebody of another section, no company."""
    refuse_if(why_not_worker(new.employer, name=new.name, company=new.company, has_staff=bool(new.login_name)))
    row = Worker(public_id=secrets.token_hex(16), section_id=staff.section_id, employer=new.employer, starts_on=clock.today())
    row.name, row.company = new.name.strip(), new.company.strip()
    _add(ListKind.WORKER, row, staff=staff, once=once, login_name=new.login_name if new.employer is Employer.CITY else "")


def end_entry(kind: ListKind, public_id: str, *, staff: SignedIn, once: str) -> None:
    """Today is its last day; lines that name it stay as they are. Raises NotFound (another section's as well), Refused."""
    with writing():
        if first_result(once) is not None:
            return
        row = _row(kind, public_id, staff)
        refuse_if(why_not_end(row.name, last_day_of(row)))
        _set_last_day(row, clock.today())
        record(Event.CHOICE_END, by=staff.actor, facts={"list": kind.value, "entry": _entry_words(row)})
        keep_result(once, public_id)


def _add(kind: ListKind, row: Entry, *, staff: SignedIn, once: str, login_name: str = "") -> None:
    with writing() as session:
        if first_result(once) is not None:
            return
        # Two who add the same at once follow one another: on the section's row, or for the whole city on the first section's.
        held = select(Section.id).order_by(Section.id).limit(1)
        session.execute((held.where(Section.id == staff.section_id) if kind in OF_A_SECTION else held).with_for_update())
        if isinstance(row, Worker) and row.employer is Employer.CITY:
            _take_from_staff(row, login_name)
        refuse_if(why_not_add(_told_apart_by(row), [_told_apart_by(known) for known in _running(kind, staff)]))
        session.add(row)
        session.flush()
        record(Event.CHOICE_ADD, by=staff.actor, facts={"list": kind.value, "entry": _entry_words(row)})
        keep_result(once, row.public_id)


def _take_from_staff(row: Worker, login_name: str) -> None:
    person = next((each for each in staff_of(row.section_id, row.starts_on) if each.login_name == login_name), None)
    if person is None:
        raise NotFound("この職員は、いまこの課にいません。一覧から選び直してください。")
    row.staff_id, row.name, row.company = person.id, person.name, ""


def _running(kind: ListKind, staff: SignedIn) -> list[Any]:
    rows = db.session().scalars(select(MODELS[kind])).all()
    mine = [row for row in rows if kind not in OF_A_SECTION or row.section_id == staff.section_id]  # pyright: ignore[reportAttributeAccessIssue]
    return [row for row in mine if last_day_of(row) is None]


def _row(kind: ListKind, public_id: str, staff: SignedIn) -> Entry:
    row = db.session().scalar(select(MODELS[kind]).where(MODELS[kind].public_id == public_id).with_for_update())
    if row is None or (isinstance(row, ListedTerminal | Worker) and row.section_id != staff.section_id):
        raise NotFound
    return row


def _set_last_day(row: Entry, day: date) -> None:
    if isinstance(row, ListedTerminal | Worker):
        row.ends_on = day
    else:
        row.ended_on = day


def _told_apart_by(row: Entry) -> str:
    """Two of a contractor's people may have one name in two companies; one of the staff is that person."""
    if isinstance(row, Worker):
        return f"職員 {row.staff_id}" if row.staff_id else f"{row.name}/{row.company}"
    return row.name


def _entry_words(row: Entry) -> str:
    return f"{LIST_WORDS[ListKind.WORKER]} {row.company}".strip() if isinstance(row, Worker) else row.name
