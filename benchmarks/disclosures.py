"""`python -m benchmarks.disclosures [--cases N] [--rounds R] [--database-url URL]`: 200 開示等請求 against 20,000, lists and registers.

Two portals beside each other, the same pages asked for in turn by the same two people (the officer, who sees every case, and the chief of
the section that holds them), whole answers in one process: what is compared is what the number of cases costs, not what a server does.
"""

import argparse
import logging
import secrets
import tempfile
import time
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, insert, select, text

from benchmarks.compared import compared, empty_portal, got, signed_in
from portal import clock
from portal.accounts.models import Section
from portal.db import db, writing
from portal.demo.staff import add_staff
from portal.disclosures.decision_rules import Decision, DecisionClass, DoingWay, DraftKind, DraftState
from portal.disclosures.draft_models import Doing, Draft, DraftItem
from portal.disclosures.models import Case, CaseEvent, CaseItem, CaseSeries, CaseTask
from portal.disclosures.rules import CaseKind, CaseState, ItemState, RequesterKind, Way

SMALL = 200
AT_ONCE = 1_000
# The last cases are the work at hand: as many in the small as in the large portal. The others have ended.
UNDECIDED, TOLD = 40, 20
CASES_A_YEAR = 2_000
EVENTS_A_CASE = 4
PEOPLE = ("soumu", "kacho")
PAGES: Mapping[str, str] = {
    "請求の一覧": "/disclosures",
    "請求の一覧, every state": "/disclosures?state=all",
    "請求の一覧, every state, last page": "/disclosures?state=all&page=9999",
    "請求の一覧, one number": "/disclosures?state=all&number=開8-0001",
    "請求の一覧, 自分の担当・入力": "/disclosures?mine=yes",
    "期限一覧": "/disclosure-due",
    "決裁待ち": "/disclosure-drafts",
    "処理簿, this year": "/disclosure-ledger",
    "処理簿, every year": "/disclosure-ledger?year=all",
    "運用状況, this year": "/disclosure-figures",
    "様式 (nothing but the navigation)": "/disclosure-forms",
}


def main() -> None:
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        apps = [empty_portal(Path(folder) / name, arguments.database_url, f"portal_disclosures_{name}") for name in ("small", "large")]
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
        for app, cases in zip(apps, (SMALL, arguments.cases), strict=True):
            _fill(app, cases)
        print(f"{SMALL:,} cases against {arguments.cases:,}, {arguments.rounds} rounds, medians in ms of processor time\n")
        print(f"| who | what | {SMALL:,} cases | {arguments.cases:,} cases | ratio | statements |\n| --- | --- | --- | --- | --- | --- |")
        for person in PEOPLE:
            clients = [signed_in(app, person) for app in apps]
            for what, url in PAGES.items():
                small, large = compared(clients, (got(url), got(url)), arguments.rounds, time.process_time)
                asked = [_statements(app, client, url) for app, client in zip(apps, clients, strict=True)]
                counted = f"{asked[0]}" if asked[0] == asked[1] else f"{asked[0]}, {asked[1]}"
                print(f"| {person} | {what} | {small:.1f} | {large:.1f} | {large / small:.2f} | {counted} |", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--database-url", default="", help="PostgreSQL: two databases are made on this server; otherwise SQLite")
    return parser.parse_args()


def _statements(app: Flask, client: FlaskClient, url: str) -> int:
    told: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        told.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    client.get(url)
    event.remove(engine, "before_cursor_execute", note)
    return len(told)


def _fill(app: Flask, cases: int) -> None:
    with app.app_context():
        with writing() as session:
            staff = add_staff("a password of the benchmark")
            sections = dict(session.execute(select(Section.code, Section.id)).all())
        for first in range(1, cases + 1, AT_ONCE):
            rows = list(_rows(range(first, min(first + AT_ONCE, cases + 1)), cases, sections, staff))
            with writing() as session:
                for table in (Case, Draft, CaseItem, DraftItem, Doing, CaseTask, CaseEvent):
                    if found := [row for at, row in rows if at is table]:
                        session.execute(insert(table), found)
        with writing() as session:
            years = session.scalars(select(Case.fiscal_year).distinct())
            session.add_all([CaseSeries(kind=CaseKind.DISCLOSURE, fiscal_year=year, last=cases) for year in years])
            session.execute(text("ANALYZE"))
        db.engine.dispose()


def _rows(numbers: range, cases: int, sections: Mapping[str, int], staff: Mapping[str, int]) -> Iterator[tuple[type, dict[str, Any]]]:
    """A case with its document, what was decided of it, what was done, what another section was asked, its story."""
    for number in numbers:
        left = cases - number
        came = clock.now() - timedelta(days=left * 365 / CASES_A_YEAR)
        is_open, ids = left < UNDECIDED, {"id": number, "public_id": secrets.token_hex(16)}
        state = CaseState.EXAMINING if is_open else CaseState.NOTIFIED if left < UNDECIDED + TOLD else CaseState.CLOSED
        yield Case, ids | _case(number, came, state, sections, staff)
        item = {"case_id": number, "place": 1, "words": "予防接種台帳のうち本人に関する部分"}
        item_state = {CaseState.EXAMINING: ItemState.OPEN, CaseState.NOTIFIED: ItemState.NOTIFIED, CaseState.CLOSED: ItemState.DONE}[state]
        decided = {"decision": None if is_open else Decision.FULL, "draft_id": None if is_open else number}
        yield CaseItem, {"id": number, "public_id": secrets.token_hex(16), **item, "state": item_state, **decided}
        if not is_open:
            yield Draft, {"id": number, "public_id": secrets.token_hex(16), **_draft(number, came, sections, staff)}
            yield DraftItem, {"draft_id": number, "item_id": number, "decision": Decision.FULL}
        if state is CaseState.CLOSED:
            done = {"proven_on": came.date(), "done_on": came.date(), "done_by": staff["soumu"], "way": DoingWay.VIEW}
            yield Doing, {"public_id": secrets.token_hex(16), "case_id": number, "draft_id": number, "wished_on": came.date(), **done}
        if number % 4 == 0:
            answer = {"answered_at": None, "answered_by": None} if is_open else {"answered_at": came, "answered_by": staff["kacho"]}
            asked = {"section_id": sections["kenko"], "words": "記録を探してください。", "due_on": came.date(), "asked_at": came}
            yield CaseTask, {"public_id": secrets.token_hex(16), "case_id": number, "asked_by": staff["soumu"], **asked, **answer}
        for _ in range(EVENTS_A_CASE):
            yield CaseEvent, {"case_id": number, "at": came, "by": staff["soumu"], "what": "case-open", "words": ""}


def _case(number: int, came: datetime, state: CaseState, sections: Mapping[str, int], staff: Mapping[str, int]) -> dict[str, Any]:
    closed = state is CaseState.CLOSED
    return {
        "kind": CaseKind.DISCLOSURE,
        "fiscal_year": clock.fiscal_year(came.date()),
        "running": number,
        "state": state,
        "received_on": came.date(),
        "received_section_id": sections["somu"],
        "way": Way.WINDOW,
        "entered_at": came,
        "entered_by": staff["soumu"],
        # Every third is another section's, which the chief does not see.
        "section_id": sections["joho" if number % 3 == 0 and "joho" in sections else "kenko"],
        "officer_id": staff["soumu"],
        "basic_days": 30,
        "requester_kind": RequesterKind.SELF,
        "requester_name": "見本 花子",
        "requester_address": "ひたちなか市見本町1-1",
        "identity_proven_on": came.date(),
        "identity_by": staff["soumu"],
        "closed_at": came if closed else None,
        "closed_by": staff["soumu"] if closed else None,
    }


def _draft(number: int, came: datetime, sections: Mapping[str, int], staff: Mapping[str, int]) -> dict[str, Any]:
    signed = {"concurred_at": came, "concurred_by": staff["somukacho"], "decided_at": came, "decided_by": staff["kacho"]}
    return signed | {
        "case_id": number,
        "kind": DraftKind.GRANT,
        "state": DraftState.NOTIFIED,
        "section_id": sections["kenko"],
        "drafted_at": came,
        "drafted_by": staff["soumu"],
        "decision_class": DecisionClass.SECTION_CHIEF,
        "needs_concurrence": True,
        "concurring_section_id": sections["somu"],
        "purpose": "予防接種の実施と記録の管理",
        "document_number": f"総第{number}号",
        "notified_on": came.date(),
        "notified_by": staff["soumu"],
        "notify_way": Way.WINDOW,
        "reached_on": came.date(),
    }


main()
