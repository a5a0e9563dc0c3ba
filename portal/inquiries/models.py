"""A slip, the lines that are only ever added to it, and what was overwritten by another person (D-3)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Model, Moment, word_column
from portal.inquiries.number_rules import SlipNumber
from portal.inquiries.rules import Category, EntryKind, Relation, Result, SlipChannel, SlipState, Urgency

_AT_WORK = text("state IN ('open', 'waiting')")


class SlipSeries(Model):
    """The last number of a fiscal year."""

    __tablename__ = "slip_series"

    fiscal_year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class Slip(Model):
    """One inquiry. Never removed: a mistake is cancelled and keeps its number.

    `taken_at`: when the inquiry came, apart from `entered_at`; `section_id`, `holder_id`: who has it now; `first_section_id`: who took it,
    and keeps seeing it; `writers`: JSON, who wrote each field last; `search_key`: the folded words by which it is found; `visit_id`: the
    look-up started from it last.
    """

    __tablename__ = "slip"
    __table_args__ = (
        UniqueConstraint("fiscal_year", "running"),
        Index("ix_slip_holder_id", "holder_id", "state"),
        Index("ix_slip_section_id", "section_id", "state", "taken_at"),
        Index("ix_slip_first_section_id", "first_section_id", "state", "taken_at"),
        Index("ix_slip_taken_at", "taken_at"),
        # The few slips that are not at their end: what the lists and the counts of the navigation read.
        Index("ix_slip_at_work", "taken_at", sqlite_where=_AT_WORK, postgresql_where=_AT_WORK),
        Index("ix_slip_reviewed_at", "section_id", "reviewed_at"),
        Index("ix_slip_resident_id", "resident_id"),
        Index("ix_slip_visit_id", "visit_id"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_with_its_time"),
        CheckConstraint("(closed_at IS NULL) = (closed_by IS NULL)", name="closed_by_somebody"),
        CheckConstraint("(closed_at IS NULL) = (result IS NULL)", name="closed_with_a_result"),
        CheckConstraint("(state = 'cancelled') = (cancel_reason <> '')", name="cancelled_with_a_reason"),
        CheckConstraint("(reviewed_at IS NULL) = (reviewed_by IS NULL)", name="reviewed_by_somebody"),
        CheckConstraint("state <> 'blank' OR holder_id IS NULL", name="nobody_holds_a_blank"),
        CheckConstraint("duplicate_of_id IS NULL OR duplicate_of_id <> id", name="not_its_own_duplicate"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    fiscal_year: Mapped[int]
    running: Mapped[int]
    state: Mapped[SlipState] = mapped_column(word_column(SlipState), default=SlipState.OPEN)
    section_id: Mapped[int] = mapped_column(ForeignKey("section.id"))
    first_section_id: Mapped[int] = mapped_column(ForeignKey("section.id"))
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    taken_at: Mapped[datetime] = mapped_column(Moment)
    taken_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    entered_at: Mapped[datetime] = mapped_column(Moment)

    channel: Mapped[SlipChannel] = mapped_column(word_column(SlipChannel))
    caller: Mapped[str] = mapped_column(String(100), default="")
    relation: Mapped[Relation] = mapped_column(word_column(Relation), default=Relation.UNKNOWN)
    contact: Mapped[str] = mapped_column(String(200), default="")
    subject: Mapped[str] = mapped_column(String(200), default="")
    category: Mapped[Category | None] = mapped_column(word_column(Category))
    body: Mapped[str] = mapped_column(Text, default="")
    about_system: Mapped[str] = mapped_column(String(200), default="")
    heard_name: Mapped[bool] = mapped_column(default=False)
    heard_birth: Mapped[bool] = mapped_column(default=False)
    heard_address: Mapped[bool] = mapped_column(default=False)
    urgency: Mapped[Urgency] = mapped_column(word_column(Urgency), default=Urgency.NORMAL)
    answer_by: Mapped[date | None]
    call_back: Mapped[bool] = mapped_column(default=False)
    call_number: Mapped[str] = mapped_column(String(40), default="")
    call_at: Mapped[datetime | None] = mapped_column(Moment)
    called_at: Mapped[datetime | None] = mapped_column(Moment)
    answer: Mapped[str] = mapped_column(Text, default="")

    waits_for: Mapped[str] = mapped_column(String(200), default="")
    waits_until: Mapped[date | None]
    resident_id: Mapped[int | None] = mapped_column(ForeignKey("resident.id"))
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"))
    duplicate_of_id: Mapped[int | None] = mapped_column(ForeignKey("slip.id"))
    result: Mapped[Result | None] = mapped_column(word_column(Result))
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    reviewed_at: Mapped[datetime | None] = mapped_column(Moment)
    reviewed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    cancel_reason: Mapped[str] = mapped_column(String(200), default="")
    writers: Mapped[str] = mapped_column(Text, default="{}")
    search_key: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @property
    def number(self) -> SlipNumber:
        return SlipNumber(self.fiscal_year, self.running)


class SlipEntry(Model):
    """A line of the 対応の記録, never changed. `to_staff`: to whom it was handed; `other_public_id`: the slip or case it names."""

    __tablename__ = "slip_entry"
    __table_args__ = (Index("ix_slip_entry_slip_id", "slip_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slip_id: Mapped[int] = mapped_column(ForeignKey("slip.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    what: Mapped[EntryKind] = mapped_column(word_column(EntryKind))
    channel: Mapped[SlipChannel | None] = mapped_column(word_column(SlipChannel))
    words: Mapped[str] = mapped_column(Text, default="")
    to_staff: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    other_public_id: Mapped[str] = mapped_column(String(32), default="")


class SlipFormer(Model):
    """What one person had written in a field when another wrote it anew; never changed."""

    __tablename__ = "slip_former"
    __table_args__ = (Index("ix_slip_former_slip_id", "slip_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slip_id: Mapped[int] = mapped_column(ForeignKey("slip.id"))
    field: Mapped[str] = mapped_column(String(40))
    words: Mapped[str] = mapped_column(Text)
    written_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    replaced_at: Mapped[datetime] = mapped_column(Moment)
    replaced_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))


class SlipLink(Model):
    """Two slips that belong together; `slip_id` is the smaller."""

    __tablename__ = "slip_link"
    __table_args__ = (CheckConstraint("slip_id < other_id", name="smaller_first"), Index("ix_slip_link_other_id", "other_id"))

    slip_id: Mapped[int] = mapped_column(ForeignKey("slip.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("slip.id"), primary_key=True)
