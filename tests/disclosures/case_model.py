"""A case in memory: documents, drafts, people and a calendar; each step is done exactly when the rules return None.

Beside what the rules are told, it keeps what really happened, so that the invariants do not ask the rules.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from portal.accounts.chief_rules import SignsAs
from portal.disclosures import doing_rules, draft_rules, notice_rules, sign_rules, third_rules
from portal.disclosures.clock_rules import Mended, decision_due, wish_due
from portal.disclosures.decision_rules import Decision, DecisionClass, DoingWay, DraftKind, DraftState, Exemption
from portal.disclosures.doing_rules import DoingFacts, Done, Price
from portal.disclosures.draft_rules import CaseAtHand, Drafted
from portal.disclosures.notice_rules import NoticeFacts
from portal.disclosures.rules import CaseKind, CaseState, ItemState
from portal.disclosures.sign_rules import DraftFacts, Signer
from portal.disclosures.state_rules import CaseFacts, state_of
from portal.disclosures.third_rules import ThirdFacts
from portal.text.holidays import is_closed

FIRST_DAY = date(2026, 12, 1)
# 課, 総務課, 部; each person's section, and who signs for which.
SECTIONS = {1: "課", 2: "総務課", 3: "部"}
ABOVE = {1: 3, 2: 3, 3: None}
PEOPLE = {1: 1, 2: 1, 3: 1, 4: 2, 5: 2, 6: 3}
SIGNS = {1: SignsAs.CHIEF, 2: SignsAs.DEPUTY, 4: SignsAs.CHIEF, 6: SignsAs.CHIEF}
PRICE = Price(10, 50)


@dataclass
class Draft:
    """A draft with what happened to it; `signed`: (step, person, day) in order."""

    said: Drafted
    facts: DraftFacts
    signed: list[tuple[str, int, date]] = field(default_factory=list)
    decided_on: date | None = None
    notified_on: date | None = None
    reached_on: date | None = None
    wished_on: date | None = None
    done_on: date | None = None
    is_lapsed: bool = False
    proven_again: bool = False

    @property
    def decides(self) -> bool:
        return bool(self.said.decisions)


@dataclass
class Third:
    """One who was asked about a document."""

    item: str
    asked_on: date
    answered_on: date | None = None
    objects: bool | None = None
    told_on: date | None = None


@dataclass
class Case:
    """Everything at one moment."""

    kind: CaseKind
    is_provision_record: bool = False
    section: int = 1
    received_on: date = FIRST_DAY
    today: date = FIRST_DAY
    items: dict[str, ItemState] = field(default_factory=lambda: dict.fromkeys("abc", ItemState.OPEN))
    drafts: list[Draft] = field(default_factory=list)
    thirds: list[Third] = field(default_factory=list)
    mendings: list[Mended] = field(default_factory=list)
    proven_on: date | None = None
    withdrawn_on: date | None = None
    moves: int = 0

    @property
    def state(self) -> CaseState:
        waits = any(each.answered_on is None for each in self.mendings)
        return state_of(CaseFacts(list(self.items.values()), waits_for_mending=waits, is_withdrawn=self.withdrawn_on is not None))

    def at_hand(self) -> CaseAtHand:
        return CaseAtHand(
            self.kind,
            self.state,
            decision_due(self.received_on, 30, self.mendings),
            self.today,
            list(self.items.values()),
            [(each.said.kind, each.facts.state) for each in self.drafts],
            is_provision_record=self.is_provision_record,
            waits_for_mending=any(each.answered_on is None for each in self.mendings),
        )

    def signer(self, person: int) -> Signer:
        return Signer(person, {PEOPLE[person]: SIGNS[person]} if person in SIGNS else {})

    def draft(self, person: int, kind: DraftKind, decisions: dict[str, Decision], decision_class: DecisionClass) -> None:
        said = Drafted(
            kind,
            decision_class,
            decisions if kind not in draft_rules.EXTENDING else {},
            "理由",
            "利用目的",
            (Exemption.OTHERS,),
            "氏名",
            days=30,
            rest_until=self.received_on + timedelta(days=90),
            ways="view",
            places="総務課",
        )
        decides = sign_rules.signing_section(decision_class, self.section, ABOVE[self.section])
        if decides is None or draft_rules.why_not_write(self.at_hand(), said, self.items) is not None:
            return
        concurs = sign_rules.concurring_section(kind, self.section, 2)
        facts = DraftFacts(kind, DraftState.WAITING, person, decides, SECTIONS[decides], concurs, SECTIONS.get(concurs or 0, ""), days=30)
        self.drafts.append(Draft(said, facts))
        self._set(said.decisions, ItemState.DRAFTED)

    def concur(self, draft: Draft, person: int) -> None:
        if sign_rules.why_not_concur(draft.facts, self.signer(person)) is None:
            draft.facts = replace(draft.facts, is_concurred=True)
            draft.signed.append(("concur", person, self.today))

    def decide(self, draft: Draft, person: int) -> None:
        if sign_rules.why_not_decide(draft.facts, self.signer(person), self.at_hand()) is None:
            draft.facts, draft.decided_on = replace(draft.facts, state=DraftState.DECIDED), self.today
            draft.signed.append(("decide", person, self.today))
            self._set(draft.said.decisions, ItemState.DECIDED)

    def send_back(self, draft: Draft, person: int) -> None:
        if sign_rules.why_not_send_back(draft.facts, self.signer(person), "数字が違う") is None:
            draft.facts = replace(draft.facts, state=DraftState.SENT_BACK, is_concurred=False)
            draft.signed.clear()

    def rewrite(self, draft: Draft, person: int) -> None:
        if sign_rules.why_not_rewrite(draft.facts, person) is None:
            draft.facts = replace(draft.facts, state=DraftState.WAITING)

    def drop(self, draft: Draft) -> None:
        if sign_rules.why_not_drop(draft.facts, self.state) is None:
            draft.facts = replace(draft.facts, state=DraftState.DROPPED)
            self._set(draft.said.decisions, ItemState.OPEN)

    def notice(self, draft: Draft) -> NoticeFacts:
        basic = decision_due(self.received_on, 30, self.mendings)
        days = (draft.decided_on, self.state, basic)
        return NoticeFacts(draft.said.kind, draft.facts.state, *days, True, "総第1号", draft.notified_on, draft.reached_on)

    def send(self, draft: Draft, day: date) -> None:
        if notice_rules.why_not_send_on(self.notice(draft), day, self.today, number="") is None:
            draft.facts, draft.notified_on = replace(draft.facts, state=DraftState.NOTIFIED), day
            self._set(draft.said.decisions, ItemState.NOTIFIED)

    def reach(self, draft: Draft, day: date) -> None:
        if notice_rules.why_not_reach_on(self.notice(draft), day, self.today) is None:
            draft.reached_on = day

    def ask_third(self, item: str) -> None:
        if self.items[item] in third_rules.UNDECIDED and third_rules.why_not_ask_third(self.state, self.items.values()) is None:
            self.thirds.append(Third(item, self.today))

    def answer_third(self, third: Third, *, objects: bool) -> None:
        if third_rules.why_not_answer_third_on(self.third(third), self.today, self.today) is None:
            third.answered_on, third.objects = self.today, objects

    def tell_third(self, third: Third) -> None:
        if third_rules.why_not_tell_third_on(self.third(third), self.today, self.today) is None:
            third.told_on = self.today

    def third(self, third: Third) -> ThirdFacts:
        grants = [each for each in self.drafts if each.said.kind is DraftKind.GRANT and third.item in each.said.decisions]
        decided = next((each.decided_on for each in grants if each.decided_on is not None), None)
        return ThirdFacts(third.asked_on, self.items[third.item], third.answered_on, third.objects, third.told_on, decided)

    def doing(self, draft: Draft) -> DoingFacts:
        thirds = [self.third(each) for each in self.thirds if each.item in draft.said.decisions]
        return DoingFacts(
            draft.said.kind,
            draft.facts.state,
            self.state,
            draft.notified_on,
            draft.reached_on,
            self.proven_on,
            wish_due(draft.reached_on, is_closed) if draft.reached_on else None,
            third_rules.first_doing_day(thirds),
            any(third_rules.is_untold(each) for each in thirds),
            draft.wished_on,
            draft.done_on,
            draft.is_lapsed,
        )

    def wish(self, draft: Draft, *, late: bool) -> None:
        if doing_rules.why_not_wish_on(self.doing(draft), self.today, self.today, late_reason="入院" if late else "") is None:
            draft.wished_on = self.today

    def do(self, draft: Draft, day: date, *, proven_again: bool) -> None:
        done = Done(day, DoingWay.VIEW, proven_again)
        if doing_rules.why_not_do_so(self.doing(draft), done, self.today, PRICE) is None:
            draft.done_on, draft.proven_again = day, proven_again
            self._set(draft.said.decisions, ItemState.DONE)

    def lapse(self, draft: Draft) -> None:
        if doing_rules.why_not_lapse(self.doing(draft), self.today) is None:
            draft.is_lapsed = True
            self._set(draft.said.decisions, ItemState.LAPSED)

    def withdraw(self) -> None:
        if notice_rules.why_not_withdraw(self.state, self.items.values()) is None:
            self.withdrawn_on = self.today
            self._set(self.items, ItemState.WITHDRAWN)

    def demand_mending(self) -> None:
        if all(each.answered_on is not None for each in self.mendings) and self.state is CaseState.EXAMINING and len(self.mendings) < 2:
            self.mendings.append(Mended(self.today, None))

    def answer_mending(self) -> None:
        self.mendings = [replace(each, answered_on=each.answered_on or self.today) for each in self.mendings]

    def _set(self, items: Iterable[str], state: ItemState) -> None:
        self.items |= dict.fromkeys(items, state)
        self.moves += 1
