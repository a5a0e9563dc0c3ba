"""The words and rows of the import's pages, made from the import: the templates only lay them out."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from portal.intake.keeping_rules import keeping_words
from portal.intake.kinds import FAULTY, FAULTY_GRAVE, STATE_WORDS, UNCHANGED
from portal.intake.models import FileImport
from portal.intake.queries import ImportPage
from portal.intake.rules import ImportState
from portal.web.rendering import settings


@dataclass(frozen=True)
class Line:
    """One row of the table of consequences; `difference` from the import before is None when there is none, `mark` the row's class."""

    word: str
    count: int
    difference: int | None
    becomes: str
    mark: str = ""
    key: str = ""


@dataclass(frozen=True)
class Step:
    label: str
    state: str


# The tally's key, its word, and what follows from it.
Tally = tuple[str, str, str]


def consequences(page: ImportPage, tallies: Sequence[Tally]) -> list[Line]:
    """The tallies that the kind of file knows, in their order; those that stand at nought now and before are left out."""
    before = tallies_of(page.previous)
    lines = [_line(tally, page.tallies, before) for tally in tallies]
    lines.append(_faulty_line(page, before))
    return [line for line in lines if line.count or line.difference or line.mark == "is-off"]


def tallies_of(file: FileImport | None) -> dict[str, int] | None:
    return None if file is None else json.loads(file.tallies)


def _line(tally: Tally, now: dict[str, int], before: dict[str, int] | None) -> Line:
    key, word, becomes = tally
    count = now.get(key, 0)
    difference = None if before is None else count - before.get(key, 0)
    return Line(word, count, difference, becomes, "is-off" if key == UNCHANGED else "", key)


def _faulty_line(page: ImportPage, before: dict[str, int] | None) -> Line:
    was = None if before is None else before.get(FAULTY, 0) + before.get(FAULTY_GRAVE, 0)
    now = page.file.faulty
    return Line("誤りのある行", now, None if was is None else now - was, "反映しません。いまの記録を残します", "is-alarm")


def steps(file: FileImport) -> list[Step]:
    """1 読み込む 2 結果を確かめる 3 反映する."""
    now = {
        ImportState.UPLOADED: 0,
        ImportState.STAGING: 0,
        ImportState.UNREADABLE: 0,
        ImportState.CHECKED: 1,
        ImportState.APPLYING: 2,
        ImportState.APPLIED: 3,
        ImportState.DISCARDED: 1,
        ImportState.TAKING_BACK: 3,
        ImportState.TAKEN_BACK: 3,
    }[file.state]
    labels = ("読み込む", "結果を確かめる", "反映する")
    return [Step(label, "past" if at < now else "now" if at == now else "next") for at, label in enumerate(labels)]


def state_of(file: FileImport) -> tuple[str, str]:
    """The word and the kind of mark of the import's state."""
    return STATE_WORDS[file.state]


def apply_words(file: FileImport) -> str:
    """What the button says: never 「実行」, always what happens."""
    if not file.to_apply:
        return "変わりがないことを確かめて終える"
    return f"誤りの{file.faulty:,}行を除いて反映する" if file.faulty else "反映する"


def keeping_of(file: FileImport) -> str:
    """What the screen says of the file itself: until when it is kept, or why it is not."""
    return keeping_words(file.state, file.uploaded_at, kept=file.kept, withheld=file.withheld, days=settings().upload_keep_days)
