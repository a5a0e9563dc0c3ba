"""The keys by which a person is found, made from what the register holds: the one place that decides what each key is made of. Pure."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from portal.text.folding import address_key, digits_key, kana_key, name_key
from portal.text.romaji import sound_key_of_name

LONGEST_KEY, LONGEST_PLACE = 200, 500
# Households share an address, a city its names, and most people leave the same fields empty.
_REMEMBERED = 16_384
_of_name, _of_kana, _of_sound, _of_address = (lru_cache(_REMEMBERED)(fold) for fold in (name_key, kana_key, sound_key_of_name, address_key))


def search_keys(values: Mapping[str, Any]) -> dict[str, str]:
    """Every key column of Resident for these values by field of Resident (one left out is empty); at most as long as their columns."""
    names = name_keys(
        values["name"],
        kana=values.get("kana", ""),
        former=values.get("former_surname", ""),
        alias=values.get("alias_name", ""),
        roman=values.get("roman_name", ""),
    )
    return names | place_keys(values.get("address", ""), values.get("building", ""), values.get("phone", ""))


def own_name_keys(values: Mapping[str, Any]) -> dict[str, str]:
    """The two of search_keys by which people are compared: of name and kana."""
    return {"name_key": _of_name(values["name"])[:LONGEST_KEY], "kana_key": _of_kana(values.get("kana", ""))[:LONGEST_KEY]}


def name_keys(name: str, *, kana: str, former: str, alias: str, roman: str) -> dict[str, str]:
    keys = {
        "name_key": _of_name(name),
        "kana_key": _of_kana(kana),
        "former_key": _of_name(former),
        "alias_key": _of_name(alias),
        "roman_key": _of_name(roman),
        "sound_key": _of_sound(kana),
    }
    return {column: key[:LONGEST_KEY] for column, key in keys.items()}


def place_keys(address: str, building: str, phone: str) -> dict[str, str]:
    return {"place_key": _of_address(f"{address} {building}")[:LONGEST_PLACE], "phone_key": phone_key(phone)}


def phone_key(phone: str) -> str:
    """The figures from the last to the first: the last four, the local part and the whole number are then each a beginning."""
    return digits_key(phone)[::-1][:20]
