"""登録待ち worked off: recorded for somebody, or put aside with a reason; each one transaction with its record."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select, update

from portal import clock
from portal.accounts.models import Staff
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.db import db, writing
from portal.doses.comparing import ledger_of
from portal.doses.deciding import Verdict, What, faults_of, verdict_of
from portal.doses.layout_files import layout_named
from portal.doses.match_rules import WaitReason
from portal.doses.models import WaitingDose
from portal.doses.people import held_person
from portal.doses.recording import record_doses
from portal.doses.waiting_queries import others_of_row
from portal.doses.waiting_rules import (
    SUPERSEDED_BY_FILE,
    WaitState,
    values_of,
    why_not_decide,
    why_not_reason,
)
from portal.errors import Changed, NotFound, Refused
from portal.intake.cells import Fault
from portal.intake.models import FileImport
from portal.intake.queries import refuse_while_taken_back
from portal.web.once import first_result, keep_result

PURPOSE = "登録待ちの接種記録の整理"
STILL_WAITS = "still-waits"


def record_waiting(public_id: str, resident_public_id: str, *, together: bool = False, version: int, staff: SignedIn, once: str) -> bool:
    """The dose becomes this person's record. False when a verified record says something else: it now waits to be compared.

    `together`: the other doses that wait of the same row likewise, for a row is one person's. Raises Changed when another clerk was
    first, Refused when the day or the age cannot be this person's; then none of them is recorded.
    """
    with writing():
        if (known := first_result(once)) is not None:
            return known != STILL_WAITS
        waiting = _held(public_id, version)
        if waiting.reason is WaitReason.CONFLICT:
            raise Refused("確認済みの記録と違う接種です。見比べて、どちらにするかを決めてください。")
        every = [waiting, *(_others(waiting) if together else [])]
        every.sort(key=lambda each: values_of(each.content)[0]["dose_number"])
        outcomes = {each.id: _record_one(each, resident_public_id, staff) for each in every}
        still_waits = outcomes[waiting.id] is What.WAITING
        keep_result(once, STILL_WAITS if still_waits else public_id)
        return not still_waits


def dismiss_waiting(public_id: str, reason: str, *, together: bool = False, version: int, staff: SignedIn, once: str) -> None:
    """Not recorded, with the reason; beside a verified record: ours is kept. Raises Changed when another clerk was first.

    `together`: the other doses that wait of the same row likewise.
    """
    with writing():
        if first_result(once) is not None:
            return
        waiting = _held(public_id, version)
        if why := why_not_reason(reason):
            raise Refused(why)
        for each in (waiting, *(_others(waiting) if together else [])):
            _close(each, WaitState.DISMISSED, reason, staff)
            subjects = [each.resident_id] if each.resident_id else []
            facts = {"waiting": each.public_id, "row": each.number, "reason": each.reason.value}
            record(Event.WAITING_DISMISS, by=staff.actor, subjects=subjects, purpose=PURPOSE, facts=facts)
        keep_result(once, public_id)


def take_conflict(public_id: str, reason: str, *, version: int, staff: SignedIn, once: str) -> None:
    """The file's content becomes a new version of the verified record, which stays readable. Raises Changed when it changed meanwhile."""
    with writing():
        if first_result(once) is not None:
            return
        waiting = _held(public_id, version)
        if why := why_not_reason(reason):
            raise Refused(why)
        if waiting.reason is not WaitReason.CONFLICT:
            raise Refused("確認済みの記録と違う接種ではありません。どなたの接種かを決めてください。")
        verdict = _verdict_for(waiting, None)
        if verdict.known is None or verdict.known["id"] != waiting.dose_id:
            raise Changed("見比べた記録が、そのあと改められています。画面を開き直して、いまの記録を確かめてください。")
        assert verdict.person is not None
        _settle(waiting, replace(verdict, what=What.CHANGED), staff, reason=reason)
        facts = {"waiting": public_id, "row": waiting.number}
        record(Event.CONFLICT_TAKE, by=staff.actor, subjects=[verdict.person.id], purpose=PURPOSE, facts=facts)
        keep_result(once, public_id)


def withdraw_waiting(import_id: int) -> int:
    """Inside writing(): what an import laid down waits no longer, once the import is taken back; returns how many still waited.

    What was recorded from it goes with the import's doses, so that the file brought again brings it again. What was put aside stays so.
    """
    own = WaitingDose.import_id == import_id
    now, gone = clock.now(), WaitState.WITHDRAWN
    still = update(WaitingDose).where(own, WaitingDose.state == WaitState.WAITING)
    waited = db.session().scalars(still.values(state=gone, decided_at=now).returning(WaitingDose.id)).all()
    db.session().execute(update(WaitingDose).where(own, WaitingDose.state == WaitState.RECORDED).values(state=gone))
    return len(waited)


def _record_one(waiting: WaitingDose, resident_public_id: str, staff: SignedIn) -> What:
    verdict = _verdict_for(waiting, resident_public_id)
    assert verdict.person is not None
    if verdict.what is What.WAITING:
        _turn_into_conflict(waiting, verdict)
    else:
        _settle(waiting, verdict, staff)
    waiting.resident_id = verdict.person.id
    facts = {"waiting": waiting.public_id, "row": waiting.number, "outcome": verdict.what.value}
    record(Event.WAITING_RECORD, by=staff.actor, subjects=[verdict.person.id], purpose=PURPOSE, facts=facts)
    return verdict.what


def _others(waiting: WaitingDose) -> list[WaitingDose]:
    """The other doses of the row that still wait for somebody, held until the commit."""
    return list(db.session().scalars(select(WaitingDose).where(*others_of_row(waiting)).with_for_update()))


def _held(public_id: str, version: int) -> WaitingDose:
    """The dose, held until the commit, as the page showed it. Changed says what another clerk did meanwhile."""
    row = (
        db.session()
        .execute(
            select(WaitingDose, Staff.name)
            .outerjoin(Staff, Staff.id == WaitingDose.decided_by)
            .where(WaitingDose.public_id == public_id)
            .with_for_update(of=WaitingDose)
        )
        .one_or_none()
    )
    if row is None:
        raise NotFound
    waiting, decided_by = row
    refuse_while_taken_back([waiting.import_id])
    if reason := why_not_decide(waiting.state, decided_by=decided_by or "", decided_at=waiting.decided_at):
        raise Changed(reason)
    if waiting.version != version:
        raise Changed("この接種は、いま別の職員が開いて改めました。画面を開き直して、いまの状態を確かめてください。")
    return waiting


def _verdict_for(waiting: WaitingDose, resident_public_id: str | None) -> Verdict:
    """Beside the ledger as it is now. Refused when it cannot be this person's."""
    person = held_person(public_id=resident_public_id, resident_id=waiting.resident_id)
    values, _ = values_of(waiting.content)
    ledger = ledger_of([person.id])
    verdict = verdict_of(values, person, ledger)
    layout = layout_named(db.session().get_one(FileImport, waiting.import_id).layout)
    if faults := faults_of(verdict, [verdict], ledger, layout, import_id=0):
        raise Refused(_in_words(faults))
    return verdict


def _in_words(faults: Sequence[Fault]) -> str:
    told = "。".join(f"{fault.column}: {fault.fault}({fault.remedy})" for fault in faults)
    return f"この方の接種としては記録できません。{told}。"


def _settle(waiting: WaitingDose, verdict: Verdict, staff: SignedIn, *, reason: str = "") -> None:
    """Recorded as new or as a new version; where the ledger has the very same dose, that is the one it became."""
    assert verdict.person is not None
    superseded = f"{SUPERSEDED_BY_FILE}: {reason}"[:200] if reason else SUPERSEDED_BY_FILE
    record_doses([verdict], import_id=waiting.import_id, reason=superseded)
    dose = ledger_of([verdict.person.id])[verdict.person.id, verdict.values["programme_code"]][verdict.values["dose_number"]]
    waiting.dose_id = dose["id"]
    waiting.resident_id = verdict.person.id
    _close(waiting, WaitState.RECORDED, reason, staff)


def _turn_into_conflict(waiting: WaitingDose, verdict: Verdict) -> None:
    assert verdict.known is not None
    waiting.reason = WaitReason.CONFLICT
    waiting.dose_id = verdict.known["id"]
    waiting.version += 1


def _close(waiting: WaitingDose, state: WaitState, decision: str, staff: SignedIn) -> None:
    waiting.state = state
    waiting.decision = decision
    waiting.decided_at = clock.now()
    waiting.decided_by = staff.id
    waiting.version += 1
