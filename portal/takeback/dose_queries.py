"""What depends on a dose file: what was made of the doses that it recorded."""

from typing import Any

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import aliased

from portal.doses.models import Dose
from portal.duplicates.moving import SUPERSEDED
from portal.intake.models import FileImport
from portal.residents.merge_models import ResidentMerge
from portal.residents.models import Resident
from portal.takeback.dependents import Dependent, people
from portal.takeback.rules import Dependence
from portal.vouchers.models import Certificate, Voucher
from portal.vouchers.record_copy_models import RecordCopy

_PERSON = (Resident.id, Resident.public_id, Resident.name)


def depending_on_doses(file: FileImport) -> list[Dependent]:
    """Inside a door: in the order of Dependence."""
    found = (
        people(Dependence.VOUCHERS, _papers(Voucher, file, Voucher.voided_at.is_(None))),
        people(Dependence.CERTIFICATES, _papers(Certificate, file)),
        people(Dependence.RECORD_COPIES, _copies(file)),
        people(Dependence.CORRECTED_DOSES, _doses(file).where(*_corrected(file))),
        people(Dependence.VERIFIED_DOSES, _doses(file).where(Dose.superseded_at.is_(None), Dose.verified.is_(True))),
        people(Dependence.MERGES, _merges(file)),
    )
    return [dependent for dependent in found if dependent is not None]


def _doses(file: FileImport) -> Select[*tuple[Any, ...]]:
    return select(*_PERSON).join(Dose, Dose.resident_id == Resident.id).where(Dose.import_id == file.id).distinct()


def _papers(model: Any, file: FileImport, *also: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Given out since for the same person and programme: which dose is next was reckoned with this one."""
    same = (model.resident_id == Dose.resident_id, model.programme_code == Dose.programme_code)
    since = (model.issued_at >= file.decided_at, model.issued_at >= Dose.recorded_at)
    return _doses(file).join(model, same[0]).where(same[1], *since, *also)


def _copies(file: FileImport) -> Select[*tuple[Any, ...]]:
    """A copy given out since shows what the file brought, whatever the programme."""
    since = (RecordCopy.issued_at >= file.decided_at, RecordCopy.issued_at >= Dose.recorded_at, RecordCopy.ground.is_(None))
    return _doses(file).join(RecordCopy, RecordCopy.resident_id == Dose.resident_id).where(*since)


def _corrected(file: FileImport) -> tuple[ColumnElement[bool], ...]:
    return Dose.superseded_at.is_not(None), Dose.superseded_reason != SUPERSEDED, ~_replaced_by_file(file)


def _merges(file: FileImport) -> Select[*tuple[Any, ...]]:
    """Which of two doses stands was decided with these beside one another."""
    merge = (ResidentMerge.undone_at.is_(None), ResidentMerge.merged_at >= file.decided_at)
    of_either = or_(ResidentMerge.kept_id == Resident.id, ResidentMerge.absorbed_id == Resident.id)
    return _doses(file).join(ResidentMerge, of_either).where(*merge)


def _replaced_by_file(file: FileImport) -> ColumnElement[bool]:
    """By the same file, or by one that was applied since: that one is told of itself, and goes first."""
    after = aliased(Dose)
    later = select(FileImport.id).where(FileImport.decided_at > file.decided_at)
    same = (after.resident_id == Dose.resident_id, after.replaces_id == Dose.id)
    return exists().where(*same, or_(after.import_id == file.id, after.import_id.in_(later)))
