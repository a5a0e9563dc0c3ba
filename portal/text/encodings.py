"""The encoding of files brought in, and text that a file, a screen or the database cannot carry."""

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

UTF_8, UTF_8_WITH_BOM, CP932 = "UTF-8", "UTF-8(BOM付き)", "CP932"
# The name that Python's open() and decode() take for each name shown to people.
CODEC_BY_NAME = {UTF_8: "utf-8", UTF_8_WITH_BOM: "utf-8-sig", CP932: "cp932"}

_SAVE_AS_CSV = "表計算ソフトで開き、「CSV UTF-8(コンマ区切り)」で保存し直してください。"
_EMPTY = "ファイルが空(0バイト)です。書き出しに失敗していないか、元の業務システムで確かめてください。"
_SPREADSHEET = f"Excelなどの表計算のファイル、または圧縮ファイルです。CSVではありません。{_SAVE_AS_CSV}"
_OLD_SPREADSHEET = f"Excel(xls形式、またはパスワード付き)のファイルです。CSVではありません。{_SAVE_AS_CSV}"
_UTF_16 = f"文字コードがUTF-16(Unicodeテキスト)です。{_SAVE_AS_CSV}"
_JIS = f"文字コードがJIS(ISO-2022-JP)です。{_SAVE_AS_CSV}"
_NUL = "改行で数えて{line}行目にNUL文字(値が0のバイト)があります。ファイルが壊れています。元の業務システムから書き出し直してください。"
_BROKEN_UTF_8 = (
    "改行で数えて{line}行目にUTF-8として読めないバイトがあります。ファイルが壊れています。元の業務システムから書き出し直してください。"
)
_UNREADABLE = "改行で数えて{line}行目がUTF-8でもCP932(Shift_JIS)でも読めません。文字コードをUTF-8かCP932にして書き出し直してください。"

# Python reads and writes these single bytes of CP932, which no Windows writes for a character.
_NOT_IN_CP932 = re.compile("[\x80\uf8f0-\uf8f3]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_CONTROL_BUT_LINE_ENDS = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_WITH_SELECTORS = re.compile("[\\s\\S][\ufe00-\ufe0f\U000e0100-\U000e01ef]*")
_START, _PIECE = 64, 1 << 20


class EncodingError(ValueError):
    """A file whose text cannot be taken; `reason` says why and what to do. It never repeats the file's content."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_text(data: bytes) -> tuple[str, str]:
    """The text without its BOM, and the encoding's name for people. EncodingError says why it cannot be read."""
    name = recognise(data[start : start + _PIECE] for start in range(0, len(data), _PIECE))
    return data.decode(CODEC_BY_NAME[name]), name


def recognise(pieces: Iterable[bytes]) -> str:
    """The encoding's name, told from all bytes of a file that come piece by piece, in constant memory. EncodingError as in `read_text`."""
    reading = _Reading()
    for piece in _joined_at_start(pieces):
        if not reading.began:
            _refuse_by_first_bytes(piece)
            reading.has_bom = piece.startswith(codecs.BOM_UTF8)
        reading.take(piece)
    if not reading.began:
        raise EncodingError(_EMPTY)
    reading.finish()
    return reading.verdict()


def sniff(first_bytes: bytes) -> str:
    """The encoding's name told from the beginning of a file, which may end inside a character. EncodingError as in `read_text`.

    Bytes that are all ASCII are said to be UTF-8; a file that begins so may still be CP932: `recognise` reads it whole.
    """
    if not first_bytes:
        raise EncodingError(_EMPTY)
    _refuse_by_first_bytes(first_bytes)
    reading = _Reading(has_bom=first_bytes.startswith(codecs.BOM_UTF8))
    reading.take(first_bytes)
    return reading.verdict()


def unwritable_in_cp932(text: str) -> list[str]:
    """The characters that a CP932 file cannot hold, in order, each once, with their variation selectors (𠮷, 葛 with U+E0100).

    Six signs are not listed though one that looks and means the same is written for them: － for −, ～ for 〜, ∥ ￠ ￡ ￢ for ‖ ¢ £ ¬.
    """
    if _fits_cp932(text):
        return []
    return list(dict.fromkeys(character for character in _WITH_SELECTORS.findall(text) if not _fits_cp932(character)))


def has_control_characters(text: str, *, allow_line_ends: bool = False) -> bool:
    """True for control characters, line separators and the marks that turn the direction of writing round on a screen."""
    return bool((_CONTROL_BUT_LINE_ENDS if allow_line_ends else _CONTROL).search(text))


def lone_surrogates(text: str) -> bool:
    """True when the text holds halves of characters, which neither UTF-8 nor a database can take."""
    return bool(_SURROGATE.search(text))


def without_lone_surrogates(text: str) -> str:
    """The text with halves that belong together joined and the lone ones left out."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


def _fits_cp932(text: str) -> bool:
    try:
        text.encode("cp932")
    except UnicodeEncodeError:
        return False
    return not _NOT_IN_CP932.search(text)


def _joined_at_start(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, with a first piece long enough for the marks of a file's kind."""
    start = b""
    for piece in pieces:
        if len(start) < _START:
            start += piece
            if len(start) >= _START:
                yield start
        else:
            yield piece
    if 0 < len(start) < _START:
        yield start


def _refuse_by_first_bytes(start: bytes) -> None:
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        raise EncodingError(_SPREADSHEET)
    if start.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise EncodingError(_OLD_SPREADSHEET)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"\x00\x00\xfe\xff")) or _alternates_with_nul(start[:_START]):
        raise EncodingError(_UTF_16)


def _alternates_with_nul(start: bytes) -> bool:
    """UTF-16 without a mark shows itself by its ASCII letters: every other byte is zero."""
    half = len(start) // 2
    return half >= 2 and max(start[0::2].count(0), start[1::2].count(0)) * 2 > half and 0 in (start[0::2].count(0), start[1::2].count(0))


@dataclass
class _Attempt:
    """One decoding of the whole file, and the line on which it first went wrong."""

    codec: str
    failed_at_line: int | None = None
    decoder: codecs.IncrementalDecoder = field(init=False)

    def __post_init__(self) -> None:
        self.decoder = codecs.getincrementaldecoder(self.codec)("strict")

    def take(self, piece: bytes, lines_before: int, *, final: bool = False) -> None:
        if self.failed_at_line is not None:
            return
        try:
            text = self.decoder.decode(piece, final)
        except UnicodeDecodeError as error:
            self.failed_at_line = lines_before + error.object.count(b"\n", 0, error.start)
            return
        if self.codec == "cp932" and (found := _NOT_IN_CP932.search(text)):
            self.failed_at_line = lines_before + text.count("\n", 0, found.start())


@dataclass
class _Reading:
    """Both decodings side by side, so that a file is read once however long it is."""

    has_bom: bool = False
    began: bool = False
    lines: int = 1
    last_byte: bytes = b""
    utf_8_letters: int = 0
    other_letters: int = 0
    utf_8: _Attempt = field(default_factory=lambda: _Attempt("utf-8"))
    cp932: _Attempt = field(default_factory=lambda: _Attempt("cp932"))
    scale: codecs.IncrementalDecoder = field(default_factory=lambda: codecs.getincrementaldecoder("utf-8")("replace"))

    def take(self, piece: bytes) -> None:
        self.began = True
        if (nul := piece.find(b"\x00")) >= 0:
            raise EncodingError(_NUL.format(line=self.lines + piece.count(b"\n", 0, nul)))
        if b"\x1b$" in self.last_byte + piece:
            raise EncodingError(_JIS)
        self.last_byte = piece[-1:]
        self._weigh(piece)
        self.utf_8.take(piece, self.lines)
        self.cp932.take(piece, self.lines)
        self.lines += piece.count(b"\n")

    def finish(self) -> None:
        self.utf_8.take(b"", self.lines, final=True)
        self.cp932.take(b"", self.lines, final=True)

    def verdict(self) -> str:
        if self.utf_8.failed_at_line is None:
            return UTF_8_WITH_BOM if self.has_bom else UTF_8
        if self.has_bom or self.utf_8_letters > self.other_letters:
            raise EncodingError(_BROKEN_UTF_8.format(line=self.utf_8.failed_at_line))
        if self.cp932.failed_at_line is None:
            return CP932
        raise EncodingError(_UNREADABLE.format(line=self.cp932.failed_at_line))

    def _weigh(self, piece: bytes) -> None:
        """Kana and kanji of UTF-8 against bytes that are none: one broken byte must not turn UTF-8 into readable rubbish of CP932."""
        seen = self.scale.decode(piece)
        if seen.isascii():
            return
        self.other_letters += seen.count("\ufffd")
        self.utf_8_letters += sum(map(len, re.findall("[\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]+", seen)))
