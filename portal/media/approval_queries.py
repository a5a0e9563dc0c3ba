"""Who signs a line: its route, what was signed so far, who may sign today (M-3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from portal import clock
from portal.accounts.chief_queries import chiefs_of, deputies_of, section_above, section_names, sections_signed_by, signs_as
from portal.accounts.chief_rules import SignsAs
from portal.accounts.models import Staff
from portal.accounts.proof_pages import ProofView, proof_of
from portal.accounts.sessions import SignedIn
from portal.config import Settings
from portal.db import db
from portal.errors import Refused
from portal.media.approval_rules import NOBODY_ABOVE, Asked, Deputised, Signer, decided_words, route_left, route_of, why_not_sign
from portal.media.line_models import MediaRequest, Signature
from portal.media.line_rules import Line
from portal.media.rules import DECISION_MARKS, DECISION_WORDS, STEP_WORDS, Decision, State, Step
from portal.permissions import Permission


@dataclass(frozen=True)
class SignatureView:
    """One decision as the line's page shows it; `is_deputy` is marked 「代」, `reviewed` says who looked at it afterwards and when."""

    step: str
    section: str
    decision: str
    mark: str
    words: str
    who: str
    is_deputy: bool
    at: datetime
    round: int
    reviewed_by: str
    reviewed_at: datetime | None


@dataclass(frozen=True)
class Waits:
    """Who signs next, by name: the chiefs and the deputies of today; both empty when nobody can."""

    step: str
    section: str
    chiefs: tuple[str, ...]
    deputies: tuple[str, ...]
    later: str = ""


@dataclass(frozen=True)
class ApprovalPart:
    """For media/_line_approval.html. `why_not`: why this person decides nothing; `why_not_approve`: only the approval is shut."""

    public_id: str
    round: int
    signatures: Sequence[SignatureView]
    waits: Waits | None
    may_decide: bool
    why_not: str
    why_not_approve: str
    signs_as_deputy: bool
    proof: ProofView


def route_for(section_id: int, holder_id: int, requester_id: int) -> tuple[tuple[Step, int], ...]:
    """Inside a door: the signatures that a request of today needs, (step, section) in order; empty when nobody stands above (M-3)."""
    asks_as_chief = signs_as(requester_id, section_id, clock.today()) is SignsAs.CHIEF
    above_id = section_above(section_id) if asks_as_chief else None
    return route_of(section_id, holder_id, asks_as_chief=asks_as_chief, above_id=above_id)


def first_waits_for(section_id: int, holder_id: int, requester_id: int) -> int:
    """Inside a door: the section whose chief signs first, for `MediaRequest.waits_for`. Raises Refused (NOBODY_ABOVE)."""
    route = route_for(section_id, holder_id, requester_id)
    if not route:
        raise Refused(NOBODY_ABOVE)
    return route[0][1]


def asked_of(row: MediaRequest, sections: Mapping[int, str], *, decided: str, seen: int) -> Asked:
    """A line as its rule sees it; `seen`: the round that was on the screen."""
    return Asked(
        state=row.state,
        requester_id=row.requester_id,
        waits_for=row.waits_for,
        section_words=sections.get(row.waits_for or 0, ""),
        ends_at=row.ends_at,
        decided_words=decided,
        round=row.round,
        seen=seen,
    )


def decided_of(rows: Sequence[MediaRequest]) -> dict[int, str]:
    """Inside a door: by line, who decided what last in its present round; left out where nobody did."""
    rounds = {row.id: row.round for row in rows}
    found = select(Signature, Staff.name).join(Staff, Staff.id == Signature.signed_by).where(Signature.request_id.in_(rounds))
    return {
        signed.request_id: decided_words(signed.decision, name, signed.at)
        for signed, name in db.session().execute(found.order_by(Signature.id))
        if signed.round == rounds[signed.request_id]
    }


def deputised(signature: Signature, sections: Mapping[int, str]) -> Deputised:
    """A signature as the rule of 後閲 sees it."""
    return Deputised(
        section_id=signature.section_id,
        section_words=sections[signature.section_id],
        requester_id=signature.requester_id,
        signed_by=signature.signed_by,
        signed_as=signature.signed_as,
        is_reviewed=signature.reviewed_at is not None,
    )


def approval_part(row: MediaRequest, line: Line, staff: SignedIn, settings: Settings) -> ApprovalPart:
    """Inside a door: who signed, who signs next, and whether this person does (M-3)."""
    now, sections = clock.now(), section_names()
    signer = Signer(staff.id, sections_signed_by(staff.id, now.date()) if staff.may(Permission.LINE_APPROVE) else {})
    asked = asked_of(row, sections, decided="", seen=row.round)
    why_not = why_not_sign(asked, signer, Decision.REFUSE, now) or ""
    return ApprovalPart(
        public_id=row.public_id,
        round=row.round,
        signatures=_signatures(row, sections),
        waits=_waits(row, sections),
        may_decide=not why_not,
        why_not=why_not if row.state is State.ASKED and staff.may(Permission.LINE_APPROVE) else "",
        why_not_approve="" if why_not else why_not_sign(asked, signer, Decision.APPROVE, now) or "",
        signs_as_deputy=signer.sections.get(row.waits_for or 0) is SignsAs.DEPUTY,
        proof=proof_of(staff.proved_at, settings.fresh_proof_minutes),
    )


def _waits(row: MediaRequest, sections: Mapping[int, str]) -> Waits | None:
    if row.waits_for is None:
        return None
    today = clock.today()
    (step, section_id), *later = route_left(row.section_id, row.holder_id, row.waits_for)
    chiefs = tuple(person.name for person in chiefs_of(section_id, today) if person.id != row.requester_id)
    deputies = tuple(person.name for person in deputies_of(section_id, today) if person.id != row.requester_id)
    after = "、".join(f"{sections[each]}の所属長" for _, each in later)
    return Waits(STEP_WORDS[step], sections[section_id], chiefs, deputies, after)


def _signatures(row: MediaRequest, sections: Mapping[int, str]) -> list[SignatureView]:
    reviewer = aliased(Staff)
    found = (
        select(Signature, Staff.name, reviewer.name)
        .join(Staff, Staff.id == Signature.signed_by)
        .outerjoin(reviewer, reviewer.id == Signature.reviewed_by)
        .where(Signature.request_id == row.id)
        .order_by(Signature.id)
    )
    return [
        SignatureView(
            step=STEP_WORDS[signed.step],
            section=sections[signed.section_id],
            decision=DECISION_WORDS[signed.decision],
            mark=DECISION_MARKS[signed.decision],
            words=signed.words,
            who=name,
            is_deputy=signed.signed_as is SignsAs.DEPUTY,
            at=signed.at,
            round=signed.round,
            reviewed_by=reviewed_by or "",
            reviewed_at=signed.reviewed_at,
        )
        for signed, name, reviewed_by in db.session().execute(found)
    ]
