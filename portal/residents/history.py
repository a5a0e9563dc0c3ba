"""これまでの変更: what the register's files changed and what staff noted beside it, in words, the newest first. One moment is one entry."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from portal.intake.kinds import KINDS
from portal.residents.contact_rules import Entry
from portal.residents.contact_words import version_words
from portal.residents.note_rules import NOTE_END_WORDS, NoteView
from portal.residents.queries import Came, Change, FileRef
from portal.residents.rules import change_words, return_words
from portal.text.wareki import format_date

BY_STAFF = "職員の入力"
UNDONE = "(この取込は取り消されています)"


@dataclass(frozen=True)
class Line:
    """When, what in one sentence or several, and by whom or from which file. `note`: what became of it since."""

    at: datetime
    words: tuple[str, ...]
    by: str
    file: FileRef | None = None
    note: str = ""


def history(
    changes: Iterable[Change], entries: Sequence[Entry], notes: Iterable[NoteView], *, came: Came | None, others: Iterable[Line] = ()
) -> list[Line]:
    """The newest first. What the three were given without their values is told without them. `others`: lines of other parts."""
    lines = [_line(list(group)) for _, group in groupby(changes, key=_moment)]
    lines += _of_contacts(entries)
    for note in notes:
        lines += _of_note(note)
    lines += others
    if came is not None:
        lines.append(Line(came.at, ("住民の記録に入った。",), from_file(came.file), came.file))
    return sorted(lines, key=lambda line: line.at, reverse=True)


def from_file(file: FileRef | None) -> str:
    """住民登録ファイル(令和8年11月4日に読み込み); empty when it came from none."""
    return f"{KINDS[file.kind].title}({format_date(file.uploaded_at)}に読み込み)" if file else ""


def _moment(change: Change) -> tuple[object, ...]:
    return change.at, change.file, change.staff_name, change.undone, change.is_return


def _line(changes: Sequence[Change]) -> Line:
    """What one file or one person changed at one moment."""
    first = changes[0]
    tell = return_words if first.is_return else change_words
    words = tuple(tell(change.field, change.old, change.new) for change in reversed(changes))
    by = from_file(first.file) or first.staff_name or BY_STAFF
    if first.is_return and first.file:
        by = "・".join(part for part in (f"{from_file(first.file)}の取消し", first.staff_name) if part)
    return Line(first.at, words, by, first.file, note=UNDONE if first.undone else "")


def _of_contacts(entries: Sequence[Entry]) -> list[Line]:
    details = {(entry.public_id, entry.version): entry.details for entry in entries}
    return [
        Line(entry.recorded_at, (version_words(entry, details.get((entry.public_id, entry.version - 1))),), entry.recorded_by or BY_STAFF)
        for entry in entries
    ]


def _of_note(note: NoteView) -> list[Line]:
    text = "(内容は表示しません)" if note.is_hidden else f"「{note.text}」"
    written = Line(note.written_at, (f"申し送り{text}を書いた。{format_date(note.ends_on)}まで。",), note.written_by or BY_STAFF)
    if note.ended_at is None or note.end_reason is None:
        return [written]
    return [written, Line(note.ended_at, (f"申し送り{text}を終えた({NOTE_END_WORDS[note.end_reason]})。",), note.ended_by)]
