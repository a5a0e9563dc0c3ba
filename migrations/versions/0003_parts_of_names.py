"""parts of names and addresses are found: more keys, and pairs of their characters indexed on both engines

SQLite: FTS5 with external content over a view that cuts the keys into pairs, kept by three triggers (design.md §3: never contentless).
PostgreSQL: GIN over the array of pairs. Trigram indexes answer nothing for two kanji.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

# The one import of the product in a migration: rows that are there already get today's keys, which no SQL can fold.
from portal.residents.keys import search_keys

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEYS = (("roman_key", 200), ("sound_key", 200), ("place_key", 500), ("phone_key", 20))
FOLDED = ("name", "kana", "former_surname", "alias_name", "roman_name", "address", "building", "phone")
NAMES = ("name_key", "former_key", "alias_key", "roman_key", "kana_key")
ROWS_AT_ONCE = 2_000


def upgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for name, length in KEYS:
        kind = sa.String(length=length, collation="C") if on_postgresql else sa.String(length=length)
        op.add_column("resident", sa.Column(name, kind, nullable=False, server_default=""))
    _fill()
    for key in ("roman_key", "phone_key"):
        known = sa.text(f"{key} <> ''")
        op.create_index(f"ix_resident_{key}", "resident", [key], sqlite_where=known, postgresql_where=known)
    if on_postgresql:
        _index_on_postgresql()
    else:
        _index_on_sqlite()


def _fill() -> None:
    connection = op.get_bind()
    columns = ", ".join(FOLDED)
    some = sa.text(f"SELECT id, {columns} FROM resident WHERE id > :after ORDER BY id LIMIT {ROWS_AT_ONCE}")
    keys = ("name_key", "kana_key", "former_key", "alias_key", *(name for name, _ in KEYS))
    fill = sa.text(f"UPDATE resident SET {', '.join(f'{key} = :{key}' for key in keys)} WHERE id = :id")
    after = 0
    while rows := connection.execute(some, {"after": after}).mappings().all():
        connection.execute(fill, [{"id": row["id"], **search_keys(row)} for row in rows])
        after = rows[-1]["id"]


def _index_on_postgresql() -> None:
    op.execute(
        sa.text(
            "CREATE FUNCTION bigrams(key text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$"
            " SELECT array_agg(substr(key, place, 2)) FROM generate_series(1, greatest(length(key) - 1, 1)) AS place $$"
        )
    )
    names = " || chr(10) || ".join((*NAMES, "sound_key"))
    op.execute(f"CREATE INDEX ix_resident_names_bigrams ON resident USING gin (bigrams({names}))")
    op.execute("CREATE INDEX ix_resident_place_bigrams ON resident USING gin (bigrams(place_key))")


def _index_on_sqlite() -> None:
    """A token is the hexadecimal of two characters, so that the tokenizer drops none; char(10) keeps the keys of one person apart."""
    names = " || char(10) || ".join(NAMES)
    columns = f"{_cut(names)} AS names, {_cut('sound_key')} AS sounds, {_cut('place_key')} AS places"
    op.execute(f"CREATE VIEW resident_bigrams AS SELECT id, {columns} FROM resident")
    op.execute(
        "CREATE VIRTUAL TABLE resident_search USING fts5"
        "(names, sounds, places, content='resident_bigrams', content_rowid='id', tokenize='ascii', columnsize=0)"
    )
    op.execute("INSERT INTO resident_search(resident_search) VALUES ('rebuild')")
    add = "INSERT INTO resident_search(rowid, names, sounds, places) SELECT id, names, sounds, places FROM resident_bigrams WHERE id = NEW.id"
    remove = (
        "INSERT INTO resident_search(resident_search, rowid, names, sounds, places)"
        " SELECT 'delete', id, names, sounds, places FROM resident_bigrams WHERE id = OLD.id"
    )
    changed = f"UPDATE OF {', '.join((*NAMES, 'sound_key', 'place_key'))}"
    # What is to be taken out of the index is read while the old row still stands.
    op.execute(f"CREATE TRIGGER resident_search_add AFTER INSERT ON resident BEGIN {add}; END")
    op.execute(f"CREATE TRIGGER resident_search_remove BEFORE DELETE ON resident BEGIN {remove}; END")
    op.execute(f"CREATE TRIGGER resident_search_forget BEFORE {changed} ON resident BEGIN {remove}; END")
    op.execute(f"CREATE TRIGGER resident_search_learn AFTER {changed} ON resident BEGIN {add}; END")


def _cut(key: str) -> str:
    return (
        "(WITH RECURSIVE cut(place) AS (SELECT 1 UNION ALL SELECT place + 1 FROM cut"
        f" WHERE place < length({key}) - 1) SELECT group_concat(hex(substr({key}, place, 2)), ' ') FROM cut)"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP INDEX ix_resident_names_bigrams")
        op.execute("DROP INDEX ix_resident_place_bigrams")
        op.execute("DROP FUNCTION bigrams")
    else:
        for trigger in ("add", "remove", "forget", "learn"):
            op.execute(f"DROP TRIGGER resident_search_{trigger}")
        op.execute("DROP TABLE resident_search")
        op.execute("DROP VIEW resident_bigrams")
    for key in ("roman_key", "phone_key"):
        op.drop_index(f"ix_resident_{key}", "resident")
    for name, _ in KEYS:
        op.drop_column("resident", name)
