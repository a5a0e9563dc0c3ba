"""The words of the media ledgers: what a line is about, where it stands, how a copy ends, and their Japanese (M-1..M-6). Pure."""

from enum import StrEnum


class Kind(StrEnum):
    """What happens to the data: worked with inside the room, taken out of it, or brought in."""

    USE = "use"
    TAKE_OUT = "take_out"
    BRING_IN = "bring_in"


class Thing(StrEnum):
    """What the data are on."""

    MEDIUM = "medium"
    PAPERS = "papers"
    TERMINAL = "terminal"


class State(StrEnum):
    """Where a line stands. "Expired" and "late" follow from the clock and are not stored."""

    ASKED = "asked"
    SENT_BACK = "sent_back"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    APPROVED = "approved"
    HANDED = "handed"
    RETURNED = "returned"
    CLOSED = "closed"


class Decision(StrEnum):
    """What one who signs may say."""

    APPROVE = "approve"
    SEND_BACK = "send_back"
    REFUSE = "refuse"


class Step(StrEnum):
    """In whose name a signature stands: the requester's own chief, the chief whose data they are, the chief above."""

    OWN_CHIEF = "own_chief"
    HOLDER = "holder"
    ABOVE = "above"


class Encryption(StrEnum):
    """How the data are kept from a finder (M-4)."""

    HARDWARE = "hardware"
    ZIP_AES256 = "zip_aes256"
    SOFTWARE = "software"
    PASSWORD = "password"
    NONE = "none"


class CopyKind(StrEnum):
    """A place where the data lie because of this line; each needs an end of its own."""

    STICK = "stick"
    TERMINAL = "terminal"
    UNPACKED = "unpacked"
    PAPERS = "papers"
    DEVICE = "device"
    BROUGHT = "brought"
    OTHER = "other"


class How(StrEnum):
    """How a copy ended."""

    ERASED = "erased"
    DESTROYED = "destroyed"
    SHREDDED = "shredded"
    DELIVERED = "delivered"
    PUT_BACK = "put_back"
    SENT_BACK = "sent_back"
    FILED = "filed"
    LOST = "lost"


class MediumKind(StrEnum):
    USB = "usb"
    DISK = "disk"
    OPTICAL = "optical"
    SD = "sd"
    TAPE = "tape"


class Condition(StrEnum):
    """What is stored of a medium; lent, out and waiting for erasure follow from its lines."""

    USABLE = "usable"
    BROKEN = "broken"
    IN_REPAIR = "in_repair"
    LOST = "lost"
    DISPOSED = "disposed"


class Standing(StrEnum):
    """What the ledger shows of a medium."""

    FREE = "free"
    LENT = "lent"
    OUT = "out"
    TO_ERASE = "to_erase"
    BROKEN = "broken"
    IN_REPAIR = "in_repair"
    LOST = "lost"
    DISPOSED = "disposed"


class PlaceKind(StrEnum):
    """What kind of destination stands in the maintained list (R5-3)."""

    NATIONAL = "national"
    PREFECTURE = "prefecture"
    CLINIC = "clinic"
    CONTRACTOR = "contractor"
    VENUE = "venue"
    OWN_OFFICE = "own_office"
    OTHER_SECTION = "other_section"
    OTHER = "other"


class Employer(StrEnum):
    CITY = "city"
    CONTRACTOR = "contractor"


class Travel(StrEnum):
    """How the passphrase reaches whoever opens the archive: never with the medium."""

    BY_MOUTH = "by_mouth"
    BY_TELEPHONE = "by_telephone"
    BY_SEALED_LETTER = "by_sealed_letter"
    AGREED_BEFORE = "agreed_before"


KIND_WORDS = {Kind.USE: "使用", Kind.TAKE_OUT: "持出", Kind.BRING_IN: "受入"}
KIND_HELP = {
    Kind.USE: "執務室の中で使います",
    Kind.TAKE_OUT: "執務室の外へ持ち出します(庁舎内の移動も含みます)",
    Kind.BRING_IN: "外から持ち込まれたものを受け入れます",
}
THING_WORDS = {Thing.MEDIUM: "媒体", Thing.PAPERS: "書類", Thing.TERMINAL: "端末"}
STATE_WORDS = {
    State.ASKED: "承認待ち",
    State.SENT_BACK: "差戻し",
    State.REFUSED: "不承認",
    State.WITHDRAWN: "取下げ",
    State.APPROVED: "承認済",
    State.HANDED: "使用中・持出中",
    State.RETURNED: "返却済・確認待ち",
    State.CLOSED: "完結",
}
# The shapes of templates/components/state.html.
STATE_MARKS = {
    State.ASKED: "wait",
    State.SENT_BACK: "care",
    State.REFUSED: "void",
    State.WITHDRAWN: "done",
    State.APPROVED: "ok",
    State.HANDED: "now",
    State.RETURNED: "wait",
    State.CLOSED: "done",
}
EXPIRED_WORD = "期限切れ"
DECISION_WORDS = {Decision.APPROVE: "承認", Decision.SEND_BACK: "差戻し", Decision.REFUSE: "不承認"}
DECISION_MARKS = {Decision.APPROVE: "ok", Decision.SEND_BACK: "care", Decision.REFUSE: "void"}
STEP_WORDS = {Step.OWN_CHIEF: "申請者の所属長", Step.HOLDER: "情報を保有する課の所属長", Step.ABOVE: "上位の所属長"}
ENCRYPTION_WORDS = {
    Encryption.HARDWARE: "媒体の暗号化機能(AES256)",
    Encryption.ZIP_AES256: "暗号化したZIP(AES256)",
    Encryption.SOFTWARE: "暗号化ソフト",
    Encryption.PASSWORD: "パスワードのみ",
    Encryption.NONE: "なし",
}
# What the rule on leaks takes for a strong encryption (規則43条; domain-privacy §3.1): a lost medium with it need not be reported.
STRONG = frozenset({Encryption.HARDWARE, Encryption.ZIP_AES256})
COPY_WORDS = {
    CopyKind.STICK: "媒体の中",
    CopyKind.TERMINAL: "作業端末",
    CopyKind.UNPACKED: "展開先",
    CopyKind.PAPERS: "書類",
    CopyKind.DEVICE: "持ち出した端末の中",
    CopyKind.BROUGHT: "持ち込まれたもの",
    CopyKind.OTHER: "その他の場所",
}
HOW_WORDS = {
    How.ERASED: "消去",
    How.DESTROYED: "物理破壊",
    How.SHREDDED: "細断・溶解",
    How.DELIVERED: "相手に引き渡した",
    How.PUT_BACK: "元の場所に戻した",
    How.SENT_BACK: "持ち込んだ方に返した",
    How.FILED: "文書として保存した",
    How.LOST: "紛失",
}
MEDIUM_KIND_WORDS = {
    MediumKind.USB: "USBメモリ",
    MediumKind.DISK: "外付けディスク",
    MediumKind.OPTICAL: "光ディスク",
    MediumKind.SD: "SDカード",
    MediumKind.TAPE: "テープ",
}
CONDITION_WORDS = {
    Condition.USABLE: "利用可",
    Condition.BROKEN: "故障",
    Condition.IN_REPAIR: "修理中",
    Condition.LOST: "紛失",
    Condition.DISPOSED: "廃棄",
}
STANDING_WORDS = {
    Standing.FREE: "利用可",
    Standing.LENT: "貸出中",
    Standing.OUT: "持出中",
    Standing.TO_ERASE: "消去待ち",
    Standing.BROKEN: "故障",
    Standing.IN_REPAIR: "修理中",
    Standing.LOST: "紛失",
    Standing.DISPOSED: "廃棄",
}
STANDING_MARKS = {
    Standing.FREE: "ok",
    Standing.LENT: "now",
    Standing.OUT: "now",
    Standing.TO_ERASE: "care",
    Standing.BROKEN: "void",
    Standing.IN_REPAIR: "wait",
    Standing.LOST: "stop",
    Standing.DISPOSED: "done",
}
PLACE_WORDS = {
    PlaceKind.NATIONAL: "国・国のシステム",
    PlaceKind.PREFECTURE: "県",
    PlaceKind.CLINIC: "医療機関",
    PlaceKind.CONTRACTOR: "委託先",
    PlaceKind.VENUE: "接種会場",
    PlaceKind.OWN_OFFICE: "同じ課の別の執務室",
    PlaceKind.OTHER_SECTION: "市の他の課",
    PlaceKind.OTHER: "その他",
}
EMPLOYER_WORDS = {Employer.CITY: "職員", Employer.CONTRACTOR: "委託先"}
TRAVEL_WORDS = {
    Travel.BY_MOUTH: "会って口頭で伝える",
    Travel.BY_TELEPHONE: "電話で伝える",
    Travel.BY_SEALED_LETTER: "別の封書で送る",
    Travel.AGREED_BEFORE: "前もって取り決めた方法",
}
