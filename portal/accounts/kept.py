"""What was typed when the session ended in between: sealed, and given back to the same person alone."""

import json

from sqlalchemy import delete, select
from werkzeug.datastructures import MultiDict

from portal import clock
from portal.accounts.models import KeptForm
from portal.accounts.sessions import SignedIn
from portal.db import db, writing
from portal.encryption import open_text, seal_text
from portal.text.check_digits import holds_individual_number

NEVER_KEPT = frozenset({"csrf_token", "once", "password", "present", "new_password", "new_password_again"})
MOST_BYTES = 200_000
LONGEST_PATH = 300
PLACE = "accounts:kept-form"


def keep_typed(staff_id: int, path: str, typed: MultiDict[str, str], *, key: bytes) -> bool:
    """Keeps the form that came too late; only the newest of a person. False when there is nothing worth keeping.

    Neither passwords nor tokens nor anything with a 個人番号 in it is kept (R3-6).
    """
    values = [(name, value) for name, value in typed.items(multi=True) if name not in NEVER_KEPT and not holds_individual_number(value)]
    text = json.dumps(values, ensure_ascii=False)
    if not values or len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES or len(path) > LONGEST_PATH:
        return False
    with writing() as session:
        session.execute(delete(KeptForm).where(KeptForm.staff_id == staff_id))
        session.add(KeptForm(staff_id=staff_id, path=path, kept_at=clock.now(), sealed=seal_text(key, text, place=PLACE)))
    return True


def take_typed(staff: SignedIn, path: str, *, key: bytes) -> MultiDict[str, str] | None:
    """What this person had typed on this page, once."""
    with writing():
        row = db.session().scalar(select(KeptForm).where(KeptForm.staff_id == staff.id, KeptForm.path == path))
        if row is None:
            return None
        db.session().delete(row)
        return MultiDict([(name, value) for name, value in json.loads(open_text(key, row.sealed, place=PLACE))])
