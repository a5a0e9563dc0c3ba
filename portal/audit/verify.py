"""Verification of the chain: reads every record once, in order, with flat memory, and tells the first that is wrong (R3-3, R6-4)."""

import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import groupby
from typing import Any

from sqlalchemy import Row, select, type_coerce
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from portal.audit import chain
from portal.audit.models import GENESIS, AuditHead, AuditRecord, AuditSubject
from portal.audit.seals import Seal, SealFile, read_seals, seal_path
from portal.clock import JAPAN
from portal.text.wareki import format_datetime

AnyRow = Row[*tuple[Any, ...]]
CHUNK = 2000


class FaultKind(StrEnum):
    CHANGED = "changed"
    GAP = "gap"
    LINK = "link"
    SUBJECTS = "subjects"
    CUT = "cut"
    HEAD = "head"
    SEAL = "seal"
    UNREADABLE = "unreadable"
    SEAL_FILE = "seal_file"


FAULT_WORDS = {
    FaultKind.CHANGED: "内容が変えられています",
    FaultKind.GAP: "途中の記録が抜かれています",
    FaultKind.LINK: "つながりが切れています(差し込み・入れ替え)",
    FaultKind.SUBJECTS: "対象者の一覧が変えられています",
    FaultKind.CUT: "末尾の記録が消されています",
    FaultKind.HEAD: "末尾の印が最後の記録と合いません",
    FaultKind.SEAL: "封印と違います(末尾が書き換えられています)",
    FaultKind.UNREADABLE: "記録が読めません(壊れているか、別のものに書き換えられています)",
    FaultKind.SEAL_FILE: "封印の控えが壊れています",
}


@dataclass(frozen=True)
class Fault:
    """The first thing that is wrong; `number` is a record's sequence, for SEAL_FILE the line of the file."""

    kind: FaultKind
    number: int
    note: str = ""

    @property
    def words(self) -> str:
        if self.kind is FaultKind.SEAL_FILE:
            return f"{FAULT_WORDS[self.kind]} {self.number}行目"
        return f"{self.number}番: {FAULT_WORDS[self.kind]}"


@dataclass(frozen=True)
class Verdict:
    """How many records agree up to the first fault, since when, and the newest seal they were held against."""

    records: int
    since: datetime | None
    last_seal: Seal | None
    fault: Fault | None

    @property
    def unbroken(self) -> bool:
        return self.fault is None

    def as_json(self) -> dict[str, Any]:
        fault, seal = self.fault, self.last_seal
        return {
            "unbroken": self.unbroken,
            "records": self.records,
            "since": self.since.isoformat() if self.since else None,
            "last_seal": {"at": seal.at.isoformat(), "kind": seal.kind, "sequence": seal.sequence} if seal else None,
            "fault": {"kind": fault.kind.value, "number": fault.number, "words": fault.words, "note": fault.note} if fault else None,
        }


def verify(session: Session) -> Verdict:
    """Inside reading(), as its first statement: a seal written after the snapshot would name a record the snapshot lacks.

    Memory holds one chunk and the subjects of one record. About 30,000 records a second.
    """
    kept = read_seals(seal_path())
    walk = _Walk(kept)
    try:
        fault = walk.first_fault(session, CHUNK)
    except DBAPIError:
        # One value that the driver cannot read hides its whole chunk: record by record, the place is exact.
        walk = _Walk(kept)
        fault = walk.first_fault_or_unreadable(session)
    if fault is None and kept.damaged_lines:
        fault = Fault(FaultKind.SEAL_FILE, kept.damaged_lines[0])
    return Verdict(walk.sequence, walk.since, kept.seals[-1] if kept.seals else None, fault)


class _Walk:
    """Where the walk along the chain stands: the last record that agreed."""

    def __init__(self, kept: SealFile) -> None:
        self.sequence = 0
        self.hash = GENESIS
        self.since: datetime | None = None
        self.agreeing_seal: Seal | None = None
        self.seals: dict[int, list[Seal]] = defaultdict(list)
        for seal in kept.seals:
            self.seals[seal.sequence].append(seal)

    def first_fault_or_unreadable(self, session: Session) -> Fault | None:
        try:
            return self.first_fault(session, 1)
        except DBAPIError:
            return Fault(FaultKind.UNREADABLE, self.sequence + 1)

    def first_fault(self, session: Session, chunk: int) -> Fault | None:
        subjects = _Subjects(session, chunk)
        if fault := self._against_seals():
            return fault
        for row in session.execute(_RECORDS, execution_options={"yield_per": chunk}):
            if fault := self._place(row) or _content(row) or subjects.fault_of(row):
                return fault
            self.sequence, self.hash = row.sequence, row.hash
            self.since = self.since or _moment(row.at)
            if fault := self._against_seals():
                return fault
        return self._end(session) or subjects.left_over()

    def _place(self, row: AnyRow) -> Fault | None:
        due = self.sequence + 1
        if row.sequence > due:
            return Fault(FaultKind.GAP, due, f"{due}番から{row.sequence - 1}番までがありません。")
        if row.sequence < due or row.previous_hash != self.hash:
            return Fault(FaultKind.LINK, row.sequence)
        return None

    def _against_seals(self) -> Fault | None:
        for seal in self.seals.pop(self.sequence, ()):
            if seal.hash != self.hash:
                return Fault(FaultKind.SEAL, self.sequence, self._where_rewritten(seal))
            self.agreeing_seal = seal
        return None

    def _where_rewritten(self, seal: Seal) -> str:
        first = self.agreeing_seal.sequence + 1 if self.agreeing_seal else 1
        return f"{format_datetime(seal.at)}の封印と違います。書き換えは{first}番から{seal.sequence}番までのどこかで始まっています。"

    def _end(self, session: Session) -> Fault | None:
        head = session.execute(select(AuditHead.sequence, AuditHead.hash).where(AuditHead.id == 1)).one_or_none()
        furthest = max([*self.seals, head.sequence if head else 0])
        if furthest > self.sequence:
            return Fault(FaultKind.CUT, self.sequence + 1, f"{furthest}番まであったはずです。")
        if head is None or (head.sequence, head.hash) != (self.sequence, self.hash):
            return Fault(FaultKind.HEAD, self.sequence)
        return None


class _Subjects:
    """The people of each record, read alongside the records; both come in the order of the sequence."""

    def __init__(self, session: Session, chunk: int) -> None:
        rows = session.execute(_SUBJECTS, execution_options={"yield_per": chunk})
        self._groups: Iterator[tuple[int, Iterator[AnyRow]]] = groupby(rows, key=lambda row: _whole(row.sequence))
        self._next = next(self._groups, None)

    def fault_of(self, row: AnyRow) -> Fault | None:
        if self._next is not None and self._next[0] < row.sequence:
            return Fault(FaultKind.SUBJECTS, self._next[0])
        ids: list[int] = []
        if self._next is not None and self._next[0] == row.sequence:
            ids = [_whole(subject.resident_id) for subject in self._next[1]]
            self._next = next(self._groups, None)
        if (len(ids), chain.subjects_sha256(ids)) == (row.subject_count, row.subjects_sha256):
            return None
        return Fault(FaultKind.SUBJECTS, row.sequence)

    def left_over(self) -> Fault | None:
        return None if self._next is None else Fault(FaultKind.SUBJECTS, self._next[0])


def _whole(value: object) -> int:
    """SQLite lets a column hold anything; what is no whole number belongs to no record and to no resident."""
    return value if isinstance(value, int) else sys.maxsize


def _content(row: AnyRow) -> Fault | None:
    """CHANGED when the record does not give its own hash; a value of another type cannot have been written by the portal."""
    moment = _moment(row.at)
    try:
        content = chain.content_sha256(dict(zip(_NAMES, row, strict=True), at=moment))
        agrees = chain.link(row.previous_hash, row.sequence, content) == row.hash
    except (TypeError, AttributeError):
        agrees = False
    return None if agrees else Fault(FaultKind.CHANGED, row.sequence)


def _moment(stored: object) -> datetime | None:
    """The column read raw: on SQLite a text that somebody may have spoilt, on PostgreSQL a moment."""
    if isinstance(stored, datetime):
        return stored.astimezone(JAPAN)
    try:
        moment = datetime.fromisoformat(str(stored))
    except ValueError:
        return None
    # The same moment written otherwise would sort elsewhere, and a search by time would miss the record.
    as_we_write = moment.isoformat(" ", "microseconds") == stored
    return moment.replace(tzinfo=UTC).astimezone(JAPAN) if as_we_write else None


_NAMES = (
    "sequence", "at", "event", "staff_id", "staff_login", "address", "visit_id", "purpose", "facts", "typed",
    "subject_count", "subjects_sha256", "previous_hash", "hash",
)  # fmt: skip
_COLUMNS: list[Any] = [
    type_coerce(AuditRecord.at, NullType()).label("at") if name == "at" else getattr(AuditRecord, name) for name in _NAMES
]
_RECORDS = select(*_COLUMNS).order_by(AuditRecord.sequence)
_SUBJECTS = select(AuditSubject.sequence, AuditSubject.resident_id).order_by(AuditSubject.sequence, AuditSubject.resident_id)
