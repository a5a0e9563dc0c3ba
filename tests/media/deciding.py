"""People who decide, with a fresh proof, and lines that wait for them."""

import secrets
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import select

from portal import clock
from portal.accounts.chief_rules import SignsAs
from portal.accounts.models import Deputy, Staff
from portal.accounts.sessions import SignedIn, find_signed_in, open_session
from portal.db import reading, writing
from portal.media import approval_actions
from portal.media.approval_actions import Outcome
from portal.media.copy_models import Extension
from portal.media.line_models import MediaRequest, Signature
from portal.media.rules import Decision, State, Step
from tests.media.rows import add, add_copy, add_end, add_lending, add_line, section_id
from tests.people import staff_id

FROM, UNTIL = date(2026, 4, 1), date(2099, 3, 31)


def person(login_name: str, *, proved: bool = True) -> SignedIn:
    """Signed in on a browser of their own; `proved`: by the password, a moment ago."""
    with writing() as session:
        staff = session.scalars(select(Staff).where(Staff.login_name == login_name)).one()
        token = open_session(staff, address="127.0.0.1", method="password" if proved else "test")
    found = find_signed_in(token)
    assert found is not None
    return found


def appoint(login_name: str, section: str = "kenko", *, starts: date = FROM, ends: date = UNTIL) -> None:
    """Makes somebody a 代決者 of the section; by whom is all the same here."""
    with writing() as session:
        by = staff_id("kanri")
        deputy = Deputy(
            public_id=secrets.token_hex(16),
            section_id=section_id(section),
            staff_id=staff_id(login_name),
            starts_on=starts,
            ends_on=ends,
            appointed_at=clock.now(),
            appointed_by=by,
        )
        session.add(deputy)


def waiting(by: str = "daicho", **values: Any) -> MediaRequest:
    """A line that waits for the chief of 健康推進課, unless it says otherwise."""
    with writing():
        sections = {name: section_id(values.pop(name)) for name in ("section_id", "holder_id", "waits_for") if name in values}
        return add_line(State.ASKED, by=by, **sections, **values)


def decide(*lines: MediaRequest, by: SignedIn, decision: Decision = Decision.APPROVE, words: str = "", once: str = "") -> Outcome:
    rounds = {line.public_id: line.round for line in lines}
    return approval_actions.sign(
        rounds, decision, words, staff=by, once=once or secrets.token_hex(16), settings=current_app.extensions["portal_settings"]
    )


def now_of(line: MediaRequest) -> MediaRequest:
    with reading() as session:
        return session.get_one(MediaRequest, line.id)


def signatures_of(line: MediaRequest) -> list[Signature]:
    with reading() as session:
        return list(session.scalars(select(Signature).where(Signature.request_id == line.id).order_by(Signature.id)))


def deputised(line: MediaRequest, by: str, **values: Any) -> Signature:
    """Inside writing(): what a deputy decided."""
    given = {"round": 1, "step": Step.HOLDER, "section_id": section_id(), "decision": Decision.APPROVE, "signed_as": SignsAs.DEPUTY}
    ids = {"public_id": secrets.token_hex(16), "request_id": line.id, "requester_id": line.requester_id, "signed_by": staff_id(by)}
    return add(Signature(at=clock.now(), **(ids | given | values)))


def without_proof(staff: SignedIn) -> SignedIn:
    return replace(staff, proved_at=None)


def move(login_name: str, section: str) -> None:
    """A transfer: the person works elsewhere from now on."""
    with writing() as session:
        session.get_one(Staff, staff_id(login_name)).section_id = section_id(section)


def much_on_the_desk(count: int) -> None:
    """So many of everything that the chief's desk shows, for pages that must not ask more when there is more to show."""
    appoint("madoguchi2")
    now = clock.now()
    with writing():
        medium = add_line(State.APPROVED).medium_id
        back = {"handed_at": now - timedelta(hours=1), "returned_at": now, "received_by": staff_id("baitai")}
        for _ in range(count):
            for _ in (1, 2):
                add_line(State.ASKED, medium_id=medium)
            out, returned = add_line(State.HANDED), add_line(State.RETURNED)
            add_lending(out)
            add_copy(out)
            add_lending(returned, **back)
            add_end(add_copy(returned), confirmed_by="baitai")
            deputised(returned, "madoguchi2")
            deputised(add_line(State.SENT_BACK, medium_id=medium), "kacho", decision=Decision.SEND_BACK, signed_as=SignsAs.CHIEF)
            asked = {"section_id": section_id(), "asked_at": now, "asked_by": staff_id("daicho"), "reason": "終わらないため"}
            add(Extension(public_id=secrets.token_hex(16), request_id=out.id, until=now + timedelta(days=1), **asked))
