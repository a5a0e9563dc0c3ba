"""A file of the portal leaves it encrypted: brought, packed, fetched, opened by 7-Zip with the passphrase that was shown once."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.conftest import Person, Portal
from tests.journeys.media_steps import GROUND, SPECIFIC, approve, ask, fill_in, open_line, send

pytestmark = pytest.mark.journey

REQUEST = {
    "data_name": "県への報告データ",
    "people": "40",
    "data_columns": "宛名番号、接種回数",
    **SPECIFIC,
    "purpose": "県に接種の実績を報告するため",
    **GROUND,
    "medium": "媒8-0006",
    "from_system": "健康管理システム",
    "encryption": "暗号化したZIP",
    "terminals": "KENKO-05",
    "destination": "感染症対策課",
    "locked_case": "施錠できる容器",
    "direct": "直行する",
    "workers": "黒澤",
    "carrier": "黒澤",
}
CONTENT = ("宛名番号,接種回数\n" + "".join(f"{number:010},{number % 5}\n" for number in range(40))).encode()


def test_a_file_is_packed_fetched_and_opened(portal: Portal, sits_down: Callable[[str], Person], tmp_path: Path) -> None:
    clerk = sits_down("daicho")
    number = ask(clerk, "持出", "媒体", REQUEST)
    approve(sits_down("kacho"), number)
    open_line(clerk, number)
    a_file_is_brought(clerk, tmp_path)
    it_is_packed(clerk)
    archive = it_is_fetched(clerk, tmp_path)
    passphrase = the_passphrase_is_seen_once(clerk)
    assert unpacked(archive, passphrase, tmp_path) == CONTENT
    assert unpacked(archive, passphrase.swapcase() + "x", tmp_path) == b""


def a_file_is_brought(clerk: Person, folder: Path) -> None:
    (folder / "houkoku.csv").write_bytes(CONTENT)
    clerk.follow(clerk.page.get_by_role("link", name="ファイルを持ち込む"))
    clerk.finds_no_barrier()
    clerk.page.set_input_files("main [name=file]", folder / "houkoku.csv")
    clerk.follow(clerk.page.get_by_role("button", name="持ち込む"))
    assert "ファイルを持ち込みました" in clerk.text
    clerk.finds_no_barrier()


def it_is_packed(clerk: Person) -> None:
    clerk.follow(clerk.page.get_by_role("link", name="暗号化したファイルを作る"))
    clerk.finds_no_barrier()
    fill_in(clerk, {"source": "houkoku.csv", "travel": "電話で伝える"})
    clerk.go_by("Control+Enter")
    clerk.page.get_by_role("button", name="受け取る").wait_for(timeout=60_000)
    clerk.finds_no_barrier()


def it_is_fetched(clerk: Person, folder: Path) -> Path:
    clerk.tab_to_element(clerk.page.get_by_role("button", name="受け取る"))
    with clerk.page.expect_download() as download:
        clerk.press("Enter")
    assert "houkoku" not in download.value.suggested_filename
    archive = folder / download.value.suggested_filename
    download.value.save_as(archive)
    return archive


def the_passphrase_is_seen_once(clerk: Person) -> str:
    clerk.follow(clerk.page.get_by_role("link", name="パスフレーズを表示する"))
    clerk.finds_no_barrier()
    send(clerk, says="この画面を離れると、二度と表示できません")
    passphrase = clerk.page.inner_text(".passphrase").strip()
    clerk.follow(clerk.page.get_by_role("link", name="暗号化したファイルへ戻る"))
    assert clerk.page.get_by_role("link", name="パスフレーズを表示する").count() == 0
    assert passphrase not in clerk.text
    clerk.finds_no_barrier()
    return passphrase


def unpacked(archive: Path, passphrase: str, folder: Path) -> bytes:
    """As whoever receives it opens it; nothing with a wrong passphrase."""
    command = ["7zz", "e", f"-p{passphrase}", "-so", str(archive)]
    done = subprocess.run(command, capture_output=True, check=False, cwd=folder)
    return done.stdout if done.returncode == 0 else b""
