"""What stands beside the form of one use under a 包括承認: what was approved, until when, and what of it is no longer allowed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.db import reading
from portal.media.line_facts import Facts, facts_of
from portal.media.line_models import MediaRequest
from portal.media.line_names import names_of
from portal.media.line_queries import line_of, line_row
from portal.media.line_rules import why_not_use_blanket
from portal.media.repeat_rules import repeated
from portal.media.request_forms import moment_data
from portal.media.request_queries import choices_for, earlier_of, why_not_use
from portal.media.request_rules import first_period
from portal.media.rules import Kind


@dataclass(frozen=True)
class BlanketPage:
    """`refusal`: why it cannot be used at all; `notes`: who or what is left out; `filled`: what the form begins with."""

    row: MediaRequest
    facts: Sequence[Facts]
    refusal: str
    notes: Sequence[str]
    filled: Mapping[str, str]

    @property
    def has_tracking(self) -> bool:
        return self.row.kind is Kind.TAKE_OUT


def review_use(public_id: str, *, staff: SignedIn) -> BlanketPage:
    """Raises NotFound."""
    with reading():
        row = line_row(public_id, seen_by=staff)
        begins, ends = first_period(clock.now())
        begins, ends = max(begins, row.starts_at), min(max(ends, row.starts_at), row.ends_at)
        earlier = earlier_of(row)
        told = repeated(earlier.asked, choices_for(staff.section_id, earlier.asked).offered, names=earlier.names, now=clock.now())
        return BlanketPage(
            row=row,
            facts=facts_of(row, names_of([row])),
            refusal=why_not_use(row, staff) or why_not_use_blanket(line_of(row), begins, ends) or "",
            notes=told.notes,
            filled={"people": f"{row.people:,}", **moment_data("starts", begins), **moment_data("ends", ends)},
        )
