"""Whether a lost medium must be reported, and by when (番号法29条の4, 個人情報保護法68条; domain-privacy §3.1). Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.text.holidays import is_closed
from portal.text.wareki import format_date, weekday_word

EARLY_FIRST_DAY, EARLY_LAST_DAY = 3, 5
FULL_DAYS, FULL_DAYS_MALICIOUS = 30, 60


class Duty(StrEnum):
    TO_REPORT = "to_report"
    STRONG = "strong"
    NO_DATA = "no_data"


DUTY_WORDS = {
    Duty.TO_REPORT: "個人情報保護委員会への報告が要ります",
    Duty.STRONG: "強い暗号化のため、報告は要りません",
    Duty.NO_DATA: "情報は残っていない記録です",
}
DUTY_MARKS = {Duty.TO_REPORT: "late", Duty.STRONG: "ok", Duty.NO_DATA: "wait"}
NEXT_STEPS = {
    Duty.TO_REPORT: "ただちに所属長と総務課に知らせてください。特定個人情報や接種歴は、1人分からでも報告の対象です。",
    Duty.STRONG: "高度な暗号化がされていれば委員会への報告は要りませんが、紛失の記録は残ります。所属長に知らせてください。",
    Duty.NO_DATA: "消去の確認が済んでいる媒体です。報告は要らない見込みですが、消去の記録を所属長と確かめてください。",
}


@dataclass(frozen=True)
class Deadline:
    """`counted`: the day by counting alone; `on`: the day that holds, later when the office is closed."""

    word: str
    days: int
    counted: date
    on: date

    @property
    def words(self) -> str:
        """How it was counted, for the screen: 知った日を1日目として30日目."""
        said = f"知った日を1日目として{self.days}日目の{format_date(self.counted)}({weekday_word(self.counted)})"
        return said if self.on == self.counted else f"{said}が閉庁日のため、次の開庁日"


@dataclass(frozen=True)
class Report:
    """速報 between two days, 確報 by a day; counted from the day on which any section of the city came to know."""

    early_first: date
    early: Deadline
    full: Deadline


def duty_of(*, is_strong: bool, holds_data: bool) -> Duty:
    if not holds_data:
        return Duty.NO_DATA
    return Duty.STRONG if is_strong else Duty.TO_REPORT


def report_of(known_on: date, *, is_malicious: bool) -> Report:
    """速報: 3 to 5 days, Saturdays, Sundays and holidays counted, and never later; 確報: 30 days (60 when done on purpose), moved to the
    next day on which the office is open (行政機関の休日)."""
    days = FULL_DAYS_MALICIOUS if is_malicious else FULL_DAYS
    full, early = _nth(known_on, days), _nth(known_on, EARLY_LAST_DAY)
    return Report(
        early_first=_nth(known_on, EARLY_FIRST_DAY),
        early=Deadline("速報", EARLY_LAST_DAY, early, early),
        full=Deadline("確報", days, full, _open_from(full)),
    )


def _nth(first: date, days: int) -> date:
    """The day of knowing is the first."""
    return first + timedelta(days=days - 1)


def _open_from(day: date) -> date:
    while is_closed(day):
        day += timedelta(days=1)
    return day
