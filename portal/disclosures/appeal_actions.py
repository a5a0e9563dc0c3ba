"""審査請求 recorded with 諮問, 答申 and 裁決 (D-2; 法104–107条)."""

import secrets
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, select

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import db, writing
from portal.disclosures import appeal_rules as rules
from portal.disclosures.appeal_rules import APPEAL_STEP_WORDS, AppealFacts, AppealStep
from portal.disclosures.case_queries import seen_case
from portal.disclosures.decision_rules import DRAFT_WORDS, NO_CONSULT_WORDS, RULING_WORDS, NoConsult, Ruling
from portal.disclosures.draft_models import Appeal, ThirdParty
from portal.disclosures.draft_queries import draft_at_hand
from portal.disclosures.models import Case
from portal.disclosures.story import tell
from portal.errors import Changed, NotFound, refuse_if
from portal.text.wareki import format_date
from portal.web.once import first_result, keep_result

CHANGED = (
    "ほかの方がこの審査請求の記録を改めました。何も保存していません。入れた内容はこの画面に残っています。"
    "いまの内容を確かめてから、もう一度押してください。"
)


@dataclass(frozen=True)
class Stepped:
    """What is recorded of a step; `ground`: of WAIVE, `ruling` and `words`: of RULE."""

    step: AppealStep
    day: date
    ground: NoConsult | None = None
    ruling: Ruling | None = None
    words: str = ""


def file_appeal(draft_public_id: str, day: date, filed_by: str, words: str, *, staff: SignedIn, once: str, settings: Settings) -> str:
    """Against the decision of this draft; late ones too. The case's public id. Raises NotFound, Refused."""
    with writing() as session:
        if (known := first_result(once)) is not None:
            return known
        found = draft_at_hand(draft_public_id, staff=staff, settings=settings, held=True)
        draft, case = found.draft, found.case
        decided_on = draft.decided_at.date() if draft.decided_at else None
        refuse_if(rules.why_not_file(draft.state, decided_on, day, clock.today(), is_open=_has_open_appeal(draft.id)))
        appeal = Appeal(
            public_id=secrets.token_hex(16),
            case_id=case.id,
            draft_id=draft.id,
            filed_on=day,
            filed_by=filed_by.strip(),
            noted_at=clock.now(),
            noted_by=staff.id,
            words=words.strip(),
        )
        session.add(appeal)
        tell(case.id, Event.APPEAL_FILE, by=staff.id, words=f"{DRAFT_WORDS[draft.kind]}に対して {format_date(day)}")
        record(Event.APPEAL_FILE, by=staff.actor, facts={"number": case.number.shown, "day": day.isoformat()})
        keep_result(once, case.public_id)
        return case.public_id


def step_appeal(public_id: str, stepped: Stepped, *, version: int, staff: SignedIn, once: str, settings: Settings) -> str:
    """The case's public id. Raises NotFound, Refused, Changed."""
    with writing():
        if (known := first_result(once)) is not None:
            return known
        appeal, case = appeal_at_hand(public_id, staff=staff, settings=settings, held=True)
        if appeal.version != version:
            raise Changed(CHANGED)
        facts, step, day = appeal_facts(appeal), stepped.step, stepped.day
        refuse_if(rules.why_not_step_so(facts, step, day, clock.today(), ground=stepped.ground))
        words = f"{APPEAL_STEP_WORDS[step]} {format_date(day)}"
        if step is AppealStep.RULE:
            refuse_if(rules.why_not_rule(facts, stepped.ruling))
            appeal.ruled_on, appeal.ruling, appeal.ruling_words = day, stepped.ruling, stepped.words.strip()
            words += f" {RULING_WORDS[stepped.ruling]}" if stepped.ruling else ""
        elif step is AppealStep.WAIVE:
            appeal.no_consult = stepped.ground
            words += f" {NO_CONSULT_WORDS[stepped.ground]}" if stepped.ground else ""
        else:
            _set_day(appeal, step, day)
        tell(case.id, Event.APPEAL_STEP, by=staff.id, words=words)
        record(Event.APPEAL_STEP, by=staff.actor, facts={"number": case.number.shown, "step": step.value, "day": day.isoformat()})
        keep_result(once, case.public_id)
        return case.public_id


def appeal_facts(appeal: Appeal) -> AppealFacts:
    """Inside a door."""
    objected = exists().where(ThirdParty.case_id == appeal.case_id, ThirdParty.objects.is_(True))
    return AppealFacts(
        filed_on=appeal.filed_on,
        no_consult=appeal.no_consult,
        consulted_on=appeal.consulted_on,
        told_on=appeal.told_on,
        reported_on=appeal.reported_on,
        ruled_on=appeal.ruled_on,
        has_objection=bool(db.session().scalar(select(objected))),
    )


def appeal_at_hand(public_id: str, *, staff: SignedIn, settings: Settings, held: bool = False) -> tuple[Appeal, Case]:
    """Inside a door. Raises NotFound."""
    session = db.session()
    of_appeal = select(Case.public_id).join(Appeal, Appeal.case_id == Case.id).where(Appeal.public_id == public_id)
    case_public_id = session.scalar(of_appeal)
    if case_public_id is None:
        raise NotFound
    case = seen_case(case_public_id, staff=staff, settings=settings, held=held)
    found = select(Appeal).where(Appeal.public_id == public_id)
    return session.scalars(found.with_for_update() if held else found).one(), case


def _has_open_appeal(draft_id: int) -> bool:
    return bool(db.session().scalar(select(exists().where(Appeal.draft_id == draft_id, Appeal.ruled_on.is_(None)))))


def _set_day(appeal: Appeal, step: AppealStep, day: date) -> None:
    if step is AppealStep.CONSULT:
        appeal.consulted_on = day
    elif step is AppealStep.TELL:
        appeal.told_on = day
    else:
        appeal.reported_on = day
