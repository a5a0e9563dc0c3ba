"""What speaks against a request, field by field and all at once; what of an earlier one may still be asked (M-2, M-4, R5-1, R5-3). Pure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from portal.media.combination_rules import FREE_TEXT, LONGEST, MOST_COPIES, MOST_PEOPLE, fields_of, needed_of
from portal.media.line_rules import BLANKET_DAYS
from portal.media.medium_rules import MediumFacts, why_not_choose
from portal.media.rules import Encryption, Kind, PlaceKind, Thing
from portal.text.check_digits import holds_individual_number

NEEDED = {
    "purpose": "目的を入れてください。例: 接種券の発行データを国のシステムに登録するため",
    "legal_ground": "根拠を選んでください。一覧になければ「その他」を選んで入れてください。",
    "data_name": "データの名前を入れてください。例: 接種券発行一覧",
    "data_columns": "項目を入れてください。例: 宛名番号、券番号、接種回数",
    "people": "人数を数字で入れてください。",
    "is_personal": "個人情報を含むかどうかを選んでください。",
    "is_specific": "特定個人情報(個人番号)を含むかどうかを選んでください。",
    "holder": "情報を保有する課を選んでください。",
    "workers": "作業する方を1人以上選んでください。",
    "starts_on": "いつからかを、日付と時刻で入れてください。",
    "ends_on": "いつまでかを、日付と時刻で入れてください。",
    "medium": "使う媒体を選んでください。",
    "encryption": "暗号化の方法を選んでください。",
    "thing_words": "何がいくつあるかを入れてください。例: 予診票 2箱",
    "from_system": "どのシステムから出すかを選んでください。",
    "to_system": "どのシステムへ入れるかを選んでください。",
    "destination": "持ち出す先を一覧から選んでください。一覧にない先へは持ち出せません。",
    "carrier": "運ぶ方を選んでください。",
    "locked_case": "施錠できる容器に入れずに持ち出すことはできません。容器を用意して、印を付けてください。",
    "sender": "持ち込む方(差出人)を入れてください。例: 見本クリニック",
}
NEEDED_TERMINALS = "作業する端末を1台以上選んでください。"
NEEDED_TABLETS = "端末を一覧から選んでください。一覧にない端末は持ち出せません。"
INDIVIDUAL_NUMBER = "個人番号とみられる12桁が入っています。個人番号は入れないでください。"
NOT_LISTED = "一覧にないものが選ばれています。一覧から外れたときは、媒体管理者に確かめてください。"
TO_ANOTHER_SECTION = "市の他の課へは、個人情報を含むものを持ち出せません(評価書の「移転」の制限)。先を選び直してください。"
NOBODY = "個人情報を含むときは、人数を1人以上で入れてください。"
NOT_PERSONAL = "特定個人情報は個人情報です。「個人情報を含む」を選んでください。"
SAME_PERSON = "同行する方は、運ぶ方とは別の方を選んでください。"
STOPS_UNSAID = "直行しないときは、立ち寄る所を経路に入れてください。"
WEAK_SPECIFIC = "特定個人情報は、パスワードだけでは守れません。AES256の暗号化ができる方法を選んでください。"
NO_ENCRYPTION = "個人情報を暗号化せずに入れることはできません。暗号化の方法を選んでください。"
NOT_HARDWARE = "{medium}には暗号化機能がありません。ほかの媒体か、ほかの方法を選んでください。"
TO_ERASE = "{medium}には{line}の情報が残っています。消去と確認が済むと選べます。"
ENDS_BEFORE = "「いつまで」が「いつから」より前です。どちらかを直してください。"
IS_OVER = "終わりの日時が過ぎています。これから使う日時を入れてください。"
NOT_BEFORE_TODAY = "始まりの日が過ぎています。過ぎた日の分は申請できません。"
TOO_LONG = "期間は{days}日までです。もっと長い仕事は、期間を分けるか、同じ仕事のくり返しなら包括承認にしてください。"
BLANKET_TOO_LONG = f"包括承認の期間は{BLANKET_DAYS}日までです。続けるときは、終わる前に次の包括承認を申請してください。"
MORE_THAN_APPROVED = "承認された人数({people:,}人)より多くなっています。多くなるときは、新しく申請してください。"
OWN_BLANKET = "自分が承認した包括承認は、自分では使えません。ほかの方が使うか、上位の所属長に新しく申請してください。"
OTHERS_BLANKET = "ほかの課の包括承認は使えません。自分の課で申請してください。"


@dataclass(frozen=True)
class Asked:
    """What a form says. Entries of lists by their public id (`holder`: the section's code); None and empty: not said."""

    kind: Kind
    thing: Thing
    purpose: str = ""
    legal_ground: str = ""
    data_name: str = ""
    data_columns: str = ""
    condition_words: str = ""
    people: int | None = None
    is_personal: bool | None = None
    is_specific: bool | None = None
    holder: str = ""
    medium: str = ""
    thing_words: str = ""
    from_system: str = ""
    to_system: str = ""
    workers: tuple[str, ...] = ()
    terminals: tuple[str, ...] = ()
    copies_allowed: int | None = 0
    encryption: Encryption | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    is_blanket: bool = False
    destination: str = ""
    carrier: str = ""
    companion: str = ""
    locked_case: bool = False
    sealed: bool = False
    route: str = ""
    direct: bool = True
    tracking: str = ""
    sender: str = ""


@dataclass(frozen=True)
class MediumOffered:
    facts: MediumFacts
    encryption: Encryption


@dataclass(frozen=True)
class Offered:
    """The lists from which one section fills a request, by public id, as they hold for the whole of the period asked for."""

    section_id: int
    holders: Collection[str]
    media: Mapping[str, MediumOffered]
    systems: Mapping[str, int]
    workers: Collection[str]
    terminals: Collection[str]
    destinations: Mapping[str, PlaceKind]


def faults(asked: Asked, offered: Offered, *, now: datetime, longest_days: int) -> dict[str, str]:
    """Everything that speaks against the request, by field of the form; empty: it may be asked. The first sentence of a field stands."""
    found: dict[str, str] = {}
    shown = fields_of(asked.kind, asked.thing)
    for check in (_unsaid, _texts, _contents, _lists, _medium, _way):
        for field, sentence in check(asked, offered):
            if field in shown:
                found.setdefault(field, sentence)
    for field, sentence in _period(asked, now=now, longest_days=longest_days):
        found.setdefault(field, sentence)
    return found


def why_not_medium(medium: MediumOffered, *, section_id: int, first: date, last: date, systems: Collection[int]) -> str | None:
    """As medium_rules.why_not_choose; besides, one that lies in the cupboard with data on it waits for its erasure (M-1, M-5)."""
    facts = medium.facts
    if reason := why_not_choose(facts, section_id=section_id, first=first, last=last, systems=systems):
        return reason
    return TO_ERASE.format(medium=facts.shown, line=facts.unwiped) if facts.unwiped and not facts.out_with else None


def systems_of(asked: Asked, offered: Offered) -> list[int]:
    """The systems between which the medium would go, as far as they are on the list."""
    return [offered.systems[each] for each in (asked.from_system, asked.to_system) if each in offered.systems]


def why_not_use_people(people: int | None, *, approved: int) -> str | None:
    """One use under a 包括承認 is of as many people as were approved, or fewer."""
    if people is None:
        return NEEDED["people"]
    return MORE_THAN_APPROVED.format(people=approved) if people > approved else None


def why_not_use_as(person: int, *, section_id: int, blanket_section_id: int, approved_by: Collection[int]) -> str | None:
    """A use needs no signature of its own, so nobody uses what they signed (M-3); and it is the section's that asked."""
    if section_id != blanket_section_id:
        return OTHERS_BLANKET
    return OWN_BLANKET if person in approved_by else None


def asked_already(shown: str) -> str:
    """Going back and sending the form once more is no second request."""
    return f"同じ内容・同じ日時の申請を、もう{shown}として出しています。もう一件要るときは、日時か内容を改めてください。"


def next_period(starts_at: datetime, ends_at: datetime, now: datetime) -> tuple[datetime, datetime]:
    """The hours of an earlier request on the first day, from today on, on which they are not over yet."""
    length = ends_at - starts_at
    first = datetime.combine(now.date(), starts_at.timetz().replace(second=0, microsecond=0))
    if first + length <= now:
        first += timedelta(days=1)
    return first, first + length


def first_period(now: datetime) -> tuple[datetime, datetime]:
    """What the form of a new request begins with: from now until the office closes, or for an hour."""
    first = now.replace(second=0, microsecond=0)
    closes = datetime.combine(now.date(), time(17, 15), now.tzinfo)
    return first, closes if closes - first >= timedelta(hours=1) else first + timedelta(hours=1)


def _is_unsaid(asked: Asked, field: str) -> bool:
    """Not answered: nothing typed, nothing chosen, no box ticked; "no" and 0 are answers."""
    value = getattr(asked, {"starts_on": "starts_at", "ends_on": "ends_at"}.get(field, field))
    if field in ("people", "is_personal"):
        return value is None
    return not (value.strip() if isinstance(value, str) else value)


def _unsaid(asked: Asked, _offered: Offered) -> Iterator[tuple[str, str]]:
    needed = needed_of(asked.kind, asked.thing)
    for field in needed:
        if _is_unsaid(asked, field):
            yield field, _needed_words(asked, field)
    if asked.is_personal and asked.is_specific is None:
        yield "is_specific", NEEDED["is_specific"]


def _needed_words(asked: Asked, field: str) -> str:
    if field == "terminals":
        return NEEDED_TABLETS if asked.thing is Thing.TERMINAL else NEEDED_TERMINALS
    return NEEDED[field]


def _texts(asked: Asked, _offered: Offered) -> Iterator[tuple[str, str]]:
    for field, longest in LONGEST.items():
        text = getattr(asked, field)
        if len(text) > longest:
            yield field, f"{longest}文字までで入れてください(いま{len(text):,}文字です)。"
        if field in FREE_TEXT and holds_individual_number(text):
            yield field, INDIVIDUAL_NUMBER


def _contents(asked: Asked, _offered: Offered) -> Iterator[tuple[str, str]]:
    if asked.people is not None and not 0 <= asked.people <= MOST_PEOPLE:
        yield "people", f"人数は0から{MOST_PEOPLE:,}までの数字で入れてください。"
    if asked.is_personal and asked.people == 0:
        yield "people", NOBODY
    if asked.is_specific and not asked.is_personal:
        yield "is_personal", NOT_PERSONAL
    if asked.copies_allowed is None or not 0 <= asked.copies_allowed <= MOST_COPIES:
        yield "copies_allowed", f"複製の数は0から{MOST_COPIES}までの数字で入れてください。作らないときは0です。"
    if asked.kind is not Kind.BRING_IN and asked.thing is not Thing.PAPERS:
        yield from _encryption(asked)


def _encryption(asked: Asked) -> Iterator[tuple[str, str]]:
    """What others bring is as they made it; what goes onto a medium or a tablet here is encrypted (M-4)."""
    if asked.encryption is Encryption.NONE and (asked.is_personal or asked.is_specific):
        yield "encryption", NO_ENCRYPTION
    if asked.encryption is Encryption.PASSWORD and asked.is_specific:
        yield "encryption", WEAK_SPECIFIC


def _lists(asked: Asked, offered: Offered) -> Iterator[tuple[str, str]]:
    listed: tuple[tuple[str, Collection[str], Collection[str]], ...] = (
        ("holder", (asked.holder,), offered.holders),
        ("medium", (asked.medium,), offered.media),
        ("from_system", (asked.from_system,), offered.systems),
        ("to_system", (asked.to_system,), offered.systems),
        ("workers", asked.workers, offered.workers),
        ("terminals", asked.terminals, offered.terminals),
        ("destination", (asked.destination,), offered.destinations),
        ("carrier", (asked.carrier,), offered.workers),
        ("companion", (asked.companion,), offered.workers),
    )
    for field, chosen, known in listed:
        if any(each and each not in known for each in chosen):
            yield field, NOT_LISTED


def _medium(asked: Asked, offered: Offered) -> Iterator[tuple[str, str]]:
    medium = offered.media.get(asked.medium)
    if medium is None:
        return
    if asked.starts_at and asked.ends_at:
        first, last = asked.starts_at.date(), asked.ends_at.date()
        if reason := why_not_medium(medium, section_id=offered.section_id, first=first, last=last, systems=systems_of(asked, offered)):
            yield "medium", reason
    if asked.encryption is Encryption.HARDWARE and medium.encryption is not Encryption.HARDWARE:
        yield "encryption", NOT_HARDWARE.format(medium=medium.facts.shown)


def _way(asked: Asked, offered: Offered) -> Iterator[tuple[str, str]]:
    is_personal = asked.is_personal or asked.is_specific
    if is_personal and offered.destinations.get(asked.destination) is PlaceKind.OTHER_SECTION:
        yield "destination", TO_ANOTHER_SECTION
    if asked.carrier and asked.carrier == asked.companion:
        yield "companion", SAME_PERSON
    if not asked.direct and not asked.route.strip():
        yield "route", STOPS_UNSAID


def _period(asked: Asked, *, now: datetime, longest_days: int) -> Iterator[tuple[str, str]]:
    if asked.starts_at and asked.starts_at.date() < now.date():
        yield "starts_on", NOT_BEFORE_TODAY
    if asked.ends_at and asked.ends_at <= now:
        yield "ends_on", IS_OVER
    if not (asked.starts_at and asked.ends_at):
        return
    days = (asked.ends_at.date() - asked.starts_at.date()).days + 1
    if asked.ends_at <= asked.starts_at:
        yield "ends_on", ENDS_BEFORE
    elif asked.is_blanket and days > BLANKET_DAYS:
        yield "ends_on", BLANKET_TOO_LONG
    elif not asked.is_blanket and days > longest_days:
        yield "ends_on", TOO_LONG.format(days=longest_days)
