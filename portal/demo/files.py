"""The demo city as the two files a city office would bring: the register, the dose ledger, and a list of the faults put in."""

import csv
import json
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from typing import TextIO

from portal.demo.chance import happens, stream
from portal.demo.city import city
from portal.demo.faults import DOSE_FAULTS, REGISTER_FAULTS, Damage, Fault, damage
from portal.demo.rows import DOSE_HEADINGS, REGISTER_HEADINGS, dose_line, register_line

REGISTER_FILE, DOSE_FILE, FAULT_FILE = "register.csv", "doses.csv", "faults.json"


@dataclass
class _Sheet:
    """One file in the making: its lines so far and what was damaged."""

    name: str
    headings: tuple[str, ...]
    faults: Mapping[str, tuple[str, Damage]]
    share: float
    chance: Random
    file: TextIO
    row: int = 1
    damaged: list[Fault] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.writer = csv.writer(self.file)
        self.writer.writerow(self.headings)

    def write(self, cells: list[str]) -> None:
        self.row += 1
        if self.share and happens(self.chance, self.share):
            self.damaged.append(damage(self.chance, cells, file=self.name, row=self.row, headings=self.headings, faults=self.faults))
        self.writer.writerow(cells)


def write_files(folder: Path, residents: int, seed: int, *, share: float = 0.0) -> list[Fault]:
    """register.csv and doses.csv (UTF-8, with headings) and, when a share of the lines is damaged, faults.json.

    Without damage they hold the very people that the loading gives with the same two numbers. The faults stay in memory, the people do not.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        register, doses = (
            _Sheet(
                name,
                headings,
                faults,
                share,
                stream(seed, name),
                stack.enter_context((folder / name).open("w", encoding="utf-8", newline="")),
            )
            for name, headings, faults in (
                (REGISTER_FILE, REGISTER_HEADINGS, REGISTER_FAULTS),
                (DOSE_FILE, DOSE_HEADINGS, DOSE_FAULTS),
            )
        )
        for citizen in city(residents, seed):
            register.write(register_line(citizen.person))
            for dose in citizen.doses:
                doses.write(dose_line(citizen.person, dose))
    damaged = register.damaged + doses.damaged
    if share:
        text = json.dumps([asdict(fault) for fault in damaged], ensure_ascii=False, indent=1)
        (folder / FAULT_FILE).write_text(text, encoding="utf-8")
    return damaged
