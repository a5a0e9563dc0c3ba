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
    """The work of the job that takes a dose file back."""
    take_back_file(job_id, (_supersede, _withdraw), pause=pause)


def _withdraw(file: FileImport, after: int | None, _most: int) -> Undone | None:
    """What of the file waits for a person waits no longer: one statement, told once."""
    if after is not None or not withdraw_waiting(file.id):
        return None
    return Undone([], 0, 0)


def _supersede(file: FileImport, after: int | None, most: int) -> Undone | None:
    """First what the file recorded, then what stood before it: of one dose at most one version stands at any moment."""
    session = db.session()
    standing = select(Dose.id, Dose.resident_id, Dose.replaces_id).where(
        Dose.import_id == file.id, Dose.superseded_at.is_(None), Dose.id > (after or 0)
    )
    doses = session.execute(standing.order_by(Dose.id).limit(most)).all()
    if not doses:
        return None
    ids, replaced = [dose.id for dose in doses], [dose.replaces_id for dose in doses if dose.replaces_id]
    again = {"superseded_at": None, "superseded_reason": ""}
    session.execute(update(Dose).where(among(Dose.id, ids)).values(superseded_at=clock.now(), superseded_reason=TAKEN_BACK))
    if replaced:
        session.execute(update(Dose).where(among(Dose.id, replaced)).values(again))
    return Undone([dose.resident_id for dose in doses], len(ids), ids[-1])
