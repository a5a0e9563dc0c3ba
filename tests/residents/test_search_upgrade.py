"""A register that was there before parts were searched: upgrading folds its keys and fills the index of pairs."""

from datetime import date

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import select

from portal.db import db, reading
from portal.residents.models import Resident
from portal.residents.search_queries import find_by_parts
from portal.residents.search_rules import Sought, Word
from tests.factories import a_resident

BEFORE_PARTS = "0002"
KEYS = ("name_key", "kana_key", "former_key", "alias_key", "roman_key", "sound_key", "place_key", "phone_key")


def keys_of_everybody() -> list[tuple[str, ...]]:
    with reading() as session:
        return [tuple(row) for row in session.execute(select(*(getattr(Resident, key) for key in KEYS)).order_by(Resident.id))]


@pytest.mark.thorough
def test_people_who_are_there_are_found_by_their_parts_after_upgrading(app: Flask) -> None:
    resident = a_resident(name="渡邉 和子", kana="ワタナベ カズコ", former_surname="山本", roman_name="WATANABE", building="青葉荘203")
    a_resident(name="見本 太郎", phone="")
    before = keys_of_everybody()

    downgrade(revision=BEFORE_PARTS)
    db.session.remove()
    upgrade()

    assert keys_of_everybody() == before
    for word in (Word(names=("辺和",)), Word(sounds=("ナベカ",)), Word(place="青葉荘")):
        with reading():
            found, _ = find_by_parts(Sought(words=(word,)), shown_again_before=date.min, limit=5, most=5)
        assert [candidate.row.id for candidate in found] == [resident.id], word
