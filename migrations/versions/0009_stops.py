"""who stops a voucher: the dead and the moved out, those whose name changed, pages that one member of staff issued to be posted

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_resident_gone", "resident", ["category", "id"], "category IN ('3', '4')"),
    ("ix_resident_change_name", "resident_change", ["resident_id", "at"], "field = 'name'"),
    (
        "ix_voucher_posted_by_hand",
        "voucher",
        ["resident_id"],
        "voided_at IS NULL AND issued_by IS NOT NULL AND delivery = 'post_to_address'",
    ),
)


def upgrade() -> None:
    for name, table, columns, where in INDEXES:
        op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def downgrade() -> None:
    for name, table, _, _ in reversed(INDEXES):
        op.drop_index(name, table)
