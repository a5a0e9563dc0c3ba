"""More time asked for a line that is out, and another person in charge of it: each checked again with the line held (M-3, M-4)."""

import secrets
from datetime import datetime

from sqlalchemy import select

from portal import clock
from portal.accounts.chief_queries import section_above, sections_signed_by, staff_names, staff_of
from portal.accounts.chief_rules import SignsAs
from portal.accounts.models import Staff
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.db import db, writing
from portal.errors import refuse_if
from portal.media.copy_models import Extension
from portal.media.lending_rules import sentences, why_not_responsible, why_not_so_long
from portal.media.lending_steps import held_line
from portal.media.line_events import tell
from portal.media.line_models import MediaRequest, Signature
from portal.media.line_queries import medium_facts
from portal.media.line_rules import why_not_extend, why_not_take_over
from portal.media.rules import Decision
from portal.text.wareki import format_datetime
from portal.web.once import first_result, keep_result


def ask_extension(public_id: str, until: datetime, reason: str, *, staff: SignedIn, once: str) -> str:
    """The chief who approved the line decides; the due time stays until then. Returns the public id. Raises NotFound, Refused."""
    with writing():
        if (known := first_result(once)) is not None:
            return known
        row, line = held_line(public_id, staff)
        now = clock.now()
        refuse_if(why_not_extend(line, until, now))
        if row.medium_id is not None:
            medium = medium_facts([row.medium_id])[row.medium_id]
            refuse_if(why_not_so_long(until, medium.permitted_until, medium.shown))
        asked = Extension(public_id=secrets.token_hex(16), request_id=row.id, asked_at=now, asked_by=staff.id, until=until, reason=reason)
        asked.section_id = _decided_by(row, staff)
        db.session().add(asked)
        tell(row.id, Event.LINE_EXTEND, by=staff.id, words=f"{format_datetime(until)}まで。理由: {reason}")
        record(Event.LINE_EXTEND, by=staff.actor, facts={"line": line.shown, "until": format_datetime(until)})
        keep_result(once, public_id)
        return public_id


def take_over(public_id: str, login_name: str, reason: str, *, staff: SignedIn, once: str) -> str:
    """引継ぎ: another of the section's staff has the line at hand; who asked for it stays. Raises NotFound, Refused (M-6)."""
    with writing():
        if (known := first_result(once)) is not None:
            return known
        row, line = held_line(public_id, staff)
        refuse_if(why_not_take_over(line))
        here = {person.login_name: person for person in staff_of(row.section_id, clock.today())}
        person = db.session().scalar(select(Staff.id).where(Staff.login_name == login_name)) or 0
        refuse_if(why_not_responsible(person, row.responsible_id, [each.id for each in here.values()]))
        before = staff_names([row.responsible_id])[row.responsible_id]
        row.responsible_id = person
        tell(row.id, Event.LINE_TAKE_OVER, by=staff.id, words=sentences(f"{before.name}さんから{here[login_name].name}さんへ", reason))
        facts = {"line": line.shown, "staff": login_name, "before": before.login_name}
        record(Event.LINE_TAKE_OVER, by=staff.actor, facts=facts)
        keep_result(once, public_id)
        return public_id


def _decided_by(row: MediaRequest, staff: SignedIn) -> int:
    """The section that gave the last signature; a chief who asks is answered from above, where there is somebody."""
    last = select(Signature.section_id).where(Signature.request_id == row.id, Signature.decision == Decision.APPROVE)
    section_id = db.session().scalar(last.order_by(Signature.id.desc()).limit(1)) or row.holder_id
    if sections_signed_by(staff.id, clock.today()).get(section_id) is SignsAs.CHIEF:
        return section_above(section_id) or section_id
    return section_id
