"""窓口日計表: the counter's day in figures, by reason and channel, with what was collected. Names nobody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, literal, select, union_all

from portal import clock
from portal.accounts.rules import CHANNEL_WORDS, Channel
from portal.db import db, reading
from portal.vouchers.day import FIRST_ISSUE
from portal.vouchers.fee_queries import Taking, takings_on
from portal.vouchers.models import Certificate, Voucher, VoucherPrint
from portal.vouchers.record_copy_models import RecordCopy
from portal.vouchers.rules import REASON_WORDS
from portal.vouchers.state_models import VoucherEvent
from portal.vouchers.state_rules import STEP_WORDS, Step, VoidReason
from portal.vouchers.steps import REISSUED

# Papers of the counter beside the vouchers, in the order of the sheet.
PAPER_ROWS = {"certificate": "接種済証の再交付", "copy": "接種記録の写しの交付", "refusal": "写しの請求のお断り"}
# Reissues end the old voucher by themselves: they are told by reason, not once more as 無効.
TOLD_STEPS = tuple(step for step in Step if step not in (Step.REVIVED, Step.TAKEN_BACK))


@dataclass(frozen=True)
class DayRow:
    """One reason, and how many by each channel."""

    word: str
    by_channel: Mapping[Channel, int]
    taken_back: int = 0

    @property
    def total(self) -> int:
        return sum(self.by_channel.values())


@dataclass(frozen=True)
class DaySheet:
    """The whole day; a voucher that was taken back was issued all the same and is told beside."""

    day: date
    rows: list[DayRow]
    papers: list[DayRow]
    steps: list[tuple[str, int]]
    printed: int
    printed_again: int
    takings: list[Taking]

    @property
    def issued(self) -> int:
        return sum(row.total for row in self.rows)

    @property
    def taken_back(self) -> int:
        return sum(row.taken_back for row in self.rows)

    @property
    def of_channels(self) -> dict[Channel, int]:
        return {channel: sum(row.by_channel.get(channel, 0) for row in self.rows) for channel in CHANNEL_WORDS}

    @property
    def collected(self) -> list[Taking]:
        """Those papers for which something was taken or waived; vouchers are free of charge."""
        return [each for each in self.takings if each.paid or each.waived]

    @property
    def yen(self) -> int:
        return sum(each.yen for each in self.takings)

    @property
    def is_empty(self) -> bool:
        papers = any(row.total for row in self.papers)
        return not (self.issued or papers or self.printed or self.printed_again or any(count for _, count in self.steps))


def show_day_sheet(day: date) -> DaySheet:
    """Figures alone: nobody is looked at."""
    with reading():
        first, again = _printings(day)
        return DaySheet(day, _issues(day), _papers(day), _steps(day), first, again, takings_on(day))


def _issues(day: date) -> list[DayRow]:
    """Every reason has its row, also without an issue: a form that is compared from day to day keeps its shape."""
    start, end = clock.hours_of(day)
    is_back = func.count().filter(Voucher.void_why == VoidReason.TAKEN_BACK)
    found = db.session().execute(
        select(Voucher.reason, Voucher.channel, func.count(), is_back)
        .where(Voucher.issued_at >= start, Voucher.issued_at < end, Voucher.issued_by.is_not(None))
        .group_by(Voucher.reason, Voucher.channel)
    )
    counts: dict[object, dict[Channel, int]] = {}
    back: dict[object, int] = {}
    for reason, channel, count, taken_back in found:
        counts.setdefault(reason, {})[channel or Channel.COUNTER] = count
        back[reason] = back.get(reason, 0) + taken_back
    words = {None: FIRST_ISSUE} | dict(REASON_WORDS)
    return [DayRow(word, counts.get(reason, {}), back.get(reason, 0)) for reason, word in words.items()]


def _papers(day: date) -> list[DayRow]:
    """Counted in one statement, each with a row of its own."""
    start, end = clock.hours_of(day)
    certificates = select(literal("certificate").label("paper"), Certificate.channel).where(
        Certificate.issued_at >= start, Certificate.issued_at < end
    )
    is_given = case((RecordCopy.ground.is_(None), "copy"), else_="refusal")
    copies = select(is_given, RecordCopy.channel).where(RecordCopy.issued_at >= start, RecordCopy.issued_at < end)
    every = union_all(certificates, copies).subquery()
    counts: dict[str, dict[Channel, int]] = {}
    for paper, channel, count in db.session().execute(
        select(every.c.paper, every.c.channel, func.count()).group_by(every.c.paper, every.c.channel)
    ):
        counts.setdefault(paper, {})[channel] = count
    return [DayRow(word, counts.get(paper, {})) for paper, word in PAPER_ROWS.items()]


def _steps(day: date) -> list[tuple[str, int]]:
    start, end = clock.hours_of(day)
    within = (VoucherEvent.at >= start, VoucherEvent.at < end, VoucherEvent.step.in_(TOLD_STEPS))
    of_reissue = VoucherEvent.why == REISSUED
    found = db.session().execute(select(VoucherEvent.step, func.count()).where(*within, ~of_reissue).group_by(VoucherEvent.step))
    counts = {step: count for step, count in found}  # noqa: C416
    return [(STEP_WORDS[step], counts.get(step, 0)) for step in TOLD_STEPS]


def _printings(day: date) -> tuple[int, int]:
    start, end = clock.hours_of(day)
    within = (VoucherPrint.printed_at >= start, VoucherPrint.printed_at < end)
    counts = select(func.count().filter(~VoucherPrint.again), func.count().filter(VoucherPrint.again)).where(*within)
    first, again = db.session().execute(counts).one()
    return first, again
