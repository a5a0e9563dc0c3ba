"""Papers of a case: made once and kept as they were made, printed from what was kept, shown as 案 before (docs/decisions/007; D-2)."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import db, reading, writing
from portal.disclosures.case_queries import rows_of, seen_case
from portal.disclosures.decision_rules import DRAFT_WORDS, WITH_PAPER, PaperKind
from portal.disclosures.draft_models import CasePaper, Draft
from portal.disclosures.handling_rules import why_over
from portal.disclosures.models import Case
from portal.disclosures.notice_documents import PREVIEW_MARK, notice_pdf
from portal.disclosures.paper_queries import (
    DraftRows,
    asked_case,
    decided_on,
    draft_rows,
    names_of,
    notice_paper,
    notice_sheet,
    noticed,
    paper_row,
)
from portal.disclosures.paper_rules import (
    NoticeAbout,
    Printed,
    why_not_again,
    why_not_date,
    why_not_make,
    why_not_mending_due,
    why_not_notice,
    why_not_number,
)
from portal.disclosures.paper_sheets import draft_sheet_of, receipt_of
from portal.disclosures.sheet_documents import DraftSheet, Receipt, as_content, draft_sheet_pdf, receipt_pdf
from portal.disclosures.story import tell
from portal.errors import refuse_if
from portal.text.wareki import format_date
from portal.vouchers.kept_paper import kept_page, refusing_unprintable
from portal.web.once import first_result, keep_result

PDF_OF = {PaperKind.NOTICE: notice_pdf, PaperKind.DRAFT_SHEET: draft_sheet_pdf, PaperKind.RECEIPT: receipt_pdf}


def make_notice(draft_public_id: str, about: NoticeAbout, *, staff: SignedIn, once: str, settings: Settings) -> str:
    """The notice of what was decided, as it goes out; its public id. A second time the paper is there already.

    Raises NotFound, Refused: made with another number, not decided, something that the law wants is missing, a character that no font has.
    """
    with reading():
        found = draft_rows(draft_public_id, staff=staff, settings=settings)
        content = _notice(found, about, settings) if notice_paper(found.draft.id) is None else None
    if content is not None:
        _try(PaperKind.NOTICE, content)
    with writing():
        if (known := first_result(once)) is not None:
            return known
        found = draft_rows(draft_public_id, staff=staff, settings=settings, held=True)
        made = notice_paper(found.draft.id)
        if made is not None:
            refuse_if(why_not_again(found.draft.document_number, about.number))
        else:
            content = _notice(found, about, settings)
            made = _keep(found.case, found.draft, PaperKind.NOTICE, content, staff=staff)
            found.draft.document_number = about.number
            if (mending := found.mending) is not None:
                mending.due_on = about.due_on
            tell(found.case.id, Event.PAPER_MAKE, by=staff.id, words=f"{DRAFT_WORDS[found.draft.kind]} {about.number}")
        keep_result(once, made.public_id)
        return made.public_id


def why_not_make_notice(found: DraftRows, about: NoticeAbout) -> str | None:
    """Inside a door: the rules' reason, asked by the screen and by the action."""
    draft = found.draft
    return (
        why_over(found.case.state)
        or why_not_notice(asked_case(found.case), noticed(found))
        or why_not_make(draft.state, about.dated_on, decided_on=decided_on(draft), today=clock.today())
        or why_not_number(about.number)
        or why_not_date(draft.kind, about.dated_on, found.rows.clock.basic)
        or why_not_mending_due(draft.kind, about.dated_on, about.due_on)
    )


def _notice(found: DraftRows, about: NoticeAbout, settings: Settings) -> dict[str, Any]:
    refuse_if(why_not_make_notice(found, about))
    return as_content(notice_sheet(found, settings, about))


def print_paper(public_id: str, *, staff: SignedIn, settings: Settings) -> bytes:
    """The same bytes every time, recorded before they are given out (R3-3). Raises NotFound, Refused (a character that no font has)."""
    with reading() as session:
        paper, case = paper_row(public_id, staff=staff, settings=settings)
        kind = session.get_one(Draft, paper.draft_id).kind.value if paper.kind is PaperKind.NOTICE else Printed(paper.kind.value).value
    again = paper.sha256 != ""
    pdf = kept_page(CasePaper, paper.id, lambda: _page(paper.kind, json.loads(paper.content), paper.made_at))
    _note_print(case, kind, pdf, again=again, staff=staff)
    return pdf


def preview_notice(draft_public_id: str, *, staff: SignedIn, settings: Settings) -> bytes:
    """What the notice will say, marked 「案」 on every page and never kept. Raises NotFound, Refused."""
    with reading():
        found = draft_rows(draft_public_id, staff=staff, settings=settings)
        refuse_if(why_not_notice(asked_case(found.case), noticed(found)))
        sheet = as_content(notice_sheet(found, settings))
    with refusing_unprintable():
        pdf = notice_pdf(sheet, made_at=clock.now(), mark=PREVIEW_MARK)
    _note_print(found.case, Printed.PREVIEW.value, pdf, again=False, staff=staff)
    return pdf


def print_draft_sheet(draft_public_id: str, *, staff: SignedIn, settings: Settings) -> bytes:
    """起案書 as it stands; from the day on which the document has its number it is kept as it then was. Raises NotFound, Refused."""
    with reading():
        found = draft_rows(draft_public_id, staff=staff, settings=settings)
        content = as_content(_draft_sheet(found, settings))
    _try(PaperKind.DRAFT_SHEET, content)
    if found.draft.document_number:
        with writing():
            found = draft_rows(draft_public_id, staff=staff, settings=settings, held=True)
            content = as_content(_draft_sheet(found, settings))
            kept = _kept_or_made(found.case, found.draft, PaperKind.DRAFT_SHEET, content, staff=staff)
            public_id = kept.public_id
        return print_paper(public_id, staff=staff, settings=settings)
    pdf = _page(PaperKind.DRAFT_SHEET, content, clock.now())
    _note_print(found.case, Printed.DRAFT_SHEET.value, pdf, again=False, staff=staff)
    return pdf


def print_receipt(case_public_id: str, *, staff: SignedIn, settings: Settings) -> bytes:
    """受領書 and its 控 as the case stands; the same paper again while nothing that it says has changed. Raises NotFound, Refused."""
    with reading():
        content = as_content(_receipt(seen_case(case_public_id, staff=staff, settings=settings), settings))
    _try(PaperKind.RECEIPT, content)
    with writing():
        case = seen_case(case_public_id, staff=staff, settings=settings, held=True)
        public_id = _kept_or_made(case, None, PaperKind.RECEIPT, as_content(_receipt(case, settings)), staff=staff).public_id
    return print_paper(public_id, staff=staff, settings=settings)


def _receipt(case: Case, settings: Settings) -> Receipt:
    return receipt_of(rows_of(case, settings), settings, dated=format_date(clock.today()))


def _draft_sheet(found: DraftRows, settings: Settings) -> DraftSheet:
    """With the notice as it was made, or as it would be now; without one where something is still missing."""
    sections, names = names_of(found.draft)
    notice = None
    if found.draft.kind in WITH_PAPER and why_not_notice(asked_case(found.case), noticed(found)) is None:
        notice = _as_made(found.draft) or as_content(notice_sheet(found, settings))
    return draft_sheet_of(found, notice, names=names, sections=sections)


def _as_made(draft: Draft) -> dict[str, Any] | None:
    made = notice_paper(draft.id)
    return json.loads(made.content) if made else None


def _kept_or_made(case: Case, draft: Draft | None, kind: PaperKind, content: Mapping[str, Any], *, staff: SignedIn) -> CasePaper:
    """The newest paper of its kind while it would say the same, whatever the day; else a new one."""
    draft_id = draft.id if draft else None
    found = select(CasePaper).where(CasePaper.case_id == case.id, CasePaper.kind == kind, CasePaper.draft_id == draft_id)
    newest = db.session().scalars(found.order_by(CasePaper.id.desc())).first()
    if newest is not None and _undated(json.loads(newest.content)) == _undated(json.loads(_text(content))):
        return newest
    return _keep(case, draft, kind, content, staff=staff)


def _keep(case: Case, draft: Draft | None, kind: PaperKind, content: Mapping[str, Any], *, staff: SignedIn) -> CasePaper:
    paper = CasePaper(
        public_id=secrets.token_hex(16),
        case_id=case.id,
        draft_id=draft.id if draft else None,
        kind=kind,
        content=_text(content),
        made_at=clock.now(),
        made_by=staff.id,
    )
    db.session().add(paper)
    db.session().flush()
    words = draft.kind.value if draft is not None and kind is PaperKind.NOTICE else kind.value
    record(Event.PAPER_MAKE, by=staff.actor, subjects=_subjects(case), facts={"number": case.number.shown, "paper": words})
    return paper


def _text(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False)


def _undated(content: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in content.items() if name != "dated"}


def _try(kind: PaperKind, content: dict[str, Any]) -> None:
    """Before anything is kept: a paper that no font can print must not stand in the file."""
    _page(kind, content, clock.now())


def _page(kind: PaperKind, content: dict[str, Any], made_at: datetime) -> bytes:
    with refusing_unprintable():
        return PDF_OF[kind](content, made_at=made_at)


def _note_print(case: Case, paper: str, pdf: bytes, *, again: bool, staff: SignedIn) -> None:
    digest = hashlib.sha256(pdf).hexdigest()
    facts = {"number": case.number.shown, "paper": paper, "again": again, "sha256": digest}
    with writing():
        record(Event.CASE_PRINT, by=staff.actor, subjects=_subjects(case), facts=facts)


def _subjects(case: Case) -> list[int]:
    return [case.resident_id] if case.resident_id else []
