"""fees, copies of the vaccination record, and application forms that were numbered in advance

Revision ID: 0015
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

CERTIFICATE_COLUMNS = (
    ("fee_yen", sa.Integer(), "0"),
    ("waiver", sa.String(length=40), None),
    ("waiver_note", sa.String(length=100), ""),
)
PAPERS = (
    "(CASE WHEN voucher_id IS NULL THEN 0 ELSE 1 END + CASE WHEN certificate_id IS NULL THEN 0 ELSE 1 END"
    " + CASE WHEN record_copy_id IS NULL THEN 0 ELSE 1 END)"
)


def upgrade() -> None:
    _create_fee()
    for name, kind, default in CERTIFICATE_COLUMNS:
        op.add_column("certificate", sa.Column(name, kind, server_default=default, nullable=default is None))
    op.create_index("ix_certificate_issued_at", "certificate", ["issued_at"])
    _create_record_copy()
    _let_copies_be_requested()
    _create_batches()
    _create_numbers()


def _create_fee() -> None:
    op.create_table(
        "fee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("yen", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("yen >= 0", name=op.f("ck_fee_not_below_nothing")),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_fee_ends_after_it_starts")),
        sa.ForeignKeyConstraint(["added_by"], ["staff.id"], name=op.f("fk_fee_added_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fee")),
        sa.UniqueConstraint("public_id", name=op.f("uq_fee_public_id")),
    )
    op.create_index("ix_fee_kind_starts_on", "fee", ["kind", "starts_on"], unique=True)


def _create_record_copy() -> None:
    op.create_table(
        "record_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.Integer(), nullable=False),
        sa.Column("applicant", sa.String(length=40), nullable=False),
        sa.Column("identity_checked", sa.String(length=200), nullable=False),
        sa.Column("delivery", sa.String(length=40), nullable=True),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("memo", sa.String(length=200), nullable=False),
        sa.Column("fee_yen", sa.Integer(), nullable=False),
        sa.Column("waiver", sa.String(length=40), nullable=True),
        sa.Column("waiver_note", sa.String(length=100), nullable=False),
        sa.Column("ground", sa.String(length=40), nullable=True),
        sa.Column("ground_note", sa.String(length=200), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.CheckConstraint("(ground IS NULL) = (sheet <> '')", name=op.f("ck_record_copy_given_or_refused_with_a_ground")),
        sa.CheckConstraint("ground IS NOT NULL OR identity_checked <> ''", name=op.f("ck_record_copy_has_identity_check")),
        sa.ForeignKeyConstraint(["resident_id"], ["resident.id"], name=op.f("fk_record_copy_resident_id_resident")),
        sa.ForeignKeyConstraint(["issued_by"], ["staff.id"], name=op.f("fk_record_copy_issued_by_staff")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_record_copy_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_copy")),
        sa.UniqueConstraint("public_id", name=op.f("uq_record_copy_public_id")),
    )
    op.create_index("ix_record_copy_resident_id", "record_copy", ["resident_id"])
    op.create_index("ix_record_copy_issued_at", "record_copy", ["issued_at"])
    op.create_table(
        "record_copy_print",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_copy_id", sa.Integer(), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("printed_by", sa.Integer(), nullable=False),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["record_copy_id"], ["record_copy.id"], name=op.f("fk_record_copy_print_record_copy_id_record_copy")),
        sa.ForeignKeyConstraint(["printed_by"], ["staff.id"], name=op.f("fk_record_copy_print_printed_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_copy_print")),
    )
    op.create_index("ix_record_copy_print_record_copy_id", "record_copy_print", ["record_copy_id"])


def _let_copies_be_requested() -> None:
    with op.batch_alter_table("paper_request") as batch:
        batch.add_column(sa.Column("record_copy_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_paper_request_record_copy_id_record_copy"), "record_copy", ["record_copy_id"], ["id"])
        batch.create_unique_constraint(op.f("uq_paper_request_record_copy_id"), ["record_copy_id"])
        batch.drop_constraint(op.f("ck_paper_request_one_paper"), type_="check")
        batch.create_check_constraint(op.f("ck_paper_request_one_paper"), f"{PAPERS} = 1")


def _create_batches() -> None:
    op.create_table(
        "blank_series",
        sa.Column("fiscal_year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("fiscal_year", name=op.f("pk_blank_series")),
    )
    op.create_table(
        "blank_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("printed", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("receiver", sa.String(length=100), nullable=False),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("first <= last", name=op.f("ck_blank_batch_runs_on")),
        sa.CheckConstraint("(handed_at IS NULL) = (place = '')", name=op.f("ck_blank_batch_handed_to_a_place")),
        sa.CheckConstraint("closed_at IS NULL OR handed_at IS NOT NULL", name=op.f("ck_blank_batch_closed_after_handed")),
        sa.ForeignKeyConstraint(["made_by"], ["staff.id"], name=op.f("fk_blank_batch_made_by_staff")),
        sa.ForeignKeyConstraint(["handed_by"], ["staff.id"], name=op.f("fk_blank_batch_handed_by_staff")),
        sa.ForeignKeyConstraint(["closed_by"], ["staff.id"], name=op.f("fk_blank_batch_closed_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blank_batch")),
        sa.UniqueConstraint("public_id", name=op.f("uq_blank_batch_public_id")),
        sa.UniqueConstraint("fiscal_year", "first", name=op.f("uq_blank_batch_fiscal_year_first")),
    )
    op.create_index("ix_blank_batch_made_at", "blank_batch", ["made_at"])


def _create_numbers() -> None:
    op.create_table(
        "blank_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("running", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=True),
        sa.Column("voucher_id", sa.Integer(), nullable=True),
        sa.Column("certificate_id", sa.Integer(), nullable=True),
        sa.Column("record_copy_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("(state = 'open') = (ended_at IS NULL)", name=op.f("ck_blank_form_ended_when_no_longer_open")),
        sa.CheckConstraint(f"(state = 'used') = ({PAPERS} = 1)", name=op.f("ck_blank_form_used_for_one_paper")),
        sa.CheckConstraint(f"{PAPERS} <= 1", name=op.f("ck_blank_form_one_paper_at_most")),
        sa.CheckConstraint("(state = 'used') = (resident_id IS NOT NULL)", name=op.f("ck_blank_form_used_for_somebody")),
        sa.CheckConstraint("(state = 'spoilt') = (reason IS NOT NULL)", name=op.f("ck_blank_form_spoilt_for_a_reason")),
        sa.ForeignKeyConstraint(["batch_id"], ["blank_batch.id"], name=op.f("fk_blank_form_batch_id_blank_batch")),
        sa.ForeignKeyConstraint(["resident_id"], ["resident.id"], name=op.f("fk_blank_form_resident_id_resident")),
        sa.ForeignKeyConstraint(["voucher_id"], ["voucher.id"], name=op.f("fk_blank_form_voucher_id_voucher")),
        sa.ForeignKeyConstraint(["certificate_id"], ["certificate.id"], name=op.f("fk_blank_form_certificate_id_certificate")),
        sa.ForeignKeyConstraint(["record_copy_id"], ["record_copy.id"], name=op.f("fk_blank_form_record_copy_id_record_copy")),
        sa.ForeignKeyConstraint(["ended_by"], ["staff.id"], name=op.f("fk_blank_form_ended_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blank_form")),
        sa.UniqueConstraint("public_id", name=op.f("uq_blank_form_public_id")),
        sa.UniqueConstraint("fiscal_year", "running", name=op.f("uq_blank_form_fiscal_year_running")),
        sa.UniqueConstraint("voucher_id", name=op.f("uq_blank_form_voucher_id")),
        sa.UniqueConstraint("certificate_id", name=op.f("uq_blank_form_certificate_id")),
        sa.UniqueConstraint("record_copy_id", name=op.f("uq_blank_form_record_copy_id")),
    )
    op.create_index("ix_blank_form_state", "blank_form", ["state", "fiscal_year", "running"])
    op.create_index("ix_blank_form_batch_id", "blank_form", ["batch_id", "state"])
    op.create_index("ix_blank_form_resident_id", "blank_form", ["resident_id"])


def downgrade() -> None:
    op.execute("DELETE FROM paper_request WHERE record_copy_id IS NOT NULL")
    with op.batch_alter_table("paper_request") as batch:
        batch.drop_constraint(op.f("ck_paper_request_one_paper"), type_="check")
        batch.create_check_constraint(op.f("ck_paper_request_one_paper"), "(voucher_id IS NULL) <> (certificate_id IS NULL)")
        batch.drop_constraint(op.f("uq_paper_request_record_copy_id"), type_="unique")
        batch.drop_constraint(op.f("fk_paper_request_record_copy_id_record_copy"), type_="foreignkey")
        batch.drop_column("record_copy_id")
    for name in ("blank_form", "blank_batch", "blank_series", "record_copy_print", "record_copy"):
        op.drop_table(name)
    op.drop_index("ix_certificate_issued_at", "certificate")
    for name, _, _ in reversed(CERTIFICATE_COLUMNS):
        op.drop_column("certificate", name)
    op.drop_table("fee")
