"""Clients on loopback: closed (each asks again at once) and paced (so many a second, whether or not answers lag)."""

import http.client
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

LONGEST_WAIT = 30


@dataclass(frozen=True)
class Request:
    """One request to come: under which heading its time counts, and the answer that it must get."""

    what: str
    path: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str | None = None
    expected: int = 200


Client = Iterator[Request]


@dataclass(frozen=True)
class Figures:
    """Latencies in milliseconds; `errors` are answers other than the expected one, and those that did not come."""

    requests: int
    errors: int
    per_second: float
    p50: float
    p95: float
    p99: float
    worst: float


class Clock:
    """Times by heading, gathered from several threads."""

    def __init__(self) -> None:
        self.times: defaultdict[str, list[float]] = defaultdict(list)
        self.errors: defaultdict[str, int] = defaultdict(int)

    def note(self, what: str, milliseconds: float, *, as_expected: bool) -> None:
        self.times[what].append(milliseconds)
        self.errors[what] += not as_expected

    def figures(self, seconds: float) -> dict[str, Figures]:
        return {what: _figures(times, self.errors[what], seconds) for what, times in self.times.items()}


def closed(port: int, clients: Sequence[Client], *, seconds: float) -> dict[str, Figures]:
    """One connection for each client, asking again as soon as it was answered; figures by heading."""
    clock = Clock()
    end = time.perf_counter() + seconds

    def work(client: Client) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LONGEST_WAIT)
        while (begun := time.perf_counter()) < end:
            request = next(client)
            status = _send(connection, request)
            clock.note(request.what, (time.perf_counter() - begun) * 1000, as_expected=status == request.expected)

    _run([threading.Thread(target=work, args=(client,)) for client in clients])
    return clock.figures(seconds)


def paced(port: int, clients: Sequence[Client], *, rate: int, seconds: int) -> dict[str, Figures]:
    """`rate` requests a second in all, spread over the connections; a time counts from the moment its request was due.

    A client that has nothing more to ask ends before its time."""
    clock = Clock()
    start = time.perf_counter() + 0.2

    def work(first: int, client: Client) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LONGEST_WAIT)
        for number in range(first, rate * seconds, len(clients)):
            due = start + number / rate
            time.sleep(max(0.0, due - time.perf_counter()))
            request = next(client, None)
            if request is None:
                return
            status = _send(connection, request)
            clock.note(request.what, (time.perf_counter() - due) * 1000, as_expected=status == request.expected)

    _run([threading.Thread(target=work, args=(index, client)) for index, client in enumerate(clients)])
    return clock.figures(seconds)


def _send(connection: http.client.HTTPConnection, request: Request) -> int:
    """The status; 0 when no answer came."""
    try:
        connection.request(request.method, request.path, request.body, dict(request.headers))
        answer = connection.getresponse()
        answer.read()
    except (http.client.HTTPException, OSError):
        connection.close()
        return 0
    return answer.status


def _run(threads: Sequence[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _figures(samples: Sequence[float], errors: int, seconds: float) -> Figures:
    times = sorted(samples)

    def at(share: float) -> float:
        return times[min(len(times) - 1, int(len(times) * share))]

    return Figures(len(times), errors, len(times) / seconds, at(0.5), at(0.95), at(0.99), times[-1])
