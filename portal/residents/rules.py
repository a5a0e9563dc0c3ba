"""What follows from the register: age by law, who is protected, what a movement means. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.text.wareki import PartialDate, format_date


class Sex(StrEnum):
    MALE = "1"
    FEMALE = "2"
    UNKNOWN = "0"


class Category(StrEnum):
    """住民区分 of the register file."""

    JAPANESE = "1"
    FOREIGN = "2"
    MOVED_OUT = "3"
    DEAD = "4"
    NOT_REGISTERED = "5"


class Movement(StrEnum):
    """異動事由: the codes of the register file's layout."""

    MOVED_IN = "01"
    BORN = "02"
    MOVED_WITHIN = "03"
    MOVED_OUT = "04"
    DIED = "05"
    NAME_CHANGED = "06"
    CORRECTED = "07"
    OTHER = "99"


class RecordState(StrEnum):
    """Whether a record of the register is one to be found: not when its import was taken back, nor when it was merged into another."""

    CURRENT = "current"
    TAKEN_BACK = "taken_back"
    MERGED = "merged"


class Protection(StrEnum):
    """支援措置 区分."""

    SPOUSE_VIOLENCE = "1"
    STALKING = "2"
    CHILD_ABUSE = "3"
    OTHER = "4"


RECORD_STATE_WORDS = {
    RecordState.CURRENT: "",
    RecordState.TAKEN_BACK: "(取り消した取込の記録)",
    RecordState.MERGED: "(統合した記録)",
}
SEX_WORDS = {Sex.MALE: "男", Sex.FEMALE: "女", Sex.UNKNOWN: "不明"}
CATEGORY_WORDS = {
    Category.JAPANESE: "住民",
    Category.FOREIGN: "外国人住民",
    Category.MOVED_OUT: "転出",
    Category.DEAD: "死亡",
    Category.NOT_REGISTERED: "住登外",
}
MOVEMENT_WORDS = {
    Movement.MOVED_IN: "転入",
    Movement.BORN: "出生",
    Movement.MOVED_WITHIN: "転居",
    Movement.MOVED_OUT: "転出",
    Movement.DIED: "死亡",
    Movement.NAME_CHANGED: "氏名の変更",
    Movement.CORRECTED: "職権修正",
    Movement.OTHER: "その他",
}
PROTECTION_WORDS = {
    Protection.SPOUSE_VIOLENCE: "配偶者からの暴力",
    Protection.STALKING: "ストーカー行為",
    Protection.CHILD_ABUSE: "児童虐待",
    Protection.OTHER: "その他",
}


def age_on(birth: PartialDate, day: date) -> int | None:
    """満年齢 on a day: a year is complete on the day before the birthday (年齢計算ニ関する法律, 民法143条).

    None when the year is unknown or lies ahead. With an unknown day the last possible one counts, so that nobody is made older than proven.
    """
    if birth.year == 0:
        return None
    latest = birth.last_day
    if latest > day:
        return None
    tomorrow = day + timedelta(days=1)
    birthday_is_ahead = (tomorrow.month, tomorrow.day) < (latest.month, latest.day)
    return tomorrow.year - latest.year - birthday_is_ahead


def reaches_age(birth: PartialDate, years: int) -> date | None:
    """The first day on which age_on() is `years`: the day before that birthday; 28 February for the 29th. None when unknown."""
    if birth.year == 0:
        return None
    latest = birth.last_day
    if (latest.month, latest.day) == (2, 29):
        return date(latest.year + years, 2, 28)
    return date(latest.year + years, latest.month, latest.day) - timedelta(days=1)


def school_year_words(birth: PartialDate, day: date) -> str:
    """就学前, 小学1年 … 高校3年相当; empty beyond, before birth, and when nothing is known of it (学校教育法17条).

    Who was born up to 1 April is six on the day before and enters with those born the year before. With unknown parts: from … to.
    """
    if birth.year == 0 or birth.first_day > day:
        return ""
    oldest, youngest = (_school_year(born, day) for born in (birth.first_day, birth.last_day))
    words = [_school_word(year) for year in (youngest, oldest)]
    return words[0] if words[0] == words[1] else "か".join(word or "卒業後" for word in words)


def _school_year(birth: date, day: date) -> int:
    """1 in the first year of 小学校, 0 and below before it. A school year begins on 1 April."""
    enters = birth.year + 6 + ((birth.month, birth.day) > (4, 1))
    return day.year - (day.month < 4) - enters + 1


def _school_word(year: int) -> str:
    if year < 1:
        return "就学前"
    for name, years, after in (("小学", 6, ""), ("中学", 3, ""), ("高校", 3, "相当")):
        if year <= years:
            return f"{name}{year}年{after}"
        year -= years
    return ""


def age_words(birth: PartialDate, day: date) -> str:
    """78歳; 「78歳(誕生日は明日)」 on the day before the birthday, when the resident would still say one less."""
    age = age_on(birth, day)
    if age is None:
        return "年齢不明"
    if not birth.is_complete:
        return f"{age}歳以上"
    tomorrow = day + timedelta(days=1)
    is_eve = (tomorrow.month, tomorrow.day) == (birth.month, birth.day)
    return f"{age}歳(誕生日は明日)" if is_eve else f"{age}歳"


@dataclass(frozen=True)
class Shield:
    """Whether a person's whereabouts are hidden, and since when and until when the register says so."""

    hidden: bool
    lapsed: bool = False


def shield(protection: Protection | None, protected_until: date | None, day: date, *, lapses: bool) -> Shield:
    """支援措置: hidden as soon as the register names it; after its end still hidden until the register lifts it, unless `lapses`.

    Whether it ends by itself is each city's practice (docs/decisions/003-settings.md).
    """
    if protection is None:
        return Shield(hidden=False)
    lapsed = protected_until is not None and day > protected_until
    return Shield(hidden=not (lapsed and lapses), lapsed=lapsed)


def is_number_of_the_counter(resident_number: str, start: int) -> bool:
    """Whether a 宛名番号 lies in the range kept for people registered by hand: from `start` to the last number of as many figures."""
    return resident_number.isascii() and resident_number.isdigit() and start <= int(resident_number) < 10 ** len(str(start))


FIELD_WORDS = {
    "resident_number": "宛名番号",
    "integrated_number": "団体内統合宛名番号",
    "household_number": "世帯番号",
    "name": "氏名",
    "kana": "カナ",
    "former_surname": "旧氏",
    "alias_name": "通称",
    "roman_name": "ローマ字",
    "birth": "生年月日",
    "sex": "性別",
    "postal_code": "郵便番号",
    "address": "住所",
    "building": "方書",
    "phone": "電話番号",
    "category": "住民区分",
    "movement": "異動事由",
    "moved_on": "異動日",
    "protection": "支援措置",
    "protected_from": "支援措置の開始日",
    "protected_until": "支援措置の終了日",
    "registration_reason": "住登外として登録した理由",
    "registration_note": "登録の理由の補足",
    "namesake_reason": "同じ氏名・生年月日の方とは別の方とした理由",
    "identity_checked": "登録のときに確認した書類",
}
_VALUE_WORDS: dict[str, dict[str, str]] = {
    "sex": {member.value: word for member, word in SEX_WORDS.items()},
    "category": {member.value: word for member, word in CATEGORY_WORDS.items()},
    "movement": {member.value: word for member, word in MOVEMENT_WORDS.items()},
    "protection": {member.value: word for member, word in PROTECTION_WORDS.items()},
}
_DATE_FIELDS = frozenset({"birth", "moved_on", "protected_from", "protected_until"})


# Two records made one and apart again, told on both of them; the old value is the 宛名番号 of the other record.
MERGE_FIELDS = {
    "merge_kept": "宛名番号{other}の記録を、この記録に統合した。",
    "merge_absorbed": "この記録を、宛名番号{other}の記録に統合した。",
    "unmerge_kept": "宛名番号{other}の記録の統合を解き、その記録の分を戻した。",
    "unmerge_absorbed": "宛名番号{other}の記録への統合を解き、この記録を元に戻した。",
}


def change_words(field: str, old: str, new: str) -> str:
    """住所が「田彦9604番地」から「津田9733番地」に変わった。"""
    if field in MERGE_FIELDS:
        return MERGE_FIELDS[field].format(other=old)
    what = FIELD_WORDS.get(field, field)
    before, after = value_words(field, old), value_words(field, new)
    if not before and not after:
        return f"{what}が変わった(内容は表示しません)。"
    if not before:
        return f"{what}に「{after}」が入った。"
    if not after:
        return f"{what}「{before}」がなくなった。"
    return f"{what}が「{before}」から「{after}」に変わった。"


def ahead_words(field: str, old: str, new: str) -> str:
    """What a file would change: 住所が「田彦9604番地」から「津田9733番地」に変わる。"""
    words = change_words(field, old, new)
    for past, ahead in (("変わった(", "変わる("), ("変わった。", "変わる。"), ("入った。", "入る。"), ("なくなった。", "なくなる。")):
        if past in words[-20:]:
            return ahead.join(words.rsplit(past, 1))
    return words


def return_words(field: str, old: str, new: str) -> str:
    """The way back when an import was taken back: 取込の取消しで、住所が「津田9733番地」から「田彦9604番地」に戻った。"""
    what = FIELD_WORDS.get(field, field)
    before, after = value_words(field, old), value_words(field, new)
    if not before and not after:
        return f"取込の取消しで、{what}が前の内容に戻った(内容は表示しません)。"
    if not before:
        return f"取込の取消しで、{what}が「{after}」に戻った。"
    if not after:
        return f"取込の取消しで、{what}「{before}」がなくなった。"
    return f"取込の取消しで、{what}が「{before}」から「{after}」に戻った。"


def value_words(field: str, value: str) -> str:
    """A value as the history keeps it, in the words of the screen."""
    if field in _DATE_FIELDS and value:
        return format_date(PartialDate.from_key(value))
    if field == "postal_code" and len(value) == 7:
        return f"{value[:3]}-{value[3:]}"
    return _VALUE_WORDS.get(field, {}).get(value, value)
