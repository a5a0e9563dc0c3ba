"""How the search box is read: one line of anything, and what it may mean. Pure; a refusal is the sentence the screen shows."""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from portal.residents.search_rules import Sought, Word
from portal.text.addresses import local_part
from portal.text.check_digits import holds_individual_number, looks_like_individual_number, medical_institution_code_is_valid
from portal.text.encodings import has_control_characters, lone_surrogates
from portal.text.folding import address_key, digits_key, is_kana, kana_key, name_key
from portal.text.romaji import readings_of
from portal.text.wareki import UNKNOWN, PartialDate, WarekiError, format_date, parse_date
from portal.vouchers.codes import read_ocr_line

MOST_CHARACTERS = 100
LONGEST_NUMBER = 15
END_OF_PHONE = 4
# A whole number with its area code, or the part behind it; no area code begins with 00.
PHONE = re.compile("0[1-9][0-9]{8,9}|[0-9]{6,8}")
NUMBER = re.compile(r"[0-9\s\-‐−―ー]+|[A-Da-d][0-9]+[A-Da-d]")
FIGURES = re.compile(r"[0-9\-‐−―ー]+")
WESTERN_DAY = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")
HOUSE_NUMBER = re.compile(r"[1-9][0-9]{0,3}(-[0-9]{1,4}){1,3}")
# What can only be meant as a date of an era, so that a wrong one is told rather than searched as a name.
ERA_DAY = re.compile(
    "(明治|大正|昭和|平成|令和|[明大昭平令MTSHRmtshr])(元|[0-9]{1,2})(年|[./-][0-9]{1,2})([0-9]{1,2})?([月./-][0-9]{0,2})?日?"
)

TOO_LONG = "検索する語は100文字までにしてください。"
NOTHING = "番号・氏名・カナ・住所・電話のどれか、または生年月日を入れてください。"
UNREADABLE = "使えない文字が入っています。打ち直してください。"
INDIVIDUAL_NUMBER = "個人番号では探せません。入れた番号は残していません。宛名番号か、氏名と生年月日で探してください。"
OTHER_CITY = "ほかの市町村が発行した接種券です。この市の券ではありません。氏名と生年月日で探してください。"
BAD_OCR_LINE = "18桁の番号の中の自治体コードが合いません。読み取り直すか、券番号の10桁を入れてください。"
NUMBER_LENGTH = "番号は15桁までです(接種券の読み取りは18桁)。けた数を確かめてください。"
ONE_CHARACTER = "1文字だけでは多すぎて探せません。2文字以上にするか、生年月日を足してください。"
CITY_ALONE = "市町村名だけでは探せません。町名か氏名を足してください。"
TWO_BIRTHS = "生年月日が2か所に入っていて、合いません。どちらか1つにしてください。"


@dataclass(frozen=True)
class Office:
    """Whose portal it is: a voucher's 18 digits must name it, and its name in front of an address says nothing."""

    municipality_code: str
    municipality_name: str
    prefecture_name: str


class Kind(Enum):
    """What a word was taken for; the value is what the screen and the record call it."""

    NAME = "氏名・住所"
    KANA = "カナ"
    ROMAN = "ローマ字"
    PLACE = "住所"
    FIGURES = "番地・電話番号"


@dataclass(frozen=True)
class Term:
    """One word as it was typed, what it was taken for, and what is sought."""

    written: str
    kind: Kind
    word: Word


@dataclass(frozen=True)
class Number:
    """Figures alone, and everything they may exactly be; empty readings do not apply."""

    resident_numbers: tuple[str, ...] = ()
    voucher_number: str = ""
    phone_end: str = ""
    place: str = ""
    born: PartialDate | None = None
    is_institution_code: bool = False

    @property
    def readings(self) -> list[str]:
        """In the order in which the results stand."""
        used = (
            ("宛名番号", self.resident_numbers),
            ("接種券番号", self.voucher_number),
            ("電話番号", self.phone_end),
            ("番地", self.place),
            ("生年月日", self.born is not None),
        )
        return [word for word, is_used in used if is_used]


@dataclass(frozen=True)
class Terms:
    """One search as it was understood: a number, or words and a birth."""

    written: str = ""
    number: Number | None = None
    terms: tuple[Term, ...] = ()
    birth: PartialDate | None = None

    @property
    def kinds(self) -> list[str]:
        """For the record: what was searched by, never what was typed."""
        words = ["番号"] if self.number else list(dict.fromkeys(term.kind.value for term in self.terms))
        return words + (["生年月日"] if self.birth is not None else [])

    @property
    def birth_words(self) -> str:
        """昭和23年5月14日, 昭和23年5月, 昭和23年: as much as was asked for, and as the birth field takes it."""
        return "" if self.birth is None else format_date(self.birth).partition("(")[0]

    @property
    def words(self) -> str:
        """氏名・住所「渡辺 和子」と昭和23年生まれで"""
        born = [self.birth_words if self.birth == UNKNOWN else f"{self.birth_words}生まれ"] if self.birth is not None else []
        if self.number is not None:
            return "".join([f"番号「{self.written}」を{'・'.join(self.number.readings)}として", *(f"、{day}で" for day in born)])
        groups: dict[str, list[str]] = {}
        for term in self.terms:
            groups.setdefault(term.kind.value, []).append(term.written)
        parts = [f"{kind}「{' '.join(written)}」" for kind, written in groups.items()]
        return f"{'と'.join(parts + born)}で"

    @cached_property
    def sought(self) -> Sought:
        joined = "".join(term.written for term in self.terms)
        return Sought(
            words=tuple(term.word for term in self.terms),
            whole=name_key(joined),
            whole_kana=kana_key(joined) if is_kana(joined) else "",
            birth=self.birth,
        )


class Unsearchable(Exception):
    """What was typed cannot be searched; `field` is q or birth, the message says what to do."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field
        self.reason = reason


def read_terms(typed: str, typed_birth: str, *, office: Office) -> Terms:
    """What the box and the birth field mean. Raises Unsearchable."""
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
    digits = digits_key(text) if NUMBER.fullmatch(written) and not WESTERN_DAY.fullmatch(written) else ""
    # Beside a birth, four figures are rather the end of a telephone number.
    if digits and (len(digits) > END_OF_PHONE or not typed_birth.strip()):
        return _read_number(digits, written, office, birth=_birth_of_field(typed_birth))
    words, birth = _read_birth(text.split(), typed_birth)
    return _read_words(words, birth, office)


def _holds_individual_number(typed: str) -> bool:
    """Twelve figures anywhere in what was typed, also scattered among other characters."""
    return looks_like_individual_number(typed) or holds_individual_number(typed)


def _read_number(digits: str, written: str, office: Office, *, birth: PartialDate | None) -> Terms:
    """Beside a birth of its own field the figures are no birth."""
    if len(digits) == 18:
        return Terms(written=digits, number=Number(voucher_number=_number_of_voucher(digits, office)), birth=birth)
    if len(digits) > LONGEST_NUMBER:
        raise Unsearchable("q", NUMBER_LENGTH)
    bare = digits.lstrip("0") or "0"
    number = Number(
        resident_numbers=tuple(bare.zfill(length) for length in range(len(bare), LONGEST_NUMBER + 1)),
        voucher_number=bare.zfill(10) if len(bare) <= 10 else "",
        phone_end=digits[::-1] if PHONE.fullmatch(digits) else "",
        place=address_key(written) if HOUSE_NUMBER.fullmatch(address_key(written)) else "",
        born=_date_of(written) if len(digits) in (4, 6, 8) and birth is None else None,
        is_institution_code=medical_institution_code_is_valid(digits),
    )
    return Terms(written=written.strip(), number=number, birth=birth)


def _number_of_voucher(digits: str, office: Office) -> str:
    line = read_ocr_line(digits)
    if line is None:
        raise Unsearchable("q", BAD_OCR_LINE)
    if line.municipality_code != office.municipality_code:
        raise Unsearchable("q", OTHER_CITY)
    return line.voucher_number


def _date_of(text: str) -> PartialDate | None:
    try:
        return parse_date(text)
    except WarekiError:
        return None


def _read_birth(words: list[str], typed_birth: str) -> tuple[list[str], PartialDate | None]:
    """The birth from its own field, or from anywhere in the line: the longest run of words that is a date."""
    rest, birth = _split_off_birth(words)
    if not typed_birth.strip():
        for word in rest:
            _refuse_impossible_day(word)
        return rest, birth
    asked = _birth_of_field(typed_birth)
    if birth not in (None, asked):
        raise Unsearchable("birth", TWO_BIRTHS)
    return rest, asked


def _birth_of_field(typed_birth: str) -> PartialDate | None:
    try:
        return parse_date(typed_birth) if typed_birth.strip() else None
    except WarekiError as error:
        raise Unsearchable("birth", str(error)) from error


def _split_off_birth(words: list[str]) -> tuple[list[str], PartialDate | None]:
    for length in range(len(words), 0, -1):
        for start in range(len(words) - length + 1):
            run = " ".join(words[start : start + length])
            # Four figures alone may as well be a house number or the end of a telephone number.
            is_open = re.fullmatch("[0-9]{1,5}", unicodedata.normalize("NFKC", run)) is not None
            if not is_open and (birth := _date_of(run)) is not None:
                return words[:start] + words[start + length :], birth
    return words, None


def _refuse_impossible_day(word: str) -> None:
    if not ERA_DAY.fullmatch(unicodedata.normalize("NFKC", word)):
        return
    try:
        parse_date(word)
    except WarekiError as error:
        raise Unsearchable("q", str(error)) from error


def _read_words(words: list[str], birth: PartialDate | None, office: Office) -> Terms:
    if len(words) > 1 and all(len(word) == 1 for word in words):
        words = ["".join(words)]
    terms = tuple(term for word in words if (term := _read_word(word, office, alone=len(words) == 1 and birth is None)) is not None)
    if words and not terms:
        raise Unsearchable("q", CITY_ALONE)
    if birth is None and not any(term.word.leads for term in terms):
        raise Unsearchable("q", ONE_CHARACTER)
    return Terms(terms=terms, birth=birth)


def _read_word(written: str, office: Office, *, alone: bool) -> Term | None:
    """None for the name of the city or the prefecture alone, which everybody's address may carry."""
    local = local_part(written, prefecture=office.prefecture_name, municipality=office.municipality_name)
    if not local:
        return None
    name, place = name_key(written), address_key(local)
    place = place if len(place) > 1 else ""
    plain = unicodedata.normalize("NFKC", written)
    if FIGURES.fullmatch(plain) and (digits := digits_key(written)):
        end = digits[::-1] if END_OF_PHONE <= len(digits) <= 11 and not alone else ""
        born = _date_of(digits) if len(digits) == 4 and not alone else None
        return Term(written, Kind.FIGURES, Word(place=place, phone_end=end, born=born))
    if is_kana(written):
        forms = dict.fromkeys(form for form in (kana_key(written), name) if form)
        return Term(written, Kind.KANA, Word(names=tuple(forms), place=place))
    sounds = tuple(sound for sound in readings_of(written) if len(sound) > 1)
    if sounds:
        return Term(written, Kind.ROMAN, Word(names=(name,), sounds=sounds, place=place))
    kind = Kind.PLACE if re.search("[0-9]", plain) else Kind.NAME
    return Term(written, kind, Word(names=(name,) if name else (), place=place))
