"""What a row of a dose file would do to the ledger: new, changed, the same, or waiting for a person. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from portal.doses.fields import COLUMNS, COMPARED
from portal.doses.files import EMPTY, ReadRow, Values
from portal.doses.layout_rules import DoseLayout
from portal.doses.match_rules import Person, WaitReason
from portal.intake.cells import Fault
from portal.residents.rules import age_on
from portal.text.wareki import UNKNOWN, PartialDate, format_date

Record = Mapping[Any, Any]
# The doses of a person that stand in the ledger, by person and programme, then by number of the dose.
Ledger = dict[tuple[int, str], dict[int, Record]]


_NOTHING = {name: EMPTY[name] for name in COMPARED}


class What(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    WAITING = "waiting"
    UNCHANGED = "unchanged"


WHAT_WORDS: dict[What, str] = {
    What.NEW: "新しい記録",
    What.CHANGED: "改まった記録",
    What.WAITING: "確認済みの記録と違うため見比べ待ち",
    What.UNCHANGED: "同じ記録がもうあった",
}


@dataclass(frozen=True)
class Verdict:
    """One dose of a row. `known`: the version that stands; `different`: the fields in which the file says something else."""

    what: What
    values: Values
    person: Person | None = None
    known: Record | None = None
    different: tuple[str, ...] = ()
    reason: WaitReason | None = None

    @cached_property
    def content(self) -> Values:
        """Every compared field of the dose as it will stand: what the file tells over what stood there before."""
        before = {name: self.known[name] for name in COMPARED} if self.known else _NOTHING
        after = before | {name: value for name, value in self.values.items() if name in _NOTHING}
        if self.values.get("age_when_given") is None:
            moved = self.known is None or before["given_on"] != after["given_on"]
            birth = self.person.birth if self.person else UNKNOWN
            after["age_when_given"] = age_on(birth, after["given_on"]) if moved else before["age_when_given"]
        return after


def decide(
    row: ReadRow, person: Person | WaitReason, ledger: Ledger, *, layout: DoseLayout, import_id: int
) -> tuple[list[Verdict], list[Fault]]:
    """A verdict for each dose of a row that was read without faults, and what is wrong with it beside the person and the ledger."""
    if isinstance(person, WaitReason):
        return [Verdict(What.WAITING, values, reason=person) for values in row.doses], []
    verdicts = [verdict_of(values, person, ledger) for values in row.doses]
    faults = [fault for verdict in verdicts for fault in faults_of(verdict, verdicts, ledger, layout, import_id=import_id)]
    return verdicts, faults


def verdict_of(values: Values, person: Person, ledger: Ledger) -> Verdict:
    known = ledger.get((person.id, values["programme_code"]), {}).get(values["dose_number"])
    if known is None:
        return Verdict(What.NEW, values, person)
    different = tuple(name for name in COMPARED if name in values and _differs(name, known, values))
    if not different:
        return Verdict(What.UNCHANGED, values, person, known)
    if known["verified"]:
        return Verdict(What.WAITING, values, person, known, different, WaitReason.CONFLICT)
    return Verdict(What.CHANGED, values, person, known, different)


def _differs(name: str, known: Record, values: Values) -> bool:
    """An age that the file leaves out is counted, not compared."""
    return known[name] != values[name] and not (name == "age_when_given" and values[name] is None)


def remember(verdicts: list[Verdict], ledger: Ledger, *, import_id: int) -> None:
    """The ledger as it will be after these verdicts: what the next row of the file is held against."""
    for verdict in verdicts:
        if verdict.person is not None and verdict.what in (What.NEW, What.CHANGED):
            key = (verdict.person.id, verdict.values["programme_code"])
            dose = verdict.content | {"id": None, "import_id": import_id, "verified": False}
            ledger.setdefault(key, {})[verdict.values["dose_number"]] = dose


def faults_of(verdict: Verdict, verdicts: list[Verdict], ledger: Ledger, layout: DoseLayout, *, import_id: int) -> list[Fault]:
    """What is wrong with one dose of a row beside its person, the ledger, and the row's other doses."""
    values, person = verdict.values, verdict.person
    assert person is not None
    faults = against_person(values, person, layout)
    dose = values["dose_number"]
    if verdict.known is not None and verdict.known["import_id"] == import_id and verdict.different:
        words = "、".join(column.heading for column in COLUMNS if column.field in verdict.different)
        remedy = "正しい1行だけを残して出し直してください"
        faults.append(Fault(layout.heading_of("dose_number", dose), str(dose), f"同じ回が、ファイルの別の行と違います({words})", remedy))
    if verdict.what in (What.NEW, What.CHANGED):
        days = {number: known["given_on"] for number, known in ledger.get((person.id, values["programme_code"]), {}).items()}
        days |= {
            other.values["dose_number"]: other.values["given_on"]
            for other in verdicts
            if other.values["programme_code"] == values["programme_code"]
        }
        if reason := why_not_in_order(dose, values["given_on"], days):
            remedy = "接種日と接種回数を、予診票か台帳で確かめてください"
            faults.append(Fault(layout.heading_of("given_on", dose), format_date(values["given_on"]), reason, remedy))
    return faults


def why_not_in_order(dose: int, given_on: date, days: Mapping[int, date]) -> str | None:
    """`days`: the days of this person's other doses of the programme, by their numbers (this one's own is passed over)."""
    for number, day in sorted(days.items()):
        if number != dose and day == given_on:
            return f"{number}回目と同じ日です"
        if number < dose and day > given_on:
            return f"{number}回目({format_date(day)})より前の日付です"
        if number > dose and day < given_on:
            return f"{number}回目({format_date(day)})より後の日付です"
    return None


def against_person(values: Values, person: Person, layout: DoseLayout) -> list[Fault]:
    """The day and the age beside the register's birth date (年齢計算ニ関する法律) and day of death."""
    given_on, dose, birth = values["given_on"], values["dose_number"], person.birth
    if birth != UNKNOWN and given_on < birth.first_day:
        remedy = f"接種日と宛名番号を確かめてください。この方の生年月日は{format_date(birth)}です"
        return [Fault(layout.heading_of("given_on", dose), format_date(given_on), "生年月日より前の日付です", remedy)]
    if person.died_on and given_on > person.died_on:
        remedy = f"接種日と宛名番号を確かめてください。この方は{format_date(person.died_on)}に亡くなっています"
        return [Fault(layout.heading_of("given_on", dose), format_date(given_on), "亡くなった日より後の日付です", remedy)]
    written = values.get("age_when_given")
    if written is None or (age := age_on(birth, given_on)) is None or written == age or _could_be(birth, given_on, written):
        return []
    remedy = "接種日・接種日年齢・宛名番号のどれが正しいか確かめてください"
    return [Fault(layout.heading_of("age_when_given", dose), str(written), f"接種日の年齢は{age}歳です", remedy)]


def _could_be(birth: PartialDate, given_on: date, written: int) -> bool:
    """Where the day of birth is unknown, any age from the latest to the earliest possible day is right."""
    if birth.is_complete:
        return False
    oldest, youngest = age_on(PartialDate.from_date(birth.first_day), given_on), age_on(birth, given_on)
    return oldest is not None and youngest is not None and youngest <= written <= oldest
