"""What a visit searched for: sealed with the city's key for the visit and for the record, opened to search again or to fill in a form."""

import json

from portal.accounts.sessions import VisitView
from portal.encryption import open_text, seal_text

TYPED_PLACE = "audit:typed"


def seal_typed(key: bytes, typed: str, typed_birth: str) -> str:
    """The search box and the birth date as typed: readable by the auditor's permission alone."""
    return seal_text(key, json.dumps([typed, typed_birth]), place=TYPED_PLACE)


def open_typed(key: bytes, sealed: str) -> tuple[str, str]:
    typed, typed_birth = json.loads(open_text(key, sealed, place=TYPED_PLACE))
    return typed, typed_birth


def typed_in(visit: VisitView | None, *, key: bytes) -> tuple[str, str]:
    """What this visit searched for last; two empty texts when it has not searched."""
    return ("", "") if visit is None or visit.typed is None else open_typed(key, visit.typed)
