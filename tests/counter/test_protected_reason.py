"""For which reason a hidden address is opened: a table of cases."""

import pytest

from portal.counter.rules import why_not_open_protected

INDIVIDUAL = "123456789018"


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("本人からの依頼で転送先を確かめる", None),
        ("あ" * 200, None),
        ("", "理由を入れてください"),
        (" \u3000", "理由を入れてください"),
        ("あ" * 201, "200文字まで"),
        ("本人\x00", "使えない文字"),
        (f"番号{INDIVIDUAL}の件", "個人番号とみられる12桁"),
    ],
)
def test_a_hidden_address_is_opened_for_a_reason(reason: str, words: str | None) -> None:
    refused = why_not_open_protected(reason)

    assert (refused is None) if words is None else (words in str(refused) and "何も開いていません。" in str(refused))
