"""異動反映待ち: applications of people the register does not know yet, and the two running numbers of this part."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.rules import Channel
from portal.arrivals.rules import ArrivalState
from portal.db import Model, Moment, PartialDay, word_column
from portal.residents.models import Key
from portal.residents.rules import Sex
from portal.text.wareki import PartialDate
from portal.vouchers.rules import Applicant


class Arrival(Model):
    """One application, never altered: it waits, and is then closed as linked, withdrawn or mistaken.

    `last_resident_id` is the newest row of the register when it was taken: who comes behind it was registered since.
    """

    __tablename__ = "arrival"
    __table_args__ = (
        UniqueConstraint("fiscal_year", "running"),
        Index("ix_arrival_state_notified_on", "state", "notified_on"),
        Index("ix_arrival_birth_name_key", "birth", "name_key"),
        CheckConstraint("identity_checked <> ''", name="has_identity_check"),
        CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name="decided_when_no_longer_waiting"),
        CheckConstraint("(state = 'linked') = (resident_id IS NOT NULL)", name="linked_to_somebody"),
        CheckConstraint("(state IN ('withdrawn', 'mistaken')) = (close_reason <> '')", name="closed_with_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    fiscal_year: Mapped[int]
    running: Mapped[int]
    state: Mapped[ArrivalState] = mapped_column(word_column(ArrivalState), default=ArrivalState.WAITING)
    name: Mapped[str] = mapped_column(String(200))
    kana: Mapped[str] = mapped_column(String(200))
    birth: Mapped[PartialDate] = mapped_column(PartialDay)
    sex: Mapped[Sex] = mapped_column(word_column(Sex))
    address: Mapped[str] = mapped_column(String(300))
    building: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(20), default="")
    moved_from: Mapped[str] = mapped_column(String(100))
    notified_on: Mapped[date]
    purposes: Mapped[str] = mapped_column(String(100))
    applicant: Mapped[Applicant] = mapped_column(word_column(Applicant))
    identity_checked: Mapped[str] = mapped_column(String(200))
    memo: Mapped[str] = mapped_column(String(200), default="")
    name_key: Mapped[str] = mapped_column(Key)
    kana_key: Mapped[str] = mapped_column(Key)
    last_resident_id: Mapped[int]
    taken_at: Mapped[datetime] = mapped_column(Moment)
    taken_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    channel: Mapped[Channel] = mapped_column(word_column(Channel))
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"))
    resident_id: Mapped[int | None] = mapped_column(ForeignKey("resident.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    close_reason: Mapped[str] = mapped_column(String(200), default="")
    version: Mapped[int] = mapped_column(default=1)


class ArrivalRejection(Model):
    """別の方: somebody of the register who is not this applicant, and who is not offered again."""

    __tablename__ = "arrival_rejection"

    arrival_id: Mapped[int] = mapped_column(ForeignKey("arrival.id"), primary_key=True)
    resident_id: Mapped[int] = mapped_column(ForeignKey("resident.id"), primary_key=True)
    rejected_at: Mapped[datetime] = mapped_column(Moment)
    rejected_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))


class ArrivalSeries(Model):
    """The last number of a fiscal year: one row, counted up in the transaction that takes the application."""

    __tablename__ = "arrival_series"

    fiscal_year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class UnregisteredSeries(Model):
    """The last 宛名番号 given to somebody registered by hand: one row, counted up in the registering transaction."""

    __tablename__ = "unregistered_series"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(BigInteger)
