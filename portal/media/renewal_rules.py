"""年度更新: which years can be asked for, which media, and who decides (M-1). Pure; a refusal is a sentence."""

from dataclasses import dataclass
from datetime import date, timedelta

from portal.accounts.chief_rules import SignsAs
from portal.media.medium_rules import MediumFacts
from portal.media.number_rules import REIWA
from portal.media.rules import CONDITION_WORDS, Condition
from portal.text.wareki import format_date

# From 1 January on the next year's renewal can be asked for.
ASKED_FROM_MONTH = 1
SOON_DAYS = 60
OWN_REQUEST = "自分が申し出た更新は自分で承認できません。ほかの所属長か代決者が承認します。"
NOT_THE_CHIEF = "年度更新を承認できるのは、媒体を持つ課の所属長か、期間中の代決者です。"
NONE_CHOSEN = "更新する媒体を1つ以上選んでください。"
ONE_IS_WAITING = "この課の年度更新は、もう所属長の承認を待っています。決まってから申し出てください。"
SAY_WHY = "承認しない理由を入れてください。申し出た方の画面と媒体の履歴に残ります。"


@dataclass(frozen=True)
class Period:
    first: date
    last: date

    @property
    def words(self) -> str:
        return f"{format_date(self.first)}から{format_date(self.last)}まで"


def fiscal_year_of(day: date) -> int:
    return day.year if day.month >= 4 else day.year - 1


def year_words(fiscal_year: int) -> str:
    return f"令和{fiscal_year - REIWA}年度"


def last_of_year(fiscal_year: int) -> date:
    """31 March: not renewed, a medium cannot be chosen nor lent from the next day on."""
    return date(fiscal_year + 1, 3, 31)


def years_offered(today: date) -> tuple[int, ...]:
    """The running year for media that ran out; from January the next one, which comes first then."""
    running = fiscal_year_of(today)
    return (running + 1, running) if ASKED_FROM_MONTH <= today.month < 4 else (running,)


def why_not_renew(medium: MediumFacts, fiscal_year: int) -> str | None:
    if medium.condition in (Condition.LOST, Condition.DISPOSED):
        return f"{CONDITION_WORDS[medium.condition]}のため更新できません。"
    if medium.permitted_until >= last_of_year(fiscal_year):
        return f"{format_date(medium.permitted_until)}まで許可されています。"
    return None


def period_after(medium: MediumFacts, fiscal_year: int, today: date) -> Period:
    """What the approval makes of the permitted period: without a gap it goes on, after one it begins anew, never before the year."""
    first_of_year, last = date(fiscal_year, 4, 1), last_of_year(fiscal_year)
    goes_on = medium.permitted_until >= max(today, first_of_year) - timedelta(days=1)
    return Period(medium.permitted_from if goes_on else max(today, first_of_year), last)


def why_not_ask(chosen: int, *, fiscal_year: int, is_waiting: bool, today: date) -> str | None:
    if is_waiting:
        return ONE_IS_WAITING
    if fiscal_year not in years_offered(today):
        return "この年度の更新は、まだ申し出られません(前の年度の1月から)。年度を選び直してください。"
    return None if chosen else NONE_CHOSEN


def why_not_decide(*, asked_by: int, person: int, signs: SignsAs | None, decided_words: str) -> str | None:
    """`decided_words`: who decided meanwhile, for the one who comes second; empty while nobody has."""
    if decided_words:
        return f"この年度更新は、もう決まっています。{decided_words}"
    if asked_by == person:
        return OWN_REQUEST
    return NOT_THE_CHIEF if signs is None else None


def period_state(medium: MediumFacts, today: date) -> tuple[str, str]:
    """A word and its mark beside the period; both empty while it is neither near its end nor over, or does not matter any more."""
    if medium.condition in (Condition.LOST, Condition.DISPOSED):
        return "", ""
    if medium.permitted_until < today:
        return "許可期間切れ", "late"
    left = (medium.permitted_until - today).days
    return (f"許可はあと{left}日", "care") if left <= SOON_DAYS else ("", "")
