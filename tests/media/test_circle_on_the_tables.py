"""The same by chance over the real actions and the tables, with the screens' reasons as the measure (M-4, M-5).

A step succeeds exactly when the page of that step gave no reason against it, and fails with the very sentence that stood there.
"""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sqlalchemy import func, select

from portal.audit.events import Event
from portal.db import writing
from portal.errors import Refused
from portal.media import copy_actions, lending_actions
from portal.media.copy_actions import Further, Written
from portal.media.copy_models import Copy, CopyEnd, Lending
from portal.media.copy_queries import ends_for
from portal.media.lending_review import review_step
from portal.media.line_models import MediaRequest
from portal.media.rules import CopyKind, Kind, State, Thing
from tests.accounts.staff_records import facts_of
from tests.media import lent
from tests.media.lent import once, person
from tests.media.rows import add_line, add_medium, add_terminal, add_worker, allow_on
from tests.media.test_circle_by_chance import chance
from tests.vouchers.test_at_the_same_time import chain_is_whole

WHO = st.sampled_from(["daicho", "daicho2", "kacho", "baitai"])


class OnTheTables(RuleBasedStateMachine):
    """Each run has three media and the lines of its own beside those of the runs before."""

    @initialize()
    def begin(self) -> None:
        self.lines: list[str] = []
        self.people = {login_name: person(login_name) for login_name in ("daicho", "daicho2", "kacho", "baitai")}
        with writing():
            self.media = [add_medium().id for _ in range(3)]
            self.worker, self.terminal = add_worker(), add_terminal()

    @rule(
        by=WHO, kind=st.sampled_from(list(Kind)), thing=st.sampled_from([Thing.MEDIUM, Thing.MEDIUM, Thing.PAPERS]), which=st.integers(0, 2)
    )
    def a_line_is_approved(self, by: str, kind: Kind, thing: Thing, which: int) -> None:
        if len(self.lines) > 5:
            return
        medium = self.media[which] if thing is Thing.MEDIUM and kind is not Kind.BRING_IN else None
        with writing():
            line = add_line(State.APPROVED, by=by, kind=kind, thing=thing, medium_id=medium, thing_words="箱", copies_allowed=1)
            allow_on(line, self.worker, self.terminal)
            self.lines.append(line.public_id)

    @rule(number=chance, by=WHO)
    def it_is_handed_out(self, number: int, by: str) -> None:
        self.step(
            "hand", number, by, lambda line, staff: lending_actions.hand_line(line, self.worker.public_id, "", staff=staff, once=once())
        )

    @rule(number=chance, by=WHO, is_clean=st.booleans())
    def it_is_used(self, number: int, by: str, is_clean: bool) -> None:
        self.step(
            "check_virus",
            number,
            by,
            lambda line, staff: lending_actions.check_virus(line, "検査", "", is_clean=is_clean, staff=staff, once=once()),
        )
        self.step("start", number, by, lambda line, staff: lending_actions.start_use(line, staff=staff, once=once()))
        self.step("end_use", number, by, lambda line, staff: lending_actions.end_use(line, "", staff=staff, once=once()))

    @rule(number=chance, by=WHO)
    def a_copy_is_noted(self, number: int, by: str) -> None:
        further = Further(CopyKind.UNPACKED, "フォルダー")
        self.step("note_copy", number, by, lambda line, staff: copy_actions.note_copy(line, further, Written(), staff=staff, once=once()))

    @rule(number=chance, by=WHO)
    def it_comes_back(self, number: int, by: str) -> None:
        self.step("return", number, by, lambda line, staff: lending_actions.return_line(line, "黒澤", "", staff=staff, once=once()))

    @rule(number=chance, by=WHO, way=chance)
    def somebody_ends_a_copy(self, number: int, by: str, way: int) -> None:
        if copies := self.copies():
            copy, kind = copies[-1 - number % min(len(copies), 6)]
            hows = ends_for(kind)
            done = lent.erased(hows[way % len(hows)])
            self.attempt(lambda: copy_actions.end_copy(copy, done, "執務室", 1, staff=self.people[by], once=once()))

    @rule(number=chance, by=WHO, is_left=st.sampled_from([False, False, True]))
    def somebody_looks_at_it(self, number: int, by: str, is_left: bool) -> None:
        if ends := lent.ends():
            end = ends[-1 - number % min(len(ends), 6)].public_id
            answer = copy_actions.reject_end if is_left else copy_actions.confirm_end
            self.attempt(lambda: answer(end, "見た", staff=self.people[by], once=once()))

    @rule(number=chance)
    def it_goes_its_way(self, number: int) -> None:
        """As on most days: out, back, erased, seen, closed."""
        self.it_is_handed_out(number, "baitai")
        self.it_comes_back(number, "baitai")
        for copy, kind in self.copies():
            done = lent.erased(ends_for(kind)[0])
            self.attempt(
                lambda copy=copy, done=done: copy_actions.end_copy(copy, done, "執務室", 1, staff=self.people["daicho"], once=once())
            )
        for end in [each.public_id for each in lent.ends() if not (each.confirmed_at or each.rejected_at)]:
            self.attempt(lambda end=end: copy_actions.confirm_end(end, "見た", staff=self.people["daicho2"], once=once()))
        self.somebody_closes(number, "kacho")

    @rule(number=chance, by=WHO)
    def somebody_closes(self, number: int, by: str) -> None:
        portal = lent.settings()
        self.step("close", number, by, lambda line, staff: lending_actions.close_line(line, "", staff=staff, once=once(), settings=portal))

    def step(self, name: str, number: int, by: str, act: Callable[..., object]) -> None:
        """What the page said before is what the action says."""
        if not self.lines:
            return
        line, staff = self.lines[-1 - number % min(len(self.lines), 5)], self.people[by]
        expected = review_step(line, staff=staff).why_not[name]
        assert self.attempt(lambda: act(line, staff)) == expected

    def attempt(self, act: Callable[[], object]) -> str | None:
        try:
            act()
        except Refused as error:
            return error.message
        return None

    def copies(self) -> list[tuple[str, CopyKind]]:
        with writing() as session:
            found = select(Copy.public_id, Copy.kind).join(MediaRequest, MediaRequest.id == Copy.request_id)
            return [(row[0], row[1]) for row in session.execute(found.where(MediaRequest.public_id.in_(self.lines)).order_by(Copy.id))]

    def teardown(self) -> None:
        """What must never be in the tables, asked of the tables."""
        with writing() as session:
            ended = select(CopyEnd.id).where(CopyEnd.copy_id == Copy.id, CopyEnd.confirmed_at.is_not(None)).exists()
            closed = select(func.count(Copy.id)).join(MediaRequest, MediaRequest.id == Copy.request_id)
            assert session.scalar(closed.where(MediaRequest.state == State.CLOSED, ~ended)) == 0
            assert session.scalar(select(func.count(CopyEnd.id)).where(CopyEnd.confirmed_by == CopyEnd.performed_by)) == 0
            out = select(Lending.medium_id).where(Lending.medium_id.is_not(None), Lending.returned_at.is_(None))
            assert session.execute(out.group_by(Lending.medium_id).having(func.count() > 1)).all() == []
            numbers = list(session.scalars(select(CopyEnd.running).order_by(CopyEnd.running)))
            assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.thorough
@pytest.mark.usefixtures("app")
def test_the_circle_holds_on_the_tables() -> None:
    run_state_machine_as_test(
        OnTheTables,
        settings=settings(
            max_examples=12,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
            phases=[Phase.generate],
        ),
    )
    assert chain_is_whole()
    assert facts_of(Event.LINE_RETURN)
    assert facts_of(Event.MEDIA_COPY_CONFIRM)
    assert facts_of(Event.LINE_CLOSE)
