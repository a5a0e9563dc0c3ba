"""異動: what happened to a person, since when, and what it stops. One table; every screen and every action asks here. Pure (S1-1, S4-3)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from portal.residents.as_of_rules import values_then
from portal.residents.rules import Category, Movement, Shield
from portal.text.wareki import format_date


class Happened(StrEnum):
    """In the order of weight: where one word must stand for a person, it is the first that stops something."""

    DIED = "died"
    MOVED_OUT = "moved_out"
    PROTECTED = "protected"
    LAPSED = "lapsed"
    NAME_CHANGED = "name_changed"
    ADDRESS_CHANGED = "address_changed"
    MOVED_IN = "moved_in"
    BORN = "born"


class Stops(StrEnum):
    """What may not be done any more. ISSUING_BY_OTHERS: it is left to the 所属長."""

    ISSUING = "issuing"
    ISSUING_BY_OTHERS = "issuing_by_others"
    MAILING = "mailing"


HAPPENED_WORDS = {
    Happened.DIED: "死亡",
    Happened.MOVED_OUT: "転出",
    Happened.PROTECTED: "支援措置",
    Happened.LAPSED: "支援措置の期間満了",
    Happened.NAME_CHANGED: "氏名の変更",
    Happened.ADDRESS_CHANGED: "住所の変更",
    Happened.MOVED_IN: "転入",
    Happened.BORN: "出生",
}
STOPS_WORDS = {
    Stops.ISSUING: "発行・再発行",
    Stops.ISSUING_BY_OTHERS: "所属長以外の発行",
    Stops.MAILING: "郵送",
}
# What each stops, and the sentence that the screen shows; {since} is 「令和8年10月1日に」, or nothing when the day is not known.
WHY: dict[tuple[Happened, Stops], str] = {
    (Happened.DIED, Stops.ISSUING): "{since}亡くなっています。接種券は発行できません。",
    (Happened.DIED, Stops.MAILING): "{since}亡くなっています。接種券を送らないでください。",
    (Happened.MOVED_OUT, Stops.ISSUING): "{since}転出しています。接種券は転出先の市町村が発行します。",
    (Happened.MOVED_OUT, Stops.MAILING): "{since}転出しています。この市の接種券は使えません。送らないでください。",
    (
        Happened.PROTECTED,
        Stops.ISSUING_BY_OTHERS,
    ): "支援措置の方です。所在が知られないよう、接種券・接種済証は所属長が発行します。所属長に引き継いでください。",
    (Happened.PROTECTED, Stops.MAILING): "支援措置の方へ住所あての郵送はできません。窓口で本人に渡してください。",
    (
        Happened.NAME_CHANGED,
        Stops.MAILING,
    ): "{since}氏名が変わり、この券には前の氏名が載っています。これから送るときは、再発行してから送ってください。",
    (
        Happened.ADDRESS_CHANGED,
        Stops.MAILING,
    ): "{since}住所が変わり、まだ送っていないこの券には前の住所が載っています。送らず、再発行してください。",
}
# What stops nothing but should be known at the counter.
TOLD = {
    Happened.MOVED_IN: "{since}転入しています。前の市町村の接種券は使えません。転入前の接種記録は、接種済証などで確かめてください。",
    Happened.NAME_CHANGED: "{since}氏名が変わっています。本人確認の書類や接種券の氏名が、前の氏名のことがあります。",
}
RECENT_DAYS = 90
NAME_FIELDS = ("name",)
ADDRESS_FIELDS = ("postal_code", "address", "building")
ON_PAPER = (*NAME_FIELDS, *ADDRESS_FIELDS)
_BY_MOVEMENT = {
    Movement.NAME_CHANGED: Happened.NAME_CHANGED,
    Movement.MOVED_WITHIN: Happened.ADDRESS_CHANGED,
    Movement.MOVED_IN: Happened.MOVED_IN,
    Movement.BORN: Happened.BORN,
}
_BY_CATEGORY = {Category.DEAD: Happened.DIED, Category.MOVED_OUT: Happened.MOVED_OUT}


@dataclass(frozen=True)
class Happening:
    """One thing that happened, since when (None when unknown or hidden), and what it stops."""

    what: Happened
    since: date | None
    stops: frozenset[Stops]

    def why(self, stop: Stops) -> str:
        return WHY[self.what, stop].format(since=self._since_words)

    @property
    def told(self) -> str:
        """The sentence for the counter where nothing is stopped; empty when there is none."""
        return TOLD.get(self.what, "").format(since=self._since_words)

    @property
    def advice(self) -> str:
        """What to do about a voucher, for a place that says the day already."""
        return next((WHY[self.what, stop].format(since="") for stop in reversed(Stops) if stop in self.stops), "")

    @property
    def stops_words(self) -> str:
        """発行・再発行、郵送."""
        return "、".join(STOPS_WORDS[stop] for stop in Stops if stop in self.stops)

    @property
    def _since_words(self) -> str:
        return f"{format_date(self.since)}に" if self.since else ""


@dataclass(frozen=True)
class Standing:
    """What the register says of a person, as this screen may know it: hidden movements come as None."""

    category: Category
    movement: Movement | None
    moved_on: date | None
    shield: Shield
    protected_from: date | None
    protected_until: date | None


@dataclass(frozen=True)
class Paper:
    """A live voucher beside the register: since when name and address differ from its page, and whether it is still to be posted."""

    name_since: date | None
    address_since: date | None
    to_be_mailed: bool


@dataclass(frozen=True)
class OldValue:
    """One later change of the register: when, of what, and the value before it."""

    at: datetime
    field: str
    old: str


def happened_to(person: Standing) -> tuple[Happening, ...]:
    """What happened to the person, the gravest first."""
    found: list[Happening] = []
    if gone := _BY_CATEGORY.get(person.category):
        found.append(_happening(gone, person.moved_on))
    if person.shield.hidden:
        found.append(_happening(Happened.PROTECTED, person.protected_from))
    elif person.shield.lapsed:
        ended = person.protected_until + timedelta(days=1) if person.protected_until else None
        found.append(_happening(Happened.LAPSED, ended))
    if gone is None and person.movement and (moved := _BY_MOVEMENT.get(person.movement)):
        found.append(Happening(moved, person.moved_on, frozenset()))
    return tuple(found)


def happened_since_issue(paper: Paper, *, name_stops: bool) -> tuple[Happening, ...]:
    """What has made the page of a voucher wrong. Whether an old name stops the page is each city's practice (`name_stops`)."""
    found: list[Happening] = []
    if paper.name_since is not None:
        stops = stopped_by(Happened.NAME_CHANGED) if name_stops else frozenset()
        found.append(Happening(Happened.NAME_CHANGED, paper.name_since, stops))
    if paper.address_since is not None and paper.to_be_mailed:
        found.append(_happening(Happened.ADDRESS_CHANGED, paper.address_since))
    return tuple(found)


def stopped_by(what: Happened) -> frozenset[Stops]:
    return frozenset(stop for happened, stop in WHY if happened is what)


def why_not(happenings: Iterable[Happening], *stops: Stops) -> str | None:
    """The sentence of the gravest that stops one of these; None when nothing does."""
    return next((each.why(stop) for each in happenings for stop in stops if stop in each.stops), None)


def gravest(happenings: Iterable[Happening]) -> Happening | None:
    """The first that stops anything."""
    return next((each for each in happenings if each.stops), None)


def to_tell(happenings: Iterable[Happening], day: date) -> list[Happening]:
    """What stops nothing and is worth a line at the counter for a while."""
    earliest = day - timedelta(days=RECENT_DAYS)
    return [each for each in happenings if not each.stops and each.told and each.since and earliest <= each.since <= day]


def differs_since(now: Mapping[str, str], later: Sequence[OldValue], fields: Sequence[str]) -> date | None:
    """The day on which the page was first wrong: the first change of a value that is not the same again today. `later`: newest first."""
    then = values_then({field: now[field] for field in fields}, ((change.field, change.old) for change in later))
    different = {field for field in fields if then[field] != now[field]}
    days = [change.at.date() for change in later if change.field in different]
    return min(days, default=None)


def _happening(what: Happened, since: date | None) -> Happening:
    return Happening(what, since, stopped_by(what))
