"""How long the file that was brought is kept, and the words that say what became of it. Pure."""

from datetime import date, datetime, timedelta

from portal.intake.rules import ImportState
from portal.text.wareki import PartialDate, format_date

IN_CHECK = (ImportState.UPLOADED, ImportState.STAGING)
WITHHELD_NUMBERS = "個人番号とみられる値があったため、元のファイルは保存せずに消しました"
NEVER_KEPT = "元のファイルは保存していません"
NOT_TAKEN = "取り込まないため、元のファイルは消しました"


def dropped_on(uploaded_at: datetime, days: int) -> date:
    """The day on which the file goes; it is there to the end of the day before."""
    return uploaded_at.date() + timedelta(days=days)


def may_be_kept(days: int, *, withheld: int) -> bool:
    """After the check. A 個人番号 is kept nowhere (R3-6), hence no file that has one."""
    return days > 0 and not withheld


def keeping_words(state: ImportState, uploaded_at: datetime, *, kept: bool, withheld: int, days: int) -> str:
    """What the page says of the file itself."""
    if state in IN_CHECK:
        return "確認が終わるまで、暗号化して保存しています"
    if kept:
        last = dropped_on(uploaded_at, days) - timedelta(days=1)
        return f"{format_date(PartialDate.from_date(last))}まで、暗号化して保存しています"
    if withheld:
        return WITHHELD_NUMBERS
    if state in (ImportState.UNREADABLE, ImportState.DISCARDED):
        return NOT_TAKEN
    return NEVER_KEPT if days == 0 else f"保存期間({days}日)を過ぎたため、元のファイルは消しました"
