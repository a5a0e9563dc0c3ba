"""The small parent of `make run`: settles the settings, migrates, starts web and worker, and stops both when either one ends.

`serve.py` serves; `serve.py demo-reset` empties the demo and loads it anew.
Ends with 0 when asked to stop, 1 when something failed, 2 on wrong use.
"""

import fcntl
import http.client
import os
import shutil
import signal
import socket
import sys
import time
from pathlib import Path
from typing import IO

from children import Child, listen_for_stop, run_to_end, say, start, stop, stop_asked, why_ended
from demo_settings import DEMO_ACCOUNTS, ROOT, Settings, keep_demo_password, settle_settings
from dotenv import set_key

FLASK = [sys.executable, "-m", "flask", "--app", "wsgi"]
# What the portal writes into its instance folder; demo.env is not among it.
DEMO_DATA = ("*.db", "*.db-*", "seals", "write.lock")
START_SECONDS = 60


def main(arguments: list[str]) -> int:
    """Serve, or do what the single argument says; the result is the exit status."""
    if arguments not in ([], ["demo-reset"]):
        say("使い方: serve.py [demo-reset]")
        return 2
    os.chdir(ROOT)
    listen_for_stop()
    settings = settle_settings(may_begin_demo=not arguments)
    with (Path(settings["PORTAL_INSTANCE_DIR"]) / "serve.lock").open("w") as lock:
        return reset_demo(settings, lock) if arguments else serve(settings, lock)


def serve(settings: Settings, lock: IO[str]) -> int:
    """Migrate, start both, wait until they answer, then watch until one ends or a stop is asked for."""
    wanted = settings.get("PORT") or "8000"
    port = int(wanted) if wanted.isdecimal() else 0
    if reason := why_not_listen(port):
        say(reason)
        return 1
    # Shared: any number may serve, but the demo cannot be emptied under them.
    fcntl.flock(lock, fcntl.LOCK_SH)
    keep_demo_password(settings)
    if (status := prepare(settings)) is not None:
        return status
    children = [start_web(settings, port), start_worker(settings)]
    try:
        if failure := wait_until_served(children, port):
            say(failure)
            return 1
        announce(settings, port)
        return watch(children)
    finally:
        stop(children)


def why_not_listen(port: int) -> str | None:
    if not 1 <= port <= 65535:
        return "PORT は 1 から 65535 までの番号で指定してください。例: PORT=8001 make run"
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            # Only listening tells whether somebody else listens there already.
            probe.listen()
        except OSError as error:
            return (
                f"ポート {port} を使えません（{error.strerror}）。ほかのプログラムが使っているときはそれを終了するか、"
                f"別の番号を指定してください。例: PORT={port % 65535 + 1} make run"
            )
    return None


def prepare(settings: Settings) -> int | None:
    """Bring the tables up to date and, in a demo, fill them once; an exit status when that failed or was stopped."""
    commands = {"データベースの更新": ["db", "upgrade"]}
    if settings.get("PORTAL_DEMO") == "1":
        commands["デモの市の読み込み"] = ["demo", "load", "--residents", "5000", "--seed", "1", "--if-empty"]
    for title, command in commands.items():
        status = run_to_end(start(title, [*FLASK, *command], settings, stop_with=signal.SIGINT))
        if status is None:
            return 0
        if status:
            say(f"{title}ができませんでした（終了コード {status}）。上の表示をご確認ください。")
            return 1
    return None


def start_web(settings: Settings, port: int) -> Child:
    options = f"--bind 127.0.0.1:{port} --worker-class gthread --workers 2 --threads 4 --graceful-timeout 8 --no-control-socket"
    command = [sys.executable, "-m", "gunicorn", "wsgi:app", *options.split(), "--log-level", "warning"]
    return start("web", command, settings, stop_with=signal.SIGTERM)


def start_worker(settings: Settings) -> Child:
    # SIGINT lets the queue's consumer finish the chunk at hand.
    return start("worker", [*FLASK, "worker", "run"], settings, stop_with=signal.SIGINT)


def wait_until_served(children: list[Child], port: int) -> str | None:
    """None once /healthz says that database and worker are alive (or a stop was asked for), else what went wrong."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if stop_asked or is_healthy(port):
            return None
        if failure := why_ended(children):
            return failure
        time.sleep(0.1)
    return f"{START_SECONDS}秒待ちましたが、ポータルが動き出しませんでした。上の表示をご確認ください。"


def is_healthy(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def announce(settings: Settings, port: int) -> None:
    if stop_asked:
        return
    print(f"http://127.0.0.1:{port}", flush=True)
    if settings.get("PORTAL_DEMO") == "1":
        for login_name in DEMO_ACCOUNTS:
            print(f"demo: {login_name} {settings.get('PORTAL_DEMO_PASSWORD', '')}", flush=True)


def watch(children: list[Child]) -> int:
    while not stop_asked:
        if failure := why_ended(children):
            say(failure)
            return 1
        time.sleep(0.1)
    return 0


def reset_demo(settings: Settings, lock: IO[str]) -> int:
    """Empty the demo and load it anew with the same keys; a new PORTAL_DEMO_PASSWORD is taken over."""
    instance = Path(settings["PORTAL_INSTANCE_DIR"])
    if reason := why_not_reset(settings, lock):
        say(reason)
        return 1
    for pattern in DEMO_DATA:
        for path in instance.glob(pattern):
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    set_key(instance / "demo.env", "PORTAL_DEMO_PASSWORD", settings["PORTAL_DEMO_PASSWORD"])
    if (status := prepare(settings)) is not None:
        return status
    say("デモを作り直しました。make run で始めてください。")
    return 0


def why_not_reset(settings: Settings, lock: IO[str]) -> str | None:
    instance = settings["PORTAL_INSTANCE_DIR"]
    if not (Path(instance) / "demo.env").exists() or settings.get("PORTAL_DEMO") != "1":
        return f"{instance} はデモではないので、何も消しません。"
    for name in ("PORTAL_DATABASE_URL", "PORTAL_SEAL_DIR"):
        if settings.get(name):
            return f"{name} で指定された場所のものは消しません。そこを自分で空にしてから、もう一度 make run を実行してください。"
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return "ポータルが動いています。止めてから（Ctrl-C）もう一度実行してください。"
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
