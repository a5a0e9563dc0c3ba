"""The words of a slip: how an inquiry came, who asks, what it is about, where it stands (D-3; domain-privacy.md §5.2). Pure."""

from enum import StrEnum

LONGEST_TEXT = 20_000


class SlipChannel(StrEnum):
    COUNTER = "counter"
    PHONE = "phone"
    MAIL = "mail"
    POST = "post"
    FAX = "fax"


class Relation(StrEnum):
    """What the caller says to be to the person in question; nobody has proven it."""

    SELF = "self"
    FAMILY = "family"
    AGENT = "agent"
    FACILITY = "facility"
    AUTHORITY = "authority"
    OTHER = "other"
    UNKNOWN = "unknown"


class Category(StrEnum):
    HANDLING = "handling"
    COMPLAINT = "complaint"
    DISCLOSURE = "disclosure"
    LEAK = "leak"
    OTHER = "other"


class Urgency(StrEnum):
    NORMAL = "normal"
    URGENT = "urgent"


class SlipState(StrEnum):
    """BLANK: a number printed in advance for an outage, not filled in yet."""

    BLANK = "blank"
    OPEN = "open"
    WAITING = "waiting"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Result(StrEnum):
    ANSWERED = "answered"
    PASSED_ON = "passed_on"
    REQUEST = "request"
    DUPLICATE = "duplicate"
    NO_ANSWER = "no_answer"


class EntryKind(StrEnum):
    """What a line of the 対応の記録 is. TYPED_BESIDE: what somebody typed while another changed the same field."""

    STARTED = "started"
    NOTED = "noted"
    CALLED = "called"
    NOT_REACHED = "not_reached"
    HANDED = "handed"
    WAITS = "waits"
    RESUMED = "resumed"
    ATTACHED = "attached"
    DETACHED = "detached"
    LINKED = "linked"
    BECAME_CASE = "became_case"
    TYPED_BESIDE = "typed_beside"
    CLOSED = "closed"
    REOPENED = "reopened"
    REVIEWED = "reviewed"
    CANCELLED = "cancelled"
    FILLED = "filled"


CHANNEL_WORDS = {
    SlipChannel.PHONE: "電話",
    SlipChannel.COUNTER: "来庁",
    SlipChannel.MAIL: "メール",
    SlipChannel.POST: "郵送",
    SlipChannel.FAX: "FAX",
}
RELATION_WORDS = {
    Relation.SELF: "本人と名乗る",
    Relation.FAMILY: "家族",
    Relation.AGENT: "代理人",
    Relation.FACILITY: "医療機関・施設",
    Relation.AUTHORITY: "官公署",
    Relation.OTHER: "その他",
    Relation.UNKNOWN: "分からない",
}
CATEGORY_WORDS = {
    Category.HANDLING: "取扱い",
    Category.COMPLAINT: "苦情",
    Category.DISCLOSURE: "開示等の案内",
    Category.LEAK: "漏えい疑い",
    Category.OTHER: "その他",
}
URGENCY_WORDS = {Urgency.NORMAL: "ふつう", Urgency.URGENT: "急ぎ"}
STATE_WORDS = {
    SlipState.BLANK: "停止時の用紙",
    SlipState.OPEN: "対応中",
    SlipState.WAITING: "返事待ち",
    SlipState.CLOSED: "完結",
    SlipState.CANCELLED: "誤起票",
}
RESULT_WORDS = {
    Result.ANSWERED: "回答した",
    Result.PASSED_ON: "ほかの窓口を案内した",
    Result.REQUEST: "開示等の請求として受けた",
    Result.DUPLICATE: "ほかの受付票と同じ問合せ",
    Result.NO_ANSWER: "回答を要しない",
}
ENTRY_WORDS = {
    EntryKind.STARTED: "受け付けた",
    EntryKind.NOTED: "対応",
    EntryKind.CALLED: "折り返した",
    EntryKind.NOT_REACHED: "折り返したが出なかった",
    EntryKind.HANDED: "引き継いだ",
    EntryKind.WAITS: "返事を待つ",
    EntryKind.RESUMED: "対応を再開した",
    EntryKind.ATTACHED: "住民を結び付けた",
    EntryKind.DETACHED: "住民の結び付けを外した",
    EntryKind.LINKED: "関係する受付票",
    EntryKind.BECAME_CASE: "開示等の請求として受けた",
    EntryKind.TYPED_BESIDE: "同時に入力された文",
    EntryKind.CLOSED: "完結",
    EntryKind.REOPENED: "再び開いた",
    EntryKind.REVIEWED: "供覧",
    EntryKind.CANCELLED: "誤起票",
    EntryKind.FILLED: "停止時の用紙から入力した",
}
