"""What depends on a register file: all that is held for whom it brought, and what was made since from what it changed."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from portal import clock
from portal.arrivals.models import Arrival
from portal.arrivals.rules import ArrivalState
from portal.doses.models import Dose
from portal.intake.models import FileImport
from portal.residents.consequences import FIELDS
from portal.residents.contact_models import Contact
from portal.residents.contact_rules import Why
from portal.residents.merge_models import ResidentMerge
from portal.residents.models import Resident, ResidentChange
from portal.residents.note_models import ResidentNote
from portal.residents.undoing import brought_by, changed_by
from portal.takeback.dependents import Dependent, files, people
from portal.takeback.rules import Dependence
from portal.vouchers.models import Certificate, Voucher
from portal.vouchers.record_copy_models import RecordCopy

# Of somebody whom the file only changed, a dose was matched and its age reckoned by these.
_DOSES_REST_ON = ("resident_number", "birth")
_PERSON = (Resident.id, Resident.public_id, Resident.name)


def depending_on_register(file: FileImport) -> list[Dependent]:
    """Inside a door: in the order of Dependence."""
    found = (
        _dose_files(file),
        people(Dependence.DOSES, _doses_by_staff(file)),
        people(Dependence.VOUCHERS, _of(Voucher, file, Voucher.issued_at, Voucher.voided_at.is_(None))),
        people(Dependence.CERTIFICATES, _of(Certificate, file, Certificate.issued_at)),
        people(Dependence.RECORD_COPIES, _of(RecordCopy, file, RecordCopy.issued_at, RecordCopy.ground.is_(None))),
        people(Dependence.ARRIVALS, _of(Arrival, file, Arrival.decided_at, Arrival.state == ArrivalState.LINKED)),
        people(Dependence.CONTACTS, _contacts(file)),
        people(Dependence.NOTES, _notes(file)),
        people(Dependence.CHANGES, _changes(file)),
        people(Dependence.MERGES, _merges(file)),
    )
    return [dependent for dependent in found if dependent is not None]


def _since(file: FileImport, moment: Any) -> ColumnElement[bool]:
    """Cheap and first: nothing can rest on an import before it was decided upon."""
    return moment >= file.decided_at


def _changed_until(file: FileImport, moment: Any, *fields: str) -> ColumnElement[bool]:
    """The person was changed by the import before this moment (in one of these fields, when any are named)."""
    of_fields = (ResidentChange.field.in_(fields),) if fields else ()
    return exists().where(*changed_by(file.id), ResidentChange.resident_id == Resident.id, ResidentChange.at <= moment, *of_fields)


def _touched(file: FileImport, moment: Any, *fields: str) -> ColumnElement[bool]:
    return or_(and_(*brought_by(file.id)), and_(Resident.import_id == file.id, _changed_until(file, moment, *fields)))


def _of(model: Any, file: FileImport, moment: Any, *also: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """People whom the import brought or changed, and for whom there is such a row made afterwards."""
    rows = select(*_PERSON).join(model, model.resident_id == Resident.id)
    return rows.where(_since(file, moment), *also, _touched(file, moment)).distinct()


def _dose_files(file: FileImport) -> Dependent | None:
    """Files of which since a dose was recorded of somebody whom this file brought (or whose number or birth it changed), be it
    years after the dose file came: a row may have waited for the person.
    """
    standing = (Dose.import_id.is_not(None), Dose.superseded_at.is_(None), _since(file, Dose.recorded_at))
    doses = select(Dose.import_id).join(Resident, Resident.id == Dose.resident_id).where(*standing)
    changed = ResidentChange.field.in_(_DOSES_REST_ON), ResidentChange.at <= Dose.recorded_at
    of_changed = select(Dose.import_id).join(ResidentChange, ResidentChange.resident_id == Dose.resident_id).where(*standing)
    resting = doses.where(*brought_by(file.id)).union(of_changed.where(*changed_by(file.id), *changed))
    found = select(FileImport.public_id, FileImport.file_name).where(FileImport.id.in_(resting))
    return files(Dependence.DOSE_FILES, found.order_by(FileImport.decided_at.desc()))


def _doses_by_staff(file: FileImport) -> Select[*tuple[Any, ...]]:
    rows = select(*_PERSON).join(Dose, Dose.resident_id == Resident.id).where(Dose.import_id.is_(None), Dose.superseded_at.is_(None))
    return rows.where(_since(file, Dose.recorded_at), _touched(file, Dose.recorded_at, *_DOSES_REST_ON)).distinct()


def _contacts(file: FileImport) -> Select[*tuple[Any, ...]]:
    standing = (Contact.superseded_at.is_(None), Contact.why != Why.MISTAKEN)
    not_over = or_(Contact.ends_on.is_(None), Contact.ends_on >= clock.today())
    rows = select(*_PERSON).join(Contact, Contact.resident_id == Resident.id)
    return rows.where(*standing, not_over, *brought_by(file.id)).distinct()


def _notes(file: FileImport) -> Select[*tuple[Any, ...]]:
    rows = select(*_PERSON).join(ResidentNote, ResidentNote.resident_id == Resident.id)
    return rows.where(ResidentNote.ended_at.is_(None), ResidentNote.ends_on >= clock.today(), *brought_by(file.id)).distinct()


def _changes(file: FileImport) -> Select[*tuple[Any, ...]]:
    """By staff, or of a row of an older file that somebody decided upon later; those of later files are told with their files."""
    later = ResidentChange.__table__.alias("later")
    older = select(FileImport.id).where(FileImport.decided_at < file.decided_at)
    values = later.c.field.in_(FIELDS)
    standing = (
        values,
        or_(later.c.import_id.is_(None), later.c.import_id.in_(older)),
        later.c.undone.is_(False),
        later.c.is_return.is_(False),
    )
    rows = select(*_PERSON).join(later, later.c.resident_id == Resident.id)
    return rows.where(*standing, _since(file, later.c.at), _touched(file, later.c.at)).distinct()


def _merges(file: FileImport) -> Select[*tuple[Any, ...]]:
    """Of either record: the one that was merged away is no longer current, but the file may have brought it all the same."""
    rows = select(*_PERSON).join(ResidentMerge, or_(ResidentMerge.kept_id == Resident.id, ResidentMerge.absorbed_id == Resident.id))
    changed = and_(Resident.import_id == file.id, _changed_until(file, ResidentMerge.merged_at))
    standing = (ResidentMerge.undone_at.is_(None), _since(file, ResidentMerge.merged_at))
    return rows.where(*standing, or_(Resident.first_import_id == file.id, changed)).distinct()
