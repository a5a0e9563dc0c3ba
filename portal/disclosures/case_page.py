"""One case on the screen: who asks for what, every deadline and how it was counted, what happened, what can be done next (D-1, D-2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from portal.accounts.chief_queries import section_names, staff_names
from portal.accounts.sessions import SignedIn
from portal.config import Settings
from portal.db import db, reading
from portal.disclosures.acts import Act, Can, Cannot
from portal.disclosures.case_acts import intake_acts
from portal.disclosures.case_queries import CaseRows, ShownDeadline, deadlines_of, rows_of, seen_case
from portal.disclosures.handling_acts import handling_acts
from portal.disclosures.handling_queries import Handling, handling_of
from portal.disclosures.intake_rules import number_law_note
from portal.disclosures.models import Case
from portal.disclosures.paper_acts import paper_acts
from portal.disclosures.paper_queries import CasePapers, case_papers
from portal.disclosures.resident_queries import resident_of
from portal.disclosures.story import Told, told_of
from portal.inquiries.models import Slip
from portal.residents.queries import ResidentView


@dataclass(frozen=True)
class CasePage:
    """A case with everything its page shows. `sections`, `names`: by id, of whom it speaks.

    Drafts, the disclosure itself, third parties, tasks and appeals stand in pieces of their own, each a field filled by its part of the
    feature and shown by a template `_….html`; what can be done there is told by the piece's own list of acts.
    """

    rows: CaseRows
    sections: Mapping[int, str]
    names: Mapping[int, str]
    deadlines: Sequence[ShownDeadline]
    papers: CasePapers
    handling: Handling
    own_section_id: int
    story: Sequence[Told]
    can: Sequence[Can]
    cannot: Sequence[Cannot]
    resident: ResidentView | None
    earlier: Case | None
    slip: Slip | None

    @property
    def case(self) -> Case:
        return self.rows.case

    @property
    def number_law(self) -> tuple[str, str] | None:
        return number_law_note(is_specific=self.case.is_specific, is_provision_record=self.case.is_provision_record)

    @property
    def number(self) -> str:
        return self.case.number.shown

    def why_not(self, endpoint: str) -> str | None:
        """Why this act is not possible now; None when it is, or is not this person's."""
        return next((each.reason for each in self.cannot if each.endpoint == endpoint), None)


def open_case(public_id: str, *, staff: SignedIn, settings: Settings) -> CasePage:
    """Raises NotFound when there is no such case, or none that this person may see."""
    with reading():
        rows = rows_of(seen_case(public_id, staff=staff, settings=settings), settings)
        handling = handling_of(rows, settings)
        papers = case_papers(rows, staff)
        acts: list[Act] = [*paper_acts(papers, staff), *handling_acts(rows, handling, staff), *intake_acts(rows, staff)]
        return CasePage(
            rows=rows,
            sections=section_names(),
            names=_names(rows, handling),
            deadlines=deadlines_of(rows),
            papers=papers,
            handling=handling,
            own_section_id=staff.section_id,
            story=told_of(rows.case.id),
            resident=resident_of(rows.case.resident_id, settings),
            earlier=db.session().get(Case, rows.case.earlier_id) if rows.case.earlier_id else None,
            slip=db.session().get(Slip, rows.case.slip_id) if rows.case.slip_id else None,
            can=_one_filled([act for act, reason in acts if not reason]),
            cannot=[Cannot(act.label, reason, act.endpoint) for act, reason in acts if reason],
        )


def _one_filled(can: list[Can]) -> list[Can]:
    """One filled button on the page: the first that asks for it."""
    first = next((act for act in can if act.is_main), None)
    return [act if act is first else replace(act, is_main=False) for act in can]


def _names(rows: CaseRows, handling: Handling) -> dict[int, str]:
    case = rows.case
    people = {case.entered_by, case.officer_id, case.identity_by, case.withdrawn_by, case.closed_by}
    people |= {proof.seen_by for proof in rows.proofs} | {mending.noted_by for mending in rows.mendings}
    people |= handling.staff_ids
    for draft in rows.drafts:
        people |= {draft.drafted_by, draft.concurred_by, draft.decided_by, draft.notified_by}
    return {person.id: person.name for person in staff_names({each for each in people if each is not None}).values()}
