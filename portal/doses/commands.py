"""flask doses import and flask doses layout."""

from pathlib import Path

import click
from flask.cli import AppGroup

from portal.doses.intake import apply_dose_file, check_dose_file, refuse_without_programme
from portal.doses.layout_files import NAMES, BadLayout, default_text, layout_named, path_of
from portal.intake.by_command import Told, bring, report
from portal.intake.files import Unreadable
from portal.intake.rules import ImportKind

commands = AppGroup("doses", help="接種記録ファイルを取り込みます。")
LAYOUT_HELP = "ファイルの並び。full は予防接種台帳の全項目、vrs は国の接種記録システムの台帳向け出力です。"


@commands.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--layout", "name", type=click.Choice(NAMES), required=True, help=LAYOUT_HELP)
@click.option("--apply", "applies", is_flag=True, help="確認のあと、誤りのない行を記録します。")
@click.option("--json", "as_json", is_flag=True, help="結果を JSON で書きます。")
def import_doses(file: Path, name: str, applies: bool, as_json: bool) -> None:
    """接種記録ファイルを確かめ、--apply を付けたときは記録します。

    終わりの値: 0 誤りなし、1 誤りか反映できない理由あり(内容を書きます)、2 使い方の誤り。
    """
    apply = apply_dose_file if applies else None
    try:
        layout = layout_named(name)
        refuse_without_programme(layout)
    except BadLayout as error:
        told = Told([error.message])
    except Unreadable as error:
        told = Told(error.reasons)
    else:
        told = bring(ImportKind.DOSES, layout.sheet, file, check=check_dose_file, apply=apply, name="doses import")
    report(told, as_json=as_json)


@commands.command("layout")
@click.argument("name", type=click.Choice(NAMES))
@click.option("--now", is_flag=True, help="見本ではなく、いま使われている並びを書きます。")
def show_layout(name: str, now: bool) -> None:
    """ファイルの並びの見本を書きます。改めたものを、データの置き場の layouts/NAME.toml に置くと使われます。

    終わりの値: 0、--now でいまの並びに誤りがあるときは 1。
    """
    if not now:
        click.echo(default_text(name), nl=False)
        return
    click.echo(path_of(name).read_text(encoding="utf-8"), nl=False)
    try:
        layout_named(name)
    except BadLayout as error:
        click.echo(error.message, err=True)
        raise SystemExit(1) from None
