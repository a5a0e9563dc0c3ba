"""年度更新: asked for by the custodian, decided by the chief with a fresh proof, never by the same person (M-1)."""

import secrets
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal import clock
from portal.accounts.chief_queries import signs_as
from portal.accounts.proof_actions import require_fresh
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import writing
from portal.errors import Refused, refuse_if
from portal.media.line_queries import medium_facts
from portal.media.medium_actions import tell
from portal.media.medium_models import Renewal, RenewalMedium
from portal.media.medium_step_rules import MediumStep
from portal.media.models import Medium
from portal.media.renewal_queries import decided_words, media_of_renewal, members_of, renewal_row, waiting_renewals
from portal.media.renewal_rules import ONE_IS_WAITING, SAY_WHY, period_after, why_not_ask, why_not_decide, why_not_renew, year_words
from portal.web.once import first_result, keep_result


def ask_renewal(fiscal_year: int, chosen: Sequence[str], note: str, *, staff: SignedIn, once: str) -> str:
    """`chosen`: public ids of media of the own section; returns the request's public id. Raises Refused."""
    with writing() as session:
        if (known := first_result(once)) is not None:
            return known
        found = select(Medium).where(Medium.public_id.in_(chosen), Medium.section_id == staff.section_id).order_by(Medium.id)
        media = list(session.scalars(found))
        is_waiting = bool(waiting_renewals([staff.section_id]))
        refuse_if(why_not_ask(len(media), fiscal_year=fiscal_year, is_waiting=is_waiting, today=clock.today()))
        facts = medium_facts([row.id for row in media])
        for row in media:
            if reason := why_not_renew(facts[row.id], fiscal_year):
                raise Refused(f"{row.number.shown}は選べません。{reason}")
        renewal = Renewal(public_id=secrets.token_hex(16), section_id=staff.section_id, fiscal_year=fiscal_year, note=note.strip())
        renewal.asked_at, renewal.asked_by = clock.now(), staff.id
        session.add(renewal)
        try:
            session.flush()
        except IntegrityError:
            raise Refused(ONE_IS_WAITING) from None
        session.add_all(RenewalMedium(renewal_id=renewal.id, medium_id=row.id) for row in media)
        record(Event.RENEWAL_ASK, by=staff.actor, facts={"year": year_words(fiscal_year), "media": len(media)})
        keep_result(once, renewal.public_id)
        return renewal.public_id


def grant_renewal(public_id: str, words: str, *, staff: SignedIn, once: str, settings: Settings) -> int:
    """How many were renewed; what was lost or disposed of meanwhile is left out. Raises NotFound, Refused."""
    with writing():
        if (known := first_result(once)) is not None:
            return int(known)
        renewal = _decide(public_id, words, is_granted=True, staff=staff, settings=settings)
        members = members_of(renewal)
        media = media_of_renewal(members)
        facts, count = medium_facts(members), 0
        for row in media:
            if reason := why_not_renew(facts[row.id], renewal.fiscal_year):
                members[row.id].left_out = reason
                continue
            period = period_after(facts[row.id], renewal.fiscal_year, clock.today())
            row.permitted_from, row.permitted_until = period.first, period.last
            tell(row, MediumStep.RENEW, f"{year_words(renewal.fiscal_year)}。許可期間は{period.words}。{renewal.words}", staff)
            count += 1
        given = {"year": year_words(renewal.fiscal_year), "media": count, "as": _signed(renewal)}
        record(Event.RENEWAL_GRANT, by=staff.actor, facts=given)
        keep_result(once, str(count))
        return count


def refuse_renewal(public_id: str, words: str, *, staff: SignedIn, once: str, settings: Settings) -> None:
    """With a reason; the media keep the period they have. Raises NotFound, Refused."""
    refuse_if(None if words.strip() else SAY_WHY)
    with writing():
        if first_result(once) is not None:
            return
        renewal = _decide(public_id, words, is_granted=False, staff=staff, settings=settings)
        for row in media_of_renewal(members_of(renewal)):
            tell(row, MediumStep.REFUSE_RENEWAL, f"{year_words(renewal.fiscal_year)}。{renewal.words}", staff)
        record(Event.RENEWAL_REFUSE, by=staff.actor, facts={"year": year_words(renewal.fiscal_year), "as": _signed(renewal)})
        keep_result(once, "refused")


def _decide(public_id: str, words: str, *, is_granted: bool, staff: SignedIn, settings: Settings) -> Renewal:
    """Two chiefs at once: the second reads what the first decided."""
    now = clock.now()
    renewal = renewal_row(public_id, staff, held=True)
    signs = signs_as(staff.id, renewal.section_id, now.date())
    refuse_if(why_not_decide(asked_by=renewal.asked_by, person=staff.id, signs=signs, decided_words=decided_words(renewal)))
    require_fresh(staff, now, settings)
    renewal.decided_at, renewal.decided_by, renewal.signed_as = now, staff.id, signs
    renewal.is_granted, renewal.words = is_granted, words.strip()
    return renewal


def _signed(renewal: Renewal) -> str:
    return renewal.signed_as.value if renewal.signed_as else ""
