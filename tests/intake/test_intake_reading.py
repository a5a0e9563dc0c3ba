"""Files as they come: what is no CSV, what has other columns, and what must still be read."""

import codecs
import contextlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.intake.cells import Column, Kind
from portal.intake.files import Key, Layout, Unreadable, bare, guarded, look_at, read_rows

LAYOUT = Layout(
    columns=(Column("番号", "number", Kind.NUMBER, length=15), Column("氏名", "name", Kind.TEXT, length=20)),
    refused={"個人番号": "個人番号は受け付けません。"},
    keys=(Key("番号", 1, 20),),
)


def a_file(folder: Path, content: str | bytes) -> Path:
    path = folder / "file.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def reasons(folder: Path, content: str | bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        list(read_rows(look_at(a_file(folder, content), LAYOUT)))
    return " ".join(refused.value.reasons)


def rows(folder: Path, content: str | bytes) -> list[tuple[int, list[str]]]:
    return list(read_rows(look_at(a_file(folder, content), LAYOUT)))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "空(0バイト)"),
        (b"PK\x03\x04" + b"x" * 40, "Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 40, "Excel"),
        (codecs.BOM_UTF16_LE + "番号,氏名\r\n1,見本".encode("utf-16-le"), "UTF-16"),
        ("番号,氏名\r\n1,見\x00本\r\n", "2行目にNUL"),
        ("番号,氏名\r\n1,見本\r\n".encode() + b"2,\xff\xff\r\n", "3行目"),
        ("\r\n\r\n", "1行目に見出しがありません"),
        (",\r\n1,a\r\n", "1行目に見出しがありません"),
        ("番号\t氏名\r\n1\t見本\r\n", "タブ"),
        ("番号,名前\r\n1,見本\r\n", "1行目2列目「名前」: この取込にない列です"),
        ("番号,名前\r\n1,見本\r\n", "見出しが足りません。「氏名」"),
        ("1,見本 花子\r\n2,手本 太郎\r\n", "1行目が見出しではありません"),
        ("番号,氏名,123456789018\r\n1,見本,\r\n", "個人番号とみられるため消しました"),
        ("番号,氏名,個人番号\r\n1,見本,\r\n", "1行目3列目「個人番号」: 個人番号は受け付けません。"),
        ("番号,氏名,氏名\r\n1,見本,見本\r\n", "「氏名」の列が2つあります"),
        ("番号,,氏名\r\n1,,見本\r\n", "1行目2列目: 見出しが空です"),
        ("番号,氏名\r\n", "見出しの行だけ"),
        ("番号,氏名\r\n\r\n,\r\n", "見出しの行だけ"),
        ('番号,氏名\r\n1,"見本\r\n2,手本\r\n', "2行目の引用符"),
        ('番号,氏名\r\n1,見本\r\n2,"手"本\r\n', "3行目の引用符"),
        ("番号,氏名\r\n1," + "あ" * 1_100_000 + "\r\n", "文字を超える行"),
        ("番号,氏名\r\n1," + "あ" * 140_000 + "\r\n", "2行目に131,072文字を超える値"),
    ],
)
def test_a_file_that_cannot_be_taken_says_where_why_and_what_to_do(tmp_path: Path, content: str | bytes, said: str) -> None:
    assert said in reasons(tmp_path, content)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_each_encoding_gives_the_same_cells(tmp_path: Path, encoding: str) -> None:
    assert rows(tmp_path, "番号,氏名\r\n0012,見本 花子\r\n".encode(encoding)) == [(2, ["0012", "見本 花子"])]


def test_rows_are_counted_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    content = '番号,氏名\r\n1,"見本\r\n花子"\r\n\r\n2,手本\r\n'

    assert [number for number, _ in rows(tmp_path, content)] == [2, 4]


def test_blank_rows_and_empty_cells_at_the_end_are_no_rows_and_no_cells(tmp_path: Path) -> None:
    assert rows(tmp_path, "番号,氏名,,\n1,見本,,\n2,,,\n,\n\n,,,\n") == [(2, ["1", "見本"]), (3, ["2", ""])]


@pytest.mark.parametrize("ending", ["\n", "\r", "\r\n"])
def test_every_kind_of_line_end_is_read(tmp_path: Path, ending: str) -> None:
    assert len(rows(tmp_path, ending.join(["番号,氏名", "1,見本", "2,手本"]))) == 2


def test_the_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    sheet = look_at(a_file(tmp_path, "氏名,番号\n見本,1\n"), LAYOUT)

    assert sheet.headings == ("氏名", "番号")


def test_a_corrected_copy_is_read_without_its_column_of_faults(tmp_path: Path) -> None:
    sheet = look_at(a_file(tmp_path, "番号,誤り,氏名\n1,直した,'=見本\n"), LAYOUT)

    assert sheet.headings == ("番号", "氏名")
    assert list(read_rows(sheet)) == [(2, ["1", "=見本"])]


@pytest.mark.parametrize("cell", ["=1+1", "+81", "-1", "@x", "\tx", "見本", "'見本", ""])
def test_what_a_spreadsheet_would_calculate_is_text_in_the_copy_and_comes_back_as_it_was(cell: str) -> None:
    assert not guarded(cell).startswith(("=", "+", "-", "@", "\t"))
    assert bare(guarded(cell)) == cell


@settings(max_examples=150, deadline=None)
@given(data=st.one_of(st.binary(max_size=300), st.binary(max_size=200).map(lambda tail: "番号,氏名\r\n".encode() + tail)))
def test_no_bytes_whatever_break_the_reader(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    assert all(number >= 2 for number, _ in rows_or_none(tmp_path_factory.mktemp("fuzz"), data))


@settings(max_examples=150, deadline=None)
@given(text=st.text(alphabet="\",\r\n 1見'=", max_size=60))
def test_no_text_whatever_breaks_the_reader(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    assert all(len(cells) >= 2 or number for number, cells in rows_or_none(tmp_path_factory.mktemp("fuzz"), f"番号,氏名\r\n{text}"))


def rows_or_none(folder: Path, content: str | bytes) -> list[tuple[int, list[str]]]:
    """None of them where the file cannot be taken; anything else that is raised is a fault of the reader."""
    with contextlib.suppress(Unreadable):
        return rows(folder, content)
    return []
