"""The dose file compared with the ledger and recorded: the work of a job or of the command (S1-2)."""

from collections.abc import Mapping
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import column, select, table

from portal import clock
from portal.db import db, reading
from portal.doses.files import COMPARED, LAYOUT, Values, check_against_person, check_row, completed, key_of
from portal.doses.models import Dose
from portal.intake.applying import Applied, apply_file
from portal.intake.bulk import add_rows, among, go_by_keys
from portal.intake.cells import Fault
from portal.intake.checking import Check, Judged, Pause, StagedRow, check_file
from portal.intake.kinds import UNCHANGED
from portal.intake.models import FileImport
from portal.intake.rules import Outcome
from portal.jobs.queue import stop_if_asked
from portal.residents.models import Resident
from portal.text.wareki import PartialDate

# The programmes are kept by vouchers, which builds upon doses; all that is needed of them here are their codes and names.
_PROGRAMME = table("programme", column("code"), column("name"))
UNKNOWN_PERSON = ("この宛名番号の方が住民の記録にありません", "宛名番号を確かめるか、先に住民登録ファイルを取り込んでください")
ALREADY_DIFFERENT = (
    "既に別の内容で記録されています",
    "取込では上書きしません。予診票で確かめ、記録の訂正として直してください",
)
Record = Mapping[Any, Any]
Key = tuple[int, str, int]


class Person(NamedTuple):
    id: int
    birth: PartialDate


def check_dose_file(job_id: int, *, pause: Pause = stop_if_asked) -> None:
    """Stages and judges the file that the job is about."""
    with reading():
        programmes = programmes_by_word()
    check_file(job_id, Check(LAYOUT, partial(key_of, programmes=programmes), partial(_judge, programmes)), pause=pause)


def apply_dose_file(job_id: int, *, pause: Pause = stop_if_asked) -> None:
    """Records the checked file, or clears it away when it is not taken."""
    with reading():
        programmes = programmes_by_word()
    apply_file(job_id, apply_rows=partial(_apply_rows, programmes), pause=pause)


def programmes_by_word() -> dict[str, str]:
    """Inside a door: the code of each programme, by its code and by its name."""
    rows = db.session().execute(select(_PROGRAMME.c.code, _PROGRAMME.c.name)).all()
    return {name: code for code, name in rows} | {code: code for code, _ in rows}


def tallies() -> list[tuple[str, str, str]]:
    """What the page counts: the new doses of each programme, and those that are there already."""
    with reading() as session:
        programmes = session.execute(select(_PROGRAMME.c.code, _PROGRAMME.c.name).order_by(_PROGRAMME.c.code)).all()
    new = [(f"new:{code}", f"新しい接種 {name}", "接種の記録に加えます。その方の画面にすぐ出ます") for code, name in programmes]
    return [*new, (UNCHANGED, "もう記録されている接種", "何も起きません")]


def _judge(programmes: Mapping[str, str], rows: list[StagedRow]) -> dict[int, Judged]:
    checked = {row.number: check_row(row.cells, clock.today(), programmes) for row in rows}
    sound = {number: values for number, (values, _) in checked.items() if values is not None}
    with reading():
        go_by_keys()
        people = _people(list(sound.values()))
        recorded = _recorded([person.id for person in people.values()])
    return {
        number: _judged(sound[number], people, recorded) if number in sound else Judged(Outcome.FAULTY, "", faults)
        for number, (_, faults) in checked.items()
    }


def _judged(values: Values, people: Mapping[str, Person], recorded: Mapping[Key, Record]) -> Judged:
    person = people.get(values["resident_number"])
    faults = _faults_with_person(values, person)
    if person is None or faults:
        return Judged(Outcome.FAULTY, "", faults)
    known = recorded.get(_key(person, values))
    if known is None:
        return Judged(Outcome.NEW, f"new:{values['programme_code']}")
    if fault := _difference(known, completed(values, person.birth)):
        return Judged(Outcome.FAULTY, "", [fault])
    return Judged(Outcome.UNCHANGED, UNCHANGED)


def _faults_with_person(values: Values, person: Person | None) -> list[Fault]:
    if person is None:
        return [Fault("宛名番号", values["resident_number"], *UNKNOWN_PERSON)]
    return check_against_person(values, person.birth)


def _difference(known: Record, values: Values) -> Fault | None:
    """A correction comes later, with its reason and its person: a file never overwrites."""
    different = [field for field in COMPARED if known[field] != values[field]]
    if not different:
        return None
    headings = "、".join(column.heading for column in LAYOUT.columns if column.field in different)
    return Fault("接種回数", str(values["dose_number"]), f"{ALREADY_DIFFERENT[0]}(違う列: {headings})", ALREADY_DIFFERENT[1])


def _people(rows: list[Values]) -> dict[str, Person]:
    """Inside a door: by 宛名番号."""
    numbers = {values["resident_number"] for values in rows}
    found = db.session().execute(
        select(Resident.resident_number, Resident.id, Resident.birth).where(among(Resident.resident_number, numbers))
    )
    return {number: Person(resident_id, birth) for number, resident_id, birth in found}


def _recorded(resident_ids: list[int]) -> dict[Key, Record]:
    """Inside a door: every dose of these people that stands, by person, programme and number."""
    wanted = (Dose.resident_id, Dose.programme_code, Dose.dose_number, *(getattr(Dose, field) for field in COMPARED))
    found = db.session().execute(select(*wanted).where(among(Dose.resident_id, resident_ids), Dose.superseded_at.is_(None))).mappings()
    return {(dose["resident_id"], dose["programme_code"], dose["dose_number"]): dose for dose in found}


def _key(person: Person, values: Values) -> Key:
    return person.id, values["programme_code"], values["dose_number"]


def _apply_rows(programmes: Mapping[str, str], file: FileImport, rows: list[StagedRow]) -> Applied:
    checked = {row.number: check_row(row.cells, clock.today(), programmes) for row in rows}
    people = _people([values for values, _ in checked.values() if values is not None])
    recorded = _recorded([person.id for person in people.values()])
    applied, new = Applied(), []
    own = {"recorded_at": clock.now(), "import_id": file.id, "verified": False}
    for number, (values, faults) in checked.items():
        person = people.get(values["resident_number"]) if values else None
        if values is None or person is None:
            applied.faults[number] = faults or [Fault("宛名番号", "", *UNKNOWN_PERSON)]
            continue
        row = completed(values, person.birth)
        known = recorded.get(_key(person, row))
        if known is None:
            new.append(_dose(person, row) | own)
        elif fault := _difference(known, row):
            applied.faults[number] = [fault]
    add_rows(Dose, new)
    applied.subjects = [dose["resident_id"] for dose in new]
    return applied


def _dose(person: Person, values: Values) -> dict[str, Any]:
    row = values | {"resident_id": person.id}
    del row["resident_number"]
    return row
