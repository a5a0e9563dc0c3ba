"""Who signs for a section, and for how long a chief may have a deputy (M-3). Pure; the reasons are the words the screen shows."""

import calendar
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from portal.permissions import ROLE_WORDS, Role
from portal.text.wareki import format_date

LONGEST_MONTHS = 3
# Whoever holds one of these signs for nobody: the first checks what was signed, the others are not the office's own staff.
NEVER_SIGN = (Role.AUDITOR, Role.VENUE, Role.CONTRACTOR)
ONLY_THE_CHIEF = "代決者を決めるのは、その所属の所属長です。代決者が次の代決者を決めることはできません。"


class SignsAs(StrEnum):
    """In which way somebody signs for a section; what a deputy signs is marked 「代」 and seen by the chief afterwards (後閲)."""

    CHIEF = "chief"
    DEPUTY = "deputy"


class DeputyState(StrEnum):
    HOLDS = "holds"
    COMING = "coming"
    OVER = "over"
    ENDED = "ended"
    TAKEN_BACK = "taken-back"


SIGNS_AS_WORDS = {SignsAs.CHIEF: "所属長", SignsAs.DEPUTY: "代決"}
DEPUTY_STATE_WORDS = {
    DeputyState.HOLDS: "代決中",
    DeputyState.COMING: "これから",
    DeputyState.OVER: "終わった",
    DeputyState.ENDED: "途中で終えた",
    DeputyState.TAKEN_BACK: "始まる前に取り消した",
}


@dataclass(frozen=True)
class Term:
    """Both days included; `ended_at` when somebody ended it early: from that moment on it no longer runs."""

    starts_on: date
    ends_on: date
    ended_at: datetime | None = None

    def runs_on(self, day: date) -> bool:
        """On the day of an early end it runs no more."""
        return self.starts_on <= day <= self.ends_on and (self.ended_at is None or day < self.ended_at.date())

    def overlaps(self, other: "Term") -> bool:
        return self.starts_on <= other.ends_on and other.starts_on <= self.ends_on

    @property
    def words(self) -> str:
        first = format_date(self.starts_on)
        return f"{first}の1日" if self.starts_on == self.ends_on else f"{first}から{format_date(self.ends_on)}まで"


@dataclass(frozen=True)
class Candidate:
    """One of the section's staff: may somebody so placed sign for its chief? No `valid_until`: until further notice."""

    valid_from: date
    valid_until: date | None
    is_stopped: bool
    roles: frozenset[Role]


def deputy_state(term: Term, day: date) -> DeputyState:
    if term.ended_at is not None:
        return DeputyState.TAKEN_BACK if term.ended_at.date() < term.starts_on else DeputyState.ENDED
    if term.runs_on(day):
        return DeputyState.HOLDS
    return DeputyState.OVER if term.ends_on < day else DeputyState.COMING


def last_day_of_months(starts_on: date, months: int) -> date:
    """The last day of so many months (民法143条2項): the day before the same day of the last month, or that month's end."""
    year, month = divmod(starts_on.year * 12 + starts_on.month - 1 + months, 12)
    days = calendar.monthrange(year, month + 1)[1]
    if starts_on.day > days:
        return date(year, month + 1, days)
    return date(year, month + 1, starts_on.day) - timedelta(days=1)


def why_not_term(term: Term, day: date) -> str | None:
    """At most three months at a time, from today at the earliest."""
    if term.ends_on < term.starts_on:
        return "終わりの日が始まりの日より前です。日付を確かめてください。"
    if term.starts_on < day:
        return "さかのぼって決めることはできません。始まりの日は今日か、今日より後にしてください。"
    if term.starts_on.year > day.year + 1:
        return "始まりの日が先すぎます。年を確かめてください。"
    longest = last_day_of_months(term.starts_on, LONGEST_MONTHS)
    if term.ends_on > longest:
        return (
            f"代決は1回に{LONGEST_MONTHS}か月までです。{format_date(term.starts_on)}からなら、{format_date(longest)}までにしてください。"
            "続けるときは、そのころにもう一度決めます。"
        )
    return None


def why_not_candidate(candidate: Candidate, term: Term) -> str | None:
    """Asked of everybody in the section; those refused stand on the screen with the reason."""
    if candidate.is_stopped:
        return "この職員の利用は止められています。ほかの職員を選んでください。"
    if term.starts_on < candidate.valid_from or (candidate.valid_until is not None and candidate.valid_until < term.ends_on):
        return "この職員が利用できる期間の外の日が入っています。期間を短くするか、ほかの職員を選んでください。"
    if Role.SECTION_CHIEF in candidate.roles:
        return "この職員は所属長なので、代決者にしなくても承認できます。"
    if held := [ROLE_WORDS[role] for role in NEVER_SIGN if role in candidate.roles]:
        return f"{held[0]}の職員は代決者になれません。ほかの職員を選んでください。"
    return None


def why_not_appoint(
    by: SignsAs | None, *, staff_id: int, by_staff_id: int, candidate: Candidate | None, term: Term, held: Collection[Term], day: date
) -> str | None:
    """`by`: how the one who appoints signs for the section; `candidate` is None for somebody of another section;
    `held`: the terms of the same person for the same section. Terms of different people may overlap (M-3)."""
    if by is not SignsAs.CHIEF:
        return ONLY_THE_CHIEF
    if staff_id == by_staff_id:
        return "自分を代決者にすることはできません。ほかの職員を選んでください。"
    if candidate is None:
        return "この職員は、いまこの所属にいません。一覧から選び直してください。"
    if reason := why_not_term(term, day) or why_not_candidate(candidate, term):
        return reason
    live = [other for other in held if deputy_state(other, day) in (DeputyState.HOLDS, DeputyState.COMING)]
    if same := next((other for other in live if other.overlaps(term)), None):
        return f"この職員はもう代決者です({same.words})。期間を変えるときは、先にそれを終えてください。"
    return None


def why_not_end_deputy(by: SignsAs | None, term: Term, day: date) -> str | None:
    if by is not SignsAs.CHIEF:
        return "代決を終えるのは、その所属の所属長です。"
    if term.ended_at is not None:
        return f"この代決は、{format_date(term.ended_at.date())}にもう終えられています。"
    if term.ends_on < day:
        return f"この代決は、{format_date(term.ends_on)}で終わっています。"
    return None
