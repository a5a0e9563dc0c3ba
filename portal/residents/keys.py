"""What searches compare: the one place that folds a person's names into the key columns of Resident."""

from collections.abc import Mapping
from typing import Any

from portal.text.folding import kana_key, name_key

LONGEST_KEY = 200


def search_keys(values: Mapping[str, Any]) -> dict[str, str]:
    """The key columns for these values by field of Resident (one left out is empty); at most as long as their columns."""
    keys = {
        "name_key": name_key(values["name"]),
        "kana_key": kana_key(values.get("kana", "")),
        "former_key": name_key(values.get("former_surname", "")),
        "alias_key": name_key(values.get("alias_name", "")),
    }
    return {column: key[:LONGEST_KEY] for column, key in keys.items()}
