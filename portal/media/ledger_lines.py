"""Lines as the ledgers show them: every item of a line filled from the tables, for any number of lines in as many statements (M-6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.accounts.chief_queries import StaffName, section_names, staff_names
from portal.accounts.chief_rules import SignsAs
from portal.db import db
from portal.media import ledger_names
from portal.media.copy_models import Lending
from portal.media.correction_queries import Corrected, corrections_of
from portal.media.ledger_item_rules import Value
from portal.media.line_models import MediaRequest, Signature
from portal.media.line_queries import copies_of, lendings_of, lines_of
from portal.media.line_rules import is_expired, late_words
from portal.media.number_rules import SERIES_OF
from portal.media.rules import (
    DECISION_WORDS,
    ENCRYPTION_WORDS,
    EXPIRED_WORD,
    STATE_MARKS,
    STATE_WORDS,
    THING_WORDS,
    Decision,
    State,
)

BLANKET_WORD = "(包括承認)"
SPECIFIC, NOT_PERSONAL = "特定個人情報", "個人情報なし"


@dataclass(frozen=True)
class LedgerLine:
    """One line with its items. `line_public_id`: the line of a request that it is or belongs to, empty for a medium."""

    public_id: str
    line_public_id: str
    place: tuple[int, int]
    number: str
    state: str
    mark: str
    late: str
    values: Mapping[str, Value]
    corrections: tuple[Corrected, ...] = ()


@dataclass(frozen=True)
class _Beside:
    """What the lines of one page name in other tables."""

    sections: Mapping[int, str]
    staff: Mapping[int, StaffName]
    lendings: Mapping[int, Lending]
    signatures: Mapping[int, Sequence[Signature]]
    people: ledger_names.People
    places: ledger_names.Places

    def name(self, staff_id: int | None) -> str:
        return self.staff[staff_id].name if staff_id and staff_id in self.staff else ""


def request_lines(rows: Sequence[MediaRequest], now: datetime) -> list[LedgerLine]:
    """Inside a door: lines of one of the three ledgers of requests."""
    if not rows:
        return []
    ids = [row.id for row in rows]
    lines, copies, beside = lines_of(rows), copies_of(ids), _beside(rows)
    corrected = corrections_of(SERIES_OF[rows[0].kind], ids)
    made = []
    for row in rows:
        line = lines[row.id]
        expired, late = is_expired(line, now), late_words(line, now)
        state = EXPIRED_WORD if expired else STATE_WORDS[row.state]
        values = _asked(row, beside) | _moved(row, beside) | _signed(row, beside) | _lent(row, beside)
        ends = [f"{end.number.shown}{'' if end.confirmed_at else '(確認待ち)'}" for _, end, _ in copies[row.id] if end is not None]
        left = [facts.words for _, end, facts in copies[row.id] if end is None]
        values |= {"state": f"{state}{BLANKET_WORD if row.is_blanket else ''}", "late": late}
        values |= {"ends": "、".join(ends), "copies": "、".join(left)}
        mark = "late" if late else "void" if expired else STATE_MARKS[row.state]
        place = (row.fiscal_year, row.running)
        made.append(
            LedgerLine(
                row.public_id,
                row.public_id,
                place,
                number=row.number.shown,
                state=str(values["state"]),
                mark=mark,
                late=late,
                values=values,
                corrections=tuple(corrected.get(row.id, ())),
            )
        )
    return made


def _beside(rows: Sequence[MediaRequest]) -> _Beside:
    ids = [row.id for row in rows]
    lendings = lendings_of(ids)
    signatures: dict[int, list[Signature]] = {}
    found = select(Signature).where(Signature.request_id.in_(ids)).order_by(Signature.id)
    for signature in db.session().scalars(found):
        signatures.setdefault(signature.request_id, []).append(signature)
    staff: set[int | None] = set()
    for row in rows:
        staff |= {row.requester_id, row.responsible_id, row.closed_by}
    for lending in lendings.values():
        staff |= {lending.handed_by, lending.started_by, lending.ended_by, lending.received_by}
    staff |= {signature.signed_by for each in signatures.values() for signature in each}
    carried = {each for row in rows for each in (row.carrier_id, row.companion_id)} | {lending.handed_to for lending in lendings.values()}
    return _Beside(
        sections=section_names(),
        staff=staff_names({each for each in staff if each is not None}),
        lendings=lendings,
        signatures=signatures,
        people=ledger_names.people_of(ids, {each for each in carried if each is not None}),
        places=ledger_names.places_of(rows),
    )


def _asked(row: MediaRequest, beside: _Beside) -> dict[str, Value]:
    return {
        "number": row.number.shown,
        "asked_at": row.asked_at,
        "requester": beside.name(row.requester_id),
        "section": beside.sections.get(row.section_id, ""),
        "responsible": beside.name(row.responsible_id) if row.responsible_id != row.requester_id else "",
        "holder": beside.sections.get(row.holder_id, "") if row.holder_id != row.section_id else "",
        "blanket": beside.places.numbers.get(row.blanket_id or 0, ""),
        "thing": THING_WORDS[row.thing],
        "medium": beside.places.media.get(row.medium_id or 0, ""),
        "thing_words": row.thing_words,
        "purpose": row.purpose,
        "legal_ground": row.legal_ground,
        "data_name": row.data_name,
        "data_columns": row.data_columns,
        "condition_words": row.condition_words,
        "people": row.people,
        "is_specific": SPECIFIC if row.is_specific else "" if row.is_personal else NOT_PERSONAL,
        "from_system": beside.places.systems.get(row.from_system_id or 0, ""),
        "to_system": beside.places.systems.get(row.to_system_id or 0, ""),
        "workers": "、".join(beside.people.workers.get(row.id, ())),
        "terminals": "、".join(beside.people.terminals.get(row.id, ())),
        "copies_allowed": row.copies_allowed,
        "copies_words": f"複製{row.copies_allowed}か所まで" if row.copies_allowed else "複製なし",
        "encryption": ENCRYPTION_WORDS[row.encryption],
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
    }


def _moved(row: MediaRequest, beside: _Beside) -> dict[str, Value]:
    protection = [word for word, is_so in (("施錠した容器", row.locked_case), ("封かん", row.sealed)) if is_so]
    return {
        "destination": beside.places.destinations.get(row.destination_id or 0, ""),
        "carrier": beside.people.names.get(row.carrier_id or 0, ""),
        "companion": beside.people.names.get(row.companion_id or 0, ""),
        "protection": "・".join(protection),
        "route": row.route,
        "direct": "直行" if row.direct else "立寄りあり",
        "tracking": row.tracking,
        "sender": row.sender,
    }


def _signed(row: MediaRequest, beside: _Beside) -> dict[str, Value]:
    """Of the newest round alone; who signed for a chief carries 代."""
    signatures = [each for each in beside.signatures.get(row.id, ()) if each.round == row.round]
    return {
        "approved_by": "、".join(_signer(each, beside) for each in signatures),
        "approved_at": signatures[-1].at if signatures else None,
        "approval_words": " ".join(each.words for each in signatures if each.words),
    }


def _signer(signature: Signature, beside: _Beside) -> str:
    decided = "" if signature.decision is Decision.APPROVE else f"({DECISION_WORDS[signature.decision]})"
    return f"{'代 ' if signature.signed_as is SignsAs.DEPUTY else ''}{beside.name(signature.signed_by)}{decided}"


def _lent(row: MediaRequest, beside: _Beside) -> dict[str, Value]:
    closed: dict[str, Value] = {"closed_at": row.closed_at, "closed_by": beside.name(row.closed_by)}
    lending = beside.lendings.get(row.id)
    if lending is None:
        due = row.ends_at if row.state is State.APPROVED and not row.is_blanket else None
        return closed | {"due_at": due}
    return closed | {
        "handed_at": lending.handed_at,
        "handed_by": beside.name(lending.handed_by),
        "handed_to": beside.people.names.get(lending.handed_to or 0, ""),
        "hand_note": lending.hand_note,
        "virus_tool": lending.virus_tool,
        "virus_checked_at": lending.virus_checked_at,
        "virus_result": lending.virus_result,
        "started_at": lending.started_at,
        "ended_at": lending.ended_at,
        "anomaly": lending.anomaly,
        "due_at": lending.due_at,
        "returned_at": lending.returned_at,
        "brought_by": lending.brought_by,
        "received_by": beside.name(lending.received_by),
        "return_note": lending.return_note,
    }
