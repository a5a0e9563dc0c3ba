"""Pairs judged: 別の方 said and taken back, the register gone through anew. Checked again in the transaction that changes."""

import secrets

from sqlalchemy import select

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.accounts.visits import visit_of
from portal.audit.events import Event
from portal.audit.record import record
from portal.db import db, writing
from portal.duplicates.models import DuplicateRuling
from portal.duplicates.queries import last_search, ruling_of
from portal.errors import NotFound, Refused
from portal.jobs.actions import ask_for_job
from portal.jobs.kinds import JobKind
from portal.jobs.queue import enqueue
from portal.residents.queries import id_of_resident
from portal.web.once import first_result, keep_result

ALREADY_APART = "この2つの記録は、もう「別の方」とされています。"
ALREADY_WITHDRAWN = "この判断は、もう取り消されています。"


def ask_for_search(*, staff: SignedIn, once: str) -> str:
    """The job's public id; the one under way when there is one."""
    with writing():
        if (known := first_result(once)) is not None:
            return known
        if (under_way := last_search().under_way) is not None:
            keep_result(once, under_way)
            return under_way
        job = ask_for_job(JobKind.DUPLICATES_FIND, about=0, total=0, by_staff_id=staff.id)
        record(Event.DUPLICATE_FIND, by=staff.actor)
        keep_result(once, job.public_id)
        job_id, public_id = job.id, job.public_id
    enqueue(job_id)
    return public_id


def rule_apart(first_public_id: str, second_public_id: str, reason: str, *, staff: SignedIn, once: str) -> None:
    """「別の方です」: who, when and why are kept, and the pair is not offered again. Refused when it is ruled already."""
    with writing() as session:
        if first_result(once) is not None:
            return
        visit_of(staff)
        first, second = sorted(id_of_resident(public_id) for public_id in (first_public_id, second_public_id))
        if first == second:
            raise NotFound
        if ruling_of(first, second) is not None:
            raise Refused(ALREADY_APART)
        ruling = DuplicateRuling(public_id=secrets.token_hex(16), first_id=first, second_id=second, reason=reason)
        ruling.ruled_at, ruling.ruled_by = clock.now(), staff.id
        session.add(ruling)
        session.flush()
        record(Event.DUPLICATE_REJECT, by=staff.actor, subjects=[first, second], facts={"ruling": ruling.id})
        keep_result(once, ruling.public_id)


def withdraw_ruling(public_id: str, reason: str, *, staff: SignedIn, once: str) -> None:
    """The pair is offered again; the ruling and its withdrawal stay. Refused when it is withdrawn already."""
    with writing():
        if first_result(once) is not None:
            return
        visit_of(staff)
        ruling = db.session().scalar(select(DuplicateRuling).where(DuplicateRuling.public_id == public_id).with_for_update())
        if ruling is None:
            raise NotFound
        if ruling.withdrawn_at is not None:
            raise Refused(ALREADY_WITHDRAWN)
        ruling.withdrawn_at, ruling.withdrawn_by, ruling.withdraw_reason = clock.now(), staff.id, reason
        record(Event.DUPLICATE_WITHDRAW, by=staff.actor, subjects=[ruling.first_id, ruling.second_id], facts={"ruling": ruling.id})
        keep_result(once, public_id)
