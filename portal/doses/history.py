"""Every version of a person's doses: which stood on a day, and the ledger's part of これまでの変更 in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import groupby

from sqlalchemy import bindparam, column, select, table

from portal.db import db
from portal.doses.models import Dose
from portal.doses.queries import DoseView, dose_view
from portal.intake.models import FileImport
from portal.residents.history import Line, from_file
from portal.residents.queries import FileRef, file_ref
from portal.text.wareki import format_short

# The programmes are kept by vouchers, which builds upon doses; all that is needed of them here are their codes and names.
_PROGRAMME = table("programme", column("code"), column("name"))


@dataclass(frozen=True)
class Version:
    """One version of a dose: what it said, from when until when it stood, what it came after, from which file."""

    id: int
    dose: DoseView
    programme_name: str
    recorded_at: datetime
    superseded_at: datetime | None
    superseded_reason: str
    replaces_id: int | None
    file: FileRef | None

    def stood_before(self, end: datetime) -> bool:
        """Whether it stood at the last moment before `end`."""
        return self.recorded_at < end and (self.superseded_at is None or self.superseded_at >= end)


def versions_of(resident_id: int) -> list[Version]:
    """Inside a door: the doses as doses_of() orders them, those that no longer stand among them, in one statement."""
    return [
        Version(
            id=row["id"],
            dose=dose_view({field.name: row[field.name] for field in fields(DoseView)}),
            programme_name=row["name"] or "その他の接種",
            recorded_at=row["recorded_at"],
            superseded_at=row["superseded_at"],
            superseded_reason=row["superseded_reason"],
            replaces_id=row["replaces_id"],
            file=file_ref(row["kind"], row["public_id"], row["uploaded_at"]),
        )
        for row in db.session().execute(_VERSIONS, {"resident_id": resident_id}).mappings()
    ]


_VERSIONS = (
    select(
        *(getattr(Dose, field.name) for field in fields(DoseView)),
        *(Dose.id, Dose.recorded_at, Dose.superseded_at, Dose.superseded_reason, Dose.replaces_id),
        *(FileImport.kind, FileImport.public_id, FileImport.uploaded_at),
        _PROGRAMME.c.name,
    )
    .outerjoin(_PROGRAMME, _PROGRAMME.c.code == Dose.programme_code)
    .outerjoin(FileImport, FileImport.id == Dose.import_id)
    .where(Dose.resident_id == bindparam("resident_id"))
    .order_by(Dose.given_on.desc(), Dose.dose_number.desc(), Dose.id.desc())
)


def doses_now(versions: Iterable[Version]) -> list[DoseView]:
    return [version.dose for version in versions if version.superseded_at is None]


def doses_then(versions: Iterable[Version], end: datetime) -> list[DoseView]:
    """Those that stood at the last moment before `end`."""
    return [version.dose for version in versions if version.stood_before(end)]


def dose_lines(versions: Sequence[Version]) -> list[Line]:
    """What was recorded at one moment from one file is one entry; a version that another replaced ends with that one's entry."""
    known = {version.id for version in versions}
    replaced = {version.replaces_id for version in versions}
    by_moment = sorted(versions, key=lambda each: (each.recorded_at, each.file.public_id if each.file else "", each.dose.given_on))
    lines = []
    for (at, file), group in groupby(by_moment, key=lambda each: (each.recorded_at, each.file)):
        words = tuple(f"{_which(each)}の記録{'を改めた' if each.replaces_id in known else 'が入った'}。" for each in group)
        lines.append(Line(at, words, from_file(file), file))
    return lines + [_ended(each, each.superseded_at) for each in versions if each.superseded_at and each.id not in replaced]


def _ended(version: Version, at: datetime) -> Line:
    why = f"({version.superseded_reason})" if version.superseded_reason else ""
    return Line(at, (f"{_which(version)}の記録を取り消した{why}。",), "")


def _which(version: Version) -> str:
    return f"{version.programme_name} {version.dose.dose_number}回目({format_short(version.dose.given_on)}接種)"
