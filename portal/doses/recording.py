"""Doses written as it was decided: added, put in the place of the version before, or laid on the waiting list. Inside writing()."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import update

from portal import clock
from portal.db import db
from portal.doses.deciding import Verdict, What
from portal.doses.models import Dose, WaitingDose
from portal.doses.waiting_queries import known_fingerprints
from portal.doses.waiting_rules import content_of, fingerprint_of
from portal.errors import Changed
from portal.intake.bulk import add_rows, among

CHANGED_MEANWHILE = "この接種の記録が、いま別の処理で改められました。画面を開き直して、いまの記録を確かめてください。"


def record_doses(verdicts: Iterable[Verdict], *, import_id: int, reason: str) -> list[dict[str, Any]]:
    """The rows that were added. `reason`: why the versions before no longer stand. Raises Changed when one of them no longer did."""
    now = clock.now()
    rows = [_dose(verdict, import_id, now) for verdict in verdicts if verdict.what in (What.NEW, What.CHANGED)]
    _supersede([row["replaces_id"] for row in rows if row["replaces_id"]], now, reason)
    add_rows(Dose, rows)
    return rows


def keep_waiting(waiting: Iterable[tuple[int, str, Verdict]], *, import_id: int) -> int:
    """(row, 宛名番号 as the file has it, verdict) of each dose that waits; none is laid down twice. Returns how many."""
    now = clock.now()
    rows = {row["fingerprint"]: row for row in (_waiting(*each, import_id=import_id, now=now) for each in waiting)}
    known = known_fingerprints(rows)
    new = [row for fingerprint, row in rows.items() if fingerprint not in known]
    add_rows(WaitingDose, new)
    return len(new)


def fingerprint(number: str, verdict: Verdict) -> str:
    return fingerprint_of(content_of(verdict.values, number), verdict.known["id"] if verdict.known else None)


def _dose(verdict: Verdict, import_id: int, now: datetime) -> dict[str, Any]:
    assert verdict.person is not None
    return verdict.content | {
        "resident_id": verdict.person.id,
        "programme_code": verdict.values["programme_code"],
        "dose_number": verdict.values["dose_number"],
        "recorded_at": now,
        "import_id": import_id,
        "replaces_id": verdict.known["id"] if verdict.known else None,
        "verified": False,
    }


def _supersede(ids: list[int], now: datetime, reason: str) -> None:
    if not ids:
        return
    standing = (among(Dose.id, ids), Dose.superseded_at.is_(None))
    found = db.session().scalars(update(Dose).where(*standing).values(superseded_at=now, superseded_reason=reason).returning(Dose.id))
    if len(found.all()) != len(ids):
        raise Changed(CHANGED_MEANWHILE)


def _waiting(row: int, number: str, verdict: Verdict, *, import_id: int, now: datetime) -> dict[str, Any]:
    return {
        "public_id": secrets.token_hex(16),
        "import_id": import_id,
        "number": row,
        "reason": verdict.reason,
        "state": "waiting",
        "content": content_of(verdict.values, number),
        "fingerprint": fingerprint(number, verdict),
        "resident_id": verdict.person.id if verdict.person else None,
        "dose_id": verdict.known["id"] if verdict.known else None,
        "came_at": now,
    }
