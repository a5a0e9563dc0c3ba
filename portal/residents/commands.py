"""flask residents import."""

from pathlib import Path

import click
from flask.cli import AppGroup

from portal.intake.by_command import bring, report
from portal.intake.rules import ImportKind
from portal.residents.files import LAYOUT
from portal.residents.intake import apply_register_file, check_register_file

commands = AppGroup("residents", help="住民登録ファイルを取り込みます。")


@commands.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--apply", "applies", is_flag=True, help="確認のあと、誤りのない行を反映します。")
@click.option("--json", "as_json", is_flag=True, help="結果を JSON で書きます。")
def import_register(file: Path, applies: bool, as_json: bool) -> None:
    """住民登録ファイルを確かめ、--apply を付けたときは反映します。

    終わりの値: 0 誤りなし、1 誤りか反映できない理由あり(内容を書きます)、2 使い方の誤り。
    """
    apply = apply_register_file if applies else None
    outcome = bring(ImportKind.REGISTER, LAYOUT, file, check=check_register_file, apply=apply, name="residents import")
    report(outcome, as_json=as_json)
