"""Staff, what they may do and until when, their sessions, and the visits in which they look at people."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.rules import Channel, EndReason, VisitReason
from portal.db import Model, Moment, word_column
from portal.permissions import Permission, Role


class Section(Model):
    """課・係: whose data it is and who signs for it. Where its chief is the one who asks, a chief of the section above decides."""

    __tablename__ = "section"
    __table_args__ = (CheckConstraint("above_id <> id", name="not_above_itself"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    above_id: Mapped[int | None] = mapped_column(ForeignKey("section.id"))
    version: Mapped[int] = mapped_column(default=1, server_default="1")


class Staff(Model):
    """A person who may sign in, never deleted: a stopped one keeps the name that the records show."""

    __tablename__ = "staff"
    __table_args__ = (CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="validity"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    login_name: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    section_id: Mapped[int] = mapped_column(ForeignKey("section.id"))
    password_hash: Mapped[str] = mapped_column(String(200))
    password_changed_at: Mapped[datetime] = mapped_column(Moment)
    must_change_password: Mapped[bool] = mapped_column(default=True)
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    stopped_at: Mapped[datetime | None] = mapped_column(Moment)
    stopped_reason: Mapped[str] = mapped_column(String(200), default="")
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class RoleGrant(Model):
    """A role held from one day to another; ended grants stay as history."""

    __tablename__ = "role_grant"
    __table_args__ = (Index("ix_role_grant_staff_id", "staff_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    role: Mapped[Role] = mapped_column(word_column(Role))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    granted_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class PermissionGrant(Model):
    """One permission for one person, always with an end date (R3-2)."""

    __tablename__ = "permission_grant"
    __table_args__ = (Index("ix_permission_grant_staff_id", "staff_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    permission: Mapped[Permission] = mapped_column(word_column(Permission))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    granted_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class Deputy(Model):
    """代決者: signs for a section's chief from one day to another, both included; never altered but for an early end."""

    __tablename__ = "deputy"
    __table_args__ = (
        CheckConstraint("starts_on <= ends_on", name="ends_after_it_starts"),
        CheckConstraint("appointed_by <> staff_id", name="appointed_by_another"),
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by_somebody"),
        Index("ix_deputy_section_id_ends_on", "section_id", "ends_on"),
        Index("ix_deputy_staff_id_ends_on", "staff_id", "ends_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    section_id: Mapped[int] = mapped_column(ForeignKey("section.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    appointed_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    appointed_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class Visit(Model):
    """One resident served: the channel and the reason that every look within it carries."""

    __tablename__ = "visit"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    channel: Mapped[Channel] = mapped_column(word_column(Channel))
    reason: Mapped[VisitReason] = mapped_column(word_column(VisitReason))
    started_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    resident_id: Mapped[int | None]
    typed: Mapped[str | None] = mapped_column(Text)


class VisitPerson(Model):
    """A person opened within a visit."""

    __tablename__ = "visit_person"

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), primary_key=True)
    resident_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    opened_at: Mapped[datetime] = mapped_column(Moment)


class LoginSession(Model):
    """A sign-in that can be asked about and ended from outside; the browser holds a random token, the table its hash."""

    __tablename__ = "login_session"
    __table_args__ = (
        Index("ix_login_session_staff_id_started_at", "staff_id", "started_at"),
        Index(
            "uq_login_session_live",
            "staff_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    address: Mapped[str] = mapped_column(String(60))
    started_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    left_at: Mapped[datetime | None] = mapped_column(Moment)
    proved_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    end_reason: Mapped[EndReason | None] = mapped_column(word_column(EndReason))
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"))


class SignInFailure(Model):
    """A failed sign-in by address: many from one place slow that place down, whoever the names were."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (Index("ix_sign_in_failure_address_at", "address", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(Moment)


class KeptForm(Model):
    """What was typed when the session had ended, sealed, for the same person to find again after signing in."""

    __tablename__ = "kept_form"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    path: Mapped[str] = mapped_column(String(300))
    kept_at: Mapped[datetime] = mapped_column(Moment)
    sealed: Mapped[str] = mapped_column(Text)
