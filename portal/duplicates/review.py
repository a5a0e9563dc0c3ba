"""The lists and the page of a pair or a merge: read in a snapshot, recorded, then shown. Within a visit, as every look at a person."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.accounts.visits import visit_of
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import db, reading, writing
from portal.duplicates import queries
from portal.duplicates.clashes import Pair, clashing_doses, clashing_vouchers
from portal.duplicates.compared import Line, Things, side_by_side
from portal.duplicates.finding import figure_of
from portal.duplicates.merge_rules import Side, Subject, cautions, side_to_keep, why_not_merge
from portal.duplicates.queries import ROWS_A_PAGE, RulingRow, Search
from portal.duplicates.rules import reason_words
from portal.duplicates.things import things_of_both
from portal.errors import NotFound
from portal.permissions import Permission
from portal.residents.models import Resident
from portal.residents.queries import ResidentView, id_of_resident, view_of
from portal.residents.rules import Shield
from portal.web.paging import pages_of


@dataclass(frozen=True)
class PairLine:
    """One row of the list: two people and why they may be one."""

    first: ResidentView
    second: ResidentView
    why: str

    @property
    def public_id(self) -> str:
        """Both, one after the other: what the pair's address says."""
        return f"{self.first.public_id}-{self.second.public_id}"


@dataclass(frozen=True)
class PairList:
    """A page of one of the two lists: pairs to look at, or pairs ruled to be two people."""

    lines: list[PairLine]
    rulings: list[RulingRow]
    open: int
    apart: int
    search: Search
    number: int
    total: int

    @property
    def pages(self) -> int:
        return pages_of(self.total, ROWS_A_PAGE)


@dataclass(frozen=True)
class PairPage:
    """Two records side by side, and what merging would do. `hidden`: one of them is protected, so neither shows where they live."""

    first: ResidentView
    second: ResidentView
    versions: tuple[int, int]
    why: str
    lines: list[Line]
    things: list[Things]
    doses: list[Pair]
    vouchers: list[Pair]
    keep: Side | None
    cautions: list[str]
    hidden: bool
    ruling: RulingRow | None
    why_not: str | None

    @property
    def public_id(self) -> str:
        return f"{self.first.public_id}-{self.second.public_id}"

    @property
    def clashes(self) -> list[Pair]:
        return [*self.doses, *self.vouchers]


def show_pairs(page: int, *, apart: bool, staff: SignedIn, settings: Settings) -> PairList:
    """One page; one behind the last is the last. Recorded with everybody it names."""
    found = queries.count_pairs()
    with reading():
        visit_of(staff)
        ruled = queries.count_rulings()
        total = ruled if apart else found
        number = min(page, pages_of(total, ROWS_A_PAGE))
        pairs = [] if apart else queries.pairs_of_page(number)
        rulings = queries.rulings_of_page(number) if apart else []
        search = queries.last_search()
    lines = [_pair_line(first, second, settings) for first, second in pairs]
    _note_list(pairs or [(row.first, row.second) for row in rulings], number, apart=apart, staff=staff)
    return PairList(lines, rulings, found, ruled, search, number, total)


def _note_list(pairs: Iterable[tuple[Resident, Resident]], number: int, *, apart: bool, staff: SignedIn) -> None:
    shown = list(pairs)
    with writing():
        facts = {"view": "apart" if apart else "open", "page": number, "count": len(shown)}
        record(Event.DUPLICATE_LIST, by=staff.actor, subjects=[each.id for pair in shown for each in pair], facts=facts)


def _pair_line(first: Resident, second: Resident, settings: Settings) -> PairLine:
    one, other = (view_of(row, clock.today(), lapses=settings.protection_lapses) for row in (first, second))
    return PairLine(one, other, reason_words(figure_of(first), figure_of(second)))


def open_pair(first_public_id: str, second_public_id: str, *, staff: SignedIn, settings: Settings) -> PairPage:
    """NotFound when either record is not current, or both are one."""
    with reading():
        visit_of(staff)
        rows = [db.session().get_one(Resident, id_of_resident(public_id)) for public_id in (first_public_id, second_public_id)]
        if rows[0].id == rows[1].id:
            raise NotFound
        page = _pair_page(rows[0], rows[1], staff, settings)
    with writing():
        facts = {"doses": _count(page, "接種記録"), "vouchers": _count(page, "接種券")}
        record(Event.DUPLICATE_OPEN, by=staff.actor, subjects=[row.id for row in rows], facts=facts)
    return page


def _count(page: PairPage, word: str) -> int:
    return sum(len(each.first) + len(each.second) for each in page.things if each.word == word)


def _pair_page(one: Resident, other: Resident, staff: SignedIn, settings: Settings) -> PairPage:
    views = [view_of(row, clock.today(), lapses=settings.protection_lapses) for row in (one, other)]
    hidden = any(view.shield.hidden for view in views)
    subjects = [_subject(view) for view in views]
    first, second = (_without_place(view) if hidden else view for view in views)
    things = things_of_both(first, second, clock.today())
    ruling = queries.ruling_of(min(one.id, other.id), max(one.id, other.id))
    doses, vouchers = clashing_doses(one.id, other.id), clashing_vouchers(one.id, other.id)
    mailings = [sum(text.startswith("送付先(いま有効)") for text in _texts(things, side)) for side in Side]
    told = [replace(subject, mailings=count) for subject, count in zip(subjects, mailings, strict=True)]
    may = staff.may(Permission.PROTECTED_OPEN)
    return PairPage(
        first=first,
        second=second,
        versions=(one.version, other.version),
        why=reason_words(figure_of(one), figure_of(other)),
        lines=side_by_side(first, second),
        things=things,
        doses=doses,
        vouchers=vouchers,
        keep=side_to_keep(told[0], told[1]),
        cautions=cautions(told[0], told[1], len(vouchers)),
        hidden=hidden,
        ruling=ruling,
        why_not=why_not_merge(hidden=hidden, may_open_protected=may, ruled_apart=ruling is not None),
    )


def _texts(things: Iterable[Things], side: Side) -> list[str]:
    return [text for each in things for text in (each.first if side is Side.FIRST else each.second)]


def _subject(view: ResidentView) -> Subject:
    return Subject(view.resident_number, view.category, view.shield.hidden, 0)


def _without_place(view: ResidentView) -> ResidentView:
    """Beside a protected person nobody's place is shown: the two may be one."""
    nowhere = replace(view, household_number="", postal_code="", address="", building="", phone="")
    return replace(nowhere, shield=Shield(hidden=True, lapsed=view.shield.lapsed), movement=None, moved_on=None)
