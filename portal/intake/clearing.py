"""Staged rows go as soon as they are no longer needed, in chunks like everything else."""

from sqlalchemy import delete, select

from portal.db import reading, writing
from portal.intake.models import ImportRow
from portal.web.rendering import settings


def clear_rows(import_id: int) -> None:
    """Everything staged for an import. Interrupted, it is simply called again."""
    while True:
        with reading() as session:
            numbers = select(ImportRow.number).where(ImportRow.import_id == import_id).order_by(ImportRow.number)
            last = session.scalar(numbers.offset(settings().chunk_rows - 1).limit(1))
        rest = delete(ImportRow).where(ImportRow.import_id == import_id)
        with writing() as session:
            session.execute(rest if last is None else rest.where(ImportRow.number <= last))
        if last is None:
            return
