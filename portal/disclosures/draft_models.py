"""起案, 決裁 and the papers that follow; third parties, the disclosure itself, appeals (D-2)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.chief_rules import SignsAs
from portal.db import Model, Moment, word_column
from portal.disclosures.decision_rules import (
    Decision,
    DecisionClass,
    DoingWay,
    DraftKind,
    DraftState,
    NoConsult,
    PaperKind,
    Ruling,
    ThirdArticle,
)
from portal.disclosures.rules import Way
from portal.vouchers.fee_rules import Waiver


class Draft(Model):
    """One 起案, which leads to one notice. Decided by the chief who holds the data, with 合議 of 総務課, never by who drafted it.

    `section_id`: whose chief decides, 所管課 or the section above it; `concurring_section_id`: 総務課, when its 合議 is needed;
    `exemptions`: the numbers of 78条1項, 「1,2」; `partly`: what is left out and why; `until`: the period as extended; `rest_until`: 84条,
    for the rest; `told_until`: a resident's own deadline as the notice says it; `notified_on`: the day it was sent or handed over;
    `reached_on`: the day it reached them.
    """

    __tablename__ = "disclosure_draft"
    __table_args__ = (
        Index("ix_disclosure_draft_case_id", "case_id", "id"),
        Index("ix_disclosure_draft_state", "state", "section_id"),
        Index("ix_disclosure_draft_concurring_section_id", "concurring_section_id", "state"),
        CheckConstraint("needs_concurrence = (concurring_section_id IS NOT NULL)", name="concurred_by_a_section"),
        CheckConstraint("decided_by IS NULL OR decided_by <> drafted_by", name="never_decided_by_its_drafter"),
        CheckConstraint("concurred_by IS NULL OR concurred_by <> drafted_by", name="never_concurred_by_its_drafter"),
        CheckConstraint("(decided_at IS NULL) = (decided_by IS NULL)", name="decided_by_somebody"),
        CheckConstraint("(concurred_at IS NULL) = (concurred_by IS NULL)", name="concurred_by_somebody"),
        CheckConstraint("state NOT IN ('decided', 'notified') OR decided_at IS NOT NULL", name="decided_with_its_time"),
        CheckConstraint("state <> 'notified' OR notified_on IS NOT NULL", name="notified_with_its_day"),
        CheckConstraint("decided_at IS NULL OR NOT needs_concurrence OR concurred_at IS NOT NULL", name="concurred_before_decided"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("disclosure_case.id"))
    kind: Mapped[DraftKind] = mapped_column(word_column(DraftKind))
    state: Mapped[DraftState] = mapped_column(word_column(DraftState), default=DraftState.WAITING)
    section_id: Mapped[int] = mapped_column(ForeignKey("section.id"))
    mending_id: Mapped[int | None] = mapped_column(ForeignKey("disclosure_mending.id"))
    drafted_at: Mapped[datetime] = mapped_column(Moment)
    drafted_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    decision_class: Mapped[DecisionClass] = mapped_column(word_column(DecisionClass))
    needs_concurrence: Mapped[bool]
    concurring_section_id: Mapped[int | None] = mapped_column(ForeignKey("section.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    purpose: Mapped[str] = mapped_column(String(500), default="")
    exemptions: Mapped[str] = mapped_column(String(20), default="")
    partly: Mapped[str] = mapped_column(Text, default="")
    days: Mapped[int | None]
    until: Mapped[date | None]
    rest_until: Mapped[date | None]
    ways: Mapped[str] = mapped_column(String(100), default="")
    places: Mapped[str] = mapped_column(String(500), default="")
    postage: Mapped[str] = mapped_column(String(300), default="")
    concurred_at: Mapped[datetime | None] = mapped_column(Moment)
    concurred_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    concurred_as: Mapped[SignsAs | None] = mapped_column(word_column(SignsAs))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    decided_as: Mapped[SignsAs | None] = mapped_column(word_column(SignsAs))
    document_number: Mapped[str] = mapped_column(String(60), default="")
    notified_on: Mapped[date | None]
    notified_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    notify_way: Mapped[Way | None] = mapped_column(word_column(Way))
    registered_number: Mapped[str] = mapped_column(String(40), default="")
    reached_on: Mapped[date | None]
    told_until: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class DraftItem(Model):
    """A document in a 起案 and how it is to be decided there."""

    __tablename__ = "disclosure_draft_item"

    draft_id: Mapped[int] = mapped_column(ForeignKey("disclosure_draft.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("disclosure_item.id"), primary_key=True)
    decision: Mapped[Decision] = mapped_column(word_column(Decision))


class CasePaper(Model):
    """A paper as it was made: its content, and the same bytes ever after (docs/decisions/007)."""

    __tablename__ = "disclosure_paper"
    __table_args__ = (Index("ix_disclosure_paper_case_id", "case_id", "id"), Index("ix_disclosure_paper_draft_id", "draft_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("disclosure_case.id"))
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("disclosure_draft.id"))
    kind: Mapped[PaperKind] = mapped_column(word_column(PaperKind))
    content: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    pdf: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str] = mapped_column(String(64), default="")


class ThirdParty(Model):
    """第三者意見照会 (86条). `told_on`: when somebody who objected was told of the decision."""

    __tablename__ = "disclosure_third"
    __table_args__ = (
        Index("ix_disclosure_third_case_id", "case_id", "id"),
        CheckConstraint("(answered_on IS NULL) = (objects IS NULL)", name="answered_for_or_against"),
        CheckConstraint("answered_on IS NULL OR answered_on >= asked_on", name="answered_after_asking"),
        CheckConstraint("told_on IS NULL OR objects", name="told_who_objected"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("disclosure_case.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("disclosure_item.id"))
    party: Mapped[str] = mapped_column(String(200))
    article: Mapped[ThirdArticle] = mapped_column(word_column(ThirdArticle))
    asked_on: Mapped[date]
    due_on: Mapped[date]
    asked_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    answered_on: Mapped[date | None]
    objects: Mapped[bool | None]
    words: Mapped[str] = mapped_column(String(1000), default="")
    told_on: Mapped[date | None]


class Doing(Model):
    """申出 and 実施 of one notice. The table itself refuses a disclosure to somebody who has not proven who they are."""

    __tablename__ = "disclosure_doing"
    __table_args__ = (
        Index("ix_disclosure_doing_case_id", "case_id", "id"),
        CheckConstraint("done_on IS NULL OR proven_on IS NOT NULL", name="done_after_the_proof"),
        CheckConstraint("(done_on IS NULL) = (done_by IS NULL)", name="done_by_somebody"),
        CheckConstraint("yen >= 0 AND mono_sheets >= 0 AND colour_sheets >= 0", name="counts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("disclosure_case.id"))
    draft_id: Mapped[int] = mapped_column(ForeignKey("disclosure_draft.id"), unique=True)
    wished_on: Mapped[date | None]
    wished_way: Mapped[DoingWay | None] = mapped_column(word_column(DoingWay))
    wished_words: Mapped[str] = mapped_column(String(300), default="")
    late_reason: Mapped[str] = mapped_column(String(300), default="")
    planned_on: Mapped[date | None]
    proven_on: Mapped[date | None]
    done_on: Mapped[date | None]
    done_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    way: Mapped[DoingWay | None] = mapped_column(word_column(DoingWay))
    mono_sheets: Mapped[int] = mapped_column(default=0)
    colour_sheets: Mapped[int] = mapped_column(default=0)
    yen: Mapped[int] = mapped_column(default=0)
    waiver: Mapped[Waiver | None] = mapped_column(word_column(Waiver))
    waiver_words: Mapped[str] = mapped_column(String(200), default="")
    paid_on: Mapped[date | None]
    registered_number: Mapped[str] = mapped_column(String(40), default="")
    reached_on: Mapped[date | None]
    told_until: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Appeal(Model):
    """審査請求 against a decision: 諮問, 答申, 裁決 (法104–107条)."""

    __tablename__ = "disclosure_appeal"
    __table_args__ = (
        Index("ix_disclosure_appeal_case_id", "case_id", "id"),
        CheckConstraint("(ruled_on IS NULL) = (ruling IS NULL)", name="ruled_with_a_ruling"),
        CheckConstraint("consulted_on IS NULL OR consulted_on >= filed_on", name="consulted_after_filing"),
        CheckConstraint("consulted_on IS NULL OR no_consult IS NULL", name="consulted_or_not"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("disclosure_case.id"))
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("disclosure_draft.id"))
    filed_on: Mapped[date]
    filed_by: Mapped[str] = mapped_column(String(200))
    noted_at: Mapped[datetime] = mapped_column(Moment)
    noted_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    words: Mapped[str] = mapped_column(String(1000), default="")
    no_consult: Mapped[NoConsult | None] = mapped_column(word_column(NoConsult))
    consulted_on: Mapped[date | None]
    told_on: Mapped[date | None]
    reported_on: Mapped[date | None]
    ruled_on: Mapped[date | None]
    ruling: Mapped[Ruling | None] = mapped_column(word_column(Ruling))
    ruling_words: Mapped[str] = mapped_column(String(1000), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
