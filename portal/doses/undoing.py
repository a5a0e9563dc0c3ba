"""A dose file taken back: what it recorded no longer stands, and what that had replaced stands again (S1-2). No row is deleted."""

from sqlalchemy import select, update

from portal import clock
from portal.db import db
from portal.doses.models import Dose
from portal.doses.waiting_actions import withdraw_waiting
from portal.intake.bulk import among
from portal.intake.checking import Pause
from portal.intake.models import FileImport
from portal.intake.undoing import Undone, take_back_file
from portal.jobs.queue import stop_if_asked

TAKEN_BACK = "取込の取消し"


def take_back_dose_file(job_id: int, *, pause: Pause = stop_if_asked) -> None:
    """The work of the job that takes a dose file back. What waits goes first: from then on nothing more is recorded from it."""
    take_back_file(job_id, (_withdraw, _supersede), pause=pause)


def _withdraw(file: FileImport, _after: int, _most: int) -> Undone | None:
    """What of the file waits for a person waits no longer: one statement, recorded when there was something to withdraw."""
    return Undone([], 0, 0) if withdraw_waiting(file.id) else None


def _supersede(file: FileImport, after: int, most: int) -> Undone | None:
    """First what the file recorded, then what stood before it: of one dose at most one version stands at any moment."""
    session = db.session()
    standing = select(Dose.id, Dose.resident_id, Dose.replaces_id).where(
        Dose.import_id == file.id, Dose.superseded_at.is_(None), Dose.id > after
    )
    doses = session.execute(standing.order_by(Dose.id).limit(most)).all()
    if not doses:
        return None
    ids, before = [dose.id for dose in doses], _versions_before(file, [dose.replaces_id for dose in doses if dose.replaces_id])
    session.execute(update(Dose).where(among(Dose.id, ids)).values(superseded_at=clock.now(), superseded_reason=TAKEN_BACK))
    if before:
        session.execute(update(Dose).where(among(Dose.id, before)).values(superseded_at=None, superseded_reason=""))
    return Undone([dose.resident_id for dose in doses], len(ids), ids[-1])


def _versions_before(file: FileImport, replaced: list[int]) -> list[int]:
    """The newest versions that are not of this file: a row that waited may have replaced what the same file had recorded at once."""
    found: list[int] = []
    while replaced:
        rows = db.session().execute(select(Dose.id, Dose.import_id, Dose.replaces_id).where(among(Dose.id, replaced))).all()
        found += [row.id for row in rows if row.import_id != file.id]
        replaced = [row.replaces_id for row in rows if row.import_id == file.id and row.replaces_id]
    return found
