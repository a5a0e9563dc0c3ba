"""where a voucher is and what it went through, envelopes that came back, numbers of people, the table of codes

Revision ID: 0013
Revises: 0010
"""

import secrets
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

IN_OFFICE = "voided_at IS NULL AND posted_at IS NULL AND handed_over_at IS NULL AND returned_at IS NULL"
POSTED = "voided_at IS NULL AND posted_at IS NOT NULL AND handed_over_at IS NULL AND returned_at IS NULL"
HANDED_OVER = "voided_at IS NULL AND handed_over_at IS NOT NULL AND returned_at IS NULL"
RETURNED = "voided_at IS NULL AND returned_at IS NOT NULL"
INDEXES = (
    ("uq_voucher_number", ["number"], True, "NOT shares_number"),
    ("ix_voucher_in_office", ["issued_at", "id"], False, IN_OFFICE),
    ("ix_voucher_posted", ["posted_at", "id"], False, POSTED),
    ("ix_voucher_handed_over", ["handed_over_at", "id"], False, HANDED_OVER),
    ("ix_voucher_returned", ["returned_at", "id"], False, RETURNED),
    ("ix_voucher_voided", ["voided_at", "id"], False, "voided_at IS NOT NULL"),
)
# Name, type on SQLite and on PostgreSQL, the rest. SQLite takes a foreign key or a CHECK with the column only.
COLUMNS = (
    ("shares_number", "BOOLEAN", "BOOLEAN", "NOT NULL DEFAULT {false}"),
    ("kind_code", "VARCHAR(1)", "VARCHAR(1)", "NOT NULL DEFAULT ''"),
    ("issue", "INTEGER", "INTEGER", "NOT NULL DEFAULT 1"),
    ("void_why", "VARCHAR(40)", "VARCHAR(40)", ""),
    ("voided_by", "INTEGER", "INTEGER", "CONSTRAINT fk_voucher_voided_by_staff REFERENCES staff (id)"),
    ("posted_at", "DATETIME", "TIMESTAMP WITH TIME ZONE", ""),
    ("handed_over_at", "DATETIME", "TIMESTAMP WITH TIME ZONE", ""),
    ("returned_at", "DATETIME", "TIMESTAMP WITH TIME ZONE", ""),
    (
        "return_reason",
        "VARCHAR(40)",
        "VARCHAR(40)",
        "CONSTRAINT ck_voucher_return_has_reason CHECK ((returned_at IS NULL) = (return_reason IS NULL))",
    ),
)
ALONE = "CONSTRAINT uq_voucher_number UNIQUE (number)"
KEY = "CONSTRAINT uq_voucher_key UNIQUE (number, kind_code, dose_number, issue)"
CODES = (("kind", "2", None, "接種"), ("kind", "1", None, "予診のみ"), *(("dose", str(dose), dose, f"{dose}回目") for dose in range(1, 10)))


def upgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, sqlite, postgresql, rest in COLUMNS:
        told = rest.format(false="0" if on_sqlite else "false")
        op.execute(f"ALTER TABLE voucher ADD COLUMN {name} {sqlite if on_sqlite else postgresql} {told}")
    _swap(ALONE, KEY, on_sqlite=on_sqlite)
    for name, columns, unique, where in INDEXES:
        op.create_index(name, "voucher", columns, unique=unique, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
    _new_tables()
    _fill()


def _swap(old: str, new: str, *, on_sqlite: bool) -> None:
    """One table constraint for another."""
    if not on_sqlite:
        op.execute(f"ALTER TABLE voucher DROP CONSTRAINT {old.split()[1]}")
        op.execute(f"ALTER TABLE voucher ADD {new}")
        return
    # SQLite can only build the table anew. Alembic's batch would lose the CHECKs, so the table's own words are taken, and its indexes.
    connection = op.get_bind()
    (made,) = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'voucher'").one()
    assert made.count(old) == 1, made
    kept = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE tbl_name = 'voucher' AND type <> 'table' AND sql IS NOT NULL")
    beside = list(kept.scalars())
    head, body = made.replace(old, new).split("(", 1)
    assert "voucher" in head
    # Other tables point at it: dropping it must not be taken for deleting their vouchers. A transaction cannot change that.
    connection.exec_driver_sql("COMMIT")
    connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    connection.exec_driver_sql(f"CREATE TABLE voucher_anew ({body}")
    connection.exec_driver_sql("INSERT INTO voucher_anew SELECT * FROM voucher")
    connection.exec_driver_sql("DROP TABLE voucher")
    connection.exec_driver_sql("ALTER TABLE voucher_anew RENAME TO voucher")
    for sql in beside:
        connection.exec_driver_sql(sql)
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    assert not broken, broken
    connection.exec_driver_sql("COMMIT")
    connection.exec_driver_sql("PRAGMA foreign_keys=ON")
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _new_tables() -> None:
    op.create_table(
        "voucher_event",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("voucher_id", sa.Integer(), sa.ForeignKey("voucher.id", name="fk_voucher_event_voucher_id_voucher"), nullable=False),
        sa.Column("step", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), sa.ForeignKey("staff.id", name="fk_voucher_event_by_staff")),
        sa.Column("why", sa.String(200), nullable=False),
        sa.Column("about_id", sa.Integer(), sa.ForeignKey("voucher.id", name="fk_voucher_event_about_id_voucher")),
    )
    op.create_index("ix_voucher_event_voucher_id", "voucher_event", ["voucher_id"])
    op.create_index("ix_voucher_event_at", "voucher_event", ["at"])
    op.create_table(
        "returned_mail",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("public_id", sa.String(32), nullable=False, unique=True),
        sa.Column("scanned", sa.String(18), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("voucher_id", sa.Integer(), sa.ForeignKey("voucher.id", name="fk_returned_mail_voucher_id_voucher")),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("note", sa.String(100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), sa.ForeignKey("staff.id", name="fk_returned_mail_by_staff"), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.Column("settled_by", sa.Integer(), sa.ForeignKey("staff.id", name="fk_returned_mail_settled_by_staff")),
        sa.CheckConstraint("outcome <> 'returned' OR voucher_id IS NOT NULL", name=op.f("ck_returned_mail_returned_is_known")),
    )
    op.create_index("ix_returned_mail_at", "returned_mail", ["at"])
    op.create_index("ix_returned_mail_voucher_id", "returned_mail", ["voucher_id"])
    waiting = sa.text("outcome <> 'returned' AND settled_at IS NULL")
    op.create_index("ix_returned_mail_open", "returned_mail", ["id"], sqlite_where=waiting, postgresql_where=waiting)
    op.create_table(
        "person_number",
        sa.Column("resident_id", sa.Integer(), sa.ForeignKey("resident.id"), primary_key=True, autoincrement=False),
        sa.Column("number", sa.String(10), nullable=False, unique=True),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
    )
    _codes()


def _codes() -> None:
    op.create_table(
        "voucher_code",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("public_id", sa.String(32), nullable=False, unique=True),
        sa.Column("part", sa.String(40), nullable=False),
        sa.Column("digit", sa.String(1), nullable=False),
        sa.Column("dose_number", sa.Integer()),
        sa.Column("words", sa.String(40), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.Integer(), sa.ForeignKey("staff.id", name="fk_voucher_code_added_by_staff")),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("ended_by", sa.Integer(), sa.ForeignKey("staff.id", name="fk_voucher_code_ended_by_staff")),
        sa.CheckConstraint("(part = 'dose') = (dose_number IS NOT NULL)", name=op.f("ck_voucher_code_dose_has_number")),
    )
    stands = sa.text("ended_at IS NULL")
    for name, columns in (("uq_voucher_code_digit", ["part", "digit"]), ("uq_voucher_code_dose", ["dose_number"])):
        op.create_index(name, "voucher_code", columns, unique=True, sqlite_where=stands, postgresql_where=stands)
    codes = sa.table("voucher_code", *(sa.column(name) for name in ("public_id", "part", "digit", "dose_number", "words")))
    codes.append_column(sa.column("added_at", sa.DateTime(timezone=True)))
    rows = [
        {"public_id": secrets.token_hex(16), "part": part, "digit": digit, "dose_number": dose, "words": words, "added_at": datetime.now(UTC)}
        for part, digit, dose, words in CODES
    ]
    op.bulk_insert(codes, rows)


def _fill() -> None:
    """What the vouchers of before say of themselves: a bulk issue was posted as it was issued (decision 014); a page that one member of
    staff printed for the counter was handed over there and then."""
    op.execute("UPDATE voucher SET kind_code = (SELECT kind_digit FROM programme WHERE programme.code = voucher.programme_code)")
    op.execute("UPDATE voucher SET posted_at = issued_at WHERE issued_by IS NULL")
    printed = "(SELECT min(printed_at) FROM voucher_print WHERE voucher_print.voucher_id = voucher.id)"
    op.execute(f"UPDATE voucher SET handed_over_at = {printed} WHERE issued_by IS NOT NULL AND delivery = 'handed_over'")
    replaced = "EXISTS (SELECT 1 FROM voucher AS later WHERE later.replaces_id = voucher.id)"
    op.execute(f"UPDATE voucher SET void_why = 'reissued' WHERE voided_at IS NOT NULL AND {replaced}")


def downgrade() -> None:
    """Refused by the unique number once a person's vouchers share one: they could not be told apart."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in ("voucher_code", "person_number", "returned_mail", "voucher_event"):
        op.drop_table(table)
    for name, _, _, _ in reversed(INDEXES):
        op.drop_index(name, "voucher")
    _swap(KEY, ALONE, on_sqlite=on_sqlite)
    for name, *_ in reversed(COLUMNS):
        op.execute(f"ALTER TABLE voucher DROP COLUMN {name}")
