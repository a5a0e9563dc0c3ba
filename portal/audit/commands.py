"""flask audit verify and flask audit seal: for the city's own timer, and for whoever checks the records from outside."""

import json
import sys

import click
from flask.cli import AppGroup

from portal.audit.seals import KIND_WORDS, keep_last_check, seal_path, write_seal
from portal.audit.verify import Verdict, verify
from portal.db import reading
from portal.text.wareki import format_datetime

commands = AppGroup("audit", help="操作記録のつながりを確かめ、封印を書きます。")


@commands.command("verify")
@click.option("--json", "as_json", is_flag=True, help="結果を JSON で書きます。")
def verify_chain(as_json: bool) -> None:
    """操作記録が切れ目なくつながっているかを確かめます。

    終わりの値: 0 切れ目なし、1 異常あり(最初の1件を書きます)、2 使い方の誤り。
    """
    with reading() as session:
        verdict = verify(session)
    _keep(verdict)
    click.echo(json.dumps(verdict.as_json(), ensure_ascii=False) if as_json else "\n".join(_lines(verdict)))
    sys.exit(0 if verdict.unbroken else 1)


def _keep(verdict: Verdict) -> None:
    try:
        keep_last_check(verdict.as_json())
    except OSError as error:
        click.echo(f"確かめた日時を控えられませんでした: {error.strerror}", err=True)


def _lines(verdict: Verdict) -> list[str]:
    fault = verdict.fault
    if fault is None:
        since = f"({format_datetime(verdict.since)}から)" if verdict.since else ""
        return [f"操作記録は切れ目なくつながっています。記録 {verdict.records:,}件{since}", _seal_line(verdict)]
    lines = ["操作記録に異常があります。", f"最初の異常 {fault.words}", f"その手前の{verdict.records:,}件は確かです。"]
    return lines + ([fault.note] if fault.note else []) + [_seal_line(verdict)]


def _seal_line(verdict: Verdict) -> str:
    seal = verdict.last_seal
    if seal is None:
        return "封印がまだありません。末尾をまとめて書き換えられても分かりません。flask audit seal で封印してください。"
    return f"最後の封印 {format_datetime(seal.at)} {seal.sequence:,}番({KIND_WORDS[seal.kind]})"


@commands.command("seal")
def seal_chain() -> None:
    """いまの末尾をデータベースの外に書き留めます(封印)。"""
    try:
        seal = write_seal("hand")
    except OSError as error:
        click.echo(f"封印を書けません: {error.strerror}。PORTAL_SEAL_DIR の場所と権限を確かめてください。", err=True)
        sys.exit(1)
    click.echo(f"{seal.sequence:,}番まで封印しました。{seal_path()}")
