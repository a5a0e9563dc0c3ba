"""A case of 開示・訂正・利用停止請求 and what is asked for in it (D-1, D-2)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Model, Moment, word_column
from portal.disclosures.decision_rules import Decision
from portal.disclosures.number_rules import CaseNumber
from portal.disclosures.rules import (
    CaseKind,
    CaseState,
    ItemState,
    PersonStanding,
    ProofKind,
    RequesterKind,
    Scene,
    StopGround,
    Way,
    Whose,
    Wish,
    WishedForm,
)


class CaseSeries(Model):
    """The last number of one kind in a fiscal year."""

    __tablename__ = "disclosure_series"

    kind: Mapped[CaseKind] = mapped_column(word_column(CaseKind), primary_key=True)
    fiscal_year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class Case(Model):
    """One paper form. `received_on` is the 収受日 of whichever section took it, apart from `entered_at`.

    `section_id`: 所管課, which holds the data and whose chief decides; `officer_id`: 担当; `basic_days`: the first period as it was set
    when the case came; `earlier_id`, `disclosed_on`, `earlier_number`: the disclosure that a correction or suspension follows
    (開示前置); `visit_id`: the look-up started from it last.
    """

    __tablename__ = "disclosure_case"
    __table_args__ = (
        UniqueConstraint("kind", "fiscal_year", "running"),
        Index("ix_disclosure_case_state", "state", "received_on"),
        Index("ix_disclosure_case_section_id", "section_id", "state"),
        Index("ix_disclosure_case_received_on", "received_on"),
        Index("ix_disclosure_case_officer_id", "officer_id", "state"),
        Index("ix_disclosure_case_resident_id", "resident_id"),
        Index("ix_disclosure_case_earlier_id", "earlier_id"),
        Index("ix_disclosure_case_slip_id", "slip_id"),
        Index("ix_disclosure_case_visit_id", "visit_id"),
        CheckConstraint("NOT (kind = 'suspension' AND is_provision_record)", name="no_suspension_of_provision_records"),
        CheckConstraint("(identity_proven_on IS NULL) = (identity_by IS NULL)", name="proven_before_somebody"),
        CheckConstraint("(withdrawn_on IS NULL) = (withdrawn_by IS NULL)", name="withdrawn_before_somebody"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_on IS NOT NULL)", name="withdrawn_with_its_day"),
        CheckConstraint("(state = 'cancelled') = (cancel_reason <> '')", name="cancelled_with_a_reason"),
        CheckConstraint("basic_days BETWEEN 1 AND 30", name="basic_period"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    kind: Mapped[CaseKind] = mapped_column(word_column(CaseKind))
    wish: Mapped[Wish | None] = mapped_column(word_column(Wish))
    fiscal_year: Mapped[int]
    running: Mapped[int]
    state: Mapped[CaseState] = mapped_column(word_column(CaseState), default=CaseState.EXAMINING)
    received_on: Mapped[date]
    received_section_id: Mapped[int] = mapped_column(ForeignKey("section.id"))
    way: Mapped[Way] = mapped_column(word_column(Way))
    entered_at: Mapped[datetime] = mapped_column(Moment)
    entered_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    section_id: Mapped[int] = mapped_column(ForeignKey("section.id"))
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    basic_days: Mapped[int]

    requester_kind: Mapped[RequesterKind] = mapped_column(word_column(RequesterKind))
    requester_name: Mapped[str] = mapped_column(String(200), default="")
    requester_kana: Mapped[str] = mapped_column(String(200), default="")
    requester_postal_code: Mapped[str] = mapped_column(String(8), default="")
    requester_address: Mapped[str] = mapped_column(String(300), default="")
    requester_contact: Mapped[str] = mapped_column(String(200), default="")
    person_name: Mapped[str] = mapped_column(String(200), default="")
    person_address: Mapped[str] = mapped_column(String(300), default="")
    person_standing: Mapped[PersonStanding | None] = mapped_column(word_column(PersonStanding))
    resident_id: Mapped[int | None] = mapped_column(ForeignKey("resident.id"))

    is_specific: Mapped[bool] = mapped_column(default=False)
    is_provision_record: Mapped[bool] = mapped_column(default=False)
    wished_form: Mapped[WishedForm | None] = mapped_column(word_column(WishedForm))
    wished_words: Mapped[str] = mapped_column(String(300), default="")
    claim: Mapped[str] = mapped_column(Text, default="")
    ground: Mapped[StopGround | None] = mapped_column(word_column(StopGround))
    earlier_id: Mapped[int | None] = mapped_column(ForeignKey("disclosure_case.id"))
    earlier_number: Mapped[str] = mapped_column(String(60), default="")
    disclosed_on: Mapped[date | None]
    slip_id: Mapped[int | None] = mapped_column(ForeignKey("slip.id"))
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"))

    identity_proven_on: Mapped[date | None]
    identity_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    withdrawn_on: Mapped[date | None]
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    withdrawn_words: Mapped[str] = mapped_column(String(300), default="")
    cancel_reason: Mapped[str] = mapped_column(String(200), default="")
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @property
    def number(self) -> CaseNumber:
        return CaseNumber(self.kind, self.fiscal_year, self.running)


class CaseItem(Model):
    """One document asked for, decided by itself. `draft_id`: the 起案 in which it stands or by which it was decided."""

    __tablename__ = "disclosure_item"
    __table_args__ = (
        UniqueConstraint("case_id", "place"),
        Index("ix_disclosure_item_draft_id", "draft_id"),
        CheckConstraint("words <> ''", name="has_words"),
        CheckConstraint("state NOT IN ('decided', 'notified', 'done', 'lapsed') OR decision IS NOT NULL", name="decided_with_a_decision"),
        CheckConstraint("state NOT IN ('open', 'drafted') OR decision IS NULL", name="undecided_without_a_decision"),
        CheckConstraint("decision IS NULL OR draft_id IS NOT NULL", name="decided_by_a_draft"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("disclosure_case.id"))
    place: Mapped[int]
    words: Mapped[str] = mapped_column(String(500))
    state: Mapped[ItemState] = mapped_column(word_column(ItemState), default=ItemState.OPEN)
    decision: Mapped[Decision | None] = mapped_column(word_column(Decision))
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("disclosure_draft.id"))


class CaseProof(Model):
    """A paper that was seen; its kind and day of issue, never its number (R2-1, R2-2). Never changed."""

    __tablename__ = "disclosure_proof"
    __table_args__ = (Index("ix_disclosure_proof_case_id", "case_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("disclosure_case.id"))
    scene: Mapped[Scene] = mapped_column(word_column(Scene))
    whose: Mapped[Whose] = mapped_column(word_column(Whose))
    kind: Mapped[ProofKind] = mapped_column(word_column(ProofKind))
    issued_on: Mapped[date | None]
    is_original: Mapped[bool]
    seen_at: Mapped[datetime] = mapped_column(Moment)
    seen_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))


class CaseMending(Model):
    """A 補正: what is missing, and the days that its waiting takes out of the period. `demanded_on` is None until the demand went out."""

    __tablename__ = "disclosure_mending"
    __table_args__ = (
        Index("ix_disclosure_mending_case_id", "case_id", "id"),
        CheckConstraint("answered_on IS NULL OR demanded_on IS NULL OR answered_on >= demanded_on", name="answered_after_the_demand"),
        CheckConstraint("due_on IS NULL OR demanded_on IS NULL OR due_on > demanded_on", name="time_to_answer"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("disclosure_case.id"))
    gaps: Mapped[str] = mapped_column(String(300))
    words: Mapped[str] = mapped_column(String(1000), default="")
    noted_at: Mapped[datetime] = mapped_column(Moment)
    noted_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    demanded_on: Mapped[date | None]
    due_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    answer: Mapped[str] = mapped_column(String(500), default="")


class CaseTask(Model):
    """What a section is asked to do: look for the documents, give its opinion."""

    __tablename__ = "disclosure_task"
    __table_args__ = (
        Index("ix_disclosure_task_case_id", "case_id", "id"),
        Index("ix_disclosure_task_section_id", "section_id", "answered_at"),
        CheckConstraint("(answered_at IS NULL) = (answered_by IS NULL)", name="answered_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("disclosure_case.id"))
    section_id: Mapped[int] = mapped_column(ForeignKey("section.id"))
    words: Mapped[str] = mapped_column(String(1000))
    due_on: Mapped[date]
    asked_at: Mapped[datetime] = mapped_column(Moment)
    asked_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    answer: Mapped[str] = mapped_column(String(2000), default="")


class CaseEvent(Model):
    """The story of a case, told on its page in order; never changed."""

    __tablename__ = "disclosure_event"
    __table_args__ = (Index("ix_disclosure_event_case_id", "case_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("disclosure_case.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    what: Mapped[str] = mapped_column(String(40))
    words: Mapped[str] = mapped_column(String(1000), default="")


class ClosedDay(Model):
    """A day on which the city's offices are closed beside weekends, holidays and 12/29–1/3; ended, not removed, when it was a mistake."""

    __tablename__ = "city_closed_day"
    __table_args__ = (
        Index("ix_city_closed_day_day", "day"),
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    day: Mapped[date]
    words: Mapped[str] = mapped_column(String(100))
    added_at: Mapped[datetime] = mapped_column(Moment)
    added_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
