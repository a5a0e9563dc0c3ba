"""A register file with faults: brought, looked through, applied without the faulty rows, and seen at the counter."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.conftest import Person, Portal

pytestmark = pytest.mark.journey

NEW_ADDRESS = "大字馬渡9999番地99"


def test_a_register_file_with_faults_is_applied_without_them(portal: Portal, sits_down: Callable[[str], Person], tmp_path: Path) -> None:
    faults, mover = a_file_with_faults_and_one_who_moved(portal, tmp_path)
    clerk = sits_down("daicho")
    clerk.page.click("nav >> text=住民ファイルの取込")
    clerk.finds_no_barrier()

    clerk.page.set_input_files("#file", tmp_path / "register.csv")
    clerk.tab_to("main form button.button--main")
    clerk.go_by("Enter")
    clerk.page.wait_for_selector("text=反映するとこうなります", timeout=60_000)
    clerk.finds_no_barrier()

    assert f"{len({fault['row'] for fault in faults})}行" in clerk.page.inner_text("#faults")
    shown = clerk.page.inner_text("#faults + table")
    assert all(fault["column"] in shown for fault in faults)
    assert portal.rows("SELECT address FROM resident WHERE resident_number = :n", n=mover)[0].address != NEW_ADDRESS

    clerk.page.click("button.button--main >> text=反映する")
    clerk.page.wait_for_selector("text=反映しました", timeout=60_000)
    clerk.finds_no_barrier()

    assert portal.rows("SELECT address FROM resident WHERE resident_number = :n", n=mover)[0].address == NEW_ADDRESS
    assert portal.rows("SELECT count(*) AS n FROM import_row")[0].n == 0
    assert portal.flask("audit", "verify").returncode == 0


def test_a_spreadsheet_renamed_is_told_in_japanese(portal: Portal, sits_down: Callable[[str], Person], tmp_path: Path) -> None:
    (tmp_path / "住民.csv").write_bytes(b"PK\x03\x04" + b"\x00" * 200)
    clerk = sits_down("daicho2")
    clerk.page.click("nav >> text=住民ファイルの取込")

    clerk.page.set_input_files("#file", tmp_path / "住民.csv")
    clerk.page.click("button >> text=読み込んで確かめる")
    clerk.page.wait_for_selector("text=表計算", timeout=60_000)

    clerk.finds_no_barrier()
    assert portal.rows("SELECT count(*) AS n FROM import_row")[0].n == 0


def a_file_with_faults_and_one_who_moved(portal: Portal, folder: Path) -> tuple[list[dict[str, str]], str]:
    """The city's own people again, 2 % of them damaged, and one of the others with another address."""
    done = portal.flask("demo", "files", str(folder), "--residents", "600", "--seed", "7", "--faults", "0.02")
    assert done.returncode == 0, done.stdout + done.stderr
    faults = json.loads((folder / "faults.json").read_text(encoding="utf-8"))
    faults = [fault for fault in faults if fault["file"] == "register.csv"]
    damaged = {int(fault["row"]) for fault in faults}
    with (folder / "register.csv").open(encoding="utf-8-sig", newline="") as file:
        heading, *rows = list(csv.reader(file))
    index = next(
        number
        for number, row in enumerate(rows)
        if number + 2 not in damaged and row[heading.index("住民区分")] == "1" and not row[heading.index("支援措置区分")]
    )
    rows[index][heading.index("住所")] = NEW_ADDRESS
    with (folder / "register.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heading, *rows])
    return faults, rows[index][heading.index("宛名番号")]
