"""終業点検表 and 引継ぎ一覧 on A4 upright, compiled by typst from data alone (M-5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.media.ledger_documents import FOLDER
from portal.media.open_queries import OpenGroup, OpenThing
from portal.text.wareki import format_short_datetime
from portal.vouchers.typesetting import compiled_images, compiled_pdf

CHECKED = "確認"
TEMPLATE = FOLDER / "open_things.typ"


@dataclass(frozen=True)
class OpenPaper:
    """One paper: its head, who printed it when, and what is open."""

    title: str
    about: str
    office: str
    printed: str
    seals: tuple[str, ...]
    groups: Sequence[OpenGroup]


def open_pdf(paper: OpenPaper, *, made_at: datetime) -> bytes:
    """PDF/A-2u; the same paper and moment give the same bytes. Raises ValueError (no time zone), MissingGlyph."""
    return compiled_pdf(TEMPLATE, _content(paper), issued_at=made_at, tagged=False)


def open_images(paper: OpenPaper, *, pixels_per_inch: float) -> list[bytes]:
    """The same pages as PNG, for looking at. Does not notice missing characters."""
    return compiled_images(TEMPLATE, _content(paper), pixels_per_inch=pixels_per_inch)


def _content(paper: OpenPaper) -> dict[str, object]:
    head = {"title": paper.title, "about": paper.about, "office": paper.office, "printed": paper.printed}
    return {
        "heading": head | {"seals": list(paper.seals)},
        "groups": [
            {
                "heading": group.heading,
                "count": group.count_words,
                "none": group.none,
                "words": [*group.words, CHECKED],
                "things": [_row(thing) for thing in group.shown],
            }
            for group in paper.groups
        ],
    }


def _row(thing: OpenThing) -> dict[str, object]:
    since = format_short_datetime(thing.since) if thing.since else ""
    return {"number": thing.number, "what": thing.what, "who": thing.who, "since": since, "note": thing.note, "is_late": thing.is_late}
