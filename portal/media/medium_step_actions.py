"""Broken, to the repairer, back, disposed of, found, erased: each step checked again, told and recorded in one transaction (M-1, M-5)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from portal import clock
from portal.accounts.chief_queries import staff_of
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.db import db, writing
from portal.errors import Refused, refuse_if
from portal.media import medium_step_rules as rules
from portal.media.medium_actions import tell
from portal.media.medium_models import MediumDisposal, MediumLoss
from portal.media.medium_queries import facts_of, medium_row
from portal.media.medium_step_rules import DESTROYING_WORDS, Destroying, LossFacts, MediumStep
from portal.media.models import Medium
from portal.media.rules import Condition
from portal.text.wareki import format_date
from portal.web.once import first_result, keep_result

WITNESS_GONE = "立会者に選んだ職員は、いまこの課にいません。一覧から選び直してください。"


@dataclass(frozen=True)
class Disposal:
    """`witness`: login name of another of the section's staff."""

    disposed_on: date
    how: Destroying
    certificate: str
    witness: str
    words: str


@dataclass(frozen=True)
class Wipe:
    tool: str
    result: str
    witness: str


def break_medium(public_id: str, words: str, *, staff: SignedIn, once: str) -> None:
    """Raises NotFound, Refused."""
    with writing():
        if first_result(once) is not None:
            return
        row = medium_row(public_id, seen_by=staff, held=True)
        refuse_if(rules.why_not_break(facts_of(row)))
        _step(row, Condition.BROKEN, MediumStep.BREAK, words, staff=staff)
        record(Event.MEDIUM_BREAK, by=staff.actor, facts={"medium": row.number.shown})
        keep_result(once, public_id)


def repair_medium(public_id: str, words: str, *, staff: SignedIn, once: str) -> None:
    """Raises NotFound, Refused: nothing that holds data goes to a repairer."""
    with writing():
        if first_result(once) is not None:
            return
        row = medium_row(public_id, seen_by=staff, held=True)
        refuse_if(rules.why_not_repair(facts_of(row)))
        _step(row, Condition.IN_REPAIR, MediumStep.REPAIR, words, staff=staff)
        record(Event.MEDIUM_REPAIR, by=staff.actor, facts={"medium": row.number.shown})
        keep_result(once, public_id)


def mend_medium(public_id: str, words: str, *, works: bool, staff: SignedIn, once: str) -> None:
    """Back from the repairer, or found to work. Raises NotFound, Refused."""
    with writing():
        if first_result(once) is not None:
            return
        row = medium_row(public_id, seen_by=staff, held=True)
        refuse_if(rules.why_not_mend(facts_of(row)))
        condition = Condition.USABLE if works else Condition.BROKEN
        what = MediumStep.MEND if works else MediumStep.BREAK
        _step(row, condition, what, words if works else f"直らなかった。{words}", staff=staff)
        record(Event.MEDIUM_MEND, by=staff.actor, facts={"medium": row.number.shown, "state": condition.value})
        keep_result(once, public_id)


def dispose_medium(public_id: str, given: Disposal, *, staff: SignedIn, once: str) -> None:
    """Raises NotFound, Refused: while data are on it, without a certificate where one is due, with oneself as witness."""
    with writing() as session:
        if first_result(once) is not None:
            return
        row = medium_row(public_id, seen_by=staff, held=True)
        refuse_if(rules.why_not_dispose(facts_of(row)))
        days = {"disposed_on": given.disposed_on, "registered_on": row.registered_at.date(), "today": clock.today()}
        refuse_if(rules.why_not_disposal(how=given.how, certificate=given.certificate, **days))
        witness_id, witness = _witness(given.witness, staff)
        disposal = MediumDisposal(medium_id=row.id, disposed_on=given.disposed_on, how=given.how, certificate=given.certificate.strip())
        disposal.words, disposal.noted_at, disposal.done_by, disposal.witness_id = given.words.strip(), clock.now(), staff.id, witness_id
        session.add(disposal)
        parts = [f"{format_date(given.disposed_on)}に{DESTROYING_WORDS[given.how]}", f"立会者 {witness}"]
        parts += [f"証明書 {disposal.certificate}"] if disposal.certificate else []
        _step(row, Condition.DISPOSED, MediumStep.DISPOSE, "、".join([*parts, disposal.words] if disposal.words else parts), staff=staff)
        record(Event.MEDIUM_DISPOSE, by=staff.actor, facts={"medium": row.number.shown, "how": given.how.value})
        keep_result(once, public_id)


def find_medium(public_id: str, words: str, *, staff: SignedIn, once: str) -> None:
    """It turned up; until it is erased before a witness it stays out of use. Raises NotFound, Refused."""
    with writing():
        if first_result(once) is not None:
            return
        row = medium_row(public_id, seen_by=staff, held=True)
        loss = open_loss(row.id)
        refuse_if(rules.why_not_find(facts_of(row), loss_facts(loss)))
        assert loss is not None
        loss.found_at, loss.found_by, loss.found_words = clock.now(), staff.id, words.strip()
        tell(row, MediumStep.FIND, words.strip(), staff)
        record(Event.MEDIUM_FIND, by=staff.actor, facts={"medium": row.number.shown})
        keep_result(once, public_id)


def wipe_medium(public_id: str, given: Wipe, *, staff: SignedIn, once: str) -> None:
    """Erased before a witness and back to use. Raises NotFound, Refused."""
    with writing():
        if first_result(once) is not None:
            return
        row = medium_row(public_id, seen_by=staff, held=True)
        loss = open_loss(row.id)
        refuse_if(rules.why_not_wipe(facts_of(row), loss_facts(loss)))
        assert loss is not None
        witness_id, witness = _witness(given.witness, staff)
        loss.wiped_at, loss.wiped_by, loss.witness_id = clock.now(), staff.id, witness_id
        loss.wipe_tool, loss.wipe_result = given.tool.strip(), given.result.strip()
        _step(row, Condition.USABLE, MediumStep.WIPE, f"{loss.wipe_tool}。{loss.wipe_result}(立会者 {witness})", staff=staff)
        record(Event.MEDIUM_WIPE, by=staff.actor, facts={"medium": row.number.shown})
        keep_result(once, public_id)


def open_loss(medium_id: int) -> MediumLoss | None:
    """Inside a door: the loss of a medium that is not yet back in use."""
    return db.session().scalar(select(MediumLoss).where(MediumLoss.medium_id == medium_id, MediumLoss.wiped_at.is_(None)))


def loss_facts(loss: MediumLoss | None) -> LossFacts | None:
    return LossFacts(loss.noted_at, loss.found_at) if loss is not None else None


def _step(row: Medium, condition: Condition, what: MediumStep, words: str, *, staff: SignedIn) -> None:
    row.condition = condition
    tell(row, what, words.strip(), staff)


def _witness(login_name: str, staff: SignedIn) -> tuple[int, str]:
    person = next((each for each in staff_of(staff.section_id, clock.today()) if each.login_name == login_name), None)
    if person is None:
        raise Refused(WITNESS_GONE)
    refuse_if(rules.why_not_witness(person.id, staff.id))
    return person.id, person.name
