"""期限一覧 on A4, for Monday morning (D-2)."""

from collections.abc import Sequence
from datetime import date, timedelta

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.config import Settings
from portal.disclosures.due_queries import DueList, show_due
from portal.disclosures.due_rules import DUE_WORDS, Due, left_words, week_words
from portal.disclosures.ledger_actions import heading_of, record_taken
from portal.disclosures.ledger_documents import Table, register_pdf
from portal.text.wareki import format_date, format_short, weekday_word
from portal.vouchers.kept_paper import refusing_unprintable

COLUMNS = (("期限", 20), ("残り", 14), ("受付番号・件名", 52), ("すること", 30), ("課", 26), ("数え方", 110), ("済", 10))


def print_due(week: date | None, section: str, *, staff: SignedIn, settings: Settings) -> bytes:
    """Raises Refused when a character cannot be printed."""
    shown = show_due(week, section, staff=staff, settings=settings)
    weeks = shown.weeks
    parts = (
        ("期限を過ぎたもの", weeks.late, "期限を過ぎたものはありません。"),
        (week_words(weeks.monday), weeks.first, "この週に期限の来るものはありません。"),
        (week_words(weeks.monday + timedelta(days=7)), weeks.second, "この週に期限の来るものはありません。"),
        ("期日のないもの(補正待ち・遅滞なく行うもの)", weeks.undated, "ありません。"),
    )
    tables = [Table(COLUMNS, [_row(each, shown) for each in dues], title, empty) for title, dues, empty in parts]
    conditions = (shown.section_name, f"{format_date(weeks.monday)}(月)から2週間")
    now = clock.now()
    count = f"{len(shown.shown)}件(このほか、後の週に{weeks.later}件)"
    heading = heading_of("due", conditions, count, staff=staff, settings=settings, at=now)
    with refusing_unprintable("何も印刷していません。"):
        pdf = register_pdf(heading, tables, made_at=now)
    record_taken("due", conditions, len(shown.shown), pdf, staff=staff)
    return pdf


def _row(due: Due, shown: DueList) -> Sequence[Sequence[str]]:
    case = shown.cases[due.case_id]
    day = f"{format_short(due.day)}({weekday_word(due.day)})" if due.day else "―"
    words = [each for each in (due.words, due.note) if each]
    return [
        [day],
        [left_words(due, shown.today)],
        [case.number, case.words],
        [DUE_WORDS[due.kind]],
        [shown.sections[due.section_id]],
        words,
        ["□"],
    ]
