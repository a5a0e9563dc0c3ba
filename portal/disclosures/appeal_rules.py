"""審査請求: filed, laid before the 審査会 (諮問), reported on (答申), ruled on (裁決); 法104–107条. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.disclosures.clock_rules import IsClosed, appeal_due
from portal.disclosures.decision_rules import DRAFT_STATE_WORDS, NO_CONSULT_WORDS, DraftState, NoConsult, Ruling
from portal.text.wareki import format_date


class AppealStep(StrEnum):
    """What is recorded of an appeal, in order. TELL: the parties learn of the 諮問 (105条2項)."""

    CONSULT = "consult"
    WAIVE = "waive"
    TELL = "tell"
    REPORT = "report"
    RULE = "rule"


APPEAL_STEP_WORDS = {
    AppealStep.CONSULT: "審査会に諮問した",
    AppealStep.WAIVE: "諮問を要しない",
    AppealStep.TELL: "諮問したことを当事者に通知した",
    AppealStep.REPORT: "答申を受けた",
    AppealStep.RULE: "裁決した",
}
NOT_CONSULTED = "先に諮問します。諮問を要しないときは、法105条1項各号のどれに当たるかを選んでください。"
# What may be ruled without the 審査会, by the ground on which it was not asked.
RULED_WITHOUT = {
    NoConsult.DISMISSAL: (Ruling.DISMISSED, Ruling.WITHDRAWN),
    NoConsult.ALL_GRANTED: (Ruling.UPHELD, Ruling.WITHDRAWN),
    NoConsult.CORRECTION_GRANTED: (Ruling.UPHELD, Ruling.WITHDRAWN),
    NoConsult.SUSPENSION_GRANTED: (Ruling.UPHELD, Ruling.WITHDRAWN),
}


@dataclass(frozen=True)
class AppealFacts:
    """`has_objection`: a third party objected to the disclosure, so that 105条1項2号 does not hold."""

    filed_on: date
    no_consult: NoConsult | None = None
    consulted_on: date | None = None
    told_on: date | None = None
    reported_on: date | None = None
    ruled_on: date | None = None
    has_objection: bool = False


def why_not_file(state: DraftState, decided_on: date | None, filed_on: date, today: date, *, is_open: bool = False) -> str | None:
    """Against a decision that was told (state of its draft). `is_open`: one against it waits for its ruling already."""
    if is_open:
        return "この決定に対する審査請求は、もう記録してあります。経過を記録してください。"
    if state is not DraftState.NOTIFIED or decided_on is None:
        return f"この決定は{DRAFT_STATE_WORDS[state]}です。審査請求は、通知した決定に対するものです。"
    if filed_on > today:
        return "審査請求の日が先の日です。"
    return "審査請求の日が決定の日より前です。" if filed_on < decided_on else None


def late_words(known_on: date | None, filed_on: date, is_closed: IsClosed) -> str:
    """An appeal that came late is recorded all the same: the ruling says what follows (行政不服審査法18条)."""
    if known_on is None:
        return ""
    due = appeal_due(known_on, is_closed)
    return f"期間({format_date(due.day)}まで)を過ぎています。" if due.day is not None and filed_on > due.day else ""


def why_not_step(facts: AppealFacts, step: AppealStep) -> str | None:
    """Each once, in the order of the law."""
    if facts.ruled_on is not None:
        return f"{format_date(facts.ruled_on)}に裁決しています。"
    is_decided = facts.consulted_on is not None or facts.no_consult is not None
    checks: dict[AppealStep, tuple[bool, str]] = {
        AppealStep.CONSULT: (is_decided, "諮問するかどうかは、もう決まっています。"),
        AppealStep.WAIVE: (is_decided, "諮問するかどうかは、もう決まっています。"),
        AppealStep.TELL: (facts.consulted_on is None or facts.told_on is not None, "諮問した後に、1回だけ記録します。"),
        AppealStep.REPORT: (facts.consulted_on is None or facts.reported_on is not None, "諮問した後に、1回だけ記録します。"),
        AppealStep.RULE: (not is_decided, NOT_CONSULTED),
    }
    is_shut, words = checks[step]
    if is_shut:
        return words
    if step is AppealStep.RULE and facts.consulted_on is not None and facts.reported_on is None:
        return "答申を受けてから裁決します。"
    return None


def why_not_step_so(facts: AppealFacts, step: AppealStep, day: date, today: date, *, ground: NoConsult | None = None) -> str | None:
    """`ground`: of WAIVE. 105条1項2号 does not hold where a third party objected."""
    if reason := why_not_step(facts, step):
        return reason
    if day > today:
        return "先の日は記録できません。"
    if day < max(each for each in (facts.filed_on, facts.consulted_on, facts.reported_on) if each is not None):
        return "前の手続の日より前の日です。日付を確かめてください。"
    if step is AppealStep.WAIVE and ground is None:
        return NOT_CONSULTED
    if step is AppealStep.WAIVE and ground is NoConsult.ALL_GRANTED and facts.has_objection:
        return "反対意見書が出ているので、2号には当たりません。諮問してください。"
    return None


def why_not_rule(facts: AppealFacts, ruling: Ruling | None) -> str | None:
    """Without the 審査会 only what the ground allows."""
    if ruling is None:
        return "裁決の内容を選んでください。"
    if facts.no_consult is not None and ruling not in RULED_WITHOUT[facts.no_consult]:
        return f"「{NO_CONSULT_WORDS[facts.no_consult]}」として諮問しなかったので、この裁決はできません。"
    return None
