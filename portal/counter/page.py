"""The resident page: everything of one person in one snapshot, one record, then shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.accounts.typed import open_typed
from portal.accounts.visits import note_person
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.counter.abilities import Ability, Refusal, abilities
from portal.counter.behind import CHANGES_A_PAGE
from portal.counter.next_dose_rules import concerns
from portal.counter.past import MOST_CHANGES, lines_of
from portal.counter.reading_rules import read_terms
from portal.counter.rules import why_not_open_protected
from portal.counter.search import read_office
from portal.db import reading, writing
from portal.doses.history import doses_now, versions_of
from portal.doses.queries import DoseView
from portal.errors import NotFound, Refused
from portal.permissions import Permission
from portal.programmes.models import Programme
from portal.programmes.queries import facts_of
from portal.programmes.rules import Entitlement, entitlement
from portal.residents.contact_queries import contacts_of
from portal.residents.contact_rules import Details, Entry, Standing, ended_recently
from portal.residents.history import Line
from portal.residents.merged import StandingRecord, standing_for
from portal.residents.movement_rules import Happening, OldValue, happened_since_issue, to_tell
from portal.residents.note_queries import notes_of
from portal.residents.note_rules import NoteView
from portal.residents.queries import Change, ResidentView, changes_of, find_resident, resident_by_id, view_of
from portal.text.wareki import format_date
from portal.vouchers.actions import person_facts
from portal.vouchers.queries import VoucherView, doses_given, programmes_and_vouchers
from portal.vouchers.record_copy_queries import PaperGiven, papers_given
from portal.vouchers.stops import paper_of


@dataclass(frozen=True)
class ResidentPage:
    """One person as the counter sees them."""

    resident: ResidentView
    same_name: int
    doses: list[DoseView]
    vouchers: list[VoucherView]
    programmes: list[Programme]
    papers: list[PaperGiven]
    entries: list[Entry]
    notes: list[NoteView]
    history: list[Line]
    stops: list[tuple[str, Happening]]
    can: list[Ability]
    cannot: list[Refusal]
    next_doses: list[tuple[Programme, Entitlement]]
    today: date
    may_open_protected: bool
    may_open_vouchers: bool
    may_change_contacts: bool
    may_write_notes: bool
    may_merge: bool
    may_give_papers: bool
    opened: bool = False
    people: int = 0
    scanned: str = ""

    @property
    def latest(self) -> list[Line]:
        """The lines of the history that the page itself shows."""
        return self.history[:CHANGES_A_PAGE]

    @property
    def has_older(self) -> bool:
        return len(self.history) > CHANGES_A_PAGE

    @property
    def near_doses(self) -> list[tuple[Programme, Entitlement]]:
        """The programmes that concern the person; of whom nothing is issued any more one line says enough."""
        if self.resident.why_not_serve:
            return self.next_doses[:1]
        return [each for each in self.next_doses if self._concerns(*each)]

    @property
    def far_doses(self) -> list[tuple[Programme, Entitlement]]:
        if self.resident.why_not_serve:
            return []
        return [each for each in self.next_doses if not self._concerns(*each)]

    def _concerns(self, programme: Programme, next_dose: Entitlement) -> bool:
        has_history = any(each.programme_code == programme.code for each in (*self.doses, *self.vouchers))
        return concerns(next_dose, day=self.today, has_history=has_history)

    @property
    def shown_notes(self) -> list[NoteView]:
        return [note for note in self.notes if note.is_shown]

    @property
    def past_notes(self) -> list[NoteView]:
        return [note for note in self.notes if not note.is_shown]

    def reached_by(self, kind: str, standing: str) -> list[Details]:
        """送付先 or 連絡先 that stand so today; empty where they are hidden."""
        current = [entry for entry in self.entries if entry.is_current and (entry.kind, entry.standing) == (kind, standing)]
        details = [entry.details for entry in current if entry.details is not None]
        return details if standing != Standing.OVER else [each for each in details if ended_recently(each, self.today)]

    @property
    def told(self) -> list[Happening]:
        """What happened lately and stops nothing; a voucher that says the same more exactly speaks for it."""
        said = {happening.what for _, happening in self.stops}
        return [each for each in to_tell(self.resident.happened, self.today) if each.what not in said]

    @property
    def live_vouchers(self) -> int:
        return sum(voucher.is_live for voucher in self.vouchers)

    @property
    def dose_groups(self) -> list[tuple[Programme | None, list[DoseView]]]:
        """Doses by programme, the newest programme first; those of an unknown programme last."""
        known = [(programme, [dose for dose in self.doses if dose.programme_code == programme.code]) for programme in self.programmes]
        codes = {programme.code for programme in self.programmes}
        unknown = [dose for dose in self.doses if dose.programme_code not in codes]
        groups: list[tuple[Programme | None, list[DoseView]]] = [(programme, doses) for programme, doses in known if doses]
        return [*groups, (None, unknown)] if unknown else groups

    @property
    def programme_names(self) -> dict[str, str]:
        return {programme.code: programme.name for programme in self.programmes}

    @property
    def cautions(self) -> list[tuple[str, str]]:
        """Pairs of when and what: the same caution at several doses is one."""
        return _by_text((dose.caution, dose.given_on) for dose in self.doses)

    @property
    def infections(self) -> list[tuple[str, str]]:
        return _by_text((dose.past_infection, dose.given_on) for dose in self.doses)


def _by_text(noted: Iterable[tuple[str, date]]) -> list[tuple[str, str]]:
    days: dict[str, list[date]] = {}
    for text, day in noted:
        if text:
            days.setdefault(text, []).append(day)
    return [(format_date(max(on)) + (f"ほか{len(on) - 1}回" if len(on) > 1 else ""), text) for text, on in days.items()]


def open_resident(public_id: str, *, staff: SignedIn, settings: Settings) -> ResidentPage:
    """Reads, records that this person was looked at within the visit, gives the page. NotFound when there is none."""
    with reading():
        resident, same_name = find_resident(public_id, clock.today(), lapses=settings.protection_lapses)
        page = _page(resident, same_name, staff, name_stops=settings.name_change_stops)
    with writing():
        people = note_person(staff, resident.id)
        facts = {"doses": len(page.doses), "vouchers": len(page.vouchers)}
        record(Event.RESIDENT_OPEN, by=staff.actor, subjects=[resident.id], facts=facts)
    return replace(page, people=people, scanned=_scanned(page.vouchers, staff, settings))


def _scanned(vouchers: Iterable[VoucherView], staff: SignedIn, settings: Settings) -> str:
    """The number by which the visit searched last, when a voucher of this person carries it: the counter then asks for its state."""
    if staff.visit is None or staff.visit.typed is None:
        return ""
    typed, typed_birth = open_typed(settings.data_key, staff.visit.typed)
    number = read_terms(typed, typed_birth, office=read_office(settings)).number
    sought = number.voucher_number if number else ""
    return sought if any(voucher.number == sought for voucher in vouchers) else ""


def find_standing(public_id: str) -> StandingRecord:
    """The record into which this one was merged; it is recorded when it is opened. NotFound when there is none."""
    with reading():
        standing = standing_for(public_id)
    if standing is None:
        raise NotFound
    return standing


def open_protected(public_id: str, reason: str, *, staff: SignedIn, settings: Settings) -> ResidentPage:
    """The same page with the address, for the 所属長 and for this answer alone; the reason stands in the record."""
    if why_not := why_not_open_protected(reason):
        raise Refused(why_not)
    with reading():
        hidden, same_name = find_resident(public_id, clock.today(), lapses=settings.protection_lapses)
        row = resident_by_id(hidden.id)
        shown = view_of(row, clock.today(), lapses=settings.protection_lapses, opened=True)
        page = _page(replace(shown, came=hidden.came), same_name, staff, name_stops=settings.name_change_stops, opened=True)
    with writing():
        people = note_person(staff, hidden.id)
        record(Event.PROTECTED_OPEN, by=staff.actor, subjects=[hidden.id], facts={"reason": reason.strip()})
    return replace(page, people=people)


def _page(resident: ResidentView, same_name: int, staff: SignedIn, *, name_stops: bool, opened: bool = False) -> ResidentPage:
    day = clock.today()
    versions = versions_of(resident.id)
    doses = doses_now(versions)
    all_programmes, vouchers = programmes_and_vouchers(resident.id, doses)
    entries, notes = contacts_of(resident, day), notes_of(resident, day)
    changes = changes_of(resident, most=MOST_CHANGES)
    asked = person_facts(resident, staff)
    can, cannot = abilities(resident, doses, vouchers, all_programmes, staff=staff, day=day)
    return ResidentPage(
        resident=resident,
        same_name=same_name,
        doses=doses,
        vouchers=vouchers,
        programmes=all_programmes,
        papers=papers_given(resident.id),
        entries=entries,
        notes=notes,
        history=lines_of(resident, changes, entries, notes, versions=versions),
        stops=_stopped_pages(resident, changes, vouchers, all_programmes, day=day, name_stops=name_stops),
        can=can,
        cannot=cannot,
        next_doses=[
            (programme, entitlement(facts_of(programme), asked, doses_given(programme.code, doses), day=day))
            for programme in all_programmes
            if _runs(programme, day)
        ],
        today=day,
        may_open_protected=resident.shield.hidden and not opened and staff.may(Permission.PROTECTED_OPEN),
        may_open_vouchers=staff.may(Permission.STATE_LIST),
        may_change_contacts=staff.may(Permission.CONTACT_CHANGE),
        may_write_notes=staff.may(Permission.NOTE_WRITE),
        may_merge=staff.may(Permission.DUPLICATE_MERGE),
        may_give_papers=staff.may(Permission.COPY_GIVE),
        opened=opened,
    )


def _stopped_pages(
    resident: ResidentView,
    changes: Sequence[Change],
    vouchers: Sequence[VoucherView],
    all_programmes: Sequence[Programme],
    *,
    day: date,
    name_stops: bool,
) -> list[tuple[str, Happening]]:
    """By voucher's number, what has made the page of a live one wrong; of whom nothing is issued any more the other notice says enough."""
    if resident.why_not_serve:
        return []
    running = {programme.code for programme in all_programmes if _runs(programme, day)}
    old = [OldValue(change.at, change.field, change.old) for change in changes]
    found = [
        (voucher.number, paper_of(resident, old, issued_at=voucher.issued_at, to_be_mailed=voucher.to_be_mailed))
        for voucher in vouchers
        if voucher.is_live and voucher.programme_code in running
    ]
    return [(number, each) for number, paper in found for each in happened_since_issue(paper, name_stops=name_stops) if each.stops]


def _runs(programme: Programme, day: date) -> bool:
    return programme.starts_on <= day and (programme.ends_on is None or day <= programme.ends_on)
