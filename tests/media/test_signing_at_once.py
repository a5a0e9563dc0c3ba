"""Two who decide in the same second: one wins, the other reads who decided what, and nothing is signed twice (M-3)."""

from collections.abc import Callable

import pytest

from portal.audit.events import Event
from portal.media.line_models import MediaRequest
from portal.media.rules import State
from tests.accounts.staff_records import facts_of
from tests.conftest import Browser
from tests.media.deciding import appoint, now_of, signatures_of, waiting
from tests.people import PASSWORD
from tests.vouchers.test_at_the_same_time import at_once, chain_is_whole

SignIn = Callable[[str], Browser]
DECISIONS = "/media/desk/decisions"


def decision(browser: Browser, *lines: MediaRequest, **values: str) -> tuple[Browser, str, dict[str, object]]:
    browser.get("/media/desk")
    tokens = {name: browser.hidden(name) for name in ("csrf_token", "once")}
    picks = [f"{line.public_id}.{line.round}" for line in lines]
    return browser, DECISIONS, {"line": picks, "decision": "approve", "words": "", "password": PASSWORD, **tokens, **values}


@pytest.mark.thorough
def test_of_a_chief_and_a_deputy_one_decides_and_the_other_is_told(sign_in: SignIn) -> None:
    appoint("madoguchi2")
    line = waiting()
    chief, deputy = sign_in("kacho"), sign_in("madoguchi2")
    at_once([decision(chief, line), decision(deputy, line, decision="refuse", words="目的が足りません")])

    assert sorted(browser.status for browser in (chief, deputy)) == [303, 409]
    assert len(signatures_of(line)) == 1
    loser, winner = (deputy, "大内 恵子") if chief.status == 303 else (chief, "小野瀬 亮")
    assert f"{winner}さんが" in loser.text
    assert now_of(line).state in (State.APPROVED, State.REFUSED)
    assert len(facts_of(Event.LINE_APPROVE)) + len(facts_of(Event.LINE_REFUSE)) == 1
    assert chain_is_whole()


@pytest.mark.thorough
def test_of_two_who_pick_the_same_lines_in_another_order_each_line_is_signed_once(sign_in: SignIn) -> None:
    appoint("madoguchi2")
    lines = [waiting() for _ in range(4)]
    chief, deputy = sign_in("kacho"), sign_in("madoguchi2")
    at_once([decision(chief, *lines), decision(deputy, *reversed(lines))])

    assert sorted(browser.status for browser in (chief, deputy)) == [303, 409]
    assert [len(signatures_of(line)) for line in lines] == [1] * 4
    assert chain_is_whole()


@pytest.mark.parametrize("password", ["", "a wrong one"])
def test_without_the_password_the_page_asks_for_it_and_keeps_what_was_picked(sign_in: SignIn, password: str) -> None:
    line, chief = waiting(), sign_in("kacho")
    browser, url, form = decision(chief, line, decision="send_back", words="列を減らしてください", password=password)
    browser.post(url, form)

    assert chief.status == 422
    assert f'value="{line.public_id}.1" data-row-key="X" aria-label="{line.number.shown}を選ぶ" checked' in chief.text
    assert "列を減らしてください</textarea>" in chief.text
    assert now_of(line).state is State.ASKED
