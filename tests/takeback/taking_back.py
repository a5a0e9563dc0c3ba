"""Imports applied and taken back as the screens and the worker do, and the people they leave."""

import secrets
from collections.abc import Iterable, Mapping

from sqlalchemy import select

from portal.accounts.sessions import SignedIn
from portal.db import reading
from portal.doses.intake import apply_dose_file, check_dose_file
from portal.intake.models import FileImport
from portal.intake.rules import ImportKind
from portal.jobs.actions import finish
from portal.residents import files as register_files
from portal.residents.intake import apply_register_file, check_register_file
from portal.residents.models import Resident
from portal.takeback.actions import take_back_import
from portal.takeback.queries import dependents_of
from portal.takeback.rules import Dependence
from portal.work import WORK
from tests.doses.dose_rows import LAYOUT as DOSE_LAYOUT
from tests.doses.dose_rows import a_ledger
from tests.intake.importing import applied, checked, import_now
from tests.residents.register_rows import a_register

Rows = Iterable[Mapping[str, str]]


def register(rows: Rows) -> FileImport:
    """A register file of these rows, applied."""
    file = checked(ImportKind.REGISTER, register_files.LAYOUT, a_register(rows), check_register_file)
    return applied(file, apply_register_file)


def ledger(rows: Rows) -> FileImport:
    """A dose file of these rows, applied."""
    return applied(checked(ImportKind.DOSES, DOSE_LAYOUT, a_ledger(rows), check_dose_file), apply_dose_file)


def order_back(file: FileImport, clerk: SignedIn) -> int:
    """The job that must take the file back."""
    take_back_import(file.public_id, "別の月のファイルでした。", staff=clerk, once=secrets.token_hex(16))
    job_id = import_now(file.public_id).job_id
    assert job_id is not None
    return job_id


def taken_back(file: FileImport, clerk: SignedIn) -> FileImport:
    job_id = order_back(file, clerk)
    work = WORK["residents:register:take-back" if file.kind is ImportKind.REGISTER else "doses:file:take-back"]
    work(job_id)
    finish(job_id)
    return import_now(file.public_id)


def depending(file: FileImport) -> dict[Dependence, int]:
    """What stands in the way, and how much of it."""
    now = import_now(file.public_id)
    with reading():
        return {each.what: each.count for each in dependents_of(now)}


def person(number: str) -> Resident:
    with reading() as session:
        return session.scalars(select(Resident).where(Resident.resident_number == number)).one()
