"""A line of the 使用管理簿, 持出管理簿 or 受入簿: what was asked, who signed, what happened to it, what was corrected (M-2, M-3, M-6)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.chief_rules import SignsAs
from portal.db import Model, Moment, word_column
from portal.media.number_rules import SERIES_OF, Number, Series
from portal.media.rules import Decision, Encryption, Kind, State, Step, Thing


class MediaRequest(Model):
    """One line. What was asked stays as it was approved; a mistake is followed by a correction. Never removed (M-6).

    `blanket_id`: this use runs under a 包括承認. `waits_for`: the section whose chief signs next. `responsible_id` has it at hand: the
    requester, or who took over after a transfer.
    """

    __tablename__ = "media_request"
    __table_args__ = (
        UniqueConstraint("kind", "fiscal_year", "running"),
        UniqueConstraint("id", "requester_id"),
        Index("ix_media_request_year", "fiscal_year", "kind", "running"),
        Index("ix_media_request_state", "state", "ends_at"),
        Index("ix_media_request_section_id", "section_id", "state"),
        Index("ix_media_request_holder_id", "holder_id", "state"),
        Index("ix_media_request_waits_for", "waits_for"),
        Index("ix_media_request_responsible_id", "responsible_id", "state"),
        Index("ix_media_request_medium_id", "medium_id", "id"),
        Index("ix_media_request_blanket_id", "blanket_id"),
        # A page of a ledger (ledger_queries): what is asked for first, then the order of the numbers.
        Index("ix_media_request_of_section", "section_id", "kind", "fiscal_year", "running"),
        Index("ix_media_request_of_holder", "holder_id", "kind", "fiscal_year", "running"),
        Index("ix_media_request_in_state", "kind", "state", "fiscal_year", "running"),
        Index("ix_media_request_by_requester", "requester_id", "kind", "fiscal_year", "running"),
        Index("ix_media_request_by_responsible", "responsible_id", "kind", "fiscal_year", "running"),
        CheckConstraint("starts_at <= ends_at", name="period"),
        CheckConstraint("(state = 'asked') = (waits_for IS NOT NULL)", name="asked_waits_for_somebody"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_with_its_time"),
        CheckConstraint("(closed_at IS NULL) = (closed_by IS NULL)", name="closed_by_somebody"),
        CheckConstraint("closed_by IS NULL OR closed_by <> requester_id", name="closed_by_another"),
        CheckConstraint("people >= 0 AND copies_allowed >= 0", name="counts"),
        CheckConstraint("medium_id IS NULL OR (thing = 'medium' AND kind <> 'bring_in')", name="medium_of_the_ledger"),
        CheckConstraint("thing <> 'medium' OR kind = 'bring_in' OR medium_id IS NOT NULL", name="registered_medium_only"),
        CheckConstraint("NOT (is_blanket AND blanket_id IS NOT NULL)", name="no_blanket_under_a_blanket"),
        CheckConstraint("carrier_id IS NULL OR companion_id IS NULL OR carrier_id <> companion_id", name="companion_is_another"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    kind: Mapped[Kind] = mapped_column(word_column(Kind))
    thing: Mapped[Thing] = mapped_column(word_column(Thing))
    fiscal_year: Mapped[int]
    running: Mapped[int]
    state: Mapped[State] = mapped_column(word_column(State), default=State.ASKED)
    section_id: Mapped[int] = mapped_column(ForeignKey("section.id"))
    holder_id: Mapped[int] = mapped_column(ForeignKey("section.id"))
    requester_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    responsible_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    waits_for: Mapped[int | None] = mapped_column(ForeignKey("section.id"))
    round: Mapped[int] = mapped_column(default=1)
    is_blanket: Mapped[bool] = mapped_column(default=False)
    blanket_id: Mapped[int | None] = mapped_column(ForeignKey("media_request.id"))
    copied_from_id: Mapped[int | None] = mapped_column(ForeignKey("media_request.id"))

    medium_id: Mapped[int | None] = mapped_column(ForeignKey("medium.id"))
    thing_words: Mapped[str] = mapped_column(String(200), default="")
    purpose: Mapped[str] = mapped_column(String(500))
    legal_ground: Mapped[str] = mapped_column(String(200))
    data_name: Mapped[str] = mapped_column(String(200))
    data_columns: Mapped[str] = mapped_column(String(1000))
    condition_words: Mapped[str] = mapped_column(String(500), default="")
    people: Mapped[int]
    is_personal: Mapped[bool] = mapped_column(default=True)
    is_specific: Mapped[bool] = mapped_column(default=False)
    contents_sha256: Mapped[str] = mapped_column(String(64), default="")
    from_system_id: Mapped[int | None] = mapped_column(ForeignKey("media_system.id"))
    to_system_id: Mapped[int | None] = mapped_column(ForeignKey("media_system.id"))
    copies_allowed: Mapped[int] = mapped_column(default=0)
    encryption: Mapped[Encryption] = mapped_column(word_column(Encryption))
    starts_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)

    destination_id: Mapped[int | None] = mapped_column(ForeignKey("media_destination.id"))
    carrier_id: Mapped[int | None] = mapped_column(ForeignKey("media_worker.id"))
    companion_id: Mapped[int | None] = mapped_column(ForeignKey("media_worker.id"))
    locked_case: Mapped[bool] = mapped_column(default=False)
    sealed: Mapped[bool] = mapped_column(default=False)
    route: Mapped[str] = mapped_column(String(200), default="")
    direct: Mapped[bool] = mapped_column(default=True)
    tracking: Mapped[str] = mapped_column(String(60), default="")
    sender: Mapped[str] = mapped_column(String(120), default="")

    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @property
    def number(self) -> Number:
        return Number(SERIES_OF[self.kind], self.fiscal_year, self.running)


class RequestWorker(Model):
    """A person who works with the data of a line."""

    __tablename__ = "media_request_worker"

    request_id: Mapped[int] = mapped_column(ForeignKey("media_request.id"), primary_key=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("media_worker.id"), primary_key=True)


class RequestTerminal(Model):
    """A terminal on which that happens; of a tablet taken out, the tablet."""

    __tablename__ = "media_request_terminal"

    request_id: Mapped[int] = mapped_column(ForeignKey("media_request.id"), primary_key=True)
    terminal_id: Mapped[int] = mapped_column(ForeignKey("media_terminal.id"), primary_key=True)


class Signature(Model):
    """A decision, never changed. The requester stands beside it, so that the table itself refuses one's own approval (M-3)."""

    __tablename__ = "media_signature"
    __table_args__ = (
        ForeignKeyConstraint(
            ["request_id", "requester_id"], ["media_request.id", "media_request.requester_id"], name="fk_media_signature_request"
        ),
        UniqueConstraint("request_id", "round", "step"),
        Index("ix_media_signature_reviewed", "section_id", "signed_as", "reviewed_at"),
        Index("ix_media_signature_at", "section_id", "at"),
        CheckConstraint("signed_by <> requester_id", name="never_by_the_requester"),
        CheckConstraint("(reviewed_at IS NULL) = (reviewed_by IS NULL)", name="reviewed_by_somebody"),
        CheckConstraint("reviewed_by IS NULL OR reviewed_by <> signed_by", name="reviewed_by_another"),
        CheckConstraint("reviewed_by IS NULL OR reviewed_by <> requester_id", name="reviewed_never_by_the_requester"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    request_id: Mapped[int]
    requester_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    round: Mapped[int]
    step: Mapped[Step] = mapped_column(word_column(Step))
    section_id: Mapped[int] = mapped_column(ForeignKey("section.id"))
    decision: Mapped[Decision] = mapped_column(word_column(Decision))
    words: Mapped[str] = mapped_column(String(500), default="")
    signed_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    signed_as: Mapped[SignsAs] = mapped_column(word_column(SignsAs))
    at: Mapped[datetime] = mapped_column(Moment)
    reviewed_at: Mapped[datetime | None] = mapped_column(Moment)
    reviewed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class LineEvent(Model):
    """What happened to a line, told on its page in order: asked, sent back and asked again, signed, handed, taken over."""

    __tablename__ = "media_line_event"
    __table_args__ = (Index("ix_media_line_event_request_id", "request_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("media_request.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    what: Mapped[str] = mapped_column(String(40))
    words: Mapped[str] = mapped_column(String(600), default="")


class Correction(Model):
    """訂正: a line that follows another; the other stays as it is (M-6). `line_id` is of the table that `ledger` names."""

    __tablename__ = "media_correction"
    __table_args__ = (Index("ix_media_correction_line", "ledger", "line_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ledger: Mapped[Series] = mapped_column(word_column(Series))
    line_id: Mapped[int]
    item: Mapped[str] = mapped_column(String(60))
    was: Mapped[str] = mapped_column(String(1000))
    becomes: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
