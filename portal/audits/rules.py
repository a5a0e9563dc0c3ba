"""What an audit run asks, when it may be signed, and what becomes of a finding (R5-2). Pure; a refusal is the sentence the screen shows."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import zip_longest

from portal.text.wareki import format_date

REIWA = 2018
ALL_SECTIONS = "すべての課"
LONGEST_DAYS = 366
NEEDS_NOTE = "「指摘あり」「対象なし」にするときは、見たことを書いてください。"
SIGNED = "この監査は署名が済んでいます。点検の内容は変えられません。追加で確かめるときは、新しい監査を始めてください。"


class RunKind(StrEnum):
    YEARLY = "yearly"
    AD_HOC = "ad_hoc"


class Answer(StrEnum):
    GOOD = "good"
    FINDING = "finding"
    NOT_APPLICABLE = "not_applicable"


class Point(StrEnum):
    """What is looked at, in the order of the check sheet."""

    VOLUME = "volume"
    NOT_CLOSED = "not_closed"
    NOT_ERASED = "not_erased"
    LATE_RETURN = "late_return"
    SAME_PERSON = "same_person"
    UNUSUAL_HOURS = "unusual_hours"
    DEPUTY_UNREAD = "deputy_unread"
    BEYOND_LEAVE = "beyond_leave"
    ANOMALY = "anomaly"
    ENCRYPTION = "encryption"
    LOST = "lost"
    MEDIA_UNSEEN = "media_unseen"
    MEDIA_EXPIRED = "media_expired"
    CORRECTIONS = "corrections"
    CABINET = "cabinet"
    SAMPLE = "sample"
    PROCEDURE = "procedure"


class FindingState(StrEnum):
    OPEN = "open"
    MENDED = "mended"
    DONE = "done"


RUN_KIND_WORDS = {RunKind.YEARLY: "定期(年1回)", RunKind.AD_HOC: "随時"}
ANSWER_WORDS = {Answer.GOOD: "適正", Answer.FINDING: "指摘あり", Answer.NOT_APPLICABLE: "対象なし"}
ANSWER_MARKS = {Answer.GOOD: "ok", Answer.FINDING: "late", Answer.NOT_APPLICABLE: "past"}
FINDING_WORDS = {FindingState.OPEN: "是正待ち", FindingState.MENDED: "是正済・確認待ち", FindingState.DONE: "完了"}
FINDING_MARKS = {FindingState.OPEN: "care", FindingState.MENDED: "wait", FindingState.DONE: "done"}
# The question, and the promise that it looks after.
QUESTIONS: dict[Point, tuple[str, str]] = {
    Point.VOLUME: ("使用・持出・受入の件数と人数は、業務の内容に見合っているか", "M-2"),
    Point.NOT_CLOSED: ("期間を過ぎて完結していない記録はないか", "M-2"),
    Point.NOT_ERASED: ("消去・廃棄の確認が済んでいない複製はないか", "M-5"),
    Point.LATE_RETURN: ("返却予定を過ぎて返却されたものはないか", "M-5"),
    Point.SAME_PERSON: ("申請した人と渡した人、返した人と受け取った人は別か", "M-3"),
    Point.UNUSUAL_HOURS: ("時間外・休日の貸出と持出に、理由があるか", "M-2"),
    Point.DEPUTY_UNREAD: ("代決は後閲が済んでいるか", "M-3"),
    Point.BEYOND_LEAVE: ("許可を超えた複製はないか", "R3-5"),
    Point.ANOMALY: ("記録された異常は、処理されているか", "M-2"),
    Point.ENCRYPTION: ("個人情報は暗号化して持ち出されているか", "M-4"),
    Point.LOST: ("紛失した媒体・複製はないか。報告は済んでいるか", "M-1"),
    Point.MEDIA_UNSEEN: ("棚卸で確認されていない媒体はないか", "M-1"),
    Point.MEDIA_EXPIRED: ("許可期間の切れた媒体は使われていないか", "M-1"),
    Point.CORRECTIONS: ("管理簿の訂正に、理由があるか", "M-6"),
    Point.CABINET: ("保管庫は施錠され、鍵の管理者が決まっているか(現地で見る)", "M-1"),
    Point.SAMPLE: ("抜き取った5件の記録は、実物・相手方の記録と合うか(現地で見る)", "M-2"),
    Point.PROCEDURE: ("職員は、申請から消去までの手順を説明できるか(聞き取り)", "M-5"),
}


@dataclass(frozen=True)
class Fact:
    """What the ledgers say to a point: a sentence, and the numbers of the lines behind it; `calls`: it asks to be looked into.
    `public_ids`: the line or medium of each number, in the same order; none in facts that were kept before they were."""

    words: str
    numbers: tuple[str, ...] = ()
    calls: bool = False
    public_ids: tuple[str, ...] = ()

    @property
    def named(self) -> list[tuple[str, str]]:
        """Each number with its public id, "" where none was kept."""
        return list(zip_longest(self.numbers, self.public_ids[: len(self.numbers)], fillvalue=""))


@dataclass(frozen=True)
class PointFacts:
    """A point of a run as far as it has come."""

    point: Point
    answer: Answer | None
    findings: int


@dataclass(frozen=True)
class FindingSaid:
    """What the auditor writes of a finding. `section_id`: who mends it, in a run over all sections."""

    words: str
    measure: str
    due_on: date
    section_id: int


@dataclass(frozen=True)
class FindingFacts:
    state: FindingState
    due_on: date
    mended_by: int | None = None


def run_number(fiscal_year: int, running: int) -> str:
    """監8-01."""
    return f"監{fiscal_year - REIWA}-{running:02}"


def why_not_period(first: date, last: date, today: date) -> str | None:
    if first > last:
        return "対象期間の終わりが始まりより前になっています。"
    if last > today:
        return f"対象期間は今日({format_date(today)})までにしてください。まだ来ていない日は監査できません。"
    if (last - first).days > LONGEST_DAYS:
        return "対象期間は1年までにしてください。"
    return None


def why_not_answer(*, is_signed: bool, answer: Answer, note: str) -> str | None:
    if is_signed:
        return SIGNED
    if answer is not Answer.GOOD and not note.strip():
        return NEEDS_NOTE
    return None


def why_not_add_finding(*, is_signed: bool, answer: Answer | None, due_on: date, today: date) -> str | None:
    if is_signed:
        return SIGNED
    if answer is not Answer.FINDING:
        return "先に、この点を「指摘あり」にしてください。"
    if due_on <= today:
        return "是正の期限は明日以降の日にしてください。"
    return None


def why_not_sign(points: Collection[PointFacts], *, is_signed: bool) -> str | None:
    """Every point answered, and every 「指摘あり」 with a finding that somebody can mend."""
    if is_signed:
        return "この監査は、もう署名が済んでいます。"
    left = [each for each in points if each.answer is None]
    if left:
        return f"まだ答えていない点が{len(left)}件あります。すべて答えてから署名してください。"
    bare = [each for each in points if each.answer is Answer.FINDING and not each.findings]
    if bare:
        return f"「指摘あり」のうち{len(bare)}件に、指摘(是正と期限)が書かれていません。"
    return None


def why_not_mend(finding: FindingFacts) -> str | None:
    if finding.state is FindingState.DONE:
        return "この指摘は完了しています。"
    if finding.state is FindingState.MENDED:
        return "是正はもう報告され、監査担当の確認を待っています。"
    return None


def why_not_confirm(finding: FindingFacts, person: int) -> str | None:
    """Confirming and handing back alike: by another person than the one who mended."""
    if finding.state is FindingState.DONE:
        return "この指摘は完了しています。"
    if finding.state is FindingState.OPEN:
        return "是正がまだ報告されていません。"
    if finding.mended_by == person:
        return "自分が報告した是正は、自分で確認できません。"
    return None


def late_days(finding: FindingFacts, today: date) -> int:
    """Days since the limit of a finding that is not done; nought within it."""
    return max(0, (today - finding.due_on).days) if finding.state is not FindingState.DONE else 0
