"""A month of a city: 2,000 changes and 15 faults, stopped by the rules, released by the chief, applied, and taken back whole."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.conftest import Person, Portal

pytestmark = pytest.mark.journey
PEOPLE = (
    "SELECT resident_number, name, address, building, category, moved_on, protection, name_key, place_key FROM resident"
    " WHERE record_state = 'current' ORDER BY resident_number"
)


def test_a_month_of_changes_is_applied_and_taken_back(portal: Portal, sits_down: Callable[[str], Person], tmp_path: Path) -> None:
    told = a_month(portal, tmp_path)
    before = portal.rows(PEOPLE)
    clerk = sits_down("daicho")
    page = checked(clerk, tmp_path / "register-changes.csv")
    assert "15行" in clerk.page.inner_text("#faults")
    assert f"{told['changes']['died']:,}" in clerk.page.inner_text("main table >> nth=0")
    assert "いまは反映できません" in clerk.page.inner_text("main")
    clerk.finds_no_barrier()
    looks_beside(clerk, page)

    released(sits_down("kacho"), page)
    one_same_one_other(clerk, page)
    clerk.page.goto(page)
    clerk.page.click("button >> text=除いて反映する")
    clerk.page.wait_for_selector("text=行を書き込みました", timeout=120_000)
    clerk.finds_no_barrier()
    assert portal.rows(PEOPLE) != before

    clerk.page.click("a >> text=この取込を取り消す")
    clerk.finds_no_barrier()
    clerk.page.fill("[name=reason]", "基準日を誤って書き出したファイルだった")
    clerk.page.keyboard.press("Control+Enter")
    clerk.page.wait_for_selector("text=取り消しました", timeout=120_000)
    clerk.finds_no_barrier()

    assert portal.rows(PEOPLE) == before
    assert portal.rows("SELECT count(*) AS n FROM import_row")[0].n == 0
    assert portal.flask("audit", "verify").returncode == 0


def a_month(portal: Portal, folder: Path) -> dict[str, dict[str, int]]:
    """The portal's city grows to 2,400 people, so that 2,000 of them can change in a month."""
    done = portal.flask("demo", "files", str(folder), "--residents", "2400", "--seed", "7", "--changes", "2000", "--faults-count", "15")
    assert done.returncode == 0, done.stdout + done.stderr
    grown = portal.flask("residents", "import", str(folder / "register.csv"), "--apply")
    assert grown.returncode == 0, grown.stdout + grown.stderr
    return json.loads((folder / "register-changes.json").read_text(encoding="utf-8"))


def checked(clerk: Person, file: Path) -> str:
    clerk.page.click("nav >> text=住民ファイルの取込")
    clerk.page.set_input_files("#file", file)
    clerk.tab_to("main form button.button--main")
    clerk.go_by("Enter")
    clerk.page.wait_for_selector("text=反映するとこうなります", timeout=120_000)
    return clerk.page.url


def looks_beside(clerk: Person, page: str) -> None:
    clerk.page.click("text=見本を見る >> nth=0")
    assert "見本" in clerk.page.inner_text("h1")
    clerk.finds_no_barrier()
    clerk.page.keyboard.press("Escape")
    clerk.page.wait_for_url(page)


def released(chief: Person, page: str) -> None:
    chief.page.goto(page)
    chief.finds_no_barrier()
    chief.page.fill("[name=reason]", "死亡届の件数を住民登録の担当に確かめた")
    chief.page.keyboard.press("Enter")
    chief.page.wait_for_selector("text=所属長が確かめました")
    chief.finds_no_barrier()


def one_same_one_other(clerk: Person, page: str) -> None:
    clerk.page.goto(f"{page}/matches")
    clerk.finds_no_barrier()
    for answer in ("同じ方です", "別の方です"):
        clerk.page.click(f"button >> text={answer} >> nth=0")
        clerk.page.wait_for_selector(f"text=「{answer.removesuffix('です')}」と決めました")
