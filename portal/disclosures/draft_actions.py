"""起案 written, written anew after a 差戻し, dropped: each with its story and its record (D-2)."""

import secrets
from collections.abc import Collection

from sqlalchemy import delete

from portal import clock
from portal.accounts.chief_queries import section_above
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import db, writing
from portal.disclosures.case_queries import CaseRows, rows_of, seen_case
from portal.disclosures.decision_rules import DRAFT_WORDS, DraftState
from portal.disclosures.draft_models import Draft, DraftItem
from portal.disclosures.draft_queries import DraftAtHand, at_hand, draft_at_hand, draft_facts
from portal.disclosures.draft_rules import Drafted, why_not_write
from portal.disclosures.models import Case, CaseItem
from portal.disclosures.queries import disclosure_section, settle_state
from portal.disclosures.rules import ItemState
from portal.disclosures.sign_rules import NOBODY_ABOVE, concurring_section, signing_section, why_not_drop, why_not_rewrite
from portal.disclosures.story import tell
from portal.errors import Changed, Refused, refuse_if
from portal.web.once import first_result, keep_result

CHANGED = "ほかの方がこの起案を改めました。何も保存していません。入れた内容はこの画面に残っています。新しい内容を確かめてください。"
ALREADY_DEMANDED = "選んだ補正は、もう求めてあります。画面を開き直してください。"


def write_draft(case_public_id: str, said: Drafted, *, staff: SignedIn, once: str, settings: Settings) -> str:
    """The draft's public id. Raises NotFound, Refused."""
    with writing() as session:
        if (known := first_result(once)) is not None:
            return known
        case = seen_case(case_public_id, staff=staff, settings=settings, held=True)
        rows = rows_of(case, settings)
        refuse_if(why_not_write(at_hand(rows, settings), said, {item.public_id: item.state for item in rows.items}))
        draft = Draft(
            public_id=secrets.token_hex(16),
            case_id=case.id,
            kind=said.kind,
            drafted_at=clock.now(),
            drafted_by=staff.id,
            mending_id=_mending(said, rows),
        )
        _write(draft, said, case, settings)
        session.add(draft)
        session.flush()
        _take_items(draft, said, rows)
        _told(Event.DRAFT_WRITE, draft, case, staff)
        record(Event.DRAFT_WRITE, by=staff.actor, facts=_facts(case, draft) | {"count": len(said.decisions)})
        keep_result(once, draft.public_id)
        return draft.public_id


def rewrite_draft(public_id: str, said: Drafted, *, version: int, staff: SignedIn, once: str, settings: Settings) -> None:
    """After a 差戻し it waits anew, with other words and other documents. Raises NotFound, Refused, Changed."""
    with writing() as session:
        if first_result(once) is not None:
            return
        found = draft_at_hand(public_id, staff=staff, settings=settings, held=True)
        draft, rows = found.draft, found.rows
        if draft.version != version:
            raise Changed(CHANGED)
        refuse_if(why_not_rewrite(draft_facts(draft, found.sections), staff.id))
        _give_items_back(found)
        session.execute(delete(DraftItem).where(DraftItem.draft_id == draft.id))
        draft.state = DraftState.DROPPED
        session.flush()
        again = rows_of(rows.case, settings)
        refuse_if(why_not_write(at_hand(again, settings), said, {item.public_id: item.state for item in again.items}))
        draft.state, draft.drafted_at = DraftState.WAITING, clock.now()
        _write(draft, said, rows.case, settings)
        _take_items(draft, said, again)
        _told(Event.DRAFT_WRITE, draft, rows.case, staff, words="差戻しの後に書き直した")
        record(Event.DRAFT_WRITE, by=staff.actor, facts=_facts(rows.case, draft) | {"count": len(said.decisions)})
        keep_result(once, public_id)


def drop_draft(public_id: str, *, staff: SignedIn, once: str, settings: Settings) -> str:
    """Before it is decided; its documents are open again. The case's public id. Raises NotFound, Refused."""
    with writing():
        if (known := first_result(once)) is not None:
            return known
        found = draft_at_hand(public_id, staff=staff, settings=settings, held=True)
        refuse_if(why_not_drop(draft_facts(found.draft, found.sections), found.case.state))
        _give_items_back(found)
        found.draft.state = DraftState.DROPPED
        _told(Event.DRAFT_DROP, found.draft, found.case, staff)
        record(Event.DRAFT_DROP, by=staff.actor, facts=_facts(found.case, found.draft))
        settle_state(found.case)
        keep_result(once, found.case.public_id)
        return found.case.public_id


def _write(draft: Draft, said: Drafted, case: Case, settings: Settings) -> None:
    """What it says and who signs it; the signatures of an earlier round are gone."""
    decides = signing_section(said.decision_class, case.section_id, section_above(case.section_id))
    if decides is None:
        raise Refused(NOBODY_ABOVE)
    draft.section_id, draft.decision_class = decides, said.decision_class
    draft.concurring_section_id = concurring_section(said.kind, case.section_id, disclosure_section(settings))
    draft.needs_concurrence = draft.concurring_section_id is not None
    draft.reason, draft.purpose, draft.partly = said.reason.strip(), said.purpose.strip(), said.partly.strip()
    draft.exemptions = ",".join(each.value for each in said.exemptions)
    draft.days, draft.rest_until = said.days, said.rest_until
    draft.ways, draft.places, draft.postage = said.ways, said.places.strip(), said.postage.strip()
    draft.concurred_at = draft.concurred_by = draft.concurred_as = None


def _take_items(draft: Draft, said: Drafted, rows: CaseRows) -> None:
    for item in rows.items:
        if item.public_id in said.decisions:
            db.session().add(DraftItem(draft_id=draft.id, item_id=item.id, decision=said.decisions[item.public_id]))
            item.state, item.draft_id = ItemState.DRAFTED, draft.id
    settle_state(rows.case)


def _give_items_back(found: DraftAtHand) -> None:
    _open([item for item, _ in found.items])


def _open(items: Collection[CaseItem]) -> None:
    for item in items:
        item.state, item.draft_id = ItemState.OPEN, None


def _mending(said: Drafted, rows: CaseRows) -> int | None:
    """The 補正 that is demanded; one of another case is none."""
    if not said.mending:
        return None
    found = next((each.id for each in rows.mendings if each.public_id == said.mending and each.demanded_on is None), None)
    if found is None:
        raise Refused(ALREADY_DEMANDED)
    return found


def _told(event: Event, draft: Draft, case: Case, staff: SignedIn, *, words: str = "") -> None:
    tell(case.id, event, by=staff.id, words=f"{DRAFT_WORDS[draft.kind]} {words}".strip())


def _facts(case: Case, draft: Draft) -> dict[str, str]:
    return {"number": case.number.shown, "paper": draft.kind.value}
