"""Deciding whose a row is: the same person, or another. Before the file is applied that says what will be; after, it is done at once."""

import json

from sqlalchemy import delete, select, update

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.db import db, writing
from portal.errors import NotFound, Refused
from portal.intake import queries
from portal.intake.actions import PURPOSE
from portal.intake.cells import Fault
from portal.intake.checking import StagedRow, add_faults
from portal.intake.kinds import FAULTY
from portal.intake.models import FileImport, ImportRow
from portal.intake.rules import ImportKind, ImportState, Outcome
from portal.residents.consequences import changed_fields, consequence
from portal.residents.files import Values
from portal.residents.intake import apply_rows, record_of
from portal.residents.match_models import RegisterMatch
from portal.residents.match_outcome import recount
from portal.residents.match_review import ids_of_candidates, meant, row_values
from portal.residents.match_rules import Decision, MatchReason, why_not_decide
from portal.residents.models import Resident
from portal.web.once import first_result, keep_result

NO_CANDIDATE = "この方は、もう候補ではありません。画面を開き直して、いまの候補を確かめてください。"
ANOTHER = ("別の方と決めたため、反映しません", "宛名番号の付け間違いを、住民登録の担当に伝えてください")


def decide_match(public_id: str, decision: Decision, candidate: str, *, staff: SignedIn, once: str) -> str:
    """`candidate`: public id of the person whose row it is, when it is the same. Returns the import's public id."""
    with writing():
        if (first := first_result(once)) is not None:
            return first
        match, file = _locked(public_id)
        if reason := _why_not(match, file, decision):
            raise Refused(reason)
        row = db.session().get_one(ImportRow, (file.id, match.number))
        values = row_values(row.cells, queries.headings_of(file.id))
        if values is None:
            raise Refused("この行は、いまは読めません。ファイルをもう一度読み込んでください。")
        person = _candidate(match, values, candidate) if decision is Decision.SAME else None
        if person is not None:
            queries.refuse_while_taken_back([person.import_id])
        match.decision, match.resident_id = decision, person.id if person else None
        match.decided_by, match.decided_at = staff.id, clock.now()
        db.session().flush()
        _carry_out(file, match, values, person)
        facts = {"import": file.public_id, "row": match.number, "decision": decision.value, "why": match.reason.value}
        record(Event.MATCH_DECIDE, by=staff.actor, subjects=[person.id] if person else [], purpose=PURPOSE, facts=facts)
        keep_result(once, file.public_id)
        return file.public_id


def _locked(public_id: str) -> tuple[RegisterMatch, FileImport]:
    found = select(FileImport.public_id).join(RegisterMatch, RegisterMatch.import_id == FileImport.id)
    import_public_id = db.session().scalar(found.where(RegisterMatch.public_id == public_id))
    if import_public_id is None:
        raise NotFound
    file = queries.locked(ImportKind.REGISTER, import_public_id)
    return db.session().scalars(select(RegisterMatch).where(RegisterMatch.public_id == public_id).with_for_update()).one(), file


def _why_not(match: RegisterMatch, file: FileImport, decision: Decision) -> str | None:
    return why_not_decide(
        match.reason,
        decision,
        decided=match.decision,
        counts=file.state in (ImportState.CHECKED, ImportState.APPLIED),
        at_work=file.state in (ImportState.APPLYING, ImportState.TAKING_BACK),
    )


def _candidate(match: RegisterMatch, values: Values, public_id: str) -> Resident:
    ids = meant(match, ids_of_candidates([(match.reason, values)]).get(values["resident_number"], []))
    person = db.session().scalar(select(Resident).where(Resident.public_id == public_id, Resident.id.in_(ids)))
    if person is None:
        raise Refused(NO_CANDIDATE)
    same = (RegisterMatch.import_id == match.import_id, RegisterMatch.resident_id == person.id)
    if (other := db.session().scalar(select(RegisterMatch.number).where(*same).limit(1))) is not None:
        raise Refused(f"この方は、{other:,}行目の方と同じ方と決まっています。2つの行が同じ方のものにはなりません。")
    return person


def _carry_out(file: FileImport, match: RegisterMatch, values: Values, person: Resident | None) -> None:
    """The row gets the outcome that the decision gives it; of a file that has been applied it is applied now."""
    outcome, tally = _outcome(match, values, person)
    recount(file, match.reason, outcome, tally)
    if outcome is Outcome.FAULTY:
        add_faults(file.id, {match.number: [Fault("宛名番号", values["resident_number"], *ANOTHER)]})
        file.faults += 1
    this = (ImportRow.import_id == file.id, ImportRow.number == match.number)
    db.session().execute(update(ImportRow).where(*this).values(outcome=outcome))
    if file.state is ImportState.APPLIED:
        _apply_now(file, match.number, outcome)


def _outcome(match: RegisterMatch, values: Values, person: Resident | None) -> tuple[Outcome, str]:
    if person is None and match.reason is MatchReason.STRANGER:
        return Outcome.FAULTY, FAULTY
    old = record_of(person) if person else None
    what = consequence(old, values)
    if old is None:
        return Outcome.NEW, what.value
    return Outcome.CHANGED if changed_fields(old, values) else Outcome.UNCHANGED, what.value


def _apply_now(file: FileImport, number: int, outcome: Outcome) -> None:
    headings = queries.headings_of(file.id)
    row = db.session().get_one(ImportRow, (file.id, number))
    if outcome in (Outcome.NEW, Outcome.CHANGED):
        staged = StagedRow(number, dict(zip(headings, json.loads(row.cells), strict=True)))
        applied = apply_rows(file, [staged])
        if applied.faults:
            fault = applied.faults[number][0]
            raise Refused(f"{fault.fault}。{fault.remedy}。")
        file.applied_rows += 1
    rest = delete(ImportRow).where(ImportRow.import_id == file.id)
    db.session().execute(rest.where(ImportRow.number == number) if file.matches else rest)
