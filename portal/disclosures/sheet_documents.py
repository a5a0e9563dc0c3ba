"""起案書 for the file and 受領書 for the requester on paper, compiled by typst from data alone."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from portal.disclosures.notice_documents import FOLDER, FRAME, NoticeSheet
from portal.disclosures.paper_rules import Part
from portal.vouchers.typesetting import compiled_pdf

SHEETS = FOLDER / "sheets.typ"
ATTACHED_MARK = "案　この起案書に添える通知書"


@dataclass(frozen=True)
class Signed:
    """Who signed and when; `mark` is 「代」 for a deputy. Approver and time stand for the seal (domain-privacy.md §5.2)."""

    name: str
    at: str
    mark: str = ""


@dataclass(frozen=True)
class Seal:
    """A box of the head; nobody has signed it yet when `signed` is None."""

    label: str
    signed: Signed | None


@dataclass(frozen=True)
class DraftSheet:
    """`asking`: the sentence that asks for the 決裁 (伺い文); `notice`: the content of a NoticeSheet, None for the city's own form."""

    number: str
    seals: Sequence[Seal]
    parts: Sequence[Part]
    asking: str
    notice: Mapping[str, Any] | None


@dataclass(frozen=True)
class Receipt:
    """What the requester takes home at the intake; printed twice, the second as 控."""

    number: str
    dated: str
    name: str
    mayor: str
    lead: str
    parts: Sequence[Part]
    office: Sequence[str]


def draft_sheet_pdf(sheet: dict[str, Any], *, made_at: datetime) -> bytes:
    """One PDF/A-2u of a DraftSheet as a dictionary; the same content and time give the same bytes. Raises MissingGlyph, TextTooLong."""
    content = {"kind": "draft_sheet", "sheet": sheet, "mark": ATTACHED_MARK}
    return compiled_pdf(SHEETS, content, issued_at=made_at, pieces=(FRAME,))


def receipt_pdf(sheet: dict[str, Any], *, made_at: datetime) -> bytes:
    """The same of a Receipt."""
    return compiled_pdf(SHEETS, {"kind": "receipt", "sheet": sheet, "mark": None}, issued_at=made_at, pieces=(FRAME,))


def as_content(sheet: DraftSheet | Receipt | NoticeSheet) -> dict[str, Any]:
    """As it is kept (JSON) and set."""
    return asdict(sheet)
