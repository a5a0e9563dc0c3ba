"""Doses that wait, brought by a file as they would be."""

from portal.doses.intake import apply_dose_file, check_dose_file
from portal.doses.models import WaitingDose
from portal.intake.rules import ImportKind
from tests.doses.dose_rows import VRS, a_vrs_file, a_vrs_row
from tests.intake.importing import all_rows, applied, checked


def many_waiting(count: int) -> WaitingDose:
    """The first of so many that the register does not know."""
    content = a_vrs_file([a_vrs_row(個別宛名番号=str(7_700_000 + number)) for number in range(count)])
    applied(checked(ImportKind.DOSES, VRS.sheet, content, check_dose_file), apply_dose_file)
    return all_rows(WaitingDose)[0]
