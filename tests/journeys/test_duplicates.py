"""Two records of one person: looked for by the worker, put side by side, made one, and two again."""

from collections.abc import Callable

import pytest

from tests.journeys.conftest import Person, Portal

pytestmark = pytest.mark.journey

PAIR = """
SELECT a.resident_number AS one, b.resident_number AS other, a.id AS one_id, b.id AS other_id
FROM resident AS a JOIN resident AS b ON b.id > a.id
WHERE a.protection IS NULL AND b.protection IS NULL
AND 3 < (SELECT count(*) FROM dose WHERE resident_id = a.id) AND 1 < (SELECT count(*) FROM dose WHERE resident_id = b.id)
AND EXISTS (SELECT 1 FROM voucher WHERE resident_id = b.id) ORDER BY a.id, b.id LIMIT 1
"""
HELD = """
SELECT 'dose', id, resident_id, superseded_at FROM dose UNION ALL SELECT 'voucher', id, resident_id, voided_at FROM voucher ORDER BY 1, 2
"""


def test_two_records_become_one_and_two_again(portal: Portal, sits_down: Callable[[str], Person]) -> None:
    (pair,) = portal.rows(PAIR)
    before = portal.rows(HELD)
    clerk = sits_down("daicho")
    page = clerk.page
    looks_through_the_register(portal, clerk)

    page.fill("#first_number", str(pair.one))
    page.fill("#second_number", str(pair.other))
    page.click("button >> text=見比べる")
    page.wait_for_selector("h1 >> text=2つの記録を見比べる")
    clerk.finds_no_barrier()
    page.check("input[name=keep][value=first]")
    page.click("button.button--main >> text=統合する")
    page.wait_for_selector("text=同じ方とした理由を入れてください")
    clerk.finds_no_barrier()
    for choice in page.query_selector_all("main input[type=radio][value=first]"):
        choice.check()
    page.fill("#reason", "本人に確かめた")
    page.click("button.button--main >> text=統合する")
    page.wait_for_selector("text=統合しました")
    clerk.finds_no_barrier()
    assert portal.rows("SELECT count(*) AS n FROM dose WHERE resident_id = :id", id=pair.other_id)[0].n == 0

    page.goto(f"{portal.url}/merges")
    clerk.finds_no_barrier()
    page.click("table a")
    page.fill("#undo_reason", "別の方とわかった")
    page.click("button >> text=統合を解く")
    page.wait_for_selector("text=統合を解きました")
    clerk.finds_no_barrier()
    assert portal.rows(HELD) == before
    assert portal.flask("audit", "verify").returncode == 0


def looks_through_the_register(portal: Portal, clerk: Person) -> None:
    """A visit begun, the worker asked, its list opened."""
    page = clerk.page
    page.click("nav >> text=重複のおそれ")
    page.check("input[name=reason][value=ledger]")
    page.click("main form button")
    page.wait_for_selector("h1 >> text=重複のおそれ")
    clerk.finds_no_barrier()
    page.click("button >> text=洗い出す")
    page.wait_for_selector("text=洗い出しを始めました")
    for _ in range(60):
        page.goto(f"{portal.url}/duplicates")
        if not page.is_visible("text=まだ洗い出していません") and not page.is_visible("text=洗い出し中"):
            break
        page.wait_for_timeout(500)
    clerk.finds_no_barrier()
