"""Lines of the 媒体台帳 and of the 消去・廃棄記録, with every item filled (M-1, M-5, M-6)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from portal.accounts.chief_queries import section_names, staff_names
from portal.db import db
from portal.media.copy_models import Copy, CopyEnd
from portal.media.correction_queries import corrections_of
from portal.media.ledger_item_rules import Value
from portal.media.ledger_lines import LedgerLine, request_lines
from portal.media.ledger_names import media_numbers
from portal.media.ledger_queries import rows_of
from portal.media.ledger_rules import ONLY_WORDS, Only
from portal.media.line_models import MediaRequest
from portal.media.line_queries import medium_facts
from portal.media.medium_models import MediumDisposal
from portal.media.medium_rules import standing_of
from portal.media.medium_step_rules import DESTROYING_WORDS
from portal.media.models import ListedSystem, Medium, MediumSystem
from portal.media.number_rules import Series
from portal.media.rules import COPY_WORDS, ENCRYPTION_WORDS, HOW_WORDS, MEDIUM_KIND_WORDS, STANDING_MARKS, STANDING_WORDS, Condition

ANY_SYSTEM = "制限なし"


def lines_with(ledger: Series, ids: Sequence[int], now: datetime) -> list[LedgerLine]:
    """Inside a door: lines of any ledger, in the order of the ids."""
    if ledger is Series.MEDIUM:
        return medium_lines(rows_of(Medium, ids), now)
    if ledger is Series.END:
        return end_lines(rows_of(CopyEnd, ids))
    return request_lines(rows_of(MediaRequest, ids), now)


def medium_lines(rows: Sequence[Medium], now: datetime) -> list[LedgerLine]:
    """Inside a door."""
    ids = [row.id for row in rows]
    facts, sections, corrected = medium_facts(ids), section_names(), corrections_of(Series.MEDIUM, ids)
    staff = staff_names({each for row in rows for each in (row.keeper_id, row.registered_by)})
    systems, disposals = _systems(ids), _disposals(ids)
    made = []
    for row in rows:
        standing = standing_of(facts[row.id])
        over = row.condition is Condition.USABLE and row.permitted_until < now.date()
        values = _registered(row) | {
            "state": STANDING_WORDS[standing],
            "section": sections.get(row.section_id, ""),
            "keeper": staff[row.keeper_id].name,
            "systems": "、".join(systems[row.id]) or ANY_SYSTEM,
            "registered_by": staff[row.registered_by].name,
            "out_with": facts[row.id].out_with or facts[row.id].unwiped,
        }
        values |= disposals.get(row.id, {})
        made.append(
            LedgerLine(
                row.public_id,
                "",
                (row.fiscal_year, row.running),
                number=row.number.shown,
                state=STANDING_WORDS[standing],
                mark=STANDING_MARKS[standing],
                late=ONLY_WORDS[Only.OVER] if over else "",
                values=values,
                corrections=tuple(corrected.get(row.id, ())),
            )
        )
    return made


def _registered(row: Medium) -> dict[str, Value]:
    return {
        "number": row.number.shown,
        "kind": MEDIUM_KIND_WORDS[row.kind],
        "maker": row.maker,
        "model": row.model,
        "serial": row.serial,
        "capacity": row.capacity,
        "encryption": ENCRYPTION_WORDS[row.encryption],
        "place": row.place,
        "uses": row.uses,
        "permitted_from": row.permitted_from,
        "permitted_until": row.permitted_until,
        "registered_at": row.registered_at,
        "seen_on": row.seen_on,
    }


def _systems(medium_ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    joined = select(MediumSystem.medium_id, ListedSystem.name).join(ListedSystem, ListedSystem.id == MediumSystem.system_id)
    for medium_id, name in db.session().execute(joined.where(MediumSystem.medium_id.in_(medium_ids)).order_by(ListedSystem.id)):
        found[medium_id].append(name)
    return found


def _disposals(medium_ids: Sequence[int]) -> dict[int, dict[str, Value]]:
    rows = db.session().scalars(select(MediumDisposal).where(MediumDisposal.medium_id.in_(medium_ids))).all()
    names = staff_names({each for row in rows for each in (row.done_by, row.witness_id)})
    return {
        row.medium_id: {
            "disposed_on": row.disposed_on,
            "disposal": " ".join(words for words in (DESTROYING_WORDS[row.how], row.words) if words),
            "certificate": row.certificate,
            "disposed_by": f"{names[row.done_by].name}(立会 {names[row.witness_id].name})",
        }
        for row in rows
    }


def standing_of_end(row: CopyEnd) -> Only:
    if row.rejected_at is not None:
        return Only.REJECTED
    return Only.CONFIRMED if row.confirmed_at is not None else Only.TO_CONFIRM


END_MARKS = {Only.REJECTED: "void", Only.CONFIRMED: "ok", Only.TO_CONFIRM: "wait"}


def end_lines(rows: Sequence[CopyEnd]) -> list[LedgerLine]:
    """Inside a door."""
    joined = select(Copy, MediaRequest).join(MediaRequest, MediaRequest.id == Copy.request_id)
    found = db.session().execute(joined.where(Copy.id.in_([row.copy_id for row in rows])))
    ended = {copy.id: (copy, line) for copy, line in found}
    corrected = corrections_of(Series.END, [row.id for row in rows])
    sections, media = section_names(), media_numbers({copy.medium_id for copy, _ in ended.values() if copy.medium_id is not None})
    named = {each for row in rows for each in (row.performed_by, row.confirmed_by, row.rejected_by) if each is not None}
    names = {staff_id: person.name for staff_id, person in staff_names(named).items()}
    made = []
    for row in rows:
        copy, line = ended[row.copy_id]
        standing = standing_of_end(row)
        values: dict[str, Value] = {
            "number": row.number.shown,
            "state": ONLY_WORDS[standing],
            "line": line.number.shown,
            "section": sections.get(line.section_id, ""),
            "medium": media.get(copy.medium_id or 0, ""),
            "copy": f"{COPY_WORDS[copy.kind]}({copy.place})",
            "data_name": line.data_name,
            "file_name": copy.file_name,
            "people": line.people if copy.people is None else copy.people,
        }
        values |= _performed(row, names)
        made.append(
            LedgerLine(
                row.public_id,
                line.public_id,
                (row.fiscal_year, row.running),
                number=row.number.shown,
                state=ONLY_WORDS[standing],
                mark=END_MARKS[standing],
                late="",
                values=values,
                corrections=tuple(corrected.get(row.id, ())),
            )
        )
    return made


def _performed(row: CopyEnd, names: dict[int, str]) -> dict[str, Value]:
    return {
        "how": HOW_WORDS[row.how],
        "tool": row.tool,
        "passes": row.passes,
        "began_at": row.began_at,
        "ended_at": row.ended_at,
        "place": row.place,
        "result": row.result,
        "certificate": row.certificate,
        "performed_by": names.get(row.performed_by, ""),
        "noted_at": row.noted_at,
        "confirmed_by": names.get(row.confirmed_by or row.rejected_by or 0, ""),
        "confirmed_at": row.confirmed_at or row.rejected_at,
        "confirm_words": row.confirm_note or row.reject_note,
    }
