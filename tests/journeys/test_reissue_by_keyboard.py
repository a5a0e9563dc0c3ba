"""A resident has lost the voucher: found, made sure of, reissued and printed without touching the mouse."""

import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Request

from tests.journeys.conftest import Person, Portal

pytestmark = pytest.mark.journey

SOMEBODY = """
    SELECT r.name, r.kana, r.birth, r.public_id, r.id AS resident_id, v.number, v.dose_number
    FROM resident r JOIN voucher v ON v.resident_id = r.id
    WHERE v.voided_at IS NULL AND r.category = '1' AND r.protection IS NULL AND r.kana <> '' AND r.birth NOT LIKE '%-00%'
      AND NOT EXISTS (SELECT 1 FROM dose d WHERE d.resident_id = r.id
                      AND d.programme_code = v.programme_code AND d.dose_number >= v.dose_number)
      AND (SELECT count(*) FROM resident o WHERE o.birth = r.birth) = 1
    ORDER BY r.id LIMIT 1
"""


def test_a_lost_voucher_is_reissued_and_printed_by_keyboard(portal: Portal, sits_down: Callable[[str], Person]) -> None:
    somebody = portal.rows(SOMEBODY)[0]
    clerk = sits_down("madoguchi")
    began = time.monotonic()

    the_clerk_says_why_and_looks_for(clerk, str(somebody.kana).split()[0], str(somebody.birth).replace("-", ""))
    assert str(somebody.name).split()[0] in clerk.text
    clerk.finds_no_barrier()
    clerk.go_by("Enter")
    assert clerk.page.url.endswith(f"/residents/{somebody.public_id}")
    assert str(somebody.number) in clerk.text
    clerk.finds_no_barrier()

    asked = pages_asked_for(clerk)
    clerk.go_by("r")
    assert "押すとこうなります" in clerk.text
    clerk.finds_no_barrier()
    clerk.tab_to("[name=documents][value=individual_number_card]")
    clerk.press("Tab", "Space")
    clerk.go_by("Control+Enter")
    assert "有効" in clerk.text
    clerk.finds_no_barrier()
    pdf = the_clerk_prints(clerk)

    assert time.monotonic() - began < 30
    one_form_and_one_confirmation(asked)
    new = the_new_voucher_is_live_and_the_old_void(portal, int(somebody.resident_id), str(somebody.number))
    the_page_carries_the_new_number(pdf, new, int(somebody.dose_number))


def pages_asked_for(clerk: Person) -> list[str]:
    """Every page and every sent form from now on, in all tabs; what stands on a page does not count, nor the browser's own viewer."""
    asked: list[str] = []

    def note(request: Request) -> None:
        # The viewer asks its browser for the paper that came already; a page of this address there is none.
        of_the_viewer = request.method == "GET" and request.url.endswith("/paper")
        if request.resource_type == "document" and request.url.startswith("http") and not of_the_viewer:
            asked.append(f"{request.method} {request.url.rsplit('/', 1)[1]}")

    clerk.page.context.on("request", note)
    return asked


def one_form_and_one_confirmation(asked: list[str]) -> None:
    """From the open resident page to the printed paper: the form is opened and sent, its result is shown, the print is confirmed."""
    assert [line.split()[0] for line in asked] == ["GET", "POST", "GET", "POST"]
    assert (asked[:2], asked[3]) == (["GET reissue", "POST reissue"], "POST paper")


def the_clerk_says_why_and_looks_for(clerk: Person, kana: str, birth: str) -> None:
    clerk.press("r", "/")
    clerk.write(kana)
    clerk.press("Tab")
    clerk.write(birth)
    clerk.go_by("Enter")


def the_clerk_prints(clerk: Person) -> bytes:
    """The PDF opens in a tab of its own; asked for again it is the same."""
    form = clerk.page.locator("form[target=_blank]")
    with clerk.page.context.expect_page():
        clerk.press("p")
    answer = clerk.page.request.post(
        clerk.page.url + "/paper", form={"csrf_token": form.locator("[name=csrf_token]").input_value()}, headers={"Referer": clerk.page.url}
    )
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def the_new_voucher_is_live_and_the_old_void(portal: Portal, resident_id: int, old_number: str) -> str:
    rows = portal.rows(
        "SELECT number, voided_at, void_reason, identity_checked FROM voucher WHERE resident_id = :id ORDER BY id DESC", id=resident_id
    )
    old = next(row for row in rows if row.number == old_number)
    assert (old.voided_at is not None, old.void_reason) == (True, "再発行のため無効")
    assert rows[0].voided_at is None
    assert rows[0].identity_checked == "運転免許証"
    return str(rows[0].number)


def the_page_carries_the_new_number(pdf: bytes, number: str, dose_number: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["pdftoppm", "-r", "300", "-png", "-", f"{folder}/page"], input=pdf, check=True)
        read = {code.text for page in Path(folder).iterdir() for code in zxingcpp.read_barcodes(Image.open(page))}
    assert f"2{dose_number}082210{number}" in read
    assert any(number in text for text in read if len(text) <= 12)


def test_for_an_agent_the_same_form_asks_for_both_and_for_what_stayed_unsure(portal: Portal, sits_down: Callable[[str], Person]) -> None:
    somebody = portal.rows(SOMEBODY)[0]
    clerk = sits_down("madoguchi2")
    the_clerk_says_why_and_looks_for(clerk, str(somebody.kana).split()[0], str(somebody.birth).replace("-", ""))
    clerk.go_by("Enter")
    clerk.go_by("r")
    assert "頼んだ本人の書類" not in clerk.text, "what is not asked is not shown"

    clerk.tab_to("[name=applicant][value=self]")
    clerk.press("ArrowRight", "ArrowRight", "ArrowRight")
    assert "頼んだ本人の書類" in clerk.text
    for paper in ("documents][value=passport", "documents][value=power_of_attorney"):
        clerk.tab_to(f"[name={paper}]")
        clerk.press("Space")
    clerk.tab_to("summary")
    clerk.press("Enter")
    clerk.tab_to("[name=gaps][value=principal_papers]")
    clerk.press("Space")
    clerk.finds_no_barrier()
    clerk.go_by("Control+Enter")
    assert "未確認のことがあるときは、認めた理由を選んでください。" in clerk.text
    clerk.finds_no_barrier()

    clerk.tab_to("[name=accepted]")
    clerk.press("ArrowDown")
    clerk.go_by("Control+Enter")
    assert "印刷する" in clerk.text
    assert "住民登録で世帯・異動を確かめた" in clerk.text
    assert "旅券・委任状" in clerk.text
    clerk.finds_no_barrier()


def test_the_auditor_finds_the_look_up_on_the_same_day(portal: Portal, sits_down: Callable[[str], Person]) -> None:
    somebody = portal.rows(SOMEBODY)[0]
    number = portal.rows("SELECT resident_number FROM resident WHERE id = :id", id=somebody.resident_id)[0].resident_number
    clerk = sits_down("madoguchi2")
    clerk.press("h", "/")
    clerk.write(str(number))
    clerk.go_by("Enter")
    assert clerk.page.url.endswith(str(somebody.public_id)), "a number that means one person opens the person"

    auditor = sits_down("kansa")
    auditor.finds_no_barrier()
    auditor.tab_to("#person")
    auditor.write(str(number))
    auditor.press("Enter")
    auditor.page.wait_for_selector("table >> text=住民の記録を開いた")

    assert "住民の記録を開いた" in auditor.text
    assert "窓口・接種歴照会" in auditor.text
    assert str(somebody.name) in auditor.text
    auditor.finds_no_barrier()


def test_what_was_typed_is_still_there_after_leaving_the_seat(portal: Portal, sits_down: Callable[[str], Person]) -> None:
    somebody = portal.rows(SOMEBODY)[0]
    clerk = sits_down("toiawase")
    the_clerk_says_why_and_looks_for(clerk, str(somebody.kana).split()[0], str(somebody.birth).replace("-", ""))
    clerk.press("/")
    clerk.write(" 書きかけ")
    typed = clerk.page.input_value("#q")

    clerk.page.click("text=離席 >> nth=0")
    clerk.page.wait_for_selector("[data-away]:not([hidden])")
    assert str(somebody.name) not in clerk.text
    clerk.finds_no_barrier()
    clerk.tab_to("#away-password")
    clerk.write("mijikai-hana-no-uta")
    clerk.press("Enter")
    clerk.page.wait_for_selector("[data-away]", state="hidden")

    assert clerk.page.input_value("#q") == typed
    assert str(somebody.name) in clerk.text
