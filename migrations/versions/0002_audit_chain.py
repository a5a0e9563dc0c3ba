"""the audit log refuses to be changed, and PostgreSQL appends to its chain in one call

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

GUARDED = ("audit_record", "audit_subject")
REFUSAL = "audit records are never changed or removed"
ABORT = f"SELECT RAISE(ABORT, '{REFUSAL}')"
SAME_ROW = {
    "audit_record": "old.sequence = NEW.sequence",
    "audit_subject": "old.sequence = NEW.sequence AND old.resident_id = NEW.resident_id",
    "audit_head": "old.id = NEW.id",
}

APPEND = """
CREATE FUNCTION audit_append(
    p_at timestamptz, p_event text, p_staff_id integer, p_staff_login text, p_address text, p_visit_id integer, p_purpose text,
    p_facts text, p_typed text, p_subject_count integer, p_subjects_sha256 text, p_content text, p_subjects bigint[]
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    previous audit_head%ROWTYPE;
    next_sequence bigint;
    next_hash text;
BEGIN
    SELECT * INTO STRICT previous FROM audit_head WHERE id = 1 FOR UPDATE;
    next_sequence := previous.sequence + 1;
    next_hash := encode(sha256(convert_to(previous.hash || '|' || next_sequence || '|' || p_content, 'UTF8')), 'hex');
    INSERT INTO audit_record (sequence, at, event, staff_id, staff_login, address, visit_id, purpose, facts, typed,
                              subject_count, subjects_sha256, previous_hash, hash)
    VALUES (next_sequence, p_at, p_event, p_staff_id, p_staff_login, p_address, p_visit_id, p_purpose, p_facts, p_typed,
            p_subject_count, p_subjects_sha256, previous.hash, next_hash);
    INSERT INTO audit_subject (sequence, resident_id) SELECT next_sequence, unnest(p_subjects);
    UPDATE audit_head SET sequence = next_sequence, hash = next_hash WHERE id = 1;
    RETURN next_sequence;
END $$
"""

REFUSE = f"""
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{REFUSAL}';
END $$
"""


def upgrade() -> None:
    op.execute(f"INSERT INTO audit_head (id, sequence, hash) VALUES (1, 0, '{'0' * 64}')")
    if op.get_bind().dialect.name == "postgresql":
        _guard_on_postgresql()
    else:
        _guard_on_sqlite()


def _guard_on_postgresql() -> None:
    op.execute(sa.text(REFUSE))
    op.execute(sa.text(APPEND.replace(":=", "\\:=")))
    for table in GUARDED:
        op.execute(
            f"CREATE TRIGGER {table}_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
        )
    op.execute("CREATE TRIGGER audit_head_refuse BEFORE DELETE OR TRUNCATE ON audit_head FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()")


def _guard_on_sqlite() -> None:
    """INSERT OR REPLACE removes the old row without a DELETE trigger on SQLite: an insert over an existing row is refused as well."""
    for table in GUARDED:
        for verb in ("UPDATE", "DELETE"):
            op.execute(f"CREATE TRIGGER {table}_refuse_{verb.lower()} BEFORE {verb} ON {table} BEGIN {ABORT}; END")
    op.execute(f"CREATE TRIGGER audit_head_refuse_delete BEFORE DELETE ON audit_head BEGIN {ABORT}; END")
    for table, same_row in SAME_ROW.items():
        op.execute(
            f"CREATE TRIGGER {table}_refuse_replace BEFORE INSERT ON {table}"
            f" WHEN EXISTS (SELECT 1 FROM {table} AS old WHERE {same_row}) BEGIN {ABORT}; END"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in (*GUARDED, "audit_head"):
            op.execute(f"DROP TRIGGER {table}_refuse ON {table}")
        op.execute("DROP FUNCTION audit_append")
        op.execute("DROP FUNCTION audit_refuse")
    else:
        for table in GUARDED:
            for verb in ("update", "delete"):
                op.execute(f"DROP TRIGGER {table}_refuse_{verb}")
        op.execute("DROP TRIGGER audit_head_refuse_delete")
        for table in SAME_ROW:
            op.execute(f"DROP TRIGGER {table}_refuse_replace")
    op.execute("DELETE FROM audit_head")
