"""The keys by which a person is found, made from what the register holds: the one place that decides what each key is made of. Pure."""

from collections.abc import Mapping
from typing import Any

from portal.text.folding import address_key, digits_key, kana_key, name_key
from portal.text.romaji import sound_key_of_name

LONGEST_KEY, LONGEST_PLACE = 200, 500


def search_keys(values: Mapping[str, Any]) -> dict[str, str]:
    """Every key column of Resident for these values by field of Resident (one left out is empty); at most as long as their columns."""
    kana = values.get("kana", "")
    keys = {
        "name_key": name_key(values["name"]),
        "kana_key": kana_key(kana),
        "former_key": name_key(values.get("former_surname", "")),
        "alias_key": name_key(values.get("alias_name", "")),
        "roman_key": name_key(values.get("roman_name", "")),
        "sound_key": sound_key_of_name(kana),
    }
    return {
        **{column: key[:LONGEST_KEY] for column, key in keys.items()},
        "place_key": address_key(f"{values.get('address', '')} {values.get('building', '')}")[:LONGEST_PLACE],
        "phone_key": phone_key(values.get("phone", "")),
    }


def phone_key(phone: str) -> str:
    """The figures from the last to the first: the last four, the local part and the whole number are then each a beginning."""
    return digits_key(phone)[::-1][:20]
