"""The one statement of a search by parts: its text follows from the shape of what is sought, what was typed comes as values.

It says what search_rules.nearness says, in SQL: three steps, from the whole name to the address, each stopping at `:most` people. The index
of character pairs (migrations/versions/0003) spares the reading of everybody else and decides nothing, so that both engines answer what a
full scan would (docs/decisions/010-search-by-parts.md).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ARRAY, Date, Text, TextClause, bindparam, text

from portal.db import PartialDay
from portal.residents.search_rules import Nearness, Sought, Word, last_answer
from portal.text.folding import bigrams
from portal.text.wareki import PartialDate

NAME_KEYS = ("name_key", "former_key", "alias_key", "roman_key", "kana_key")
LAST = "\U0010ffff"
CURRENT = "r.record_state = 'current'"
VISIBLE = "(r.protection IS NULL OR r.protected_until < :shown_again_before)"
BORN = "r.birth BETWEEN :born_first AND :born_last"

Values = dict[str, Any]


@dataclass(frozen=True)
class WordShape:
    """Which readings a word has, and whether the pairs lead to it by its names alone and in all its readings."""

    at: int
    names: int
    sounds: int
    place: bool
    phone: bool
    born: bool
    is_indexed_by_name: bool
    is_indexed: bool

    @property
    def is_of_names_alone(self) -> bool:
        return not (self.place or self.phone or self.born)


@dataclass(frozen=True)
class Shape:
    """All that the text of the statement depends on. `birth_leads`: its month is known, so its own index leads to few people."""

    words: tuple[WordShape, ...]
    whole: bool
    whole_kana: bool
    birth: bool
    birth_leads: bool
    is_sqlite: bool

    @property
    def line_end(self) -> str:
        return "char(10)" if self.is_sqlite else "chr(10)"

    @property
    def position(self) -> str:
        return "instr" if self.is_sqlite else "strpos"

    @property
    def names(self) -> str:
        """Every key of a person's names in one text, apart from one another."""
        return f" || {self.line_end} || ".join(f"r.{key}" for key in NAME_KEYS)

    @property
    def indexed_names(self) -> str:
        """Names and sounds: the expression of the index on PostgreSQL."""
        return f"{self.names} || {self.line_end} || r.sound_key"


def shape_of(sought: Sought, *, is_sqlite: bool) -> Shape:
    return Shape(
        words=tuple(_shape_of_word(at, word) for at, word in enumerate(sought.words)),
        whole=bool(sought.whole),
        whole_kana=bool(sought.whole_kana),
        birth=sought.birth is not None,
        birth_leads=sought.birth is not None and sought.birth.month is not None,
        is_sqlite=is_sqlite,
    )


def _shape_of_word(at: int, word: Word) -> WordShape:
    return WordShape(
        at=at,
        names=len(word.names),
        sounds=len(word.sounds),
        place=bool(word.place),
        phone=bool(word.phone_end),
        born=word.born is not None,
        is_indexed_by_name=word.is_indexed_by_name,
        is_indexed=word.is_indexed,
    )


@lru_cache(maxsize=1000)
def statement_for(shape: Shape) -> TextClause:
    """id, nearness and how many there are in all, the nearest first. Binds the names of `values_of`, limit, most, shown_again_before."""
    steps = [step for step in (_whole_names(shape), _parts_of_names(shape), _elsewhere(shape)) if step]
    sql = (
        f"WITH hit AS (SELECT id, min(nearness) AS nearness FROM ({' UNION ALL '.join(steps)}) AS found GROUP BY id)"
        " SELECT r.id, hit.nearness, (SELECT count(*) FROM hit) AS total FROM hit JOIN resident AS r ON r.id = hit.id"
        f" ORDER BY hit.nearness, CASE WHEN {_begins(shape)} THEN 0 ELSE 1 END, r.kana_key, r.birth, r.id LIMIT :limit"
    )
    typed = {name: kind for name in re.findall(r":([a-z_0-9]+)", sql) if (kind := _type_of(name)) is not None}
    return text(sql).bindparams(*(bindparam(name, type_=kind) for name, kind in typed.items()))


def _type_of(name: str) -> Any:
    if name == "shown_again_before":
        return Date
    if name.startswith("born"):
        return PartialDay
    return ARRAY(Text) if name.startswith("pairs") else None


def values_of(sought: Sought, *, is_sqlite: bool) -> Values:
    """What was typed, under the names that the statement binds."""
    values: Values = {"whole": sought.whole, "whole_kana": sought.whole_kana} | _days(sought.birth, "born")
    for at, word in enumerate(sought.words):
        values |= {f"name_{at}_{number}": form for number, form in enumerate(word.names)}
        values |= {f"sound_{at}_{number}": form for number, form in enumerate(word.sounds)}
        values |= {f"place_{at}": word.place, f"phone_{at}": f"{word.phone_end}%"} | _days(word.born, f"born_{at}")
        values |= {f"from_phone_{at}": word.phone_end, f"to_phone_{at}": word.phone_end + LAST}
        if is_sqlite and word.place:
            values |= {f"match_place_{at}": f'places : "{_tokens(word.place)}"'}
        if not is_sqlite:
            values |= {f"pairs_{at}_{number}": bigrams(form) for number, form in enumerate((*word.names, *word.sounds))}
            values |= {f"pairs_{at}": bigrams(word.place)}
    return values | (_matches(sought) if is_sqlite else {})


def _days(birth: PartialDate | None, name: str) -> Values:
    return {} if birth is None else {f"{name}_first": birth, f"{name}_last": last_answer(birth)}


def _matches(sought: Sought) -> Values:
    """The questions to FTS5: a phrase of pairs is the form itself."""
    by_name = [_match(word, with_place=False) for word in sought.words if word.is_indexed_by_name]
    anywhere = [_match(word, with_place=True) for word in sought.words if word.is_indexed]
    return {"match_names": " AND ".join(by_name), "match_anywhere": " AND ".join(anywhere)}


def _match(word: Word, *, with_place: bool) -> str:
    ways = [f'names : "{_tokens(form)}"' for form in word.names] + [f'sounds : "{_tokens(sound)}"' for sound in word.sounds]
    ways += [f'places : "{_tokens(word.place)}"'] if with_place and word.place else []
    return f"({' OR '.join(ways)})"


def _tokens(form: str) -> str:
    return " ".join(pair.encode().hex() for pair in bigrams(form))


def _step(nearness: Nearness, source: str, conditions: list[str]) -> str:
    where = " AND ".join([*conditions, CURRENT])
    return f"SELECT * FROM (SELECT r.id, {nearness.value} AS nearness FROM {source} WHERE {where} LIMIT :most) AS step_{nearness.value}"


def _born(shape: Shape) -> list[str]:
    return [BORN] if shape.birth else []


def _whole_names(shape: Shape) -> str:
    """The whole name, one of the whole other names, or the whole reading: each by an index of its own."""
    columns = ("name_key", "former_key", "alias_key", "roman_key") if shape.whole else ()
    ways = [f"(r.{column} = :whole AND r.{column} <> '')" for column in columns]
    ways += ["r.kana_key = :whole_kana"] if shape.whole_kana else []
    return _step(Nearness.WHOLE_NAME, "resident AS r", [f"({' OR '.join(ways)})", *_born(shape)]) if ways else ""


def _parts_of_names(shape: Shape) -> str:
    """Every word stands somewhere in the names."""
    if not all(word.names or word.sounds for word in shape.words):
        return ""
    indexed = [word for word in shape.words if word.is_indexed_by_name]
    pairs = [f"({' OR '.join(_has_pairs_of_names(word, shape))})" for word in indexed]
    source, narrowed = _narrowed(shape, "match_names", pairs)
    # To FTS5 a phrase of pairs is the form itself; an array of pairs on PostgreSQL knows nothing of their order.
    is_exact = shape.is_sqlite and bool(narrowed)
    met = [_in_names(word, shape) for word in shape.words if not (is_exact and word.is_indexed_by_name)]
    return _step(Nearness.PART_OF_NAME, source, [*narrowed, *met, *_born(shape)])


def _elsewhere(shape: Shape) -> str:
    """Some word is met by where the person lives, by the end of the telephone number or by the year of birth alone."""
    if all(word.is_of_names_alone for word in shape.words):
        return ""
    indexed = [word for word in shape.words if word.is_indexed]
    pairs = [f"({' OR '.join([*_has_pairs_of_names(word, shape), *_has_pairs_of_place(word)])})" for word in indexed]
    source, narrowed = _narrowed(shape, "match_anywhere", pairs)
    figures = [word for word in shape.words if word.phone]
    if figures and not shape.birth_leads:
        source, narrowed = "resident AS r", [_led_by_phone(figures[0], shape)]
    met = [f"({' OR '.join(_ways_to_meet(word, shape))})" for word in shape.words]
    return _step(Nearness.PLACE_OR_PHONE, source, [*narrowed, *met, *_born(shape)])


def _narrowed(shape: Shape, match: str, pairs: list[str]) -> tuple[str, list[str]]:
    """The table to read from and what narrows it: a birth with its month by itself, otherwise the pairs."""
    if not pairs or shape.birth_leads:
        return "resident AS r", []
    if shape.is_sqlite:
        return "resident_search CROSS JOIN resident AS r ON r.id = resident_search.rowid", [f"resident_search MATCH :{match}"]
    return "resident AS r", pairs


def _led_by_phone(word: WordShape, shape: Shape) -> str:
    """渡辺 4471, 林 4471: everybody who may meet the figures, each reading by its own index, is fewer than all of that name."""
    ways = [f"SELECT id FROM resident WHERE phone_key >= :from_phone_{word.at} AND phone_key < :to_phone_{word.at} AND phone_key <> ''"]
    if word.place and shape.is_sqlite:
        ways.append(f"SELECT rowid FROM resident_search WHERE resident_search MATCH :match_place_{word.at}")
    elif word.place:
        ways.append(f"SELECT id FROM resident WHERE bigrams(place_key) @> :pairs_{word.at}")
    if word.born:
        ways.append(f"SELECT id FROM resident WHERE birth BETWEEN :born_{word.at}_first AND :born_{word.at}_last")
    return f"r.id IN ({' UNION '.join(ways)})"


def _has_pairs_of_names(word: WordShape, shape: Shape) -> list[str]:
    return [f"bigrams({shape.indexed_names}) @> :pairs_{word.at}_{number}" for number in range(word.names + word.sounds)]


def _has_pairs_of_place(word: WordShape) -> list[str]:
    return [f"bigrams(r.place_key) @> :pairs_{word.at}"] if word.place else []


def _in_names(word: WordShape, shape: Shape) -> str:
    ways = [f"{shape.position}({shape.names}, :name_{word.at}_{number}) > 0" for number in range(word.names)]
    ways += [f"{shape.position}(r.sound_key, :sound_{word.at}_{number}) > 0" for number in range(word.sounds)]
    return f"({' OR '.join(ways)})"


def _ways_to_meet(word: WordShape, shape: Shape) -> Iterator[str]:
    """What makes a hit (search_rules.is_in_names, is_elsewhere)."""
    if word.names or word.sounds:
        yield _in_names(word, shape)
    if word.place:
        yield f"({VISIBLE} AND {shape.position}(r.place_key, :place_{word.at}) > 0)"
    if word.phone:
        yield f"({VISIBLE} AND r.phone_key LIKE :phone_{word.at})"
    if word.born:
        yield f"r.birth BETWEEN :born_{word.at}_first AND :born_{word.at}_last"


def _begins(shape: Shape) -> str:
    """Whose name, other name, reading or address begins with the first word comes before who carries it further on."""
    if not shape.words:
        return "1 = 1"
    first, end = shape.words[0], shape.line_end
    ways = [f"{shape.position}({end} || {shape.names}, {end} || :name_0_{number}) > 0" for number in range(first.names)]
    ways += [f"{shape.position}({end} || r.sound_key, {end} || :sound_0_{number}) > 0" for number in range(first.sounds)]
    ways += [f"({VISIBLE} AND {shape.position}({end} || r.place_key, {end} || :place_0) > 0)"] if first.place else []
    return " OR ".join(ways) or "1 = 1"
