"""lines of the media ledgers are never removed nor rewritten, and none closes while a copy is open (M-5, M-6)

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

REFUSAL = "lines of the media ledgers are never removed or rewritten"
OPEN_COPY = "a line with an open copy is not closed"
NEVER_REMOVED = (
    "medium",
    "media_request",
    "media_signature",
    "media_lending",
    "media_copy",
    "media_copy_end",
    "media_extension",
    "media_line_event",
    "media_correction",
)
NEVER_CHANGED = ("media_line_event", "media_correction")
# What was written once and stays: the columns of a step that is done.
FIXED = {
    "media_signature": "request_id, requester_id, round, step, section_id, decision, words, signed_by, signed_as, at",
    "media_copy_end": "copy_id, how, tool, passes, began_at, ended_at, place, result, certificate, noted_at, performed_by",
    "media_copy": "request_id, medium_id, terminal_id, kind, place, noted_at, noted_by",
    "media_lending": "request_id, medium_id, handed_at, handed_by, handed_to",
}
ASKED = (
    "kind, thing, fiscal_year, running, section_id, holder_id, requester_id, is_blanket, blanket_id, medium_id, thing_words, purpose,"
    " legal_ground, data_name, data_columns, condition_words, people, is_personal, is_specific, contents_sha256, from_system_id, to_system_id,"
    " copies_allowed, encryption, starts_at, ends_at, destination_id, carrier_id, companion_id, locked_case, sealed, route, direct, tracking, sender"
)
STILL_ASKED = "OLD.state IN ('asked', 'sent_back')"
HAS_OPEN_COPY = (
    "EXISTS (SELECT 1 FROM media_copy AS copy WHERE copy.request_id = NEW.id AND NOT EXISTS"
    " (SELECT 1 FROM media_copy_end AS done WHERE done.copy_id = copy.id AND done.confirmed_at IS NOT NULL))"
)
REFUSE = f"""
CREATE FUNCTION media_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{REFUSAL}';
END $$
"""
CLOSE = f"""
CREATE FUNCTION media_close() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {HAS_OPEN_COPY} THEN
        RAISE EXCEPTION '{OPEN_COPY}';
    END IF;
    RETURN NEW;
END $$
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(sa.text(REFUSE))
        op.execute(sa.text(CLOSE))
        refuse, close, for_row = "EXECUTE FUNCTION media_refuse()", "EXECUTE FUNCTION media_close()", "FOR EACH ROW "
    else:
        refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        close = f"BEGIN SELECT RAISE(ABORT, '{OPEN_COPY}') WHERE {HAS_OPEN_COPY}; END"
        for_row = "FOR EACH ROW "
    for table in NEVER_REMOVED:
        op.execute(f"CREATE TRIGGER {table}_refuse_delete BEFORE DELETE ON {table} {for_row}{refuse}")
    for table in NEVER_CHANGED:
        op.execute(f"CREATE TRIGGER {table}_refuse_update BEFORE UPDATE ON {table} {for_row}{refuse}")
    for table, columns in FIXED.items():
        op.execute(f"CREATE TRIGGER {table}_refuse_rewrite BEFORE UPDATE OF {columns} ON {table} {for_row}{refuse}")
    op.execute(
        f"CREATE TRIGGER media_request_refuse_rewrite BEFORE UPDATE OF {ASKED} ON media_request {for_row}WHEN (NOT {STILL_ASKED}) {refuse}"
    )
    op.execute(
        f"CREATE TRIGGER media_request_refuse_close BEFORE UPDATE OF state ON media_request {for_row}WHEN (NEW.state = 'closed') {close}"
    )


def downgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    names = [(table, "refuse_delete") for table in NEVER_REMOVED] + [(table, "refuse_update") for table in NEVER_CHANGED]
    names += [(table, "refuse_rewrite") for table in (*FIXED, "media_request")] + [("media_request", "refuse_close")]
    for table, name in names:
        op.execute(f"DROP TRIGGER {table}_{name}" + (f" ON {table}" if on_postgresql else ""))
    if on_postgresql:
        op.execute("DROP FUNCTION media_close()")
        op.execute("DROP FUNCTION media_refuse()")
