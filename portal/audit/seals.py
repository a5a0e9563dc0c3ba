"""What is kept of the chain outside the database: the seals, one line each, and the outcome of the last verification.

Whoever rewrites the whole chain inside the database cannot make it agree with a head that was written down elsewhere (R3-3).
"""

import json
import os
import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from portal import clock
from portal.audit.models import GENESIS, AuditHead
from portal.db import reading
from portal.web.rendering import settings

KIND_WORDS = {"interval": "定時", "daily": "日次", "hand": "手動"}
_HASH = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Seal:
    """The head of the chain at one moment; sequence 0 is the chain before its first record."""

    at: datetime
    kind: str
    sequence: int
    hash: str


@dataclass(frozen=True)
class SealFile:
    """The seals in the order they were written, and the numbers (from 1) of lines that are no seal."""

    seals: list[Seal] = field(default_factory=list)
    damaged_lines: list[int] = field(default_factory=list)


def seal_path() -> Path:
    return settings().seal_dir / "seals.jsonl"


def write_seal(kind: str) -> Seal:
    """Appends the present head as one line, on disk when this returns. `kind` is interval, daily or hand.

    Opens reading() itself. Raises OSError when the folder (PORTAL_SEAL_DIR) cannot be written.
    """
    if kind not in KIND_WORDS:
        raise ValueError(f"a seal is one of {sorted(KIND_WORDS)}")
    with reading() as session:
        head = session.execute(select(AuditHead.sequence, AuditHead.hash).where(AuditHead.id == 1)).one_or_none()
    seal = Seal(at=clock.now(), kind=kind, sequence=head.sequence if head else 0, hash=head.hash if head else GENESIS)
    _append_line(seal_path(), json.dumps({"at": seal.at.isoformat(), "kind": kind, "sequence": seal.sequence, "hash": seal.hash}))
    return seal


def _append_line(path: Path, line: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        # A line torn by a power failure must not spoil the one after it.
        torn = (size := os.fstat(descriptor).st_size) > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
        os.write(descriptor, (("\n" if torn else "") + line + "\n").encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_seals(path: Path) -> SealFile:
    """Every seal of the file; none when there is no file yet."""
    found = SealFile()
    if not path.exists():
        return found
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            seal = _parse(line)
            if seal is None:
                found.damaged_lines.append(number)
            else:
                found.seals.append(seal)
    return found


def _parse(line: bytes) -> Seal | None:
    try:
        value = json.loads(line)
        at, kind, sequence, digest = datetime.fromisoformat(value["at"]), value["kind"], value["sequence"], value["hash"]
        is_whole = at.tzinfo and kind in KIND_WORDS and type(sequence) is int and sequence >= 0 and _HASH.fullmatch(digest)
    except (ValueError, KeyError, TypeError):
        return None
    return Seal(at, kind, sequence, digest) if is_whole else None


def keep_last_check(outcome: dict[str, Any]) -> None:
    """The outcome of a verification, for the auditor's screen. Outside the database, so that verifying never writes to it."""
    folder = settings().seal_dir
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = folder / f"last-check.{os.getpid()}.json"
    fresh.write_text(json.dumps(outcome | {"at": clock.now().isoformat()}, ensure_ascii=False), encoding="utf-8")
    fresh.chmod(0o600)
    fresh.replace(folder / "last-check.json")


def last_check() -> dict[str, Any] | None:
    """What keep_last_check() kept last; `at` and `since` are datetimes. None when nothing readable is there."""
    try:
        outcome = json.loads((settings().seal_dir / "last-check.json").read_text(encoding="utf-8"))
        since = datetime.fromisoformat(outcome["since"]) if outcome["since"] else None
        return outcome | {"at": datetime.fromisoformat(outcome["at"]), "since": since}
    except (OSError, ValueError, KeyError, TypeError):
        return None
