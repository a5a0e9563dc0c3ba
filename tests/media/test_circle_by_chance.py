"""Random people take random steps; whatever they do, the circle holds (M-3, M-5). The rules alone decide what is done."""

from collections import Counter
from datetime import timedelta
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from portal.media.copy_rules import ENDS
from portal.media.rules import CopyKind, Decision, How, Kind, State, Thing
from tests.media.circle_model import CHIEFS, OPEN, PEOPLE, SECTIONS, Circle, Place, Story

people = st.sampled_from(sorted(PEOPLE))
chance = st.integers(min_value=0, max_value=10_000)
HOWS = st.sampled_from(list(How))


class ByChance(RuleBasedStateMachine):
    """Each rule offers a step to somebody; most are refused."""

    def __init__(self) -> None:
        super().__init__()
        self.circle = Circle()

    reached: ClassVar[Counter[State]] = Counter()

    def teardown(self) -> None:
        self.reached.update(story.line.state for story in self.circle.stories)

    def story(self, number: int) -> Story:
        """Mostly one that is not over yet."""
        stories = self.circle.stories if number % 8 == 0 else self.open_stories() or self.circle.stories
        return stories[number % len(stories)]

    def place(self, number: int) -> tuple[Place, Story]:
        all_places = [(place, story) for story in self.circle.stories for place in story.places]
        open_places = [(place, story) for place, story in all_places if place.facts.is_open]
        places = all_places if number % 8 == 0 else open_places or all_places
        return places[number % len(places)]

    def open_stories(self) -> list[Story]:
        return [story for story in self.circle.stories if story.line.state in OPEN]

    def has_room(self) -> bool:
        return len(self.open_stories()) < 5

    def has_stories(self) -> bool:
        return bool(self.circle.stories)

    def has_places(self) -> bool:
        return any(story.places for story in self.circle.stories)

    @precondition(has_room)
    @rule(
        person=people,
        kind=st.sampled_from(list(Kind)),
        thing=st.sampled_from([Thing.MEDIUM, Thing.MEDIUM, *Thing]),
        holder=st.sampled_from([1, 1, 2, 3]),
        medium=st.integers(0, 1),
        hours=st.integers(1, 30),
        is_blanket=st.booleans(),
    )
    def somebody_asks(self, person: int, kind: Kind, thing: Thing, holder: int, medium: int, hours: int, is_blanket: bool) -> None:
        self.circle.ask(person, kind, thing, holder=holder, medium=medium, hours=hours, is_blanket=is_blanket and hours > 20)

    @precondition(has_stories)
    @rule(number=chance, person=people, decision=st.sampled_from([Decision.APPROVE, Decision.APPROVE, *Decision]))
    def somebody_decides(self, number: int, person: int, decision: Decision) -> None:
        self.circle.sign(self.story(number), person, decision)

    @precondition(has_stories)
    @rule(number=chance)
    def the_right_ones_approve(self, number: int) -> None:
        for person in PEOPLE:
            self.circle.sign(self.story(number), person, Decision.APPROVE)

    @precondition(has_stories)
    @rule(number=chance, person=people, what=st.integers(0, 9))
    def somebody_changes_their_mind(self, number: int, person: int, what: int) -> None:
        story = self.story(number)
        self.circle.ask_again(story, person)
        self.circle.use_blanket(story, person)
        if what < 3:
            self.circle.withdraw(story, person)

    @precondition(has_stories)
    @rule(number=chance)
    def it_is_handed_out(self, number: int) -> None:
        self.circle.hand(self.story(number))

    @precondition(has_stories)
    @rule(is_back=st.booleans(), is_erased=st.booleans())
    def the_counter_is_busy(self, is_back: bool, is_erased: bool) -> None:
        """Whatever is approved is asked for; some of it comes back with the data on it, some is erased and stays out."""
        for story in self.circle.stories:
            for person in PEOPLE:
                self.circle.sign(story, person, Decision.APPROVE)
            self.circle.hand(story)
            for place in story.places if is_erased else ():
                self.circle.end(place, story, 1, ENDS[place.facts.kind][0], is_honest=True)
                self.circle.answer(place, story, 2)
            if is_back:
                self.circle.back(story)

    @precondition(has_stories)
    @rule(number=chance, is_clean=st.booleans(), noted=st.booleans())
    def it_is_used(self, number: int, is_clean: bool, noted: bool) -> None:
        story = self.story(number)
        self.circle.check(story, is_clean=is_clean)
        self.circle.start(story)
        if noted:
            self.circle.copy(story)
        self.circle.end_use(story)

    @precondition(has_places)
    @rule(number=chance, person=people, how=HOWS, is_honest=st.booleans())
    def somebody_ends_a_copy(self, number: int, person: int, how: How, is_honest: bool) -> None:
        place, story = self.place(number)
        self.circle.end(place, story, person, how, is_honest=is_honest)

    @precondition(has_places)
    @rule(number=chance, person=people)
    def somebody_looks_at_it(self, number: int, person: int) -> None:
        self.circle.answer(*self.place(number), person)

    @precondition(has_stories)
    @rule(number=chance)
    def it_comes_back(self, number: int) -> None:
        self.circle.back(self.story(number))

    @precondition(has_stories)
    @rule(number=chance, person=people, hours=st.integers(0, 12))
    def somebody_closes_or_extends(self, number: int, person: int, hours: int) -> None:
        self.circle.extend(self.story(number), hours)
        self.circle.close(self.story(number), person)

    @precondition(has_places)
    @rule(number=chance, way=chance)
    def it_is_brought_to_its_end(self, number: int, way: int) -> None:
        """By whoever may: each tries."""
        place, story = self.place(number)
        ways = ENDS[place.facts.kind]
        if way % 3:
            self.circle.back(story)
        for each in story.places:
            how = ways[way % len(ways)] if each is place else ENDS[each.facts.kind][0]
            self.circle.end(each, story, 1, how, is_honest=True)
            for person in PEOPLE:
                self.circle.answer(each, story, person)
        for person in PEOPLE:
            self.circle.close(story, person)

    @rule(minutes=st.integers(1, 120), deputy=people)
    def time_goes_by(self, minutes: int, deputy: int) -> None:
        self.circle.now += timedelta(minutes=minutes)
        self.circle.deputies = {deputy} ^ self.circle.deputies if minutes % 3 == 0 else self.circle.deputies

    @invariant()
    def no_closed_line_has_data_left(self) -> None:
        for story in self.circle.stories:
            if story.line.state is State.CLOSED:
                assert not any(place.is_there or place.facts.is_open for place in story.places)
                assert story.closed_by != story.line.requester_id

    @invariant()
    def nobody_approved_their_own_and_nothing_left_without_approval(self) -> None:
        for story in self.circle.stories:
            assert all(person != story.line.requester_id for _, _, person in story.signed)
            if story.places:
                asked = story.blanket or story
                own = CHIEFS.get(asked.line.requester_id) == asked.section == asked.holder
                needed = SECTIONS[asked.section] if own else asked.holder
                assert (asked.round, needed) in {(round_, section) for round_, section, _ in asked.signed}

    @invariant()
    def nobody_confirmed_their_own(self) -> None:
        assert all(performed_by != confirmed_by for performed_by, confirmed_by, _ in self.circle.ends)

    @invariant()
    def a_medium_is_at_one_place_and_holds_the_data_of_one_line(self) -> None:
        out = Counter(story.medium for story in self.circle.stories if story.is_out and story.medium is not None)
        assert all(count == 1 for count in out.values())
        sticks = [(place.medium, place) for story in self.circle.stories for place in story.places if place.facts.kind is CopyKind.STICK]
        data_on = Counter(medium for medium, place in sticks if place.is_there)
        assert all(count == 1 for count in data_on.values())

    @invariant()
    def no_number_is_missing_or_twice(self) -> None:
        for kind in Kind:
            numbers = [story.number for story in self.circle.stories if story.line.kind is kind]
            assert numbers == list(range(1, len(numbers) + 1))


def walk(machines: int, steps: int) -> None:
    quiet = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    phases = [Phase.explicit, Phase.generate, Phase.shrink]
    run_state_machine_as_test(
        ByChance,
        settings=settings(max_examples=machines, stateful_step_count=steps, deadline=None, suppress_health_check=quiet, phases=phases),
    )


def test_the_circle_holds_for_a_while() -> None:
    walk(machines=10, steps=60)


@pytest.mark.thorough
def test_the_circle_holds_for_thousands_of_steps() -> None:
    walk(machines=150, steps=120)

    assert ByChance.reached[State.CLOSED] > 20, ByChance.reached
