"""A paper form received: number, documents, gaps, the slip it came from, each recorded with the change (D-1)."""

import secrets
from dataclasses import dataclass

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.clock import fiscal_year
from portal.config import Settings
from portal.db import db, writing
from portal.disclosures.gap_rules import GapKind, gap_words, why_not_note
from portal.disclosures.intake_queries import Checked, check_received, section_ids
from portal.disclosures.intake_rules import Received, disclosed_day, only_what_is_asked, written
from portal.disclosures.models import Case, CaseItem, CaseMending
from portal.disclosures.rules import WAY_WORDS
from portal.disclosures.series import next_number
from portal.disclosures.story import tell
from portal.errors import refuse_if
from portal.inquiries.entries import add_entry
from portal.inquiries.models import Slip
from portal.inquiries.queries import slip_row
from portal.inquiries.rules import EntryKind
from portal.permissions import Permission
from portal.web.once import first_result, keep_result


@dataclass(frozen=True)
class Intake:
    """The form and what the clerk saw beside it. `slip`: the public id of the slip that became this case."""

    received: Received
    gaps: tuple[GapKind, ...] = ()
    gap_words: str = ""
    slip: str = ""


def receive_case(intake: Intake, *, staff: SignedIn, once: str, settings: Settings) -> str:
    """Number and 収受日 whatever is missing; what is missing opens a 補正. The case's public id.

    Raises Refused: a 収受日 to come, a 利用停止 of 情報提供等記録, more than ninety days after the disclosure. NotFound: no such slip.
    """
    received = only_what_is_asked(intake.received)
    with writing():
        if (known := first_result(once)) is not None:
            return known
        checked = check_received(received)
        refuse_if(next(iter(checked.faults.values()), None))
        refuse_if(why_not_note(intake.gaps, intake.gap_words) if intake.gaps else None)
        slip = slip_row(intake.slip, seen_by=staff, held=True) if intake.slip else None
        case = _add_case(received, checked, slip, staff=staff, settings=settings)
        _add_items(case, received.items)
        _tell_receipt(case, received, checked, staff)
        gaps = [*checked.gaps, *intake.gaps]
        if gaps:
            add_mending(case, gaps, intake.gap_words, staff=staff)
        if slip is not None:
            add_entry(slip.id, EntryKind.BECAME_CASE, by=staff.id, words=case.number.shown, other_public_id=case.public_id)
        keep_result(once, case.public_id)
        return case.public_id


def add_mending(case: Case, gaps: list[GapKind], words: str, *, staff: SignedIn) -> CaseMending:
    """Inside writing(): what is missing, noted; the clock runs on until it is demanded."""
    named = [gap for gap in GapKind if gap in gaps]
    mending = CaseMending(
        public_id=secrets.token_hex(16),
        case_id=case.id,
        gaps=",".join(named),
        words=gap_words(named, words.strip()),
        noted_at=clock.now(),
        noted_by=staff.id,
    )
    db.session().add(mending)
    tell(case.id, Event.MENDING_NOTE, by=staff.id, words=mending.words)
    record(Event.MENDING_NOTE, by=staff.actor, facts={"number": case.number.shown, "gaps": [gap.value for gap in named]})
    return mending


def _add_case(received: Received, checked: Checked, slip: Slip | None, *, staff: SignedIn, settings: Settings) -> Case:
    number = next_number(received.kind, fiscal_year(received.received_on))
    sections = section_ids()
    case = Case(
        public_id=secrets.token_hex(16),
        kind=received.kind,
        fiscal_year=number.fiscal_year,
        running=number.running,
        received_on=received.received_on,
        received_section_id=sections[received.received_section],
        section_id=sections[received.section],
        officer_id=staff.id if staff.may(Permission.CASE_HANDLE) else None,
        entered_at=clock.now(),
        entered_by=staff.id,
        basic_days=settings.disclosure_days,
        earlier_id=checked.earlier_id,
        slip_id=slip.id if slip else None,
        resident_id=slip.resident_id if slip else None,
        **written(received, disclosed_on=disclosed_day(received, checked.earlier)),
    )
    db.session().add(case)
    db.session().flush()
    return case


def _add_items(case: Case, items: tuple[str, ...]) -> None:
    db.session().add_all(
        CaseItem(public_id=secrets.token_hex(16), case_id=case.id, place=place, words=words) for place, words in enumerate(items, start=1)
    )


def _tell_receipt(case: Case, received: Received, checked: Checked, staff: SignedIn) -> None:
    same = f"。同じ内容の請求 {'、'.join(each.number.shown for each in checked.same)} あり" if checked.same else ""
    tell(case.id, Event.CASE_RECEIVE, by=staff.id, words=f"{WAY_WORDS[case.way]}、文書{len(received.items)}件{same}")
    subjects = [case.resident_id] if case.resident_id else []
    facts = {"number": case.number.shown, "kind": case.kind.value, "section": received.received_section}
    record(Event.CASE_RECEIVE, by=staff.actor, subjects=subjects, facts=facts)
