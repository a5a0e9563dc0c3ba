"""接種記録の写し looked at: the facts beside the form, and one copy on its page. Read, recorded, then shown."""

from dataclasses import dataclass

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.accounts.visits import note_person
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import reading, writing
from portal.doses.queries import DoseView, doses_of
from portal.programmes.queries import programmes
from portal.residents.contact_queries import mailing_now
from portal.residents.contact_rules import Details
from portal.residents.queries import ResidentView, find_resident, resident_by_id, view_of
from portal.vouchers.application_rules import Circumstances, why_not_here
from portal.vouchers.fee_queries import fee_now
from portal.vouchers.fee_rules import PaperKind
from portal.vouchers.paper_requests import circumstances_of, request_lines, request_of
from portal.vouchers.record_copies import why_not_give, why_not_print
from portal.vouchers.record_copy_documents import RecordCopySheet
from portal.vouchers.record_copy_queries import CopyView, PaperGiven, choices_of, copy_row, copy_view, in_order, papers_given, times_printed
from portal.vouchers.record_copy_sheets import record_copy_sheet_from_text
from portal.vouchers.sheets import address_lines


@dataclass(frozen=True)
class CopyReview:
    """The facts beside the form; `why_not` is the rule's reason, and then only the refusal can be recorded."""

    resident: ResidentView
    doses: list[DoseView]
    names: dict[str, str]
    choices: list[tuple[str, str]]
    papers: list[PaperGiven]
    address_lines: tuple[str, ...]
    fee: int
    why_not: str | None
    mailing: Details | None
    around: Circumstances
    people: int

    @property
    def unverified(self) -> int:
        return sum(not (dose.verified or dose.before_moving_in) for dose in self.doses)


@dataclass(frozen=True)
class CopyShown:
    """One copy on its page; `why_not_print` is the rule's reason, and then there is no button."""

    resident: ResidentView
    copy: CopyView
    application: list[tuple[str, str]]
    sheet: RecordCopySheet
    printed: int
    why_not_print: str | None
    people: int


def review_copy(resident_public_id: str, *, staff: SignedIn, settings: Settings) -> CopyReview:
    """Recorded before it is shown. NotFound when there is no such person."""
    day = clock.today()
    with reading():
        resident, _ = find_resident(resident_public_id, day, lapses=settings.protection_lapses)
        doses = doses_of(resident.id)
        names = {programme.code: programme.name for programme in programmes()}
        papers = papers_given(resident.id)
        mailing, fee = mailing_now(resident.id, day), fee_now(PaperKind.RECORD_COPY, day)
        around = circumstances_of(resident, staff.visit, has_mailing=mailing is not None, settings=settings)
    people = _look(resident, len(doses), staff)
    choices = choices_of(doses, names)
    listed = in_order(doses, [code for code, _ in choices], names)
    lines = address_lines(resident, settings.municipality_name)
    why_not = why_not_give(resident, doses, staff) or why_not_here(around)
    return CopyReview(resident, listed, names, choices, papers, lines, fee, why_not, mailing, around, people)


def show_copy(public_id: str, *, staff: SignedIn, settings: Settings) -> CopyShown:
    """One copy, whose it is and how often it was printed; recorded before it is shown. NotFound when there is none."""
    with reading():
        row = copy_row(public_id)
        resident = view_of(resident_by_id(row.resident_id), clock.today(), lapses=settings.protection_lapses)
        copy, printed = copy_view(row), times_printed(row.id)
        said = request_lines(resident, *request_of(record_copy_id=row.id))
    sheet = record_copy_sheet_from_text(row.sheet)
    people = _look(resident, len(sheet.doses), staff)
    return CopyShown(resident, copy, said, sheet, printed, why_not_print(sheet, resident, staff), people)


def _look(resident: ResidentView, doses: int, staff: SignedIn) -> int:
    """Recorded before anything is shown, and the person becomes the one being served. Returns how many people the visit has opened."""
    with writing():
        people = note_person(staff, resident.id)
        record(Event.COPY_REVIEW, by=staff.actor, subjects=[resident.id], facts={"doses": doses})
    return people
