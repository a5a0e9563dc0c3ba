"""Before a register file is applied: a few rows of every kind of change, before and after, and who is missing from a whole file."""

import json
from dataclasses import dataclass

from sqlalchemy import func, select

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import db, reading, writing
from portal.errors import NotFound
from portal.intake import queries
from portal.intake.actions import PURPOSE
from portal.intake.models import FileImport, ImportRow
from portal.intake.rules import ImportKind, ImportState
from portal.residents.consequences import FIELDS, as_text
from portal.residents.files import Values
from portal.residents.match_models import RegisterVanished
from portal.residents.match_review import row_values
from portal.residents.models import Resident
from portal.residents.queries import HIDDEN_FIELDS, ResidentView, view_of
from portal.residents.rules import ahead_words
from portal.text.wareki import PartialDate
from portal.web.paging import pages_of

A_PAGE = 50


@dataclass(frozen=True)
class Sample:
    """A row of the file: whose it is, and in words what taking it over changes. `person`: whom the register has under the number."""

    number: int
    resident_number: str
    name: str
    birth: PartialDate
    changes: list[str]
    person: ResidentView | None


@dataclass(frozen=True)
class Samples:
    file: FileImport
    samples: list[Sample]
    total: int


def show_samples(public_id: str, tally: str, *, staff: SignedIn, settings: Settings) -> Samples:
    """NotFound when the file holds no row of this tally, or is no longer there to be looked into."""
    with reading():
        file = queries.find_import(ImportKind.REGISTER, public_id)
        numbers: list[int] = json.loads(file.samples).get(tally, [])
        if not numbers or file.state is not ImportState.CHECKED:
            raise NotFound
        samples = _samples(file, numbers, settings)
    people = [sample.person.id for sample in samples if sample.person]
    with writing():
        facts = {"import": public_id, "tally": tally, "count": len(samples)}
        record(Event.REGISTER_SAMPLES, by=staff.actor, subjects=people, purpose=PURPOSE, facts=facts)
    return Samples(file, samples, json.loads(file.tallies).get(tally, 0))


def _samples(file: FileImport, numbers: list[int], settings: Settings) -> list[Sample]:
    headings = queries.headings_of(file.id)
    staged = select(ImportRow.number, ImportRow.cells).where(ImportRow.import_id == file.id, ImportRow.number.in_(numbers))
    rows = {number: row_values(cells, headings) for number, cells in db.session().execute(staged.order_by(ImportRow.number))}
    sound = {number: values for number, values in rows.items() if values is not None}
    wanted = [values["resident_number"] for values in sound.values()]
    people = {
        person.resident_number: person for person in db.session().scalars(select(Resident).where(Resident.resident_number.in_(wanted)))
    }
    return [_sample(number, values, people.get(values["resident_number"]), settings) for number, values in sound.items()]


def _sample(number: int, values: Values, person: Resident | None, settings: Settings) -> Sample:
    view = view_of(person, clock.today(), lapses=settings.protection_lapses) if person else None
    hide = bool(values["protection"]) or (view is not None and view.hides_place)
    changes = []
    for field in FIELDS:
        old, new = as_text(getattr(person, field)) if person else "", as_text(values[field])
        if old != new:
            changes.append(ahead_words(field, "", "") if hide and field in HIDDEN_FIELDS else ahead_words(field, old, new))
    return Sample(number, values["resident_number"], values["name"], values["birth"], changes, view)


@dataclass(frozen=True)
class Vanished:
    file: FileImport
    people: list[ResidentView]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return pages_of(self.total, A_PAGE)


def show_vanished(public_id: str, page: int, *, staff: SignedIn, settings: Settings) -> Vanished:
    """In the order of 宛名番号; of pages that do not exist the nearest."""
    with reading() as session:
        file = queries.find_import(ImportKind.REGISTER, public_id)
        missing = RegisterVanished.import_id == file.id
        total = session.scalar(select(func.count()).select_from(RegisterVanished).where(missing)) or 0
        page = min(max(page, 1), pages_of(total, A_PAGE))
        found = select(Resident).join(RegisterVanished, RegisterVanished.resident_id == Resident.id).where(missing)
        rows = session.scalars(found.order_by(RegisterVanished.resident_id).limit(A_PAGE).offset((page - 1) * A_PAGE)).all()
        people = [view_of(row, clock.today(), lapses=settings.protection_lapses) for row in rows]
    with writing():
        facts = {"import": public_id, "page": page, "count": len(people)}
        record(Event.REGISTER_VANISHED, by=staff.actor, subjects=[person.id for person in people], purpose=PURPOSE, facts=facts)
    return Vanished(file, people, total, page)
