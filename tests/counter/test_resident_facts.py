"""What the resident page says of doses to come, of school, and of everything recorded of each dose."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
import time_machine

from portal.clock import JAPAN
from tests.conftest import Browser
from tests.counter.at_counter import SignIn, in_visit
from tests.factories import a_dose, a_programme, a_resident

# 別添1-1 to 18, and the two COVID items that are kept without an application.
ITEMS = (
    ("宛名番号", "0004187205"),
    ("予防接種区分", "令和8年度 住民接種"),
    ("接種回数", "1回目"),
    ("要注意者", "発疹"),
    ("罹患", "令和8年1月"),
    ("転入前実施", "はい"),
    ("実施方法", "個別"),
    ("実施内容", "接種"),
    ("接種日", "令和8年10月20日"),
    ("接種日年齢", "78歳"),
    ("接種量", "0.30 mL"),
    ("医療機関", "なかね内科"),
    ("予診医師", "予診 太郎"),
    ("接種医師", "接種 次郎"),
    ("ロットNo.", "ZX1180"),
    ("製造メーカー", "ファイザー"),
    ("請求月", "R8.11"),
    ("助成金額", "2,277円"),
    ("接種券番号", "0000412873"),
    ("自治体コード", "082210"),
)


@pytest.fixture(autouse=True)
def _on_a_tuesday() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 24, 10, 38, tzinfo=JAPAN), tick=False):
        yield


@pytest.fixture
def clerk(sign_in: SignIn) -> Browser:
    return in_visit(sign_in("madoguchi"))


@pytest.mark.parametrize(
    ("birth", "given_on", "words"),
    [
        ("1948-05-14", None, ("接種できます", "1回目")),
        ("1948-05-14", date(2026, 10, 20), ("令和8年11月17日から可", "2回目", "前回(令和8年10月20日)から28日です。")),
        ("1948-05-14", date(2026, 11, 1), ("令和8年11月29日から", "2回目", "前回(令和8年11月1日)から28日です。")),
        ("2015-02-03", None, ("令和9年2月2日から", "対象は12歳以上の方です。誕生日の前日から数えます。")),
    ],
)
def test_the_next_dose_is_told_with_its_reason(clerk: Browser, birth: str, given_on: date | None, words: tuple[str, ...]) -> None:
    a_programme()
    resident = a_resident(birth=birth)
    if given_on:
        a_dose(resident, given_on=given_on)
    next_dose = clerk.get(f"/residents/{resident.public_id}").text.split("<dt>次回接種</dt>")[1].split("</div>")[0]

    for word in words:
        assert word in next_dose, word


def test_the_school_year_stands_beside_the_age(clerk: Browser) -> None:
    head = clerk.get(f"/residents/{a_resident(birth='2019-04-01').public_id}").text.split("person__number")[0]
    assert "7歳" in head
    assert "小学2年" in head

    assert "就学前" not in clerk.get(f"/residents/{a_resident().public_id}").text


def test_every_recorded_item_of_a_dose_can_be_opened(clerk: Browser) -> None:
    a_programme()
    resident = a_resident(resident_number="0004187205")
    a_dose(
        resident,
        caution="発疹",
        past_infection="令和8年1月",
        before_moving_in=True,
        age_when_given=78,
        volume_ml="0.30",
        screening_doctor="予診 太郎",
        giving_doctor="接種 次郎",
        claim_month="2026-11",
        subsidy_yen=2277,
        municipality_code="082210",
        voucher_number="0000412873",
    )
    items = clerk.get(f"/residents/{resident.public_id}").text.split("全項目を開く")[1].split("</details>")[0]

    for word, value in ITEMS:
        assert f"<dt>{word}</dt><dd>{value}</dd>" in items or f'<dt>{word}</dt><dd class="fig">{value}</dd>' in items, word
