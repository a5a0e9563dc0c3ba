"""What clerks noted in the demo city: a small share of its people, the same for the same seed, and within every rule."""

from collections.abc import Mapping
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.db import reading
from portal.demo.beside import beside_rows
from portal.demo.chance import REFERENCE_DAY
from portal.demo.city import Citizen, city
from portal.residents.contact_models import Contact
from portal.residents.contact_rules import Details, Kind, Whose, read_phone, read_postal_code, why_not_period, why_not_relation
from portal.residents.note_models import ResidentNote
from portal.residents.note_rules import LONGEST, why_not_until

RESIDENTS = 5_000
STAFF = {"madoguchi": 1, "madoguchi2": 2, "toiawase": 3}
BY_CHANCE = frozenset({"public_id"})


@pytest.fixture(scope="module")
def citizens() -> list[Citizen]:
    return list(city(RESIDENTS, 1))


def rows(citizens: list[Citizen], seed: int = 1) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    pairs = [beside_rows(place, citizen.person, seed, STAFF) for place, citizen in enumerate(citizens, start=1)]
    return [row for contacts, _ in pairs for row in contacts], [row for _, notes in pairs for row in notes]


def without_chance(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in BY_CHANCE}


def test_a_small_share_has_something(citizens: list[Citizen]) -> None:
    contacts, notes = rows(citizens)

    assert 0.04 <= len(contacts) / RESIDENTS <= 0.12
    assert 0.01 <= len(notes) / RESIDENTS <= 0.05
    assert {row["kind"] for row in contacts} == set(Kind)
    assert {row["whose"] for row in contacts if row["whose"]} == set(Whose)


def test_the_same_seed_gives_the_same_and_another_seed_others(citizens: list[Citizen]) -> None:
    contacts, notes = rows(citizens)
    again, notes_again = rows(citizens)

    assert [without_chance(row) for row in contacts] == [without_chance(row) for row in again]
    assert [without_chance(row) for row in notes] == [without_chance(row) for row in notes_again]
    assert [without_chance(row) for row in contacts] != [without_chance(row) for row in rows(citizens, seed=2)[0]]


def test_every_row_is_one_that_a_clerk_could_have_typed(citizens: list[Citizen]) -> None:
    contacts, notes = rows(citizens)
    for row in contacts:
        details = Details(**{name: row[name] for name in Details.__dataclass_fields__})
        assert why_not_period(details.starts_on, details.ends_on, day=REFERENCE_DAY) is None
        if details.kind is Kind.MAILING:
            assert read_postal_code(details.postal_code) == details.postal_code
            assert details.why_words
        else:
            assert read_phone(details.phone) == details.phone
            assert details.whose is not None
            assert why_not_relation(details.whose, details.relation) is None
    for row in notes:
        assert why_not_until(row["ends_on"], REFERENCE_DAY) is None
        assert 0 < len(row["text"]) <= LONGEST
        assert (row["ended_at"] is None) is (row["end_reason"] is None)


@pytest.mark.thorough
def test_they_are_loaded_with_the_city(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["demo", "load", "--residents", "1000", "--seed", "1"])
    assert result.exit_code == 0, result.output
    contacts, notes = rows(list(city(1_000, 1)))
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Contact)) == len(contacts)
        assert session.scalar(select(func.count()).select_from(ResidentNote)) == len(notes)
