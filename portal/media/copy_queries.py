"""The lending and the copies of a line, as its page shows them; every function is called inside a door (M-4, M-5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal import clock
from portal.accounts.chief_queries import section_names, sections_signed_by, staff_names
from portal.accounts.sessions import SignedIn
from portal.db import db
from portal.media.copy_models import Copy, CopyEnd, Extension, Lending
from portal.media.copy_rules import ENDS, EndFacts, why_not_confirm, why_not_loss
from portal.media.extension_queries import is_open
from portal.media.lending_review import NEEDS, why_not_steps
from portal.media.lending_rules import BEYOND_MARK, why_not_handle, why_not_written
from portal.media.lending_steps import closers_of
from portal.media.line_models import MediaRequest
from portal.media.line_queries import copies_of, end_facts, lendings_of, medium_facts
from portal.media.line_rules import BACK_WORDS, HAND_WORDS, Line, late_words, why_not_note_copy
from portal.media.models import Worker
from portal.media.rules import COPY_WORDS, HOW_WORDS, CopyKind, How, Kind, State
from portal.permissions import Permission
from portal.text.wareki import format_datetime, format_period, format_short_datetime

# Which step comes next, in order: the first that is open is the page's main one.
NEXT = {
    State.APPROVED: ("hand",),
    State.HANDED: ("check_virus", "start", "end_use", "return"),
    State.RETURNED: ("close",),
}
# Asked for beside the next step.
BESIDE = {State.HANDED: ("extend", "take_over"), State.APPROVED: ("take_over", "close"), State.RETURNED: ("take_over",)}


@dataclass(frozen=True)
class Act:
    """A step on the line's page: a link to its page, or (`is_press`) a form of one button. `reason`: why it is shut."""

    name: str
    label: str
    key: str
    is_main: bool = False
    is_press: bool = False
    reason: str = ""


@dataclass(frozen=True)
class LendingPart:
    """For media/_line_lending.html. `pairs`: what is known of the lending; `waits`: an extension that waits for the chief."""

    public_id: str
    is_begun: bool
    pairs: Sequence[tuple[str, str]]
    anomaly: Sequence[str]
    late: str
    waits: str
    can: Sequence[Act]
    cannot: Sequence[Act]


@dataclass(frozen=True)
class EndView:
    """One end of a copy, standing or rejected."""

    public_id: str
    shown: str
    how: str
    is_lost: bool
    told: str
    result: str
    pairs: Sequence[tuple[str, str]]
    performed_by: str
    confirmed: str
    rejected: str
    why_not_confirm: str | None


@dataclass(frozen=True)
class CopyView:
    """One place where the data lie or lay."""

    public_id: str
    kind: str
    place: str
    written: str
    sha256: str
    noted_at: datetime
    noted_by: str
    beyond: str
    word: str
    mark: str
    end: EndView | None
    rejected: Sequence[EndView]
    may_end: bool
    may_write: bool


@dataclass(frozen=True)
class CopiesPart:
    """For media/_line_copies.html."""

    public_id: str
    copies: Sequence[CopyView]
    open: int
    may_note: bool
    why_not_note: str | None


def lending_part(row: MediaRequest, line: Line, staff: SignedIn) -> LendingPart:
    """The lending with what may be done next by this reader, and why the rest is shut."""
    lending = lendings_of([row.id]).get(row.id)
    medium = medium_facts([row.medium_id])[row.medium_id] if row.medium_id is not None else None
    can, cannot = _acts(line, why_not_steps(row, line, medium, staff), staff)
    return LendingPart(
        public_id=row.public_id,
        is_begun=lending is not None,
        pairs=_lending_pairs(row, lending) if lending else (),
        anomaly=lending.anomaly.splitlines() if lending else (),
        late=late_words(line, clock.now()),
        waits=_waiting(row),
        can=can,
        cannot=cannot,
    )


def copies_part(row: MediaRequest, line: Line, staff: SignedIn) -> CopiesPart:
    """Each copy with its end and the ends that were rejected; what this reader may do with each."""
    found = copies_of([row.id])[row.id]
    rejected = db.session().scalars(
        select(CopyEnd).where(CopyEnd.copy_id.in_([copy.id for copy, _, _ in found]), CopyEnd.rejected_at.is_not(None)).order_by(CopyEnd.id)
    )
    refused = list(rejected)
    ends = [end for _, end, _ in found if end is not None] + refused
    names = _names([copy.noted_by for copy, _, _ in found], ends)
    signs = sections_signed_by(staff.id, clock.today())
    reader = _Reader(staff.id, any(section in signs for section in closers_of(row)), section_names()[row.section_id], names)
    foreign = why_not_handle(staff.section_id, (row.section_id, row.holder_id))
    may = staff.may(Permission.LINE_ASK) and foreign is None
    is_open = why_not_note_copy(line) is None
    views = [
        _copy_view(copy, end, [each for each in refused if each.copy_id == copy.id], reader, may=may and is_open) for copy, end, _ in found
    ]
    return CopiesPart(
        public_id=row.public_id,
        copies=views,
        open=sum(facts.is_open for _, _, facts in found),
        may_note=may and is_open,
        why_not_note=foreign or why_not_note_copy(line),
    )


@dataclass(frozen=True)
class _Reader:
    id: int
    may_sign: bool
    section: str
    names: dict[int, str]


def _acts(line: Line, why_not: dict[str, str | None], staff: SignedIn) -> tuple[list[Act], list[Act]]:
    """The steps of this state that the reader's work is about; the first open one of the way on is the main one."""
    labels = {
        "hand": (f"{HAND_WORDS[line.kind]}を記録する" if line.kind is Kind.BRING_IN else "渡す", "H"),
        "check_virus": ("ウイルス検査を記録する", "V"),
        "start": ("使用の開始を記録する", "S"),
        "end_use": ("使用の終了を記録する", "E"),
        "return": (f"{BACK_WORDS[line.kind]}を記録する", "R"),
        "extend": ("延長を申請する", "X"),
        "take_over": ("担当を引き継ぐ", "T"),
        "close": ("完結にする", "K"),
    }
    next_, beside = NEXT.get(line.state, ()), BESIDE.get(line.state, ())
    asked = [step for step in (*next_, *beside) if _is_asked(step, line) and staff.may(NEEDS[step])]
    main = next((step for step in asked if step in next_ and why_not[step] is None), "")
    can = [Act(step, *labels[step], is_main=step == main, is_press=step == "start") for step in asked if why_not[step] is None]
    cannot = [Act(step, *labels[step], reason=reason) for step in asked if (reason := why_not[step])]
    return can, cannot


def _is_asked(step: str, line: Line) -> bool:
    """What is done, or is no question for this kind of line, is not told as refused."""
    if step == "check_virus":
        return line.kind is Kind.BRING_IN and not line.is_started and not (line.is_virus_checked and not line.is_virus_found)
    if step == "close":
        return line.state is State.RETURNED or line.is_blanket
    if step == "hand":
        return not line.is_blanket
    return {"start": not line.is_started, "end_use": line.is_started and not line.is_use_ended}.get(step, True)


def _lending_pairs(row: MediaRequest, lending: Lending) -> Sequence[tuple[str, str]]:
    names = staff_names([each for each in (lending.handed_by, lending.started_by, lending.ended_by, lending.received_by) if each])

    def at(moment: datetime | None, person: int | None) -> str:
        return f"{format_datetime(moment)} {names[person].name}" if moment and person else ""

    to = db.session().scalar(select(Worker.name).where(Worker.id == lending.handed_to)) if lending.handed_to else ""
    checked = f"{format_datetime(lending.virus_checked_at)} {lending.virus_tool} {lending.virus_result}" if lending.virus_checked_at else ""
    pairs = (
        (HAND_WORDS[row.kind], at(lending.handed_at, lending.handed_by)),
        ("渡した相手", to or ""),
        ("補足", lending.hand_note),
        ("ウイルス検査", checked),
        ("使用の開始", at(lending.started_at, lending.started_by)),
        ("使用の終了", at(lending.ended_at, lending.ended_by)),
        ("返却予定", format_datetime(lending.due_at)),
        (BACK_WORDS[row.kind], at(lending.returned_at, lending.received_by)),
        ("返した方", lending.brought_by),
        ("返却の補足", lending.return_note),
    )
    return [(word, value) for word, value in pairs if value]


def _waiting(row: MediaRequest) -> str:
    asked = db.session().scalar(select(Extension).where(Extension.request_id == row.id, is_open()))
    return f"{format_datetime(asked.until)}までの延長が、所属長の承認を待っています。理由: {asked.reason}" if asked else ""


def _names(noted: Sequence[int], ends: Sequence[CopyEnd]) -> dict[int, str]:
    of_ends = [person for end in ends for person in (end.performed_by, end.confirmed_by, end.rejected_by) if person]
    return {person.id: person.name for person in staff_names([*noted, *of_ends]).values()}


def _copy_view(copy: Copy, end: CopyEnd | None, rejected: Sequence[CopyEnd], reader: _Reader, *, may: bool) -> CopyView:
    facts = end_facts(end)
    word, mark = _state(facts)
    people = f"{copy.people:,}人分" if copy.people is not None else ""
    return CopyView(
        public_id=copy.public_id,
        kind=COPY_WORDS[copy.kind],
        place=copy.place,
        written=" ".join(part for part in (copy.file_name, people) if part),
        sha256=copy.sha256,
        noted_at=copy.noted_at,
        noted_by=reader.names[copy.noted_by],
        beyond=BEYOND_MARK if copy.beyond_leave else "",
        word=word,
        mark=mark,
        end=_end_view(end, facts, reader, may=may) if end is not None else None,
        rejected=[_end_view(each, None, reader, may=False) for each in rejected],
        may_end=may and end is None,
        may_write=may and end is None and why_not_written(copy.file_name) is None,
    )


def _state(facts: EndFacts | None) -> tuple[str, str]:
    if facts is None:
        return "残っている", "care"
    return (f"{HOW_WORDS[facts.how]}済", "done") if facts.is_confirmed else ("確認待ち", "wait")


def _end_view(end: CopyEnd, facts: EndFacts | None, reader: _Reader, *, may: bool) -> EndView:
    reason = why_not_confirm(facts, reader.id) or why_not_loss(end.how, may_sign=reader.may_sign, section=reader.section)
    tool = " ".join(part for part in (end.tool, f"{end.passes}回" if end.passes is not None else "") if part)
    performed_by = reader.names[end.performed_by]
    told = (f"{format_short_datetime(end.ended_at)} {performed_by}", tool, end.place, end.certificate)
    pairs = (
        ("道具・回数", tool),
        ("場所", end.place),
        ("結果", end.result),
        ("証明書", end.certificate),
        ("確認で見たこと", end.confirm_note),
    )
    return EndView(
        public_id=end.public_id,
        shown=end.number.shown,
        how=HOW_WORDS[end.how],
        is_lost=end.how is How.LOST,
        told="・".join(part for part in told if part),
        result=end.result,
        pairs=[("時刻", format_period(end.began_at, end.ended_at)), *[pair for pair in pairs if pair[1]]],
        performed_by=performed_by,
        confirmed=f"{format_datetime(end.confirmed_at)} {reader.names[end.confirmed_by]}" if end.confirmed_at and end.confirmed_by else "",
        rejected=f"{reader.names[end.rejected_by]}: {end.reject_note}" if end.rejected_by else "",
        why_not_confirm=reason if may and end.confirmed_at is None else "",
    )


def ends_for(kind: CopyKind) -> tuple[How, ...]:
    """What a form offers for this kind of copy: a lost medium is written in the ledger of media."""
    return tuple(how for how in ENDS[kind] if not (how is How.LOST and kind is CopyKind.STICK))
