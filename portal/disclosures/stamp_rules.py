"""収受日 that was typed wrong: until when it may be put right, and to which day (D-1). Pure."""

from dataclasses import dataclass
from datetime import date

from portal.disclosures.clock_rules import IsClosed, why_not_claim
from portal.disclosures.handling_rules import Standing, why_over
from portal.text.wareki import format_date

DRAFTED = "起案があります。期限がこの日から数えられているので、収受日を改めるときは、先に起案を取りやめてください。"
TOLD = "通知書を出した後は、収受日を改められません。通知した期限が、この日から数えられています。"
SAME = "いまの収受日と同じです。"


@dataclass(frozen=True)
class Stamp:
    """`entered_on`: when the paper was typed in; `fiscal_year`: of its number; `disclosed_on`: the disclosure that it follows."""

    number: str
    received_on: date
    entered_on: date
    fiscal_year: int
    disclosed_on: date | None = None


def why_not_restamp(standing: Standing, *, was_told: bool) -> str | None:
    """Before a day is typed. `was_told`: any notice has gone out, a 補正 or an extension too."""
    if reason := why_over(standing.state):
        return reason
    if was_told:
        return TOLD
    return DRAFTED if standing.drafts else None


def why_not_restamp_on(stamp: Stamp, day: date, is_closed: IsClosed, *, fiscal_year: int) -> str | None:
    """`fiscal_year`: of the new day. The number stays, and so does the year it was given in; 90条, 98条 count to the day of the stamp."""
    if day == stamp.received_on:
        return SAME
    if day > stamp.entered_on:
        return f"収受日は、この請求を入力した日({format_date(stamp.entered_on)})までの日にしてください。"
    if fiscal_year != stamp.fiscal_year:
        return f"年度が変わり、番号({stamp.number})と合わなくなります。誤起票として取り消し、受け付け直してください。"
    return why_not_claim(day, stamp.disclosed_on, is_closed) if stamp.disclosed_on else None
