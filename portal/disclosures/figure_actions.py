"""運用状況 of a 年度: seen, printed, taken away; each paper recorded before it is given out (D-1)."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.config import Settings
from portal.db import reading
from portal.disclosures.case_clock_rules import EXTENDING
from portal.disclosures.clock_rules import pause_days
from portal.disclosures.decision_rules import DraftKind
from portal.disclosures.figure_rules import HEADINGS, CaseCounts, Figure, figures_of
from portal.disclosures.ledger_actions import heading_of, record_taken, record_taken_file, told_words
from portal.disclosures.ledger_documents import Table, register_pdf
from portal.disclosures.ledger_queries import AT_ONCE, Asked, Question, ids_in_order, question_of
from portal.disclosures.ledger_rules import REGISTER_WORDS
from portal.disclosures.many_queries import WholeCase, whole_cases
from portal.disclosures.queries import demanded
from portal.disclosures.rules import CaseState
from portal.vouchers.kept_paper import refusing_unprintable
from portal.web.workbook import write_table

FIGURES = "figures"
SHARES = (24, 60, 20, 20, 20, 20)
NOTE = (
    "その年度に収受した請求について、今日までの結果を数えています。決定は文書ごとに数えるので、請求の件数と合わないことがあります。"
    "誤って起票したものは数えていません。"
)


@dataclass(frozen=True)
class YearFigures:
    """`counted`: of how many requests."""

    question: Question
    figures: list[Figure]
    counted: int


def count_year(year: str, *, staff: SignedIn, settings: Settings) -> YearFigures:
    """Numbers alone, so that nothing is recorded. A chief's are those of the own section."""
    with reading():
        this_year = clock.fiscal_year(clock.today())
        question = question_of(Asked(year=year), this_year=this_year, staff=staff, settings=settings)
        ids = ids_in_order(question, staff)
        parts = [ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)]
        whole = [each for part in parts for each in whole_cases(part, settings) if each.case.state is not CaseState.CANCELLED]
        counts = [_counts(each, counts_first=settings.mending_counts_first) for each in whole]
    return YearFigures(question, figures_of(counts), len(counts))


def print_figures(year: str, *, staff: SignedIn, settings: Settings) -> bytes:
    now = clock.now()
    shown = count_year(year, staff=staff, settings=settings)
    conditions = shown.question.conditions
    heading = heading_of(FIGURES, conditions, f"請求{shown.counted:,}件", staff=staff, settings=settings, at=now, note=NOTE)
    groups = ["", *(each.group for each in shown.figures)]
    firsts = ["" if each.group == before else each.group for before, each in zip(groups, shown.figures, strict=False)]
    rows = [[[first], [each.word], *([value] for value in each.values)] for first, each in zip(firsts, shown.figures, strict=True)]
    with refusing_unprintable("何も印刷していません。"):
        pdf = register_pdf(heading, [Table(list(zip(HEADINGS, SHARES, strict=True)), rows)], made_at=now)
    record_taken(FIGURES, conditions, shown.counted, pdf, staff=staff)
    return pdf


def export_figures(year: str, *, staff: SignedIn, settings: Settings) -> IO[bytes]:
    """As a file that goes when it is closed."""
    target = tempfile.TemporaryFile()  # noqa: SIM115  (closed by whoever sends it)
    shown = count_year(year, staff=staff, settings=settings)
    conditions = shown.question.conditions
    told = told_words(conditions, staff=staff, settings=settings, at=clock.now())
    rows = [[each.group, each.word, *map(_cell, each.values)] for each in shown.figures]
    columns = list(zip(HEADINGS, (16, 40, 14, 14, 14, 14), strict=True))
    write_table(target, columns, rows, title=REGISTER_WORDS[FIGURES], told=told)
    record_taken_file(FIGURES, conditions, shown.counted, target, staff=staff)
    return target


def _counts(whole: WholeCase, *, counts_first: bool) -> CaseCounts:
    case, done = whole.case, [each for each in whole.doings if each.done_on is not None]
    decided = _decided_on(whole)
    last, due = max(decided, default=None), whole.clock.current.day
    paused = [pause_days(case.received_on, demanded(whole.mendings), day, counts_first=counts_first) for day in decided]
    kinds = {each.kind for each in whole.drafts} & set(EXTENDING)
    return CaseCounts(
        kind=case.kind,
        requester=case.requester_kind,
        is_specific=case.is_specific,
        is_provision_record=case.is_provision_record,
        is_withdrawn=case.state is CaseState.WITHDRAWN,
        is_open=whole.is_undecided and case.state is not CaseState.WITHDRAWN,
        is_lapsed=case.state is CaseState.LAPSED,
        was_mended=bool(whole.mendings),
        is_extended=DraftKind.EXTENSION in kinds,
        is_special=DraftKind.SPECIAL in kinds,
        is_late=last is not None and due is not None and last > due,
        heard_third=bool(whole.thirds),
        decisions=[item.decision for item in whole.items if item.decision is not None],
        decided_after=[(day - case.received_on).days - pause for day, pause in zip(decided, paused, strict=True)],
        rulings=[each.ruling for each in whole.appeals],
        consulted=sum(each.consulted_on is not None for each in whole.appeals),
        disclosures=len(done),
        mono_sheets=sum(each.mono_sheets for each in done),
        colour_sheets=sum(each.colour_sheets for each in done),
        yen=sum(each.yen for each in done),
        waived=sum(each.waiver is not None for each in done),
    )


def _decided_on(whole: WholeCase) -> Sequence[date]:
    """Of each decided document the day."""
    days = {each.id: each.decided_at.date() for each in whole.drafts if each.decided_at is not None}
    return [days[item.draft_id] for item in whole.items if item.decision is not None and item.draft_id in days]


def _cell(value: str) -> str | int:
    """A number is written as one."""
    plain = value.replace(",", "")
    return int(plain) if plain.isdecimal() else value
