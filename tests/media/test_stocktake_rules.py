"""What a scanned number means, and what is left as a difference (M-1)."""

from dataclasses import replace

import pytest

from portal.media.medium_rules import MediumFacts
from portal.media.number_rules import Number, Series, read_number
from portal.media.stocktake_rules import Found, Scan, differences, is_expected, read_scan, why_not_scan, why_not_settle
from tests.media.test_medium_rules import BROKEN, DISPOSED, FREE, FULL, IN_REPAIR, LENT, LOST, NOTED, OUT, said


@pytest.mark.parametrize(
    ("medium", "section", "found", "words"),
    [
        (FREE, 1, Found.SEEN, "確認しました"),
        (FULL, 1, Found.SEEN, "確認しました"),
        (BROKEN, 1, Found.SEEN, "確認しました"),
        (None, 1, Found.UNKNOWN, "媒体台帳にありません"),
        (FREE, 2, Found.OTHER_SECTION, "別の課の媒体"),
        (LENT, 1, Found.SEEN_THOUGH, "貸出中(使8-0012)です。返却が記録されていません"),
        (OUT, 1, Found.SEEN_THOUGH, "持出中(持8-0012)です"),
        (IN_REPAIR, 1, Found.SEEN_THOUGH, "修理から戻った"),
        (LOST, 1, Found.SEEN_THOUGH, "消去するまで使えません"),
        (DISPOSED, 1, Found.SEEN_THOUGH, "取り分け"),
    ],
)
def test_what_is_read_to_the_person_at_the_cabinet(medium: MediumFacts | None, section: int, found: Found, words: str) -> None:
    scan = read_scan("媒8-0003", medium, section_id=section)

    assert scan.found is found
    assert words in scan.words


def test_a_number_is_read_once_and_not_after_the_close() -> None:
    said(why_not_scan("媒8-0003", is_closed=False, read_at=None), "")
    said(why_not_scan("媒8-0003", is_closed=False, read_at=NOTED), "9時00分に読み取り済み")
    said(why_not_scan("媒8-0003", is_closed=True, read_at=None), "締められています")


def test_what_is_out_in_repair_or_gone_is_not_expected() -> None:
    media = (FREE, FULL, BROKEN, LENT, OUT, IN_REPAIR, LOST, DISPOSED)

    assert [is_expected(medium) for medium in media] == [True, True, True, False, False, False, False, False]


def test_differences_are_what_is_missing_and_what_is_there_though_it_should_not_be() -> None:
    media = {1: FREE, 2: replace(FREE, shown="媒8-0002"), 3: LENT, 4: LOST}
    scans = {
        "媒8-0003": (1, Scan(Found.SEEN, "")),
        "媒8-0004": (4, Scan(Found.SEEN_THOUGH, "紛失です")),
        "媒8-0099": (None, Scan(Found.UNKNOWN, "ありません")),
    }
    left = differences(media, scans)

    assert [(each.medium_id, each.number, each.found) for each in left] == [
        (4, "媒8-0004", Found.SEEN_THOUGH),
        (None, "媒8-0099", Found.UNKNOWN),
        (2, "媒8-0002", Found.NOT_SEEN),
    ]


def test_what_was_put_right_in_the_ledger_meanwhile_is_no_difference() -> None:
    read_while_lent = {"媒8-0003": (1, Scan(Found.SEEN_THOUGH, "貸出中です"))}

    assert differences({1: FREE}, read_while_lent) == []
    assert [each.found for each in differences({1: LENT}, read_while_lent)] == [Found.SEEN_THOUGH]
    # Read, and lent afterwards: the ledger says where it is.
    assert differences({1: LENT}, {"媒8-0003": (1, Scan(Found.SEEN, ""))}) == []
    assert differences({1: LENT}, {}) == []


def test_a_difference_is_settled_once_with_words() -> None:
    said(why_not_settle("別の棚にあった", is_settled=False), "")
    said(why_not_settle(" ", is_settled=False), "どうなったか")
    said(why_not_settle("別の棚にあった", is_settled=True), "もう解決")


@pytest.mark.parametrize(
    "typed", ["媒8-0003", "M8-0003", "m8-3", "\uff2d\uff18\uff0d\uff10\uff10\uff10\uff13", "\u5a92\uff18\u30fc\uff13", " 媒8-3 "]
)
def test_a_label_is_read_in_any_width_by_kanji_or_by_the_letter_of_its_code(typed: str) -> None:
    number = Number(Series.MEDIUM, 2026, 3)

    assert read_number(typed) == number
    assert (number.shown, number.figures) == ("媒8-0003", "M8-0003")


@pytest.mark.parametrize("typed", ["", "8-0003", "X8-0003", "媒8", "0000000001"])
def test_anything_else_is_no_number(typed: str) -> None:
    assert read_number(typed) is None
