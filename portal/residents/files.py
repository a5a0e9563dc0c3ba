"""The register file: its layout as data, and one row of it read and cross-checked. Pure (S1-1)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.intake.cells import Column, Fault, Kind
from portal.intake.files import Key, Layout
from portal.intake.rows import row_reader
from portal.intake.spoilt import zeros_eaten
from portal.residents.rules import (
    CATEGORY_WORDS,
    MOVEMENT_WORDS,
    PROTECTION_WORDS,
    SEX_WORDS,
    Category,
    Movement,
    Protection,
    Sex,
)
from portal.text.wareki import UNKNOWN, PartialDate

Values = dict[str, Any]


def _codes(words: Mapping[Any, str]) -> dict[str, str]:
    return {code.value: word for code, word in words.items()}


COLUMNS: tuple[Column, ...] = (
    Column("宛名番号", "resident_number", Kind.NUMBER, needed=True, length=15, example="0004000001"),
    Column("団体内統合宛名番号", "integrated_number", Kind.NUMBER, length=20, example="90000000001"),
    Column("世帯番号", "household_number", Kind.NUMBER, length=20, example="0007000001"),
    Column("氏名", "name", Kind.TEXT, needed=True, length=200, example="見本 花子"),
    Column("カナ", "kana", Kind.KANA, length=200, example="ミホン ハナコ"),
    Column("旧氏", "former_surname", Kind.TEXT, length=100),
    Column("通称", "alias_name", Kind.TEXT, length=200),
    Column("ローマ字", "roman_name", Kind.TEXT, length=200),
    Column("生年月日", "birth", Kind.BIRTH, needed=True, example="S23.5.14"),
    Column("性別", "sex", Kind.CODE, needed=True, words=_codes(SEX_WORDS), example="2"),
    Column("郵便番号", "postal_code", Kind.POSTAL_CODE, example="312-0001"),
    Column("住所", "address", Kind.TEXT, length=300, example="大字中根9871番地3"),
    Column("方書", "building", Kind.TEXT, length=200),
    Column("電話番号", "phone", Kind.PHONE, length=20, example="029-000-0000"),
    Column("住民区分", "category", Kind.CODE, needed=True, words=_codes(CATEGORY_WORDS), example="1"),
    Column("異動事由", "movement", Kind.CODE, words=_codes(MOVEMENT_WORDS), example="01"),
    Column("異動日", "moved_on", Kind.DAY, example="R8.11.4"),
    Column("支援措置区分", "protection", Kind.CODE, words=_codes(PROTECTION_WORDS)),
    Column("支援措置開始日", "protected_from", Kind.DAY),
    Column("支援措置終了日", "protected_until", Kind.DAY),
)
NO_INDIVIDUAL_NUMBER = "個人番号はこの取込では受け付けません(保存もしていません)。列ごと除いて出し直してください。"
LAYOUT = Layout(
    columns=COLUMNS,
    refused={"個人番号": NO_INDIVIDUAL_NUMBER, "マイナンバー": NO_INDIVIDUAL_NUMBER},
    keys=(Key("宛名番号", 1, 20), Key("団体内統合宛名番号", 21, 20)),
    grave="支援措置区分",
)
_WORDS: dict[str, type[Sex] | type[Category] | type[Movement] | type[Protection]] = {
    "sex": Sex,
    "category": Category,
    "movement": Movement,
    "protection": Protection,
}
_MEMBERS = {name: {member.value: member for member in words} for name, words in _WORDS.items()}
_read_row = row_reader(COLUMNS)


def key_of(cells: Mapping[str, str]) -> str:
    """The row's two numbers, each at its place (LAYOUT.keys)."""
    return f"{cells['宛名番号'].strip()[:20]:<20}{cells['団体内統合宛名番号'].strip()[:20]}"


def check_row(cells: Mapping[str, str], day: date, *, number_length: int = 0) -> tuple[Values | None, list[Fault]]:
    """The row's values by field of Resident, or None with everything that is wrong with it.

    `day` is today: later days are faults. `number_length`: the figures that each 宛名番号 of the city has, 0 where they differ.
    """
    values, faults = _read_row(cells)
    faults += [
        Fault(heading, cells[heading].strip()[:100], fault, remedy)
        for heading, fault, remedy in (_moved_faults(values, day) + _birth_faults(values, day) + _protection_faults(values))
    ]
    if wrong := zeros_eaten(values.get("resident_number", ""), number_length):
        faults.append(Fault("宛名番号", cells["宛名番号"].strip()[:100], *wrong))
    if faults:
        return None, faults
    return _typed(values), faults


def _typed(values: Values) -> Values:
    for name, members in _MEMBERS.items():
        values[name] = members[values[name]] if values[name] else None
    values["integrated_number"] = values["integrated_number"] or None
    return values


Wrong = list[tuple[str, str, str]]


def _moved_faults(values: Values, day: date) -> Wrong:
    """Between the movement, its day and the category; a cell that could not be read says so itself."""
    moved_on, movement, category = values.get("moved_on"), values.get("movement"), values.get("category")
    both_read = "moved_on" in values and "movement" in values
    wrong: Wrong = []
    if both_read and moved_on and not movement:
        wrong.append(("異動事由", "異動日があるのに事由がありません", "転入・転出・死亡などの区分(01など)を入れてください"))
    if both_read and movement and not moved_on:
        wrong.append(("異動日", "異動事由があるのに異動日がありません", "異動届の日付を入れてください"))
    elif "moved_on" in values and not moved_on and category in (Category.DEAD, Category.MOVED_OUT):
        word = CATEGORY_WORDS[Category(category)]
        wrong.append(("異動日", f"住民区分が{word}なのに異動日がありません", f"{word}の日を入れてください"))
    if moved_on and moved_on > day:
        wrong.append(("異動日", "今日より後の日付です", "異動届の日付を確かめてください"))
    birth = values.get("birth")
    if moved_on and isinstance(birth, PartialDate) and birth != UNKNOWN and moved_on < birth.first_day:
        wrong.append(("異動日", "生年月日より前の日付です", "異動日と生年月日のどちらが正しいか確かめてください"))
    return wrong


def _birth_faults(values: Values, day: date) -> Wrong:
    birth = values.get("birth")
    if isinstance(birth, PartialDate) and birth != UNKNOWN and birth.first_day > day:
        return [("生年月日", "今日より後の日付です", "元号と年を確かめてください")]
    return []


def _protection_faults(values: Values) -> Wrong:
    """A start that lies ahead is taken as it is: refusing the row would leave the person unprotected."""
    if not {"protection", "protected_from", "protected_until"} <= values.keys():
        return []
    start, end = values["protected_from"], values["protected_until"]
    wrong: Wrong = []
    if (start or end) and not values["protection"]:
        heading = "支援措置開始日" if start else "支援措置終了日"
        wrong.append(
            ("支援措置区分", f"{heading}があるのに区分がありません", "区分(1から4)を入れてください。急ぐときは所属長に知らせてください")
        )
    if start and end and end < start:
        wrong.append(("支援措置終了日", "開始日より前の日付です", "開始日と終了日を確かめてください"))
    return wrong
