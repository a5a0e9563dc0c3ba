"""What the worker can do: each kind of job and the function that does it, and its chores. Every function may be killed and called again."""

from collections.abc import Callable

from portal.doses.intake import apply_dose_file, check_dose_file
from portal.doses.undoing import take_back_dose_file
from portal.duplicates.finding import find_duplicates
from portal.intake.keeping import clear_uploads
from portal.media.archive_keeping import clear_archives
from portal.media.archive_making import make_archive
from portal.residents.intake import apply_register_file, check_register_file
from portal.residents.undoing import take_back_register_file

WORK: dict[str, Callable[[int], None]] = {
    "residents:register:check": check_register_file,
    "residents:register:apply": apply_register_file,
    "residents:register:take-back": take_back_register_file,
    "doses:file:check": check_dose_file,
    "doses:file:apply": apply_dose_file,
    "doses:file:take-back": take_back_dose_file,
    "duplicates:pair:find": find_duplicates,
    "media:archive:make": make_archive,
}
# Once an hour.
CHORES: tuple[Callable[[], None], ...] = (clear_uploads, clear_archives)
