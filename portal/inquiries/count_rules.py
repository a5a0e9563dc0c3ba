"""The slips of a fiscal year counted by month (D-3; 法128条: complaints are to be dealt with fittingly and soon). Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.inquiries.rules import CATEGORY_WORDS, CHANNEL_WORDS, RESULT_WORDS, Category, Result, SlipChannel, SlipState
from portal.text.wareki import format_date

MONTHS = (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)
NO_CATEGORY = "分類なし"
NO_HOURS = "―"
HEADINGS = ("受け付けた件数", "うち苦情", "うち漏えい疑い", "完結", "完結までの平均", "折返しの遅れ", "誤起票")
BAD_PERIOD = "集計する年度か月の指定が違います。画面の年度と月から選び直してください。"


@dataclass(frozen=True)
class Counted:
    """Of a slip what is counted. `call_at`: of a call that was promised, made or not."""

    taken_at: datetime
    state: SlipState
    channel: SlipChannel
    category: Category | None
    result: Result | None
    closed_at: datetime | None
    call_at: datetime | None
    called_at: datetime | None


@dataclass(frozen=True)
class Figures:
    """Of some slips; cancelled ones count as such and as nothing else. `mean_hours`: from taking to closing, None when none is closed."""

    taken: int
    complaints: int
    leaks: int
    closed: int
    mean_hours: float | None
    late_calls: int
    cancelled: int

    @property
    def hours_words(self) -> str:
        return NO_HOURS if self.mean_hours is None else f"{self.mean_hours:,.1f}時間"

    @property
    def cells(self) -> list[str]:
        """As HEADINGS names them."""
        before, after = (self.taken, self.complaints, self.leaks, self.closed), (self.late_calls, self.cancelled)
        return [*(f"{count:,}" for count in before), self.hours_words, *(f"{count:,}" for count in after)]


def is_late_call(slip: Counted, now: datetime) -> bool:
    """Called after the promised time, or not at all by then; closed before it there was nobody left to call."""
    made = slip.called_at or slip.closed_at or now
    return slip.call_at is not None and made > slip.call_at


def figures_of(slips: Iterable[Counted], now: datetime) -> Figures:
    every = list(slips)
    kept = [slip for slip in every if slip.state is not SlipState.CANCELLED]
    took = [slip.closed_at - slip.taken_at for slip in kept if slip.closed_at is not None]
    return Figures(
        taken=len(kept),
        complaints=sum(slip.category is Category.COMPLAINT for slip in kept),
        leaks=sum(slip.category is Category.LEAK for slip in kept),
        closed=len(took),
        mean_hours=sum(took, timedelta()) / timedelta(hours=1) / len(took) if took else None,
        late_calls=sum(is_late_call(slip, now) for slip in kept),
        cancelled=len(every) - len(kept),
    )


def by_month(slips: Iterable[Counted], fiscal_year: int) -> dict[tuple[int, int], list[Counted]]:
    """Every month of the year in its order, also without slips; a slip belongs to the month in which it was taken."""
    months: dict[tuple[int, int], list[Counted]] = {month: [] for month in months_of(fiscal_year)}
    for slip in slips:
        months[slip.taken_at.year, slip.taken_at.month].append(slip)
    return months


def months_of(fiscal_year: int) -> list[tuple[int, int]]:
    return [(fiscal_year + (month < MONTHS[0]), month) for month in MONTHS]


def crossed(slips: Iterable[Counted]) -> list[tuple[str, list[int]]]:
    """A row for each category, the last for those without one: how many by each channel in the order of CHANNEL_WORDS, then all."""
    counts = Counter((slip.category, slip.channel) for slip in slips if slip.state is not SlipState.CANCELLED)
    rows = []
    for category, word in (*CATEGORY_WORDS.items(), (None, NO_CATEGORY)):
        by_channel = [counts[category, channel] for channel in CHANNEL_WORDS]
        rows.append((word, [*by_channel, sum(by_channel)]))
    return [*rows, ("計", [sum(column) for column in zip(*(cells for _, cells in rows), strict=True)])]


def results_of(slips: Iterable[Counted]) -> Mapping[str, int]:
    counts = Counter(slip.result for slip in slips if slip.state is SlipState.CLOSED)
    return {word: counts[result] for result, word in RESULT_WORDS.items()}


@dataclass(frozen=True)
class Period:
    """A fiscal year, or one month of it."""

    fiscal_year: int
    month: int | None = None

    @property
    def words(self) -> str:
        """令和8年度, or 令和8年11月."""
        if self.month is None:
            return f"{year_words(self.fiscal_year)}度"
        return month_words(self.calendar_year, self.month)

    @property
    def calendar_year(self) -> int:
        return self.fiscal_year + (self.month is not None and self.month < MONTHS[0])


def why_not_period(period: Period, today: date) -> str | None:
    known = period.month is None or period.month in MONTHS
    return None if known and 2018 < period.fiscal_year <= today.year else BAD_PERIOD


def year_words(year: int) -> str:
    return format_date(date(year, 12, 1)).split("年")[0] + "年"


def month_words(year: int, month: int) -> str:
    return format_date(date(year, month, 1)).removesuffix("1日")


@dataclass(frozen=True)
class Counts:
    """What the screen, the paper and the workbook show of a section's period."""

    section: str
    period: Period
    months: Sequence[tuple[int, int, Figures]]
    year: Figures
    figures: Figures
    crossed: Sequence[tuple[str, Sequence[int]]]
    results: Mapping[str, int]


def counts_of(slips: Sequence[Counted], period: Period, *, section: str, now: datetime) -> Counts:
    """`slips`: those of the whole fiscal year."""
    months = by_month(slips, period.fiscal_year)
    chosen = slips if period.month is None else months[period.calendar_year, period.month]
    return Counts(
        section,
        period,
        [(year, month, figures_of(of_month, now)) for (year, month), of_month in months.items()],
        figures_of(slips, now),
        figures_of(chosen, now),
        crossed(chosen),
        results_of(chosen),
    )
