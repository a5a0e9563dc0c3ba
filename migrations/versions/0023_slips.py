"""slips of inquiries: entries that are only added, what was overwritten stays (D-3)

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

TABLES = (
    "slip_series",
    "slip",
    "slip_entry",
    "slip_former",
    "slip_link",
)
REFUSAL = "what a slip says is never removed"
NEVER_REMOVED = ("slip", "slip_entry", "slip_former")
NEVER_CHANGED = ("slip_entry", "slip_former")


def upgrade() -> None:
    op.create_table(
        "slip_series",
        sa.Column("fiscal_year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("fiscal_year", name=op.f("pk_slip_series")),
    )
    op.create_table(
        "slip",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("running", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("first_section_id", sa.Integer(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("caller", sa.String(length=100), nullable=False),
        sa.Column("relation", sa.String(length=40), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("about_system", sa.String(length=200), nullable=False),
        sa.Column("heard_name", sa.Boolean(), nullable=False),
        sa.Column("heard_birth", sa.Boolean(), nullable=False),
        sa.Column("heard_address", sa.Boolean(), nullable=False),
        sa.Column("urgency", sa.String(length=40), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("call_back", sa.Boolean(), nullable=False),
        sa.Column("call_number", sa.String(length=40), nullable=False),
        sa.Column("call_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("waits_for", sa.String(length=200), nullable=False),
        sa.Column("waits_until", sa.Date(), nullable=True),
        sa.Column("resident_id", sa.Integer(), nullable=True),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("duplicate_of_id", sa.Integer(), nullable=True),
        sa.Column("result", sa.String(length=40), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by", sa.Integer(), nullable=True),
        sa.Column("cancel_reason", sa.String(length=200), nullable=False),
        sa.Column("writers", sa.Text(), nullable=False),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'cancelled') = (cancel_reason <> '')", name=op.f("ck_slip_cancelled_with_a_reason")),
        sa.CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_slip_closed_with_its_time")),
        sa.CheckConstraint("state <> 'blank' OR holder_id IS NULL", name=op.f("ck_slip_nobody_holds_a_blank")),
        sa.CheckConstraint("(closed_at IS NULL) = (closed_by IS NULL)", name=op.f("ck_slip_closed_by_somebody")),
        sa.CheckConstraint("(closed_at IS NULL) = (result IS NULL)", name=op.f("ck_slip_closed_with_a_result")),
        sa.CheckConstraint("(reviewed_at IS NULL) = (reviewed_by IS NULL)", name=op.f("ck_slip_reviewed_by_somebody")),
        sa.CheckConstraint("duplicate_of_id IS NULL OR duplicate_of_id <> id", name=op.f("ck_slip_not_its_own_duplicate")),
        sa.ForeignKeyConstraint(["closed_by"], ["staff.id"], name=op.f("fk_slip_closed_by_staff")),
        sa.ForeignKeyConstraint(["duplicate_of_id"], ["slip.id"], name=op.f("fk_slip_duplicate_of_id_slip")),
        sa.ForeignKeyConstraint(["holder_id"], ["staff.id"], name=op.f("fk_slip_holder_id_staff")),
        sa.ForeignKeyConstraint(["resident_id"], ["resident.id"], name=op.f("fk_slip_resident_id_resident")),
        sa.ForeignKeyConstraint(["reviewed_by"], ["staff.id"], name=op.f("fk_slip_reviewed_by_staff")),
        sa.ForeignKeyConstraint(["section_id"], ["section.id"], name=op.f("fk_slip_section_id_section")),
        sa.ForeignKeyConstraint(["first_section_id"], ["section.id"], name=op.f("fk_slip_first_section_id_section")),
        sa.ForeignKeyConstraint(["taken_by"], ["staff.id"], name=op.f("fk_slip_taken_by_staff")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_slip_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slip")),
        sa.UniqueConstraint("fiscal_year", "running", name=op.f("uq_slip_fiscal_year_running")),
        sa.UniqueConstraint("public_id", name=op.f("uq_slip_public_id")),
    )
    at_work = sa.text("state IN ('open', 'waiting')")
    op.create_index("ix_slip_at_work", "slip", ["taken_at"], sqlite_where=at_work, postgresql_where=at_work)
    op.create_index("ix_slip_first_section_id", "slip", ["first_section_id", "state", "taken_at"])
    op.create_index("ix_slip_holder_id", "slip", ["holder_id", "state"])
    op.create_index("ix_slip_resident_id", "slip", ["resident_id"])
    op.create_index("ix_slip_reviewed_at", "slip", ["section_id", "reviewed_at"])
    op.create_index("ix_slip_section_id", "slip", ["section_id", "state", "taken_at"])
    op.create_index("ix_slip_taken_at", "slip", ["taken_at"])
    op.create_index("ix_slip_visit_id", "slip", ["visit_id"])
    op.create_table(
        "slip_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slip_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("to_staff", sa.Integer(), nullable=True),
        sa.Column("other_public_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["staff.id"], name=op.f("fk_slip_entry_by_staff")),
        sa.ForeignKeyConstraint(["slip_id"], ["slip.id"], name=op.f("fk_slip_entry_slip_id_slip")),
        sa.ForeignKeyConstraint(["to_staff"], ["staff.id"], name=op.f("fk_slip_entry_to_staff_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slip_entry")),
    )
    op.create_index("ix_slip_entry_slip_id", "slip_entry", ["slip_id", "id"])
    op.create_table(
        "slip_former",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slip_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["replaced_by"], ["staff.id"], name=op.f("fk_slip_former_replaced_by_staff")),
        sa.ForeignKeyConstraint(["slip_id"], ["slip.id"], name=op.f("fk_slip_former_slip_id_slip")),
        sa.ForeignKeyConstraint(["written_by"], ["staff.id"], name=op.f("fk_slip_former_written_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slip_former")),
    )
    op.create_index("ix_slip_former_slip_id", "slip_former", ["slip_id", "id"])
    op.create_table(
        "slip_link",
        sa.Column("slip_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("slip_id < other_id", name=op.f("ck_slip_link_smaller_first")),
        sa.ForeignKeyConstraint(["other_id"], ["slip.id"], name=op.f("fk_slip_link_other_id_slip")),
        sa.ForeignKeyConstraint(["slip_id"], ["slip.id"], name=op.f("fk_slip_link_slip_id_slip")),
        sa.PrimaryKeyConstraint("slip_id", "other_id", name=op.f("pk_slip_link")),
    )
    op.create_index("ix_slip_link_other_id", "slip_link", ["other_id"])
    _refuse()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION slips_refuse()")


def _refuse() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    if on_postgresql:
        op.execute(
            sa.text(f"CREATE FUNCTION slips_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$")
        )
    refuse = "EXECUTE FUNCTION slips_refuse()" if on_postgresql else f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for table in NEVER_REMOVED:
        op.execute(f"CREATE TRIGGER {table}_refuse_delete BEFORE DELETE ON {table} FOR EACH ROW {refuse}")
    for table in NEVER_CHANGED:
        op.execute(f"CREATE TRIGGER {table}_refuse_update BEFORE UPDATE ON {table} FOR EACH ROW {refuse}")
