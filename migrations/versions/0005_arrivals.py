"""applications of people the register does not know yet, and the running numbers of them and of people registered by hand

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "arrival_series",
        sa.Column("fiscal_year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("fiscal_year", name=op.f("pk_arrival_series")),
    )
    op.create_table(
        "unregistered_series",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unregistered_series")),
    )
    op.create_table(
        "arrival",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("running", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kana", sa.String(length=200), nullable=False),
        sa.Column("birth", sa.String(length=10), nullable=False),
        sa.Column("sex", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("building", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("moved_from", sa.String(length=100), nullable=False),
        sa.Column("notified_on", sa.Date(), nullable=False),
        sa.Column("purposes", sa.String(length=100), nullable=False),
        sa.Column("applicant", sa.String(length=40), nullable=False),
        sa.Column("identity_checked", sa.String(length=200), nullable=False),
        sa.Column("memo", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql"), nullable=False),
        sa.Column("kana_key", sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql"), nullable=False),
        sa.Column("last_resident_id", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("close_reason", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'linked') = (resident_id IS NOT NULL)", name=op.f("ck_arrival_linked_to_somebody")),
        sa.CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name=op.f("ck_arrival_decided_when_no_longer_waiting")),
        sa.CheckConstraint("(state IN ('withdrawn', 'mistaken')) = (close_reason <> '')", name=op.f("ck_arrival_closed_with_reason")),
        sa.CheckConstraint("identity_checked <> ''", name=op.f("ck_arrival_has_identity_check")),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f("fk_arrival_decided_by_staff")),
        sa.ForeignKeyConstraint(["resident_id"], ["resident.id"], name=op.f("fk_arrival_resident_id_resident")),
        sa.ForeignKeyConstraint(["taken_by"], ["staff.id"], name=op.f("fk_arrival_taken_by_staff")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_arrival_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrival")),
        sa.UniqueConstraint("fiscal_year", "running", name=op.f("uq_arrival_fiscal_year_running")),
        sa.UniqueConstraint("public_id", name=op.f("uq_arrival_public_id")),
    )
    op.create_index("ix_arrival_birth_name_key", "arrival", ["birth", "name_key"])
    op.create_index("ix_arrival_state_notified_on", "arrival", ["state", "notified_on"])
    op.create_table(
        "arrival_rejection",
        sa.Column("arrival_id", sa.Integer(), nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=False),
        sa.Column("rejected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rejected_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["arrival_id"], ["arrival.id"], name=op.f("fk_arrival_rejection_arrival_id_arrival")),
        sa.ForeignKeyConstraint(["rejected_by"], ["staff.id"], name=op.f("fk_arrival_rejection_rejected_by_staff")),
        sa.ForeignKeyConstraint(["resident_id"], ["resident.id"], name=op.f("fk_arrival_rejection_resident_id_resident")),
        sa.PrimaryKeyConstraint("arrival_id", "resident_id", name=op.f("pk_arrival_rejection")),
    )


def downgrade() -> None:
    op.drop_table("arrival_rejection")
    op.drop_index("ix_arrival_state_notified_on", "arrival")
    op.drop_index("ix_arrival_birth_name_key", "arrival")
    op.drop_table("arrival")
    op.drop_table("unregistered_series")
    op.drop_table("arrival_series")
