"""これまでの変更: what the register's files changed and what staff noted beside it, in words, the newest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.residents.contact_rules import Entry
from portal.residents.contact_words import version_words
from portal.residents.note_rules import NOTE_END_WORDS, NoteView
from portal.residents.queries import Change
from portal.residents.rules import change_words
from portal.text.wareki import format_date


@dataclass(frozen=True)
class Line:
    """When, what, and by whom or from which file."""

    at: datetime
    words: str
    by: str


def history(changes: Iterable[Change], entries: Sequence[Entry], notes: Iterable[NoteView]) -> list[Line]:
    """The newest first. What the three were given without their values is told without them."""
    lines = [Line(change.at, change_words(change.field, change.old, change.new), _from(change)) for change in changes]
    lines += _of_contacts(entries)
    for note in notes:
        lines += _of_note(note)
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _from(change: Change) -> str:
    if change.file_kind is not None and change.file_at is not None:
        return f"住民登録ファイル({format_date(change.file_at)}に読み込み)"
    return change.staff_name or "職員の入力"


def _of_contacts(entries: Sequence[Entry]) -> list[Line]:
    details = {(entry.public_id, entry.version): entry.details for entry in entries}
    return [
        Line(entry.recorded_at, version_words(entry, details.get((entry.public_id, entry.version - 1))), entry.recorded_by or "職員の入力")
        for entry in entries
    ]


def _of_note(note: NoteView) -> list[Line]:
    text = "(内容は表示しません)" if note.is_hidden else f"「{note.text}」"
    written = Line(note.written_at, f"申し送り{text}を書いた。{format_date(note.ends_on)}まで。", note.written_by or "職員の入力")
    if note.ended_at is None or note.end_reason is None:
        return [written]
    return [written, Line(note.ended_at, f"申し送り{text}を終えた({NOTE_END_WORDS[note.end_reason]})。", note.ended_by)]
