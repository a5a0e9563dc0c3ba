"""The words of a case: what is asked by whom, where it stands, how each document is decided (法76–108条; domain-privacy.md §2). Pure."""

from enum import StrEnum


class CaseKind(StrEnum):
    """The three requests of the law. 評価書: 訂正・削除 are CORRECTION, 目的外利用の中止 is SUSPENSION (domain-privacy.md §1)."""

    DISCLOSURE = "disclosure"
    CORRECTION = "correction"
    SUSPENSION = "suspension"


class Wish(StrEnum):
    """What a 訂正請求 (90条) or a 利用停止請求 (98条) asks for."""

    CORRECT = "correct"
    ADD = "add"
    DELETE = "delete"
    STOP_USE = "stop_use"
    ERASE = "erase"
    STOP_PROVISION = "stop_provision"


class StopGround(StrEnum):
    """法98条1項1号 (利用の停止・消去) or 2号 (提供の停止)."""

    FIRST = "first"
    SECOND = "second"


class Way(StrEnum):
    WINDOW = "window"
    POST = "post"


class RequesterKind(StrEnum):
    SELF = "self"
    LEGAL = "legal"
    AGENT = "agent"


class PersonStanding(StrEnum):
    """Why somebody else asks for the person."""

    MINOR = "minor"
    WARD = "ward"
    DELEGATING = "delegating"


class WishedForm(StrEnum):
    """求める開示の実施方法; may be left open."""

    VIEW = "view"
    COPY = "copy"
    POSTED_COPY = "posted_copy"
    ELECTRONIC = "electronic"


class CaseState(StrEnum):
    """MENDING: a 補正 is asked for and not answered. DECIDED: every document is, a notice is still to be sent. NOTIFIED: the disclosure
    itself, or the end, is still to come. LAPSED: nobody came within the 30 days, so that it must be asked for anew."""

    EXAMINING = "examining"
    MENDING = "mending"
    DECIDED = "decided"
    NOTIFIED = "notified"
    DONE = "done"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    CLOSED = "closed"


class ItemState(StrEnum):
    OPEN = "open"
    DRAFTED = "drafted"
    DECIDED = "decided"
    NOTIFIED = "notified"
    DONE = "done"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


class Scene(StrEnum):
    """When somebody proved who they are."""

    INTAKE = "intake"
    DOING = "doing"


class Whose(StrEnum):
    """The one who stands there, or the right to stand there for another."""

    REQUESTER = "requester"
    AUTHORITY = "authority"


class ProofKind(StrEnum):
    """Kinds of papers, never their numbers (R2-2)."""

    LICENCE = "licence"
    NUMBER_CARD = "number_card"
    INSURANCE = "insurance"
    RESIDENCE_CARD = "residence_card"
    OTHER_CARD = "other_card"
    CARD_COPY = "card_copy"
    RESIDENT_RECORD = "resident_record"
    FAMILY_REGISTER = "family_register"
    GUARDIAN_RECORD = "guardian_record"
    PROXY = "proxy"
    SEAL_RECORD = "seal_record"
    REPLY = "reply"


KIND_WORDS = {CaseKind.DISCLOSURE: "開示", CaseKind.CORRECTION: "訂正", CaseKind.SUSPENSION: "利用停止"}
WISHES = {
    CaseKind.DISCLOSURE: (),
    CaseKind.CORRECTION: (Wish.CORRECT, Wish.ADD, Wish.DELETE),
    CaseKind.SUSPENSION: (Wish.STOP_USE, Wish.ERASE, Wish.STOP_PROVISION),
}
WISH_WORDS = {
    Wish.CORRECT: "訂正",
    Wish.ADD: "追加",
    Wish.DELETE: "削除",
    Wish.STOP_USE: "利用の停止",
    Wish.ERASE: "消去",
    Wish.STOP_PROVISION: "提供の停止",
}
# The wording of the 評価書 (IV) on the form and the law's word for it.
WISH_IN_ASSESSMENT = {
    Wish.CORRECT: "訂正",
    Wish.ADD: "訂正",
    Wish.DELETE: "削除",
    Wish.STOP_USE: "目的外利用の中止",
    Wish.ERASE: "目的外利用の中止",
    Wish.STOP_PROVISION: "目的外利用の中止",
}
GROUND_WORDS = {StopGround.FIRST: "第1号(利用の停止・消去)", StopGround.SECOND: "第2号(提供の停止)"}
GROUND_OF = {Wish.STOP_USE: StopGround.FIRST, Wish.ERASE: StopGround.FIRST, Wish.STOP_PROVISION: StopGround.SECOND}
WAY_WORDS = {Way.WINDOW: "窓口", Way.POST: "郵送"}
REQUESTER_WORDS = {RequesterKind.SELF: "本人", RequesterKind.LEGAL: "法定代理人", RequesterKind.AGENT: "任意代理人"}
STANDING_WORDS = {
    PersonStanding.MINOR: "未成年者",
    PersonStanding.WARD: "成年被後見人",
    PersonStanding.DELEGATING: "任意代理人に委任した方",
}
FORM_WORDS = {
    WishedForm.VIEW: "閲覧",
    WishedForm.COPY: "写しの交付(窓口)",
    WishedForm.POSTED_COPY: "写しの送付",
    WishedForm.ELECTRONIC: "電子データ",
}
STATE_WORDS = {
    CaseState.EXAMINING: "審査中",
    CaseState.MENDING: "補正待ち",
    CaseState.DECIDED: "決定(通知前)",
    CaseState.NOTIFIED: "通知済",
    CaseState.DONE: "実施済",
    CaseState.LAPSED: "実施期限経過",
    CaseState.WITHDRAWN: "取下げ",
    CaseState.CANCELLED: "誤起票",
    CaseState.CLOSED: "完結",
}
ITEM_STATE_WORDS = {
    ItemState.OPEN: "審査中",
    ItemState.DRAFTED: "起案中",
    ItemState.DECIDED: "決定",
    ItemState.NOTIFIED: "通知済",
    ItemState.DONE: "実施済",
    ItemState.LAPSED: "実施期限経過",
    ItemState.WITHDRAWN: "取下げ",
}
PROOF_WORDS = {
    ProofKind.LICENCE: "運転免許証",
    ProofKind.NUMBER_CARD: "個人番号カード(表面)",
    ProofKind.INSURANCE: "資格確認書・被保険者証",
    ProofKind.RESIDENCE_CARD: "在留カード・特別永住者証明書",
    ProofKind.OTHER_CARD: "その他の本人確認書類",
    ProofKind.CARD_COPY: "本人確認書類の写し",
    ProofKind.RESIDENT_RECORD: "住民票の写し",
    ProofKind.FAMILY_REGISTER: "戸籍謄本",
    ProofKind.GUARDIAN_RECORD: "登記事項証明書(成年後見)",
    ProofKind.PROXY: "委任状",
    ProofKind.SEAL_RECORD: "印鑑登録証明書",
    ProofKind.REPLY: "本人への確認書の返信",
}
SCENE_WORDS = {Scene.INTAKE: "受付のとき", Scene.DOING: "実施のとき"}
WHOSE_WORDS = {Whose.REQUESTER: "請求者の本人確認", Whose.AUTHORITY: "代理人の資格"}
