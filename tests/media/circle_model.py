"""The circle in memory: lines, media, copies, people and a clock; each step is done exactly when the rule returns None.

Beside what the rules are told, it keeps what really happened (`signed`, `at`, `data_on`), so that the invariants do not ask the rules.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from portal.accounts.chief_rules import SignsAs
from portal.clock import JAPAN
from portal.media import approval_rules, copy_rules, lending_rules, line_rules
from portal.media.approval_rules import Asked, Signer
from portal.media.copy_rules import CopyFacts, Done, EndFacts
from portal.media.lending_rules import HANDED_KINDS
from portal.media.line_rules import Line
from portal.media.medium_rules import MediumFacts
from portal.media.number_rules import SERIES_OF, Number, Series
from portal.media.rules import Condition, CopyKind, Decision, How, Kind, State, Thing

MORNING = datetime(2026, 11, 24, 8, 0, tzinfo=JAPAN)
SECTIONS = {1: 3, 2: 3, 3: None}
PEOPLE = {1: 1, 2: 1, 3: 1, 4: 1, 5: 2, 6: 2, 7: 3}
CHIEFS = {3: 1, 6: 2, 7: 3}


@dataclass
class Place:
    """A copy: `is_there` is the truth, that no rule is told."""

    facts: CopyFacts
    medium: int | None = None
    is_there: bool = True


@dataclass
class Story:
    """A line with what happened to it."""

    line: Line
    section: int
    holder: int
    medium: int | None
    waits_for: int | None
    number: int
    blanket: "Story | None" = None
    signed: list[tuple[int, int, int]] = field(default_factory=list)
    round: int = 1
    handed_at: datetime = MORNING
    places: list[Place] = field(default_factory=list)
    is_out: bool = False
    closed_by: int = 0


@dataclass
class Circle:
    """Everything at one moment."""

    now: datetime = MORNING
    stories: list[Story] = field(default_factory=list)
    media: dict[int, Condition] = field(default_factory=lambda: dict.fromkeys(range(2), Condition.USABLE))
    lasts: dict[Series, int] = field(default_factory=dict)
    ends: list[tuple[int, int, int]] = field(default_factory=list)
    deputies: set[int] = field(default_factory=set)

    def number(self, series: Series) -> int:
        self.lasts[series] = self.lasts.get(series, 0) + 1
        return self.lasts[series]

    def signs(self, person: int) -> dict[int, SignsAs]:
        if person in CHIEFS:
            return {CHIEFS[person]: SignsAs.CHIEF}
        return {PEOPLE[person]: SignsAs.DEPUTY} if person in self.deputies else {}

    def medium(self, medium: int) -> MediumFacts:
        """From the lines, as line_queries.medium_facts."""
        out = next((each for each in self.stories if each.medium == medium and each.is_out), None)
        unwiped = [each.line.shown for each in self.stories for place in each.places if place.medium == medium and place.facts.is_open]
        permitted = (date(2026, 4, 1), date(2027, 3, 31))
        shown, with_ = f"媒8-{medium:04}", out.line.shown if out else ""
        return MediumFacts(shown, self.media[medium], 1, *permitted, out_with=with_, unwiped=unwiped[-1] if unwiped else "")

    def line(self, story: Story) -> Line:
        uses = [each.line.shown for each in self.stories if each.blanket is story and each.line.state in OPEN]
        return replace(story.line, copies=tuple(place.facts for place in story.places), open_uses=tuple(uses))

    def ask(self, person: int, kind: Kind, thing: Thing, *, holder: int, medium: int, hours: int, is_blanket: bool) -> None:
        section = PEOPLE[person]
        as_chief, above = CHIEFS.get(person) == section, SECTIONS[section]
        route = approval_rules.route_of(section, holder, asks_as_chief=as_chief, above_id=above)
        if not route:
            return
        series = SERIES_OF[kind]
        number = self.number(series)
        line = Line(
            Number(series, 2026, number).shown, kind, thing, State.ASKED, person, self.now, self.now + timedelta(hours=hours), is_blanket
        )
        registered = medium if thing is Thing.MEDIUM and kind is not Kind.BRING_IN else None
        self.stories.append(Story(line, section, holder, registered, route[0][1], number))

    def ask_again(self, story: Story, person: int) -> None:
        if line_rules.why_not_change(self.line(story), person) is None:
            as_chief = CHIEFS.get(person) == story.section
            route = approval_rules.route_of(story.section, story.holder, asks_as_chief=as_chief, above_id=SECTIONS[story.section])
            story.round, story.waits_for = story.round + 1, route[0][1]
            story.line = replace(story.line, state=State.ASKED, starts_at=self.now, ends_at=self.now + timedelta(hours=4))

    def use_blanket(self, story: Story, person: int) -> None:
        starts, ends = self.now, self.now + timedelta(hours=2)
        if PEOPLE[person] == story.section and line_rules.why_not_use_blanket(self.line(story), starts, ends) is None:
            series = SERIES_OF[story.line.kind]
            number = self.number(series)
            shown = Number(series, 2026, number).shown
            line = replace(
                story.line, shown=shown, state=State.APPROVED, requester_id=person, starts_at=starts, ends_at=ends, is_blanket=False
            )
            self.stories.append(Story(line, story.section, story.holder, story.medium, None, number, blanket=story))

    def sign(self, story: Story, person: int, decision: Decision) -> None:
        asked = Asked(story.line.state, story.line.requester_id, story.waits_for, "課", story.line.ends_at)
        if approval_rules.why_not_sign(asked, Signer(person, self.signs(person)), decision, self.now) is not None:
            return
        assert story.waits_for is not None
        if decision is not Decision.APPROVE:
            state = State.SENT_BACK if decision is Decision.SEND_BACK else State.REFUSED
            story.line, story.waits_for = replace(story.line, state=state), None
            return
        story.signed.append((story.round, story.waits_for, person))
        left = approval_rules.route_left(story.section, story.holder, story.waits_for)[1:]
        story.waits_for = left[0][1] if left else None
        story.line = story.line if left else replace(story.line, state=State.APPROVED)

    def withdraw(self, story: Story, person: int) -> None:
        if line_rules.why_not_withdraw(self.line(story), person) is None:
            story.line, story.waits_for = replace(story.line, state=State.WITHDRAWN), None

    def hand(self, story: Story) -> None:
        medium = self.medium(story.medium) if story.medium is not None else None
        if line_rules.why_not_hand(self.line(story), medium, self.now) is not None:
            return
        story.is_out, story.handed_at = True, self.now
        story.line = replace(story.line, state=State.HANDED, due_at=story.line.ends_at)
        lent = (story.medium, medium.shown) if story.medium is not None and medium is not None else None
        for first in lending_rules.first_copies(story.line.kind, story.line.thing, medium=lent, terminals={1: "T1", 2: "T2"}, words="箱"):
            story.places.append(Place(CopyFacts(first.kind, first.place), first.medium_id))

    def check(self, story: Story, *, is_clean: bool) -> None:
        if line_rules.why_not_check_virus(self.line(story)) is None:
            story.line = replace(story.line, is_virus_checked=True, is_virus_found=not is_clean)

    def start(self, story: Story) -> None:
        if line_rules.why_not_start(self.line(story)) is None:
            story.line = replace(story.line, is_started=True)

    def end_use(self, story: Story) -> None:
        if line_rules.why_not_end_use(self.line(story)) is None:
            story.line = replace(story.line, is_use_ended=True)

    def copy(self, story: Story) -> None:
        if line_rules.why_not_note_copy(self.line(story)) is None:
            story.places.append(Place(CopyFacts(CopyKind.TERMINAL, "T1")))

    def end(self, place: Place, story: Story, person: int, how: How, *, is_honest: bool) -> None:
        done = Done(how, "道具", "結果", self.now, self.now)
        may = line_rules.why_not_note_copy(self.line(story)) is None and lending_rules.why_not_lose(place.facts.kind) is None
        if how is not How.LOST:
            may = line_rules.why_not_note_copy(self.line(story)) is None
        if may and copy_rules.why_not_end(place.facts, done, handed_at=story.handed_at, now=self.now) is None:
            number = self.number(Series.END)
            place.facts = replace(place.facts, end=EndFacts(f"消8-{number:04}", how, person, is_confirmed=False))
            place.is_there = place.is_there and not is_honest

    def answer(self, place: Place, story: Story, person: int) -> None:
        """Whoever confirms has looked: what is there is rejected."""
        end = place.facts.end
        if end is None or copy_rules.why_not_confirm(end, person) is not None:
            return
        may_sign = bool(self.signs(person).keys() & {story.section})
        if copy_rules.why_not_loss(end.how, may_sign=may_sign, section="課") is not None:
            return
        if place.is_there:
            place.facts = replace(place.facts, end=None)
            return
        place.facts = replace(place.facts, end=replace(end, is_confirmed=True))
        self.ends.append((end.performed_by, person, story.number))
        if end.how is How.DESTROYED and place.medium is not None:
            self.media[place.medium] = Condition.BROKEN
        self._end_what_is_gone(story)

    def _end_what_is_gone(self, story: Story) -> None:
        facts = [place.facts for place in story.places if place.facts.kind in HANDED_KINDS]
        if story.is_out and copy_rules.gone_words([each.end.how if each.end and each.end.is_confirmed else None for each in facts]):
            self._back(story)

    def back(self, story: Story) -> None:
        if line_rules.why_not_return(self.line(story)) is None:
            self._back(story)

    def _back(self, story: Story) -> None:
        story.is_out = False
        story.line = replace(story.line, state=State.RETURNED, is_use_ended=story.line.is_started)

    def extend(self, story: Story, hours: int) -> None:
        until = self.now + timedelta(hours=hours)
        if line_rules.why_not_extend(self.line(story), until, self.now) is None:
            story.line = replace(story.line, due_at=until)

    def close(self, story: Story, person: int) -> None:
        if lending_rules.why_not_close_here(self.signs(person), self.closers(story), "課") is not None:
            return
        if line_rules.why_not_close(self.line(story), person) is None:
            story.line, story.closed_by = replace(story.line, state=State.CLOSED), person

    def closers(self, story: Story) -> tuple[int, ...]:
        return (story.section, *[section for _, section, _ in story.signed if section == SECTIONS[story.section]])


OPEN = (State.ASKED, State.SENT_BACK, State.APPROVED, State.HANDED, State.RETURNED)
