"""merged records and what moved with them, pairs that may be one person, pairs that are not

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "resident_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("absorbed_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_by", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.Column("undo_reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint("(undone_at IS NULL) = (undo_reason = '')", name=op.f("ck_resident_merge_undone_with_reason")),
        sa.CheckConstraint("kept_id <> absorbed_id", name=op.f("ck_resident_merge_two_records")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_resident_merge_has_reason")),
        sa.ForeignKeyConstraint(["absorbed_id"], ["resident.id"], name=op.f("fk_resident_merge_absorbed_id_resident")),
        sa.ForeignKeyConstraint(["kept_id"], ["resident.id"], name=op.f("fk_resident_merge_kept_id_resident")),
        sa.ForeignKeyConstraint(["merged_by"], ["staff.id"], name=op.f("fk_resident_merge_merged_by_staff")),
        sa.ForeignKeyConstraint(["undone_by"], ["staff.id"], name=op.f("fk_resident_merge_undone_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resident_merge")),
        sa.UniqueConstraint("public_id", name=op.f("uq_resident_merge_public_id")),
    )
    op.create_index(
        "uq_resident_merge_absorbed",
        "resident_merge",
        ["absorbed_id"],
        unique=True,
        sqlite_where=sa.text("undone_at IS NULL"),
        postgresql_where=sa.text("undone_at IS NULL"),
    )
    op.create_index("ix_resident_merge_kept_id", "resident_merge", ["kept_id"])
    op.create_index("ix_resident_merge_merged_at", "resident_merge", ["merged_at"])
    op.create_table(
        "resident_merge_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("merge_id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(length=40), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("moved", sa.Boolean(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["merge_id"], ["resident_merge.id"], name=op.f("fk_resident_merge_move_merge_id_resident_merge")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resident_merge_move")),
        sa.UniqueConstraint("merge_id", "table_name", "row_id", name=op.f("uq_resident_merge_move_merge_id_table_name_row_id")),
    )
    op.create_table(
        "duplicate_candidate",
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_duplicate_candidate_in_order")),
        sa.ForeignKeyConstraint(["first_id"], ["resident.id"], name=op.f("fk_duplicate_candidate_first_id_resident")),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_duplicate_candidate_job_id_job")),
        sa.ForeignKeyConstraint(["second_id"], ["resident.id"], name=op.f("fk_duplicate_candidate_second_id_resident")),
        sa.PrimaryKeyConstraint("first_id", "second_id", name=op.f("pk_duplicate_candidate")),
    )
    op.create_index("ix_duplicate_candidate_weight", "duplicate_candidate", ["weight", "first_id", "second_id"])
    op.create_index("ix_duplicate_candidate_job_id", "duplicate_candidate", ["job_id"])
    op.create_table(
        "duplicate_ruling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("ruled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ruled_by", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.Column("withdraw_reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint("(withdrawn_at IS NULL) = (withdraw_reason = '')", name=op.f("ck_duplicate_ruling_withdrawn_with_reason")),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_duplicate_ruling_in_order")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_duplicate_ruling_has_reason")),
        sa.ForeignKeyConstraint(["first_id"], ["resident.id"], name=op.f("fk_duplicate_ruling_first_id_resident")),
        sa.ForeignKeyConstraint(["ruled_by"], ["staff.id"], name=op.f("fk_duplicate_ruling_ruled_by_staff")),
        sa.ForeignKeyConstraint(["second_id"], ["resident.id"], name=op.f("fk_duplicate_ruling_second_id_resident")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["staff.id"], name=op.f("fk_duplicate_ruling_withdrawn_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicate_ruling")),
        sa.UniqueConstraint("public_id", name=op.f("uq_duplicate_ruling_public_id")),
    )
    op.create_index(
        "uq_duplicate_ruling_stands",
        "duplicate_ruling",
        ["first_id", "second_id"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_index("ix_duplicate_ruling_ruled_at", "duplicate_ruling", ["ruled_at"])


def downgrade() -> None:
    for name in ("duplicate_ruling", "duplicate_candidate", "resident_merge_move", "resident_merge"):
        op.drop_table(name)
