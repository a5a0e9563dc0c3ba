"""A ledger on paper and as a workbook: everything in it, in order, nothing that runs, recorded before it is given out."""

import hashlib
import io
import json
import re
import subprocess
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from unittest.mock import patch

import openpyxl
import pytest
import time_machine

from portal.audit.events import Event
from portal.clock import JAPAN
from portal.db import writing
from portal.media.ledger_item_rules import ITEMS
from portal.media.number_rules import Series
from portal.media.rules import State
from tests.conftest import Browser
from tests.counter.at_counter import records
from tests.media.ledger_rows import closed, corrected, lent, papers, taken_out
from tests.media.rows import add_line, add_medium

pytestmark = pytest.mark.thorough

SignIn = Callable[[str], Browser]
NOW = datetime(2026, 11, 24, 10, 38, tzinfo=JAPAN)
FIFTY = "、".join(f"とても長い名前の項目その{number}" for number in range(1, 51))
RARE = "𠮷田 﨑子の控え"
FORMULA = "=1+1"


@pytest.fixture(autouse=True)
def _on_a_tuesday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def chief(sign_in: SignIn) -> Browser:
    return sign_in("kacho")


def text_of(pdf: bytes) -> str:
    """Everything printed, without the blanks and line ends that the columns make."""
    found = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return re.sub(r"\s+", "", found.stdout.decode())


def pages_of(pdf: bytes) -> list[str]:
    found = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return found.stdout.decode().split("\f")[:-1]


def printed(browser: Browser, **form: str) -> bytes:
    browser.get("/media/ledgers/files").post("/media/ledgers/paper", form)
    assert browser.status == 200, browser.text[:500]
    assert browser.response.mimetype == "application/pdf"
    return browser.response.data


def exported(browser: Browser, **form: str) -> Any:
    browser.get("/media/ledgers/files").post("/media/ledgers/workbook", form)
    assert browser.status == 200, browser.text[:500]
    return openpyxl.load_workbook(io.BytesIO(browser.response.data))


def test_the_paper_holds_each_line_whole_with_its_corrections_and_the_seals(chief: Browser) -> None:
    with writing():
        corrected(closed(data_name=RARE, data_columns=FIFTY), "purpose", "登録のため", "照合のため")
        add_line(State.WITHDRAWN, purpose=FORMULA)

    text = text_of(printed(chief, ledger="use"))

    for words in ("使用管理簿", "令和8年度", "2件", "所属長", "媒体管理者", "担当", "上の記録を確認しました。", "確認者"):
        assert words in text
    assert "印刷R8.11.2410:38大内恵子" in text
    assert "1/2ページ" in text
    assert text.index("使8-0001") < text.index("訂正目的:登録のため→照合のため(書き誤り)R8.11.2410:38黒澤拓也") < text.index("使8-0002")
    assert FORMULA in text


def test_names_and_columns_on_paper_lose_no_character(chief: Browser) -> None:
    """A narrow column breaks them over many lines: looked for character by character."""
    with writing():
        add_line(data_name=RARE, data_columns=FIFTY)

    text = text_of(printed(chief, ledger="use"))

    assert not set(f"{RARE}{FIFTY}".replace(" ", "")) - set(text)
    assert text.count("、") >= FIFTY.count("、")


def test_the_head_stands_on_every_page_and_no_number_is_left_out(chief: Browser) -> None:
    with writing():
        medium = add_medium().id
        for _ in range(60):
            add_line(medium_id=medium)

    pages = pages_of(printed(chief, ledger="use"))

    assert len(pages) > 3
    assert all("使用目的" in page and "所属長確認" in page for page in pages[:-1])
    assert [number for page in pages for number in re.findall(r"使8-(\d{4})", page.replace(" ", ""))] == [
        f"{number:04}" for number in range(1, 61)
    ]
    assert all(f"{at} / {len(pages)} ページ" in page for at, page in enumerate(pages, start=1))


@pytest.mark.parametrize("ledger", list(Series))
def test_every_ledger_prints_and_exports_also_empty(chief: Browser, ledger: Series) -> None:
    assert "この条件にあたる記録はありません。" in text_of(printed(chief, ledger=ledger.value))
    assert exported(chief, ledger=ledger.value).worksheets[0].max_row == 3
    with writing():
        closed()
        taken_out()
        papers()

    assert "確認者" in text_of(printed(chief, ledger=ledger.value))
    assert exported(chief, ledger=ledger.value).worksheets[0]["A3"].value == ITEMS[ledger][0].heading


def test_a_long_ledger_comes_in_volumes_without_a_gap(chief: Browser) -> None:
    with writing():
        medium = add_medium().id
        for _ in range(5):
            add_line(medium_id=medium)
    with patch("portal.media.ledger_actions.LINES_A_VOLUME", 2), patch("portal.media.ledger_actions.LINES_A_WORKBOOK", 4):
        page = chief.get("/media/ledgers/files?ledger=use").text
        afters = re.findall(r'name="after" value="([^"]*)"', page)
        volumes = [text_of(printed(chief, ledger="use", after=after)) for after in afters[:3]]
        books = [exported(chief, ledger="use", after=after) for after in afters[3:]]

    assert re.findall(r"(使8-\d{4})から(使8-\d{4})までを印刷", page) == [
        ("使8-0001", "使8-0002"),
        ("使8-0003", "使8-0004"),
        ("使8-0005", "使8-0005"),
    ]
    assert [sorted(set(re.findall(r"使8-(\d{4})", text))) for text in volumes] == [["0001", "0002"], ["0003", "0004"], ["0005"]]
    assert "分冊使8-0003から使8-0004まで" in volumes[1]
    assert [[row[0].value for row in book.worksheets[0].iter_rows(min_row=4)] for book in books] == [
        [f"使8-{number:04}" for number in range(1, 5)],
        ["使8-0005"],
    ]


def row_of(sheet: Any, number: int = 4) -> dict[str, Any]:
    return {head.value: cell for head, cell in zip(sheet[3], sheet[number], strict=True)}


def test_the_workbook_holds_texts_as_texts_and_days_as_days(chief: Browser) -> None:
    with writing():
        line, _ = lent(purpose=FORMULA, data_name=RARE, data_columns=FIFTY, legal_ground="@番号法", is_specific=True)
        corrected(line, "purpose", FORMULA, "+2")
        corrected(line, "people", "1,200", "1,300")

    book = exported(chief, ledger="use")
    sheet, corrections = book.worksheets
    row = row_of(sheet)

    assert (row["目的"].value, row["目的"].data_type) == (FORMULA, "s")
    assert (row["情報の名称"].value, row["情報の項目"].value, row["法令の根拠"].value) == (RARE, FIFTY, "@番号法")
    assert (row["人数"].value, row["特定個人情報"].value, row["訂正の数"].value) == (1200, "特定個人情報", 2)
    assert row["申請日時"].value == datetime(2026, 11, 24, 10, 38)
    assert row["申請日時"].number_format == "[$-411]ge.m.d h:mm"
    assert [cell.value for cell in corrections[4]][:6] == ["使8-0001", "目的", FORMULA, "+2", "書き誤り", datetime(2026, 11, 24, 10, 38)]
    assert [cell.data_type for cell in corrections[4]][:5] == ["s"] * 5
    assert [cell.value for cell in corrections[5]][:4] == ["使8-0001", "人数", "1,200", "1,300"]


def test_the_workbook_is_ready_to_be_read_and_printed(chief: Browser) -> None:
    with writing():
        closed()

    sheet = exported(chief, ledger="use").worksheets[0]

    assert sheet["A1"].value == "使用管理簿"
    assert sheet["A2"].value == "ひたちなか市・令和8年度・R8.11.24 10:38現在・書き出し 大内 恵子"
    assert [cell.value for cell in sheet[3]] == [*(item.heading for item in ITEMS[Series.USE]), "訂正の数"]
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.page_setup.orientation) == ("B4", "$3:$3", "landscape")
    assert sheet.column_dimensions["A"].width == pytest.approx(11, abs=1)
    assert sheet.auto_filter.ref


def test_every_file_is_recorded_with_what_was_asked_and_its_hash(sign_in: SignIn) -> None:
    with writing():
        closed()
    auditor = sign_in("kansa")

    pdf = printed(auditor, ledger="use", only="closed", person="daicho", section="kenko")
    exported(auditor, ledger="end")
    first, second = (json.loads(each.facts) for each in records(Event.LEDGER_EXPORT))

    conditions = ["令和8年度", "状態 完結", "所属 健康推進課", "職員 daicho"]
    assert first == {"ledger": "use", "condition": conditions, "count": 1, "format": "pdf", "sha256": hashlib.sha256(pdf).hexdigest()}
    assert (second["ledger"], second["format"], second["count"]) == ("end", "xlsx", 1)


def test_a_file_holds_no_line_that_its_reader_may_not_see(sign_in: SignIn) -> None:
    with writing():
        closed()

    assert "この条件にあたる記録はありません。" in text_of(printed(sign_in("somukacho"), ledger="use"))
    assert "使8-0001" in text_of(printed(sign_in("bucho"), ledger="use"))


def test_what_cannot_be_printed_is_refused_by_its_code_and_nothing_is_recorded(chief: Browser) -> None:
    with writing():
        add_line(data_name="見本\U0001f600")

    chief.get("/media/ledgers/files").post("/media/ledgers/paper", {"ledger": "use"})

    assert chief.status == 409
    assert "U+1F600" in chief.text
    assert records(Event.LEDGER_EXPORT) == []


def test_who_may_only_read_takes_nothing_away(sign_in: SignIn) -> None:
    clerk = sign_in("daicho")

    assert "印刷・書き出し" not in clerk.get("/media/ledgers").text
    assert [clerk.post(f"/media/ledgers/{file}", {"ledger": "use"}).status for file in ("paper", "workbook")] == [403, 403]
