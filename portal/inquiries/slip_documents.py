"""The 受付票 on paper: A4 upright, every field, the whole 対応の記録, room for 供覧; and the empty ones for an outage (D-3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.config import ROOT
from portal.inquiries.models import Slip
from portal.inquiries.number_rules import SlipNumber
from portal.inquiries.queries import EntryView
from portal.inquiries.rules import (
    CATEGORY_WORDS,
    CHANNEL_WORDS,
    ENTRY_WORDS,
    RELATION_WORDS,
    RESULT_WORDS,
    STATE_WORDS,
    URGENCY_WORDS,
    Relation,
    SlipState,
    Urgency,
)
from portal.text.wareki import format_date, format_datetime, format_short_datetime
from portal.vouchers.codes import qr_svg
from portal.vouchers.kept_paper import refusing_unprintable
from portal.vouchers.typesetting import compiled_pdf

FOLDER = ROOT / "templates" / "inquiries"
SLIP, BLANK = FOLDER / "slip.typ", FOLDER / "blank.typ"
NOTHING_CHANGED = "受付票の内容は変えていません。"
HEARD = (("heard_name", "氏名"), ("heard_birth", "生年月日"), ("heard_address", "住所"))
# The seals of those who see it: on paper as it has always gone round.
SEALS = ("所属長", "係長", "担当")


@dataclass(frozen=True)
class SlipPaper:
    """A slip with the names that its paper needs. `resident`: who is attached, in one line; `is_shielded`: with 支援措置;
    `others`: by public id the numbers of the slips that the entries name.
    """

    row: Slip
    entries: Sequence[EntryView]
    section: str
    first_section: str
    holder: str
    taken_by: str
    closed_by: str
    reviewed_by: str
    resident: str
    is_shielded: bool
    duplicate_of: str
    others: Mapping[str, str]


def slip_pdf(paper: SlipPaper, *, office: str, printed_by: str, made_at: datetime) -> bytes:
    """Raises Refused with the reason when a character cannot be printed."""
    made = {"office": office, "printed": f"{format_datetime(made_at)} {printed_by}", "seals": SEALS}
    with refusing_unprintable(NOTHING_CHANGED):
        return compiled_pdf(SLIP, {"slip": _content(paper) | made}, issued_at=made_at)


def blank_pdf(numbers: Sequence[SlipNumber], *, office: str, made_at: datetime) -> bytes:
    """A page for each number, to be written by hand."""
    boxes = {
        "channels": list(CHANNEL_WORDS.values()),
        "relations": [word for relation, word in RELATION_WORDS.items() if relation is not Relation.UNKNOWN],
        "categories": list(CATEGORY_WORDS.values()),
        "heard": [word for _, word in HEARD],
        "urgencies": list(URGENCY_WORDS.values()),
    }
    slips = [{"number": number.shown, "qr": qr_svg(number.shown)} for number in numbers]
    with refusing_unprintable("番号はそのまま残っています。"):
        return compiled_pdf(BLANK, boxes | {"slips": slips, "office": office, "seals": SEALS}, issued_at=made_at)


def _content(paper: SlipPaper) -> dict[str, object]:
    row = paper.row
    heard = [word for field, word in HEARD if getattr(row, field)]
    return {
        "number": row.number.shown,
        "qr": qr_svg(row.number.shown),
        "state": STATE_WORDS[row.state] + (f"({row.cancel_reason})" if row.cancel_reason else ""),
        "taken": f"{format_datetime(row.taken_at)} {paper.taken_by}({paper.first_section})",
        "entered": format_datetime(row.entered_at) if row.entered_at > row.taken_at else "",
        "channel": CHANNEL_WORDS[row.channel],
        "held": f"{paper.holder or 'まだいません'}({paper.section})",
        "caller": row.caller or "(名乗らず)",
        "relation": RELATION_WORDS[row.relation],
        "contact": row.contact,
        "subject": row.subject,
        "category": CATEGORY_WORDS[row.category] if row.category else "",
        "urgency": URGENCY_WORDS[row.urgency] if row.urgency is not Urgency.NORMAL else "",
        "answer_by": format_date(row.answer_by) if row.answer_by else "",
        "heard": "・".join(heard) or "聞き取っていない",
        "about_system": row.about_system,
        "call": _call_words(row),
        "waits": _waits_words(row),
        "resident": paper.resident,
        "is_shielded": paper.is_shielded,
        "body": row.body,
        "answer": row.answer,
        "result": _result_words(paper),
        "reviewed": f"{format_datetime(row.reviewed_at)} {paper.reviewed_by}" if row.reviewed_at else "",
        "entries": [_entry(entry, paper.others.get(entry.other_public_id, "")) for entry in paper.entries],
    }


def _call_words(row: Slip) -> str:
    if not row.call_back:
        return ""
    promised = format_datetime(row.call_at) if row.call_at else "時刻の約束なし"
    made = f"　{format_datetime(row.called_at)} 折り返した" if row.called_at else "　まだ"
    return f"{row.call_number} {promised}{made}".strip()


def _waits_words(row: Slip) -> str:
    if row.state is not SlipState.WAITING:
        return ""
    return f"{row.waits_for}を待つ" + (f"({format_date(row.waits_until)}まで)" if row.waits_until else "")


def _result_words(paper: SlipPaper) -> str:
    row = paper.row
    if row.result is None or row.closed_at is None:
        return ""
    other = f"({paper.duplicate_of})" if paper.duplicate_of else ""
    return f"{RESULT_WORDS[row.result]}{other}　{format_datetime(row.closed_at)} {paper.closed_by}"


def _entry(entry: EntryView, other: str) -> dict[str, str]:
    return {
        "at": format_short_datetime(entry.at),
        "what": ENTRY_WORDS[entry.what] + (f"・{CHANNEL_WORDS[entry.channel]}" if entry.channel else ""),
        "words": f"{other} {entry.words}".strip(),
        "by": entry.by + (f" → {entry.to}" if entry.to else ""),
    }
