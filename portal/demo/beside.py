"""What clerks noted beside the register: a 送付先, a 連絡先 or a 申し送り for a small share of the people, the same for the same seed."""

import secrets
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from portal.demo.chance import REFERENCE_DAY, day_between, draw, happens, pick, stream, weighted, whole
from portal.demo.people import Person
from portal.demo.places import OTHER_PLACES, phone
from portal.residents.contact_rules import Kind, MailingReason, Relation, Whose, Why
from portal.residents.note_rules import NoteEnd

Row = dict[str, Any]
# One person in so many has something: chosen by number, so that the others cost nothing.
ONE_IN = 11
REASONS = weighted([(MailingReason.HOSPITAL, 40), (MailingReason.FACILITY, 40), (MailingReason.AWAY, 15), (MailingReason.OTHER, 5)])
WHERE = {
    MailingReason.HOSPITAL: ("見本総合病院 3階東病棟", "はまかぜ病院 205号室"),
    MailingReason.FACILITY: ("特別養護老人ホーム 見本苑", "グループホーム ひだまり 2号館"),
    MailingReason.AWAY: ("見本寮 412号", "長女方"),
    MailingReason.OTHER: ("仮住まい 101",),
}
NOTES = (
    "耳が遠い方です。筆談の用意をして、ゆっくりお話しください。",
    "前回の窓口で、券の再発行に長くお待たせしました。先にお詫びしてください。",
    "通訳が要ります。来庁の前に電話で日時を決めることになっています。",
    "同姓同名の方と取り違えがありました。生年月日を必ず確かめてください。",
    "車椅子の方です。1番窓口でお受けしてください。",
)


def beside_rows(resident_id: int, person: Person, seed: int, staff: Mapping[str, int]) -> tuple[list[Row], list[Row]]:
    """Rows of `contact` and of `resident_note` for this person, mostly none."""
    if int(person.resident_number) % ONE_IN or person.left_on is not None:
        return [], []
    chance = stream(seed, person.resident_number, "beside")
    contacts: list[Row] = []
    notes: list[Row] = []
    if happens(chance, 0.4):
        contacts.append(_mailing(chance, resident_id, staff))
    if happens(chance, 0.5):
        contacts.append(_telephone(chance, resident_id, staff))
    if happens(chance, 0.35):
        notes.append(_note(chance, resident_id, person, staff))
    return contacts, notes


def _mailing(chance: Random, resident_id: int, staff: Mapping[str, int]) -> Row:
    reason = draw(chance, REASONS)
    _, _, address, postal_code = pick(chance, OTHER_PLACES)
    starts_on = day_between(chance, date(2026, 4, 1), REFERENCE_DAY + timedelta(days=20))
    return _version(resident_id, Kind.MAILING, starts_on, staff) | {
        "ends_on": starts_on + timedelta(days=whole(chance, 20, 200)) if happens(chance, 0.5) else None,
        "postal_code": postal_code,
        "address": address,
        "building": pick(chance, WHERE[reason]),
        "reason": reason,
        "note": "改修工事" if reason is MailingReason.OTHER else "",
    }


def _telephone(chance: Random, resident_id: int, staff: Mapping[str, int]) -> Row:
    whose = pick(chance, list(Whose))
    return _version(resident_id, Kind.PHONE, day_between(chance, date(2025, 4, 1), REFERENCE_DAY), staff) | {
        "phone": phone(chance),
        "whose": whose,
        "relation": pick(chance, list(Relation)) if whose is Whose.FAMILY else None,
        "note": "見本苑" if whose is Whose.FACILITY else "",
    }


def _version(resident_id: int, kind: Kind, starts_on: date, staff: Mapping[str, int]) -> Row:
    """A first version; the columns of the other kind are there, empty."""
    return {
        "public_id": secrets.token_hex(16),
        "version": 1,
        "resident_id": resident_id,
        "kind": kind,
        "starts_on": starts_on,
        "ends_on": None,
        "postal_code": "",
        "address": "",
        "building": "",
        "recipient": "",
        "reason": None,
        "phone": "",
        "whose": None,
        "relation": None,
        "note": "",
        "why": Why.ADDED,
        "recorded_at": _at_ten(min(starts_on, REFERENCE_DAY)),
        "recorded_by": staff["madoguchi2"],
        "superseded_at": None,
    }


def _note(chance: Random, resident_id: int, person: Person, staff: Mapping[str, int]) -> Row:
    """One in four is over: ended by somebody, or by its day."""
    written_on = day_between(chance, date(2026, 6, 1), REFERENCE_DAY)
    over = happens(chance, 0.25)
    return {
        "public_id": secrets.token_hex(16),
        "resident_id": resident_id,
        "text": pick(chance, NOTES),
        "ends_on": REFERENCE_DAY + timedelta(days=whole(chance, 30, 300)),
        "under_protection": person.protection is not None,
        "written_at": _at_ten(written_on),
        "written_by": staff["toiawase"],
        "ended_at": _at_ten(REFERENCE_DAY) if over else None,
        "ended_by": staff["madoguchi"] if over else None,
        "end_reason": NoteEnd.SETTLED if over else None,
    }


def _at_ten(day: date) -> datetime:
    """Ten o'clock of that day in Japan."""
    return datetime.combine(day, time(1, 0), UTC)
