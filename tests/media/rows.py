"""Rows of the media ledgers as a test needs them; every function is called inside writing()."""

import secrets
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from portal import clock
from portal.accounts.models import Section
from portal.db import db
from portal.media.copy_models import Copy, CopyEnd, Lending
from portal.media.line_models import MediaRequest, RequestTerminal, RequestWorker
from portal.media.models import Destination, ListedSystem, ListedTerminal, Medium, Worker
from portal.media.number_rules import SERIES_OF, Series
from portal.media.rules import Condition, CopyKind, Employer, Encryption, How, Kind, MediumKind, PlaceKind, State, Thing
from portal.media.series import next_number
from tests.people import staff_id

SINCE = date(2026, 4, 1)
UNTIL = date(2027, 3, 31)

Row = TypeVar("Row")


def section_id(code: str = "kenko") -> int:
    found = db.session().query(Section.id).filter_by(code=code).scalar()
    assert found is not None
    return found


def add(row: Row) -> Row:
    db.session().add(row)
    db.session().flush()
    return row


def add_system(name: str = "健康管理システム") -> ListedSystem:
    return add(ListedSystem(public_id=secrets.token_hex(16), name=name))


def add_terminal(name: str = "KENKO-07", section: str = "kenko") -> ListedTerminal:
    return add(ListedTerminal(public_id=secrets.token_hex(16), section_id=section_id(section), name=name, place="執務室", starts_on=SINCE))


def add_worker(login_name: str = "daicho", section: str = "kenko") -> Worker:
    return add(
        Worker(
            public_id=secrets.token_hex(16),
            section_id=section_id(section),
            staff_id=staff_id(login_name),
            name=login_name,
            employer=Employer.CITY,
            starts_on=SINCE,
        )
    )


def add_destination(kind: PlaceKind = PlaceKind.NATIONAL, name: str = "国の接種記録システム") -> Destination:
    return add(Destination(public_id=secrets.token_hex(16), kind=kind, name=name))


def add_medium(serial: str = "", **values: Any) -> Medium:
    number = next_number(Series.MEDIUM, 2026)
    given = {
        "kind": MediumKind.USB,
        "maker": "エレコム",
        "model": "MF-ENU3A",
        "serial": serial or secrets.token_hex(6),
        "capacity": "16GB",
        "encryption": Encryption.HARDWARE,
        "section_id": section_id(),
        "keeper_id": staff_id("baitai"),
        "place": "執務室の施錠保管庫",
        "uses": "国の接種記録システムへの登録",
        "permitted_from": SINCE,
        "permitted_until": UNTIL,
        "condition": Condition.USABLE,
        "registered_at": clock.now(),
        "registered_by": staff_id("baitai"),
    }
    return add(Medium(public_id=secrets.token_hex(16), fiscal_year=2026, running=number.running, **(given | values)))


def add_line(state: State = State.APPROVED, by: str = "daicho", **values: Any) -> MediaRequest:
    """A line of the day, from now to this evening; asked for waits for the section's own chief."""
    now = clock.now()
    kind, thing = values.get("kind", Kind.USE), values.get("thing", Thing.MEDIUM)
    if thing is Thing.MEDIUM and kind is not Kind.BRING_IN and "medium_id" not in values:
        values["medium_id"] = add_medium().id
    number = next_number(SERIES_OF[kind], clock.fiscal_year(now.date()))
    own = section_id()
    given = {
        "kind": kind,
        "thing": thing,
        "fiscal_year": number.fiscal_year,
        "running": number.running,
        "state": state,
        "section_id": own,
        "holder_id": own,
        "requester_id": staff_id(by),
        "responsible_id": staff_id(by),
        "asked_at": now,
        "waits_for": own if state is State.ASKED else None,
        "purpose": "接種券発行データを国の接種記録システムに登録するため",
        "legal_ground": "番号法第9条第1項",
        "data_name": "接種券発行一覧",
        "data_columns": "宛名番号、券番号、接種回数",
        "people": 1200,
        "encryption": Encryption.HARDWARE,
        "starts_at": now,
        "ends_at": now + timedelta(hours=4),
    }
    return add(MediaRequest(public_id=secrets.token_hex(16), **(given | values)))


def allow_on(line: MediaRequest, worker: Worker, terminal: ListedTerminal) -> None:
    db.session().add_all(
        [RequestWorker(request_id=line.id, worker_id=worker.id), RequestTerminal(request_id=line.id, terminal_id=terminal.id)]
    )
    db.session().flush()


def add_lending(line: MediaRequest, worker: Worker | None = None, **values: Any) -> Lending:
    given = {"handed_at": clock.now(), "handed_by": staff_id("baitai"), "due_at": line.ends_at, "handed_to": worker.id if worker else None}
    return add(Lending(request_id=line.id, medium_id=line.medium_id, **(given | values)))


def add_copy(line: MediaRequest, kind: CopyKind = CopyKind.STICK, by: str = "baitai", **values: Any) -> Copy:
    given = {"place": "媒体の中", "noted_at": clock.now(), "noted_by": staff_id(by)}
    medium_id = line.medium_id if kind is CopyKind.STICK else None
    return add(Copy(public_id=secrets.token_hex(16), request_id=line.id, medium_id=medium_id, kind=kind, **(given | values)))


def add_end(copy: Copy, by: str = "daicho", confirmed_by: str = "", at: datetime | None = None, **values: Any) -> CopyEnd:
    now = at or clock.now()
    number = next_number(Series.END, clock.fiscal_year(now.date()))
    given = {
        "how": How.ERASED,
        "tool": "消去ソフト",
        "passes": 1,
        "began_at": now,
        "ended_at": now,
        "place": "執務室",
        "result": "読めないことを確かめた",
        "noted_at": now,
        "performed_by": staff_id(by),
        "confirmed_by": staff_id(confirmed_by) if confirmed_by else None,
        "confirmed_at": now if confirmed_by else None,
    }
    ids = {"public_id": secrets.token_hex(16), "copy_id": copy.id, "fiscal_year": number.fiscal_year, "running": number.running}
    return add(CopyEnd(**ids, **(given | values)))
