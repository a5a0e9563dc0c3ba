"""the ledgers of media are read along their numbers however long they are, and the check at the end of a day is signed (M-6, M-5)

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

PLACE = ["fiscal_year", "running"]
INDEXES = {
    "ix_media_request_of_section": ["section_id", "kind", *PLACE],
    "ix_media_request_of_holder": ["holder_id", "kind", *PLACE],
    "ix_media_request_in_state": ["kind", "state", *PLACE],
    "ix_media_request_by_requester": ["requester_id", "kind", *PLACE],
    "ix_media_request_by_responsible": ["responsible_id", "kind", *PLACE],
}
COUNTS = ("not_returned", "not_erased", "not_confirmed", "waiting", "sessions")


def upgrade() -> None:
    for name, columns in INDEXES.items():
        op.create_index(name, "media_request", columns)
    op.create_table(
        "media_day_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_by", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.CheckConstraint(" AND ".join(f"{name} >= 0" for name in COUNTS), name=op.f("ck_media_day_check_counts")),
        sa.ForeignKeyConstraint(["section_id"], ["section.id"], name=op.f("fk_media_day_check_section_id_section")),
        sa.ForeignKeyConstraint(["signed_by"], ["staff.id"], name=op.f("fk_media_day_check_signed_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media_day_check")),
        sa.UniqueConstraint("section_id", "day", name=op.f("uq_media_day_check_section_id_day")),
    )


def downgrade() -> None:
    op.drop_table("media_day_check")
    for name in INDEXES:
        op.drop_index(name, "media_request")
