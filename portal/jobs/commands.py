"""flask worker run."""

from flask import current_app
from flask.cli import AppGroup

from portal.jobs.worker import run_worker

commands = AppGroup("worker", help="時間のかかる処理を受け持ちます。")


@commands.command("run")
def run() -> None:
    """順番を待つ処理を行い続けます。

    SIGTERM か SIGINT(Ctrl-C)で、いまの区切りまで済ませて終わります。残りは次に動かしたときに続きから行います。
    """
    run_worker(current_app._get_current_object())  # pyright: ignore[reportAttributeAccessIssue]
