"""What the web layer keeps: the result of every form that changes something."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Model, Moment


class FormResult(Model):
    """One row for each form sent: pressing twice, or Back and again, finds the first result here."""

    __tablename__ = "form_result"

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    sent_at: Mapped[datetime] = mapped_column(Moment)
    result: Mapped[str] = mapped_column(String(200), default="")
