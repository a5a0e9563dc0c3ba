"""A case beside what was typed to change it."""

from dataclasses import dataclass

from portal.accounts.sessions import SignedIn
from portal.config import Settings
from portal.db import reading
from portal.disclosures.case_queries import seen_case
from portal.disclosures.change_rules import Difference, differences
from portal.disclosures.intake_queries import Checked, check_received
from portal.disclosures.intake_rules import Received, disclosed_day, only_what_is_asked, written
from portal.disclosures.models import Case, CaseItem
from portal.disclosures.queries import items_of
from portal.disclosures.rules import ItemState

DERIVED = frozenset({"ground"})


@dataclass(frozen=True)
class Comparison:
    """What a form would change; `checked`: what is wrong with it."""

    changes: list[Difference]
    checked: Checked


def read_comparison(public_id: str, received: Received, *, staff: SignedIn, settings: Settings) -> Comparison:
    """What stands there beside what was typed, and what is wrong with that. Raises NotFound."""
    with reading():
        return compare(seen_case(public_id, staff=staff, settings=settings), only_what_is_asked(received))


def open_items(case_id: int) -> list[CaseItem]:
    """Those not withdrawn, in their order. Inside a door."""
    return [item for item in items_of(case_id) if item.state is not ItemState.WITHDRAWN]


def compare(case: Case, received: Received) -> Comparison:
    """Inside a door; `received` without what this kind has no place for."""
    checked = check_received(received, but=case.id)
    columns = written(received, disclosed_on=disclosed_day(received, checked.earlier))
    typed = {name: value for name, value in columns.items() if name not in DERIVED}
    stored = {name: getattr(case, name) for name in typed}
    items = tuple(item.words for item in open_items(case.id))
    return Comparison(differences({**stored, "items": items}, {**typed, "items": received.items}), checked)
