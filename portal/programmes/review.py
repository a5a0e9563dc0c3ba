"""The programmes as their screens show them: the period, and each dose's rules, past, present and to come."""

from dataclasses import dataclass
from datetime import date, timedelta

from portal import clock
from portal.db import reading
from portal.programmes.dose_rules import DoseRule, ProgrammeFacts, rules_on
from portal.programmes.models import Programme, ProgrammeDoseRule
from portal.programmes.paper_rules import paper_words
from portal.programmes.queries import facts_of, find_programme, find_rule, programmes, rule_of
from portal.programmes.rules import Why, why_not_programme
from portal.programmes.word_rules import period_words, rule_lines

STATE_WORDS = {None: "実施中", Why.NOT_BEGUN: "これから", Why.ENDED: "終了"}
STATES = {None: "ok", Why.NOT_BEGUN: "wait", Why.ENDED: "done"}


@dataclass(frozen=True)
class RuleLine:
    """One rule of a dose; `ends_on`: the last day before the next one, None while it goes on."""

    public_id: str
    rule: DoseRule
    ends_on: date | None
    ground: str
    is_now: bool
    is_ahead: bool
    words: list[tuple[str, str]]

    @property
    def which(self) -> str:
        return f"{self.rule.dose}回目" + (f"({self.rule.vaccine})" if self.rule.vaccine else "")

    @property
    def period(self) -> str:
        return period_words(self.rule.starts_on, self.ends_on)


@dataclass(frozen=True)
class ProgrammePage:
    programme: Programme
    facts: ProgrammeFacts
    why: Why | None
    lines: list[RuleLine]
    today: date

    @property
    def now(self) -> list[RuleLine]:
        """In effect today; of a programme to come on its first day, of one that has ended on its last."""
        return [line for line in self.lines if line.is_now]

    @property
    def ahead(self) -> list[RuleLine]:
        return [line for line in self.lines if line.is_ahead and not line.is_now]

    @property
    def past(self) -> list[RuleLine]:
        return [line for line in self.lines if not line.is_ahead and not line.is_now]

    @property
    def period(self) -> str:
        return period_words(self.programme.starts_on, self.programme.ends_on)

    @property
    def paper(self) -> str:
        return paper_words(self.programme.form, self.programme.integrated_from_dose)

    @property
    def state(self) -> str:
        return STATES[self.why]

    @property
    def state_word(self) -> str:
        return STATE_WORDS[self.why]

    @property
    def doses(self) -> int:
        return max((line.rule.dose for line in self.now), default=0)

    @property
    def targets(self) -> list[str]:
        """Who is meant, without saying the same for every dose."""
        return list(dict.fromkeys(line.rule.target.words for line in self.now))


def review_programmes() -> list[ProgrammePage]:
    """The newest first."""
    with reading():
        found = programmes()
    return [_page(programme) for programme in found]


def review_programme(code: str) -> ProgrammePage:
    """NotFound when there is none."""
    with reading():
        programme = find_programme(code)
    return _page(programme)


def review_rule(public_id: str) -> tuple[RuleLine, ProgrammePage]:
    """A rule and its programme. NotFound when there is none; one that was withdrawn is shown for what it was."""
    with reading():
        row = find_rule(public_id)
        page = _page(find_programme(row.programme_code))
    known = next((line for line in page.lines if line.public_id == public_id), None)
    return known or _line(row, None, frozenset(), page.today), page


def _page(programme: Programme) -> ProgrammePage:
    today = clock.today()
    facts = facts_of(programme)
    period = why_not_programme(facts, today)
    on = min(max(today, facts.starts_on), facts.last_day)
    now = frozenset((rule.dose, rule.vaccine, rule.starts_on) for rule in rules_on(facts, on))
    lines = [_line(row, _next_begins(programme.rules, row), now, today) for row in programme.rules]
    return ProgrammePage(programme, facts, period.why if period else None, lines, today)


def _next_begins(rows: list[ProgrammeDoseRule], row: ProgrammeDoseRule) -> date | None:
    same = (other for other in rows if (other.dose_number, other.vaccine) == (row.dose_number, row.vaccine))
    return min((other.starts_on for other in same if other.starts_on > row.starts_on), default=None)


def _line(row: ProgrammeDoseRule, next_begins: date | None, now: frozenset[tuple[int, str, date]], today: date) -> RuleLine:
    rule = rule_of(row)
    return RuleLine(
        public_id=row.public_id,
        rule=rule,
        ends_on=next_begins - timedelta(days=1) if next_begins else None,
        ground=row.ground,
        is_now=(rule.dose, rule.vaccine, rule.starts_on) in now,
        is_ahead=rule.starts_on > today,
        words=rule_lines(rule),
    )
