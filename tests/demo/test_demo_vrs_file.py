"""`flask demo files --vrs`: the same doses, one row a person, as the layout vrs reads them."""

import csv
from pathlib import Path

from portal.demo.chance import REFERENCE_DAY
from portal.demo.city import city
from portal.demo.doses import COVID, MAKERS
from portal.demo.vrs_file import write_vrs_file
from portal.doses.files import Known, read_row
from portal.doses.layout_files import own_layout
from portal.doses.maker_rules import maker_key

RESIDENTS = 500
VRS = own_layout("vrs")
KNOWN = Known(REFERENCE_DAY, {COVID: COVID}, {maker_key(maker): maker for maker in MAKERS}, number_length=10, own_code="082210")


def test_every_covid_dose_is_read_back_as_it_was_given(tmp_path: Path) -> None:
    rows = write_vrs_file(tmp_path, RESIDENTS, 1)
    with (tmp_path / "vrs.csv").open(encoding="utf-8", newline="") as file:
        read = {row.number: row for row in (read_row(cells, VRS, KNOWN) for cells in csv.DictReader(file))}

    given = {
        citizen.person.resident_number: [dose for dose in citizen.doses if dose.programme_code == COVID] for citizen in city(RESIDENTS, 1)
    }
    assert rows == len(read) == sum(1 for doses in given.values() if doses)
    for number, row in read.items():
        assert row.faults == []
        told = [(dose["dose_number"], dose["given_on"], dose["voucher_number"], dose.get("lot_number", "")) for dose in row.doses]
        assert told == [(dose.dose_number, dose.given_on, dose.voucher_number, dose.lot_number) for dose in given[number]]
