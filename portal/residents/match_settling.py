"""Once a whole register file is judged: which of the people that its rows are like may be meant, and which rows are like nobody after all.

Whose own 宛名番号 stands in the same file is somebody else by the register's own word: two numbers, two people (S2-1).
"""

import json

from sqlalchemy import func, select

from portal.db import db, reading, writing
from portal.intake.bulk import among
from portal.intake.cells import Fault
from portal.intake.checking import add_faults
from portal.intake.files import HEADING_ROW
from portal.intake.kinds import FAULTY
from portal.intake.models import FileImport, ImportRow
from portal.intake.queries import headings_of
from portal.intake.rules import Outcome
from portal.residents.consequences import consequence
from portal.residents.files import Values
from portal.residents.match_models import RegisterMatch
from portal.residents.match_outcome import recount
from portal.residents.match_review import ids_of_candidates, row_values
from portal.residents.match_rules import MatchReason
from portal.residents.models import Resident

AT_ONCE = 500
OTHERS_NUMBER = ("同じファイルの別の行の方の番号として、もう記録されています", "どちらの方の番号か、宛名システムで確かめてください")


def settle_matches(import_id: int) -> None:
    """Through doors of its own; done again after it was killed, it comes to the same."""
    last = HEADING_ROW
    while True:
        with reading():
            rows = _undecided(import_id, last)
            meant = _meant(import_id, rows)
        if not rows:
            return
        last = rows[-1][0].number
        with writing() as session:
            file = session.get_one(FileImport, import_id)
            for match, values in rows:
                _settle(file, session.merge(match), values, meant.get(match.number, []))


def _undecided(import_id: int, after: int) -> list[tuple[RegisterMatch, Values]]:
    """Strangers' rows are about whoever has their number: nothing is to be settled there."""
    found = (
        db.session()
        .execute(
            select(RegisterMatch, ImportRow.cells)
            .join(ImportRow, (ImportRow.import_id == RegisterMatch.import_id) & (ImportRow.number == RegisterMatch.number))
            .where(RegisterMatch.import_id == import_id, RegisterMatch.reason != MatchReason.STRANGER, RegisterMatch.number > after)
            .order_by(RegisterMatch.number)
            .limit(AT_ONCE)
        )
        .all()
    )
    headings = headings_of(import_id) if found else ()
    read = ((match, row_values(cells, headings)) for match, cells in found)
    return [(match, values) for match, values in read if values is not None]


def _meant(import_id: int, rows: list[tuple[RegisterMatch, Values]]) -> dict[int, list[int]]:
    """By row the ids of those it is like and who have no row of their own."""
    alike = ids_of_candidates([(match.reason, values) for match, values in rows])
    people = {person for ids in alike.values() for person in ids}
    if not people:
        return {}
    numbers = select(Resident.id, Resident.resident_number).where(among(Resident.id, people))
    number_of = {row.id: row.resident_number for row in db.session().execute(numbers)}
    own = func.trim(func.substr(ImportRow.note, 1, 20))
    in_file = select(own).where(ImportRow.import_id == import_id, own.in_(set(number_of.values())))
    taken = set(db.session().scalars(in_file))
    return {
        match.number: [person for person in alike.get(values["resident_number"], []) if number_of.get(person) not in taken]
        for match, values in rows
    }


def _settle(file: FileImport, match: RegisterMatch, values: Values, meant: list[int]) -> None:
    if meant:
        match.candidates = json.dumps(meant)
        return
    outcome, tally = Outcome.NEW, consequence(None, values).value
    if match.reason is MatchReason.SAME_INTEGRATED:
        outcome, tally = Outcome.FAULTY, FAULTY
        add_faults(file.id, {match.number: [Fault("団体内統合宛名番号", values["integrated_number"], *OTHERS_NUMBER)]})
        file.faults += 1
    db.session().get_one(ImportRow, (file.id, match.number)).outcome = outcome
    recount(file, match.reason, outcome, tally)
    db.session().delete(match)
