"""flask doses import."""

from pathlib import Path

import click
from flask.cli import AppGroup

from portal.doses.files import LAYOUT
from portal.doses.intake import apply_dose_file, check_dose_file
from portal.intake.by_command import bring, report
from portal.intake.rules import ImportKind

commands = AppGroup("doses", help="接種記録ファイルを取り込みます。")


@commands.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--layout", type=click.Choice(["full"]), required=True, help="ファイルの並び。full は予防接種台帳の全項目です。")
@click.option("--apply", "applies", is_flag=True, help="確認のあと、誤りのない行を記録します。")
@click.option("--json", "as_json", is_flag=True, help="結果を JSON で書きます。")
def import_doses(file: Path, layout: str, applies: bool, as_json: bool) -> None:
    """接種記録ファイルを確かめ、--apply を付けたときは記録します。

    終わりの値: 0 誤りなし、1 誤りか反映できない理由あり(内容を書きます)、2 使い方の誤り。
    """
    del layout
    apply = apply_dose_file if applies else None
    outcome = bring(ImportKind.DOSES_FULL, LAYOUT, file, check=check_dose_file, apply=apply, name="doses import")
    report(outcome, as_json=as_json)
