"""Clients on loopback: closed (each asks again at once) and paced (so many a second, whether or not answers lag)."""

import http.client
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Ask = Callable[[http.client.HTTPConnection], int]


@dataclass(frozen=True)
class Figures:
    """Latencies in milliseconds; `errors` are answers other than 200."""

    requests: int
    errors: int
    per_second: float
    p50: float
    p95: float
    p99: float
    worst: float

    def row(self, label: str) -> str:
        times = [f"{value:.1f}" for value in (self.p50, self.p95, self.p99)]
        cells = [label, f"{self.requests:,}", str(self.errors), f"{self.per_second:,.0f}", *times, f"{self.worst:.0f}"]
        return f"| {' | '.join(cells)} |"


HEAD = "| what | requests | errors | per s | p50 ms | p95 ms | p99 ms | max ms |\n| --- | --- | --- | --- | --- | --- | --- | --- |"


def closed(port: int, asks: Sequence[Ask], *, seconds: float) -> Figures:
    """One connection for each of `asks`, each asking again as soon as it was answered."""
    end = time.perf_counter() + seconds
    samples: list[tuple[float, int]] = []

    def work(ask: Ask) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.perf_counter() < end:
            samples.append(_timed(ask, connection))

    _run([threading.Thread(target=work, args=(ask,)) for ask in asks])
    return _figures(samples, seconds)


def paced(port: int, asks: Sequence[Ask], *, rate: int, seconds: int) -> Figures:
    """`rate` requests a second in all, spread over the connections; latency counts from the moment a request was due."""
    start = time.perf_counter() + 0.2
    samples: list[tuple[float, int]] = []

    def work(first: int, ask: Ask) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        for number in range(first, rate * seconds, len(asks)):
            due = start + number / rate
            time.sleep(max(0.0, due - time.perf_counter()))
            _, status = _timed(ask, connection)
            samples.append(((time.perf_counter() - due) * 1000, status))

    _run([threading.Thread(target=work, args=(index, ask)) for index, ask in enumerate(asks)])
    return _figures(samples, seconds)


def _timed(ask: Ask, connection: http.client.HTTPConnection) -> tuple[float, int]:
    begun = time.perf_counter()
    status = ask(connection)
    return (time.perf_counter() - begun) * 1000, status


def _run(threads: Sequence[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _figures(samples: Sequence[tuple[float, int]], seconds: float) -> Figures:
    times = sorted(time_taken for time_taken, _ in samples)

    def at(share: float) -> float:
        return times[min(len(times) - 1, int(len(times) * share))]

    errors = sum(status != 200 for _, status in samples)
    return Figures(len(times), errors, len(times) / seconds, at(0.5), at(0.95), at(0.99), times[-1])
