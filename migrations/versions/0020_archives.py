"""files brought to a line, the encrypted archives made of them, and every time one was received

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

LIVE = sa.text("ended_at IS NULL")
REFUSAL = "what was received and what was brought to a line stays"
# A download is never changed or removed; of a file and an archive, what was written once stays.
FIXED = {
    "media_file": "public_id, request_id, file_name, size, sha256, is_text, is_late, brought_at, brought_by",
    "media_archive": "public_id, request_id, running, file_id, import_id, file_name, entry_name, plain_name, plain_size, plain_sha256,"
    " travel, asked_at, asked_by",
    "media_archive_download": "archive_id, running, at, by",
}


def upgrade() -> None:
    _create_files()
    _create_archives()
    if op.get_bind().dialect.name == "postgresql":
        refuse = "EXECUTE FUNCTION media_refuse()"
    else:
        refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for table, columns in FIXED.items():
        op.execute(f"CREATE TRIGGER {table}_refuse_delete BEFORE DELETE ON {table} FOR EACH ROW {refuse}")
        op.execute(f"CREATE TRIGGER {table}_refuse_rewrite BEFORE UPDATE OF {columns} ON {table} FOR EACH ROW {refuse}")


def _create_files() -> None:
    op.create_table(
        "media_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("is_text", sa.Boolean(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("brought_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("brought_by", sa.Integer(), nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["request_id"], ["media_request.id"], name=op.f("fk_media_file_request_id_media_request")),
        sa.ForeignKeyConstraint(["brought_by"], ["staff.id"], name=op.f("fk_media_file_brought_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media_file")),
        sa.UniqueConstraint("public_id", name=op.f("uq_media_file_public_id")),
    )
    op.create_index("ix_media_file_request_id", "media_file", ["request_id"])
    op.create_index("ix_media_file_dropped_at", "media_file", ["dropped_at"])


def _create_archives() -> None:
    op.create_table(
        "media_archive",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("running", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.String(length=60), nullable=False),
        sa.Column("entry_name", sa.String(length=60), nullable=False),
        sa.Column("plain_name", sa.String(length=200), nullable=False),
        sa.Column("plain_size", sa.BigInteger(), nullable=False),
        sa.Column("plain_sha256", sa.String(length=64), nullable=False),
        sa.Column("travel", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("sealed_passphrase", sa.Text(), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shown_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("end_reason", sa.String(length=40), nullable=True),
        sa.CheckConstraint("(file_id IS NULL) <> (import_id IS NULL)", name=op.f("ck_media_archive_of_one_file")),
        sa.CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name=op.f("ck_media_archive_ended_with_its_time")),
        sa.CheckConstraint("(ended_at IS NULL) = (end_reason IS NULL)", name=op.f("ck_media_archive_ended_for_a_reason")),
        sa.CheckConstraint("(shown_at IS NULL) = (shown_by IS NULL)", name=op.f("ck_media_archive_shown_to_somebody")),
        sa.CheckConstraint(
            "(shown_at IS NULL AND ended_at IS NULL) = (sealed_passphrase <> '')",
            name=op.f("ck_media_archive_passphrase_goes_once_shown"),
        ),
        sa.CheckConstraint("(made_at IS NULL) = (sha256 = '')", name=op.f("ck_media_archive_made_with_its_hash")),
        sa.CheckConstraint("state <> 'ready' OR made_at IS NOT NULL", name=op.f("ck_media_archive_ready_when_made")),
        sa.ForeignKeyConstraint(["request_id"], ["media_request.id"], name=op.f("fk_media_archive_request_id_media_request")),
        sa.ForeignKeyConstraint(["file_id"], ["media_file.id"], name=op.f("fk_media_archive_file_id_media_file")),
        sa.ForeignKeyConstraint(["import_id"], ["file_import.id"], name=op.f("fk_media_archive_import_id_file_import")),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"], name=op.f("fk_media_archive_asked_by_staff")),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_media_archive_job_id_job")),
        sa.ForeignKeyConstraint(["shown_by"], ["staff.id"], name=op.f("fk_media_archive_shown_by_staff")),
        sa.ForeignKeyConstraint(["ended_by"], ["staff.id"], name=op.f("fk_media_archive_ended_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media_archive")),
        sa.UniqueConstraint("public_id", name=op.f("uq_media_archive_public_id")),
        sa.UniqueConstraint("request_id", "running", name=op.f("uq_media_archive_request_id_running")),
    )
    for name, column in (("uq_media_archive_live_file", "file_id"), ("uq_media_archive_live_import", "import_id")):
        op.create_index(name, "media_archive", ["request_id", column], unique=True, sqlite_where=LIVE, postgresql_where=LIVE)
    op.create_index("ix_media_archive_ended_at", "media_archive", ["ended_at"])
    op.create_table(
        "media_archive_download",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("archive_id", sa.Integer(), nullable=False),
        sa.Column("running", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["archive_id"], ["media_archive.id"], name=op.f("fk_media_archive_download_archive_id_media_archive")),
        sa.ForeignKeyConstraint(["by"], ["staff.id"], name=op.f("fk_media_archive_download_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media_archive_download")),
        sa.UniqueConstraint("archive_id", "running", name=op.f("uq_media_archive_download_archive_id_running")),
    )


def downgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for table in FIXED:
        for name in ("refuse_delete", "refuse_rewrite"):
            op.execute(f"DROP TRIGGER {table}_{name}" + (f" ON {table}" if on_postgresql else ""))
    for table in ("media_archive_download", "media_archive", "media_file"):
        op.drop_table(table)
