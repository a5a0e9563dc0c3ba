"""A notice on paper: A4, as many pages as its reasons need, compiled by typst from data alone; before the 決裁 its 案."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.config import ROOT
from portal.disclosures.paper_rules import Notice
from portal.vouchers.typesetting import compiled_pdf

FOLDER = ROOT / "templates" / "disclosures"
FRAME = FOLDER / "frame.typ"
NOTICE = FOLDER / "notice.typ"
PREVIEW_MARK = "案(見本)　まだ決裁されていません。通知書として使えません。"


@dataclass(frozen=True)
class Head:
    """To whom and from whom: `dated` in 和暦 words, `mayor` as it stands beside the seal; number and day are empty on a 案."""

    number: str
    dated: str
    postal: str
    address: Sequence[str]
    name: str
    mayor: str
    office: Sequence[str]


@dataclass(frozen=True)
class NoticeSheet:
    """Everything that the page shows; `foot`: the number of the case, on every page."""

    head: Head
    notice: Notice
    foot: str


def notice_pdf(sheet: dict[str, Any], *, made_at: datetime, mark: str | None = None) -> bytes:
    """One PDF/A-2u of a NoticeSheet as a dictionary; `mark` stands on every page. The same content and time give the same bytes.

    Raises ValueError (no time zone), MissingGlyph, TextTooLong.
    """
    return compiled_pdf(NOTICE, {"sheet": sheet, "mark": mark}, issued_at=made_at, pieces=(FRAME,))
