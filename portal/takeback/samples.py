"""A few of the records that a take-back concerns, so that whoever orders it sees that it is the right file."""

from dataclasses import dataclass

from sqlalchemy import select

from portal import clock
from portal.db import db
from portal.doses.models import Dose
from portal.intake.models import FileImport
from portal.programmes.models import Programme
from portal.residents.models import Resident, ResidentChange
from portal.residents.queries import HIDDEN_FIELDS, view_of
from portal.residents.rules import change_words
from portal.residents.undoing import brought_by, changed_by
from portal.text.wareki import PartialDate, format_date
from portal.web.rendering import settings

SAMPLES = 5


@dataclass(frozen=True)
class Sample:
    """A person and what will be undone of them; `resident_id` is for the record of who was shown."""

    resident_id: int
    number: str
    name: str
    birth: PartialDate
    words: str


def samples_of_people(file: FileImport) -> list[Sample]:
    """Inside a door: some whom the import brought, and some whom it changed with their changes in words."""
    brought = db.session().scalars(select(Resident).where(*brought_by(file.id)).order_by(Resident.id).limit(SAMPLES))
    lines = [_sample(person, "この取込で入りました。見つからなくなります") for person in brought]
    ids = select(ResidentChange.resident_id).where(*changed_by(file.id)).distinct().order_by(ResidentChange.resident_id).limit(SAMPLES)
    changed = list(db.session().scalars(select(Resident).where(Resident.id.in_(ids)).order_by(Resident.id)))
    return [*lines, *(_sample(person, words) for person, words in _with_changes(file, changed))]


def samples_of_doses(file: FileImport) -> list[Sample]:
    """Inside a door: some of the doses that the import recorded."""
    rows = db.session().execute(
        select(Resident, Dose, Programme.name)
        .join(Dose, Dose.resident_id == Resident.id)
        .outerjoin(Programme, Programme.code == Dose.programme_code)
        .where(Dose.import_id == file.id, Dose.superseded_at.is_(None))
        .order_by(Dose.id)
        .limit(SAMPLES)
    )
    return [
        _sample(person, f"{programme or dose.programme_code} {dose.dose_number}回目 {format_date(dose.given_on)}の接種の記録がなくなります")
        for person, dose, programme in rows
    ]


def _with_changes(file: FileImport, people: list[Resident]) -> list[tuple[Resident, str]]:
    """What the import changed; where the person lives is not told of protected people."""
    of_these = (*changed_by(file.id), ResidentChange.resident_id.in_([person.id for person in people]))
    words: dict[int, list[str]] = {}
    hides = {person.id for person in people if view_of(person, clock.today(), lapses=settings().protection_lapses).hides_place}
    for line in db.session().scalars(select(ResidentChange).where(*of_these).order_by(ResidentChange.id)):
        hidden = line.resident_id in hides and line.field in HIDDEN_FIELDS
        told = change_words(line.field, "" if hidden else line.old, "" if hidden else line.new)
        words.setdefault(line.resident_id, []).append(told)
    return [(person, f"{''.join(words.get(person.id, ()))}これを元に戻します") for person in people]


def _sample(person: Resident, words: str) -> Sample:
    return Sample(person.id, person.resident_number, person.name, person.birth, words)
