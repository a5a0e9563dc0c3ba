"""申出, 実施, the arrival of a posted copy, 実施期限経過 (D-2; 法87条, 89条)."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import db, writing
from portal.disclosures.clock_rules import claim_due
from portal.disclosures.decision_rules import DOING_WORDS, DoingWay
from portal.disclosures.doing_queries import doing_facts, price_now, thirds_of
from portal.disclosures.doing_rules import (
    BY_POST,
    Done,
    why_not_do_so,
    why_not_lapse,
    why_not_receive,
    why_not_receive_on,
    why_not_wish_on,
)
from portal.disclosures.draft_models import Doing
from portal.disclosures.draft_queries import DraftAtHand, draft_at_hand
from portal.disclosures.models import CaseProof
from portal.disclosures.queries import closed_days, settle_state
from portal.disclosures.rules import PROOF_WORDS, ItemState, ProofKind, Scene, Whose
from portal.disclosures.story import tell
from portal.errors import Changed, refuse_if
from portal.text.wareki import format_date
from portal.vouchers.fee_rules import Charge, fee_words
from portal.web.once import first_result, keep_result

CHANGED = (
    "ほかの方がこの実施の記録を改めました。何も保存していません。入れた内容はこの画面に残っています。"
    "いまの内容を確かめてから、もう一度押してください。"
)


@dataclass(frozen=True)
class Wished:
    """What the 申出書 says. `planned_on`: the day on which they would come."""

    day: date
    way: DoingWay
    words: str = ""
    planned_on: date | None = None
    late_reason: str = ""


def wish_doing(public_id: str, wished: Wished, *, staff: SignedIn, once: str, settings: Settings) -> str:
    """申出 of the way (87条3項, 4項). The case's public id. Raises NotFound, Refused."""
    with writing() as session:
        if (known := first_result(once)) is not None:
            return known
        found, doing = _at_hand(public_id, staff, settings)
        facts = doing_facts(found.draft, found.rows, doing, thirds_of(found.case.id), is_closed=closed_days())
        refuse_if(why_not_wish_on(facts, wished.day, clock.today(), late_reason=wished.late_reason))
        row = doing or Doing(public_id=secrets.token_hex(16), case_id=found.case.id, draft_id=found.draft.id)
        row.wished_on, row.wished_way, row.wished_words = wished.day, wished.way, wished.words.strip()
        row.planned_on, row.late_reason = wished.planned_on, wished.late_reason.strip()
        session.add(row)
        _tell(found, Event.DOING_WISH, staff, f"{DOING_WORDS[wished.way]} {format_date(wished.day)}")
        record(Event.DOING_WISH, by=staff.actor, facts={"number": found.case.number.shown, "day": wished.day.isoformat()})
        keep_result(once, found.case.public_id)
        return found.case.public_id


def do_disclosure(
    public_id: str, done: Done, papers: Collection[ProofKind], *, version: int, staff: SignedIn, once: str, settings: Settings
) -> str:
    """実施. `papers`: what was seen again of the requester. The case's public id. Raises NotFound, Refused, Changed."""
    with writing():
        if (known := first_result(once)) is not None:
            return known
        found, doing = _at_hand(public_id, staff, settings)
        today, price = clock.today(), price_now(done.day)
        facts = doing_facts(found.draft, found.rows, doing, thirds_of(found.case.id), is_closed=closed_days())
        refuse_if(why_not_do_so(facts, done, today, price))
        assert doing is not None
        if doing.version != version:
            raise Changed(CHANGED)
        due = price.of(done)
        charge = Charge(0, done.waiver, done.waiver_words.strip()) if due and done.waiver else Charge(due)
        _write_done(doing, done, charge, staff)
        _prove_again(found, papers, staff)
        for item, _ in found.items:
            item.state = ItemState.DONE
        settle_state(found.case)
        _tell(found, Event.DOING_RECORD, staff, f"{DOING_WORDS[done.way]} {format_date(done.day)} 手数料 {fee_words(charge)}")
        facts_told = {"number": found.case.number.shown, "how": done.way.value, "yen": charge.yen}
        record(Event.DOING_RECORD, by=staff.actor, facts=facts_told)
        keep_result(once, found.case.public_id)
        return found.case.public_id


def receive_copy(public_id: str, day: date, *, staff: SignedIn, once: str, settings: Settings) -> str:
    """A posted copy reached them: from that day the ninety days run (90条3項). Raises NotFound, Refused."""
    with writing():
        if (known := first_result(once)) is not None:
            return known
        found, doing = _at_hand(public_id, staff, settings)
        done_on = doing.done_on if doing else None
        refuse_if(why_not_receive(doing.way if doing else None, done_on, doing.reached_on if doing else None))
        assert doing is not None
        assert done_on is not None
        refuse_if(why_not_receive_on(done_on, day, clock.today()))
        doing.reached_on, doing.told_until = day, claim_due(day, closed_days()).day
        _tell(found, Event.NOTICE_REACH, staff, f"開示の写し {format_date(day)}")
        told = {"number": found.case.number.shown, "paper": found.draft.kind.value, "day": day.isoformat()}
        record(Event.NOTICE_REACH, by=staff.actor, facts=told)
        keep_result(once, found.case.public_id)
        return found.case.public_id


def lapse_doing(public_id: str, *, staff: SignedIn, once: str, settings: Settings) -> str:
    """実施期限経過: nobody asked within the thirty days. The case's public id. Raises NotFound, Refused."""
    with writing():
        if (known := first_result(once)) is not None:
            return known
        found, doing = _at_hand(public_id, staff, settings)
        facts = doing_facts(found.draft, found.rows, doing, thirds_of(found.case.id), is_closed=closed_days())
        refuse_if(why_not_lapse(facts, clock.today()))
        for item, _ in found.items:
            item.state = ItemState.LAPSED
        settle_state(found.case)
        _tell(found, Event.CASE_LAPSE, staff, "")
        record(Event.CASE_LAPSE, by=staff.actor, facts={"number": found.case.number.shown})
        keep_result(once, found.case.public_id)
        return found.case.public_id


def _at_hand(public_id: str, staff: SignedIn, settings: Settings) -> tuple[DraftAtHand, Doing | None]:
    found = draft_at_hand(public_id, staff=staff, settings=settings, held=True)
    doing = db.session().scalars(select(Doing).where(Doing.draft_id == found.draft.id).with_for_update()).one_or_none()
    return found, doing


def _write_done(doing: Doing, done: Done, charge: Charge, staff: SignedIn) -> None:
    """Of a copy that goes by post the ninety days run from its arrival."""
    doing.proven_on = doing.done_on = done.day
    doing.done_by, doing.way = staff.id, done.way
    doing.mono_sheets, doing.colour_sheets = done.mono_sheets, done.colour_sheets
    doing.yen, doing.waiver, doing.waiver_words = charge.yen, charge.waiver, charge.note
    doing.paid_on = done.paid_on if charge.yen else None
    doing.registered_number = done.registered_number.strip()
    if done.way not in BY_POST:
        doing.reached_on, doing.told_until = done.day, claim_due(done.day, closed_days()).day


def _prove_again(found: DraftAtHand, papers: Collection[ProofKind], staff: SignedIn) -> None:
    """The papers seen at the window, as kinds (R2-2)."""
    for paper in papers:
        seen = {"issued_on": None, "is_original": paper is not ProofKind.CARD_COPY, "seen_at": clock.now(), "seen_by": staff.id}
        db.session().add(CaseProof(case_id=found.case.id, scene=Scene.DOING, whose=Whose.REQUESTER, kind=paper, **seen))
    names = [PROOF_WORDS[paper] for paper in papers]
    tell(found.case.id, Event.CASE_PROVE, by=staff.id, words=f"実施のとき: {'、'.join(names)}")
    facts = {"number": found.case.number.shown, "scene": Scene.DOING.value, "papers": sorted(paper.value for paper in papers)}
    record(Event.CASE_PROVE, by=staff.actor, facts=facts)


def _tell(found: DraftAtHand, event: Event, staff: SignedIn, words: str) -> None:
    tell(found.case.id, event, by=staff.id, words=words)
