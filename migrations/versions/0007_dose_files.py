"""doses that wait for a person to decide, the makers' names that files write, and one kind for all dose files

Revision ID: 0007
Revises: 0006
"""

import secrets
import unicodedata
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MAKERS = {
    "ファイザー": ("ファイザー", "ファイザー株式会社", "Pfizer", "ファイザー/ビオンテック"),
    "武田/モデルナ": ("武田/モデルナ", "モデルナ", "モデルナ/武田", "武田薬品/モデルナ", "モデルナ・ジャパン", "Moderna"),
    "アストラゼネカ": ("アストラゼネカ", "アストラゼネカ株式会社", "AstraZeneca"),
    "武田(ノババックス)": ("武田(ノババックス)", "ノババックス", "武田/ノババックス", "ノババックス(武田)", "Novavax"),
    "第一三共": ("第一三共", "第一三共株式会社", "Daiichi Sankyo"),
    "Meiji Seika ファルマ": ("Meiji Seika ファルマ", "Meiji Seikaファルマ株式会社", "Meiji", "明治セイカファルマ"),
}


def _key(written: str) -> str:
    """As portal.doses.maker_rules.maker_key was when this step was written."""
    return "".join(unicodedata.normalize("NFKC", written).split()).upper()


def upgrade() -> None:
    op.create_table(
        "waiting_dose",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=True),
        sa.Column("dose_id", sa.Integer(), nullable=True),
        sa.Column("came_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decision", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name=op.f("ck_waiting_dose_decided_when_no_longer_waiting")),
        sa.CheckConstraint("state <> 'dismissed' OR decision <> ''", name=op.f("ck_waiting_dose_dismissed_with_reason")),
        sa.CheckConstraint(
            "state <> 'recorded' OR (dose_id IS NOT NULL AND resident_id IS NOT NULL)", name=op.f("ck_waiting_dose_recorded_for_somebody")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f("fk_waiting_dose_decided_by_staff")),
        sa.ForeignKeyConstraint(["dose_id"], ["dose.id"], name=op.f("fk_waiting_dose_dose_id_dose")),
        sa.ForeignKeyConstraint(["import_id"], ["file_import.id"], name=op.f("fk_waiting_dose_import_id_file_import")),
        sa.ForeignKeyConstraint(["resident_id"], ["resident.id"], name=op.f("fk_waiting_dose_resident_id_resident")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_dose")),
        sa.UniqueConstraint("public_id", name=op.f("uq_waiting_dose_public_id")),
    )
    op.create_index("ix_waiting_dose_state_reason_id", "waiting_dose", ["state", "reason", "id"])
    op.create_index("ix_waiting_dose_state_id", "waiting_dose", ["state", "id"])
    op.create_index("ix_waiting_dose_import_id_number", "waiting_dose", ["import_id", "number"])
    op.create_index(
        "uq_waiting_dose_fingerprint",
        "waiting_dose",
        ["fingerprint"],
        unique=True,
        sqlite_where=sa.text("state <> 'withdrawn'"),
        postgresql_where=sa.text("state <> 'withdrawn'"),
    )
    makers = op.create_table(
        "maker_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("written", sa.String(length=40), nullable=False),
        sa.Column("written_key", sa.String(length=80), nullable=False),
        sa.Column("maker", sa.String(length=40), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["added_by"], ["staff.id"], name=op.f("fk_maker_name_added_by_staff")),
        sa.ForeignKeyConstraint(["ended_by"], ["staff.id"], name=op.f("fk_maker_name_ended_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_maker_name")),
        sa.UniqueConstraint("public_id", name=op.f("uq_maker_name_public_id")),
    )
    op.create_index(
        "uq_maker_name_written_key",
        "maker_name",
        ["written_key"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    now = datetime.now(UTC)
    op.bulk_insert(
        makers,
        [
            {"public_id": secrets.token_hex(16), "written": written, "written_key": _key(written), "maker": maker, "added_at": now}
            for maker, names in MAKERS.items()
            for written in names
        ],
    )
    _learn_names_in_use(now)
    op.execute("UPDATE file_import SET kind = 'doses', layout = 'full' WHERE kind = 'doses_full'")
    # Headings lie at 0 from now on: where a file has none, its first row is row 1.
    op.execute("UPDATE import_row SET number = 0 WHERE number = 1")


def _learn_names_in_use(now: datetime) -> None:
    """What the ledger already holds stays as it is: a name in use is not refused by the next file."""
    connection = op.get_bind()
    known = {row[0] for row in connection.execute(sa.text("SELECT written_key FROM maker_name"))}
    names = [row[0] for row in connection.execute(sa.text("SELECT DISTINCT manufacturer FROM dose WHERE manufacturer <> ''"))]
    for name in names:
        if _key(name) not in known:
            known.add(_key(name))
            connection.execute(
                sa.text(
                    "INSERT INTO maker_name (public_id, written, written_key, maker, added_at)"
                    " VALUES (:public_id, :written, :written_key, :maker, :added_at)"
                ).bindparams(sa.bindparam("added_at", type_=sa.DateTime(timezone=True))),
                {"public_id": secrets.token_hex(16), "written": name, "written_key": _key(name), "maker": name, "added_at": now},
            )


def downgrade() -> None:
    """Rows of a file without headings have no place in the older tables: their files go back to be read in again."""
    op.execute("UPDATE import_row SET number = 1 WHERE number = 0 AND import_id NOT IN (SELECT import_id FROM import_row WHERE number = 1)")
    op.execute("DELETE FROM import_row WHERE number = 0")
    op.execute("UPDATE file_import SET kind = 'doses_full' WHERE kind = 'doses'")
    op.drop_index("uq_maker_name_written_key", "maker_name")
    op.drop_table("maker_name")
    for name in ("uq_waiting_dose_fingerprint", "ix_waiting_dose_import_id_number", "ix_waiting_dose_state_id", "ix_waiting_dose_state_reason_id"):
        op.drop_index(name, "waiting_dose")
    op.drop_table("waiting_dose")
