"""The page of one line: what was asked, where it stands, what happened to it, and what the reader can do next."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.config import Settings
from portal.db import db, reading
from portal.media.acts import Can, Cannot
from portal.media.approval_queries import ApprovalPart, approval_part
from portal.media.archive_queries import ArchivesPart, archives_part
from portal.media.combination_rules import combination_words
from portal.media.copy_queries import CopiesPart, LendingPart, copies_part, lending_part
from portal.media.entry_queries import CorrectionsPart, corrections_part
from portal.media.line_events import Told, told_of
from portal.media.line_facts import Facts, facts_of
from portal.media.line_models import MediaRequest
from portal.media.line_names import Names, names_of
from portal.media.line_queries import OVER, line_of, line_row
from portal.media.line_rules import Line, is_expired, late_words, why_not_change, why_not_use_blanket, why_not_withdraw
from portal.media.request_queries import OtherAsker, others_asking, why_not_use
from portal.media.rules import EXPIRED_WORD, STATE_MARKS, STATE_WORDS, Kind, State
from portal.permissions import Permission

IN_USE_WORDS = {Kind.USE: "使用中", Kind.TAKE_OUT: "持出中", Kind.BRING_IN: "受入れの作業中"}
USE = Can("この承認で使う", "media.show_use", "U", is_main=True)
REWRITE = Can("書き直す", "media.show_rewriting", "R", is_main=True)
WITHDRAW = Can("取り下げる", "media.show_withdrawal", "W")
REPEAT = Can("前回と同じに申請する", "media.show_repetition", "N")
# A 包括承認 lasts a month: two uses on every day of it.
MOST_USES = 64


@dataclass(frozen=True)
class Related:
    """Another line that this one has to do with: how, and where it stands."""

    how: str
    public_id: str
    shown: str
    state_word: str


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
    others: Sequence[OtherAsker]
    related: Sequence[Related]
    state_word: str
    state_mark: str
    approval: ApprovalPart
    archives: ArchivesPart
    back: tuple[str, str]
    corrections: CorrectionsPart

    @property
    def title(self) -> str:
        return combination_words(self.row.kind, self.row.thing)


def review_line(public_id: str, *, staff: SignedIn, settings: Settings) -> LinePage:
    """Raises NotFound when there is no such line, or none that this person may see."""
    with reading():
        row = line_row(public_id, seen_by=staff)
        line, names, now = line_of(row), names_of([row]), clock.now()
        word, mark = state_of(line)
        can, cannot = _acts(row, line, staff)
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
            others=_beside(row, line),
            related=_related(row),
            state_word=word,
            state_mark=mark,
            approval=approval_part(row, line, staff, settings),
            archives=archives_part(row, line, staff, settings),
            back=_back(row, staff),
            corrections=corrections_part(row, staff),
        )


def _back(row: MediaRequest, staff: SignedIn) -> tuple[str, str]:
    """Where Esc leads: who has to do with the line as requester to the own list, a chief to the desk, who only reads to the ledger."""
    if staff.id not in (row.requester_id, row.responsible_id) and staff.may(Permission.LINE_APPROVE):
        return "media.show_desk", "所属長の机"
    return ("media.list_own", "自分の申請") if staff.may(Permission.LINE_ASK) else ("media.show_ledger", "管理簿")


def state_of(line: Line) -> tuple[str, str]:
    """Word and mark of where a line stands now, expired and late included."""
    now = clock.now()
    if is_expired(line, now):
        return f"{EXPIRED_WORD}({STATE_WORDS[line.state]})", "care"
    word = IN_USE_WORDS[line.kind] if line.state is State.HANDED else STATE_WORDS[line.state]
    return word, "late" if late_words(line, now) else STATE_MARKS[line.state]


def _acts(row: MediaRequest, line: Line, staff: SignedIn) -> tuple[Sequence[Can], Sequence[Cannot]]:
    """What the requester, and whoever may ask in the same section, can do with it; the other pieces say theirs themselves."""
    if not staff.may(Permission.LINE_ASK):
        return (), ()
    acts = []
    if row.is_blanket and row.section_id == staff.section_id:
        begins = max(clock.now(), row.starts_at)
        acts.append((USE, why_not_use(row, staff) or why_not_use_blanket(line, begins, begins)))
    if row.requester_id == staff.id and line.state not in OVER:
        acts += [(REWRITE, why_not_change(line, staff.id)), (WITHDRAW, why_not_withdraw(line, staff.id))]
    can = [act for act, reason in acts if not reason]
    return [*can, REPEAT], [Cannot(act.label, reason) for act, reason in acts if reason]


def _beside(row: MediaRequest, line: Line) -> Sequence[OtherAsker]:
    """Who else asked for the medium for that time, while it matters."""
    if row.medium_id is None or line.state not in (State.ASKED, State.SENT_BACK, State.APPROVED):
        return ()
    return others_asking([row.medium_id], row.starts_at, row.ends_at, but=row.id).get(row.medium_id, ())


def _related(row: MediaRequest) -> Sequence[Related]:
    """The 包括承認 above it, the uses below it, the line it was made after."""
    ids = {each for each in (row.blanket_id, row.copied_from_id) if each}
    tied = or_(MediaRequest.id.in_(ids), MediaRequest.blanket_id == row.id)
    found = db.session().scalars(select(MediaRequest).where(tied).order_by(MediaRequest.id).limit(MOST_USES))
    words = {row.blanket_id: "包括承認", row.copied_from_id: "前回"}
    return [Related(words.get(each.id, "この承認による使用"), each.public_id, each.number.shown, STATE_WORDS[each.state]) for each in found]
