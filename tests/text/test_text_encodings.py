"""Files in the encodings that offices send, each refusal with its remedy, and text that cannot be carried."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.text.encodings import (
    CODEC_BY_NAME,
    EncodingError,
    has_control_characters,
    lone_surrogates,
    read_text,
    recognise,
    sniff,
    unwritable_in_cp932,
    without_lone_surrogates,
)

ROWS = "宛名番号,氏名,カナ\r\n00001,髙﨑 花子,ﾀｶｻｷ ﾊﾅｺ\r\n00002,山田 太郎,ヤマダ タロウ\r\n"
HALF_WIDTH_KANA = "ﾅｶﾑﾗ,ﾃｱﾌﾞｶ,ﾏﾂｵ\r\n" * 50


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (ROWS.encode(), "UTF-8"),
        (ROWS.encode("utf-8-sig"), "UTF-8(BOM付き)"),
        (ROWS.encode("cp932"), "CP932"),
        (HALF_WIDTH_KANA.encode("cp932"), "CP932"),
        (b"number,date\n1,2026-11-24\n", "UTF-8"),
        ("𠮷野\n".encode(), "UTF-8"),
        ("①㈱髙﨑～－\n".encode("cp932"), "CP932"),
        (b"1", "UTF-8"),
        (b"\xef\xbb\xbf", "UTF-8(BOM付き)"),
    ],
)
def test_the_encodings_that_offices_send_are_read_and_named(data: bytes, name: str) -> None:
    text, found = read_text(data)
    assert found == name
    assert text == data.decode(CODEC_BY_NAME[name])
    assert not text.startswith("\ufeff")
    assert sniff(data) == name


REFUSED = [
    (b"", "ファイルが空(0バイト)です。"),
    (ROWS.encode("utf-16"), "文字コードがUTF-16"),
    (b"\xfe\xff" + ROWS.encode("utf-16-be"), "文字コードがUTF-16"),
    ("name,date\r\n".encode("utf-16-le"), "文字コードがUTF-16"),
    ("name,date\r\n".encode("utf-16-be"), "文字コードがUTF-16"),
    ("name,date\r\n".encode("utf-32"), "文字コードがUTF-16"),
    (b"PK\x03\x04" + b"\x14\x00\x06\x00" * 20, "Excelなどの表計算のファイル、または圧縮ファイルです。"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "Excel(xls形式、またはパスワード付き)のファイルです。"),
    ("氏名,日付\n山田\x00,1\n".encode(), "改行で数えて2行目にNUL文字"),
    (ROWS.encode("iso-2022-jp", "ignore"), "文字コードがJIS"),
    ((ROWS + ROWS).encode().replace("太郎".encode(), b"\xe5\xa4\xff", 1), "改行で数えて3行目にUTF-8として読めないバイトがあります。"),
    (ROWS.encode("utf-8-sig") + b"\xff", "改行で数えて4行目にUTF-8として読めないバイトがあります。"),
    (ROWS.encode("cp932") + b"\x81\x20", "改行で数えて4行目がUTF-8でもCP932(Shift_JIS)でも読めません。"),
    (ROWS.encode("cp932") + b"\xfd", "改行で数えて4行目がUTF-8でもCP932(Shift_JIS)でも読めません。"),
    (ROWS.encode("cp932") + b"\x81", "改行で数えて4行目がUTF-8でもCP932(Shift_JIS)でも読めません。"),
    (ROWS.encode()[:-3] + b"\xe3\x81", "改行で数えて3行目にUTF-8として読めないバイトがあります。"),
]


@pytest.mark.parametrize(("data", "reason"), REFUSED)
def test_what_cannot_be_read_is_refused_with_what_to_do(data: bytes, reason: str) -> None:
    with pytest.raises(EncodingError) as refused:
        read_text(data)
    assert refused.value.reason.startswith(reason)
    assert refused.value.reason.endswith("ください。")


@pytest.mark.parametrize(("data", "reason"), [case for case in REFUSED if not case[0].endswith((b"\x81", b"\xe3\x81"))])
def test_the_beginning_of_a_file_is_refused_alike(data: bytes, reason: str) -> None:
    with pytest.raises(EncodingError) as refused:
        sniff(data)
    assert refused.value.reason.startswith(reason)


@pytest.mark.parametrize(("codec", "name"), [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8(BOM付き)"), ("cp932", "CP932")])
def test_the_beginning_may_end_inside_a_character(codec: str, name: str) -> None:
    data = ROWS.encode(codec)
    for length in range(20, len(data)):
        assert sniff(data[:length]) == name


@given(st.sampled_from([data for data, _ in REFUSED] + [ROWS.encode(), ROWS.encode("cp932"), ROWS.encode("utf-8-sig")]), st.integers(1, 9))
def test_a_file_in_pieces_is_judged_as_the_whole(data: bytes, size: int) -> None:
    pieces = [data[start : start + size] for start in range(0, len(data), size)]
    assert _verdict(lambda: recognise(pieces)) == _verdict(lambda: read_text(data)[1])


def _verdict(read: Callable[[], str]) -> str:
    try:
        return read()
    except EncodingError as refused:
        return refused.reason


def test_a_cp932_character_late_in_an_ascii_file_is_found_by_reading_it_whole() -> None:
    head = b"0001,2026-11-24\n" * 10
    assert sniff(head) == "UTF-8"
    assert recognise([head, "山田\n".encode("cp932")]) == "CP932"


def test_a_jis_mark_cut_in_two_by_the_reading_is_noticed() -> None:
    with pytest.raises(EncodingError, match="文字コードがJIS"):
        recognise([b"0" * 70 + b"\x1b", "氏名".encode("iso-2022-jp")[1:]])


@given(st.text())
def test_any_text_in_utf_8_is_read_again_unless_a_refusal_says_why(text: str) -> None:
    try:
        read, name = read_text(text.encode())
    except EncodingError:
        assert not text or "\x00" in text or "\x1b$" in text or text.startswith("PK")
    else:
        assert (read, name) == ((text[1:], "UTF-8(BOM付き)") if text.startswith("\ufeff") else (text, "UTF-8"))


@pytest.mark.thorough
@given(st.text("髙﨑山田太郎ヤマダﾀﾛｳ０１2, \r\n", min_size=1))
def test_any_text_in_cp932_is_read_again(text: str) -> None:
    with_heading = "宛名番号,氏名\r\n" + text
    assert read_text(with_heading.encode("cp932")) == (with_heading, "CP932")


@pytest.mark.parametrize(
    ("text", "unwritable"),
    [
        ("髙﨑①㈱山田ｱ", []),
        ("𠮷野 𠮷子", ["𠮷"]),
        ("葛󠄀城と葛城", ["葛󠄀"]),
        ("é한", ["é", "한"]),
        ("\x80\uf8f1", ["\x80", "\uf8f1"]),
        ("\ud800", ["\ud800"]),
        ("", []),
    ],
)
def test_the_characters_that_cp932_cannot_hold_are_listed_once_with_their_selectors(text: str, unwritable: list[str]) -> None:
    assert unwritable_in_cp932(text) == unwritable


NOT_OF_WINDOWS = "\x80\uf8f0\uf8f1\uf8f2\uf8f3"
LOOK_ALIKES = str.maketrans("−〜‖¢£¬", "－～∥￠￡￢")


def test_exactly_the_characters_that_no_bytes_of_cp932_stand_for_are_listed() -> None:
    singles = [bytes([byte]) for byte in range(256)]
    pairs = [bytes([lead, trail]) for lead in (*range(0x81, 0xA0), *range(0xE0, 0xFD)) for trail in range(0x40, 0xFD)]
    writable = {*"".join(data.decode("cp932", "ignore") for data in singles + pairs), *map(chr, LOOK_ALIKES)} - set(NOT_OF_WINDOWS)
    characters = map(chr, (*range(0xD800), *range(0xE000, 0x10000), *range(0x20000, 0x20400)))
    assert {character for character in characters if not unwritable_in_cp932(character)} == writable


@given(st.text(st.one_of(st.characters(), st.sampled_from("髙﨑𠮷邉①㈱～−〜￥¥—―‖∥葛\U000e0100\ufe00 ")), max_size=20))
def test_what_is_not_listed_comes_back_from_a_file_as_it_was(text: str) -> None:
    for unwritable in sorted(unwritable_in_cp932(text), key=len, reverse=True):
        text = text.replace(unwritable, "")
    assert text.encode("cp932").decode("cp932") == text.translate(LOOK_ALIKES)


@given(st.text())
def test_what_is_not_listed_can_be_written(text: str) -> None:
    for unwritable in sorted(unwritable_in_cp932(text), key=len, reverse=True):
        text = text.replace(unwritable, "〓")
    text.encode("cp932")


@pytest.mark.parametrize("text", ["山\x00田", "山\t田", "山\n田", "山\x7f田", "山\x85田", "山\u202e田", "山\u2066田", "山\u2028田"])
def test_control_characters_are_seen(text: str) -> None:
    assert has_control_characters(text)


def test_line_ends_are_control_characters_only_where_they_are_not_allowed() -> None:
    assert not has_control_characters("一行目\r\n二行目", allow_line_ends=True)
    assert has_control_characters("一行目\r\n二\x0b行目", allow_line_ends=True)
    assert not has_control_characters("葛󠄀城　Ａé𠮷")


def test_halves_of_characters_are_seen_joined_or_left_out() -> None:
    assert lone_surrogates("山\ud800田")
    assert lone_surrogates("\ud842\udfb7")
    assert not lone_surrogates("𠮷野")
    assert without_lone_surrogates("山\ud800田\udfff") == "山田"
    assert without_lone_surrogates("\ud842\udfb7野") == "𠮷野"


@given(st.text(st.characters(codec=None)))
def test_without_halves_a_text_can_always_be_stored(text: str) -> None:
    kept = without_lone_surrogates(text)
    kept.encode()
    if not lone_surrogates(text):
        assert kept == text
