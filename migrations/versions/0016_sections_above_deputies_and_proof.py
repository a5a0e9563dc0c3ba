"""the section above a section, deputies of a chief (代決), and when the password was last given

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

# SQLite takes a foreign key or a CHECK with the column only; both engines read the same words.
SECTION_COLUMNS = (
    (
        "above_id",
        "INTEGER CONSTRAINT fk_section_above_id_section REFERENCES section (id)"
        " CONSTRAINT ck_section_not_above_itself CHECK (above_id <> id)",
    ),
    ("version", "INTEGER NOT NULL DEFAULT 1"),
)


def upgrade() -> None:
    for name, rest in SECTION_COLUMNS:
        op.execute(f"ALTER TABLE section ADD COLUMN {name} {rest}")
    op.add_column("login_session", sa.Column("proved_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "deputy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("appointed_by", sa.Integer(), nullable=False),
        sa.Column("appointed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_deputy_ends_after_it_starts")),
        sa.CheckConstraint("appointed_by <> staff_id", name=op.f("ck_deputy_appointed_by_another")),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name=op.f("ck_deputy_ended_by_somebody")),
        sa.ForeignKeyConstraint(["section_id"], ["section.id"], name=op.f("fk_deputy_section_id_section")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_deputy_staff_id_staff")),
        sa.ForeignKeyConstraint(["appointed_by"], ["staff.id"], name=op.f("fk_deputy_appointed_by_staff")),
        sa.ForeignKeyConstraint(["ended_by"], ["staff.id"], name=op.f("fk_deputy_ended_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deputy")),
        sa.UniqueConstraint("public_id", name=op.f("uq_deputy_public_id")),
    )
    op.create_index("ix_deputy_section_id_ends_on", "deputy", ["section_id", "ends_on"])
    op.create_index("ix_deputy_staff_id_ends_on", "deputy", ["staff_id", "ends_on"])


def downgrade() -> None:
    op.drop_table("deputy")
    op.drop_column("login_session", "proved_at")
    for name, _ in reversed(SECTION_COLUMNS):
        op.execute(f"ALTER TABLE section DROP COLUMN {name}")
