"""代決者 appointed, and ended early, by the chief of the section (M-3)."""

import secrets

from sqlalchemy import select

from portal import clock
from portal.accounts.chief_queries import signs_as
from portal.accounts.chief_rules import Term, why_not_appoint, why_not_end_deputy
from portal.accounts.deputy_queries import NO_SUCH_DEPUTY, candidate_of, code_of_section
from portal.accounts.models import Deputy, Staff
from portal.accounts.proof_actions import require_fresh
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import db, writing
from portal.errors import NotFound, refuse_if
from portal.web.once import first_result, keep_result


def appoint_deputy(login_name: str, term: Term, *, staff: SignedIn, settings: Settings, once: str) -> None:
    """Of the section where `staff` is chief. Raises NotProved, and Refused: no chief, a person or a term that does not fit."""
    day = clock.today()
    with writing() as session:
        if first_result(once) is not None:
            return
        require_fresh(staff, clock.now(), settings)
        section = code_of_section(staff.section_id)
        found = candidate_of(login_name, staff.section_id, term.starts_on)
        person_id = found[0].id if found else 0
        by = signs_as(staff.id, staff.section_id, day)
        who = {"staff_id": person_id, "by_staff_id": staff.id}
        candidate, held = found[1] if found else None, _held(person_id, staff.section_id)
        refuse_if(why_not_appoint(by, **who, candidate=candidate, term=term, held=held, day=day))
        session.add(
            Deputy(
                public_id=secrets.token_hex(16),
                section_id=staff.section_id,
                staff_id=person_id,
                starts_on=term.starts_on,
                ends_on=term.ends_on,
                appointed_by=staff.id,
                appointed_at=clock.now(),
            )
        )
        record(Event.DEPUTY_APPOINT, by=staff.actor, facts=_facts(login_name, section, term))
        keep_result(once, "appointed")


def end_deputy(public_id: str, *, staff: SignedIn, once: str) -> None:
    """At once: from this moment on the person signs for nobody. Raises NotFound (another section's too) and Refused."""
    with writing() as session:
        if first_result(once) is not None:
            return
        section = code_of_section(staff.section_id)
        mine = Deputy.public_id == public_id, Deputy.section_id == staff.section_id
        deputy = session.scalar(select(Deputy).where(*mine).with_for_update())
        if deputy is None:
            raise NotFound(NO_SUCH_DEPUTY)
        term, day = Term(deputy.starts_on, deputy.ends_on, deputy.ended_at), clock.today()
        refuse_if(why_not_end_deputy(signs_as(staff.id, staff.section_id, day), term, day))
        deputy.ended_at, deputy.ended_by = clock.now(), staff.id
        login_name = session.get_one(Staff, deputy.staff_id).login_name
        record(Event.DEPUTY_END, by=staff.actor, facts=_facts(login_name, section, term))
        keep_result(once, public_id)


def _held(staff_id: int, section_id: int) -> list[Term]:
    terms = select(Deputy).where(Deputy.staff_id == staff_id, Deputy.section_id == section_id)
    return [Term(deputy.starts_on, deputy.ends_on, deputy.ended_at) for deputy in db.session().scalars(terms)]


def _facts(login_name: str, section: str, term: Term) -> dict[str, str]:
    return {"staff": login_name, "section": section, "starts": term.starts_on.isoformat(), "ends": term.ends_on.isoformat()}
