"""Runs started, points answered, findings written, runs signed, findings mended and confirmed: each recorded with the change (R5-2)."""

import json
import secrets
from dataclasses import asdict
from datetime import date

from sqlalchemy import select

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.audits.facts_queries import Scope, facts_of
from portal.audits.models import AuditFinding, AuditPoint, AuditRun, AuditSeries, FindingEvent
from portal.audits.queries import finding_row, point_facts, point_row, run_row
from portal.audits.rules import (
    SIGNED,
    Answer,
    FindingSaid,
    FindingState,
    RunKind,
    why_not_add_finding,
    why_not_answer,
    why_not_confirm,
    why_not_mend,
    why_not_period,
    why_not_sign,
)
from portal.clock import fiscal_year
from portal.config import Settings
from portal.db import db, held_row, writing
from portal.errors import refuse_if
from portal.web.once import first_result, keep_result


def start_run(
    kind: RunKind, section_id: int | None, period: tuple[date, date], reason: str, *, staff: SignedIn, once: str, settings: Settings
) -> str:
    """The check sheet, filled with what the ledgers say now; its public id. Raises Refused: a period that cannot be audited."""
    today = clock.today()
    refuse_if(why_not_period(*period, today))
    with writing() as session:
        if (known := first_result(once)) is not None:
            return known
        year, now = fiscal_year(today), clock.now()
        run = AuditRun(
            public_id=secrets.token_hex(16),
            fiscal_year=year,
            running=_next_running(year),
            kind=kind,
            section_id=section_id,
            first_day=period[0],
            last_day=period[1],
            reason=reason,
            started_at=now,
            started_by=staff.id,
            facts_at=now,
        )
        session.add(run)
        session.flush()
        found = facts_of(scope_of(run, settings))
        session.add_all(
            AuditPoint(public_id=secrets.token_hex(16), run_id=run.id, point=point, facts=json.dumps(asdict(fact), ensure_ascii=False))
            for point, fact in found.items()
        )
        record(Event.RUN_START, by=staff.actor, facts={"number": run.shown, "kind": kind.value})
        keep_result(once, run.public_id)
        return run.public_id


def gather_again(public_id: str, *, staff: SignedIn, once: str, settings: Settings) -> None:
    """The facts of the points that nobody has answered yet; an answer keeps the facts it was given to. Raises NotFound, Refused."""
    with writing() as session:
        if first_result(once) is not None:
            return
        run = run_row(public_id, held=True)
        refuse_if(SIGNED if run.signed_at else None)
        run.facts_at = clock.now()
        found = facts_of(scope_of(run, settings))
        unanswered = session.scalars(select(AuditPoint).where(AuditPoint.run_id == run.id, AuditPoint.answer.is_(None))).all()
        for row in unanswered:
            row.facts = json.dumps(asdict(found[row.point]), ensure_ascii=False)
        record(Event.RUN_GATHER, by=staff.actor, facts={"number": run.shown, "count": len(unanswered)})
        keep_result(once, "gathered")


def answer_point(public_id: str, answer: Answer, note: str, *, staff: SignedIn, once: str) -> None:
    """Until the run is signed an answer may be given anew; the record keeps each. Raises NotFound, Refused."""
    with writing():
        if first_result(once) is not None:
            return
        row, run = point_row(public_id, held=True)
        refuse_if(why_not_answer(is_signed=run.signed_at is not None, answer=answer, note=note))
        row.answer, row.note, row.answered_at, row.answered_by = answer, note.strip(), clock.now(), staff.id
        record(Event.POINT_ANSWER, by=staff.actor, facts={"number": run.shown, "point": row.point.value, "answer": answer.value})
        keep_result(once, "answered")


def add_finding(public_id: str, said: FindingSaid, *, staff: SignedIn, once: str) -> None:
    """To a point that was answered 「指摘あり」. Raises NotFound, Refused."""
    with writing() as session:
        if first_result(once) is not None:
            return
        row, run = point_row(public_id, held=True)
        refuse_if(why_not_add_finding(is_signed=run.signed_at is not None, answer=row.answer, due_on=said.due_on, today=clock.today()))
        finding = AuditFinding(
            public_id=secrets.token_hex(16),
            point_id=row.id,
            section_id=run.section_id or said.section_id,
            words=said.words.strip(),
            measure=said.measure.strip(),
            due_on=said.due_on,
            found_at=clock.now(),
            found_by=staff.id,
        )
        session.add(finding)
        session.flush()
        _tell(finding, staff, "found", finding.words)
        record(Event.FINDING_ADD, by=staff.actor, facts={"number": run.shown, "point": row.point.value})
        keep_result(once, "added")


def sign_run(public_id: str, conclusion: str, *, staff: SignedIn, once: str) -> None:
    """Answers and findings stay from now on; the findings are followed up. `staff`: with a fresh proof. Raises NotFound, Refused."""
    with writing():
        if first_result(once) is not None:
            return
        run = run_row(public_id, held=True)
        points = point_facts(run.id)
        refuse_if(why_not_sign(points, is_signed=run.signed_at is not None))
        run.conclusion, run.signed_at, run.signed_by = conclusion.strip(), clock.now(), staff.id
        found = sum(each.findings for each in points)
        record(Event.RUN_SIGN, by=staff.actor, facts={"number": run.shown, "findings": found})
        keep_result(once, "signed")


def mend_finding(public_id: str, words: str, *, staff: SignedIn, once: str) -> None:
    """The chief of the section says what was done. Raises NotFound, Refused."""
    with writing():
        if first_result(once) is not None:
            return
        finding, run = finding_row(public_id, section_id=staff.section_id, held=True)
        refuse_if(why_not_mend(finding.about))
        finding.state, finding.mend_words = FindingState.MENDED, words.strip()
        finding.mended_at, finding.mended_by = clock.now(), staff.id
        _tell(finding, staff, "mended", finding.mend_words)
        record(Event.FINDING_MEND, by=staff.actor, facts={"number": run.shown})
        keep_result(once, "mended")


def confirm_finding(public_id: str, words: str, *, is_done: bool, staff: SignedIn, once: str) -> None:
    """The auditor agrees, or hands it back with the reason. Raises NotFound, Refused."""
    with writing():
        if first_result(once) is not None:
            return
        finding, run = finding_row(public_id, held=True)
        refuse_if(why_not_confirm(finding.about, staff.id))
        if is_done:
            finding.state, finding.confirmed_at, finding.confirmed_by = FindingState.DONE, clock.now(), staff.id
        else:
            finding.state, finding.mended_at, finding.mended_by = FindingState.OPEN, None, None
        _tell(finding, staff, "confirmed" if is_done else "handed_back", words.strip())
        record(Event.FINDING_CONFIRM, by=staff.actor, facts={"number": run.shown, "done": is_done})
        keep_result(once, "confirmed")


def scope_of(run: AuditRun, settings: Settings) -> Scope:
    return Scope(
        section_id=run.section_id,
        first=run.first_day,
        last=run.last_day,
        opens=settings.office_opens_hour,
        closes=settings.office_closes_hour,
        now=clock.now(),
    )


def _next_running(year: int) -> int:
    series = held_row(AuditSeries, year, fiscal_year=year, last=0)
    series.last += 1
    db.session().flush()
    return series.last


def _tell(finding: AuditFinding, staff: SignedIn, what: str, words: str) -> None:
    db.session().add(FindingEvent(finding_id=finding.id, at=clock.now(), by=staff.id, what=what, words=words))
