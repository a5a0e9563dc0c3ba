"""The words of a decision: how a document is decided, what a 起案 leads to, third parties, the disclosure itself, appeals. Pure."""

from enum import StrEnum

from portal.disclosures.rules import CaseKind


class Decision(StrEnum):
    """Of one document. 82条1項: FULL, PARTIAL; 82条2項: REFUSED, HIDDEN (81条), NOT_HELD; then 93条 and 101条."""

    FULL = "full"
    PARTIAL = "partial"
    REFUSED = "refused"
    HIDDEN = "hidden"
    NOT_HELD = "not_held"
    CORRECTED = "corrected"
    CORRECTED_PARTLY = "corrected_partly"
    NOT_CORRECTED = "not_corrected"
    STOPPED = "stopped"
    STOPPED_PARTLY = "stopped_partly"
    NOT_STOPPED = "not_stopped"


class Exemption(StrEnum):
    """法78条1項 as far as a city may use it: 4号 and 5号 are the state's and the prefecture's."""

    LIFE = "1"
    OTHERS = "2"
    COMPANY = "3"
    DELIBERATION = "6"
    AFFAIRS = "7"


class DraftKind(StrEnum):
    """What a 起案 leads to."""

    MENDING = "mending"
    GRANT = "grant"
    REFUSAL = "refusal"
    EXTENSION = "extension"
    SPECIAL = "special"
    CORRECTION = "correction"
    NO_CORRECTION = "no_correction"
    SUSPENSION = "suspension"
    NO_SUSPENSION = "no_suspension"


class DraftState(StrEnum):
    WAITING = "waiting"
    SENT_BACK = "sent_back"
    DECIDED = "decided"
    NOTIFIED = "notified"
    DROPPED = "dropped"


class DecisionClass(StrEnum):
    """決裁区分."""

    SECTION_CHIEF = "section_chief"
    DEPARTMENT_CHIEF = "department_chief"
    MAYOR = "mayor"


class ThirdArticle(StrEnum):
    """86条1項 (may be heard) or 2項 (must be)."""

    FIRST = "86-1"
    SECOND = "86-2"


class DoingWay(StrEnum):
    VIEW = "view"
    COPY = "copy"
    POSTED_COPY = "posted_copy"
    ELECTRONIC = "electronic"


class Ruling(StrEnum):
    """裁決."""

    DISMISSED = "dismissed"
    REJECTED = "rejected"
    UPHELD = "upheld"
    UPHELD_PARTLY = "upheld_partly"
    WITHDRAWN = "withdrawn"


class NoConsult(StrEnum):
    """法105条1項各号: when an appeal is not laid before the 審査会."""

    DISMISSAL = "dismissal"
    ALL_GRANTED = "all_granted"
    CORRECTION_GRANTED = "correction_granted"
    SUSPENSION_GRANTED = "suspension_granted"


class PaperKind(StrEnum):
    RECEIPT = "receipt"
    DRAFT_SHEET = "draft_sheet"
    NOTICE = "notice"


DECISION_WORDS = {
    Decision.FULL: "全部開示",
    Decision.PARTIAL: "部分開示",
    Decision.REFUSED: "不開示",
    Decision.HIDDEN: "存否応答拒否",
    Decision.NOT_HELD: "不存在",
    Decision.CORRECTED: "訂正する",
    Decision.CORRECTED_PARTLY: "一部を訂正する",
    Decision.NOT_CORRECTED: "訂正しない",
    Decision.STOPPED: "利用停止する",
    Decision.STOPPED_PARTLY: "一部を利用停止する",
    Decision.NOT_STOPPED: "利用停止しない",
}
EXEMPTION_WORDS = {
    Exemption.LIFE: "第1号(本人の生命・健康・生活・財産を害するおそれ)",
    Exemption.OTHERS: "第2号(本人以外の個人に関する情報)",
    Exemption.COMPANY: "第3号(法人等に関する情報)",
    Exemption.DELIBERATION: "第6号(審議・検討・協議に関する情報)",
    Exemption.AFFAIRS: "第7号(事務・事業に関する情報)",
}
# Which draft decides a document how.
DECISIONS_OF = {
    DraftKind.GRANT: (Decision.FULL, Decision.PARTIAL),
    DraftKind.REFUSAL: (Decision.REFUSED, Decision.HIDDEN, Decision.NOT_HELD),
    DraftKind.CORRECTION: (Decision.CORRECTED, Decision.CORRECTED_PARTLY),
    DraftKind.NO_CORRECTION: (Decision.NOT_CORRECTED,),
    DraftKind.SUSPENSION: (Decision.STOPPED, Decision.STOPPED_PARTLY),
    DraftKind.NO_SUSPENSION: (Decision.NOT_STOPPED,),
}
DECIDING_OF = {
    CaseKind.DISCLOSURE: (DraftKind.GRANT, DraftKind.REFUSAL),
    CaseKind.CORRECTION: (DraftKind.CORRECTION, DraftKind.NO_CORRECTION),
    CaseKind.SUSPENSION: (DraftKind.SUSPENSION, DraftKind.NO_SUSPENSION),
}
DRAFT_WORDS = {
    DraftKind.MENDING: "補正要求書",
    DraftKind.GRANT: "開示決定通知書",
    DraftKind.REFUSAL: "不開示決定通知書",
    DraftKind.EXTENSION: "期限延長通知書",
    DraftKind.SPECIAL: "期限特例延長通知書",
    DraftKind.CORRECTION: "訂正決定通知書",
    DraftKind.NO_CORRECTION: "不訂正決定通知書",
    DraftKind.SUSPENSION: "利用停止決定通知書",
    DraftKind.NO_SUSPENSION: "利用不停止決定通知書",
}
# What the portal sets itself; the others are made on the city's own form, and number and day recorded.
WITH_PAPER = (DraftKind.MENDING, DraftKind.GRANT, DraftKind.REFUSAL, DraftKind.EXTENSION, DraftKind.SPECIAL)
DRAFT_STATE_WORDS = {
    DraftState.WAITING: "決裁待ち",
    DraftState.SENT_BACK: "差戻し",
    DraftState.DECIDED: "決裁済(通知前)",
    DraftState.NOTIFIED: "通知済",
    DraftState.DROPPED: "取りやめ",
}
CLASS_WORDS = {
    DecisionClass.SECTION_CHIEF: "課長専決",
    DecisionClass.DEPARTMENT_CHIEF: "部長専決",
    DecisionClass.MAYOR: "市長決裁",
}
THIRD_WORDS = {ThirdArticle.FIRST: "86条1項(任意の照会)", ThirdArticle.SECOND: "86条2項(必ず照会)"}
DOING_WORDS = {
    DoingWay.VIEW: "閲覧",
    DoingWay.COPY: "写しの交付(窓口)",
    DoingWay.POSTED_COPY: "写しの送付",
    DoingWay.ELECTRONIC: "電子データ",
}
RULING_WORDS = {
    Ruling.DISMISSED: "却下",
    Ruling.REJECTED: "棄却",
    Ruling.UPHELD: "認容",
    Ruling.UPHELD_PARTLY: "一部認容",
    Ruling.WITHDRAWN: "審査請求の取下げ",
}
NO_CONSULT_WORDS = {
    NoConsult.DISMISSAL: "不適法で却下する(1号)",
    NoConsult.ALL_GRANTED: "全部を認容して全部を開示する(2号。反対意見書があるときを除く)",
    NoConsult.CORRECTION_GRANTED: "全部を認容して訂正する(3号)",
    NoConsult.SUSPENSION_GRANTED: "全部を認容して利用停止する(4号)",
}
