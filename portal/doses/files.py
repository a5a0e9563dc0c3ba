"""The dose file, full layout: 別添1 without the ※ items, as data; one row read and cross-checked. Pure (S1-2, S1-3)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.intake.cells import CellError, Column, Fault, Kind, fault_in, read_cell
from portal.intake.files import Key, Layout
from portal.residents.rules import age_on
from portal.text.check_digits import municipality_code_is_valid
from portal.text.wareki import UNKNOWN, PartialDate, format_date

Values = dict[str, Any]

COLUMNS: tuple[Column, ...] = (
    Column("宛名番号", "resident_number", Kind.NUMBER, needed=True, length=15, example="0004000001"),
    Column("予防接種区分", "programme_code", Kind.TEXT, needed=True, length=60, example="covid"),
    Column("接種回数", "dose_number", Kind.COUNT, needed=True, length=2, example="1"),
    Column("要注意者", "caution", Kind.TEXT, length=200),
    Column("罹患", "past_infection", Kind.TEXT, length=200),
    Column("転入前実施サイン", "before_moving_in", Kind.SIGN, example="0"),
    Column("実施方法", "method", Kind.TEXT, length=20, example="個別"),
    Column("実施内容", "content", Kind.TEXT, length=20, example="接種"),
    Column("接種日", "given_on", Kind.DAY, needed=True, example="R5.10.20"),
    Column("接種日年齢", "age_when_given", Kind.COUNT, length=3, example="75"),
    Column("接種量", "volume_ml", Kind.VOLUME, example="0.30"),
    Column("医療機関", "institution", Kind.TEXT, length=60, example="なかね内科"),
    Column("予診医師", "screening_doctor", Kind.TEXT, length=40),
    Column("接種医師", "giving_doctor", Kind.TEXT, length=40),
    Column("ロットNo.", "lot_number", Kind.TEXT, length=20, example="ZX1180"),
    Column("製造メーカー", "manufacturer", Kind.TEXT, length=40, example="ファイザー"),
    Column("請求月", "claim_month", Kind.MONTH, example="R5.11"),
    Column("助成金額", "subsidy_yen", Kind.COUNT, length=7, example="2070"),
    Column("自治体コード", "municipality_code", Kind.NUMBER, length=6, exact=True, example="082210"),
    Column("接種券番号", "voucher_number", Kind.NUMBER, length=10, exact=True, example="0000400001"),
)
ONLY_WITH_APPLICATION = "接種証明書の申請があるときだけ記録する項目(※)です。空でも受け付けません。列ごと除いて出し直してください。"
LAYOUT = Layout(
    columns=COLUMNS,
    refused={
        "個人番号": "個人番号はこの取込では受け付けません(保存もしていません)。列ごと除いて出し直してください。",
        **dict.fromkeys(("ワクチン種類", "製品名", "旅券関係情報", "証明書ID", "証明書発行年月日"), ONLY_WITH_APPLICATION),
    },
    keys=(Key("宛名番号・予防接種区分・接種回数", 1, 200),),
)
# Everything of a dose that a file says; the key (person, programme, number) is compared by finding it.
COMPARED = tuple(column.field for column in COLUMNS if column.field not in ("resident_number", "programme_code", "dose_number"))


def key_of(cells: Mapping[str, str], programmes: Mapping[str, str]) -> str:
    """Person, programme and number of the dose; the person's 宛名番号 takes the first 20 places."""
    number, programme, dose = (cells[heading].strip() for heading in ("宛名番号", "予防接種区分", "接種回数"))
    if not (number and programme and dose):
        return f"{number[:20]:<20}".rstrip()
    return f"{number[:20]:<20}{programmes.get(programme, programme)[:60]} {dose.lstrip('0')[:20]}"


def check_row(cells: Mapping[str, str], day: date, programmes: Mapping[str, str]) -> tuple[Values | None, list[Fault]]:
    """The row's values by field of Dose and the 宛名番号, or None with everything that is wrong with it.

    `programmes`: the code of each programme, by code and by name. `day` is today: later days are faults.
    """
    values: Values = {}
    faults: list[Fault] = []
    for column in COLUMNS:
        try:
            values[column.field] = read_cell(column, cells[column.heading])
        except CellError as error:
            faults.append(fault_in(column, cells[column.heading], error))
    faults += [
        Fault(heading, cells[heading].strip()[:100], fault, remedy) for heading, fault, remedy in _cross_faults(values, day, programmes)
    ]
    if faults:
        return None, faults
    values["programme_code"] = programmes[values["programme_code"]]
    return values, []


def _cross_faults(values: Values, day: date, programmes: Mapping[str, str]) -> list[tuple[str, str, str]]:
    wrong: list[tuple[str, str, str]] = []
    if (programme := values.get("programme_code")) and programme not in programmes:
        known = "、".join(sorted(set(programmes.values())))
        wrong.append(("予防接種区分", "登録されていない予防接種です", f"接種事業のコードか名前を入れてください: {known}"))
    if values.get("dose_number") == 0:
        wrong.append(("接種回数", "0回目はありません", "1以上の数字で入れてください"))
    given_on = values.get("given_on")
    if "given_on" in values and given_on is None:
        wrong.append(("接種日", "空です", "接種日を入れてください"))
    if given_on and given_on > day:
        wrong.append(("接種日", "今日より後の日付です", "予診票の日付を確かめてください"))
    if (code := values.get("municipality_code")) and not municipality_code_is_valid(code):
        wrong.append(("自治体コード", "検査数字が合いません", "全国地方公共団体コード6桁を確かめてください"))
    return wrong


def check_against_person(values: Values, birth: PartialDate) -> list[Fault]:
    """The day and the age beside the register's birth date (年齢計算ニ関する法律)."""
    given_on = values["given_on"]
    if birth != UNKNOWN and given_on < birth.first_day:
        remedy = f"接種日と宛名番号を確かめてください。この方の生年月日は{format_date(birth)}です"
        return [Fault("接種日", format_date(given_on), "生年月日より前の日付です", remedy)]
    written, age = values["age_when_given"], age_on(birth, given_on)
    if written is None or age is None or written == age or _could_be(birth, given_on, written):
        return []
    return [Fault("接種日年齢", str(written), f"接種日の年齢は{age}歳です", "接種日・接種日年齢・宛名番号のどれが正しいか確かめてください")]


def _could_be(birth: PartialDate, given_on: date, written: int) -> bool:
    """Where the day of birth is unknown, any age from the latest to the earliest possible day is right."""
    if birth.is_complete:
        return False
    oldest, youngest = age_on(PartialDate.from_date(birth.first_day), given_on), age_on(birth, given_on)
    return oldest is not None and youngest is not None and youngest <= written <= oldest


def completed(values: Values, birth: PartialDate) -> Values:
    """The age is counted where the file leaves it out."""
    if values["age_when_given"] is not None:
        return values
    return values | {"age_when_given": age_on(birth, values["given_on"])}
