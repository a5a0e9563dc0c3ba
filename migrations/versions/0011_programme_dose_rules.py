"""the rules of a programme dose by dose, each with the day from which it is in effect

Revision ID: 0011
Revises: 0010
"""

import secrets
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

PROGRAMME = sa.table(
    "programme",
    sa.column("code", sa.String),
    sa.column("starts_on", sa.Date),
    sa.column("doses", sa.Integer),
    sa.column("minimum_age", sa.Integer),
    sa.column("interval_days", sa.Integer),
)
RULE = sa.table(
    "programme_dose_rule",
    sa.column("public_id", sa.String),
    sa.column("programme_code", sa.String),
    sa.column("dose_number", sa.Integer),
    sa.column("vaccine", sa.String),
    sa.column("starts_on", sa.Date),
    sa.column("is_offered", sa.Boolean),
    sa.column("age_basis", sa.String),
    sa.column("age_from", sa.Integer),
    sa.column("age_from_unit", sa.String),
    sa.column("age_until_unit", sa.String),
    sa.column("age_end", sa.String),
    sa.column("age_every", sa.Integer),
    sa.column("earlier_dose", sa.Integer),
    sa.column("shortest", sa.Integer),
    sa.column("shortest_unit", sa.String),
    sa.column("standard_unit", sa.String),
    sa.column("same_vaccine", sa.Boolean),
    sa.column("registered_only", sa.Boolean),
    sa.column("ahead_days", sa.Integer),
    sa.column("ground", sa.String),
    sa.column("added_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    op.create_table(
        "programme_dose_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("programme_code", sa.String(length=20), nullable=False),
        sa.Column("dose_number", sa.Integer(), nullable=False),
        sa.Column("vaccine", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("is_offered", sa.Boolean(), nullable=False),
        sa.Column("age_basis", sa.String(length=40), nullable=False),
        sa.Column("age_from", sa.Integer(), nullable=True),
        sa.Column("age_from_unit", sa.String(length=40), nullable=False),
        sa.Column("age_until", sa.Integer(), nullable=True),
        sa.Column("age_until_unit", sa.String(length=40), nullable=False),
        sa.Column("age_end", sa.String(length=40), nullable=False),
        sa.Column("age_every", sa.Integer(), nullable=False),
        sa.Column("earlier_dose", sa.Integer(), nullable=True),
        sa.Column("shortest", sa.Integer(), nullable=True),
        sa.Column("shortest_unit", sa.String(length=40), nullable=False),
        sa.Column("standard", sa.Integer(), nullable=True),
        sa.Column("standard_unit", sa.String(length=40), nullable=False),
        sa.Column("same_vaccine", sa.Boolean(), nullable=False),
        sa.Column("registered_only", sa.Boolean(), nullable=False),
        sa.Column("ahead_days", sa.Integer(), nullable=False),
        sa.Column("ground", sa.String(length=200), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("dose_number > 0", name=op.f("ck_programme_dose_rule_dose_counts_from_one")),
        sa.CheckConstraint("earlier_dose IS NULL OR earlier_dose < dose_number", name=op.f("ck_programme_dose_rule_earlier_dose_is_earlier")),
        sa.CheckConstraint("NOT same_vaccine OR vaccine <> ''", name=op.f("ck_programme_dose_rule_same_vaccine_has_a_name")),
        sa.ForeignKeyConstraint(["added_by"], ["staff.id"], name=op.f("fk_programme_dose_rule_added_by_staff")),
        sa.ForeignKeyConstraint(["programme_code"], ["programme.code"], name=op.f("fk_programme_dose_rule_programme_code_programme")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["staff.id"], name=op.f("fk_programme_dose_rule_withdrawn_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_dose_rule")),
        sa.UniqueConstraint("public_id", name=op.f("uq_programme_dose_rule_public_id")),
    )
    op.create_index(
        "uq_programme_dose_rule_starts_on",
        "programme_dose_rule",
        ["programme_code", "dose_number", "vaccine", "starts_on"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    _keep_what_was_said_of_all_doses()
    for name in ("doses", "minimum_age", "interval_days"):
        op.drop_column("programme", name)


def _keep_what_was_said_of_all_doses() -> None:
    """From the programme's first day on, as it was: the age at every dose, the interval behind each, and a voucher for the next dose as
    soon as the one before is recorded."""
    now = datetime.now(UTC)
    for programme in op.get_bind().execute(sa.select(PROGRAMME)).all():
        for dose in range(1, programme.doses + 1):
            follows = dose > 1
            rule = {
                "public_id": secrets.token_hex(16),
                "programme_code": programme.code,
                "dose_number": dose,
                "vaccine": "",
                "starts_on": programme.starts_on,
                "is_offered": True,
                "age_basis": "on_the_day",
                "age_from": programme.minimum_age or None,
                "age_from_unit": "years",
                "age_until_unit": "years",
                "age_end": "under",
                "age_every": 0,
                "earlier_dose": dose - 1 if follows else None,
                "shortest": programme.interval_days if follows and programme.interval_days else None,
                "shortest_unit": "days",
                "standard_unit": "days",
                "same_vaccine": False,
                "registered_only": False,
                "ahead_days": programme.interval_days if follows else 0,
                "ground": "",
                "added_at": now,
            }
            op.execute(RULE.insert().values(**rule))


def downgrade() -> None:
    """What one row can say of all doses: the highest dose ever given, the first one's age, the longest interval in days."""
    for name in ("doses", "minimum_age", "interval_days"):
        op.add_column("programme", sa.Column(name, sa.Integer(), server_default="0", nullable=False))
    said = "SELECT {} FROM programme_dose_rule r WHERE r.programme_code = programme.code AND r.withdrawn_at IS NULL"
    age = said.format("MIN(r.age_from)") + " AND r.dose_number = 1 AND r.age_from_unit = 'years'"
    interval = said.format("MAX(r.shortest)") + " AND r.shortest_unit = 'days'"
    op.execute(f"UPDATE programme SET doses = COALESCE(({said.format('MAX(r.dose_number)')}), 0)")
    op.execute(f"UPDATE programme SET minimum_age = COALESCE(({age}), 0), interval_days = COALESCE(({interval}), 0)")
    op.drop_index("uq_programme_dose_rule_starts_on", "programme_dose_rule")
    op.drop_table("programme_dose_rule")
