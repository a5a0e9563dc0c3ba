"""The 媒体台帳 and the lists from which a request is filled: systems, terminals, people, destinations (M-1, R3-5, R5-3)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Model, Moment, word_column
from portal.media.number_rules import Number, Series
from portal.media.rules import Condition, Employer, Encryption, MediumKind, PlaceKind


class MediaSeries(Model):
    """The last number of a ledger in a fiscal year: one row, held until the commit."""

    __tablename__ = "media_series"

    series: Mapped[Series] = mapped_column(word_column(Series), primary_key=True)
    fiscal_year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class ListedSystem(Model):
    """A system between which data go."""

    __tablename__ = "media_system"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    ended_on: Mapped[date | None]


class ListedTerminal(Model):
    """A terminal on which a section's data may be worked with."""

    __tablename__ = "media_terminal"
    __table_args__ = (Index("ix_media_terminal_section_id", "section_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    section_id: Mapped[int] = mapped_column(ForeignKey("section.id"))
    name: Mapped[str] = mapped_column(String(60))
    place: Mapped[str] = mapped_column(String(60), default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class Worker(Model):
    """A person whom the chief allows to handle a section's data outside the portal: one of the staff, or of a contractor."""

    __tablename__ = "media_worker"
    __table_args__ = (
        Index("ix_media_worker_section_id", "section_id"),
        CheckConstraint("(employer = 'city') = (staff_id IS NOT NULL)", name="staff_of_the_city"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    section_id: Mapped[int] = mapped_column(ForeignKey("section.id"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    name: Mapped[str] = mapped_column(String(60))
    employer: Mapped[Employer] = mapped_column(word_column(Employer))
    company: Mapped[str] = mapped_column(String(60), default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class Destination(Model):
    """Where data may go; one that is another section of the city is listed to be refused for personal data (R5-3)."""

    __tablename__ = "media_destination"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    kind: Mapped[PlaceKind] = mapped_column(word_column(PlaceKind))
    name: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(String(120), default="")
    ended_on: Mapped[date | None]


class Medium(Model):
    """One registered, dedicated medium. Lent, out, waiting for erasure: derived from its lines, not stored here."""

    __tablename__ = "medium"
    __table_args__ = (
        UniqueConstraint("fiscal_year", "running"),
        UniqueConstraint("maker", "serial"),
        Index("ix_medium_section_id", "section_id", "condition"),
        CheckConstraint("permitted_from <= permitted_until", name="permitted_period"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    fiscal_year: Mapped[int]
    running: Mapped[int]
    kind: Mapped[MediumKind] = mapped_column(word_column(MediumKind))
    maker: Mapped[str] = mapped_column(String(60))
    model: Mapped[str] = mapped_column(String(60))
    serial: Mapped[str] = mapped_column(String(60))
    capacity: Mapped[str] = mapped_column(String(20), default="")
    encryption: Mapped[Encryption] = mapped_column(word_column(Encryption))
    section_id: Mapped[int] = mapped_column(ForeignKey("section.id"))
    keeper_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    place: Mapped[str] = mapped_column(String(100))
    uses: Mapped[str] = mapped_column(String(200))
    permitted_from: Mapped[date]
    permitted_until: Mapped[date]
    condition: Mapped[Condition] = mapped_column(word_column(Condition), default=Condition.USABLE)
    registered_at: Mapped[datetime] = mapped_column(Moment)
    registered_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    seen_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @property
    def number(self) -> Number:
        return Number(Series.MEDIUM, self.fiscal_year, self.running)


class MediumSystem(Model):
    """A system with which a medium may be used."""

    __tablename__ = "medium_system"

    medium_id: Mapped[int] = mapped_column(ForeignKey("medium.id"), primary_key=True)
    system_id: Mapped[int] = mapped_column(ForeignKey("media_system.id"), primary_key=True)
