"""What of a typed address the register holds: it leaves out the names of its own prefecture and municipality."""

import re

from portal.text.folding import address_key

# Longer than any prefecture, 郡 and municipality together; a front is looked for no further than this.
_LONGEST_FRONT = 40
_POSTAL_CODE = re.compile(r"^\s*〒\s*[0-9０-９]{3}\s*[-‐‑‒–—―−－ー]?\s*[0-9０-９]{4}(?![0-9０-９])")
_COUNTY = re.compile(r"^\s*[^\s0-9０-９]{1,6}?郡")
_COUNTY_BEFORE_TOWN = re.compile("^.+?郡(?=.+[町村]$)")


def local_part(address: str, *, prefecture: str, municipality: str) -> str:
    """The address without a postal code (〒), the prefecture, the 郡 and the municipality in front, as typed otherwise.

    茨城県ひたちなか市中根9871, ひたちなか市中根9871 and 茨城県中根9871 are 中根9871; 茨城県水戸市 is 水戸市 here. Width, blanks and 異体字
    do not matter. A town may be given with its 郡 or without: it is known typed either way. Empty when nothing else is left.
    """
    town = _COUNTY_BEFORE_TOWN.sub("", municipality)
    rest = _without(prefecture, _POSTAL_CODE.sub("", address))
    after_county = _COUNTY.sub("", rest)
    local = _without(town, after_county)
    return (_without(town, rest) if local == after_county else local).strip()


def _without(front: str, address: str) -> str:
    """What follows the front, however it is written, with the blanks and the 大字 after it; the whole when it does not begin so."""
    key = address_key(front)
    for end in range(min(len(address), _LONGEST_FRONT), 0, -1) if key else ():
        if address_key(address[:end]) == key:
            return address[end:]
    return address
