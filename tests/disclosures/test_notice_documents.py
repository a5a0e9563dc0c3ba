"""The notices on paper, read back: every kind, long reasons over several pages, rare characters, the mark of a 案."""

import subprocess
from dataclasses import replace
from typing import Any

import pytest

from portal.disclosures.notice_documents import PREVIEW_MARK, notice_pdf
from portal.disclosures.sheet_documents import as_content
from portal.vouchers.typesetting import MissingGlyph, TextTooLong
from tests.disclosures.noticing import A_CASE, CITY, MADE_AT, NOTICES, REFUSED, sheet_of
from tests.vouchers.measured import words_of

pytestmark = pytest.mark.thorough


def paper(which: str = "extension", *, mark: str | None = None, **head: Any) -> bytes:
    return notice_pdf(as_content(sheet_of(NOTICES[which], **head)), made_at=MADE_AT, mark=mark)


def pages_of(document: bytes) -> list[str]:
    found = subprocess.run(["pdftotext", "-", "-"], input=document, capture_output=True, check=True)
    return ["".join(page.split()) for page in found.stdout.decode().split("\f")[:-1]]


@pytest.mark.parametrize("which", NOTICES)
def test_everything_that_a_notice_says_stands_on_the_paper(which: str) -> None:
    sheet = sheet_of(NOTICES[which])
    text = "".join(pages_of(paper(which)))
    # The beginnings: further on a line may end anywhere.
    begins = [words[:9] for part in sheet.notice.parts for words in (*part.label.split("\n"), *part.paragraphs)]
    head = [sheet.notice.title, "総第123号", "令和8年11月24日", A_CASE.requester_name, CITY.mayor, "総務課"]

    assert [words for words in [*head, *begins] if "".join(words.split()) not in text] == []
    assert ("この決定に不服があるとき" in text) is bool(sheet.notice.teaching)
    assert "案" not in text.replace("事案", "")


def test_a_short_notice_is_one_page() -> None:
    assert [len(pages_of(paper(which))) for which in ("extension", "special", "mending", "hidden", "not_held")] == [1, 1, 1, 1, 1]


def test_a_long_reason_runs_on_and_every_page_has_its_number() -> None:
    reason = "\n".join(f"{place}番目の理由は、この情報が他の方に関するものであるため。" * 6 for place in range(1, 41))
    pages = pages_of(notice_pdf(as_content(sheet_of(replace(REFUSED, reason=reason))), made_at=MADE_AT))
    text = "".join(pages)

    assert len(pages) > 4
    assert [page for page, words in enumerate(pages, 1) if f"{page}/{len(pages)}" not in words or "開8-0003" not in words] == []
    assert all(f"{place}番目の理由" in text for place in range(1, 41))
    assert "この決定に不服があるとき" in pages[-1]


def test_a_draft_is_marked_on_every_page() -> None:
    pages = pages_of(paper("partly", mark=PREVIEW_MARK))

    assert len(pages) == 2
    assert all("".join(PREVIEW_MARK.split()) in page for page in pages)


def test_names_and_addresses_of_any_length_and_rare_characters() -> None:
    lines = [
        "見本県見本市見本町一丁目2番3号",
        "グランドハイツ見本町ウエストタワー 1203号室",
        "見本会 特別養護老人ホームみほん 気付",
    ]
    text = words_of(paper(name="𠮷田 﨑子 葛\U000e0100城 ALEXANDROVNA MARGARETHA CONSTANTINA VAN DEN HEUVEL", address=lines))

    for words in ("𠮷田", "﨑子", "城", "CONSTANTINA", "HEUVEL", "様", "1203号室", "気付"):
        assert words in text


@pytest.mark.parametrize("field", ["name", "number"])
def test_a_character_that_no_font_has_is_refused_by_its_code(field: str) -> None:
    with pytest.raises(MissingGlyph, match="U\\+1F600"):
        paper(**{field: "見本 😀"})


def test_an_address_of_a_page_is_refused_by_its_place() -> None:
    with pytest.raises(TextTooLong, match="宛先の住所"):
        paper(address=["見本町" * 40] * 30)


def test_the_same_content_gives_the_same_bytes_and_another_number_others() -> None:
    assert paper() == paper()
    assert paper() != paper(number="総第124号")


def test_typst_source_is_printed_and_not_run() -> None:
    assert "#panic(1)*$[" in words_of(paper(name="#panic(1) *$["))
