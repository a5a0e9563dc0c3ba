"""接種事業: what is given to whom, and by which rules since when."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Model, Moment, word_column
from portal.programmes.age_rules import AgeBasis, AgeEnd
from portal.programmes.paper_rules import PaperForm
from portal.programmes.span_rules import Unit


class Programme(Model):
    """A vaccination programme (接種事業) of the city, not COVID alone. Its rules are few and always come with it, in one statement more."""

    __tablename__ = "programme"

    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    legal_ground: Mapped[str] = mapped_column(String(200))
    kind_digit: Mapped[str] = mapped_column(String(1))
    screening_kind_digit: Mapped[str] = mapped_column(String(1))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    form: Mapped[PaperForm] = mapped_column(word_column(PaperForm), default=PaperForm.STICKERS)
    integrated_from_dose: Mapped[int | None] = mapped_column(default=None)

    rules: Mapped[list["ProgrammeDoseRule"]] = relationship(
        lazy="selectin",
        order_by="(ProgrammeDoseRule.dose_number, ProgrammeDoseRule.vaccine, ProgrammeDoseRule.starts_on)",
        primaryjoin="and_(Programme.code == ProgrammeDoseRule.programme_code, ProgrammeDoseRule.withdrawn_at.is_(None))",
        viewonly=True,
    )


class ProgrammeDoseRule(Model):
    """One dose's rule from a day on, until the next one of the same dose and vaccine. Never altered: a change is a new row; one that has
    not begun can be withdrawn. `is_offered`: false from the day on which the dose is given no longer."""

    __tablename__ = "programme_dose_rule"
    __table_args__ = (
        Index(
            "uq_programme_dose_rule_starts_on",
            "programme_code",
            "dose_number",
            "vaccine",
            "starts_on",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        CheckConstraint("dose_number > 0", name="dose_counts_from_one"),
        CheckConstraint("earlier_dose IS NULL OR earlier_dose < dose_number", name="earlier_dose_is_earlier"),
        CheckConstraint("NOT same_vaccine OR vaccine <> ''", name="same_vaccine_has_a_name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    programme_code: Mapped[str] = mapped_column(ForeignKey("programme.code"))
    dose_number: Mapped[int]
    vaccine: Mapped[str] = mapped_column(String(40), default="")
    starts_on: Mapped[date]
    is_offered: Mapped[bool] = mapped_column(default=True)
    age_basis: Mapped[AgeBasis] = mapped_column(word_column(AgeBasis), default=AgeBasis.ON_THE_DAY)
    age_from: Mapped[int | None]
    age_from_unit: Mapped[Unit] = mapped_column(word_column(Unit), default=Unit.YEARS)
    age_until: Mapped[int | None]
    age_until_unit: Mapped[Unit] = mapped_column(word_column(Unit), default=Unit.YEARS)
    age_end: Mapped[AgeEnd] = mapped_column(word_column(AgeEnd), default=AgeEnd.UNDER)
    age_every: Mapped[int] = mapped_column(default=0)
    earlier_dose: Mapped[int | None]
    shortest: Mapped[int | None]
    shortest_unit: Mapped[Unit] = mapped_column(word_column(Unit), default=Unit.DAYS)
    standard: Mapped[int | None]
    standard_unit: Mapped[Unit] = mapped_column(word_column(Unit), default=Unit.DAYS)
    same_vaccine: Mapped[bool] = mapped_column(default=False)
    registered_only: Mapped[bool] = mapped_column(default=False)
    ahead_days: Mapped[int] = mapped_column(default=0)
    ground: Mapped[str] = mapped_column(String(200), default="")
    added_at: Mapped[datetime] = mapped_column(Moment)
    added_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
