"""Looking for a resident: read in a snapshot, recorded with everybody who is shown, then shown (S1-4, R3-3)."""

import json
from dataclasses import dataclass

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.counter.rules import Found, Terms, twins_of_name, why_found
from portal.db import reading, writing
from portal.encryption import open_text, seal_text
from portal.residents.models import Resident
from portal.residents.queries import Keys, ResidentView, count_by_keys, residents_by_keys, residents_by_numbers, view_of
from portal.vouchers.queries import owner_of_number

SHOWN = 50
COUNTED = 1000
TYPED_PLACE = "audit:typed"


@dataclass(frozen=True)
class Hit:
    """One row of the result: the person, and why."""

    resident: ResidentView
    why: str
    has_twin_of_name: bool


@dataclass(frozen=True)
class Result:
    """`total` counts no further than 1,001."""

    terms: Terms
    hits: list[Hit]
    total: int

    @property
    def twins(self) -> list[Hit]:
        return [hit for hit in self.hits if hit.has_twin_of_name]

    @property
    def others(self) -> list[Hit]:
        return [hit for hit in self.hits if not hit.has_twin_of_name]

    @property
    def total_words(self) -> str:
        return f"{COUNTED:,}人以上" if self.total > COUNTED else f"{self.total:,}人"

    @property
    def is_cut(self) -> bool:
        return self.total > len(self.hits)


def seal_typed(settings: Settings, typed: str, typed_birth: str) -> str:
    """What was typed, for the visit and for the record: readable by the auditor's permission alone."""
    return seal_text(settings.data_key, json.dumps([typed, typed_birth]), place=TYPED_PLACE)


def typed_of(settings: Settings, sealed: str) -> tuple[str, str]:
    typed, typed_birth = json.loads(open_text(settings.data_key, sealed, place=TYPED_PLACE))
    return typed, typed_birth


def search(terms: Terms, *, staff: SignedIn, settings: Settings, sealed: str) -> Result:
    """Finds, records who is about to be shown, and gives them back."""
    with reading():
        rows, total, voucher_owner = _find(terms)
    views = [view_of(row, clock.today(), lapses=settings.protection_lapses) for row in rows]
    with writing():
        facts = {"kinds": terms.kinds, "count": total}
        record(Event.RESIDENT_SEARCH, by=staff.actor, subjects=[view.id for view in views], facts=facts, typed=sealed)
    twins = twins_of_name((view.id, view.name_key, view.birth) for view in views)
    return Result(terms, [Hit(view, why_found(terms, _found(view, voucher_owner)), view.id in twins) for view in views], total)


def _find(terms: Terms) -> tuple[list[Resident], int, int | None]:
    if terms.is_number:
        owner = owner_of_number(terms.voucher_number) if terms.voucher_number else None
        rows = residents_by_numbers(terms.resident_numbers, [owner] if owner is not None else [])
        return rows, len(rows), owner
    keys = Keys(terms.name_key, terms.kana_key, terms.birth)
    rows = residents_by_keys(keys, limit=SHOWN)
    total = len(rows) if len(rows) < SHOWN else count_by_keys(keys, most=COUNTED + 1)
    return rows, total, None


def _found(view: ResidentView, voucher_owner: int | None) -> Found:
    return Found(
        resident_number=view.resident_number,
        name=view.name,
        name_key=view.name_key,
        kana_key=view.kana_key,
        former_surname=view.former_surname,
        former_key=view.former_key,
        alias_name=view.alias_name,
        alias_key=view.alias_key,
        birth=view.birth,
        has_voucher=view.id == voucher_owner,
    )


def only_one_by_number(terms: Terms) -> str | None:
    """The public id when a number can only mean one person: a scan then opens the person at once."""
    if not terms.is_number:
        return None
    with reading():
        rows, _, _ = _find(terms)
    return rows[0].public_id if len(rows) == 1 else None
