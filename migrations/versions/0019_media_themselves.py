"""media: the history of a medium, losses, disposals, the yearly renewal and the stock-take; what was noted stays

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

REFUSAL = "lines of the media ledgers are never removed or rewritten"
TABLES = (
    "medium_renewal",
    "medium_stocktake",
    "medium_difference",
    "medium_disposal",
    "medium_event",
    "medium_loss",
    "medium_renewal_medium",
    "medium_scan",
)
NEVER_REMOVED = ("medium_event", "medium_loss", "medium_disposal", "medium_renewal", "medium_stocktake", "medium_scan", "medium_difference")
NEVER_CHANGED = ("medium_event", "medium_disposal", "medium_scan")
# What was written once and stays: the columns of a step that is done.
FIXED = {
    "medium_loss": "medium_id, noted_at, noted_by, known_at, is_strong, is_malicious, holds_data, circumstances, note",
    "medium_renewal": "section_id, fiscal_year, note, asked_at, asked_by",
    "medium_stocktake": "section_id, started_on, started_at, started_by",
    "medium_difference": "stocktake_id, medium_id, number, found, words",
}


def upgrade() -> None:
    op.create_table(
        "medium_renewal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("signed_as", sa.String(length=40), nullable=True),
        sa.Column("is_granted", sa.Boolean(), nullable=True),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.CheckConstraint("(decided_at IS NULL) = (decided_by IS NULL)", name=op.f("ck_medium_renewal_decided_by_somebody")),
        sa.CheckConstraint("(decided_at IS NULL) = (is_granted IS NULL)", name=op.f("ck_medium_renewal_decided_in_words")),
        sa.CheckConstraint("decided_by IS NULL OR decided_by <> asked_by", name=op.f("ck_medium_renewal_never_by_who_asked")),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"], name="fk_medium_renewal_asked_by_staff"),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name="fk_medium_renewal_decided_by_staff"),
        sa.ForeignKeyConstraint(["section_id"], ["section.id"], name="fk_medium_renewal_section_id_section"),
        sa.PrimaryKeyConstraint("id", name="pk_medium_renewal"),
        sa.UniqueConstraint("public_id", name="uq_medium_renewal_public_id"),
    )
    op.create_index("ix_medium_renewal_section_id", "medium_renewal", ["section_id", "id"], unique=False)
    op.create_index(
        "uq_medium_renewal_open",
        "medium_renewal",
        ["section_id"],
        unique=True,
        sqlite_where=sa.text("decided_at IS NULL"),
        postgresql_where=sa.text("decided_at IS NULL"),
    )

    op.create_table(
        "medium_stocktake",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.CheckConstraint("(closed_at IS NULL) = (closed_by IS NULL)", name=op.f("ck_medium_stocktake_closed_by_somebody")),
        sa.ForeignKeyConstraint(["closed_by"], ["staff.id"], name="fk_medium_stocktake_closed_by_staff"),
        sa.ForeignKeyConstraint(["section_id"], ["section.id"], name="fk_medium_stocktake_section_id_section"),
        sa.ForeignKeyConstraint(["started_by"], ["staff.id"], name="fk_medium_stocktake_started_by_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_medium_stocktake"),
        sa.UniqueConstraint("public_id", name="uq_medium_stocktake_public_id"),
    )
    op.create_index("ix_medium_stocktake_section_id", "medium_stocktake", ["section_id", "id"], unique=False)
    op.create_index(
        "uq_medium_stocktake_open",
        "medium_stocktake",
        ["section_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )

    op.create_table(
        "medium_difference",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("stocktake_id", sa.Integer(), nullable=False),
        sa.Column("medium_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("found", sa.String(length=40), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("settled_words", sa.String(length=300), nullable=False),
        sa.CheckConstraint("settled_at IS NULL OR settled_words <> ''", name=op.f("ck_medium_difference_settled_with_words")),
        sa.CheckConstraint("(settled_at IS NULL) = (settled_by IS NULL)", name=op.f("ck_medium_difference_settled_by_somebody")),
        sa.ForeignKeyConstraint(["medium_id"], ["medium.id"], name="fk_medium_difference_medium_id_medium"),
        sa.ForeignKeyConstraint(["settled_by"], ["staff.id"], name="fk_medium_difference_settled_by_staff"),
        sa.ForeignKeyConstraint(["stocktake_id"], ["medium_stocktake.id"], name="fk_medium_difference_stocktake_id_medium_stocktake"),
        sa.PrimaryKeyConstraint("id", name="pk_medium_difference"),
        sa.UniqueConstraint("public_id", name="uq_medium_difference_public_id"),
        sa.UniqueConstraint("stocktake_id", "number", name="uq_medium_difference_stocktake_id_number"),
    )
    op.create_index("ix_medium_difference_medium_id", "medium_difference", ["medium_id"], unique=False)

    op.create_table(
        "medium_disposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("medium_id", sa.Integer(), nullable=False),
        sa.Column("disposed_on", sa.Date(), nullable=False),
        sa.Column("how", sa.String(length=40), nullable=False),
        sa.Column("certificate", sa.String(length=100), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_by", sa.Integer(), nullable=False),
        sa.Column("witness_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("witness_id <> done_by", name=op.f("ck_medium_disposal_witness_is_another")),
        sa.ForeignKeyConstraint(["done_by"], ["staff.id"], name="fk_medium_disposal_done_by_staff"),
        sa.ForeignKeyConstraint(["medium_id"], ["medium.id"], name="fk_medium_disposal_medium_id_medium"),
        sa.ForeignKeyConstraint(["witness_id"], ["staff.id"], name="fk_medium_disposal_witness_id_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_medium_disposal"),
        sa.UniqueConstraint("medium_id", name="uq_medium_disposal_medium_id"),
    )
    op.create_table(
        "medium_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("medium_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("words", sa.String(length=600), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["staff.id"], name="fk_medium_event_by_staff"),
        sa.ForeignKeyConstraint(["medium_id"], ["medium.id"], name="fk_medium_event_medium_id_medium"),
        sa.PrimaryKeyConstraint("id", name="pk_medium_event"),
    )
    op.create_index("ix_medium_event_medium_id", "medium_event", ["medium_id", "id"], unique=False)

    op.create_table(
        "medium_loss",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("medium_id", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=False),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_strong", sa.Boolean(), nullable=False),
        sa.Column("is_malicious", sa.Boolean(), nullable=False),
        sa.Column("holds_data", sa.Boolean(), nullable=False),
        sa.Column("circumstances", sa.String(length=500), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("found_by", sa.Integer(), nullable=True),
        sa.Column("found_words", sa.String(length=300), nullable=False),
        sa.Column("wiped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wiped_by", sa.Integer(), nullable=True),
        sa.Column("witness_id", sa.Integer(), nullable=True),
        sa.Column("wipe_tool", sa.String(length=100), nullable=False),
        sa.Column("wipe_result", sa.String(length=300), nullable=False),
        sa.CheckConstraint("(found_at IS NULL) = (found_by IS NULL)", name=op.f("ck_medium_loss_found_by_somebody")),
        sa.CheckConstraint("(wiped_at IS NULL) = (wiped_by IS NULL)", name=op.f("ck_medium_loss_wiped_by_somebody")),
        sa.CheckConstraint("(wiped_at IS NULL) = (witness_id IS NULL)", name=op.f("ck_medium_loss_wiped_before_a_witness")),
        sa.CheckConstraint("wiped_at IS NULL OR found_at IS NOT NULL", name=op.f("ck_medium_loss_wiped_after_found")),
        sa.CheckConstraint("witness_id IS NULL OR witness_id <> wiped_by", name=op.f("ck_medium_loss_witness_is_another")),
        sa.ForeignKeyConstraint(["found_by"], ["staff.id"], name="fk_medium_loss_found_by_staff"),
        sa.ForeignKeyConstraint(["medium_id"], ["medium.id"], name="fk_medium_loss_medium_id_medium"),
        sa.ForeignKeyConstraint(["noted_by"], ["staff.id"], name="fk_medium_loss_noted_by_staff"),
        sa.ForeignKeyConstraint(["wiped_by"], ["staff.id"], name="fk_medium_loss_wiped_by_staff"),
        sa.ForeignKeyConstraint(["witness_id"], ["staff.id"], name="fk_medium_loss_witness_id_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_medium_loss"),
        sa.UniqueConstraint("public_id", name="uq_medium_loss_public_id"),
    )
    op.create_index("ix_medium_loss_medium_id", "medium_loss", ["medium_id"], unique=False)
    op.create_index(
        "uq_medium_loss_open",
        "medium_loss",
        ["medium_id"],
        unique=True,
        sqlite_where=sa.text("wiped_at IS NULL"),
        postgresql_where=sa.text("wiped_at IS NULL"),
    )

    op.create_table(
        "medium_renewal_medium",
        sa.Column("renewal_id", sa.Integer(), nullable=False),
        sa.Column("medium_id", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["medium_id"], ["medium.id"], name="fk_medium_renewal_medium_medium_id_medium"),
        sa.ForeignKeyConstraint(["renewal_id"], ["medium_renewal.id"], name="fk_medium_renewal_medium_renewal_id_medium_renewal"),
        sa.PrimaryKeyConstraint("renewal_id", "medium_id", name="pk_medium_renewal_medium"),
    )
    op.create_table(
        "medium_scan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stocktake_id", sa.Integer(), nullable=False),
        sa.Column("medium_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("found", sa.String(length=40), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["staff.id"], name="fk_medium_scan_by_staff"),
        sa.ForeignKeyConstraint(["medium_id"], ["medium.id"], name="fk_medium_scan_medium_id_medium"),
        sa.ForeignKeyConstraint(["stocktake_id"], ["medium_stocktake.id"], name="fk_medium_scan_stocktake_id_medium_stocktake"),
        sa.PrimaryKeyConstraint("id", name="pk_medium_scan"),
        sa.UniqueConstraint("stocktake_id", "number", name="uq_medium_scan_stocktake_id_number"),
    )
    op.create_index("ix_medium_scan_medium_id", "medium_scan", ["medium_id"], unique=False)
    _add_triggers()


def downgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    names = [(table, "refuse_delete") for table in NEVER_REMOVED] + [(table, "refuse_update") for table in NEVER_CHANGED]
    for table, name in names + [(table, "refuse_rewrite") for table in FIXED]:
        op.execute(f"DROP TRIGGER {table}_{name}" + (f" ON {table}" if on_postgresql else ""))
    for table in reversed(TABLES):
        op.drop_table(table)


def _add_triggers() -> None:
    """The function that refuses on PostgreSQL is that of 0018."""
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    refuse = "EXECUTE FUNCTION media_refuse()" if on_postgresql else f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for table in NEVER_REMOVED:
        op.execute(f"CREATE TRIGGER {table}_refuse_delete BEFORE DELETE ON {table} FOR EACH ROW {refuse}")
    for table in NEVER_CHANGED:
        op.execute(f"CREATE TRIGGER {table}_refuse_update BEFORE UPDATE ON {table} FOR EACH ROW {refuse}")
    for table, columns in FIXED.items():
        op.execute(f"CREATE TRIGGER {table}_refuse_rewrite BEFORE UPDATE OF {columns} ON {table} FOR EACH ROW {refuse}")
