"""For measuring alone: the portal with one difference, that a resident page is shown without noting and recording the look.

What it shows is what the record costs; no setting of the portal can do the same.
"""

from contextlib import nullcontext
from typing import Any

from portal.accounts.sessions import SignedIn
from portal.app import create_app
from portal.counter import page


def _no_record(*_arguments: Any, **_facts: Any) -> None:
    return None


def _people(staff: SignedIn, _resident_id: int) -> int:
    return staff.visit.people if staff.visit else 0


for name, instead in {"writing": nullcontext, "record": _no_record, "note_person": _people}.items():
    if not hasattr(page, name):
        raise SystemExit(f"portal.counter.page no longer uses {name}(): correct benchmarks/unrecorded.py")
    setattr(page, name, instead)

app = create_app()
