"""申出 and 実施: who may receive what was granted, from which day, for how much, and until when it is waited for (法87条, 89条). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from portal.disclosures.clock_rules import Deadline
from portal.disclosures.decision_rules import DoingWay, DraftKind, DraftState
from portal.disclosures.rules import STATE_WORDS, CaseState
from portal.disclosures.state_rules import ENDED
from portal.text.wareki import format_date
from portal.vouchers.fee_rules import FeeFacts, PaperKind, Waiver, fee_on

BY_POST = (DoingWay.POSTED_COPY,)
COPIES = (DoingWay.COPY, DoingWay.POSTED_COPY)
NOT_A_GRANT = "実施するのは、開示の決定です。この決定に実施はありません。"
NOT_PROVEN = "請求者の本人確認が済んでいません。受付の本人確認(代理人なら資格も)を記録するまで、実施できません。"
NOT_PROVEN_AGAIN = "実施のときに、もう一度本人確認をします。確かめた書類を選んでください。"
NOT_REACHED = "通知書が届いた日が記録されていません。先に到達の日を記録してください。"
NOT_WISHED = "実施方法の申出がまだです。先に申出を記録してください。"
NOT_TOLD = "反対意見書を出した第三者への通知が、まだ記録されていません。決定の後、直ちに通知します(法86条3項)。"
NO_REGISTERED = "写しを送るときは、書留の引受番号を入れてください。"
NO_SHEETS = "写しの枚数(面数)を入れてください。"
NO_WAIVER_WORDS = "「その他の減免」のときは、根拠を短く入れてください。"
NO_PAID_DAY = "手数料の納付日を入れてください。納付の後に渡します。"
NEVER_POSTED = "送付ではないので、到達の日はありません。"


@dataclass(frozen=True)
class DoingFacts:
    """A grant that waits for its 実施.

    `proven_on`: identity at the intake; `wish_due`: the last day of the 申出, None while nothing has reached anybody;
    `first_day`: 86条3項, None when nobody objected; `untold`: somebody objected and was not told yet.
    """

    kind: DraftKind
    draft_state: DraftState
    case_state: CaseState
    notified_on: date | None = None
    reached_on: date | None = None
    proven_on: date | None = None
    wish_due: Deadline | None = None
    first_day: Deadline | None = None
    untold: bool = False
    wished_on: date | None = None
    done_on: date | None = None
    is_lapsed: bool = False


@dataclass(frozen=True)
class Done:
    """What was given. `proven_again`: papers were seen at the window, or came back with the post."""

    day: date
    way: DoingWay
    proven_again: bool
    mono_sheets: int = 0
    colour_sheets: int = 0
    waiver: Waiver | None = None
    waiver_words: str = ""
    paid_on: date | None = None
    registered_number: str = ""


@dataclass(frozen=True)
class Price:
    """手数料 of one page on a day (the city's table), and what the copies come to before a waiver."""

    mono: int
    colour: int

    def of(self, done: Done) -> int:
        if done.way not in COPIES:
            return 0
        return self.mono * done.mono_sheets + self.colour * done.colour_sheets


def price_on(fees: Iterable[FeeFacts], day: date) -> Price:
    """Free unless the table says an amount."""
    table = list(fees)
    return Price(fee_on(table, PaperKind.DISCLOSED_MONO, day), fee_on(table, PaperKind.DISCLOSED_COLOUR, day))


def why_not_wish(facts: DoingFacts) -> str | None:
    if reason := _why_not_at_all(facts):
        return reason
    return f"申出は{format_date(facts.wished_on)}に記録してあります。" if facts.wished_on else None


def why_not_wish_on(facts: DoingFacts, day: date, today: date, *, late_reason: str) -> str | None:
    """87条4項: within thirty days from the notice; later with a good reason."""
    if reason := why_not_wish(facts):
        return reason
    if day > today:
        return "申出の日が先の日です。申出書を受けた日を入れてください。"
    if facts.notified_on is not None and day < facts.notified_on:
        return f"申出の日が通知の日({format_date(facts.notified_on)})より前です。"
    due = facts.wish_due.day if facts.wish_due else None
    if due is not None and day > due and not late_reason.strip():
        return f"申出の期限({format_date(due)})を過ぎています。期限までにできなかった正当な理由があれば、それを入れてください。"
    return None


def why_not_do(facts: DoingFacts, today: date) -> str | None:
    """Before anything is typed: never without proven identity, never before the third party's two weeks are over."""
    if reason := _why_not_at_all(facts):
        return reason
    if facts.proven_on is None:
        return NOT_PROVEN
    if facts.untold:
        return NOT_TOLD
    if facts.wished_on is None:
        return NOT_WISHED
    if facts.first_day is not None and facts.first_day.day is not None and today < facts.first_day.day:
        return facts.first_day.words
    return None


def why_not_do_so(facts: DoingFacts, done: Done, today: date, price: Price) -> str | None:
    if reason := why_not_do(facts, today):
        return reason
    if done.day > today:
        return "実施の日が先の日です。実施した日に記録してください。"
    if facts.wished_on is not None and done.day < facts.wished_on:
        return f"実施の日が申出の日({format_date(facts.wished_on)})より前です。"
    if facts.first_day is not None and facts.first_day.day is not None and done.day < facts.first_day.day:
        return facts.first_day.words
    if missing := what_is_missing(done, price):
        return next(iter(missing.values()))
    return None


def only_what_is_given(done: Done) -> Done:
    """Without what the chosen way has no place for: typed before another way was chosen, and no longer on the screen."""
    if done.way not in BY_POST:
        done = replace(done, registered_number="")
    if done.way not in COPIES:
        return replace(done, mono_sheets=0, colour_sheets=0, waiver=None, waiver_words="", paid_on=None)
    return replace(done, paid_on=None) if done.waiver else replace(done, waiver_words="")


def what_is_missing(done: Done, price: Price) -> dict[str, str]:
    """By field, what still has to be said; empty when nothing."""
    missing = {} if done.proven_again else {"papers": NOT_PROVEN_AGAIN}
    if done.way in COPIES and not (done.mono_sheets or done.colour_sheets):
        missing["mono_sheets"] = NO_SHEETS
    if done.way in BY_POST and not done.registered_number.strip():
        missing["registered_number"] = NO_REGISTERED
    if done.waiver is Waiver.OTHER_GROUND and not done.waiver_words.strip():
        missing["waiver_words"] = NO_WAIVER_WORDS
    if price.of(done) and done.waiver is None and done.paid_on is None:
        missing["paid_on"] = NO_PAID_DAY
    return missing


def why_not_receive(way: DoingWay | None, done_on: date | None, reached_on: date | None) -> str | None:
    """The day on which a posted copy reached them: from it the ninety days run."""
    if done_on is None:
        return "まだ実施が記録されていません。"
    if way not in BY_POST:
        return NEVER_POSTED
    return f"到達は{format_date(reached_on)}と記録してあります。" if reached_on else None


def why_not_receive_on(done_on: date, day: date, today: date) -> str | None:
    if day > today:
        return "到達の日が先の日です。届いたことを確かめてから記録してください。"
    return f"到達の日が送付の日({format_date(done_on)})より前です。" if day < done_on else None


def why_not_lapse(facts: DoingFacts, today: date) -> str | None:
    """実施期限経過: nobody asked within the thirty days; whoever comes later asks anew."""
    if reason := _why_not_at_all(facts):
        return reason
    if facts.wished_on is not None:
        return "申出があるので、期限経過にはできません。"
    due = facts.wish_due.day if facts.wish_due else None
    if due is None:
        return NOT_REACHED
    return None if today > due else f"申出の期限は{format_date(due)}です。その翌日から期限経過にできます。"


def _why_not_at_all(facts: DoingFacts) -> str | None:
    if facts.kind is not DraftKind.GRANT:
        return NOT_A_GRANT
    if facts.case_state in ENDED:
        return f"この請求は{STATE_WORDS[facts.case_state]}です。"
    if facts.draft_state is not DraftState.NOTIFIED:
        return "通知書の発送・交付を記録した後に進みます。"
    if facts.done_on is not None:
        return f"{format_date(facts.done_on)}に実施しています。"
    if facts.is_lapsed:
        return "実施期限経過としてあります。もう一度開示を受けるには、新しい請求が要ります。"
    return NOT_REACHED if facts.reached_on is None else None
