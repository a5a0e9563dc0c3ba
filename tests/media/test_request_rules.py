"""What speaks against a request: both sides of each limit, each combination with only its own fields (M-1, M-2, M-4, R5-1, R5-3)."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from portal.clock import JAPAN
from portal.media import request_rules
from portal.media.combination_rules import LONGEST, MOST_PEOPLE, address_word, combination_of, fields_of, needed_of
from portal.media.line_rules import BLANKET_DAYS
from portal.media.medium_rules import MediumFacts
from portal.media.request_rules import Asked, MediumOffered, Offered, faults, first_period, next_period, why_not_use_as, why_not_use_people
from portal.media.rules import Condition, Encryption, Kind, PlaceKind, Thing

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=JAPAN)
EVENING = NOW.replace(hour=17)
DAYS = 14
# Twelve figures with the right check digit, of nobody.
TWELVE = "123456789018"
ONES = {"permitted_from": date(2026, 4, 1), "permitted_until": date(2027, 3, 31)}


def a_medium(encryption: Encryption = Encryption.HARDWARE, **values: Any) -> MediumOffered:
    return MediumOffered(MediumFacts(**({"shown": "媒8-0001", "condition": Condition.USABLE, "section_id": 1} | ONES | values)), encryption)


OFFERED = Offered(
    section_id=1,
    holders={"kenko", "somu"},
    media={
        "usb": a_medium(),
        "plain": a_medium(Encryption.NONE),
        "ended": a_medium(permitted_until=date(2026, 11, 30)),
        "others": a_medium(section_id=2),
        "broken": a_medium(condition=Condition.BROKEN),
        "unwiped": a_medium(unwiped="使8-0009"),
        "out": a_medium(unwiped="使8-0009", out_with="使8-0009", out_as=Kind.USE),
        "tied": a_medium(systems=frozenset({11})),
    },
    systems={"portal": 11, "vrs": 12},
    workers={"kurosawa", "tobita"},
    terminals={"kenko-07", "tablet"},
    destinations={"nation": PlaceKind.NATIONAL, "clinic": PlaceKind.CLINIC, "soumu": PlaceKind.OTHER_SECTION},
)
COMMON: dict[str, Any] = {
    "purpose": "国のシステムへの登録のため",
    "legal_ground": "番号法第9条第1項",
    "data_name": "接種券発行一覧",
    "data_columns": "宛名番号、券番号",
    "people": 1200,
    "is_personal": True,
    "is_specific": False,
    "holder": "kenko",
    "workers": ("kurosawa",),
    "starts_at": NOW,
    "ends_at": EVENING,
}
WHAT: dict[Thing, dict[str, Any]] = {
    Thing.MEDIUM: {
        "medium": "usb",
        "from_system": "portal",
        "to_system": "vrs",
        "terminals": ("kenko-07",),
        "encryption": Encryption.HARDWARE,
    },
    Thing.PAPERS: {"thing_words": "予診票 2箱"},
    Thing.TERMINAL: {"terminals": ("tablet",), "encryption": Encryption.SOFTWARE},
}
OUT: dict[str, Any] = {"destination": "nation", "carrier": "kurosawa", "locked_case": True}
BROUGHT: dict[str, Any] = {
    "thing_words": "CD-R 1枚",
    "sender": "見本クリニック",
    "terminals": ("kenko-07",),
    "encryption": Encryption.NONE,
    "medium": "",
}


def a_request(kind: Kind = Kind.USE, thing: Thing = Thing.MEDIUM, **values: Any) -> Asked:
    of_kind = {Kind.USE: {}, Kind.TAKE_OUT: OUT, Kind.BRING_IN: BROUGHT}[kind]
    return Asked(kind=kind, thing=thing, **(COMMON | WHAT[thing] | of_kind | values))


def found_in(asked: Asked) -> dict[str, str]:
    return faults(asked, OFFERED, now=NOW, longest_days=DAYS)


ALL_NINE = [(kind, thing) for kind in Kind for thing in Thing]


@pytest.mark.parametrize(("kind", "thing"), ALL_NINE)
def test_a_whole_request_of_each_combination_has_no_fault(kind: Kind, thing: Thing) -> None:
    assert found_in(a_request(kind, thing)) == {}


@pytest.mark.parametrize(("kind", "thing"), ALL_NINE)
def test_an_empty_request_is_told_everything_that_it_needs_at_once(kind: Kind, thing: Thing) -> None:
    assert set(found_in(Asked(kind=kind, thing=thing))) == needed_of(kind, thing)


@pytest.mark.parametrize(("kind", "thing"), ALL_NINE)
def test_the_address_names_the_combination(kind: Kind, thing: Thing) -> None:
    assert combination_of(address_word(kind, thing)) == (kind, thing)


def test_an_address_of_nothing_names_no_combination() -> None:
    assert [combination_of(word) for word in ("", "use", "use-people", "take_out-medium")] == [None] * 4


@pytest.mark.parametrize(
    ("kind", "thing", "has", "has_not"),
    [
        (Kind.USE, Thing.MEDIUM, {"medium", "to_system", "copies_allowed"}, {"destination", "carrier", "sender", "thing_words"}),
        (Kind.USE, Thing.PAPERS, {"thing_words"}, {"medium", "encryption", "terminals", "carrier"}),
        (Kind.TAKE_OUT, Thing.PAPERS, {"destination", "carrier", "locked_case", "tracking"}, {"medium", "encryption", "sender"}),
        (Kind.TAKE_OUT, Thing.TERMINAL, {"terminals", "encryption", "destination"}, {"medium", "copies_allowed"}),
        (Kind.BRING_IN, Thing.MEDIUM, {"sender", "thing_words", "terminals"}, {"medium", "destination", "from_system"}),
        (Kind.BRING_IN, Thing.PAPERS, {"sender", "to_system"}, {"medium", "encryption", "carrier", "terminals"}),
    ],
)
def test_a_form_has_what_its_combination_needs(kind: Kind, thing: Thing, has: set[str], has_not: set[str]) -> None:
    fields = fields_of(kind, thing)

    assert has <= fields
    assert not has_not & fields


MEDIUM_OUT = (Kind.TAKE_OUT, Thing.MEDIUM)
TABLET_OUT = (Kind.TAKE_OUT, Thing.TERMINAL)
BROUGHT_IN = (Kind.BRING_IN, Thing.MEDIUM)
IN_THE_ROOM = (Kind.USE, Thing.MEDIUM)
SPECIFIC = {"is_specific": True}
REFUSED: dict[str, tuple[tuple[Kind, Thing], dict[str, Any], str, str]] = {
    "nothing but blanks": (IN_THE_ROOM, {"purpose": " 　 "}, "purpose", "目的を入れて"),
    "the ground": (IN_THE_ROOM, {"legal_ground": ""}, "legal_ground", "根拠を選んで"),
    "no number of people": (IN_THE_ROOM, {"people": None}, "people", "人数を数字で"),
    "nobody, and personal": (IN_THE_ROOM, {"people": 0}, "people", "1人以上"),
    "fewer than nobody": (IN_THE_ROOM, {"people": -1, "is_personal": False}, "people", "0から"),
    "too many people": (IN_THE_ROOM, {"people": MOST_PEOPLE + 1}, "people", "9,999,999"),
    "personal or not": (IN_THE_ROOM, {"is_personal": None, "is_specific": None}, "is_personal", "選んで"),
    "specific or not": (IN_THE_ROOM, {"is_specific": None}, "is_specific", "選んで"),
    "specific and not personal": (IN_THE_ROOM, SPECIFIC | {"is_personal": False}, "is_personal", "個人情報です"),
    "no encryption": (IN_THE_ROOM, {"encryption": Encryption.NONE}, "encryption", "暗号化せずに"),
    "no encryption of a specific one": (MEDIUM_OUT, SPECIFIC | {"encryption": Encryption.NONE}, "encryption", "暗号化せずに"),
    "a password alone": (IN_THE_ROOM, SPECIFIC | {"encryption": Encryption.PASSWORD}, "encryption", "パスワードだけ"),
    "a password alone on a tablet": (TABLET_OUT, SPECIFIC | {"encryption": Encryption.PASSWORD}, "encryption", "パスワードだけ"),
    "hardware that is not there": (IN_THE_ROOM, {"medium": "plain"}, "encryption", "暗号化機能がありません"),
    "a medium unknown": (IN_THE_ROOM, {"medium": "elsewhere"}, "medium", "一覧にない"),
    "a medium of others": (IN_THE_ROOM, {"medium": "others"}, "medium", "別の課の媒体"),
    "a broken medium": (IN_THE_ROOM, {"medium": "broken"}, "medium", "故障"),
    "a medium not wiped": (IN_THE_ROOM, {"medium": "unwiped"}, "medium", "使8-0009の情報が残って"),
    "a medium of other systems": (IN_THE_ROOM, {"medium": "tied"}, "medium", "このシステム"),
    "a medium past its end": (IN_THE_ROOM, {"medium": "ended", "ends_at": EVENING + timedelta(days=1)}, "medium", "許可期間"),
    "a terminal off the list": (IN_THE_ROOM, {"terminals": ("kenko-07", "own")}, "terminals", "一覧にない"),
    "no terminal": (IN_THE_ROOM, {"terminals": ()}, "terminals", "作業する端末を1台以上"),
    "no tablet": (TABLET_OUT, {"terminals": ()}, "terminals", "一覧にない端末は持ち出せません"),
    "a tablet off the list": (TABLET_OUT, {"terminals": ("own",)}, "terminals", "一覧にない"),
    "a person off the list": (IN_THE_ROOM, {"workers": ("stranger",)}, "workers", "一覧にない"),
    "nobody works": (IN_THE_ROOM, {"workers": ()}, "workers", "1人以上"),
    "no carrier": (MEDIUM_OUT, {"carrier": ""}, "carrier", "運ぶ方を選んで"),
    "a carrier off the list": (MEDIUM_OUT, {"carrier": "stranger"}, "carrier", "一覧にない"),
    "carrier and companion in one": (MEDIUM_OUT, {"companion": "kurosawa"}, "companion", "別の方"),
    "no locked case": (MEDIUM_OUT, {"locked_case": False}, "locked_case", "施錠できる容器"),
    "no destination": (MEDIUM_OUT, {"destination": ""}, "destination", "持ち出す先を一覧から"),
    "a destination off the list": (MEDIUM_OUT, {"destination": "home"}, "destination", "一覧にない"),
    "another section": (MEDIUM_OUT, {"destination": "soumu"}, "destination", "市の他の課へは"),
    "stops unsaid": (MEDIUM_OUT, {"direct": False}, "route", "立ち寄る所"),
    "no sender": (BROUGHT_IN, {"sender": ""}, "sender", "持ち込む方"),
    "a copy too many": (IN_THE_ROOM, {"copies_allowed": 100}, "copies_allowed", "0から99"),
    "a section unknown": (IN_THE_ROOM, {"holder": "nowhere"}, "holder", "一覧にない"),
}
ALLOWED: dict[str, tuple[tuple[Kind, Thing], dict[str, Any]]] = {
    "one person": (IN_THE_ROOM, {"people": 1}),
    "as many as the form holds": (IN_THE_ROOM, {"people": MOST_PEOPLE}),
    "nobody, and not personal": (IN_THE_ROOM, {"people": 0, "is_personal": False, "is_specific": None}),
    "unencrypted, and not personal": (IN_THE_ROOM, {"is_personal": False, "is_specific": None, "encryption": Encryption.NONE}),
    "a password, and not specific": (IN_THE_ROOM, {"encryption": Encryption.PASSWORD}),
    "a specific one in an archive": (IN_THE_ROOM, SPECIFIC | {"encryption": Encryption.ZIP_AES256}),
    "an archive on a plain medium": (IN_THE_ROOM, {"medium": "plain", "encryption": Encryption.ZIP_AES256}),
    "brought as it is": (BROUGHT_IN, SPECIFIC | {"encryption": Encryption.NONE}),
    "a medium on its last day": (IN_THE_ROOM, {"medium": "ended"}),
    "a medium that is out just now": (IN_THE_ROOM, {"medium": "out"}),
    "a medium of these systems": (IN_THE_ROOM, {"medium": "tied", "to_system": "portal"}),
    "a companion": (MEDIUM_OUT, {"companion": "tobita"}),
    "another section, nothing personal": (MEDIUM_OUT, {"destination": "soumu", "is_personal": False, "is_specific": False}),
    "stops that are said": (MEDIUM_OUT, {"direct": False, "route": "総務課に立ち寄る"}),
    "99 copies": (IN_THE_ROOM, {"copies_allowed": 99}),
    "where a medium goes is not always a system": (MEDIUM_OUT, {"to_system": ""}),
}


@pytest.mark.parametrize(("combination", "values", "field", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_one_thing_wrong_is_said_at_its_field_alone(
    combination: tuple[Kind, Thing], values: dict[str, Any], field: str, words: str
) -> None:
    found = found_in(a_request(*combination, **values))

    assert list(found) == [field]
    assert words in found[field]


@pytest.mark.parametrize(("combination", "values"), ALLOWED.values(), ids=ALLOWED.keys())
def test_the_other_side_of_the_limit_may_be_asked(combination: tuple[Kind, Thing], values: dict[str, Any]) -> None:
    assert found_in(a_request(*combination, **values)) == {}


@pytest.mark.parametrize(
    ("begins", "ends", "is_blanket", "field", "words"),
    [
        (NOW, NOW + timedelta(minutes=1), False, "", ""),
        (NOW, NOW, False, "ends_on", "終わりの日時が過ぎて"),
        (EVENING, NOW + timedelta(hours=1), False, "ends_on", "より前です"),
        (EVENING, EVENING, False, "ends_on", "より前です"),
        (NOW.replace(hour=0), EVENING, False, "", ""),
        (NOW.replace(hour=0) - timedelta(minutes=1), EVENING, False, "starts_on", "始まりの日が過ぎて"),
        (NOW, EVENING + timedelta(days=DAYS - 1), False, "", ""),
        (NOW, NOW + timedelta(days=DAYS), False, "ends_on", "14日まで"),
        (NOW, EVENING + timedelta(days=BLANKET_DAYS - 1), True, "", ""),
        (NOW, NOW + timedelta(days=BLANKET_DAYS), True, "ends_on", "31日まで"),
    ],
)
def test_the_period_has_a_beginning_an_end_and_a_length(begins: datetime, ends: datetime, is_blanket: bool, field: str, words: str) -> None:
    found = found_in(a_request(starts_at=begins, ends_at=ends, is_blanket=is_blanket))

    assert list(found) == ([field] if field else [])
    assert words in found.get(field, "")


@pytest.mark.parametrize("field", [field for field in LONGEST if field in fields_of(*MEDIUM_OUT)])
def test_a_text_has_a_longest_length(field: str) -> None:
    assert field not in found_in(a_request(*MEDIUM_OUT, **{field: "あ" * LONGEST[field]}))
    assert "10,000文字" in found_in(a_request(*MEDIUM_OUT, **{field: "あ" * 10_000}))[field]


@pytest.mark.parametrize("field", [field for field in LONGEST if field in fields_of(*MEDIUM_OUT)])
def test_no_individual_number_stands_in_a_text_but_a_parcel_has_its_own(field: str) -> None:
    found = found_in(a_request(*MEDIUM_OUT, **{field: f"番号 {TWELVE}"}))

    assert (field in found) is (field != "tracking")
    assert field not in found_in(a_request(*MEDIUM_OUT, **{field: "番号 123456789012"}))


def test_of_two_things_wrong_with_one_field_the_first_is_said_and_no_other_field_is_hidden_by_it() -> None:
    asked = replace(a_request(*MEDIUM_OUT), medium="elsewhere", carrier="", people=0, is_specific=True, encryption=Encryption.NONE)

    assert set(found_in(asked)) == {"medium", "carrier", "people", "encryption"}


@pytest.mark.parametrize(
    ("hour", "minute", "expected"),
    [(9, 0, (30, 9)), (10, 59, (30, 9)), (11, 0, (1, 9)), (23, 0, (1, 9))],
)
def test_the_hours_of_last_time_come_on_the_first_day_on_which_they_are_not_over(hour: int, minute: int, expected: tuple[int, int]) -> None:
    last = datetime(2026, 10, 5, 9, 0, tzinfo=JAPAN)
    begins, ends = next_period(last, last + timedelta(hours=2), NOW.replace(hour=hour, minute=minute))

    assert (begins.day, begins.hour) == expected
    assert ends - begins == timedelta(hours=2)


@pytest.mark.parametrize(("hour", "minute", "ends"), [(9, 0, (17, 15)), (16, 15, (17, 15)), (16, 16, (17, 16)), (20, 0, (21, 0))])
def test_a_new_request_begins_now_and_lasts_until_the_office_closes(hour: int, minute: int, ends: tuple[int, int]) -> None:
    begins, until = first_period(NOW.replace(hour=hour, minute=minute, second=30))

    assert (begins.hour, begins.minute, begins.second) == (hour, minute, 0)
    assert (until.hour, until.minute) == ends


def test_a_use_is_of_as_many_people_as_were_approved_or_fewer() -> None:
    assert [why_not_use_people(people, approved=100) is None for people in (0, 100, 101, None)] == [True, True, False, False]


def test_nobody_uses_what_they_signed_nor_what_another_section_asked() -> None:
    assert why_not_use_as(1, section_id=1, blanket_section_id=1, approved_by={2}) is None
    assert why_not_use_as(2, section_id=1, blanket_section_id=1, approved_by={2}) == request_rules.OWN_BLANKET
    assert why_not_use_as(1, section_id=2, blanket_section_id=1, approved_by={2}) == request_rules.OTHERS_BLANKET
