"""Taking an application, saying who it was, withdrawing it: checked again inside the transaction that changes, recorded with it."""

import secrets
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from portal import clock
from portal.accounts.models import Staff
from portal.accounts.sessions import SignedIn
from portal.accounts.visits import note_person, visit_of
from portal.arrivals.models import Arrival, ArrivalRejection
from portal.arrivals.queries import ArrivalRow, candidates_of, last_resident_id, number_of, rejected, same_applications
from portal.arrivals.review import opened_in_visit
from portal.arrivals.rules import (
    ALREADY_REJECTED,
    MISTAKEN_REASON,
    NO_LONGER_A_CANDIDATE,
    PURPOSE_WORDS,
    REJECTED_MEANWHILE,
    SAME_APPLICATION,
    WITHDRAW_WORDS,
    ArrivalState,
    Purpose,
    WithdrawReason,
    purposes_as_stored,
    seen_mark,
    why_not_birth,
    why_not_decide,
    why_not_notified,
    why_not_withdraw_note,
)
from portal.arrivals.series import held_series_of
from portal.audit.events import Event
from portal.audit.record import record
from portal.clock import fiscal_year
from portal.db import db, writing
from portal.errors import Changed, NotFound, Refused, refuse_if
from portal.intake.queries import refuse_while_taken_back
from portal.residents.keys import search_keys
from portal.residents.models import Resident
from portal.residents.queries import id_of_resident
from portal.residents.rules import Sex
from portal.text.wareki import PartialDate
from portal.vouchers.rules import Applicant, Document, document_words, why_not_identity
from portal.web.once import first_result, keep_result


@dataclass(frozen=True)
class NewArrival:
    """What the form says. `seen`: the applications of the same person that the page showed and the clerk confirmed (seen_mark)."""

    name: str
    kana: str
    birth: PartialDate
    sex: Sex
    address: str
    building: str
    phone: str
    moved_from: str
    notified_on: date
    purposes: frozenset[Purpose]
    applicant: Applicant
    documents: frozenset[Document]
    memo: str
    seen: str = ""

    @property
    def keys(self) -> dict[str, str]:
        return search_keys({"name": self.name, "kana": self.kana})


class ToConfirm(Refused):
    """There is somebody or something that the clerk has not been shown, or about which a word is missing: the form comes back with it."""


def take_arrival(new: NewArrival, *, staff: SignedIn, once: str) -> str:
    """An application with its number, held until the register brings the person; returns its public id.

    Raises Refused without a visit or the identity check (R2-1), ToConfirm when the same person's applications wait that nobody confirmed.
    """
    with writing() as session:
        if (known := first_result(once)) is not None:
            return known
        visit = visit_of(staff)
        refuse_if(why_not_identity(new.applicant, new.documents))
        day = clock.today()
        refuse_if(why_not_birth(new.birth, day) or why_not_notified(PartialDate.from_date(new.notified_on), new.birth, day))
        series = held_series_of(fiscal_year(day))
        if seen_mark(row.arrival.public_id for row in same_applications(new.keys["name_key"], new.birth)) != new.seen:
            raise ToConfirm(SAME_APPLICATION)
        series.last += 1
        arrival = _drawn(new, fiscal_year=series.fiscal_year, running=series.last)
        arrival.taken_by, arrival.visit_id, arrival.channel = staff.id, visit.id, visit.channel
        session.add(arrival)
        facts = {
            "arrival": number_of(arrival),
            "purposes": [word for purpose, word in PURPOSE_WORDS.items() if purpose in new.purposes],
            "channel": visit.channel.value,
            "applicant": new.applicant.value,
        }
        record(Event.ARRIVAL_TAKE, by=staff.actor, facts=facts)
        keep_result(once, arrival.public_id)
        return arrival.public_id


def link_arrival(public_id: str, resident_public_id: str, *, version: int, staff: SignedIn, once: str) -> str:
    """「この方です」: the application is done, and the person is the one being served. Returns the application's public id.

    Raises Changed when somebody else was first or the person is no candidate any more, NotFound when there is none.
    """
    with writing():
        if (known := first_result(once)) is not None:
            return known
        arrival = _held(public_id, version)
        resident = _offered(arrival, resident_public_id, staff)
        _close(arrival, ArrivalState.LINKED, staff=staff)
        arrival.resident_id = resident.id
        note_person(staff, resident.id)
        record(Event.ARRIVAL_LINK, by=staff.actor, subjects=[resident.id], facts={"arrival": number_of(arrival)})
        keep_result(once, public_id)
        return public_id


def reject_candidate(public_id: str, resident_public_id: str, *, version: int, staff: SignedIn, once: str) -> str:
    """「別の方です」: remembered, and not offered again. Raises as link_arrival does."""
    with writing() as session:
        if (known := first_result(once)) is not None:
            return known
        arrival = _held(public_id, version)
        resident = _offered(arrival, resident_public_id, staff)
        session.add(ArrivalRejection(arrival_id=arrival.id, resident_id=resident.id, rejected_at=clock.now(), rejected_by=staff.id))
        arrival.version += 1
        record(Event.ARRIVAL_REJECT, by=staff.actor, subjects=[resident.id], facts={"arrival": number_of(arrival)})
        keep_result(once, public_id)
        return public_id


def withdraw_arrival(public_id: str, reason: WithdrawReason, note: str, *, version: int, staff: SignedIn, once: str) -> str:
    """取下げ: closed with a reason, and the number stays. Raises Changed when somebody else was first."""
    with writing():
        if (known := first_result(once)) is not None:
            return known
        refuse_if(why_not_withdraw_note(reason, note))
        arrival = _held(public_id, version)
        visit_of(staff)
        _close(arrival, ArrivalState.WITHDRAWN, staff=staff)
        arrival.close_reason = f"{WITHDRAW_WORDS[reason]}: {note}" if note else WITHDRAW_WORDS[reason]
        record(Event.ARRIVAL_WITHDRAW, by=staff.actor, facts={"arrival": number_of(arrival), "reason": reason.value})
        keep_result(once, public_id)
        return public_id


def cancel_arrival(public_id: str, *, version: int, staff: SignedIn, once: str) -> str:
    """誤起票: taken by mistake; the number stays, with this reason. Raises Changed when somebody else was first."""
    with writing():
        if (known := first_result(once)) is not None:
            return known
        arrival = _held(public_id, version)
        visit_of(staff)
        _close(arrival, ArrivalState.MISTAKEN, staff=staff)
        arrival.close_reason = MISTAKEN_REASON
        record(Event.ARRIVAL_CANCEL, by=staff.actor, facts={"arrival": number_of(arrival)})
        keep_result(once, public_id)
        return public_id


def _drawn(new: NewArrival, *, fiscal_year: int, running: int) -> Arrival:
    return Arrival(
        public_id=secrets.token_hex(16),
        fiscal_year=fiscal_year,
        running=running,
        state=ArrivalState.WAITING,
        name=new.name,
        kana=new.kana,
        birth=new.birth,
        sex=new.sex,
        address=new.address,
        building=new.building,
        phone=new.phone,
        moved_from=new.moved_from,
        notified_on=new.notified_on,
        purposes=purposes_as_stored(new.purposes),
        applicant=new.applicant,
        identity_checked=document_words(new.documents),
        memo=new.memo,
        name_key=new.keys["name_key"],
        kana_key=new.keys["kana_key"],
        last_resident_id=last_resident_id(),
        taken_at=clock.now(),
    )


def _held(public_id: str, version: int) -> Arrival:
    """The application, held until the commit, as the page showed it. Changed says what another clerk did to it meanwhile."""
    row = (
        db.session()
        .execute(
            select(Arrival, Staff.name)
            .outerjoin(Staff, Staff.id == Arrival.decided_by)
            .where(Arrival.public_id == public_id)
            .with_for_update(of=Arrival)
        )
        .one_or_none()
    )
    if row is None:
        raise NotFound
    arrival, decided_by = row
    if reason := why_not_decide(arrival.state, decided_by=decided_by or "", decided_at=arrival.decided_at):
        raise Changed(reason)
    if arrival.version != version:
        raise Changed(REJECTED_MEANWHILE)
    return arrival


def _offered(arrival: Arrival, resident_public_id: str, staff: SignedIn) -> Resident:
    """The person whom the page offered, held: still a candidate, or opened by this visit."""
    resident = db.session().get_one(Resident, id_of_resident(resident_public_id), with_for_update=True)
    refuse_while_taken_back([resident.import_id])
    matched = candidates_of([arrival])[arrival.id]
    if resident in [*matched, *opened_in_visit(ArrivalRow(arrival, "", ""), visit_of(staff).resident_id, matched)]:
        return resident
    raise Changed(ALREADY_REJECTED if rejected(arrival.id, resident.id) else NO_LONGER_A_CANDIDATE)


def _close(arrival: Arrival, state: ArrivalState, *, staff: SignedIn) -> None:
    arrival.state = state
    arrival.decided_at, arrival.decided_by = clock.now(), staff.id
    arrival.version += 1
