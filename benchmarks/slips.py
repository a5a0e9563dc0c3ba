"""`python -m benchmarks.slips [--slips N] [--rounds R] [--database-url URL]`: 1,000 slips against 100,000, lists and searches.

Two portals beside each other, the same pages asked for in turn by the same person, whole answers in one process: what is compared is what
the number of slips costs, not what a server does. On PostgreSQL, whose work another process does, by the clock on the wall.
"""

import argparse
import logging
import tempfile
import time
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import structlog
from flask import Flask
from sqlalchemy import insert, select, text

from benchmarks.compared import Ask, compared, empty_portal, got, signed_in
from portal import clock
from portal.accounts.models import Section
from portal.db import db, writing
from portal.demo.staff import add_staff
from portal.inquiries.models import Slip, SlipEntry, SlipSeries
from portal.inquiries.rules import Category, EntryKind, Result, SlipChannel, SlipState
from portal.inquiries.search_rules import SEARCHED, search_key_of

SMALL = 1_000
AT_ONCE = 2_000
# The last slips are the work at hand and what the chief has not seen: as many in the small as in the large portal.
OPEN, UNSEEN = 40, 100
MINUTES_A_SLIP = 50
CALLERS = ("渡邉 和子", "小林 茂", "鈴木 恵", "", "長谷川 久美子", "高橋 一郎")
SUBJECTS = ("接種券が届かない", "接種券が2通届いた", "会場の予約の変更", "副反応の相談先", "接種済証の再発行", "転入した子の接種歴")
BODY = "昨日電話をしたが、つながらなかったとのこと。封筒の番号と券の番号が違う。折り返しは午後がよい。家族の分も一緒に確かめたい。"
RARE = "白い封筒"
# Of each slip.
LINES = 3


def _sought(**form: str) -> Ask:
    asked = dict.fromkeys(("words", "caller", "state", "category", "whose", "first", "last"), "") | form
    return lambda client: client.post("/inquiries/search", data=asked, follow_redirects=True)


PAGES: Mapping[str, Ask] = {
    "折返し": got("/inquiries/calls"),
    "自分の受け持ち": got("/inquiries"),
    "課の対応中": got("/inquiries?view=section"),
    "遅れているもの": got("/inquiries?view=late"),
    "完結, first page": got("/inquiries?view=closed"),
    "供覧": got("/inquiries/reviews"),
    "集計": got("/inquiries/counts"),
    "one slip": got(f"/inquiries/{1:032x}"),
    "one slip: has it moved": got(f"/inquiries/{1:032x}/news?seen=1.{LINES}"),
    "search: by number": _sought(words="R8-0001"),
    "search: one slip in a thousand": _sought(words=RARE),
    "search: nobody": _sought(words="架空谷"),
    "search: one slip in six": _sought(words="再発行"),
    "search: two words": _sought(words="再発行 渡辺"),
    "search: caller": _sought(caller="長谷川"),
    "search: nobody, of one year": _sought(words="架空谷", first="令和8年4月1日"),
    "search: category and state": _sought(category="leak", state="closed"),
}


def main() -> None:
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        apps = [empty_portal(Path(folder) / name, arguments.database_url, f"portal_slips_{name}") for name in ("small", "large")]
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
        for app, slips in zip(apps, (SMALL, arguments.slips), strict=True):
            _fill(app, slips)
        clients = [signed_in(app, "kacho") for app in apps]
        watch, what_time = (time.perf_counter, "on the wall") if arguments.database_url else (time.process_time, "of processor time")
        print(f"{SMALL:,} slips against {arguments.slips:,}, {arguments.rounds} rounds, medians in ms {what_time}\n")
        print(f"| what | {SMALL:,} slips | {arguments.slips:,} slips | ratio |\n| --- | --- | --- | --- |")
        for what, ask in PAGES.items():
            small, large = compared(clients, (ask, ask), arguments.rounds, watch)
            print(f"| {what} | {small:.1f} | {large:.1f} | {large / small:.2f} |", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--slips", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--database-url", default="", help="PostgreSQL: two databases are made on this server; otherwise SQLite")
    return parser.parse_args()


def _fill(app: Flask, slips: int) -> None:
    with app.app_context():
        with writing() as session:
            staff = add_staff("a password of the benchmark")
            section = session.scalars(select(Section.id).where(Section.code == "kenko")).one()
            session.add(SlipSeries(fiscal_year=2026, last=slips))
        for first in range(1, slips + 1, AT_ONCE):
            with writing() as session:
                numbers = range(first, min(first + AT_ONCE, slips + 1))
                session.execute(insert(Slip), list(_rows(numbers, slips, section, staff)))
                session.execute(insert(SlipEntry), list(_lines(numbers, slips, staff)))
        with writing() as session:
            session.execute(text("ANALYZE"))
        db.engine.dispose()


def _rows(numbers: range, slips: int, section: int, staff: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    for number in numbers:
        left = slips - number
        came = clock.now() - timedelta(minutes=MINUTES_A_SLIP * left)
        texts = {
            "caller": CALLERS[number % len(CALLERS)],
            "subject": SUBJECTS[(number // 6) % len(SUBJECTS)],
            "body": f"{BODY * (1 + number % 3)}{RARE if number % 1000 == 0 else ''}",
            "contact": f"090-{number % 10000:04}-2718",
            "about_system": "",
            "answer": "" if left < OPEN else "担当から説明し、納得された。",
        }
        yield (
            texts
            | {
                "public_id": f"{number:032x}",
                "fiscal_year": 2026,
                "running": number,
                "section_id": section,
                "first_section_id": section,
                "holder_id": staff["kacho" if number % 2 else "madoguchi"],
                "taken_at": came,
                "taken_by": staff["madoguchi"],
                "entered_at": came,
                "channel": SlipChannel.PHONE,
                "category": Category.LEAK if number % 200 == 0 else Category.HANDLING,
                "search_key": search_key_of(texts[name] for name in SEARCHED),
                "call_back": left < OPEN,
                "call_at": came if left < OPEN else None,
            }
            | _state(left, came, staff)
        )


def _lines(numbers: range, slips: int, staff: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    kinds = (EntryKind.STARTED, *[EntryKind.NOTED] * (LINES - 1))
    for number in numbers:
        came = clock.now() - timedelta(minutes=MINUTES_A_SLIP * (slips - number))
        yield from ({"slip_id": number, "at": came, "by": staff["madoguchi"], "what": kind, "words": BODY} for kind in kinds)


def _state(left: int, came: Any, staff: Mapping[str, int]) -> dict[str, Any]:
    if left < OPEN:
        return {"state": SlipState.OPEN, "result": None, "closed_at": None, "closed_by": None, "reviewed_at": None, "reviewed_by": None}
    closed = {"state": SlipState.CLOSED, "result": Result.ANSWERED, "closed_at": came, "closed_by": staff["madoguchi"]}
    seen = left >= OPEN + UNSEEN
    return closed | {"reviewed_at": came if seen else None, "reviewed_by": staff["kacho"] if seen else None}


main()
