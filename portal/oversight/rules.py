"""What an auditor may ask of the records, and how it is said back. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from portal.audit.event_words import EVENT_WORDS
from portal.audit.events import Event
from portal.residents.rules import RECORD_STATE_WORDS, RecordState
from portal.text.wareki import format_date, format_datetime

COUNTED_EXACTLY = 1_000
EXPORTED_AT_MOST = 100_000
VERIFIED_IN_A_REQUEST = 200_000
REFUSED = (Event.REQUEST_REFUSE, Event.RECORD_MISS, Event.SESSION_REFUSE, Event.PROOF_REFUSE)
OPENED = (
    Event.RESIDENT_OPEN,
    Event.PROTECTED_OPEN,
    Event.VOUCHER_REVIEW,
    Event.CONFIRMATION_SHOW,
    Event.CHANGES_SHOW,
    Event.PAST_SHOW,
    Event.CONTACT_REVIEW,
)
ANY_REFUSAL = "refused"
ANY_REFUSAL_WORDS = "断った操作(すべて)"

NOTHING_ASKED = "探す条件を1つ以上入れてください。今日の分だけなら「今日の記録」を押してください。"
TOO_WIDE = "{what}で探すときは、期間の始まり・見られた方・職員のどれかも入れてください(記録の全体を読まずに済みます)。"
TOO_MANY_TO_EXPORT = f"当てはまる記録が{EXPORTED_AT_MOST:,}件を超えます。期間を短く区切って、分けて書き出してください。"


class QuickView(StrEnum):
    """The questions an auditor asks most, one button each."""

    TODAY = "today"
    PROTECTED = "protected"
    REFUSED = "refused"
    AFTER_HOURS = "after_hours"


QUICK_WORDS = {
    QuickView.TODAY: "今日の記録",
    QuickView.PROTECTED: "支援措置の方を開いた記録",
    QuickView.REFUSED: "断った操作",
    QuickView.AFTER_HOURS: "時間外・土日の操作",
}
QUICK_DAYS = timedelta(days=30)


@dataclass(frozen=True)
class Asked:
    """A search as it was typed. `ends` is exclusive; person, staff and purpose are personal data and never leave sealed."""

    person: str = ""
    staff: str = ""
    event: str = ""
    begins: datetime | None = None
    ends: datetime | None = None
    purpose: str = ""
    protected: bool = False
    after_hours: bool = False

    @property
    def events(self) -> tuple[Event, ...]:
        if self.event == ANY_REFUSAL:
            return REFUSED
        return (Event(self.event),) if self.event else ()

    @property
    def event_words(self) -> str:
        if self.event == ANY_REFUSAL:
            return ANY_REFUSAL_WORDS
        return EVENT_WORDS[Event(self.event)] if self.event else ""


@dataclass(frozen=True)
class Person:
    """Somebody a record concerns: enough to know who it is, never where they live."""

    id: int
    number: str
    name: str
    protected: bool
    record_state: RecordState = RecordState.CURRENT

    @property
    def record_words(self) -> str:
        """Said beside a name whose record is found on no other screen."""
        return RECORD_STATE_WORDS[self.record_state]


@dataclass(frozen=True)
class Line:
    """One record as the list shows it; `staff_name` is empty for a program or an unknown name."""

    sequence: int
    at: datetime
    event: str
    staff_login: str
    staff_name: str
    section_name: str
    address: str
    visit_id: int | None
    purpose: str
    facts: str
    has_typed: bool
    subject_count: int
    hash: str
    named_ids: tuple[int, ...]
    people: tuple[Person, ...] = ()


def why_not_search(asked: Asked) -> str | None:
    """Nothing is listed before a criterion is given; a question no index answers needs one that does."""
    if asked == Asked():
        return NOTHING_ASKED
    is_narrow = bool(asked.begins or asked.person or asked.staff)
    if asked.purpose and not is_narrow:
        return TOO_WIDE.format(what="照会事由の語")
    if asked.after_hours and not is_narrow:
        return TOO_WIDE.format(what="時間外・土日")
    return None


def said_back(asked: Asked) -> list[tuple[str, str]]:
    """Every condition as a word and its value, for the screen alone."""
    last = asked.ends - timedelta(minutes=1) if asked.ends else None
    lines = [
        ("見られた方", f"宛名番号 {asked.person}" if asked.person else ""),
        ("職員", asked.staff),
        ("操作", asked.event_words),
        ("いつから", format_datetime(asked.begins) if asked.begins else ""),
        ("いつまで", format_datetime(last) if last else ""),
        ("照会事由", f"「{asked.purpose}」を含む" if asked.purpose else ""),
        ("対象", "支援措置の方を開いたもの" if asked.protected else ""),
        ("時間帯", "時間外・土日" if asked.after_hours else ""),
    ]
    return [(word, value) for word, value in lines if value]


def condition_facts(asked: Asked) -> list[str]:
    """The same for the record of the search itself: what was typed is only named, its text goes sealed (typed_text)."""
    hidden = {"見られた方", "職員", "照会事由"}
    return [word if word in hidden else f"{word} {value}" for word, value in said_back(asked)]


def typed_text(asked: Asked) -> str | None:
    lines = [f"{word} {value}" for word, value in (("宛名番号", asked.person), ("職員", asked.staff), ("照会事由", asked.purpose)) if value]
    return "\n".join(lines) or None


def event_choices() -> dict[str, list[tuple[str, str]]]:
    """Every event once, under the part of the work it belongs to."""
    groups: dict[str, list[tuple[str, str]]] = {"": [("", "すべて")], "まとめて": [(ANY_REFUSAL, ANY_REFUSAL_WORDS)]}
    for heading, prefixes in _EVENT_GROUPS:
        groups[heading] = [(event.value, words) for event, words in EVENT_WORDS.items() if event.value.startswith(prefixes)]
    return groups


_EVENT_GROUPS = (
    (
        "住民の照会",
        (
            "residents:resident",
            "residents:protected",
            "residents:household",
            "residents:confirmation",
            "residents:changes",
            "residents:past",
            "residents:contact",
            "residents:note",
            "accounts:visit",
        ),
    ),
    ("異動反映待ち", ("arrivals",)),
    ("接種券・証明・申請書", ("vouchers", "applications")),
    ("接種事業", ("programmes",)),
    ("媒体の管理簿", ("media",)),
    ("受付票", ("inquiries",)),
    ("開示等請求", ("disclosures",)),
    ("ファイルの取込", ("residents:register", "residents:match", "doses", "intake")),
    ("重複のおそれ", ("duplicates",)),
    ("監査の実施", ("audits",)),
    (
        "サインインと権限",
        (
            "accounts:session",
            "accounts:password",
            "accounts:proof",
            "accounts:staff",
            "accounts:grant",
            "accounts:section",
            "accounts:deputy",
            "accounts:request",
            "accounts:record",
        ),
    ),
    ("監査とシステム", ("audit:", "demo")),
)


def quick_form(view: QuickView, day: date) -> dict[str, str]:
    """The search form filled in for one of the buttons, so that the auditor sees the conditions and may change them."""
    month = {"begins_on": format_date(day - QUICK_DAYS)}
    return {
        QuickView.TODAY: {"begins_on": format_date(day)},
        QuickView.PROTECTED: month | {"protected": "y"},
        QuickView.REFUSED: month | {"event": ANY_REFUSAL},
        QuickView.AFTER_HOURS: month | {"after_hours": "y"},
    }[view]


def event_words(event: str) -> str:
    """An event of an older version that is no longer in the list still shows its name."""
    return EVENT_WORDS.get(Event(event), event) if event in set(Event) else event
