"""The programs that the parent starts: each in a session of its own, watched, and stopped together."""

import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass

STOP_SECONDS = 10
stop_asked: list[int] = []


@dataclass(frozen=True)
class Child:
    name: str
    process: subprocess.Popen[bytes]
    stop_with: signal.Signals


def listen_for_stop() -> None:
    """Ctrl-C, a plain kill and a closed terminal all ask for the same orderly end."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, _frame: stop_asked.append(received))


def start(name: str, command: list[str], settings: dict[str, str], *, stop_with: signal.Signals) -> Child:
    """In a session of its own, so that Ctrl-C reaches the parent alone; told to stop even when the parent is killed outright."""
    if setpriv := shutil.which("setpriv"):
        command = [setpriv, "--pdeathsig", stop_with.name.removeprefix("SIG"), "--", *command]
    process = subprocess.Popen(command, env=settings, stdin=subprocess.DEVNULL, start_new_session=True)
    return Child(name, process, stop_with)


def run_to_end(child: Child) -> int | None:
    """The exit status, or None when a stop was asked for meanwhile."""
    while child.process.poll() is None and not stop_asked:
        time.sleep(0.05)
    stop([child])
    return None if stop_asked else child.process.returncode


def why_ended(children: list[Child]) -> str | None:
    for child in children:
        if child.process.poll() is not None:
            return f"{child.name} が終了しました（終了コード {child.process.returncode}）。全体を止めます。"
    return None


def stop(children: list[Child]) -> None:
    """Ask each still running to end; after ten seconds end it with all that it started."""
    for child in children:
        if child.process.poll() is None:
            child.process.send_signal(child.stop_with)
    deadline = time.monotonic() + STOP_SECONDS
    for child in children:
        try:
            child.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.process.pid, signal.SIGKILL)
            child.process.wait()


def say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)
