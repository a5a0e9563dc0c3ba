"""The COVID doses of the demo city as the national record system would hand them over: one row a person (layout vrs)."""

import csv
from pathlib import Path

from portal.demo.city import city
from portal.demo.doses import COVID, GivenDose
from portal.doses.layout_files import own_layout

VRS_FILE = "vrs.csv"
LAYOUT = own_layout("vrs")
CELLS_A_DOSE = len(LAYOUT.groups[0].columns)


def write_vrs_file(folder: Path, residents: int, seed: int) -> int:
    """vrs.csv (UTF-8, with headings) of everybody with a COVID dose; returns how many rows. The people do not stay in memory."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = 0
    with (folder / VRS_FILE).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(LAYOUT.sheet.headings)
        for citizen in city(residents, seed):
            doses = [dose for dose in citizen.doses if dose.programme_code == COVID]
            if doses:
                writer.writerow(vrs_line(citizen.person.resident_number, doses))
                rows += 1
    return rows


def vrs_line(resident_number: str, doses: list[GivenDose]) -> list[str]:
    """Numbers without leading zeros, days as eight western figures; of a dose that was not given every cell is empty."""
    by_number = {dose.dose_number: dose for dose in doses}
    cells = [resident_number.lstrip("0")]
    for group in LAYOUT.groups:
        dose = by_number.get(group.dose or 0)
        cells += [_cell(column.field, dose) for column in group.columns] if dose else [""] * CELLS_A_DOSE
    return cells


def _cell(field: str, dose: GivenDose) -> str:
    cells = {
        "registered_at": f"{dose.given_on:%Y%m%d}180000",
        "given_on": f"{dose.given_on:%Y%m%d}",
        "voucher_number": dose.voucher_number.lstrip("0"),
        "municipality_code": dose.municipality_code.lstrip("0"),
        "institution": dose.institution.name[:30],
        "giving_doctor": dose.doctor[:20],
        "manufacturer": dose.manufacturer,
        "lot_number": dose.lot_number,
    }
    return cells[field]
