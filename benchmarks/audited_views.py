"""Pages as a counter asks for them, beside the yardsticks: bare Flask, the signed-in empty page, the page without its record.

    .venv/bin/python -m benchmarks.audited_views [--residents N] [--seconds S] [--instance DIR] [--database-url URL]

Without --instance a throw-away portal is made and loaded (SQLite, or the empty PostgreSQL database named); with it the folder's portal
is measured again as it is, and filled only when nobody lives there. The instance of a PostgreSQL database needs both.
Everything stays on the loopback interface; each row takes the seconds named, which bounds the whole.
"""

import argparse
import itertools
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks.load import Client, Figures, Request, closed, paced
from benchmarks.searches import KINDS, Person, Typed, people_of
from benchmarks.served import FORM, Portal, Seat, portal_in, served, sign_in

STAFF = ("madoguchi", "madoguchi2", "kacho", "daiketsu", "toiawase", "toiawase2", "soumu", "soumu2", "daicho", "daicho2")
WITHOUT_WORK = "baitai"
MANY = 16
BARE, FRAME, EMPTY, BOX = "bare Flask page", "frame alone", "signed-in empty page", "search box"
RECORDED, UNRECORDED = "resident page with its record", "resident page without its record"
HEAD = (
    "| what | connections | requests | errors | per s | p50 ms | p95 ms | p99 ms | max ms | x empty page (p50) |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
)
Table = dict[str, Figures]


def main() -> None:
    arguments = _arguments()
    with tempfile.TemporaryDirectory(prefix="portal-benchmark-") as folder:
        portal = portal_in(Path(arguments.instance or folder).resolve(), arguments.database_url)
        portal.flask("db", "upgrade")
        portal.flask("demo", "load", "--residents", str(arguments.residents), "--seed", "1", "--if-empty")
        _measure(portal, arguments.seconds)
        portal.flask("audit", "verify")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--residents", type=int, default=20_000)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--instance", default="", help="a folder that keeps its portal")
    parser.add_argument("--database-url", default="")
    return parser.parse_args()


def _measure(portal: Portal, seconds: int) -> None:
    people = people_of(portal.engine)
    with served(portal, "benchmarks.bare:app", "wsgi:app", "benchmarks.unrecorded:app") as (bare, recorded, unrecorded):
        seats = [sign_in(recorded, portal, login) for login in STAFF]
        idle = sign_in(recorded, portal, WITHOUT_WORK, serves=False)
        rows: list[tuple[int, Callable[[int], Client]]] = [
            (bare, lambda _: itertools.repeat(Request(BARE, "/"))),
            (recorded, lambda _: _page(FRAME, "/", idle)),
            (recorded, lambda client: _page(EMPTY, "/password", _seat(seats, client))),
            (recorded, lambda client: _page(BOX, "/residents", _seat(seats, client))),
            (recorded, lambda client: _views(RECORDED, _seat(seats, client), people, client)),
            (unrecorded, lambda client: _views(UNRECORDED, _seat(seats, client), people, client)),
        ]
        rows += [(recorded, _searching(kind, typed, seats, people)) for kind, typed in KINDS]
        one = _run(rows, 1, seconds)
        many = _run(rows, MANY, seconds)
        _show(paced(recorded, [rows[4][1](client) for client in range(MANY)], rate=100, seconds=seconds), f"{MANY}, 100 a second", many)
    _say(one, many)


def _run(rows: Sequence[tuple[int, Callable[[int], Client]]], connections: int, seconds: int) -> Table:
    """Every row after a second to warm up; printed as it is measured."""
    print(HEAD, flush=True)
    table: Table = {}
    for port, client in rows:
        closed(port, [client(place) for place in range(connections)], seconds=1)
        measured = closed(port, [client(place) for place in range(connections)], seconds=seconds)
        table |= measured
        _show(measured, str(connections), table)
    return table


def _show(measured: Table, connections: str, table: Table) -> None:
    for what, row in measured.items():
        times = [f"{value:.1f}" for value in (row.p50, row.p95, row.p99)]
        ratio = f"{row.p50 / table[EMPTY].p50:.2f}" if EMPTY in table else ""
        cells = [what, connections, f"{row.requests:,}", str(row.errors), f"{row.per_second:,.0f}", *times, f"{row.worst:.0f}", ratio]
        print(f"| {' | '.join(cells)} |", flush=True)


def _say(one: Table, many: Table) -> None:
    """The ratios of design.md section 8."""
    print(f"\nempty page / bare page: {one[EMPTY].p50 / one[BARE].p50:.2f}x (p50, 1 connection)")
    print(f"resident page with its record / empty page: {one[RECORDED].p50 / one[EMPTY].p50:.2f}x (p50, 1 connection)")
    print(f"resident page with / without its record: {many[RECORDED].p99 / many[UNRECORDED].p99:.2f}x (p99, {MANY} connections)")


def _seat(seats: Sequence[Seat], client: int) -> Seat:
    return seats[client % len(seats)]


def _page(what: str, path: str, seat: Seat) -> Client:
    return itertools.repeat(Request(what, path, headers=seat.headers))


def _views(what: str, seat: Seat, people: Sequence[Person], client: int) -> Client:
    """The next person's page each time, so that nothing is warm but what a real counter would have warm."""
    return (Request(what, f"/residents/{person.public_id}", headers=seat.headers) for person in _in_turn(people, client))


def _searching(
    kind: str, typed: Callable[[Person], Typed], seats: Sequence[Seat], people: Sequence[Person]
) -> Callable[[int], Iterator[Request]]:
    """What is typed goes out as a form; then the page that it leads to, and the list, which Back would show, is asked for."""

    def client(place: int) -> Iterator[Request]:
        seat = _seat(seats, place)
        for person in _in_turn(people, place):
            q, birth = typed(person)
            headers = seat.headers | {"Content-Type": FORM}
            yield Request(f"search by {kind}: sent", "/residents", "POST", headers, seat.form(q=q, birth=birth), expected=303)
            yield Request(f"search by {kind}: shown", "/residents", headers=seat.headers)

    return client


def _in_turn(people: Sequence[Person], client: int) -> Iterator[Person]:
    return itertools.cycle([*people[client * 300 :], *people[: client * 300]])


if __name__ == "__main__":
    main()
