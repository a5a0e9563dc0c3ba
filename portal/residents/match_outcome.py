"""How the counts of a file change when a row that was like somebody gets its outcome."""

import json
from collections import Counter

from portal.intake.models import FileImport
from portal.intake.rules import Outcome
from portal.residents.consequences import MATCH, STRANGER
from portal.residents.match_rules import MatchReason

_COUNTS = {Outcome.NEW: "new", Outcome.CHANGED: "changed", Outcome.UNCHANGED: "unchanged", Outcome.FAULTY: "faulty"}


def recount(file: FileImport, reason: MatchReason, outcome: Outcome, tally: str) -> None:
    """Inside writing(): from the rows that wait to those of this outcome and tally."""
    file.matches -= 1
    count = _COUNTS[outcome]
    setattr(file, count, getattr(file, count) + 1)
    tallies = Counter(json.loads(file.tallies))
    tallies[STRANGER if reason is MatchReason.STRANGER else MATCH] -= 1
    tallies[tally] += 1
    file.tallies = json.dumps({key: count for key, count in sorted(tallies.items()) if count}, ensure_ascii=False)
