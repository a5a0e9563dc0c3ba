"""Audit runs: the check sheet with its frozen facts, the answers, the findings and what became of each (R5-2)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.audits.rules import Answer, FindingFacts, FindingState, Point, RunKind, run_number
from portal.db import Model, Moment, word_column


class AuditSeries(Model):
    """The last number of a fiscal year."""

    __tablename__ = "audit_run_series"

    fiscal_year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class AuditRun(Model):
    """One audit of a period; of one section, or of all. Signed once, and then fixed."""

    __tablename__ = "audit_run"
    __table_args__ = (
        UniqueConstraint("fiscal_year", "running"),
        CheckConstraint("first_day <= last_day", name="period"),
        CheckConstraint("(signed_at IS NULL) = (signed_by IS NULL)", name="signed_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    fiscal_year: Mapped[int]
    running: Mapped[int]
    kind: Mapped[RunKind] = mapped_column(word_column(RunKind))
    section_id: Mapped[int | None] = mapped_column(ForeignKey("section.id"))
    first_day: Mapped[date]
    last_day: Mapped[date]
    reason: Mapped[str] = mapped_column(String(300))
    started_at: Mapped[datetime] = mapped_column(Moment)
    started_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    facts_at: Mapped[datetime] = mapped_column(Moment)
    conclusion: Mapped[str] = mapped_column(String(1000), default="")
    signed_at: Mapped[datetime | None] = mapped_column(Moment)
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @property
    def shown(self) -> str:
        return run_number(self.fiscal_year, self.running)


class AuditPoint(Model):
    """One question of a run, with the facts as they stood when they were gathered (JSON of rules.Fact)."""

    __tablename__ = "audit_point"
    __table_args__ = (
        UniqueConstraint("run_id", "point"),
        CheckConstraint("(answer IS NULL) = (answered_by IS NULL)", name="answered_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("audit_run.id"))
    point: Mapped[Point] = mapped_column(word_column(Point))
    facts: Mapped[str] = mapped_column(Text)
    answer: Mapped[Answer | None] = mapped_column(word_column(Answer))
    note: Mapped[str] = mapped_column(String(1000), default="")
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class AuditFinding(Model):
    """指摘: what is wrong, what is to be done by when, by which section; mended by one person, confirmed by another."""

    __tablename__ = "audit_finding"
    __table_args__ = (
        Index("ix_audit_finding_section_id", "section_id", "state", "due_on"),
        Index("ix_audit_finding_point_id", "point_id"),
        CheckConstraint("confirmed_by IS NULL OR confirmed_by <> mended_by", name="confirmed_by_another"),
        CheckConstraint("(state = 'done') = (confirmed_at IS NOT NULL)", name="done_when_confirmed"),
        CheckConstraint("(state = 'open') = (mended_at IS NULL)", name="mended_when_no_longer_open"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    point_id: Mapped[int] = mapped_column(ForeignKey("audit_point.id"))
    section_id: Mapped[int] = mapped_column(ForeignKey("section.id"))
    words: Mapped[str] = mapped_column(String(1000))
    measure: Mapped[str] = mapped_column(String(1000))
    due_on: Mapped[date]
    state: Mapped[FindingState] = mapped_column(word_column(FindingState), default=FindingState.OPEN)
    found_at: Mapped[datetime] = mapped_column(Moment)
    found_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    mended_at: Mapped[datetime | None] = mapped_column(Moment)
    mended_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    mend_words: Mapped[str] = mapped_column(String(1000), default="")
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @property
    def about(self) -> FindingFacts:
        return FindingFacts(self.state, self.due_on, self.mended_by)


class FindingEvent(Model):
    """What happened to a finding, never changed: written, mended, handed back, confirmed."""

    __tablename__ = "audit_finding_event"
    __table_args__ = (Index("ix_audit_finding_event_finding_id", "finding_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("audit_finding.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    what: Mapped[str] = mapped_column(String(40))
    words: Mapped[str] = mapped_column(String(1000), default="")
