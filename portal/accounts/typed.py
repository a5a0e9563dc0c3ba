"""What a visit searched for last: sealed with the city's key by the counter, kept on the visit, opened to fill in a form."""

import json

from portal.accounts.sessions import VisitView
from portal.encryption import open_text

TYPED_PLACE = "audit:typed"


def typed_in(visit: VisitView | None, *, key: bytes) -> tuple[str, str]:
    """The search box and the birth date as typed; two empty texts when the visit has not searched."""
    if visit is None or visit.typed is None:
        return "", ""
    typed, typed_birth = json.loads(open_text(key, visit.typed, place=TYPED_PLACE))
    return typed, typed_birth
