"""cases of disclosure, correction and suspension, their drafts, papers and deadlines (D-1, D-2)

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

TABLES = (
    "disclosure_series",
    "city_closed_day",
    "disclosure_case",
    "disclosure_event",
    "disclosure_mending",
    "disclosure_proof",
    "disclosure_task",
    "disclosure_draft",
    "disclosure_appeal",
    "disclosure_doing",
    "disclosure_item",
    "disclosure_paper",
    "disclosure_draft_item",
    "disclosure_third",
)
REFUSAL = "what a case says is never removed"
NEVER_REMOVED = (
    "city_closed_day",
    "disclosure_case",
    "disclosure_event",
    "disclosure_mending",
    "disclosure_proof",
    "disclosure_task",
    "disclosure_draft",
    "disclosure_appeal",
    "disclosure_doing",
    "disclosure_item",
    "disclosure_paper",
    "disclosure_third",
)
NEVER_CHANGED = ("disclosure_event", "disclosure_proof")
# A draft that was decided, and a paper that was made, stay as they are.
DECIDED = (
    "OLD.decided_at IS NOT NULL AND (NEW.decided_by <> OLD.decided_by OR NEW.decided_at <> OLD.decided_at OR NEW.kind <> OLD.kind"
    " OR NEW.reason <> OLD.reason OR NEW.partly <> OLD.partly OR NEW.exemptions <> OLD.exemptions OR NEW.purpose <> OLD.purpose"
    " OR NEW.drafted_by <> OLD.drafted_by)"
)
MADE = (
    "NEW.content <> OLD.content OR NEW.kind <> OLD.kind OR NEW.case_id <> OLD.case_id OR NEW.made_at <> OLD.made_at"
    " OR NEW.made_by <> OLD.made_by OR (OLD.pdf IS NOT NULL AND (NEW.pdf IS NULL OR NEW.pdf <> OLD.pdf OR NEW.sha256 <> OLD.sha256))"
)
REWRITTEN = {"disclosure_draft": DECIDED, "disclosure_paper": MADE}


def upgrade() -> None:
    op.create_table(
        "disclosure_series",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "fiscal_year", name=op.f("pk_disclosure_series")),
    )
    op.create_table(
        "city_closed_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("words", sa.String(length=100), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name=op.f("ck_city_closed_day_ended_by_somebody")),
        sa.ForeignKeyConstraint(["added_by"], ["staff.id"], name=op.f("fk_city_closed_day_added_by_staff")),
        sa.ForeignKeyConstraint(["ended_by"], ["staff.id"], name=op.f("fk_city_closed_day_ended_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_city_closed_day")),
        sa.UniqueConstraint("public_id", name=op.f("uq_city_closed_day_public_id")),
    )
    op.create_index("ix_city_closed_day_day", "city_closed_day", ["day"])
    op.create_table(
        "disclosure_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("wish", sa.String(length=40), nullable=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("running", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("received_section_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=40), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("basic_days", sa.Integer(), nullable=False),
        sa.Column("requester_kind", sa.String(length=40), nullable=False),
        sa.Column("requester_name", sa.String(length=200), nullable=False),
        sa.Column("requester_kana", sa.String(length=200), nullable=False),
        sa.Column("requester_postal_code", sa.String(length=8), nullable=False),
        sa.Column("requester_address", sa.String(length=300), nullable=False),
        sa.Column("requester_contact", sa.String(length=200), nullable=False),
        sa.Column("person_name", sa.String(length=200), nullable=False),
        sa.Column("person_address", sa.String(length=300), nullable=False),
        sa.Column("person_standing", sa.String(length=40), nullable=True),
        sa.Column("resident_id", sa.Integer(), nullable=True),
        sa.Column("is_specific", sa.Boolean(), nullable=False),
        sa.Column("is_provision_record", sa.Boolean(), nullable=False),
        sa.Column("wished_form", sa.String(length=40), nullable=True),
        sa.Column("wished_words", sa.String(length=300), nullable=False),
        sa.Column("claim", sa.Text(), nullable=False),
        sa.Column("ground", sa.String(length=40), nullable=True),
        sa.Column("earlier_id", sa.Integer(), nullable=True),
        sa.Column("earlier_number", sa.String(length=60), nullable=False),
        sa.Column("disclosed_on", sa.Date(), nullable=True),
        sa.Column("slip_id", sa.Integer(), nullable=True),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("identity_proven_on", sa.Date(), nullable=True),
        sa.Column("identity_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_words", sa.String(length=300), nullable=False),
        sa.Column("cancel_reason", sa.String(length=200), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'cancelled') = (cancel_reason <> '')", name=op.f("ck_disclosure_case_cancelled_with_a_reason")),
        sa.CheckConstraint("(state = 'withdrawn') = (withdrawn_on IS NOT NULL)", name=op.f("ck_disclosure_case_withdrawn_with_its_day")),
        sa.CheckConstraint(
            "NOT (kind = 'suspension' AND is_provision_record)", name=op.f("ck_disclosure_case_no_suspension_of_provision_records")
        ),
        sa.CheckConstraint("(identity_proven_on IS NULL) = (identity_by IS NULL)", name=op.f("ck_disclosure_case_proven_before_somebody")),
        sa.CheckConstraint("(withdrawn_on IS NULL) = (withdrawn_by IS NULL)", name=op.f("ck_disclosure_case_withdrawn_before_somebody")),
        sa.CheckConstraint("basic_days BETWEEN 1 AND 30", name=op.f("ck_disclosure_case_basic_period")),
        sa.ForeignKeyConstraint(["closed_by"], ["staff.id"], name=op.f("fk_disclosure_case_closed_by_staff")),
        sa.ForeignKeyConstraint(["earlier_id"], ["disclosure_case.id"], name=op.f("fk_disclosure_case_earlier_id_disclosure_case")),
        sa.ForeignKeyConstraint(["entered_by"], ["staff.id"], name=op.f("fk_disclosure_case_entered_by_staff")),
        sa.ForeignKeyConstraint(["identity_by"], ["staff.id"], name=op.f("fk_disclosure_case_identity_by_staff")),
        sa.ForeignKeyConstraint(["officer_id"], ["staff.id"], name=op.f("fk_disclosure_case_officer_id_staff")),
        sa.ForeignKeyConstraint(["received_section_id"], ["section.id"], name=op.f("fk_disclosure_case_received_section_id_section")),
        sa.ForeignKeyConstraint(["resident_id"], ["resident.id"], name=op.f("fk_disclosure_case_resident_id_resident")),
        sa.ForeignKeyConstraint(["section_id"], ["section.id"], name=op.f("fk_disclosure_case_section_id_section")),
        sa.ForeignKeyConstraint(["slip_id"], ["slip.id"], name=op.f("fk_disclosure_case_slip_id_slip")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_disclosure_case_visit_id_visit")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["staff.id"], name=op.f("fk_disclosure_case_withdrawn_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_case")),
        sa.UniqueConstraint("kind", "fiscal_year", "running", name=op.f("uq_disclosure_case_kind_fiscal_year_running")),
        sa.UniqueConstraint("public_id", name=op.f("uq_disclosure_case_public_id")),
    )
    op.create_index("ix_disclosure_case_earlier_id", "disclosure_case", ["earlier_id"])
    op.create_index("ix_disclosure_case_officer_id", "disclosure_case", ["officer_id", "state"])
    op.create_index("ix_disclosure_case_received_on", "disclosure_case", ["received_on"])
    op.create_index("ix_disclosure_case_resident_id", "disclosure_case", ["resident_id"])
    op.create_index("ix_disclosure_case_section_id", "disclosure_case", ["section_id", "state"])
    op.create_index("ix_disclosure_case_slip_id", "disclosure_case", ["slip_id"])
    op.create_index("ix_disclosure_case_visit_id", "disclosure_case", ["visit_id"])
    op.create_index("ix_disclosure_case_state", "disclosure_case", ["state", "received_on"])
    op.create_table(
        "disclosure_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["staff.id"], name=op.f("fk_disclosure_event_by_staff")),
        sa.ForeignKeyConstraint(["case_id"], ["disclosure_case.id"], name=op.f("fk_disclosure_event_case_id_disclosure_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_event")),
    )
    op.create_index("ix_disclosure_event_case_id", "disclosure_event", ["case_id", "id"])
    op.create_table(
        "disclosure_mending",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("gaps", sa.String(length=300), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=False),
        sa.Column("demanded_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "answered_on IS NULL OR demanded_on IS NULL OR answered_on >= demanded_on",
            name=op.f("ck_disclosure_mending_answered_after_the_demand"),
        ),
        sa.CheckConstraint(
            "due_on IS NULL OR demanded_on IS NULL OR due_on > demanded_on", name=op.f("ck_disclosure_mending_time_to_answer")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["disclosure_case.id"], name=op.f("fk_disclosure_mending_case_id_disclosure_case")),
        sa.ForeignKeyConstraint(["noted_by"], ["staff.id"], name=op.f("fk_disclosure_mending_noted_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_mending")),
        sa.UniqueConstraint("public_id", name=op.f("uq_disclosure_mending_public_id")),
    )
    op.create_index("ix_disclosure_mending_case_id", "disclosure_mending", ["case_id", "id"])
    op.create_table(
        "disclosure_proof",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("scene", sa.String(length=40), nullable=False),
        sa.Column("whose", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("is_original", sa.Boolean(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["disclosure_case.id"], name=op.f("fk_disclosure_proof_case_id_disclosure_case")),
        sa.ForeignKeyConstraint(["seen_by"], ["staff.id"], name=op.f("fk_disclosure_proof_seen_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_proof")),
    )
    op.create_index("ix_disclosure_proof_case_id", "disclosure_proof", ["case_id", "id"])
    op.create_table(
        "disclosure_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(length=2000), nullable=False),
        sa.CheckConstraint("(answered_at IS NULL) = (answered_by IS NULL)", name=op.f("ck_disclosure_task_answered_by_somebody")),
        sa.ForeignKeyConstraint(["answered_by"], ["staff.id"], name=op.f("fk_disclosure_task_answered_by_staff")),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"], name=op.f("fk_disclosure_task_asked_by_staff")),
        sa.ForeignKeyConstraint(["case_id"], ["disclosure_case.id"], name=op.f("fk_disclosure_task_case_id_disclosure_case")),
        sa.ForeignKeyConstraint(["section_id"], ["section.id"], name=op.f("fk_disclosure_task_section_id_section")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_task")),
        sa.UniqueConstraint("public_id", name=op.f("uq_disclosure_task_public_id")),
    )
    op.create_index("ix_disclosure_task_case_id", "disclosure_task", ["case_id", "id"])
    op.create_index("ix_disclosure_task_section_id", "disclosure_task", ["section_id", "answered_at"])
    op.create_table(
        "disclosure_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("mending_id", sa.Integer(), nullable=True),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drafted_by", sa.Integer(), nullable=False),
        sa.Column("decision_class", sa.String(length=40), nullable=False),
        sa.Column("needs_concurrence", sa.Boolean(), nullable=False),
        sa.Column("concurring_section_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("purpose", sa.String(length=500), nullable=False),
        sa.Column("exemptions", sa.String(length=20), nullable=False),
        sa.Column("partly", sa.Text(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("rest_until", sa.Date(), nullable=True),
        sa.Column("ways", sa.String(length=100), nullable=False),
        sa.Column("places", sa.String(length=500), nullable=False),
        sa.Column("postage", sa.String(length=300), nullable=False),
        sa.Column("concurred_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("concurred_by", sa.Integer(), nullable=True),
        sa.Column("concurred_as", sa.String(length=40), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_as", sa.String(length=40), nullable=True),
        sa.Column("document_number", sa.String(length=60), nullable=False),
        sa.Column("notified_on", sa.Date(), nullable=True),
        sa.Column("notified_by", sa.Integer(), nullable=True),
        sa.Column("notify_way", sa.String(length=40), nullable=True),
        sa.Column("registered_number", sa.String(length=40), nullable=False),
        sa.Column("reached_on", sa.Date(), nullable=True),
        sa.Column("told_until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state <> 'notified' OR notified_on IS NOT NULL", name=op.f("ck_disclosure_draft_notified_with_its_day")),
        sa.CheckConstraint(
            "state NOT IN ('decided', 'notified') OR decided_at IS NOT NULL", name=op.f("ck_disclosure_draft_decided_with_its_time")
        ),
        sa.CheckConstraint("(concurred_at IS NULL) = (concurred_by IS NULL)", name=op.f("ck_disclosure_draft_concurred_by_somebody")),
        sa.CheckConstraint("(decided_at IS NULL) = (decided_by IS NULL)", name=op.f("ck_disclosure_draft_decided_by_somebody")),
        sa.CheckConstraint(
            "concurred_by IS NULL OR concurred_by <> drafted_by", name=op.f("ck_disclosure_draft_never_concurred_by_its_drafter")
        ),
        sa.CheckConstraint(
            "decided_at IS NULL OR NOT needs_concurrence OR concurred_at IS NOT NULL",
            name=op.f("ck_disclosure_draft_concurred_before_decided"),
        ),
        sa.CheckConstraint("decided_by IS NULL OR decided_by <> drafted_by", name=op.f("ck_disclosure_draft_never_decided_by_its_drafter")),
        sa.CheckConstraint(
            "needs_concurrence = (concurring_section_id IS NOT NULL)", name=op.f("ck_disclosure_draft_concurred_by_a_section")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["disclosure_case.id"], name=op.f("fk_disclosure_draft_case_id_disclosure_case")),
        sa.ForeignKeyConstraint(["concurred_by"], ["staff.id"], name=op.f("fk_disclosure_draft_concurred_by_staff")),
        sa.ForeignKeyConstraint(["concurring_section_id"], ["section.id"], name=op.f("fk_disclosure_draft_concurring_section_id_section")),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f("fk_disclosure_draft_decided_by_staff")),
        sa.ForeignKeyConstraint(["drafted_by"], ["staff.id"], name=op.f("fk_disclosure_draft_drafted_by_staff")),
        sa.ForeignKeyConstraint(["mending_id"], ["disclosure_mending.id"], name=op.f("fk_disclosure_draft_mending_id_disclosure_mending")),
        sa.ForeignKeyConstraint(["notified_by"], ["staff.id"], name=op.f("fk_disclosure_draft_notified_by_staff")),
        sa.ForeignKeyConstraint(["section_id"], ["section.id"], name=op.f("fk_disclosure_draft_section_id_section")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_draft")),
        sa.UniqueConstraint("public_id", name=op.f("uq_disclosure_draft_public_id")),
    )
    op.create_index("ix_disclosure_draft_case_id", "disclosure_draft", ["case_id", "id"])
    op.create_index("ix_disclosure_draft_concurring_section_id", "disclosure_draft", ["concurring_section_id", "state"])
    op.create_index("ix_disclosure_draft_state", "disclosure_draft", ["state", "section_id"])
    op.create_table(
        "disclosure_appeal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("filed_by", sa.String(length=200), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("no_consult", sa.String(length=40), nullable=True),
        sa.Column("consulted_on", sa.Date(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("ruled_on", sa.Date(), nullable=True),
        sa.Column("ruling", sa.String(length=40), nullable=True),
        sa.Column("ruling_words", sa.String(length=1000), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(ruled_on IS NULL) = (ruling IS NULL)", name=op.f("ck_disclosure_appeal_ruled_with_a_ruling")),
        sa.CheckConstraint("consulted_on IS NULL OR consulted_on >= filed_on", name=op.f("ck_disclosure_appeal_consulted_after_filing")),
        sa.CheckConstraint("consulted_on IS NULL OR no_consult IS NULL", name=op.f("ck_disclosure_appeal_consulted_or_not")),
        sa.ForeignKeyConstraint(["case_id"], ["disclosure_case.id"], name=op.f("fk_disclosure_appeal_case_id_disclosure_case")),
        sa.ForeignKeyConstraint(["draft_id"], ["disclosure_draft.id"], name=op.f("fk_disclosure_appeal_draft_id_disclosure_draft")),
        sa.ForeignKeyConstraint(["noted_by"], ["staff.id"], name=op.f("fk_disclosure_appeal_noted_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_appeal")),
        sa.UniqueConstraint("public_id", name=op.f("uq_disclosure_appeal_public_id")),
    )
    op.create_index("ix_disclosure_appeal_case_id", "disclosure_appeal", ["case_id", "id"])
    op.create_table(
        "disclosure_doing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("wished_on", sa.Date(), nullable=True),
        sa.Column("wished_way", sa.String(length=40), nullable=True),
        sa.Column("wished_words", sa.String(length=300), nullable=False),
        sa.Column("late_reason", sa.String(length=300), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("proven_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by", sa.Integer(), nullable=True),
        sa.Column("way", sa.String(length=40), nullable=True),
        sa.Column("mono_sheets", sa.Integer(), nullable=False),
        sa.Column("colour_sheets", sa.Integer(), nullable=False),
        sa.Column("yen", sa.Integer(), nullable=False),
        sa.Column("waiver", sa.String(length=40), nullable=True),
        sa.Column("waiver_words", sa.String(length=200), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("registered_number", sa.String(length=40), nullable=False),
        sa.Column("reached_on", sa.Date(), nullable=True),
        sa.Column("told_until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(done_on IS NULL) = (done_by IS NULL)", name=op.f("ck_disclosure_doing_done_by_somebody")),
        sa.CheckConstraint("done_on IS NULL OR proven_on IS NOT NULL", name=op.f("ck_disclosure_doing_done_after_the_proof")),
        sa.CheckConstraint("yen >= 0 AND mono_sheets >= 0 AND colour_sheets >= 0", name=op.f("ck_disclosure_doing_counts")),
        sa.ForeignKeyConstraint(["case_id"], ["disclosure_case.id"], name=op.f("fk_disclosure_doing_case_id_disclosure_case")),
        sa.ForeignKeyConstraint(["done_by"], ["staff.id"], name=op.f("fk_disclosure_doing_done_by_staff")),
        sa.ForeignKeyConstraint(["draft_id"], ["disclosure_draft.id"], name=op.f("fk_disclosure_doing_draft_id_disclosure_draft")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_doing")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_disclosure_doing_draft_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_disclosure_doing_public_id")),
    )
    op.create_index("ix_disclosure_doing_case_id", "disclosure_doing", ["case_id", "id"])
    op.create_table(
        "disclosure_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("decision", sa.String(length=40), nullable=True),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state NOT IN ('decided', 'notified', 'done', 'lapsed') OR decision IS NOT NULL",
            name=op.f("ck_disclosure_item_decided_with_a_decision"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('open', 'drafted') OR decision IS NULL", name=op.f("ck_disclosure_item_undecided_without_a_decision")
        ),
        sa.CheckConstraint("words <> ''", name=op.f("ck_disclosure_item_has_words")),
        sa.CheckConstraint("decision IS NULL OR draft_id IS NOT NULL", name=op.f("ck_disclosure_item_decided_by_a_draft")),
        sa.ForeignKeyConstraint(["case_id"], ["disclosure_case.id"], name=op.f("fk_disclosure_item_case_id_disclosure_case")),
        sa.ForeignKeyConstraint(["draft_id"], ["disclosure_draft.id"], name=op.f("fk_disclosure_item_draft_id_disclosure_draft")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_item")),
        sa.UniqueConstraint("case_id", "place", name=op.f("uq_disclosure_item_case_id_place")),
        sa.UniqueConstraint("public_id", name=op.f("uq_disclosure_item_public_id")),
    )
    op.create_index("ix_disclosure_item_draft_id", "disclosure_item", ["draft_id"])
    op.create_table(
        "disclosure_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["disclosure_case.id"], name=op.f("fk_disclosure_paper_case_id_disclosure_case")),
        sa.ForeignKeyConstraint(["draft_id"], ["disclosure_draft.id"], name=op.f("fk_disclosure_paper_draft_id_disclosure_draft")),
        sa.ForeignKeyConstraint(["made_by"], ["staff.id"], name=op.f("fk_disclosure_paper_made_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_paper")),
        sa.UniqueConstraint("public_id", name=op.f("uq_disclosure_paper_public_id")),
    )
    op.create_index("ix_disclosure_paper_case_id", "disclosure_paper", ["case_id", "id"])
    op.create_index("ix_disclosure_paper_draft_id", "disclosure_paper", ["draft_id"])
    op.create_table(
        "disclosure_draft_item",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["disclosure_draft.id"], name=op.f("fk_disclosure_draft_item_draft_id_disclosure_draft")),
        sa.ForeignKeyConstraint(["item_id"], ["disclosure_item.id"], name=op.f("fk_disclosure_draft_item_item_id_disclosure_item")),
        sa.PrimaryKeyConstraint("draft_id", "item_id", name=op.f("pk_disclosure_draft_item")),
    )
    op.create_table(
        "disclosure_third",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(length=200), nullable=False),
        sa.Column("article", sa.String(length=40), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("objects", sa.Boolean(), nullable=True),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.CheckConstraint("(answered_on IS NULL) = (objects IS NULL)", name=op.f("ck_disclosure_third_answered_for_or_against")),
        sa.CheckConstraint("answered_on IS NULL OR answered_on >= asked_on", name=op.f("ck_disclosure_third_answered_after_asking")),
        sa.CheckConstraint("told_on IS NULL OR objects", name=op.f("ck_disclosure_third_told_who_objected")),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"], name=op.f("fk_disclosure_third_asked_by_staff")),
        sa.ForeignKeyConstraint(["case_id"], ["disclosure_case.id"], name=op.f("fk_disclosure_third_case_id_disclosure_case")),
        sa.ForeignKeyConstraint(["item_id"], ["disclosure_item.id"], name=op.f("fk_disclosure_third_item_id_disclosure_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_third")),
        sa.UniqueConstraint("public_id", name=op.f("uq_disclosure_third_public_id")),
    )
    op.create_index("ix_disclosure_third_case_id", "disclosure_third", ["case_id", "id"])
    _refuse()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION disclosures_refuse()")


def _refuse() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    if on_postgresql:
        op.execute(
            sa.text(
                f"CREATE FUNCTION disclosures_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
            )
        )
    refuse = "EXECUTE FUNCTION disclosures_refuse()" if on_postgresql else f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for table in NEVER_REMOVED:
        op.execute(f"CREATE TRIGGER {table}_refuse_delete BEFORE DELETE ON {table} FOR EACH ROW {refuse}")
    for table in NEVER_CHANGED:
        op.execute(f"CREATE TRIGGER {table}_refuse_update BEFORE UPDATE ON {table} FOR EACH ROW {refuse}")
    for table, when in REWRITTEN.items():
        op.execute(f"CREATE TRIGGER {table}_refuse_rewrite BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({when}) {refuse}")
