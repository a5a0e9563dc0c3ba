"""`flask demo load` and `flask demo files`: exit status 0 fine, 1 something found wrong, 2 wrong use."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from portal import clock
from portal.config import Settings
from portal.demo.changes_file import write_changes
from portal.demo.files import write_files
from portal.demo.load import HALF_A_CITY, NOT_EMPTY, has_residents, is_half_loaded, load_city
from portal.demo.vrs_file import write_vrs_file

commands = AppGroup("demo", help="見本の市(架空の住民)を用意します。")

MOST_RESIDENTS = 1_000_000
residents_option = click.option(
    "--residents", type=click.IntRange(1, MOST_RESIDENTS), default=5_000, show_default=True, metavar="N", help="住民の数"
)
seed_option = click.option(
    "--seed", type=click.IntRange(0), default=1, show_default=True, metavar="S", help="同じ数なら同じ人びとになります。"
)


@commands.command("load")
@residents_option
@seed_option
@click.option("--if-empty", is_flag=True, help="住民がすでに登録されていれば何もしません。")
def load_command(residents: int, seed: int, if_empty: bool) -> None:
    """職員・接種事業・住民・接種記録・接種券を読み込みます。"""
    settings: Settings = current_app.extensions["portal_settings"]
    _require_demo(settings)
    if is_half_loaded():
        _stop(HALF_A_CITY, status=1)
    if has_residents():
        if if_empty:
            return
        _stop(NOT_EMPTY, status=1)
    load_city(residents, seed, password=settings.demo_password, progress=lambda loaded: click.echo(f"住民 {loaded:,} / {residents:,}人"))
    click.echo("見本の市を読み込みました。")


@commands.command("files")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@residents_option
@seed_option
@click.option("--faults", type=click.FloatRange(0, 1), default=0.0, metavar="SHARE", help="この割合の行をわざと壊します(0から1)。")
@click.option("--vrs", is_flag=True, help="国の接種記録システムの台帳向け出力(vrs.csv)も書きます。")
@click.option("--changes", type=click.IntRange(0), default=0, metavar="N", help="異動分の register-changes.csv も、この行数で書きます。")
@click.option("--faults-count", type=click.IntRange(0), default=0, metavar="N", help="register-changes.csv に加える、誤りのある行の数")
def files_command(folder: Path, residents: int, seed: int, *, faults: float, vrs: bool, changes: int, faults_count: int) -> None:
    """取込用の register.csv と doses.csv を DIR に書きます。demo load と同じ N と S なら同じ人びとです。"""
    if changes + faults_count > residents:
        _stop("異動の行と誤りの行は、合わせて住民の数までにしてください。", status=2)
    try:
        damaged = write_files(folder, residents, seed, share=faults)
        if vrs:
            write_vrs_file(folder, residents, seed)
        click.echo(f"{folder} に住民 {residents:,}人のファイルを書きました(わざと壊した行 {len(damaged):,})。")
        if changes + faults_count:
            spoilt = write_changes(folder, residents, seed, changes=changes, faults=faults_count, today=clock.today())
            click.echo(f"{folder} に異動分のファイルを書きました(わざと壊した行 {len(spoilt):,})。")
    except OSError as error:
        _stop(f"{folder} に書けません({error.strerror})。書き込める場所を指定してください。", status=1)


def _require_demo(settings: Settings) -> None:
    if not settings.demo:
        _stop("ここは見本ではありません。見本の市は PORTAL_DEMO=1 のときだけ読み込めます。", status=2)
    if not settings.demo_password:
        _stop("PORTAL_DEMO_PASSWORD がありません。見本の職員のパスワードを環境変数か .env に入れてください。", status=2)


def _stop(message: str, *, status: int) -> None:
    click.echo(message, err=True)
    raise SystemExit(status)
