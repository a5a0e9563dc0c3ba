"""the paper that a programme's vouchers are printed on: stickers, or the 予診票 from a dose on

Revision ID: 0014
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("programme", sa.Column("form", sa.String(20), nullable=False, server_default="stickers"))
    op.add_column("programme", sa.Column("integrated_from_dose", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("programme", "integrated_from_dose")
    op.drop_column("programme", "form")
