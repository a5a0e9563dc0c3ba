"""A notice looked at before it is made: read, then noted before the answer is built (R3-3)."""

import json
from dataclasses import dataclass
from typing import Any

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import reading, writing
from portal.disclosures.clock_rules import A_DAY
from portal.disclosures.decision_rules import DRAFT_WORDS, DraftKind
from portal.disclosures.models import Case
from portal.disclosures.paper_actions import why_not_make_notice
from portal.disclosures.paper_queries import DraftRows, asked_case, draft_rows, notice_paper, notice_sheet, noticed
from portal.disclosures.paper_rules import NoticeAbout, why_not_notice
from portal.disclosures.sheet_documents import as_content
from portal.permissions import Permission

NOT_THE_OFFICER = "通知書を作るのは、開示等請求を処理する職員(総務課の担当)です。"


@dataclass(frozen=True)
class NoticeReview:
    """`sheet`: what the notice says, or said when it was made, as NoticeSheet has it; None where something is missing.

    `made`: public id of the notice, empty while there is none; `asks_due`: a 補正 wants its last day;
    `encloses_wish`: 申出書 goes with it, and this person may print one.
    """

    public_id: str
    case: Case
    words: str
    sheet: dict[str, Any] | None
    made: str
    asks_due: bool
    encloses_wish: bool
    why_not: str | None


def review_notice(draft_public_id: str, *, staff: SignedIn, settings: Settings) -> NoticeReview:
    """`why_not`: of a notice dated today. Raises NotFound."""
    with reading():
        found = draft_rows(draft_public_id, staff=staff, settings=settings)
        made = notice_paper(found.draft.id)
        is_complete = why_not_notice(asked_case(found.case), noticed(found)) is None
        sheet = as_content(notice_sheet(found, settings)) if is_complete else None
        officer = None if staff.may(Permission.CASE_HANDLE) else NOT_THE_OFFICER
        review = NoticeReview(
            public_id=draft_public_id,
            case=found.case,
            words=DRAFT_WORDS[found.draft.kind],
            sheet=json.loads(made.content) if made else sheet,
            made=made.public_id if made else "",
            asks_due=found.draft.kind is DraftKind.MENDING,
            encloses_wish=found.draft.kind is DraftKind.GRANT and staff.may(Permission.CASE_RECEIVE),
            why_not=why_not_make_notice(found, _today(found)) or officer,
        )
    with writing():
        subjects = [review.case.resident_id] if review.case.resident_id else []
        record(Event.CASE_OPEN, by=staff.actor, subjects=subjects, facts={"number": review.case.number.shown})
    return review


def _today(found: DraftRows) -> NoticeAbout:
    """As far as the reasons go, a notice of today: what is typed is checked when it is sent."""
    return NoticeAbout("-", clock.today(), clock.today() + A_DAY)
