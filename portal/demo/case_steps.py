"""The steps of one demo case in the order of the desk: each leaves its rows and its line in the story of the case."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from portal import clock
from portal.audit.events import Event
from portal.db import db
from portal.demo.case_drafts import add_draft
from portal.demo.case_stories import Story
from portal.disclosures.clock_rules import claim_due
from portal.disclosures.decision_rules import DECISIONS_OF, DOING_WORDS, DRAFT_WORDS, DoingWay, DraftKind, DraftState, ThirdArticle
from portal.disclosures.draft_models import Appeal, Doing, Draft, ThirdParty
from portal.disclosures.models import Case, CaseEvent, CaseItem, CaseMending, CaseProof, CaseTask
from portal.disclosures.queries import closed_days
from portal.disclosures.rules import PROOF_WORDS, WAY_WORDS, CaseState, ItemState, ProofKind, RequesterKind, Scene, Whose
from portal.text.holidays import is_closed
from portal.text.wareki import format_date

PAPERS = {
    RequesterKind.SELF: (ProofKind.LICENCE,),
    RequesterKind.LEGAL: (ProofKind.NUMBER_CARD, ProofKind.FAMILY_REGISTER),
    RequesterKind.AGENT: (ProofKind.LICENCE, ProofKind.PROXY, ProofKind.SEAL_RECORD),
}
AUTHORITY = (ProofKind.FAMILY_REGISTER, ProofKind.PROXY, ProofKind.SEAL_RECORD)
COPY_YEN = 10


class Desk:
    """A case on its way. `events`: its story, written in the order of time when all steps are done."""

    def __init__(self, case: Case, story: Story, sections: Mapping[str, int], staff: Mapping[str, int]) -> None:
        self.case, self.story, self.sections, self.staff = case, story, sections, staff
        self.officer = staff[story.officer]
        placed = list(enumerate(story.items, start=1))
        self.items = [CaseItem(public_id=secrets.token_hex(16), case_id=case.id, place=place, words=words) for place, words in placed]
        self.events: list[CaseEvent] = []

    def on(self, after: int) -> date:
        """So many days after the 収受日, or the open day before."""
        day = self.case.received_on + timedelta(days=after)
        while is_closed(day):
            day -= timedelta(days=1)
        return max(day, self.case.received_on)

    def tell(self, what: Event, day: date, words: str = "", *, by: int | None = None, hour: int = 11) -> datetime:
        at = datetime.combine(day, time(hour), clock.JAPAN)
        self.events.append(CaseEvent(case_id=self.case.id, at=at, by=by or self.officer, what=what.value, words=words))
        return at

    def add(self, model: Any, **values: Any) -> Any:
        row = model(public_id=secrets.token_hex(16), case_id=self.case.id, **values)
        db.session().add(row)
        return row


def add_steps(desk: Desk) -> None:
    """Everything that the story tells; inside writing()."""
    session = db.session()
    session.add_all(desk.items)
    session.flush()
    _receive(desk)
    _ask_others(desk)
    decided = _draft(desk)
    session.flush()
    if decided is not None:
        _disclose(desk, decided)
        _appeal(desk, decided)
    _end(desk)
    ordered: list[CaseEvent] = sorted(desk.events, key=lambda each: each.at)
    session.add_all(ordered)
    session.flush()


def _receive(desk: Desk) -> None:
    case, story = desk.case, desk.story
    desk.tell(Event.CASE_RECEIVE, case.received_on, f"{WAY_WORDS[case.way]}、文書{len(desk.items)}件", hour=10)
    if story.proven:
        _prove(desk, Scene.INTAKE, case.received_on)
    if story.mending is None:
        return
    asked, mending = desk.on(story.mending.demanded), story.mending
    noted = {"noted_at": desk.tell(Event.MENDING_NOTE, case.received_on), "noted_by": desk.officer}
    days = {"demanded_on": asked, "due_on": desk.on(mending.due)}
    answered = {"answered_on": desk.on(mending.answered), "answer": "補正書が届いた。"} if mending.answered is not None else {}
    row = desk.add(CaseMending, gaps=mending.gap.value, **noted, **days, **answered)
    db.session().flush()
    add_draft(desk, DraftKind.MENDING, asked, DraftState.NOTIFIED, mending_id=row.id, notified_on=asked)
    desk.tell(Event.MENDING_DEMAND, asked, f"{format_date(days['due_on'])}まで", hour=15)
    if mending.answered is not None:
        desk.tell(Event.MENDING_ANSWER, desk.on(mending.answered))


def _prove(desk: Desk, scene: Scene, day: date) -> None:
    papers = PAPERS[desk.story.requester]
    at = desk.tell(Event.CASE_PROVE, day, "、".join(PROOF_WORDS[each] for each in papers), hour=10)
    for each in papers:
        whose = Whose.AUTHORITY if each in AUTHORITY else Whose.REQUESTER
        issued = day - timedelta(days=8) if each in AUTHORITY else None
        seen = {"is_original": True, "issued_on": issued, "seen_at": at, "seen_by": desk.officer}
        db.session().add(CaseProof(case_id=desk.case.id, scene=scene, whose=whose, kind=each, **seen))


def _ask_others(desk: Desk) -> None:
    story = desk.story
    if task := story.task:
        due = desk.on(task.due)
        asked_at = desk.tell(Event.TASK_ASK, desk.on(task.asked), f"{format_date(due)}まで")
        given: dict[str, Any] = {"asked_at": asked_at, "asked_by": desk.officer}
        if task.answered is not None:
            answered_by = desk.staff["daicho"]
            answered_at = desk.tell(Event.TASK_ANSWER, desk.on(task.answered), by=answered_by)
            given |= {"answered_at": answered_at, "answered_by": answered_by, "answer": "記録を探し、写しを担当に渡した。支障はない。"}
        words = "記録の有無と、開示に支障があるかを答えてください。"
        desk.add(CaseTask, section_id=desk.sections[task.section], words=words, due_on=due, **given)
    if third := story.third:
        asked, due = desk.on(third.asked), desk.on(third.due)
        desk.tell(Event.THIRD_ASK, asked, f"{format_date(due)}まで")
        answered = {}
        if third.answered is not None:
            words = "営業上の秘密が含まれるので、開示に反対する。" if third.objects else "支障はない。"
            answered = {"answered_on": desk.on(third.answered), "objects": third.objects, "words": words}
            desk.tell(Event.THIRD_ANSWER, desk.on(third.answered), "反対" if third.objects else "支障なし")
        days = {"asked_on": asked, "due_on": due, "told_on": desk.on(third.told) if third.told is not None else None}
        by = {"party": "見本内科クリニック", "article": ThirdArticle.FIRST, "asked_by": desk.officer}
        desk.add(ThirdParty, item_id=desk.items[0].id, **by, **days, **answered)


def _draft(desk: Desk) -> Draft | None:
    """The extension, then the decision; None when nothing is decided."""
    story = desk.story
    if story.extended is not None:
        day = desk.on(story.extended[0])
        add_draft(desk, DraftKind.EXTENSION, day, DraftState.NOTIFIED, days=story.extended[1], notified_on=day)
    if story.special is not None:
        day = desk.on(story.special[0])
        add_draft(desk, DraftKind.SPECIAL, day, DraftState.NOTIFIED, rest_until=desk.on(story.special[1]), notified_on=day)
    if story.drafted is not None:
        add_draft(desk, DraftKind.GRANT, desk.on(story.drafted), DraftState.WAITING)
    if story.decided is None:
        return None
    sent = {"notified_on": desk.on(story.sent)} if story.sent is not None else {}
    reached = {"reached_on": desk.on(story.reached)} if story.reached is not None else {}
    state = DraftState.DECIDED if story.sent is None else DraftState.NOTIFIED
    return add_draft(desk, kind_of(story), desk.on(story.decided), state, **sent, **reached)


def kind_of(story: Story) -> DraftKind:
    return next(kind for kind, decisions in DECISIONS_OF.items() if story.decision in decisions)


def _disclose(desk: Desk, draft: Draft) -> None:
    story = desk.story
    if story.wished is None and not story.lapsed:
        return
    if story.lapsed:
        _set(desk, ItemState.LAPSED)
        desk.tell(Event.CASE_LAPSE, desk.on((story.reached or 0) + 45))
        return
    assert story.wished is not None
    wished = desk.on(story.wished)
    given: dict[str, Any] = {"wished_on": wished, "wished_way": story.done_way}
    desk.tell(Event.DOING_WISH, wished, f"{DOING_WORDS[story.done_way]} {format_date(wished)}")
    if story.planned is not None:
        given["planned_on"] = desk.case.received_on + timedelta(days=story.planned)
    if story.done is not None:
        day = desk.on(story.done)
        _prove(desk, Scene.DOING, day)
        posted = story.done_way is DoingWay.POSTED_COPY
        reached = {"reached_on": desk.on(story.done + 2), "registered_number": "123-45-67890-1"} if posted else {"reached_on": day}
        began = reached["reached_on"]
        given |= {"done_on": day, "done_by": desk.officer, "proven_on": day, "way": story.done_way, "mono_sheets": story.sheets}
        paid = {"yen": story.sheets * COPY_YEN, "paid_on": day if story.sheets else None}
        given |= reached | paid | {"told_until": claim_due(began, closed_days()).day}
        desk.tell(Event.DOING_RECORD, day, f"{DOING_WORDS[story.done_way]} {format_date(day)} 手数料 {story.sheets * COPY_YEN}円", hour=14)
        _set(desk, ItemState.DONE)
    desk.add(Doing, draft_id=draft.id, **given)


def _set(desk: Desk, state: ItemState) -> None:
    for item in desk.items:
        item.state = state


def _appeal(desk: Desk, draft: Draft) -> None:
    if (appeal := desk.story.appeal) is None:
        return
    filed = desk.on(appeal.filed)
    noted_at = desk.tell(Event.APPEAL_FILE, filed, f"{DRAFT_WORDS[draft.kind]}に対して {format_date(filed)}")
    steps = {"consulted_on": appeal.consulted, "told_on": appeal.told, "ruled_on": appeal.ruled}
    days = {name: desk.on(after) for name, after in steps.items() if after is not None}
    for day in sorted(days.values()):
        desk.tell(Event.APPEAL_STEP, day, format_date(day))
    by = {"filed_on": filed, "filed_by": desk.case.requester_name, "noted_at": noted_at, "noted_by": desk.officer}
    said = {"words": "不開示とした部分を開示することを求める。", "ruling": appeal.ruling, "no_consult": appeal.no_consult}
    desk.add(Appeal, draft_id=draft.id, **by, **said, **days)


def _end(desk: Desk) -> None:
    case, story = desk.case, desk.story
    if story.withdrawn is not None:
        day = desk.on(story.withdrawn)
        case.withdrawn_on, case.withdrawn_by, case.withdrawn_words = day, desk.officer, "電話の後、取下書が届いた。"
        case.state = CaseState.WITHDRAWN
        _set(desk, ItemState.WITHDRAWN)
        desk.tell(Event.CASE_WITHDRAW, day, format_date(day))
    if story.cancelled:
        case.cancel_reason, case.state = story.cancelled, CaseState.CANCELLED
        desk.tell(Event.CASE_CANCEL, case.received_on, story.cancelled, hour=16)
    if story.closed is not None:
        case.closed_at, case.closed_by = desk.tell(Event.CASE_CLOSE, desk.on(story.closed), hour=16), desk.officer
