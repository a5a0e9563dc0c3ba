"""Looking for a resident: read in a snapshot, recorded with everybody who is shown, then shown (S1-4, R3-3)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.counter.finding_rules import (
    NEARNESS_WORDS,
    Found,
    Wider,
    is_literal,
    twins_of_name,
    ways_of_number,
    what_to_try,
    why_found,
    wider_searches,
)
from portal.counter.reading_rules import Number, Office, Terms
from portal.counter.results import COUNTED, Group, Hit, Result, Wide, count_words
from portal.db import reading, writing
from portal.residents.queries import ResidentView, view_of
from portal.residents.search_queries import Candidate, find_by_number, find_by_parts
from portal.residents.search_rules import Keys, Nearness, Sought, Word, may_be
from portal.text.wareki import PartialDate
from portal.vouchers.queries import owners_of_number

SHOWN = 50


def read_office(settings: Settings) -> Office:
    return Office(settings.municipality_code, settings.municipality_name, settings.prefecture_name)


def search(terms: Terms, *, staff: SignedIn, settings: Settings, sealed: str) -> Result:
    """Finds, records who is about to be shown, and gives them back."""
    with reading():
        result = _find(terms, settings)
    with writing():
        facts = {"kinds": terms.kinds, "count": result.total}
        record(Event.RESIDENT_SEARCH, by=staff.actor, subjects=[hit.resident.id for hit in result.hits], facts=facts, typed=sealed)
    return result


def only_one_by_number(terms: Terms, settings: Settings) -> str | None:
    """The public id when a number leads to one person by itself: a scan then opens the person at once.

    A telephone number or a birth date is many people's: whoever it leads to is shown first.
    """
    if terms.number is None:
        return None
    with reading():
        result = _find(terms, settings)
    exact = [group for group in result.groups if group.heading in ("宛名番号", "接種券番号")]
    return result.hits[0].resident.public_id if result.total == 1 and exact else None


def _find(terms: Terms, settings: Settings) -> Result:
    if terms.number is not None:
        groups, total = _find_by_number(terms, terms.number, settings)
    else:
        candidates, total = find_by_parts(terms.sought, shown_again_before=_shown_again_before(settings), limit=SHOWN, most=COUNTED + 1)
        groups = _groups_of(terms, candidates, settings)
    if total:
        return Result(terms, groups, total)
    return Result(terms, [], 0, wider=_wider_that_lead(terms, settings), tries=what_to_try(terms))


def _groups_of(terms: Terms, candidates: Sequence[Candidate], settings: Settings) -> list[Group]:
    viewed = [(candidate, _view(candidate.row, settings)) for candidate in candidates]
    shown = [(candidate.nearness, view, _found(candidate.row, view)) for candidate, view in viewed]
    twins = twins_of_name((view.id, view.name_key, view.birth) for _, view, _ in shown)
    hits = [(near, Hit(view, why_found(terms, found), view.id in twins)) for near, view, found in shown]
    groups = [Group(NEARNESS_WORDS[nearness], [hit for near, hit in hits if near is nearness]) for nearness in Nearness]
    return [Group(group.heading, sorted(group.hits, key=lambda hit: not is_literal(hit.why))) for group in groups if group.hits]


def _find_by_number(terms: Terms, number: Number, settings: Settings) -> tuple[list[Group], int]:
    """Everybody whom a reading of the number leads to, each once, under the first reading that does."""
    owners = owners_of_number(number.voucher_number) if number.voucher_number else {}
    exact = find_by_number(number.resident_numbers, owners)
    rows = [row for row in exact if terms.birth is None or may_be(terms.birth, row.birth)]
    total = len(rows)
    for wide in _wide_readings(number, terms.birth):
        candidates, count = find_by_parts(wide, shown_again_before=_shown_again_before(settings), limit=SHOWN, most=COUNTED + 1)
        known = {row.id for row in rows}
        added = [candidate.row for candidate in candidates if candidate.row.id not in known]
        rows += added[: max(0, SHOWN - len(rows))]
        total += count - (len(candidates) - len(added))
    viewed = [(row, _view(row, settings)) for row in rows]
    found = [(view, _found(row, view, by_voucher=owners.get(row.id, ""))) for row, view in viewed]
    twins = twins_of_name((view.id, view.name_key, view.birth) for view, _ in found)
    by_reading: dict[str, list[Hit]] = {reading: [] for reading in number.readings}
    for view, person in found:
        ways = ways_of_number(number, person)
        by_reading[ways[0][0]].append(Hit(view, why_found(terms, person), view.id in twins))
    return [Group(reading, hits) for reading, hits in by_reading.items() if hits], total


def _wide_readings(number: Number, birth: PartialDate | None) -> list[Sought]:
    """Readings that are not of one person: the end of a telephone number, a house number, a birth date."""
    words = (Word(phone_end=number.phone_end), Word(place=number.place))
    wide = [Sought(words=(word,), birth=birth) for word in words if word.leads]
    return wide + ([Sought(birth=number.born)] if number.born is not None else [])


def _wider_that_lead(terms: Terms, settings: Settings) -> list[Wide]:
    counted = [(wider, _count(wider.terms, settings)) for wider in wider_searches(terms)]
    return [_wide(wider, count) for wider, count in counted if 0 < count <= COUNTED]


def _wide(wider: Wider, count: int) -> Wide:
    return Wide(wider.without, wider.typed, wider.typed_birth, count_words(count))


def _count(terms: Terms, settings: Settings) -> int:
    if terms.number is not None:
        return _find_by_number(terms, terms.number, settings)[1]
    return find_by_parts(terms.sought, shown_again_before=_shown_again_before(settings), limit=1, most=COUNTED + 1)[1]


def _shown_again_before(settings: Settings) -> date:
    return clock.today() if settings.protection_lapses else date.min


def _view(row: Any, settings: Settings) -> ResidentView:
    return view_of(row, clock.today(), lapses=settings.protection_lapses)


def _found(row: Any, view: ResidentView, *, by_voucher: str = "") -> Found:
    """What is hidden on the screen is not known here either."""
    hide = view.shield.hidden
    return Found(
        resident_number=row.resident_number,
        integrated_number=row.integrated_number or "",
        name=row.name,
        former_surname=row.former_surname,
        alias_name=row.alias_name,
        roman_name=row.roman_name,
        keys=Keys(
            name=row.name_key,
            former=row.former_key,
            alias=row.alias_key,
            roman=row.roman_key,
            kana=row.kana_key,
            sound=row.sound_key,
            place="" if hide else row.place_key,
            phone="" if hide else row.phone_key,
            birth=row.birth,
        ),
        by_voucher=by_voucher,
    )
