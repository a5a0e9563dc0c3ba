"""Runs with their points and findings, and the findings that wait for a section."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from portal.accounts.chief_queries import section_names, staff_names
from portal.audits.models import AuditFinding, AuditPoint, AuditRun, FindingEvent
from portal.audits.rules import ALL_SECTIONS, QUESTIONS, Answer, Fact, FindingState, Point, PointFacts, late_days
from portal.db import db, reading
from portal.errors import NotFound

ROWS_A_PAGE = 50
EVENT_WORDS = {"found": "指摘", "mended": "是正の報告", "handed_back": "差戻し", "confirmed": "完了の確認"}
OPEN_STATES = (FindingState.OPEN, FindingState.MENDED)


@dataclass(frozen=True)
class FindingView:
    """A finding, what happened to it in order, and how late it is."""

    row: AuditFinding
    run: AuditRun
    point: Point
    section: str
    events: list[tuple[FindingEvent, str, str]]
    late_days: int


@dataclass(frozen=True)
class PointView:
    """A point with its question, its facts and its findings."""

    row: AuditPoint
    fact: Fact
    answered_by: str
    findings: list[FindingView]

    @property
    def question(self) -> str:
        return QUESTIONS[self.row.point][0]

    @property
    def promise(self) -> str:
        return QUESTIONS[self.row.point][1]


@dataclass(frozen=True)
class RunView:
    """A run as its page and its paper show it."""

    row: AuditRun
    section: str
    started_by: str
    signed_by: str
    points: list[PointView]

    @property
    def answered(self) -> int:
        return sum(point.row.answer is not None for point in self.points)

    @property
    def point_facts(self) -> list[PointFacts]:
        return [PointFacts(point.row.point, point.row.answer, len(point.findings)) for point in self.points]


@dataclass(frozen=True)
class RunLine:
    """A run in the list: how far it is, and how many of its findings are open."""

    row: AuditRun
    section: str
    started_by: str
    answered: int
    points: int
    findings: int
    open_findings: int


def run_row(public_id: str, *, held: bool = False) -> AuditRun:
    """Inside a door. Raises NotFound."""
    statement = select(AuditRun).where(AuditRun.public_id == public_id)
    row = db.session().scalar(statement.with_for_update() if held else statement)
    if row is None:
        raise NotFound
    return row


def point_row(public_id: str, *, held: bool = False) -> tuple[AuditPoint, AuditRun]:
    """Inside a door: a point and its run, which is the one that is held: answering waits for signing. Raises NotFound."""
    row = db.session().scalar(select(AuditPoint).where(AuditPoint.public_id == public_id))
    if row is None:
        raise NotFound
    of_run = select(AuditRun).where(AuditRun.id == row.run_id)
    run = db.session().scalars(of_run.with_for_update() if held else of_run).one()
    if held:
        db.session().refresh(row)
    return row, run


def finding_row(public_id: str, *, section_id: int | None = None, held: bool = False) -> tuple[AuditFinding, AuditRun]:
    """Inside a door; of that section, when one is named; of a signed run. Raises NotFound."""
    found = select(AuditFinding).where(AuditFinding.public_id == public_id)
    if section_id is not None:
        found = found.where(AuditFinding.section_id == section_id)
    row = db.session().scalar(found.with_for_update() if held else found)
    if row is None:
        raise NotFound
    of_run = select(AuditRun).join(AuditPoint, AuditPoint.run_id == AuditRun.id)
    run = db.session().scalars(of_run.where(AuditPoint.id == row.point_id, AuditRun.signed_at.is_not(None))).one_or_none()
    if run is None:
        raise NotFound
    return row, run


def point_facts(run_id: int) -> list[PointFacts]:
    """Inside a door."""
    counted = (
        select(AuditPoint.point, AuditPoint.answer, func.count(AuditFinding.id))
        .outerjoin(AuditFinding, AuditFinding.point_id == AuditPoint.id)
        .where(AuditPoint.run_id == run_id)
        .group_by(AuditPoint.id, AuditPoint.point, AuditPoint.answer)
    )
    return [PointFacts(point, answer, findings) for point, answer, findings in db.session().execute(counted)]


def open_run(public_id: str, today: date) -> RunView:
    """Raises NotFound."""
    with reading() as session:
        run = run_row(public_id)
        rows = session.scalars(select(AuditPoint).where(AuditPoint.run_id == run.id)).all()
        of_points = select(AuditFinding).where(AuditFinding.point_id.in_([row.id for row in rows]))
        findings = session.scalars(of_points.order_by(AuditFinding.id)).all()
        views = _finding_views(findings, {row.id: (row.point, run) for row in rows}, today)
        people = {run.started_by, run.signed_by, *(row.answered_by for row in rows)}
        names = staff_names({person for person in people if person})
        section = section_names().get(run.section_id, "") if run.section_id else ALL_SECTIONS
    order = {point: place for place, point in enumerate(Point)}
    points = [
        PointView(
            row,
            read_fact(row.facts),
            names[row.answered_by].name if row.answered_by else "",
            [view for view in views if view.row.point_id == row.id],
        )
        for row in sorted(rows, key=lambda row: order[row.point])
    ]
    return RunView(run, section, names[run.started_by].name, names[run.signed_by].name if run.signed_by else "", points)


def show_runs(page: int) -> tuple[int, list[RunLine]]:
    """How many runs there are, and the lines of one page, the newest first."""
    answered = select(func.count()).where(AuditPoint.run_id == AuditRun.id, AuditPoint.answer.is_not(None)).scalar_subquery()
    points = select(func.count()).where(AuditPoint.run_id == AuditRun.id).scalar_subquery()
    of_run = select(func.count()).select_from(AuditFinding).join(AuditPoint, AuditPoint.id == AuditFinding.point_id)
    findings = of_run.where(AuditPoint.run_id == AuditRun.id).scalar_subquery()
    undone = of_run.where(AuditPoint.run_id == AuditRun.id, AuditFinding.state.in_(OPEN_STATES)).scalar_subquery()
    with reading() as session:
        total = session.scalar(select(func.count()).select_from(AuditRun)) or 0
        chosen = select(AuditRun, answered, points, findings, undone).order_by(AuditRun.id.desc())
        rows = session.execute(chosen.limit(ROWS_A_PAGE).offset((page - 1) * ROWS_A_PAGE)).all()
        names, sections = staff_names({run.started_by for run, *_ in rows}), section_names()
    return total, [
        RunLine(run, sections.get(run.section_id, "") if run.section_id else ALL_SECTIONS, names[run.started_by].name, *counts)
        for run, *counts in rows
    ]


def show_findings(today: date, *, section_id: int | None, is_open: bool, page: int) -> tuple[int, list[FindingView]]:
    """Findings of signed runs, of one section or of all: open ones by their limit, done ones by their confirmation."""
    of_run = select(AuditFinding, AuditPoint.point, AuditRun)
    joined = of_run.join(AuditPoint, AuditPoint.id == AuditFinding.point_id).join(AuditRun, AuditRun.id == AuditPoint.run_id)
    states = AuditFinding.state.in_(OPEN_STATES) if is_open else AuditFinding.state == FindingState.DONE
    found = joined.where(AuditRun.signed_at.is_not(None), states)
    if section_id is not None:
        found = found.where(AuditFinding.section_id == section_id)
    order = (AuditFinding.due_on, AuditFinding.id) if is_open else (AuditFinding.confirmed_at.desc(), AuditFinding.id.desc())
    with reading() as session:
        total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
        rows = session.execute(found.order_by(*order).limit(ROWS_A_PAGE).offset((page - 1) * ROWS_A_PAGE)).all()
        findings, points = [row for row, _, _ in rows], {row.point_id: (point, run) for row, point, run in rows}
        return total, _finding_views(findings, points, today)


def read_fact(kept: str) -> Fact:
    loaded = json.loads(kept)
    return Fact(loaded["words"], tuple(loaded["numbers"]), loaded["calls"], tuple(loaded.get("public_ids", ())))


def tally(points: Sequence[PointView]) -> dict[Answer, int]:
    """How many points have which answer."""
    return {answer: sum(point.row.answer is answer for point in points) for answer in Answer}


def _finding_views(findings: Sequence[AuditFinding], points: dict[int, tuple[Point, AuditRun]], today: date) -> list[FindingView]:
    events = db.session().scalars(
        select(FindingEvent).where(FindingEvent.finding_id.in_([row.id for row in findings])).order_by(FindingEvent.id)
    )
    told = events.all()
    names, sections = staff_names({event.by for event in told}), section_names()
    return [
        FindingView(
            row,
            points[row.point_id][1],
            points[row.point_id][0],
            sections.get(row.section_id, ""),
            [(event, EVENT_WORDS[event.what], names[event.by].name) for event in told if event.finding_id == row.id],
            late_days(row.about, today),
        )
        for row in findings
    ]
