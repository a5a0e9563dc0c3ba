"""手数料: one amount of one kind of paper, with its first and its last day."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Model, Moment, word_column
from portal.vouchers.fee_rules import FeeFacts, PaperKind


class Fee(Model):
    """Never altered but for its end: what a paper cost on a past day can still be said."""

    __tablename__ = "fee"
    __table_args__ = (
        Index("ix_fee_kind_starts_on", "kind", "starts_on", unique=True),
        CheckConstraint("yen >= 0", name="not_below_nothing"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_it_starts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    kind: Mapped[PaperKind] = mapped_column(word_column(PaperKind))
    yen: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    added_at: Mapped[datetime] = mapped_column(Moment)
    added_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    version: Mapped[int] = mapped_column(default=1)

    @property
    def facts(self) -> FeeFacts:
        return FeeFacts(self.kind, self.yen, self.starts_on, self.ends_on)
