"""第三者意見照会: asked, answered, told of the decision (D-2; 法86条)."""

import secrets
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import db, writing
from portal.disclosures import third_rules as rules
from portal.disclosures.case_queries import CaseRows, rows_of, seen_case
from portal.disclosures.decision_rules import ThirdArticle
from portal.disclosures.doing_queries import third_facts
from portal.disclosures.draft_models import ThirdParty
from portal.disclosures.models import Case
from portal.disclosures.story import tell
from portal.errors import NotFound, Refused, refuse_if
from portal.text.wareki import format_date
from portal.web.once import first_result, keep_result

NO_SUCH_ITEM = "選んだ文書は、この請求のものではないか、もう決定されています。画面を開き直してください。"


@dataclass(frozen=True)
class Asked:
    """`item`: public id of the document that holds what is about the third party."""

    item: str
    party: str
    article: ThirdArticle
    asked_on: date
    due_on: date


def ask_third(case_public_id: str, asked: Asked, *, staff: SignedIn, once: str, settings: Settings) -> str:
    """The case's public id. Raises NotFound, Refused."""
    with writing() as session:
        if (known := first_result(once)) is not None:
            return known
        case = seen_case(case_public_id, staff=staff, settings=settings, held=True)
        rows = rows_of(case, settings)
        refuse_if(rules.why_not_ask_third(case.state, [item.state for item in rows.items]))
        refuse_if(rules.why_not_due(asked.asked_on, asked.due_on, clock.today()))
        item = next((each for each in rows.items if each.public_id == asked.item and each.state in rules.UNDECIDED), None)
        if item is None:
            raise Refused(NO_SUCH_ITEM)
        third = ThirdParty(
            public_id=secrets.token_hex(16),
            case_id=case.id,
            item_id=item.id,
            party=asked.party.strip(),
            article=asked.article,
            asked_on=asked.asked_on,
            due_on=asked.due_on,
            asked_by=staff.id,
        )
        session.add(third)
        tell(case.id, Event.THIRD_ASK, by=staff.id, words=f"{third.party} {format_date(asked.due_on)}まで")
        record(Event.THIRD_ASK, by=staff.actor, facts={"number": case.number.shown, "until": asked.due_on.isoformat()})
        keep_result(once, case.public_id)
        return case.public_id


def answer_third(public_id: str, day: date, words: str, *, objects: bool, staff: SignedIn, once: str, settings: Settings) -> str:
    """The case's public id. Raises NotFound, Refused."""
    with writing():
        if (known := first_result(once)) is not None:
            return known
        third, rows = third_at_hand(public_id, staff=staff, settings=settings, held=True)
        refuse_if(rules.why_not_answer_third_on(third_facts(third, rows.items, rows.drafts), day, clock.today()))
        third.answered_on, third.objects, third.words = day, objects, words.strip()
        told = f"{third.party} {'反対する' if objects else '反対しない'} {format_date(day)}"
        tell(rows.case.id, Event.THIRD_ANSWER, by=staff.id, words=told)
        record(Event.THIRD_ANSWER, by=staff.actor, facts={"number": rows.case.number.shown, "objects": objects})
        keep_result(once, rows.case.public_id)
        return rows.case.public_id


def tell_third(public_id: str, day: date, *, staff: SignedIn, once: str, settings: Settings) -> str:
    """86条3項: at once after the decision. The case's public id. Raises NotFound, Refused."""
    with writing():
        if (known := first_result(once)) is not None:
            return known
        third, rows = third_at_hand(public_id, staff=staff, settings=settings, held=True)
        refuse_if(rules.why_not_tell_third_on(third_facts(third, rows.items, rows.drafts), day, clock.today()))
        third.told_on = day
        tell(rows.case.id, Event.THIRD_TELL, by=staff.id, words=f"{third.party} {format_date(day)}")
        record(Event.THIRD_TELL, by=staff.actor, facts={"number": rows.case.number.shown, "day": day.isoformat()})
        keep_result(once, rows.case.public_id)
        return rows.case.public_id


def third_at_hand(public_id: str, *, staff: SignedIn, settings: Settings, held: bool = False) -> tuple[ThirdParty, CaseRows]:
    """Inside a door. Raises NotFound."""
    session = db.session()
    of_third = select(Case.public_id).join(ThirdParty, ThirdParty.case_id == Case.id).where(ThirdParty.public_id == public_id)
    case_public_id = session.scalar(of_third)
    if case_public_id is None:
        raise NotFound
    case = seen_case(case_public_id, staff=staff, settings=settings, held=held)
    found = select(ThirdParty).where(ThirdParty.public_id == public_id)
    third = session.scalars(found.with_for_update() if held else found).one()
    return third, rows_of(case, settings)
