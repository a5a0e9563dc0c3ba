"""The register searched by parts of names, addresses and numbers: what a hit is, and how the indexes narrow the way to it.

A hit is what search_rules.nearness says, written here as conditions on the folded keys (`_met`). The index of character pairs
(migrations/versions/0003) only spares the reading of everybody else, so that both engines answer exactly what a full scan would.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ARRAY, Date, Row, Text, TextClause, and_, bindparam, or_, select, text

from portal.db import PartialDay, db
from portal.residents.models import Resident
from portal.residents.search_rules import Nearness, Sought, Word, last_answer
from portal.text.folding import bigrams
from portal.text.wareki import PartialDate

LAST = "\U0010ffff"
NAME_KEYS = ("name_key", "former_key", "alias_key", "roman_key", "kana_key", "sound_key")


@dataclass(frozen=True)
class Candidate:
    """A row of the register (every column of Resident) and how it was found."""

    row: Row[Any]
    nearness: Nearness


def find_by_parts(sought: Sought, *, shown_again_before: date, limit: int, most: int) -> tuple[list[Candidate], int]:
    """The nearest `limit` people, and how many there are, counted no further than `most`.

    `shown_again_before`: a 支援措置 that ended before this day hides no longer (date.min: it hides until the register lifts it).
    """
    statement, values = _statement(sought, is_sqlite=db.engine.dialect.name == "sqlite")
    values |= {"limit": limit, "most": most, "shown_again_before": shown_again_before}
    found = db.session().execute(statement, values).all()
    rows = _rows_of([hit.id for hit in found])
    total = min(found[0].total, most) if found else 0
    return [Candidate(rows[hit.id], Nearness(hit.nearness)) for hit in found], total


def find_by_number(
    numbers: Collection[str], ids: Collection[int], *, phone_end: str, shown_again_before: date, limit: int
) -> list[Row[Any]]:
    """By 宛名番号 or 団体内統合宛名番号, by id where a voucher or a dose has led to one, by the end of a telephone number (reversed)."""
    values = {
        "numbers": list(numbers),
        "ids": list(ids),
        "phone": phone_end,
        "phone_last": phone_end + LAST if phone_end else "",
        "shown_again_before": shown_again_before,
        "limit": limit,
    }
    return list(db.session().execute(_BY_NUMBER, values))


def _rows_of(ids: Sequence[int]) -> dict[int, Row[Any]]:
    return {row.id: row for row in db.session().execute(_BY_IDS, {"ids": list(ids)})} if ids else {}


_COLUMNS = tuple(Resident.__table__.columns)
_BY_IDS = select(*_COLUMNS).where(Resident.id.in_(bindparam("ids", expanding=True)))
_BY_NUMBER = (
    select(*_COLUMNS)
    .where(
        or_(
            Resident.resident_number.in_(bindparam("numbers", expanding=True)),
            Resident.integrated_number.in_(bindparam("numbers", expanding=True)),
            Resident.id.in_(bindparam("ids", expanding=True)),
            and_(
                Resident.phone_key >= bindparam("phone"),
                Resident.phone_key < bindparam("phone_last"),
                Resident.phone_key != "",
                or_(Resident.protection.is_(None), Resident.protected_until < bindparam("shown_again_before", type_=Date)),
            ),
        )
    )
    .order_by(Resident.kana_key, Resident.id)
    .limit(bindparam("limit"))
)


# --- One statement for one shape of search. Its text follows from which readings its words have; what was typed comes as values. ---

Values = dict[str, Any]
_VISIBLE = "(r.protection IS NULL OR r.protected_until < :shown_again_before)"


@dataclass(frozen=True)
class _Engine:
    """The few words in which the engines differ."""

    is_sqlite: bool

    @property
    def line_end(self) -> str:
        return "char(10)" if self.is_sqlite else "chr(10)"

    @property
    def position(self) -> str:
        return "instr" if self.is_sqlite else "strpos"

    @property
    def names(self) -> str:
        return f" || {self.line_end} || ".join(f"r.{key}" for key in NAME_KEYS)

    def holds(self, keys: str, value: str) -> str:
        return f"{self.position}({keys}, :{value}) > 0"


def _statement(sought: Sought, *, is_sqlite: bool) -> tuple[TextClause, Values]:
    engine = _Engine(is_sqlite)
    values = _values_of(sought)
    steps = [step for step in (_whole(sought), _by_name(sought, engine, values), _elsewhere(sought, engine, values)) if step]
    sql = (
        f"WITH hit AS (SELECT id, min(nearness) AS nearness FROM ({' UNION ALL '.join(steps)}) AS found GROUP BY id)"
        " SELECT r.id, hit.nearness, count(*) OVER () AS total FROM hit JOIN resident AS r ON r.id = hit.id"
        f" ORDER BY hit.nearness, CASE WHEN {_begins(sought, engine)} THEN 0 ELSE 1 END, r.kana_key, r.birth, r.id LIMIT :limit"
    )
    statement = text(sql)
    typed = [bindparam(name, type_=_type_of(name)) for name in values if _type_of(name) is not None]
    dated = [bindparam("shown_again_before", type_=Date)] if ":shown_again_before" in sql else []
    return statement.bindparams(*typed, *dated), values


def _begins(sought: Sought, engine: _Engine) -> str:
    """Whose name, other name or reading begins with the first word comes before who carries it further on."""
    forms = range(len(sought.words[0].names)) if sought.words else ()
    ways = [f"{engine.position}({engine.line_end} || {engine.names}, {engine.line_end} || :name_0_{number}) > 0" for number in forms]
    return " OR ".join(ways) or "1 = 1"


def _type_of(name: str) -> Any:
    if name.startswith("born"):
        return PartialDay
    return ARRAY(Text) if name.startswith("pairs") else None


def _values_of(sought: Sought) -> Values:
    values: Values = {"whole": sought.whole, "whole_kana": sought.whole_kana}
    for place, word in enumerate(sought.words):
        values |= {f"name_{place}_{number}": form for number, form in enumerate(word.names)}
        values |= {f"place_{place}": word.place, f"phone_{place}": f"{word.phone_end}%"}
        values |= _days(word.born, f"born_{place}")
    return values | _days(sought.birth, "born")


def _days(birth: PartialDate | None, name: str) -> Values:
    return {} if birth is None else {f"{name}_first": birth, f"{name}_last": last_answer(birth)}


def _step(nearness: Nearness, source: str, conditions: Sequence[str]) -> str:
    where = " AND ".join(condition for condition in conditions if condition)
    return f"SELECT * FROM (SELECT r.id, {nearness.value} AS nearness FROM {source} WHERE {where} LIMIT :most) AS step_{nearness.value}"


def _whole(sought: Sought) -> str:
    """The whole name, one of the whole other names, or the whole reading: each by an index of its own."""
    columns = ("name_key", "former_key", "alias_key", "roman_key") if sought.whole else ()
    ways = [f"(r.{column} = :whole AND r.{column} <> '')" for column in columns]
    ways += ["r.kana_key = :whole_kana"] if sought.whole_kana else []
    return _step(Nearness.WHOLE_NAME, "resident AS r", [f"({' OR '.join(ways)})", _born(sought)]) if ways else ""


def _by_name(sought: Sought, engine: _Engine, values: Values) -> str:
    """Every word stands somewhere in the names."""
    if not all(word.names for word in sought.words):
        return ""
    met = [_in_names(place, word, engine) for place, word in enumerate(sought.words)]
    indexed = [(place, word) for place, word in enumerate(sought.words) if word.is_indexed_by_name]
    source, narrowed = _narrow(sought, indexed, engine, values, nearness=Nearness.PART_OF_NAME)
    return _step(Nearness.PART_OF_NAME, source, [*narrowed, *met, _born(sought) or ("" if met else "1 = 1")])


def _elsewhere(sought: Sought, engine: _Engine, values: Values) -> str:
    """Some word is met by where the person lives, by the end of the telephone number or by the year of birth alone."""
    if all(word.is_of_names_alone for word in sought.words):
        return ""
    met = [f"({' OR '.join(_met(place, word, engine))})" for place, word in enumerate(sought.words)]
    indexed = [(place, word) for place, word in enumerate(sought.words) if word.is_indexed]
    source, narrowed = _narrow(sought, indexed, engine, values, nearness=Nearness.PLACE_OR_PHONE)
    return _step(Nearness.PLACE_OR_PHONE, source, [*narrowed, *met, _born(sought)])


def _in_names(place: int, word: Word, engine: _Engine) -> str:
    return f"({' OR '.join(engine.holds(engine.names, f'name_{place}_{number}') for number in range(len(word.names)))})"


def _met(place: int, word: Word, engine: _Engine) -> Iterator[str]:
    """What makes a hit: each way in which a person may meet this word."""
    if word.names:
        yield _in_names(place, word, engine)
    if word.place:
        yield f"({_VISIBLE} AND {engine.holds('r.place_key', f'place_{place}')})"
    if word.phone_end:
        yield f"({_VISIBLE} AND r.phone_key LIKE :phone_{place})"
    if word.born is not None:
        yield f"r.birth BETWEEN :born_{place}_first AND :born_{place}_last"


def _born(sought: Sought) -> str:
    return "r.birth BETWEEN :born_first AND :born_last" if sought.birth is not None else ""


def _narrow(
    sought: Sought, indexed: Sequence[tuple[int, Word]], engine: _Engine, values: Values, *, nearness: Nearness
) -> tuple[str, list[str]]:
    """The source to read from and its conditions: a birth with its month leads to few people, otherwise the pairs do."""
    if not indexed or (sought.birth is not None and sought.birth.month is not None):
        return "resident AS r", []
    with_places = nearness is Nearness.PLACE_OR_PHONE
    if engine.is_sqlite:
        values[f"match_{nearness.value}"] = " AND ".join(f"({' OR '.join(_matches(word, with_places))})" for _, word in indexed)
        source = "resident_search CROSS JOIN resident AS r ON r.id = resident_search.rowid"
        return source, [f"resident_search MATCH :match_{nearness.value}"]
    return "resident AS r", [f"({' OR '.join(_overlaps(place, word, engine, values, with_places))})" for place, word in indexed]


def _matches(word: Word, with_places: bool) -> Iterator[str]:
    """In the words of FTS5: the pairs one after another are the form itself."""
    for form in word.names:
        yield f'names : "{_tokens(form)}"'
    if with_places and word.place:
        yield f'places : "{_tokens(word.place)}"'


def _tokens(form: str) -> str:
    return " ".join(pair.encode().hex() for pair in bigrams(form))


def _overlaps(place: int, word: Word, engine: _Engine, values: Values, with_places: bool) -> Iterator[str]:
    """In the words of PostgreSQL: all pairs are there; that they stand one after another is for `_met` to say."""
    for number, form in enumerate(word.names):
        values[f"pairs_{place}_{number}"] = bigrams(form)
        yield f"bigrams({engine.names}) @> :pairs_{place}_{number}"
    if with_places and word.place:
        values[f"pairs_{place}"] = bigrams(word.place)
        yield f"bigrams(r.place_key) @> :pairs_{place}"
