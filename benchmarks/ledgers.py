"""`python -m benchmarks.ledgers [--lines N] [--rounds R] [--database-url URL]`: a ledger of 100 lines against one of 100,000.

Two portals beside each other, the same pages asked for in turn by the same people, whole answers in one process: what is compared is what
the number of lines costs, not what a server does.
"""

import argparse
import logging
import secrets
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import structlog
from flask import Flask
from sqlalchemy import insert, select, text

from benchmarks.compared import compared, empty_portal, got, signed_in
from portal import clock
from portal.accounts.chief_rules import SignsAs
from portal.accounts.models import Section
from portal.db import db, writing
from portal.demo.staff import add_staff
from portal.media.copy_models import Copy, CopyEnd, Lending
from portal.media.line_models import MediaRequest, Signature
from portal.media.models import MediaSeries, Medium
from portal.media.number_rules import Series
from portal.media.rules import CopyKind, Decision, Encryption, How, Kind, MediumKind, State, Step, Thing

SMALL = 100
AT_ONCE = 2_000
# Two, so that a page by medium is full in the small ledger too; so are the lines of the two people.
MEDIA = 2
# The last lines of the ledger are the work at hand, as many in the small as in the large one.
OPEN = (State.ASKED, State.APPROVED, State.HANDED, State.RETURNED)
OPEN_LINES = 40

LEDGER = "/media/ledgers?ledger=use"
# By what it is called, the address in a ledger of so many lines.
PAGES: Mapping[str, Callable[[int], str]] = {
    "first page": lambda _: LEDGER,
    "middle page": lambda count: f"{LEDGER}&before=2026-{count // 2 + 26}",
    "last page": lambda _: f"{LEDGER}&oldest=1",
    "every year, middle page": lambda count: f"{LEDGER}&year=all&before=2026-{count // 2 + 26}",
    "by number": lambda count: f"{LEDGER}&number=使8-{count // 2:04}",
    "by state: asked": lambda _: f"{LEDGER}&only=asked",
    "by state: late": lambda _: f"{LEDGER}&only=late",
    "by state: closed, last page": lambda _: f"{LEDGER}&only=closed&oldest=1",
    "by person": lambda _: f"{LEDGER}&person=daicho2",
    "by medium, last page": lambda _: f"{LEDGER}&medium=媒8-0002&oldest=1",
    "of another section": lambda _: f"{LEDGER}&section=somu",
    "消去・廃棄記録, first page": lambda _: "/media/ledgers?ledger=end",
    "消去・廃棄記録, middle page": lambda count: f"/media/ledgers?ledger=end&before=2026-{count // 2}",
    "媒体台帳": lambda _: "/media/ledgers?ledger=medium",
    "終業点検": lambda _: "/media/day-check",
    "引継ぎ一覧": lambda _: "/media/handovers/daicho",
}


def main() -> None:
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        apps = [empty_portal(Path(folder) / name, arguments.database_url, f"portal_ledgers_{name}") for name in ("small", "large")]
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
        for app, lines in zip(apps, (SMALL, arguments.lines), strict=True):
            _fill(app, lines)
        print(f"{SMALL:,} lines against {arguments.lines:,}, {arguments.rounds} rounds, medians in ms of processor time\n")
        print("| what | who | 100 lines | many lines | ratio |\n| --- | --- | --- | --- | --- |")
        for login_name in ("daicho", "kansa", "bucho"):
            clients = [signed_in(app, login_name) for app in apps]
            for what, url in PAGES.items():
                asked = (got(url(SMALL)), got(url(arguments.lines)))
                small, large = compared(clients, asked, arguments.rounds, time.process_time)
                print(f"| {what} | {login_name} | {small:.1f} | {large:.1f} | {large / small:.2f} |")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--database-url", default="", help="PostgreSQL: two databases are made on this server; otherwise SQLite")
    return parser.parse_args()


def _fill(app: Flask, lines: int) -> None:
    with app.app_context():
        with writing() as session:
            staff = add_staff("a password of the benchmark")
            section = session.scalars(select(Section.id).where(Section.code == "kenko")).one()
            session.execute(insert(Medium), [_medium(number, section, staff["baitai"]) for number in range(1, MEDIA + 1)])
            session.execute(insert(MediaSeries), list(_series(lines)))
        for first in range(1, lines + 1, AT_ONCE):
            with writing() as session:
                for table, rows in _rows(range(first, min(first + AT_ONCE, lines + 1)), lines, section, staff).items():
                    if rows:
                        session.execute(insert(table), rows)
        with writing() as session:
            session.execute(text("ANALYZE"))
        db.engine.dispose()


def _series(lines: int) -> Iterator[dict[str, Any]]:
    for series, last in ((Series.MEDIUM, MEDIA), (Series.USE, lines), (Series.END, lines - OPEN_LINES)):
        yield {"series": series, "fiscal_year": 2026, "last": last}


def _medium(number: int, section: int, keeper: int) -> dict[str, Any]:
    day = clock.today()
    kind = {"kind": MediumKind.USB, "maker": "みほん", "model": "M-1", "serial": f"S-{number}", "encryption": Encryption.HARDWARE}
    dates = {"permitted_from": day, "permitted_until": day, "registered_at": clock.now(), "registered_by": keeper}
    place = {"fiscal_year": 2026, "running": number, "section_id": section, "keeper_id": keeper, "place": "保管庫", "uses": "登録"}
    return kind | dates | place | {"id": number, "public_id": secrets.token_hex(16)}


Rows = dict[Any, list[dict[str, Any]]]


def _rows(numbers: range, lines: int, section: int, staff: Mapping[str, int]) -> Rows:
    rows: Rows = {MediaRequest: [], Signature: [], Lending: [], Copy: [], CopyEnd: []}
    for number in numbers:
        left = lines - number
        state = OPEN[left % len(OPEN)] if left < OPEN_LINES else State.CLOSED
        _add_line(rows, number, state, section, staff=staff)
    return rows


def _add_line(rows: Rows, number: int, state: State, section: int, *, staff: Mapping[str, int]) -> None:
    at = clock.now() - timedelta(days=40) + timedelta(seconds=number / 100)
    person = staff["daicho2" if number % 2 else "daicho"]
    ids = {"id": number, "public_id": secrets.token_hex(16)}
    words = {"purpose": "国の接種記録システムに登録するため", "legal_ground": "番号法第9条第1項", "data_name": "接種券発行一覧"}
    whose = {"section_id": section, "holder_id": section, "requester_id": person, "responsible_id": person}
    closed = state is State.CLOSED
    ends = {"starts_at": at, "ends_at": at + timedelta(days=41 if number % 2 else 39), "encryption": Encryption.HARDWARE}
    kind = {
        "kind": Kind.USE,
        "thing": Thing.MEDIUM,
        "fiscal_year": 2026,
        "running": number,
        "medium_id": number % MEDIA + 1,
        "state": state,
    }
    close = {"closed_at": at if closed else None, "closed_by": staff["kacho"] if closed else None}
    told = {
        "asked_at": at,
        "waits_for": section if state is State.ASKED else None,
        "data_columns": "宛名番号、券番号",
        "people": number % 2000,
    }
    rows[MediaRequest].append(ids | words | whose | ends | kind | close | told)
    if state is State.ASKED:
        return
    signed = {"step": Step.HOLDER, "decision": Decision.APPROVE, "signed_by": staff["kacho"], "signed_as": SignsAs.CHIEF, "at": at}
    rows[Signature].append(ids | signed | {"request_id": number, "requester_id": person, "round": 1, "section_id": section})
    if state is State.APPROVED:
        return
    back = None if state is State.HANDED else at
    # A medium is out once at most: what is open in this benchmark is out without one.
    lent = {
        "medium_id": None if back is None else number % MEDIA + 1,
        "due_at": ends["ends_at"],
        "handed_at": at,
        "handed_by": staff["baitai"],
    }
    rows[Lending].append({"request_id": number, "returned_at": back, "received_by": staff["baitai"] if back else None} | lent)
    rows[Copy].append(ids | {"request_id": number, "kind": CopyKind.STICK, "place": "媒体の中", "noted_at": at, "noted_by": person})
    if closed:
        done = {"began_at": at, "ended_at": at, "noted_at": at, "performed_by": person, "confirmed_at": at, "confirmed_by": staff["baitai"]}
        how = {"how": How.ERASED, "place": "執務室", "result": "読めない", "fiscal_year": 2026, "running": number, "copy_id": number}
        rows[CopyEnd].append(ids | done | how)


main()
