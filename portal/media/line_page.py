"""The page of one line: what was asked, where it stands, what happened to it, and what the reader can do next."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.config import Settings
from portal.db import reading
from portal.media.acts import Can, Cannot
from portal.media.approval_queries import ApprovalPart, approval_part
from portal.media.copy_queries import CopiesPart, LendingPart, copies_part, lending_part
from portal.media.line_events import Told, told_of
from portal.media.line_facts import Facts, facts_of
from portal.media.line_models import MediaRequest
from portal.media.line_names import Names, names_of
from portal.media.line_queries import line_of, line_row
from portal.media.line_rules import Line, is_expired, late_words
from portal.media.rules import EXPIRED_WORD, KIND_WORDS, STATE_MARKS, STATE_WORDS, THING_WORDS


@dataclass(frozen=True)
class LinePage:
    """A line with everything its page shows.

    What becomes of it stands in pieces of its own, each a field filled by its part of the feature and shown by a template
    `_line_….html`; what can and cannot be done there is said by the piece itself.
    """

    row: MediaRequest
    line: Line
    names: Names
    events: Sequence[Told]
    facts: Sequence[Facts]
    can: Sequence[Can]
    cannot: Sequence[Cannot]
    lending: LendingPart
    copies: CopiesPart
    late: str
    is_expired: bool
    state_word: str
    state_mark: str
    approval: ApprovalPart

    @property
    def title(self) -> str:
        return f"{THING_WORDS[self.row.thing]}の{KIND_WORDS[self.row.kind]}"


def review_line(public_id: str, *, staff: SignedIn, settings: Settings) -> LinePage:
    """Raises NotFound when there is no such line, or none that this person may see."""
    with reading():
        row = line_row(public_id, seen_by=staff)
        line, names, now = line_of(row), names_of([row]), clock.now()
        word, mark = state_of(line)
        can, cannot = _acts(line, staff)
        return LinePage(
            row=row,
            line=line,
            names=names,
            events=told_of(row.id),
            facts=facts_of(row, names),
            can=can,
            cannot=cannot,
            lending=lending_part(row, line, staff),
            copies=copies_part(row, line, staff),
            late=late_words(line, now),
            is_expired=is_expired(line, now),
            state_word=word,
            state_mark=mark,
            approval=approval_part(row, line, staff, settings),
        )


def state_of(line: Line) -> tuple[str, str]:
    """Word and mark of where a line stands now, expired and late included."""
    now = clock.now()
    if is_expired(line, now):
        return f"{EXPIRED_WORD}({STATE_WORDS[line.state]})", "care"
    return STATE_WORDS[line.state], "late" if late_words(line, now) else STATE_MARKS[line.state]


def _acts(line: Line, staff: SignedIn) -> tuple[Sequence[Can], Sequence[Cannot]]:
    return (), ()
