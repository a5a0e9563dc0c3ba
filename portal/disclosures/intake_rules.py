"""A paper form as it is received: what is wrong with what was typed, what may not be asked for at all (77条, 91条, 99条). Pure."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from portal.disclosures.clock_rules import IsClosed, why_not_claim
from portal.disclosures.rules import GROUND_OF, WISHES, CaseKind, PersonStanding, RequesterKind, StopGround, Way, Wish, WishedForm
from portal.text.folding import name_key
from portal.text.wareki import format_date

MOST_ITEMS = 20
LONGEST_ITEM = 500
LONGEST_CLAIM = 20_000
SAME_WITHIN = timedelta(days=60)
WISH_NEEDED = {
    CaseKind.CORRECTION: "訂正・追加・削除のどれを求めるかを選んでください。",
    CaseKind.SUSPENSION: "利用の停止・消去・提供の停止のどれを求めるかを選んでください。",
}
NO_SUSPENSION = (
    "情報提供等記録(番号法23条)は、利用停止を請求できません。受け付けずに、開示請求・訂正請求ができることを案内してください。"
    "案内したことは受付票に残せます。"
)


@dataclass(frozen=True)
class Received:
    """What the paper says. `items`: the documents asked for; `earlier_number`: of the disclosure that came before, ours or on paper."""

    kind: CaseKind
    received_on: date
    way: Way
    requester_kind: RequesterKind
    received_section: str
    section: str
    wish: Wish | None = None
    requester_name: str = ""
    requester_kana: str = ""
    requester_postal_code: str = ""
    requester_address: str = ""
    requester_contact: str = ""
    person_name: str = ""
    person_address: str = ""
    person_standing: PersonStanding | None = None
    items: tuple[str, ...] = ()
    wished_form: WishedForm | None = None
    wished_words: str = ""
    is_specific: bool = False
    is_provision_record: bool = False
    claim: str = ""
    earlier_number: str = ""
    disclosed_on: date | None = None

    @property
    def ground(self) -> StopGround | None:
        """98条1項各号 follows from what is asked."""
        return GROUND_OF.get(self.wish) if self.wish else None


@dataclass(frozen=True)
class Earlier:
    """The disclosure before a correction, as the portal knows it; `disclosed_on` None: not done yet."""

    shown: str
    disclosed_on: date | None


def items_in(typed: str) -> tuple[str, ...]:
    """One document a line; empty lines and the same line twice fall away."""
    return tuple(dict.fromkeys(line for each in typed.splitlines() if (line := each.strip())))


def only_what_is_asked(received: Received) -> Received:
    """Without what this kind of request has no place for (R2-2); who acts under a mandate has no other standing."""
    if received.kind is CaseKind.DISCLOSURE:
        received = replace(received, wish=None, claim="", earlier_number="", disclosed_on=None)
    else:
        received = replace(received, wished_form=None, wished_words="")
    if received.is_provision_record:
        received = replace(received, is_specific=True)
    if received.requester_kind is RequesterKind.SELF:
        return replace(received, person_name="", person_address="", person_standing=None)
    if received.requester_kind is RequesterKind.AGENT:
        return replace(received, person_standing=PersonStanding.DELEGATING)
    is_other = received.person_standing is PersonStanding.DELEGATING
    return replace(received, person_standing=None) if is_other else received


def faults_of(received: Received, *, today: date, is_closed: IsClosed, earlier: Earlier | None = None) -> dict[str, str]:
    """By field, why it cannot be received like this; what is only missing is a gap (gap_rules), not a fault."""
    found = {
        "received_on": _why_not_day(received.received_on, today),
        "wish": _why_not_wish(received),
        "is_provision_record": NO_SUSPENSION if received.kind is CaseKind.SUSPENSION and received.is_provision_record else None,
        "items": _why_not_items(received.items),
    }
    if received.kind is not CaseKind.DISCLOSURE:
        found["disclosed_on"] = _why_not_disclosed(received, earlier, is_closed)
    return {name: reason for name, reason in found.items() if reason}


def disclosed_day(received: Received, earlier: Earlier | None) -> date | None:
    """As typed, else as the portal knows it."""
    return received.disclosed_on or (earlier.disclosed_on if earlier else None)


def written(received: Received, *, disclosed_on: date | None) -> dict[str, Any]:
    """The columns that the paper itself fills."""
    columns = (
        "way",
        "requester_kind",
        "wish",
        "requester_name",
        "requester_kana",
        "requester_postal_code",
        "requester_address",
        "requester_contact",
        "person_name",
        "person_address",
        "person_standing",
        "wished_form",
        "wished_words",
        "is_specific",
        "is_provision_record",
        "claim",
        "ground",
        "earlier_number",
    )
    return {name: getattr(received, name) for name in columns} | {"disclosed_on": disclosed_on}


def same_key(name: str) -> str:
    """One key for the ways of writing one name or document."""
    return name_key(name)


def is_same(received: Received, *, requester: str, person: str, items: tuple[str, ...]) -> bool:
    """Whether an earlier case asks the same for the same person: names alike, and at least one document, or none in either."""
    names = (same_key(received.requester_name), same_key(received.person_name))
    if names != (same_key(requester), same_key(person)) or not names[0]:
        return False
    mine, theirs = ({same_key(each) for each in some} for some in (received.items, items))
    return bool(mine & theirs) or not (mine or theirs)


def number_law_note(*, is_specific: bool, is_provision_record: bool) -> tuple[str, str] | None:
    """What 番号法 makes different for such a request: its mark and the sentence (domain-privacy.md §2.7). None: nothing."""
    if is_provision_record:
        return "情報提供等記録", ON_PROVISION_RECORDS
    return ("特定個人情報", ON_SPECIFIC) if is_specific else None


ON_SPECIFIC = "88条(他の法令による開示との調整)は適用されません。手数料を減免できます(番号法30条1項)。"
ON_PROVISION_RECORDS = (
    "利用停止の請求はできません。移送もできません(85条・96条の適用除外)。"
    "訂正したときは、内閣総理大臣と、その記録の情報照会者・情報提供者に通知します。手数料を減免できます。"
)


def _why_not_day(received_on: date, today: date) -> str | None:
    if received_on > today:
        return f"収受日は、今日({format_date(today)})までの日にしてください。"
    return None


def _why_not_wish(received: Received) -> str | None:
    if received.wish not in WISHES[received.kind]:
        return WISH_NEEDED.get(received.kind)
    return None


def _why_not_items(items: tuple[str, ...]) -> str | None:
    if len(items) > MOST_ITEMS:
        return f"1つの請求で{MOST_ITEMS}件までです(いま{len(items)}件)。残りは別の請求として受け付けてください。"
    longest = max((len(each) for each in items), default=0)
    if longest > LONGEST_ITEM:
        return f"文書は1行に1件、1件{LONGEST_ITEM}文字までで入れてください(いま{longest}文字の行があります)。"
    return None


def _why_not_disclosed(received: Received, earlier: Earlier | None, is_closed: IsClosed) -> str | None:
    """90条1項・98条1項: what was disclosed, within ninety days."""
    if earlier and earlier.disclosed_on is None and received.disclosed_on is None:
        return f"{earlier.shown}は、まだ開示していません。訂正・利用停止の請求は、開示を受けてからです。番号を確かめてください。"
    if earlier and earlier.disclosed_on and received.disclosed_on not in (None, earlier.disclosed_on):
        return f"{earlier.shown}の記録では、開示を受けた日は{format_date(earlier.disclosed_on)}です。どちらが正しいか確かめてください。"
    day = disclosed_day(received, earlier)
    if day is None:
        return None
    reason = why_not_claim(received.received_on, day, is_closed)
    return f"{reason}請求書は受け付けずに理由を伝え、伝えたことを受付票に残してください。" if reason else None
