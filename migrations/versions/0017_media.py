"""media ledgers: the media, the lists, lines with their signatures, copies and how each ended

Revision ID: 0017
Revises: 0016
"""

from alembic import op
import sqlalchemy as sa


revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


TABLES = (
    "media_destination",
    "media_series",
    "media_system",
    "media_terminal",
    "media_correction",
    "media_worker",
    "medium",
    "media_request",
    "medium_system",
    "media_copy",
    "media_extension",
    "media_lending",
    "media_line_event",
    "media_request_terminal",
    "media_request_worker",
    "media_signature",
    "media_copy_end",
)


def upgrade() -> None:

    op.create_table(
        "media_destination",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=120), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_media_destination"),
        sa.UniqueConstraint("public_id", name="uq_media_destination_public_id"),
    )
    op.create_table(
        "media_series",
        sa.Column("series", sa.String(length=40), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", "fiscal_year", name="pk_media_series"),
    )
    op.create_table(
        "media_system",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_media_system"),
        sa.UniqueConstraint("public_id", name="uq_media_system_public_id"),
    )
    op.create_table(
        "media_terminal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("place", sa.String(length=60), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["section_id"], ["section.id"], name="fk_media_terminal_section_id_section"),
        sa.PrimaryKeyConstraint("id", name="pk_media_terminal"),
        sa.UniqueConstraint("public_id", name="uq_media_terminal_public_id"),
    )
    op.create_index("ix_media_terminal_section_id", "media_terminal", ["section_id"], unique=False)

    op.create_table(
        "media_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ledger", sa.String(length=40), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column("was", sa.String(length=1000), nullable=False),
        sa.Column("becomes", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["staff.id"], name="fk_media_correction_by_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_media_correction"),
    )
    op.create_index("ix_media_correction_line", "media_correction", ["ledger", "line_id"], unique=False)

    op.create_table(
        "media_worker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("employer", sa.String(length=40), nullable=False),
        sa.Column("company", sa.String(length=60), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint("(employer = 'city') = (staff_id IS NOT NULL)", name=op.f("ck_media_worker_staff_of_the_city")),
        sa.ForeignKeyConstraint(["section_id"], ["section.id"], name="fk_media_worker_section_id_section"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_media_worker_staff_id_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_media_worker"),
        sa.UniqueConstraint("public_id", name="uq_media_worker_public_id"),
    )
    op.create_index("ix_media_worker_section_id", "media_worker", ["section_id"], unique=False)

    op.create_table(
        "medium",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("running", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("maker", sa.String(length=60), nullable=False),
        sa.Column("model", sa.String(length=60), nullable=False),
        sa.Column("serial", sa.String(length=60), nullable=False),
        sa.Column("capacity", sa.String(length=20), nullable=False),
        sa.Column("encryption", sa.String(length=40), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("keeper_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("uses", sa.String(length=200), nullable=False),
        sa.Column("permitted_from", sa.Date(), nullable=False),
        sa.Column("permitted_until", sa.Date(), nullable=False),
        sa.Column("condition", sa.String(length=40), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registered_by", sa.Integer(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("permitted_from <= permitted_until", name=op.f("ck_medium_permitted_period")),
        sa.ForeignKeyConstraint(["keeper_id"], ["staff.id"], name="fk_medium_keeper_id_staff"),
        sa.ForeignKeyConstraint(["registered_by"], ["staff.id"], name="fk_medium_registered_by_staff"),
        sa.ForeignKeyConstraint(["section_id"], ["section.id"], name="fk_medium_section_id_section"),
        sa.PrimaryKeyConstraint("id", name="pk_medium"),
        sa.UniqueConstraint("fiscal_year", "running", name="uq_medium_fiscal_year_running"),
        sa.UniqueConstraint("maker", "serial", name="uq_medium_maker_serial"),
        sa.UniqueConstraint("public_id", name="uq_medium_public_id"),
    )
    op.create_index("ix_medium_section_id", "medium", ["section_id", "condition"], unique=False)

    op.create_table(
        "media_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("thing", sa.String(length=40), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("running", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("requester_id", sa.Integer(), nullable=False),
        sa.Column("responsible_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waits_for", sa.Integer(), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("is_blanket", sa.Boolean(), nullable=False),
        sa.Column("blanket_id", sa.Integer(), nullable=True),
        sa.Column("copied_from_id", sa.Integer(), nullable=True),
        sa.Column("medium_id", sa.Integer(), nullable=True),
        sa.Column("thing_words", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.String(length=500), nullable=False),
        sa.Column("legal_ground", sa.String(length=200), nullable=False),
        sa.Column("data_name", sa.String(length=200), nullable=False),
        sa.Column("data_columns", sa.String(length=1000), nullable=False),
        sa.Column("condition_words", sa.String(length=500), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("is_personal", sa.Boolean(), nullable=False),
        sa.Column("is_specific", sa.Boolean(), nullable=False),
        sa.Column("contents_sha256", sa.String(length=64), nullable=False),
        sa.Column("from_system_id", sa.Integer(), nullable=True),
        sa.Column("to_system_id", sa.Integer(), nullable=True),
        sa.Column("copies_allowed", sa.Integer(), nullable=False),
        sa.Column("encryption", sa.String(length=40), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("destination_id", sa.Integer(), nullable=True),
        sa.Column("carrier_id", sa.Integer(), nullable=True),
        sa.Column("companion_id", sa.Integer(), nullable=True),
        sa.Column("locked_case", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.Boolean(), nullable=False),
        sa.Column("route", sa.String(length=200), nullable=False),
        sa.Column("direct", sa.Boolean(), nullable=False),
        sa.Column("tracking", sa.String(length=60), nullable=False),
        sa.Column("sender", sa.String(length=120), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'asked') = (waits_for IS NOT NULL)", name=op.f("ck_media_request_asked_waits_for_somebody")),
        sa.CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_media_request_closed_with_its_time")),
        sa.CheckConstraint(
            "medium_id IS NULL OR (thing = 'medium' AND kind <> 'bring_in')", name=op.f("ck_media_request_medium_of_the_ledger")
        ),
        sa.CheckConstraint(
            "thing <> 'medium' OR kind = 'bring_in' OR medium_id IS NOT NULL", name=op.f("ck_media_request_registered_medium_only")
        ),
        sa.CheckConstraint("(closed_at IS NULL) = (closed_by IS NULL)", name=op.f("ck_media_request_closed_by_somebody")),
        sa.CheckConstraint("NOT (is_blanket AND blanket_id IS NOT NULL)", name=op.f("ck_media_request_no_blanket_under_a_blanket")),
        sa.CheckConstraint(
            "carrier_id IS NULL OR companion_id IS NULL OR carrier_id <> companion_id", name=op.f("ck_media_request_companion_is_another")
        ),
        sa.CheckConstraint("closed_by IS NULL OR closed_by <> requester_id", name=op.f("ck_media_request_closed_by_another")),
        sa.CheckConstraint("people >= 0 AND copies_allowed >= 0", name=op.f("ck_media_request_counts")),
        sa.CheckConstraint("starts_at <= ends_at", name=op.f("ck_media_request_period")),
        sa.ForeignKeyConstraint(["blanket_id"], ["media_request.id"], name="fk_media_request_blanket_id_media_request"),
        sa.ForeignKeyConstraint(["carrier_id"], ["media_worker.id"], name="fk_media_request_carrier_id_media_worker"),
        sa.ForeignKeyConstraint(["closed_by"], ["staff.id"], name="fk_media_request_closed_by_staff"),
        sa.ForeignKeyConstraint(["companion_id"], ["media_worker.id"], name="fk_media_request_companion_id_media_worker"),
        sa.ForeignKeyConstraint(["copied_from_id"], ["media_request.id"], name="fk_media_request_copied_from_id_media_request"),
        sa.ForeignKeyConstraint(["destination_id"], ["media_destination.id"], name="fk_media_request_destination_id_media_destination"),
        sa.ForeignKeyConstraint(["from_system_id"], ["media_system.id"], name="fk_media_request_from_system_id_media_system"),
        sa.ForeignKeyConstraint(["holder_id"], ["section.id"], name="fk_media_request_holder_id_section"),
        sa.ForeignKeyConstraint(["medium_id"], ["medium.id"], name="fk_media_request_medium_id_medium"),
        sa.ForeignKeyConstraint(["requester_id"], ["staff.id"], name="fk_media_request_requester_id_staff"),
        sa.ForeignKeyConstraint(["responsible_id"], ["staff.id"], name="fk_media_request_responsible_id_staff"),
        sa.ForeignKeyConstraint(["section_id"], ["section.id"], name="fk_media_request_section_id_section"),
        sa.ForeignKeyConstraint(["to_system_id"], ["media_system.id"], name="fk_media_request_to_system_id_media_system"),
        sa.ForeignKeyConstraint(["waits_for"], ["section.id"], name="fk_media_request_waits_for_section"),
        sa.PrimaryKeyConstraint("id", name="pk_media_request"),
        sa.UniqueConstraint("id", "requester_id", name="uq_media_request_id_requester_id"),
        sa.UniqueConstraint("kind", "fiscal_year", "running", name="uq_media_request_kind_fiscal_year_running"),
        sa.UniqueConstraint("public_id", name="uq_media_request_public_id"),
    )
    op.create_index("ix_media_request_blanket_id", "media_request", ["blanket_id"], unique=False)
    op.create_index("ix_media_request_holder_id", "media_request", ["holder_id", "state"], unique=False)
    op.create_index("ix_media_request_medium_id", "media_request", ["medium_id", "id"], unique=False)
    op.create_index("ix_media_request_responsible_id", "media_request", ["responsible_id", "state"], unique=False)
    op.create_index("ix_media_request_section_id", "media_request", ["section_id", "state"], unique=False)
    op.create_index("ix_media_request_state", "media_request", ["state", "ends_at"], unique=False)
    op.create_index("ix_media_request_waits_for", "media_request", ["waits_for"], unique=False)
    op.create_index("ix_media_request_year", "media_request", ["fiscal_year", "kind", "running"], unique=False)

    op.create_table(
        "medium_system",
        sa.Column("medium_id", sa.Integer(), nullable=False),
        sa.Column("system_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["medium_id"], ["medium.id"], name="fk_medium_system_medium_id_medium"),
        sa.ForeignKeyConstraint(["system_id"], ["media_system.id"], name="fk_medium_system_system_id_media_system"),
        sa.PrimaryKeyConstraint("medium_id", "system_id", name="pk_medium_system"),
    )
    op.create_table(
        "media_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("medium_id", sa.Integer(), nullable=True),
        sa.Column("terminal_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("beyond_leave", sa.Boolean(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["medium_id"], ["medium.id"], name="fk_media_copy_medium_id_medium"),
        sa.ForeignKeyConstraint(["noted_by"], ["staff.id"], name="fk_media_copy_noted_by_staff"),
        sa.ForeignKeyConstraint(["request_id"], ["media_request.id"], name="fk_media_copy_request_id_media_request"),
        sa.ForeignKeyConstraint(["terminal_id"], ["media_terminal.id"], name="fk_media_copy_terminal_id_media_terminal"),
        sa.PrimaryKeyConstraint("id", name="pk_media_copy"),
        sa.UniqueConstraint("public_id", name="uq_media_copy_public_id"),
    )
    op.create_index("ix_media_copy_medium_id", "media_copy", ["medium_id"], unique=False)
    op.create_index("ix_media_copy_request_id", "media_copy", ["request_id"], unique=False)

    op.create_table(
        "media_extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("signed_as", sa.String(length=40), nullable=True),
        sa.Column("is_granted", sa.Boolean(), nullable=True),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.CheckConstraint("(decided_at IS NULL) = (decided_by IS NULL)", name=op.f("ck_media_extension_decided_by_somebody")),
        sa.CheckConstraint("decided_by IS NULL OR decided_by <> asked_by", name=op.f("ck_media_extension_never_by_who_asked")),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"], name="fk_media_extension_asked_by_staff"),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name="fk_media_extension_decided_by_staff"),
        sa.ForeignKeyConstraint(["request_id"], ["media_request.id"], name="fk_media_extension_request_id_media_request"),
        sa.ForeignKeyConstraint(["section_id"], ["section.id"], name="fk_media_extension_section_id_section"),
        sa.PrimaryKeyConstraint("id", name="pk_media_extension"),
        sa.UniqueConstraint("public_id", name="uq_media_extension_public_id"),
    )
    op.create_index("ix_media_extension_request_id", "media_extension", ["request_id"], unique=False)
    op.create_index(
        "uq_media_extension_open",
        "media_extension",
        ["request_id"],
        unique=True,
        sqlite_where=sa.text("decided_at IS NULL"),
        postgresql_where=sa.text("decided_at IS NULL"),
    )

    op.create_table(
        "media_lending",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("medium_id", sa.Integer(), nullable=True),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_by", sa.Integer(), nullable=False),
        sa.Column("handed_to", sa.Integer(), nullable=True),
        sa.Column("hand_note", sa.String(length=300), nullable=False),
        sa.Column("virus_tool", sa.String(length=60), nullable=False),
        sa.Column("virus_checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("virus_result", sa.String(length=200), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("anomaly", sa.String(length=1000), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("brought_by", sa.String(length=60), nullable=False),
        sa.Column("received_by", sa.Integer(), nullable=True),
        sa.Column("return_note", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name=op.f("ck_media_lending_ended_by_somebody")),
        sa.CheckConstraint("(returned_at IS NULL) = (received_by IS NULL)", name=op.f("ck_media_lending_received_by_somebody")),
        sa.CheckConstraint("(started_at IS NULL) = (started_by IS NULL)", name=op.f("ck_media_lending_started_by_somebody")),
        sa.CheckConstraint("ended_at IS NULL OR started_at IS NOT NULL", name=op.f("ck_media_lending_ended_after_started")),
        sa.CheckConstraint("returned_at IS NULL OR returned_at >= handed_at", name=op.f("ck_media_lending_back_after_out")),
        sa.ForeignKeyConstraint(["ended_by"], ["staff.id"], name="fk_media_lending_ended_by_staff"),
        sa.ForeignKeyConstraint(["handed_by"], ["staff.id"], name="fk_media_lending_handed_by_staff"),
        sa.ForeignKeyConstraint(["handed_to"], ["media_worker.id"], name="fk_media_lending_handed_to_media_worker"),
        sa.ForeignKeyConstraint(["medium_id"], ["medium.id"], name="fk_media_lending_medium_id_medium"),
        sa.ForeignKeyConstraint(["received_by"], ["staff.id"], name="fk_media_lending_received_by_staff"),
        sa.ForeignKeyConstraint(["request_id"], ["media_request.id"], name="fk_media_lending_request_id_media_request"),
        sa.ForeignKeyConstraint(["started_by"], ["staff.id"], name="fk_media_lending_started_by_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_media_lending"),
        sa.UniqueConstraint("request_id", name="uq_media_lending_request_id"),
    )
    op.create_index(
        "uq_media_lending_out",
        "media_lending",
        ["medium_id"],
        unique=True,
        sqlite_where=sa.text("returned_at IS NULL"),
        postgresql_where=sa.text("returned_at IS NULL"),
    )

    op.create_table(
        "media_line_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("words", sa.String(length=600), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["staff.id"], name="fk_media_line_event_by_staff"),
        sa.ForeignKeyConstraint(["request_id"], ["media_request.id"], name="fk_media_line_event_request_id_media_request"),
        sa.PrimaryKeyConstraint("id", name="pk_media_line_event"),
    )
    op.create_index("ix_media_line_event_request_id", "media_line_event", ["request_id", "id"], unique=False)

    op.create_table(
        "media_request_terminal",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("terminal_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["media_request.id"], name="fk_media_request_terminal_request_id_media_request"),
        sa.ForeignKeyConstraint(["terminal_id"], ["media_terminal.id"], name="fk_media_request_terminal_terminal_id_media_terminal"),
        sa.PrimaryKeyConstraint("request_id", "terminal_id", name="pk_media_request_terminal"),
    )
    op.create_table(
        "media_request_worker",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["media_request.id"], name="fk_media_request_worker_request_id_media_request"),
        sa.ForeignKeyConstraint(["worker_id"], ["media_worker.id"], name="fk_media_request_worker_worker_id_media_worker"),
        sa.PrimaryKeyConstraint("request_id", "worker_id", name="pk_media_request_worker"),
    )
    op.create_table(
        "media_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("requester_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(length=40), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("signed_by", sa.Integer(), nullable=False),
        sa.Column("signed_as", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("(reviewed_at IS NULL) = (reviewed_by IS NULL)", name=op.f("ck_media_signature_reviewed_by_somebody")),
        sa.CheckConstraint(
            "reviewed_by IS NULL OR reviewed_by <> requester_id", name=op.f("ck_media_signature_reviewed_never_by_the_requester")
        ),
        sa.CheckConstraint("reviewed_by IS NULL OR reviewed_by <> signed_by", name=op.f("ck_media_signature_reviewed_by_another")),
        sa.CheckConstraint("signed_by <> requester_id", name=op.f("ck_media_signature_never_by_the_requester")),
        sa.ForeignKeyConstraint(
            ["request_id", "requester_id"], ["media_request.id", "media_request.requester_id"], name="fk_media_signature_request"
        ),
        sa.ForeignKeyConstraint(["requester_id"], ["staff.id"], name="fk_media_signature_requester_id_staff"),
        sa.ForeignKeyConstraint(["reviewed_by"], ["staff.id"], name="fk_media_signature_reviewed_by_staff"),
        sa.ForeignKeyConstraint(["section_id"], ["section.id"], name="fk_media_signature_section_id_section"),
        sa.ForeignKeyConstraint(["signed_by"], ["staff.id"], name="fk_media_signature_signed_by_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_media_signature"),
        sa.UniqueConstraint("public_id", name="uq_media_signature_public_id"),
        sa.UniqueConstraint("request_id", "round", "step", name="uq_media_signature_request_id_round_step"),
    )
    op.create_index("ix_media_signature_at", "media_signature", ["section_id", "at"], unique=False)
    op.create_index("ix_media_signature_reviewed", "media_signature", ["section_id", "signed_as", "reviewed_at"], unique=False)

    op.create_table(
        "media_copy_end",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("running", sa.Integer(), nullable=False),
        sa.Column("copy_id", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(length=40), nullable=False),
        sa.Column("tool", sa.String(length=100), nullable=False),
        sa.Column("passes", sa.Integer(), nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("result", sa.String(length=300), nullable=False),
        sa.Column("certificate", sa.String(length=100), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("performed_by", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("confirm_note", sa.String(length=300), nullable=False),
        sa.Column("rejected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rejected_by", sa.Integer(), nullable=True),
        sa.Column("reject_note", sa.String(length=300), nullable=False),
        sa.CheckConstraint("(confirmed_at IS NULL) = (confirmed_by IS NULL)", name=op.f("ck_media_copy_end_confirmed_by_somebody")),
        sa.CheckConstraint("(rejected_at IS NULL) = (rejected_by IS NULL)", name=op.f("ck_media_copy_end_rejected_by_somebody")),
        sa.CheckConstraint("began_at <= ended_at", name=op.f("ck_media_copy_end_times")),
        sa.CheckConstraint("confirmed_at IS NULL OR rejected_at IS NULL", name=op.f("ck_media_copy_end_confirmed_or_rejected")),
        sa.CheckConstraint("confirmed_by IS NULL OR confirmed_by <> performed_by", name=op.f("ck_media_copy_end_confirmed_by_another")),
        sa.CheckConstraint("rejected_by IS NULL OR rejected_by <> performed_by", name=op.f("ck_media_copy_end_rejected_by_another")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["staff.id"], name="fk_media_copy_end_confirmed_by_staff"),
        sa.ForeignKeyConstraint(["copy_id"], ["media_copy.id"], name="fk_media_copy_end_copy_id_media_copy"),
        sa.ForeignKeyConstraint(["performed_by"], ["staff.id"], name="fk_media_copy_end_performed_by_staff"),
        sa.ForeignKeyConstraint(["rejected_by"], ["staff.id"], name="fk_media_copy_end_rejected_by_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_media_copy_end"),
        sa.UniqueConstraint("fiscal_year", "running", name="uq_media_copy_end_fiscal_year_running"),
        sa.UniqueConstraint("public_id", name="uq_media_copy_end_public_id"),
    )
    op.create_index("ix_media_copy_end_confirmed_at", "media_copy_end", ["confirmed_at", "rejected_at"], unique=False)
    op.create_index(
        "uq_media_copy_end_standing",
        "media_copy_end",
        ["copy_id"],
        unique=True,
        sqlite_where=sa.text("rejected_at IS NULL"),
        postgresql_where=sa.text("rejected_at IS NULL"),
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
