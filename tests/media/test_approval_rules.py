"""Who signs a line, in which order, and why somebody may not: both sides of each limit (M-3)."""

import pytest

from portal.media.approval_rules import next_step, route_left, route_of
from portal.media.rules import Step

OWN, HOLDER, ABOVE = 1, 2, 3

ROUTES = {
    "a clerk, the section's own data": (OWN, OWN, False, ABOVE, ((Step.HOLDER, OWN),)),
    "a clerk, nobody stands above": (OWN, OWN, False, None, ((Step.HOLDER, OWN),)),
    "a clerk, data of another section": (OWN, HOLDER, False, ABOVE, ((Step.OWN_CHIEF, OWN), (Step.HOLDER, HOLDER))),
    "the chief, own data": (OWN, OWN, True, ABOVE, ((Step.ABOVE, ABOVE),)),
    "the chief, data of another section": (OWN, HOLDER, True, ABOVE, ((Step.ABOVE, ABOVE), (Step.HOLDER, HOLDER))),
    "the chief, data of the section above": (OWN, ABOVE, True, ABOVE, ((Step.HOLDER, ABOVE),)),
    "the chief, nobody stands above": (OWN, OWN, True, None, ()),
    "the chief, data of another section, nobody stands above": (OWN, HOLDER, True, None, ()),
}


@pytest.mark.parametrize(("section", "holder", "asks_as_chief", "above", "route"), ROUTES.values(), ids=ROUTES.keys())
def test_the_route_of_a_request(
    section: int, holder: int, asks_as_chief: bool, above: int | None, route: tuple[tuple[Step, int], ...]
) -> None:
    assert route_of(section, holder, asks_as_chief=asks_as_chief, above_id=above) == route


@pytest.mark.parametrize(("section", "holder", "asks_as_chief", "above", "route"), ROUTES.values(), ids=ROUTES.keys())
def test_what_is_left_of_a_route_is_told_from_the_line_alone(
    section: int, holder: int, asks_as_chief: bool, above: int | None, route: tuple[tuple[Step, int], ...]
) -> None:
    for signed, (_, waits_for) in enumerate(route):
        assert route_left(section, holder, waits_for) == route[signed:]


def test_after_the_last_signature_comes_nobody() -> None:
    route = route_of(OWN, HOLDER, asks_as_chief=False, above_id=None)
    assert [next_step(route, signed) for signed in range(3)] == [*route, None]
