"""The kinds of search that are measured: what is typed, from people who are there. A new kind is a function and a line in KINDS."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, text

from portal.text.romaji import romaji_of


@dataclass(frozen=True)
class Person:
    """What a resident would give at the counter."""

    public_id: str
    resident_number: str
    name: str
    kana: str
    birth: str
    address: str
    phone: str
    voucher_number: str


Typed = tuple[str, str]

KINDS: tuple[tuple[str, Callable[[Person], Typed]], ...] = (
    ("宛名番号", lambda person: (person.resident_number, "")),
    ("接種券番号", lambda person: (person.voucher_number, "")),
    ("kana and birth date", lambda person: (person.kana.split()[0], person.birth)),
    ("two kanji", lambda person: (person.name.replace("\u3000", "")[:2], "")),
    ("kana alone", lambda person: (person.kana.split()[0], "")),
    ("birth date alone", lambda person: ("", person.birth)),
    ("romaji of the surname", lambda person: (romaji_of(person.kana.split()[0]), "")),
    ("given name and year of birth", lambda person: (person.name.split()[-1], person.birth[:4])),
    ("address with house number", lambda person: (person.address, "")),
    ("surname and part of the address", lambda person: (f"{person.name.split()[0]} {person.address[:4]}", "")),
    ("whole telephone number", lambda person: (person.phone, "")),
    ("surname and end of the telephone number", lambda person: (f"{person.name.split()[0]} {person.phone[-4:]}", "")),
)

_PEOPLE = text(
    "SELECT resident.public_id, resident.resident_number, resident.name, resident.kana, resident.birth, resident.address,"
    " resident.phone, min(voucher.number)"
    " FROM resident JOIN voucher ON voucher.resident_id = resident.id"
    " WHERE resident.category = '1' AND resident.kana <> '' AND resident.phone <> '' AND resident.protection IS NULL"
    " AND resident.birth NOT LIKE '%-00' AND resident.id % :step = 0"
    " GROUP BY resident.id ORDER BY resident.id LIMIT 5000"
)


def people_of(engine: Engine) -> Sequence[Person]:
    """At most 5,000 residents from the whole register, each with a voucher and a whole birth date."""
    with engine.connect() as connection:
        residents = connection.execute(text("SELECT max(id) FROM resident")).scalar() or 0
        rows = connection.execute(_PEOPLE, {"step": max(1, residents // 10_000)}).all()
    return [Person(*row) for row in rows]
