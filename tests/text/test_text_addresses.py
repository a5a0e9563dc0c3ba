"""Addresses as clerks, files and residents write them: one key for one place, and the part that the register holds."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from kanjize import number2kanji

from portal.demo.places import OTHER_PLACES, STREETS
from portal.text.addresses import local_part
from portal.text.folding import address_key

HITACHINAKA = {"prefecture": "茨城県", "municipality": "ひたちなか市"}
TOKAI = {"prefecture": "茨城県", "municipality": "那珂郡東海村"}
TOWNS = sorted(
    {street.removeprefix("大字") for street, _ in STREETS} | {"三反田", "六ツ野", "はしかべ", "一番町", "十三奉行", "溝ノ口", "龍ケ崎"}
)
BUILDINGS = [
    *("コーポあおば101号", "ひだまりハイツ 203号室", "101", "１０１号室", "三番館 2F", "千代田ビル3階", "二階堂荘", "F棟201", "室町荘"),
    *("鈴木様方", "第二青葉荘1号棟101号室", "棟方アパート", "内田ハイツ", "先崎荘", "丁子屋2階", "十号館", "サン・コート"),
]
positional = str.maketrans("0123456789", "〇一二三四五六七八九")
wide = str.maketrans("0123456789-", "０１２３４５６７８９－")
numbers = st.integers(1, 9999)
towns = st.sampled_from(TOWNS)


def _spoken(number: int) -> str:
    """九千八百七十一, with 千 and 百 alone for one thousand and one hundred, as addresses have them."""
    return number2kanji(number).replace("一千", "千")


@given(towns, numbers, numbers, numbers)
@settings(max_examples=200)
def test_a_block_written_with_units_or_hyphens_is_one_place(town: str, chome: int, block: int, house: int) -> None:
    hyphens = f"{town}{chome}-{block}-{house}"
    ways = {
        hyphens,
        hyphens.translate(wide),
        hyphens.replace("-", "ー"),
        hyphens.replace("-", "−"),
        hyphens.replace("-", "・"),
        hyphens.replace("-", " - "),
        f"{town}　{chome}-{block}-{house}",
        f"{town}{chome} {block} {house}",
        f"{town}{chome}の{block}の{house}",
        f"{town}{chome}丁目{block}番{house}号",
        f"{town} {chome}丁目 {block}番 {house}号",
        f"{town}{chome}丁目{block}番地{house}",
        f"{town}{chome}丁目{block}番地の{house}",
        f"{town}{chome}丁目{block}-{house}",
        f"{town}{chome}丁{block}番{house}号",
        f"{town}{_spoken(chome)}丁目{_spoken(block)}番{_spoken(house)}号",
        f"{town}{_spoken(chome)}丁目{_spoken(block)}番地{_spoken(house)}",
        f"{town}{_spoken(chome)}丁目{block}番{house}号".translate(wide),
        f"{town}{chome}丁目{block}番{house}号".translate(positional),
    }
    assert {address_key(way) for way in ways} == {address_key(hyphens)}
    assert address_key(hyphens).endswith(f"{chome}-{block}-{house}")


@given(towns, numbers, numbers)
def test_a_lot_number_with_and_without_its_words_is_one_place(town: str, lot: int, branch: int) -> None:
    plain = f"{town}{lot}-{branch}"
    ways = {
        f"大字{plain}",
        f"字{plain}",
        f"{town}{lot}番地{branch}",
        f"{town}{lot}番地の{branch}",
        f"{town}{lot}番地ノ{branch}",
        f"{town}{lot}番{branch}",
        f"{town}{lot}番地{branch}号",
        f"{town}{lot}番地先{branch}",
        f"{town}{lot}番地{branch}地内",
        f"大字{town}{_spoken(lot)}番地{_spoken(branch)}",
        f"大字{town}{lot}番地{branch}".translate(positional),
        f"大字{town}{lot}番地ノ{branch}".translate(wide),
    }
    assert {address_key(way) for way in ways} == {address_key(plain)}
    assert {address_key(f"{town}{lot}{word}") for word in ("番地", "番", "番地先", "番地内", "地内", "地先", "")} == {
        address_key(f"{town}{lot}")
    }


@given(towns, st.lists(numbers, min_size=1, max_size=3), st.sampled_from(BUILDINGS), st.sampled_from([" ", "　"]))
@example("中根", [9871, 3], "101", " ")
def test_the_house_comes_first_in_the_key_of_an_address_with_its_building(town: str, house: list[int], building: str, blank: str) -> None:
    hyphens = town + "-".join(map(str, house))
    words = town + "".join(f"{number}{unit}" for number, unit in zip(house, ("丁目", "番", "号"), strict=False))
    for street in (hyphens, words):
        whole = address_key(f"{street}{blank}{building}")
        assert whole.startswith(address_key(street))
        assert not whole.removeprefix(address_key(street))[0].isdigit()
        assert address_key(building) in whole


@given(towns, numbers, st.integers(1, 20), st.integers(101, 999))
def test_a_room_is_found_however_its_building_is_joined(town: str, lot: int, block: int, room: int) -> None:
    ways = {
        f"{town}{lot}番地 青葉荘{block}号棟{room}号室",
        f"{town}{lot} 青葉荘{block}棟{room}",
        f"{town}{lot}　青葉荘 {block}－{room}号",
        f"{town}{lot}番地青葉荘{block}-{room}室",
    }
    assert len({address_key(way) for way in ways}) == 1


@settings(max_examples=300)
@given(st.text("中根三反田一番十二千〇○壱丁目番地号室棟先内階様方大字のノ之つッがケF1２9-－ー・ 　", max_size=16))
def test_an_address_key_stays_as_it_is(text: str) -> None:
    assert address_key(address_key(text)) == address_key(text)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("中根９８７１－３", "中根9871-3"),
        ("中根九八七一番地三", "中根9871-3"),
        ("中根九千八百七十一番地三", "中根9871-3"),
        ("中根九八七一ー三", "中根9871-3"),
        ("中根九八七一", "中根9871"),
        ("中根九八七一番地三ノ五", "中根9871-3-5"),
        ("大字中根字東原9871番地", "中根東原9871"),
        ("大字中根小字東原9871番地", "中根東原9871"),
        ("東石川二丁目十番一号", "東石川2-10-1"),
        ("東石川2丁目10番1号千代田ビル3F", "東石川2-10-1千代田ビル3階"),
        ("東石川2-10-1 101号室", "東石川2-10-1-101"),
        ("東石川2-10-1 三番館", "東石川2-10-1-3館"),
        ("一○一号室", "101"),
        ("壱番館弐号室", "1館2"),
        ("六ッ野1", "六ツ野1"),
        ("六つ野1番地", "六ツ野1"),
        ("三の丸1-5-38", "三ノ丸1-5-38"),
        ("一之江1番町3番", "一ノ江1番町3"),
        ("霞が関", "霞ケ関"),
        ("三反田四番地", "三反田4"),
        ("十三奉行1", "十三奉行1"),
        ("二階堂荘", "2階堂荘"),
        ("鈴木様方", "鈴木方"),
        ("サン・コート", "サンコ-ト"),
        ("国道６號線", "国道6線"),
        ("番地", "番地"),
        ("", ""),
    ],
)
def test_what_clerks_write_has_the_key_that_is_stored(written: str, key: str) -> None:
    assert address_key(written) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [("中根9871-3", "中根987-13"), ("中根1-11", "中根11-1"), ("中根1 1", "中根11"), ("二丁目", "三丁目")],
)
def test_different_places_have_different_keys(one: str, other: str) -> None:
    assert address_key(one) != address_key(other)


@pytest.mark.parametrize(
    ("typed", "local"),
    [
        ("茨城県ひたちなか市中根9871", "中根9871"),
        ("ひたちなか市中根9871", "中根9871"),
        ("茨城県中根9871", "中根9871"),
        ("中根9871", "中根9871"),
        ("茨城県　ひたちなか市　大字中根9871番地", "中根9871番地"),
        (" 茨城県ひたちなか市 中根 9871 ", "中根 9871"),
        ("〒312-0011 茨城県ひたちなか市中根9871", "中根9871"),
        ("〒３１２－００１１　ひたちなか市中根9871", "中根9871"),
        ("312-0011", "312-0011"),
        ("〒312-00111中根", "〒312-00111中根"),
        ("茨城県水戸市大字河和田9411", "水戸市大字河和田9411"),
        ("茨城町小堤", "茨城町小堤"),
        ("中根ひたちなか市", "中根ひたちなか市"),
        ("ひたちなか市", ""),
        ("茨城県", ""),
        ("", ""),
    ],
)
def test_the_city_in_front_of_an_address_goes(typed: str, local: str) -> None:
    assert address_key(local_part(typed, **HITACHINAKA)) == address_key(local)


@pytest.mark.parametrize("municipality", ["那珂郡東海村", "東海村"])
@pytest.mark.parametrize(
    "typed",
    ["茨城県那珂郡東海村村松9750", "茨城県東海村村松9750", "那珂郡東海村村松9750", "東海村村松9750", "茨城県 那珂郡 東海村 村松9750"],
)
def test_a_village_goes_with_and_without_its_county(typed: str, municipality: str) -> None:
    assert local_part(typed, prefecture="茨城県", municipality=municipality) == "村松9750"


@pytest.mark.parametrize(
    ("typed", "prefecture", "municipality", "local"),
    [
        ("福島県郡山市朝日1", "福島県", "郡山市", "朝日1"),
        ("郡山市朝日1", "福島県", "郡山市", "朝日1"),
        ("兵庫県赤穂郡上郡町大持1", "兵庫県", "上郡町", "大持1"),
        ("上郡町大持1", "兵庫県", "赤穂郡上郡町", "大持1"),
        ("那珂郡大子町1", "茨城県", "那珂郡東海村", "那珂郡大子町1"),
        ("茨城県竜ヶ崎市1", "茨城県", "龍ケ崎市", "1"),
        ("茨城県中根", "茨城県", "", "中根"),
        ("中根", "", "", "中根"),
    ],
)
def test_the_front_goes_in_other_cities_too(typed: str, prefecture: str, municipality: str, local: str) -> None:
    assert local_part(typed, prefecture=prefecture, municipality=municipality) == local


@given(
    towns,
    numbers,
    st.sampled_from(["", "茨城県", "ひたちなか市", "茨城県ひたちなか市", "茨城県 ひたちなか市 ", "〒312-0011 茨城県ひたちなか市"]),
)
def test_an_address_typed_with_its_city_finds_what_the_register_holds(town: str, lot: int, front: str) -> None:
    stored = address_key(f"大字{town}{lot}番地 コーポあおば101号")
    assert address_key(local_part(f"{front}{town}{lot}", **HITACHINAKA)) in stored


@given(st.text(max_size=60))
@example("茨城県" * 30)
def test_what_is_left_of_any_text_is_its_end(text: str) -> None:
    for place in (HITACHINAKA, TOKAI):
        assert text.strip().endswith(local_part(text, **place))


@pytest.mark.parametrize("address", [address for _, _, address, _ in OTHER_PLACES])
def test_an_address_elsewhere_is_found_by_itself(address: str) -> None:
    assert address_key(local_part(address, **HITACHINAKA)) in address_key(address)
