"""what an application said beyond the voucher's own row: of whom what was seen, what was asked, what stayed unsure

Revision ID: 0012
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("voucher_id", sa.Integer(), nullable=True),
        sa.Column("certificate_id", sa.Integer(), nullable=True),
        sa.Column("principal_checked", sa.String(length=200), nullable=False),
        sa.Column("asked", sa.String(length=200), nullable=False),
        sa.Column("gaps", sa.String(length=200), nullable=False),
        sa.Column("accepted", sa.String(length=40), nullable=True),
        sa.Column("gap_note", sa.String(length=200), nullable=False),
        sa.Column("early", sa.String(length=40), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(voucher_id IS NULL) <> (certificate_id IS NULL)", name=op.f("ck_paper_request_one_paper")),
        sa.CheckConstraint("(gaps = '') = (accepted IS NULL)", name=op.f("ck_paper_request_gap_is_accepted")),
        sa.CheckConstraint("gaps <> '' OR gap_note = ''", name=op.f("ck_paper_request_note_is_about_a_gap")),
        sa.ForeignKeyConstraint(["voucher_id"], ["voucher.id"], name=op.f("fk_paper_request_voucher_id_voucher")),
        sa.ForeignKeyConstraint(["certificate_id"], ["certificate.id"], name=op.f("fk_paper_request_certificate_id_certificate")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_paper_request_contact_id_contact")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_request")),
        sa.UniqueConstraint("voucher_id", name=op.f("uq_paper_request_voucher_id")),
        sa.UniqueConstraint("certificate_id", name=op.f("uq_paper_request_certificate_id")),
    )


def downgrade() -> None:
    op.drop_table("paper_request")
