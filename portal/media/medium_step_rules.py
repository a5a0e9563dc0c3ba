"""What may be done with a medium itself: broken, repaired, lost, found, disposed of (M-1, M-5). Pure; a refusal is a sentence."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from portal.media.medium_rules import MediumFacts
from portal.media.rules import CONDITION_WORDS, Condition
from portal.text.wareki import format_date, format_datetime


class MediumStep(StrEnum):
    """What is told of a medium on its page."""

    REGISTER = "register"
    CHANGE = "change"
    BREAK = "break"
    REPAIR = "repair"
    MEND = "mend"
    DISPOSE = "dispose"
    LOSE = "lose"
    FIND = "find"
    WIPE = "wipe"
    RENEW = "renew"
    REFUSE_RENEWAL = "refuse_renewal"


class Destroying(StrEnum):
    """How a medium is disposed of so that nothing can be read from it."""

    CRUSHED = "crushed"
    PUNCHED = "punched"
    SHREDDED = "shredded"
    DEGAUSSED = "degaussed"
    BY_CONTRACTOR = "by_contractor"
    RETURNED_TO_LESSOR = "returned_to_lessor"


STEP_WORDS = {
    MediumStep.REGISTER: "台帳に登録",
    MediumStep.CHANGE: "登録内容の変更",
    MediumStep.BREAK: "故障",
    MediumStep.REPAIR: "修理に出した",
    MediumStep.MEND: "使えるように戻した",
    MediumStep.DISPOSE: "廃棄",
    MediumStep.LOSE: "紛失",
    MediumStep.FIND: "見つかった",
    MediumStep.WIPE: "消去して利用に戻した",
    MediumStep.RENEW: "年度更新の承認",
    MediumStep.REFUSE_RENEWAL: "年度更新の不承認",
}
DESTROYING_WORDS = {
    Destroying.CRUSHED: "破砕",
    Destroying.PUNCHED: "穴あけ",
    Destroying.SHREDDED: "細断",
    Destroying.DEGAUSSED: "磁気消去",
    Destroying.BY_CONTRACTOR: "業者による処分",
    Destroying.RETURNED_TO_LESSOR: "リース元への返却(消去証明つき)",
}
WITH_CERTIFICATE = (Destroying.BY_CONTRACTOR, Destroying.RETURNED_TO_LESSOR)
NO_CERTIFICATE = "業者やリース元に任せるときは、証明書の番号を入れてください。証明書を受け取ってから記録します。"
OWN_WITNESS = "立会者は、記録する本人とは別の職員を選んでください。"
TAKEN = "同じメーカー・製造番号の媒体が{taken_by}として登録されています。番号を確かめてください。"
FUTURE = "まだ来ていない日時です。日時を確かめてください。"
ALREADY = {
    Condition.BROKEN: "故障として記録されています",
    Condition.IN_REPAIR: "修理に出ています",
    Condition.LOST: "紛失として記録されています",
    Condition.DISPOSED: "廃棄が記録されています",
}


@dataclass(frozen=True)
class LossFacts:
    """The loss of a medium that is lost: whether it has turned up, and when it was noted."""

    noted_at: datetime
    found_at: datetime | None = None


def why_not_register(*, first: date, last: date, last_of_year: date, today: date, taken_by: str = "") -> str | None:
    """`taken_by`: the number of the medium with the same maker and serial; `last_of_year`: 31 March of the year in which `first` lies."""
    if taken_by:
        return TAKEN.format(taken_by=taken_by)
    if last < first:
        return "許可の終わりの日が始まりの日より前です。日付を確かめてください。"
    if last > last_of_year:
        return f"許可期間は年度の終わり({format_date(last_of_year)})までです。次の年度は「年度更新」で所属長の承認を受けます。"
    return "許可の終わりの日が過ぎています。今日から後の日にしてください。" if last < today else None


def why_not_change(medium: MediumFacts) -> str | None:
    if medium.condition is Condition.DISPOSED:
        return f"{medium.shown}は廃棄が記録されています。登録内容は変えられません。"
    return None


def why_not_break(medium: MediumFacts) -> str | None:
    if medium.condition is not Condition.USABLE:
        return _is_already(medium)
    return _is_out(medium, "故障")


def why_not_repair(medium: MediumFacts) -> str | None:
    """Nothing that can still be read leaves the office in the hands of a repairer."""
    if medium.condition is Condition.USABLE:
        return "使える状態です。修理に出すのは、故障を記録してからです。"
    if medium.condition is not Condition.BROKEN:
        return _is_already(medium)
    if medium.unwiped:
        return f"{medium.unwiped}の情報が残っています。残したまま修理には出せません。消去か物理破壊と、その確認を先に記録してください。"
    return None


def why_not_mend(medium: MediumFacts) -> str | None:
    if medium.condition in (Condition.BROKEN, Condition.IN_REPAIR):
        return None
    return "いま使える状態です。" if medium.condition is Condition.USABLE else _is_already(medium)


def why_not_dispose(medium: MediumFacts) -> str | None:
    """Disposed of only when nothing is on it: the erasure and its confirmation come first (M-5)."""
    if medium.condition is Condition.IN_REPAIR:
        return f"{medium.shown}は修理に出ています。戻ったことを記録してから廃棄してください。"
    if medium.condition in (Condition.LOST, Condition.DISPOSED):
        return _is_already(medium)
    if medium.out_with:
        return _is_out(medium, "廃棄")
    if medium.unwiped:
        return f"{medium.unwiped}の情報が残っています。消去か物理破壊と、その確認を先に記録してください。"
    return None


def why_not_disposal(*, how: Destroying, certificate: str, disposed_on: date, registered_on: date, today: date) -> str | None:
    if how in WITH_CERTIFICATE and not certificate.strip():
        return NO_CERTIFICATE
    if disposed_on > today:
        return FUTURE
    return "登録した日より前に廃棄したことになっています。日付を確かめてください。" if disposed_on < registered_on else None


def why_not_witness(witness_id: int, person: int) -> str | None:
    return OWN_WITNESS if witness_id == person else None


def why_not_lose(medium: MediumFacts) -> str | None:
    """Wherever it is: a loss is noted at once, by whoever knows of it."""
    return _is_already(medium) if medium.condition in (Condition.LOST, Condition.DISPOSED) else None


def why_not_known(known_at: datetime, now: datetime) -> str | None:
    return FUTURE if known_at > now else None


def why_not_find(medium: MediumFacts, loss: LossFacts | None) -> str | None:
    if medium.condition is not Condition.LOST or loss is None:
        return "紛失として記録されていません。"
    if loss.found_at is not None:
        return f"見つかったことは、もう記録されています({format_datetime(loss.found_at)})。"
    return None


def why_not_wipe(medium: MediumFacts, loss: LossFacts | None) -> str | None:
    """A medium that was out of sight is used again only after it was erased before a witness."""
    if medium.condition is not Condition.LOST or loss is None:
        return "紛失として記録されていません。使った後の消去は、申請の画面で記録します。"
    if loss.found_at is None:
        return "まだ見つかっていません。見つかったことを先に記録してください。"
    return None


def _is_already(medium: MediumFacts) -> str:
    return f"{medium.shown}は{ALREADY.get(medium.condition, CONDITION_WORDS[medium.condition])}。"


def _is_out(medium: MediumFacts, word: str) -> str | None:
    if medium.out_with:
        return f"{medium.out_with}で出ています。返却を受け取ってから{word}を記録してください。出たまま失ったときは「紛失」です。"
    return None
