"""what files in need: what a file covers, its stops, its take-back, and what each record came from

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def _of_imports() -> tuple[sa.Column, ...]:
    return (
        sa.Column("scope", sa.String(length=40), server_default="changes", nullable=False),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("layout", sa.String(length=40), server_default="", nullable=False),
        sa.Column("matches", sa.Integer(), server_default="0", nullable=False),
        sa.Column("waiting", sa.Integer(), server_default="0", nullable=False),
        sa.Column("vanished", sa.Integer(), server_default="0", nullable=False),
        sa.Column("newest_day", sa.Date(), nullable=True),
        sa.Column("samples", sa.Text(), server_default="{}", nullable=False),
        sa.Column("stops", sa.Text(), server_default="[]", nullable=False),
        sa.Column("released_by", sa.Integer(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("release_reason", sa.String(length=200), server_default="", nullable=False),
        sa.Column("taken_back_by", sa.Integer(), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("take_back_reason", sa.String(length=200), server_default="", nullable=False),
        sa.Column("take_back_finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_rows", sa.Integer(), server_default="0", nullable=False),
        sa.Column("kept", sa.Boolean(), server_default=sa.false(), nullable=False),
    )


def _of_people() -> dict[str, tuple[sa.Column, ...]]:
    return {
        "resident": (
            sa.Column("record_state", sa.String(length=40), server_default="current", nullable=False),
            sa.Column("first_import_id", sa.Integer(), nullable=True),
            sa.Column("registered_at", sa.DateTime(timezone=True), nullable=True),
        ),
        "resident_change": (
            sa.Column("undone", sa.Boolean(), server_default=sa.false(), nullable=False),
            sa.Column("is_return", sa.Boolean(), server_default=sa.false(), nullable=False),
        ),
        "dose": (sa.Column("replaces_id", sa.Integer(), nullable=True),),
    }


STAFF_COLUMNS = ("released_by", "taken_back_by")


def upgrade() -> None:
    """The tables of people get their columns one by one: building them anew on SQLite would drop the triggers of resident."""
    with op.batch_alter_table("file_import") as table:
        for column in _of_imports():
            table.add_column(column)
        for name in STAFF_COLUMNS:
            table.create_foreign_key(op.f(f"fk_file_import_{name}_staff"), "staff", [name], ["id"])
        table.create_check_constraint(op.f("ck_file_import_released_by_another"), "released_by <> uploaded_by")
    _create_beside_register_files()
    for name, columns in _of_people().items():
        for column in columns:
            op.add_column(name, column)
    op.create_index("ix_resident_first_import_id", "resident", ["first_import_id"])
    op.create_index("ix_resident_change_import_id_resident_id", "resident_change", ["import_id", "resident_id"])
    op.create_index("ix_dose_import_id", "dose", ["import_id"])


def _create_beside_register_files() -> None:
    op.create_table(
        "register_match",
        sa.Column("import_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("candidates", sa.Text(), server_default="[]", nullable=False),
        sa.Column("decision", sa.String(length=40), nullable=True),
        sa.Column("resident_id", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name=op.f("ck_register_match_decided_by_somebody")),
        sa.CheckConstraint("(coalesce(decision, '') = 'same') = (resident_id IS NOT NULL)", name=op.f("ck_register_match_same_as_whom")),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f("fk_register_match_decided_by_staff")),
        sa.ForeignKeyConstraint(["import_id"], ["file_import.id"], name=op.f("fk_register_match_import_id_file_import")),
        sa.ForeignKeyConstraint(["resident_id"], ["resident.id"], name=op.f("fk_register_match_resident_id_resident")),
        sa.PrimaryKeyConstraint("import_id", "number", name=op.f("pk_register_match")),
        sa.UniqueConstraint("public_id", name=op.f("uq_register_match_public_id")),
    )
    op.create_table(
        "register_vanished",
        sa.Column("import_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("resident_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["file_import.id"], name=op.f("fk_register_vanished_import_id_file_import")),
        sa.ForeignKeyConstraint(["resident_id"], ["resident.id"], name=op.f("fk_register_vanished_resident_id_resident")),
        sa.PrimaryKeyConstraint("import_id", "resident_id", name=op.f("pk_register_vanished")),
    )


def downgrade() -> None:
    op.drop_table("register_vanished")
    op.drop_table("register_match")
    op.drop_index("ix_dose_import_id", "dose")
    op.drop_index("ix_resident_change_import_id_resident_id", "resident_change")
    op.drop_index("ix_resident_first_import_id", "resident")
    for name, columns in _of_people().items():
        for column in columns:
            op.drop_column(name, column.name)
    with op.batch_alter_table("file_import") as table:
        table.drop_constraint(op.f("ck_file_import_released_by_another"), type_="check")
        for name in STAFF_COLUMNS:
            table.drop_constraint(op.f(f"fk_file_import_{name}_staff"), type_="foreignkey")
        for column in _of_imports():
            table.drop_column(column.name)
