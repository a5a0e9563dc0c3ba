"""A 起案 of a demo case with its signatures, its notice and the paper of it."""

import json
import secrets
from datetime import date
from typing import TYPE_CHECKING, Any

from portal.accounts.chief_rules import SignsAs
from portal.audit.events import Event
from portal.db import db
from portal.disclosures.case_queries import rows_of
from portal.disclosures.clock_rules import wish_due
from portal.disclosures.decision_rules import (
    DECISIONS_OF,
    DRAFT_WORDS,
    WITH_PAPER,
    Decision,
    DecisionClass,
    DraftKind,
    DraftState,
    PaperKind,
)
from portal.disclosures.draft_models import CasePaper, Draft, DraftItem
from portal.disclosures.models import CaseMending
from portal.disclosures.paper_queries import DraftRows, notice_sheet
from portal.disclosures.paper_rules import AskedItem, NoticeAbout
from portal.disclosures.queries import clock_of, closed_days, drafts_of, mendings_of
from portal.disclosures.rules import ItemState, Way
from portal.disclosures.sheet_documents import as_content
from portal.text.wareki import format_date
from portal.web.rendering import settings

if TYPE_CHECKING:
    from portal.demo.case_steps import Desk

REASONS = {
    DraftKind.EXTENSION: "対象となる記録が複数の課にあり、内容の確認に時間を要するため。",
    DraftKind.SPECIAL: "対象となる記録が著しく大量で、60日以内にそのすべてを決定すると事務に著しい支障が生じるおそれがあるため。",
    DraftKind.NO_CORRECTION: "保有する記録は予診票の記載と一致しており、訂正を要する事実が認められないため。",
}
REFUSALS = {
    Decision.REFUSED: "相談の相手方など本人以外の個人に関する情報であり、開示すると今後の相談の事務に支障が生じるおそれがあるため。",
    Decision.HIDDEN: "存否を答えるだけで、不開示情報を開示することになるため(法第81条)。",
    Decision.NOT_HELD: "保存期間を過ぎて廃棄しており、保有していないため。",
}
WAYS, PLACES = "view,copy,posted_copy", "平日の午前9時から午後4時まで、市役所本庁舎2階 総務課"
POSTAGE = "申出書が届いた日から5日ほどで発送します。送付の費用は110円からです(郵便切手)。"
PURPOSE, PARTLY = "予防接種に関する事務", "2頁の職員以外の氏名と電話番号"
PARTLY_WHY = "本人以外の個人に関する情報で、特定の個人を識別できるため。"


def add_draft(desk: "Desk", kind: DraftKind, day: date, state: DraftState, **values: Any) -> Draft:
    """Drafted and decided on `day`; one that waits has the 合議 of 総務課 and no 決裁 yet."""
    is_decided = state is not DraftState.WAITING
    drafted_at, decides = desk.tell(Event.DRAFT_WRITE, day, DRAFT_WORDS[kind], hour=9), kind in DECISIONS_OF
    draft = Draft(public_id=secrets.token_hex(16), case_id=desk.case.id, kind=kind, state=state, drafted_at=drafted_at, **values)
    draft.drafted_by, draft.section_id, draft.decision_class = desk.officer, desk.sections["kenko"], DecisionClass.SECTION_CHIEF
    draft.needs_concurrence, draft.concurring_section_id = decides, desk.sections["somu"] if decides else None
    if decides:
        draft.concurred_by, draft.concurred_as = desk.staff["somukacho"], SignsAs.CHIEF
        draft.concurred_at = desk.tell(Event.DRAFT_CONCUR, day, DRAFT_WORDS[kind], by=draft.concurred_by, hour=10)
    _say(desk, draft)
    if is_decided:
        draft.decided_by, draft.decided_as = desk.staff["kacho"], SignsAs.CHIEF
        draft.decided_at = desk.tell(Event.DRAFT_DECIDE, day, DRAFT_WORDS[kind], by=draft.decided_by, hour=13)
    db.session().add(draft)
    db.session().flush()
    if decides:
        _take_items(desk, draft, is_decided=is_decided)
    _set_period(desk, draft)
    if draft.notified_on is not None:
        _send(desk, draft, draft.notified_on)
    return draft


def _say(desk: "Desk", draft: Draft) -> None:
    story, kind = desk.story, draft.kind
    draft.reason = REASONS.get(kind, "")
    if kind is DraftKind.GRANT:
        draft.purpose, draft.ways, draft.places, draft.postage = PURPOSE, WAYS, PLACES, POSTAGE
        if story.decision is Decision.PARTIAL:
            draft.exemptions, draft.partly, draft.reason = story.exemptions, PARTLY, PARTLY_WHY
    if kind is DraftKind.REFUSAL:
        draft.exemptions, draft.reason = story.exemptions, REFUSALS[story.decision]


def _take_items(desk: "Desk", draft: Draft, *, is_decided: bool) -> None:
    for item in desk.items:
        db.session().add(DraftItem(draft_id=draft.id, item_id=item.id, decision=desk.story.decision))
        item.draft_id, item.state = draft.id, ItemState.DRAFTED
        if is_decided:
            item.decision = desk.story.decision
            item.state = ItemState.NOTIFIED if draft.state is DraftState.NOTIFIED else ItemState.DECIDED
    db.session().flush()


def _set_period(desk: "Desk", draft: Draft) -> None:
    """As the notice tells it."""
    if draft.kind in (DraftKind.EXTENSION, DraftKind.SPECIAL):
        draft.until = clock_of(desk.case, mendings_of(desk.case.id), drafts_of(desk.case.id), settings()).current.day
    if draft.kind is DraftKind.GRANT and draft.reached_on is not None:
        draft.told_until = wish_due(draft.reached_on, closed_days()).day


def _send(desk: "Desk", draft: Draft, day: date) -> None:
    """By registered post, with the paper as it went out where the portal sets it."""
    number = f"健推第{100 + draft.id}号"
    draft.document_number, draft.notified_by, draft.notify_way = number, desk.officer, Way.POST
    draft.registered_number = f"123-45-{60000 + draft.id}-1"
    desk.tell(Event.NOTICE_SEND, day, f"{DRAFT_WORDS[draft.kind]} {format_date(day)} 郵送", hour=16)
    if draft.reached_on is not None:
        desk.tell(Event.NOTICE_REACH, draft.reached_on, DRAFT_WORDS[draft.kind], hour=17)
    if draft.kind not in WITH_PAPER:
        return
    rows = rows_of(desk.case, settings())
    decided = [AskedItem(item.words, desk.story.decision) for item in desk.items] if draft.kind in DECISIONS_OF else []
    mending = db.session().get(CaseMending, draft.mending_id) if draft.mending_id else None
    sheet = notice_sheet(DraftRows(draft, rows, decided), settings(), NoticeAbout(number, day, mending.due_on if mending else None))
    content = json.dumps(as_content(sheet), ensure_ascii=False)
    made = {"made_at": desk.tell(Event.PAPER_MAKE, day, f"{number} {format_date(day)}", hour=15), "made_by": desk.officer}
    paper = {"draft_id": draft.id, "kind": PaperKind.NOTICE, "content": content}
    db.session().add(CasePaper(public_id=secrets.token_hex(16), case_id=desk.case.id, **paper, **made))
