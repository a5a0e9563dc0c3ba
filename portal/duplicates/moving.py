"""The rows of one record moved to another, and back: each with its line in the journal (docs/decisions/013). Inside writing()."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import InstrumentedAttribute

from portal.applications.models import BlankForm
from portal.arrivals.models import Arrival
from portal.db import Model, db
from portal.disclosures.models import Case
from portal.doses.models import Dose, WaitingDose
from portal.duplicates.models import MergeMove
from portal.inquiries.models import Slip
from portal.residents.consequences import as_text
from portal.residents.contact_models import Contact
from portal.residents.merge_models import ResidentMerge
from portal.residents.models import Resident
from portal.residents.note_models import ResidentNote
from portal.vouchers.models import Certificate, Voucher
from portal.vouchers.record_copy_models import RecordCopy
from portal.vouchers.state_rules import VoidReason

SUPERSEDED = "記録の統合のため、もう一方の記録を採った"
VOIDED = "記録の統合のため無効"


@dataclass(frozen=True)
class Moving:
    """A table whose rows go with the person. `since`: when a row came; `follows`: the column by which a later version names its earlier."""

    model: type[Any]
    word: str
    since: InstrumentedAttribute[Any]
    follows: InstrumentedAttribute[Any] | None = None

    @property
    def name(self) -> str:
        return self.model.__tablename__


MOVING: tuple[Moving, ...] = (
    Moving(Dose, "接種記録", Dose.recorded_at, Dose.replaces_id),
    Moving(Voucher, "接種券", Voucher.issued_at, Voucher.replaces_id),
    Moving(Certificate, "接種済証", Certificate.issued_at),
    Moving(RecordCopy, "接種記録の写し", RecordCopy.issued_at),
    Moving(BlankForm, "停止時の申請書の番号", BlankForm.ended_at),
    Moving(Contact, "送付先・連絡先", Contact.recorded_at),
    Moving(ResidentNote, "申し送り", ResidentNote.written_at),
    Moving(Arrival, "異動反映待ちの申請", Arrival.decided_at),
    Moving(WaitingDose, "登録待ちの接種", WaitingDose.came_at),
    Moving(Slip, "受付票", Slip.taken_at),
    Moving(Case, "開示等請求", Case.entered_at),
)
# What stays with the record that it speaks of, and why.
STAYING: dict[str, str] = {
    "resident_change": "each record keeps its own history",
    "audit_subject": "who looked at whom is never rewritten",
    "visit": "who was served is never rewritten",
    "visit_person": "who was served is never rewritten",
    "arrival_rejection": "this record was not the applicant; the kept one is offered and judged by itself",
    "resident_merge": "the merge itself",
    "register_match": "what was decided about a row of a file",
    "register_vanished": "who was missing from a file",
    "duplicate_candidate": "a pair of records",
    "duplicate_ruling": "a ruling about a pair of records",
    "person_number": "vouchers that move keep their numbers; the next one of the kept record carries its own",
}
_PROTECTION = ("protection", "protected_from", "protected_until")


def move_rows(merge: ResidentMerge) -> dict[str, int]:
    """Everything of the absorbed record goes to the kept one; how many of each table."""
    counts: dict[str, int] = {}
    for table in MOVING:
        ids = list(db.session().scalars(select(table.model.id).where(table.model.resident_id == merge.absorbed_id)))
        _set_owner(table.model, ids, merge.kept_id)
        note_moves(merge, table.name, dict.fromkeys(ids, ""), moved=True)
        counts[table.name] = len(ids)
    return counts


def note_moves(merge: ResidentMerge, name: str, before: Mapping[int, str], *, moved: bool) -> None:
    """One line a row; a row that was both set aside and moved has one line that says both."""
    session = db.session()
    noted = set(session.scalars(select(MergeMove.row_id).where(MergeMove.merge_id == merge.id, MergeMove.table_name == name)))
    if moved and noted:
        of_both = (MergeMove.merge_id == merge.id, MergeMove.table_name == name, MergeMove.row_id.in_(noted & set(before)))
        session.execute(update(MergeMove).where(*of_both).values(moved=True))
    new = [
        {"merge_id": merge.id, "table_name": name, "row_id": row_id, "moved": moved, "before": text}
        for row_id, text in before.items()
        if row_id not in noted
    ]
    if new:
        session.execute(insert(MergeMove), new)


def supersede_dose(dose: Dose, merge: ResidentMerge) -> None:
    """Of two doses of one number the other one stands."""
    note_moves(merge, "dose", {dose.id: json.dumps({"superseded_reason": dose.superseded_reason})}, moved=False)
    dose.superseded_at, dose.superseded_reason = merge.merged_at, SUPERSEDED


def void_voucher(voucher: Voucher, merge: ResidentMerge) -> None:
    """Of two live vouchers for one dose the other one stays valid."""
    note_moves(merge, "voucher", {voucher.id: "{}"}, moved=False)
    voucher.voided_at, voucher.void_reason = merge.merged_at, VOIDED
    voucher.void_why, voucher.voided_by = VoidReason.MERGED, merge.merged_by


def take_over_protection(kept: Resident, absorbed: Resident, merge: ResidentMerge) -> bool:
    """The stricter of the two holds for both; whether the kept record has changed by it."""
    if absorbed.protection is None or kept.protection is not None:
        return False
    before = {column: as_text(getattr(kept, column)) for column in _PROTECTION[1:]}
    note_moves(merge, "resident", {kept.id: json.dumps(before)}, moved=False)
    for column in _PROTECTION:
        setattr(kept, column, getattr(absorbed, column))
    return True


@dataclass(frozen=True)
class GoingBack:
    """Ids by table: what an undoing takes back, and what has come to the kept record since and stays there."""

    back: dict[str, list[int]]
    staying: dict[str, list[int]]


def what_goes_back(merge: ResidentMerge) -> GoingBack:
    """Also while reading: the rows that moved and are still there, with every version that came after them."""
    back: dict[str, list[int]] = {}
    staying: dict[str, list[int]] = {}
    for table in MOVING:
        moved = db.session().scalars(_rows_of(merge, table.name).where(MergeMove.moved))
        ids = set(db.session().scalars(select(table.model.id).where(table.model.id.in_(list(moved)), _at(table, merge.kept_id))))
        back[table.name] = sorted(_with_later_versions(table, ids, merge.kept_id))
        since = (_at(table, merge.kept_id), table.since > merge.merged_at, table.model.id.not_in(back[table.name]))
        staying[table.name] = list(db.session().scalars(select(table.model.id).where(*since).order_by(table.model.id)))
    return GoingBack(back, staying)


def _rows_of(merge: ResidentMerge, name: str) -> Any:
    return select(MergeMove.row_id).where(MergeMove.merge_id == merge.id, MergeMove.table_name == name)


def _at(table: Moving, resident_id: int) -> Any:
    return table.model.resident_id == resident_id


def _with_later_versions(table: Moving, ids: set[int], kept_id: int) -> set[int]:
    session = db.session()
    if table.model is Contact and ids:
        entries = select(Contact.public_id).where(Contact.id.in_(ids))
        return set(session.scalars(select(Contact.id).where(Contact.public_id.in_(entries), Contact.resident_id == kept_id)))
    newest = ids
    while table.follows is not None and newest:
        newest = set(session.scalars(select(table.model.id).where(table.follows.in_(newest), _at(table, kept_id)))) - ids
        ids = ids | newest
    return ids


def move_back(merge: ResidentMerge, going: GoingBack) -> list[str]:
    """Undoes the journal; gives the words for what could not be put back because something else stands in its place by now."""
    for table in MOVING:
        _set_owner(table.model, going.back[table.name], merge.absorbed_id)
    db.session().flush()
    db.session().expire_all()
    _restore_protection(merge)
    return _restore_doses(merge) + _restore_vouchers(merge)


def _set_owner(model: type[Model], ids: Collection[int], resident_id: int) -> None:
    if ids:
        db.session().execute(update(model).where(model.id.in_(ids)).values(resident_id=resident_id))  # pyright: ignore[reportAttributeAccessIssue]


def _set_aside(merge: ResidentMerge, name: str) -> dict[int, dict[str, Any]]:
    """The rows that the merge changed, and what stood in them."""
    touched = (MergeMove.merge_id == merge.id, MergeMove.table_name == name, MergeMove.before != "")
    rows = db.session().execute(select(MergeMove.row_id, MergeMove.before).where(*touched))
    return {row_id: json.loads(before) for row_id, before in rows}


def _restore_doses(merge: ResidentMerge) -> list[str]:
    before, left = _set_aside(merge, "dose"), []
    for dose in _rows(Dose, before):
        if dose.superseded_at != merge.merged_at or dose.superseded_reason != SUPERSEDED:
            continue
        same = (Dose.programme_code == dose.programme_code, Dose.dose_number == dose.dose_number)
        if _stands(Dose, dose.resident_id, *same, Dose.superseded_at.is_(None)):
            left.append(f"接種記録({dose.dose_number}回目)は、統合のあとに記録された接種があるため、戻していません")
            continue
        dose.superseded_at, dose.superseded_reason = None, before[dose.id]["superseded_reason"]
        db.session().flush()
    return left


def _restore_vouchers(merge: ResidentMerge) -> list[str]:
    left = []
    for voucher in _rows(Voucher, _set_aside(merge, "voucher")):
        if voucher.voided_at != merge.merged_at or voucher.void_reason != VOIDED:
            continue
        same = (Voucher.programme_code == voucher.programme_code, Voucher.dose_number == voucher.dose_number)
        if _stands(Voucher, voucher.resident_id, *same, Voucher.voided_at.is_(None)):
            left.append(f"接種券({voucher.dose_number}回目)は、統合のあとに出した券があるため、無効のままです")
            continue
        voucher.voided_at, voucher.void_reason, voucher.void_why, voucher.voided_by = None, "", None, None
        db.session().flush()
    return left


def _restore_protection(merge: ResidentMerge) -> None:
    """Unless the register has said something else of the kept record since."""
    before = _set_aside(merge, "resident").get(merge.kept_id)
    if before is None:
        return
    kept, absorbed = (db.session().get_one(Resident, resident_id) for resident_id in (merge.kept_id, merge.absorbed_id))
    if all(getattr(kept, column) == getattr(absorbed, column) for column in _PROTECTION):
        kept.protection = None
        for column, day in before.items():
            setattr(kept, column, date.fromisoformat(day) if day else None)


def _rows(model: type[Any], ids: Collection[int]) -> list[Any]:
    return list(db.session().scalars(select(model).where(model.id.in_(list(ids))).order_by(model.id))) if ids else []


def _stands(model: type[Any], resident_id: int, *conditions: Any) -> bool:
    return db.session().scalar(select(model.id).where(model.resident_id == resident_id, *conditions).limit(1)) is not None


def touched_by_a_later(merge: ResidentMerge) -> bool:
    """Whether a later merge that still stands has decided about a row of this one."""
    session = db.session()
    own = select(MergeMove.table_name, MergeMove.row_id).where(MergeMove.merge_id == merge.id).subquery()
    later = (
        select(MergeMove.id)
        .join(ResidentMerge, ResidentMerge.id == MergeMove.merge_id)
        .join(own, (own.c.table_name == MergeMove.table_name) & (own.c.row_id == MergeMove.row_id))
        .where(ResidentMerge.id > merge.id, ResidentMerge.undone_at.is_(None))
    )
    return session.scalar(later.limit(1)) is not None
