"""What a request is filled from and what it meets: lists, media with the reasons against them, who else asked, who signs (M-1..M-3)."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from portal import clock
from portal.accounts.chief_queries import chiefs_of, section_names
from portal.accounts.models import Section, Staff
from portal.accounts.sessions import SignedIn
from portal.db import db
from portal.media import choice_queries
from portal.media.approval_queries import route_for
from portal.media.choice_queries import Choice, MediumChoice
from portal.media.line_models import MediaRequest, RequestTerminal, RequestWorker, Signature
from portal.media.models import Destination, ListedSystem, ListedTerminal, Medium, Worker
from portal.media.request_rules import Asked, MediumOffered, Offered, systems_of, why_not_medium, why_not_use_as
from portal.media.rules import STATE_WORDS, STEP_WORDS, Decision, Encryption, State

Entries = Mapping[int | None, tuple[str, str]]
# A line in one of these may still want its medium.
WANTS = (State.ASKED, State.APPROVED, State.HANDED)


@dataclass(frozen=True)
class OtherAsker:
    """Another line that names the same medium for some of the same time."""

    public_id: str
    shown: str
    name: str
    requester_id: int
    state_word: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class MediumShown:
    """A medium of the section; `reason`: why it cannot be chosen for those days, empty when it can."""

    choice: MediumChoice
    reason: str
    others: Sequence[OtherAsker]


@dataclass(frozen=True)
class Earlier:
    """A line as its form said it. `names`: what each of its entries is called, by public id or code."""

    asked: Asked
    names: Mapping[str, str]


@dataclass(frozen=True)
class Choices:
    """Everything a form offers on its days. `ids`: the rows behind the public ids and the codes of the sections."""

    holders: Sequence[tuple[str, str]]
    media: Sequence[MediumShown]
    systems: Sequence[Choice]
    workers: Sequence[Choice]
    terminals: Sequence[Choice]
    destinations: Sequence[Choice]
    offered: Offered
    ids: Mapping[str, int]

    @property
    def names(self) -> Mapping[str, str]:
        """What each entry is called, by public id or code."""
        media = [each.choice for each in self.media]
        lists: list[Sequence[Choice]] = [media, self.systems, self.workers, self.terminals, self.destinations]
        return {choice.public_id: choice.name for choices in lists for choice in choices} | dict(self.holders)


def choices_for(section_id: int, asked: Asked, *, but: int | None = None) -> Choices:
    """Inside a door: the section's lists as they hold on the first and on the last day asked for, today where none is said yet.

    `but`: the line that is written anew, which is not in its own way.
    """
    first, last = days_of(asked)
    holders = list(db.session().execute(select(Section.code, Section.name, Section.id).order_by(Section.code)))
    media = choice_queries.media_of(section_id)
    encryptions = _encryptions([choice.id for choice in media])
    systems, destinations = choice_queries.systems(last), choice_queries.destinations(last)
    workers = _whole(choice_queries.workers(section_id, first), choice_queries.workers(section_id, last))
    terminals = _whole(choice_queries.terminals(section_id, first), choice_queries.terminals(section_id, last))
    lists: list[Sequence[Choice]] = [media, systems, workers, terminals, destinations]
    offered = Offered(
        section_id=section_id,
        holders=frozenset(code for code, _, _ in holders),
        media={choice.public_id: MediumOffered(choice.facts, encryptions[choice.id]) for choice in media},
        systems={choice.public_id: choice.id for choice in systems},
        workers=frozenset(choice.public_id for choice in workers),
        terminals=frozenset(choice.public_id for choice in terminals),
        destinations={choice.public_id: choice.kind for choice in destinations},
    )
    return Choices(
        holders=[(code, name) for code, name, _ in holders],
        media=_shown_media(media, offered, asked, but=but),
        systems=systems,
        workers=workers,
        terminals=terminals,
        destinations=destinations,
        offered=offered,
        ids={choice.public_id: choice.id for choices in lists for choice in choices} | {code: section for code, _, section in holders},
    )


def days_of(asked: Asked) -> tuple[date, date]:
    today = clock.today()
    first = max(asked.starts_at.date(), today) if asked.starts_at else today
    return first, max(asked.ends_at.date(), first) if asked.ends_at else first


def others_asking(medium_ids: Collection[int], starts_at: datetime, ends_at: datetime, *, but: int | None) -> dict[int, list[OtherAsker]]:
    """Inside a door: by medium, the lines that want it within that time; the lending decides who gets it."""
    wants = (MediaRequest.state.in_(WANTS), MediaRequest.starts_at < ends_at, MediaRequest.ends_at > starts_at)
    found = select(MediaRequest, Staff.name).join(Staff, Staff.id == MediaRequest.requester_id)
    others: dict[int, list[OtherAsker]] = defaultdict(list)
    for row, name in db.session().execute(found.where(MediaRequest.medium_id.in_(medium_ids), *wants).order_by(MediaRequest.starts_at)):
        if row.id != but and row.medium_id is not None:
            others[row.medium_id].append(
                OtherAsker(row.public_id, row.number.shown, name, row.requester_id, STATE_WORDS[row.state], row.starts_at, row.ends_at)
            )
    return others


def same_request(asked: Asked, medium_id: int | None, requester_id: int) -> MediaRequest | None:
    """Inside a door: what this person has asked for already in these very words and for these hours, and still may use."""
    same = (MediaRequest.requester_id == requester_id, MediaRequest.state.in_((State.ASKED, State.APPROVED)))
    hours = (MediaRequest.starts_at == asked.starts_at, MediaRequest.ends_at == asked.ends_at)
    thing = (MediaRequest.kind == asked.kind, MediaRequest.thing == asked.thing, MediaRequest.medium_id == medium_id)
    words = (MediaRequest.data_name == asked.data_name, MediaRequest.thing_words == asked.thing_words, MediaRequest.people == asked.people)
    found = select(MediaRequest).where(*same, *hours, *thing, *words, MediaRequest.is_blanket == asked.is_blanket)
    return db.session().scalars(found.order_by(MediaRequest.id)).first()


def route_words(section_id: int, holder_id: int, requester_id: int) -> Sequence[tuple[str, str]]:
    """Inside a door: who signs, in order, as (in whose name, section and people); empty when nobody stands above."""
    today = clock.today()
    names = section_names()
    return [
        (STEP_WORDS[step], f"{names[section]} {'、'.join(chief.name for chief in chiefs_of(section, today))}".strip())
        for step, section in route_for(section_id, holder_id, requester_id)
    ]


def earlier_of(row: MediaRequest) -> Earlier:
    """Inside a door: a line as its form said it, entries of lists that have ended meanwhile included."""
    workers = db.session().scalars(select(RequestWorker.worker_id).where(RequestWorker.request_id == row.id)).all()
    terminals = db.session().scalars(select(RequestTerminal.terminal_id).where(RequestTerminal.request_id == row.id)).all()
    people = _entries(Worker, [*workers, row.carrier_id, row.companion_id])
    systems = _entries(ListedSystem, [row.from_system_id, row.to_system_id])
    machines = _entries(ListedTerminal, terminals)
    places = _entries(Destination, [row.destination_id])
    media = _entries(Medium, [row.medium_id])
    holder = db.session().execute(select(Section.code, Section.name).where(Section.id == row.holder_id)).one()

    def public_id(entries: Entries, listed_id: int | None) -> str:
        return entries[listed_id][0] if listed_id in entries else ""

    asked = Asked(
        kind=row.kind,
        thing=row.thing,
        **{name: getattr(row, name) for name in COPIED},
        holder=holder.code,
        medium=public_id(media, row.medium_id),
        from_system=public_id(systems, row.from_system_id),
        to_system=public_id(systems, row.to_system_id),
        workers=tuple(people[each][0] for each in workers),
        terminals=tuple(machines[each][0] for each in terminals),
        destination=public_id(places, row.destination_id),
        carrier=public_id(people, row.carrier_id),
        companion=public_id(people, row.companion_id),
    )
    names = dict(entry for entries in (people, systems, machines, places, media) for entry in entries.values())
    return Earlier(asked, names | {holder.code: holder.name})


def why_not_use(blanket: MediaRequest, staff: SignedIn) -> str | None:
    """Inside a door: whether this person may use it at all."""
    signed = select(Signature.signed_by).where(Signature.request_id == blanket.id, Signature.decision == Decision.APPROVE)
    approved_by = frozenset(db.session().scalars(signed))
    return why_not_use_as(staff.id, section_id=staff.section_id, blanket_section_id=blanket.section_id, approved_by=approved_by)


# What stands in the line as the form said it.
COPIED = (
    "purpose",
    "legal_ground",
    "data_name",
    "data_columns",
    "condition_words",
    "people",
    "is_personal",
    "is_specific",
    "thing_words",
    "copies_allowed",
    "encryption",
    "starts_at",
    "ends_at",
    "is_blanket",
    "locked_case",
    "sealed",
    "route",
    "direct",
    "tracking",
    "sender",
)


def _shown_media(media: Sequence[MediumChoice], offered: Offered, asked: Asked, *, but: int | None) -> Sequence[MediumShown]:
    first, last = days_of(asked)
    begins, ends = asked.starts_at or clock.hours_of(first)[0], asked.ends_at or clock.hours_of(last)[1]
    others = others_asking([choice.id for choice in media], begins, ends, but=but)
    systems = systems_of(asked, offered)

    def reason(choice: MediumChoice) -> str:
        medium = offered.media[choice.public_id]
        return why_not_medium(medium, section_id=offered.section_id, first=first, last=last, systems=systems) or ""

    return [MediumShown(choice, reason(choice), others.get(choice.id, ())) for choice in media]


def _whole(first: Sequence[Choice], last: Sequence[Choice]) -> Sequence[Choice]:
    """Who and what is allowed on the first day and on the last."""
    until = {choice.id for choice in last}
    return [choice for choice in first if choice.id in until]


def _encryptions(ids: Collection[int]) -> dict[int, Encryption]:
    return {row.id: row.encryption for row in db.session().execute(select(Medium.id, Medium.encryption).where(Medium.id.in_(ids)))}


def _entries(table: Any, ids: Collection[int | None]) -> Entries:
    """By id: public id and name, of entries that have ended too."""
    wanted = {each for each in ids if each is not None}
    if not wanted:
        return {}
    rows = db.session().scalars(select(table).where(table.id.in_(wanted)))
    return {row.id: (row.public_id, row.number.shown if isinstance(row, Medium) else row.name) for row in rows}
