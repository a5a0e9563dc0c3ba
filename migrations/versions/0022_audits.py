"""audit runs: the check sheet, its answers, findings; what is signed stays (R5-2)

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TABLES = (
    "audit_run_series",
    "audit_run",
    "audit_point",
    "audit_finding",
    "audit_finding_event",
)
REFUSAL = "what an auditor has signed is never changed or removed"
NEVER_REMOVED = ("audit_run", "audit_point", "audit_finding", "audit_finding_event")
IS_SIGNED = "EXISTS (SELECT 1 FROM audit_run WHERE audit_run.id = OLD.run_id AND audit_run.signed_at IS NOT NULL)"


def upgrade() -> None:
    op.create_table(
        "audit_run_series",
        sa.Column("fiscal_year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("fiscal_year", name="pk_audit_run_series"),
    )
    op.create_table(
        "audit_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("running", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by", sa.Integer(), nullable=False),
        sa.Column("facts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("conclusion", sa.String(length=1000), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(signed_at IS NULL) = (signed_by IS NULL)", name=op.f("ck_audit_run_signed_by_somebody")),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_audit_run_period")),
        sa.ForeignKeyConstraint(["section_id"], ["section.id"], name="fk_audit_run_section_id_section"),
        sa.ForeignKeyConstraint(["signed_by"], ["staff.id"], name="fk_audit_run_signed_by_staff"),
        sa.ForeignKeyConstraint(["started_by"], ["staff.id"], name="fk_audit_run_started_by_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_audit_run"),
        sa.UniqueConstraint("fiscal_year", "running", name="uq_audit_run_fiscal_year_running"),
        sa.UniqueConstraint("public_id", name="uq_audit_run_public_id"),
    )
    op.create_table(
        "audit_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("point", sa.String(length=40), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=True),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("(answer IS NULL) = (answered_by IS NULL)", name=op.f("ck_audit_point_answered_by_somebody")),
        sa.ForeignKeyConstraint(["answered_by"], ["staff.id"], name="fk_audit_point_answered_by_staff"),
        sa.ForeignKeyConstraint(["run_id"], ["audit_run.id"], name="fk_audit_point_run_id_audit_run"),
        sa.PrimaryKeyConstraint("id", name="pk_audit_point"),
        sa.UniqueConstraint("public_id", name="uq_audit_point_public_id"),
        sa.UniqueConstraint("run_id", "point", name="uq_audit_point_run_id_point"),
    )
    op.create_table(
        "audit_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("measure", sa.String(length=1000), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("found_by", sa.Integer(), nullable=False),
        sa.Column("mended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mended_by", sa.Integer(), nullable=True),
        sa.Column("mend_words", sa.String(length=1000), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'done') = (confirmed_at IS NOT NULL)", name=op.f("ck_audit_finding_done_when_confirmed")),
        sa.CheckConstraint("(state = 'open') = (mended_at IS NULL)", name=op.f("ck_audit_finding_mended_when_no_longer_open")),
        sa.CheckConstraint("confirmed_by IS NULL OR confirmed_by <> mended_by", name=op.f("ck_audit_finding_confirmed_by_another")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["staff.id"], name="fk_audit_finding_confirmed_by_staff"),
        sa.ForeignKeyConstraint(["found_by"], ["staff.id"], name="fk_audit_finding_found_by_staff"),
        sa.ForeignKeyConstraint(["mended_by"], ["staff.id"], name="fk_audit_finding_mended_by_staff"),
        sa.ForeignKeyConstraint(["point_id"], ["audit_point.id"], name="fk_audit_finding_point_id_audit_point"),
        sa.ForeignKeyConstraint(["section_id"], ["section.id"], name="fk_audit_finding_section_id_section"),
        sa.PrimaryKeyConstraint("id", name="pk_audit_finding"),
        sa.UniqueConstraint("public_id", name="uq_audit_finding_public_id"),
    )
    op.create_index("ix_audit_finding_point_id", "audit_finding", ["point_id"], unique=False)
    op.create_index("ix_audit_finding_section_id", "audit_finding", ["section_id", "state", "due_on"], unique=False)

    op.create_table(
        "audit_finding_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["staff.id"], name="fk_audit_finding_event_by_staff"),
        sa.ForeignKeyConstraint(["finding_id"], ["audit_finding.id"], name="fk_audit_finding_event_finding_id_audit_finding"),
        sa.PrimaryKeyConstraint("id", name="pk_audit_finding_event"),
    )
    op.create_index("ix_audit_finding_event_finding_id", "audit_finding_event", ["finding_id", "id"], unique=False)
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    if on_postgresql:
        op.execute(
            sa.text(f"CREATE FUNCTION audits_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$")
        )
        op.execute(
            sa.text(
                "CREATE FUNCTION audits_keep_signed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                f" IF {IS_SIGNED} THEN RAISE EXCEPTION '{REFUSAL}'; END IF; RETURN NEW; END $$"
            )
        )
    refuse = "EXECUTE FUNCTION audits_refuse()" if on_postgresql else f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    keep = "EXECUTE FUNCTION audits_keep_signed()" if on_postgresql else f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}') WHERE {IS_SIGNED}; END"
    for table in NEVER_REMOVED:
        op.execute(f"CREATE TRIGGER {table}_refuse_delete BEFORE DELETE ON {table} FOR EACH ROW {refuse}")
    op.execute(f"CREATE TRIGGER audit_finding_event_refuse_update BEFORE UPDATE ON audit_finding_event FOR EACH ROW {refuse}")
    op.execute(f"CREATE TRIGGER audit_point_refuse_update BEFORE UPDATE ON audit_point FOR EACH ROW {keep}")
    op.execute(f"CREATE TRIGGER audit_run_refuse_update BEFORE UPDATE ON audit_run FOR EACH ROW WHEN (OLD.signed_at IS NOT NULL) {refuse}")


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audits_keep_signed()")
        op.execute("DROP FUNCTION audits_refuse()")
