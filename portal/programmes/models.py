"""接種事業: what is given to whom."""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Model, word_column
from portal.programmes.paper_rules import PaperForm


class Programme(Model):
    """A vaccination programme (接種事業) of the city, not COVID alone."""

    __tablename__ = "programme"

    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    legal_ground: Mapped[str] = mapped_column(String(200))
    kind_digit: Mapped[str] = mapped_column(String(1))
    screening_kind_digit: Mapped[str] = mapped_column(String(1))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    doses: Mapped[int]
    minimum_age: Mapped[int] = mapped_column(default=0)
    interval_days: Mapped[int] = mapped_column(default=0)
    form: Mapped[PaperForm] = mapped_column(word_column(PaperForm), default=PaperForm.STICKERS)
    integrated_from_dose: Mapped[int | None] = mapped_column(default=None)
