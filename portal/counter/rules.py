"""How the search box is read, and why each person was found. Pure; the reasons are the words the screen shows."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from portal.text.check_digits import holds_individual_number, looks_like_individual_number
from portal.text.encodings import has_control_characters, lone_surrogates
from portal.text.folding import digits_key, is_kana, kana_key, name_key
from portal.text.variants import variants_met
from portal.text.wareki import UNKNOWN, PartialDate, WarekiError, format_date, parse_date
from portal.vouchers.codes import read_ocr_line

MOST_CHARACTERS = 100
LONGEST_NUMBER = 15
LONGEST_REASON = 200
NUMBER = re.compile(r"[0-9\s\-‐−―ー]+|[A-Da-d][0-9]+[A-Da-d]")
WESTERN_DAY = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")

TOO_LONG = "検索する語は100文字までにしてください。"
NOTHING = "番号・氏名・カナのどれか、または生年月日を入れてください。"
UNREADABLE = "使えない文字が入っています。打ち直してください。"
INDIVIDUAL_NUMBER = "個人番号では探せません。入れた番号は残していません。宛名番号か、氏名と生年月日で探してください。"
OTHER_CITY = "ほかの市町村が発行した接種券です。この市の券ではありません。氏名と生年月日で探してください。"
BAD_OCR_LINE = "18桁の番号の中の自治体コードが合いません。読み取り直すか、券番号の10桁を入れてください。"
NUMBER_LENGTH = "番号は15桁までです(接種券の読み取りは18桁)。けた数を確かめてください。"
ONE_CHARACTER = "1文字だけでは多すぎて探せません。2文字以上にするか、生年月日を足してください。"


@dataclass(frozen=True)
class Terms:
    """One search as it was understood; `numbers` are the exact readings of what may be a 宛名番号 or a 接種券番号."""

    resident_numbers: tuple[str, ...] = ()
    voucher_number: str = ""
    name: str = ""
    name_key: str = ""
    kana_key: str = ""
    birth: PartialDate | None = None

    @property
    def is_number(self) -> bool:
        return bool(self.voucher_number or self.resident_numbers)

    @property
    def kinds(self) -> list[str]:
        """For the record: what was searched by, never what was typed."""
        kinds = [
            ("番号", self.is_number),
            ("氏名", bool(self.name_key)),
            ("カナ", bool(self.kana_key)),
            ("生年月日", self.birth is not None),
        ]
        return [word for word, used in kinds if used]

    @property
    def words(self) -> str:
        """氏名「渡辺 和子」と昭和23年生まれで"""
        if self.is_number:
            readings = (("宛名番号", self.resident_numbers), ("接種券番号", self.voucher_number))
            return f"番号「{self.name}」を{'と'.join(word for word, is_read in readings if is_read)}として"
        name = f"{'カナ' if self.kana_key else '氏名'}「{self.name}」" if self.name else ""
        birth = f"{format_date(self.birth)}{'' if self.birth == UNKNOWN else '生まれ'}" if self.birth else ""
        return f"{'と'.join(part for part in (name, birth) if part)}で"


class Unsearchable(Exception):
    """What was typed cannot be searched; `field` is q or birth, the message says what to do."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field
        self.reason = reason


def read_terms(typed: str, typed_birth: str, *, municipality_code: str) -> Terms:
    """What the box and the birth field mean; a voucher's 18 digits must name this municipality. Raises Unsearchable."""
    typed = typed.replace("\t", " ")
    if max(len(typed), len(typed_birth)) > MOST_CHARACTERS:
        raise Unsearchable("q" if len(typed) > MOST_CHARACTERS else "birth", TOO_LONG)
    if has_control_characters(typed) or lone_surrogates(typed):
        raise Unsearchable("q", UNREADABLE)
    if _holds_individual_number(typed) or _holds_individual_number(typed_birth):
        raise Unsearchable("q", INDIVIDUAL_NUMBER)
    text = typed.strip()
    if not text and not typed_birth.strip():
        raise Unsearchable("q", NOTHING)
    written = unicodedata.normalize("NFKC", text)
    if NUMBER.fullmatch(written) and not WESTERN_DAY.fullmatch(written) and (digits := digits_key(text)):
        return _read_number(digits, municipality_code)
    text, birth = _read_birth(text, typed_birth)
    return _read_name(text, birth)


def _holds_individual_number(typed: str) -> bool:
    """Twelve figures anywhere in what was typed, also scattered among other characters."""
    return looks_like_individual_number(typed) or holds_individual_number(typed)


def _read_number(digits: str, municipality_code: str) -> Terms:
    if len(digits) == 18:
        line = read_ocr_line(digits)
        if line is None:
            raise Unsearchable("q", BAD_OCR_LINE)
        if line.municipality_code != municipality_code:
            raise Unsearchable("q", OTHER_CITY)
        return Terms(voucher_number=line.voucher_number, name=digits)
    if len(digits) > LONGEST_NUMBER:
        raise Unsearchable("q", NUMBER_LENGTH)
    bare = digits.lstrip("0") or "0"
    readings = tuple(bare.zfill(length) for length in range(len(bare), LONGEST_NUMBER + 1))
    return Terms(resident_numbers=readings, voucher_number=bare.zfill(10) if len(bare) <= 10 else "", name=digits)


def _read_birth(text: str, typed_birth: str) -> tuple[str, PartialDate | None]:
    if typed_birth.strip():
        try:
            return text, parse_date(typed_birth)
        except WarekiError as error:
            raise Unsearchable("birth", str(error)) from error
    words = text.split()
    for start in range(len(words)):
        try:
            return " ".join(words[:start]), parse_date(" ".join(words[start:]))
        except WarekiError:
            continue
    return text, None


def _read_name(text: str, birth: PartialDate | None) -> Terms:
    if not text:
        return Terms(birth=birth)
    kana = kana_key(text) if is_kana(text) else ""
    name = "" if kana else name_key(text)
    if len(kana or name) < 2 and birth is None:
        raise Unsearchable("q", ONE_CHARACTER)
    return Terms(name=" ".join(text.split()), name_key=name, kana_key=kana, birth=birth)


@dataclass(frozen=True)
class Found:
    """What the reasons are told from."""

    resident_number: str
    name: str
    name_key: str
    kana_key: str
    former_surname: str
    former_key: str
    alias_name: str
    alias_key: str
    birth: PartialDate
    has_voucher: bool


def why_found(terms: Terms, found: Found) -> str:
    """文字どおり一致・生年月日一致: every way in which this person answers the search."""
    if terms.is_number:
        readings = [("宛名番号が一致", found.resident_number in terms.resident_numbers), ("接種券番号が一致", found.has_voucher)]
        return "・".join(word for word, holds in readings if holds)
    return "・".join(word for word in (_why_name(terms, found), _why_birth(terms)) if word)


def _why_name(terms: Terms, found: Found) -> str:
    if terms.kana_key:
        return "かな一致" if found.kana_key == terms.kana_key else "かなの前方一致"
    if not terms.name_key:
        return ""
    written = (
        ("", found.name, found.name_key),
        ("旧氏", found.former_surname, found.former_key),
        ("通称", found.alias_name, found.alias_key),
    )
    for which, name, key in written:
        if key.startswith(terms.name_key):
            how = "一致" if key == terms.name_key else "前方一致"
            pairs = "、".join(f"{one}={other}" for one, other in variants_met(name, terms.name))
            if pairs:
                return f"{which}異体字{how}({pairs})"
            return f"{which or ('文字どおり' if how == '一致' else '')}{how}"
    return ""


def _why_birth(terms: Terms) -> str:
    if terms.birth is None:
        return ""
    if terms.birth.is_complete or terms.birth == UNKNOWN:
        return "生年月日一致"
    return "生年一致" if terms.birth.month is None else "生年月一致"


def twins_of_name(people: Iterable[tuple[int, str, PartialDate]]) -> frozenset[int]:
    """Ids of people who share name and birth date with another of the list."""
    groups: dict[tuple[str, PartialDate], list[int]] = {}
    for person, key, birth in people:
        groups.setdefault((key, birth), []).append(person)
    return frozenset(person for group in groups.values() if len(group) > 1 for person in group)


def why_not_open_protected(reason: str) -> str | None:
    """The reason for which the 所属長 opens a hidden address: it stands in the record for good, so it holds no number of a person."""
    if not reason.strip():
        return "住所を開く理由を入れてください。何も開いていません。"
    if len(reason.strip()) > LONGEST_REASON:
        return f"理由は{LONGEST_REASON}文字までにしてください。何も開いていません。"
    if has_control_characters(reason):
        return "理由に使えない文字が入っています。打ち直してください。何も開いていません。"
    if holds_individual_number(reason):
        return "理由に個人番号とみられる12桁が入っています。個人番号を除いてください。何も開いていません。"
    return None
