"""送付先・連絡先 by version, and 申し送り with an end

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

CURRENT = sa.text("superseded_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("postal_code", sa.String(length=7), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("building", sa.String(length=200), nullable=False),
        sa.Column("recipient", sa.String(length=100), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("whose", sa.String(length=40), nullable=True),
        sa.Column("relation", sa.String(length=40), nullable=True),
        sa.Column("note", sa.String(length=60), nullable=False),
        sa.Column("why", sa.String(length=40), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_contact_period")),
        sa.CheckConstraint("(kind = 'mailing') = (address <> '')", name=op.f("ck_contact_mailing_has_address")),
        sa.CheckConstraint("(kind = 'phone') = (phone <> '')", name=op.f("ck_contact_phone_has_number")),
        sa.ForeignKeyConstraint(["recorded_by"], ["staff.id"], name=op.f("fk_contact_recorded_by_staff")),
        sa.ForeignKeyConstraint(["resident_id"], ["resident.id"], name=op.f("fk_contact_resident_id_resident")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("public_id", "version", name=op.f("uq_contact_public_id_version")),
    )
    op.create_index("ix_contact_resident_id", "contact", ["resident_id"], unique=False)
    op.create_index("uq_contact_current", "contact", ["public_id"], unique=True, sqlite_where=CURRENT, postgresql_where=CURRENT)
    op.create_table(
        "resident_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("under_protection", sa.Boolean(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("end_reason", sa.String(length=40), nullable=True),
        sa.CheckConstraint("(ended_at IS NULL) = (end_reason IS NULL)", name=op.f("ck_resident_note_end_has_reason")),
        sa.CheckConstraint("text <> ''", name=op.f("ck_resident_note_has_text")),
        sa.ForeignKeyConstraint(["ended_by"], ["staff.id"], name=op.f("fk_resident_note_ended_by_staff")),
        sa.ForeignKeyConstraint(["resident_id"], ["resident.id"], name=op.f("fk_resident_note_resident_id_resident")),
        sa.ForeignKeyConstraint(["written_by"], ["staff.id"], name=op.f("fk_resident_note_written_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resident_note")),
        sa.UniqueConstraint("public_id", name=op.f("uq_resident_note_public_id")),
    )
    op.create_index("ix_resident_note_resident_id", "resident_note", ["resident_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_resident_note_resident_id", table_name="resident_note")
    op.drop_table("resident_note")
    op.drop_index("uq_contact_current", table_name="contact", sqlite_where=CURRENT, postgresql_where=CURRENT)
    op.drop_index("ix_contact_resident_id", table_name="contact")
    op.drop_table("contact")
