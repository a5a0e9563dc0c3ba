"""how many cells of a file looked like a 個人番号 and were withheld: such a file is not kept

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("file_import", sa.Column("withheld", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    op.drop_column("file_import", "withheld")
