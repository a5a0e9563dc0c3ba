"""The demo's slips: every state, calls on both sides of now, numbers without a gap, nothing loaded twice."""

from itertools import pairwise

from flask import Flask
from sqlalchemy import func, select

from portal import clock
from portal.db import reading, writing
from portal.demo.slips import add_slips
from portal.demo.staff import add_staff
from portal.inquiries.list_queries import places_of, tallies
from portal.inquiries.list_rules import SlipView
from portal.inquiries.models import Slip, SlipEntry, SlipSeries
from portal.inquiries.rules import Category, SlipState
from tests.media.lent import person


def loaded() -> None:
    with writing():
        add_slips(add_staff("a password of the test"))


def test_every_state_and_category_is_there(app: Flask) -> None:
    loaded()
    loaded()
    with reading() as session:
        slips = session.scalars(select(Slip).order_by(Slip.fiscal_year, Slip.running)).all()
        lines = session.scalar(select(func.count()).select_from(SlipEntry)) or 0
        series = {row.fiscal_year: row.last for row in session.scalars(select(SlipSeries))}

    assert 55 <= len(slips) <= 75
    assert {slip.state for slip in slips} == set(SlipState)
    assert {slip.category for slip in slips} == {None, *Category}
    assert lines > len(slips)
    for year, last in series.items():
        assert [slip.running for slip in slips if slip.fiscal_year == year] == list(range(1, last + 1))
    assert all(earlier.taken_at <= later.taken_at for earlier, later in pairwise(slips))


def test_something_is_late_something_soon_something_waits(app: Flask) -> None:
    loaded()
    now, staff = clock.now(), person("toiawase")
    with reading():
        places = places_of(staff)
    counted = tallies(places, now)
    calls = [place.due.call_at for place in places if place.calls]

    assert all(counted[view].count for view in counted if view is not SlipView.CLOSED)
    assert any(call and call < now for call in calls)
    assert any(call and call > now for call in calls)
