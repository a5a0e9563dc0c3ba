"""Rows of a dose file held against the register, the vouchers and the ledger: for whole chunks, inside a door."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import select

from portal.db import db
from portal.doses.deciding import Ledger, Verdict, decide, remember
from portal.doses.fields import COMPARED
from portal.doses.files import Known, ReadRow
from portal.doses.layout_rules import DoseLayout
from portal.doses.match_rules import whose
from portal.doses.models import Dose
from portal.doses.people import holders_of_vouchers, people_of_numbers
from portal.intake.bulk import among
from portal.intake.cells import Fault


@dataclass
class Decided:
    """By the row's number: what becomes of its doses, or what is wrong with it."""

    verdicts: dict[int, list[Verdict]] = field(default_factory=dict)
    faults: dict[int, list[Fault]] = field(default_factory=dict)


def compare(rows: dict[int, ReadRow], layout: DoseLayout, known: Known, *, import_id: int) -> Decided:
    """Each row beside the ledger as it is, and as the rows before it leave it."""
    decided = Decided(faults={number: row.faults for number, row in rows.items() if row.faults})
    sound = {number: row for number, row in rows.items() if not row.faults}
    vouchers = {number: _own_vouchers(row, known.own_code) for number, row in sound.items()}
    people = people_of_numbers({row.number for row in sound.values() if row.number})
    holders = holders_of_vouchers({voucher for found in vouchers.values() for voucher in found})
    ledger = ledger_of({person.id for person in (*people.values(), *holders.values())})
    for number, row in sound.items():
        found = [holders[voucher] for voucher in vouchers[number] if voucher in holders]
        has_voucher = any(values.get("voucher_number") for values in row.doses)
        person = whose(row.number, people.get(row.number), found, has_voucher=has_voucher)
        verdicts, faults = decide(row, person, ledger, layout=layout, import_id=import_id)
        if faults:
            decided.faults[number] = faults
        else:
            decided.verdicts[number] = verdicts
            remember(verdicts, ledger, import_id=import_id)
    return decided


def ledger_of(resident_ids: Iterable[int]) -> Ledger:
    """Every dose of these people that stands."""
    wanted = (Dose.id, Dose.resident_id, Dose.programme_code, Dose.dose_number, Dose.import_id, Dose.verified)
    compared = (getattr(Dose, name) for name in COMPARED)
    ledger: Ledger = {}
    statement = select(*wanted, *compared).where(among(Dose.resident_id, set(resident_ids)), Dose.superseded_at.is_(None))
    for dose in db.session().execute(statement).mappings():
        ledger.setdefault((dose["resident_id"], dose["programme_code"]), {})[dose["dose_number"]] = dose
    return ledger


def _own_vouchers(row: ReadRow, own_code: str) -> set[str]:
    """Numbers of vouchers are this city's own; another city's numbers say nothing here."""
    own = (values for values in row.doses if values.get("municipality_code") == own_code)
    return {values["voucher_number"] for values in own if values.get("voucher_number")}
