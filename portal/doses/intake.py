"""The dose file compared with the ledger and recorded: the work of a job or of the command (S1-2, S4-2)."""

from functools import partial

from sqlalchemy import column, select, table

from portal import clock
from portal.db import db, reading
from portal.doses.comparing import Decided, compare
from portal.doses.deciding import Verdict, What
from portal.doses.files import Known, ReadRow, note_of, read_row
from portal.doses.layout_files import layout_named
from portal.doses.layout_rules import DoseLayout
from portal.doses.maker_queries import makers_by_key
from portal.doses.match_rules import WaitReason
from portal.doses.recording import fingerprint, keep_waiting, record_doses
from portal.doses.waiting_queries import known_fingerprints
from portal.doses.waiting_rules import SUPERSEDED_BY_FILE
from portal.errors import PortalError
from portal.intake.applying import Applied, apply_file
from portal.intake.bulk import go_by_keys
from portal.intake.checking import Check, Judged, Pause, StagedRow, check_file
from portal.intake.files import Unreadable, why_not_headings
from portal.intake.kinds import UNCHANGED
from portal.intake.models import FileImport
from portal.intake.queries import headings_of, import_of_job
from portal.intake.rules import ImportState, Outcome
from portal.jobs.queue import stop_if_asked
from portal.web.rendering import settings

# The programmes are kept by vouchers, which builds upon doses; all that is needed of them here are their codes and names.
_PROGRAMME = table("programme", column("code"), column("name"))
_OUTCOMES = ((What.NEW, Outcome.NEW), (What.CHANGED, Outcome.CHANGED), (What.WAITING, Outcome.WAITING))
WAITING, CONFLICTS = "waiting", "waiting:conflict"
LAYOUT_CHANGED = "ファイルの並びが、読み込んだときから変わっています。このファイルを取り込まないことにして、もう一度読み込んでください。"


def check_dose_file(job_id: int, *, pause: Pause = stop_if_asked) -> None:
    """Stages and judges the file that the job is about."""
    with reading():
        file = import_of_job(job_id)
        known = known_now()
    layout = layout_named(file.layout)
    note = partial(note_of, layout=layout, known=known)
    check_file(job_id, Check(layout.sheet, note, partial(_judge, layout, known, file.id)), pause=pause)


def apply_dose_file(job_id: int, *, pause: Pause = stop_if_asked) -> None:
    """Records the checked file, or clears it away when it is not taken."""
    with reading():
        file = import_of_job(job_id)
        known = known_now()
        headings = headings_of(file.id) if file.state is ImportState.APPLYING else ()
    layout = layout_named(file.layout)
    if headings and why_not_headings(list(headings), layout.sheet):
        raise PortalError(LAYOUT_CHANGED)
    apply_file(job_id, apply_rows=partial(_apply_rows, layout, known), pause=pause)


def known_now() -> Known:
    """Inside a door: what every row of a file is read beside."""
    rows = db.session().execute(select(_PROGRAMME.c.code, _PROGRAMME.c.name)).all()
    programmes = {name: code for code, name in rows} | {code: code for code, _ in rows}
    length, own_code = settings().resident_number_length, settings().municipality_code
    return Known(clock.today(), programmes, makers_by_key(), length, own_code)


def refuse_without_programme(layout: DoseLayout) -> None:
    """A layout whose doses belong to no programme that we have cannot be read. Raises Unreadable."""
    with reading():
        known = known_now()
    if layout.programme and layout.programme not in known.programmes:
        what = f"並び「{layout.name}」の接種事業「{layout.programme}」が登録されていません。"
        raise Unreadable([f"{what}並びの programme を、登録された事業のコードに改めてください。"])


def tallies() -> list[tuple[str, str, str]]:
    """What the page counts: the doses of each programme that are new or told differently, those that wait, those that are there."""
    with reading() as session:
        programmes = session.execute(select(_PROGRAMME.c.code, _PROGRAMME.c.name).order_by(_PROGRAMME.c.code)).all()
    return [
        *((f"new:{code}", f"新しい接種 {name}", "接種の記録に加えます。その方の画面にすぐ出ます") for code, name in programmes),
        *((f"changed:{code}", f"記録が改まる接種 {name}", "新しい内容の記録にします。前の内容も残ります") for code, name in programmes),
        (WAITING, "登録待ちになる接種", "どなたの接種か、職員が「登録待ちの接種記録」で決めます"),
        (CONFLICTS, "確認済みの記録と違う接種", "上書きしません。職員が「登録待ちの接種記録」で見比べて決めます"),
        (UNCHANGED, "もう記録されている接種", "何も起きません"),
    ]


def _judge(layout: DoseLayout, known: Known, import_id: int, rows: list[StagedRow]) -> dict[int, Judged]:
    read = {row.number: read_row(row.cells, layout, known) for row in rows}
    with reading():
        go_by_keys()
        decided = compare(read, layout, known, import_id=import_id)
        waiting = known_fingerprints(fingerprint(row, verdict) for row, verdict in _that_wait(decided, read))
    judged = {number: Judged(Outcome.FAULTY, "", faults) for number, faults in decided.faults.items()}
    for number, verdicts in decided.verdicts.items():
        whats = [_settled(verdict, read[number].number, waiting) for verdict in verdicts]
        judged[number] = _judged(verdicts, whats)
    return judged


def _that_wait(decided: Decided, read: dict[int, ReadRow]) -> list[tuple[str, Verdict]]:
    """Each with the row's 宛名番号."""
    found = ((read[number].number, verdict) for number, verdicts in decided.verdicts.items() for verdict in verdicts)
    return [(number, verdict) for number, verdict in found if verdict.what is What.WAITING]


def _settled(verdict: Verdict, number: str, waiting: set[str]) -> What:
    """What waits already, or was decided, is nothing new."""
    again = verdict.what is What.WAITING and fingerprint(number, verdict) in waiting
    return What.UNCHANGED if again else verdict.what


def _judged(verdicts: list[Verdict], whats: list[What]) -> Judged:
    outcome = next((outcome for what, outcome in _OUTCOMES if what in whats), Outcome.UNCHANGED)
    first, *more = [_tally(verdict, what) for verdict, what in zip(verdicts, whats, strict=True)] or [UNCHANGED]
    return Judged(outcome, first, more=tuple(more))


def _tally(verdict: Verdict, what: What) -> str:
    if what is What.UNCHANGED:
        return UNCHANGED
    if what is What.WAITING:
        return CONFLICTS if verdict.reason is WaitReason.CONFLICT else WAITING
    return f"{what.value}:{verdict.values['programme_code']}"


def _apply_rows(layout: DoseLayout, known: Known, file: FileImport, rows: list[StagedRow]) -> Applied:
    read = {row.number: read_row(row.cells, layout, known) for row in rows}
    decided = compare(read, layout, known, import_id=file.id)
    every = [(number, verdict) for number, verdicts in decided.verdicts.items() for verdict in verdicts]
    new = record_doses((verdict for _, verdict in every), import_id=file.id, reason=SUPERSEDED_BY_FILE)
    waiting = [(number, read[number].number, verdict) for number, verdict in every if verdict.what is What.WAITING]
    keep_waiting(waiting, import_id=file.id)
    conflicts = {verdict.person.id for _, _, verdict in waiting if verdict.person}
    return Applied(subjects=[*(dose["resident_id"] for dose in new), *conflicts], faults=decided.faults)
