"""The monthly change file of the demo city: what a city's register brings after the whole of it, for the same people."""

import csv
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from itertools import count, islice
from pathlib import Path
from random import Random
from typing import TextIO

from portal.demo.chance import stream
from portal.demo.change_faults import CHANGE_FAULTS, DOUBLED, DOUBLED_AT, kinds_of, spoilt
from portal.demo.changes import SHARES, Change, Month, changed, fits
from portal.demo.faults import Fault
from portal.demo.people import Person
from portal.demo.rows import REGISTER_HEADINGS, register_line
from portal.demo.specials import household

CHANGES_FILE, CHANGES_LIST = "register-changes.csv", "register-changes.json"


@dataclass
class _Pages:
    """The file in the making: its rows so far, what they tell, and which are faulty."""

    file: TextIO
    row: int = 1
    told: Counter[str] = field(default_factory=Counter)
    faulty: list[Fault] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.writer = csv.writer(self.file)
        self.writer.writerow(REGISTER_HEADINGS)

    def write(self, line: list[str], *, change: Change | None = None, fault: tuple[str, str] | None = None) -> None:
        self.row += 1
        self.writer.writerow(line)
        if change:
            self.told[change.value] += 1
        if fault:
            self.faulty.append(Fault(CHANGES_FILE, self.row, fault[1], fault[0]))


def write_changes(folder: Path, residents: int, seed: int, *, changes: int, faults: int, today: date) -> list[Fault]:
    """register-changes.csv, and beside it register-changes.json: how many rows tell of what, and every faulty row.

    The same for the same numbers and day. Memory stays flat. Where too few people fit, a change is left out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    chance = stream(seed, CHANGES_FILE, today.isoformat())
    with (folder / CHANGES_FILE).open("w", encoding="utf-8", newline="") as file:
        pages = _Pages(file)
        _write(pages, Month(chance, today), residents=residents, seed=seed, asked=_asked(chance, changes, faults))
    told = {"rows": pages.row - 1, "changes": dict(pages.told), "faults": [asdict(fault) for fault in pages.faulty]}
    (folder / CHANGES_LIST).write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    return pages.faulty


def _asked(chance: Random, changes: int, faults: int) -> list[Change | str]:
    """What shall be told, in the order in which people are looked for: the change, or the kind of the fault."""
    asked: list[Change | str] = []
    for change, share in SHARES.items():
        if change is not Change.UNCHANGED:
            asked += [change] * max(1 if changes >= len(SHARES) else 0, round(changes * share / 100))
    asked += [Change.UNCHANGED] * (changes - len(asked))
    singles = [kind for kind in kinds_of(faults) if kind != DOUBLED]
    asked += singles + [DOUBLED] * (faults > len(singles))
    chance.shuffle(asked)
    # Few are protected: who is found first takes it.
    return sorted(asked, key=lambda what: what is not Change.PROTECTION_ENDS)


def _write(pages: _Pages, month: Month, *, residents: int, seed: int, asked: list[Change | str]) -> None:
    """Goes through the city once; each person takes, of what is due by now and fits, the rarest."""
    due: list[Change | str] = []
    taken, held_back = 0, []
    for at, person in enumerate(islice(_people(seed), residents), start=1):
        upto = at * len(asked) // residents
        due = sorted(due + asked[taken:upto], key=_rarity) if upto > taken else due
        taken = upto
        what = next((what for what in due if _fits(what, person, month)), None)
        if what is None:
            continue
        due.remove(what)
        if isinstance(what, Change):
            pages.write(register_line(changed(what, person, month)), change=what)
        elif what == DOUBLED:
            pages.write(register_line(person), fault=(DOUBLED, DOUBLED_AT))
            held_back.append(register_line(changed(Change.CORRECTED, person, month)))
        else:
            line = spoilt(what, month.chance, register_line(person), month.today)
            pages.write(line, fault=(what, CHANGE_FAULTS[what][0]))
    for line in held_back:
        pages.write(line, fault=(DOUBLED, DOUBLED_AT))


def _rarity(what: Change | str) -> float:
    return SHARES[what] if isinstance(what, Change) else 0


def _fits(what: Change | str, person: Person, month: Month) -> bool:
    if isinstance(what, Change):
        return fits(what, person, month)
    return person.protection is None and fits(Change.UNCHANGED, person, month)


def _people(seed: int) -> Iterator[Person]:
    for index in count():
        yield from household(seed, index)
