"""A 個人番号 typed in at the counter is refused and stays nowhere: no table, no sealed text, no log, no answer (R3-6)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from portal.audit.events import Event
from portal.clock import JAPAN
from portal.counter.reading_rules import INDIVIDUAL_NUMBER
from tests.conftest import Browser
from tests.counter.at_counter import VISIT, SignIn, everything_stored, in_visit, records, search
from tests.factories import a_resident

NUMBER = "123456789018"
WIDE = NUMBER.translate(str.maketrans("0123456789", "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19"))
SHAPES = (NUMBER, WIDE, "1234 5678 9018", "1234-5678-9018", f"渡辺 {NUMBER}", f"{NUMBER} S23.5.14")
TRACES = (NUMBER, WIDE, "1234 5678 9018", "1234-5678-9018", "56789018")
Told = Callable[[], str]


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Told:
    """Everything written to the log and to both outputs."""

    def written() -> str:
        out, err = capfd.readouterr()
        return "\n".join([caplog.text, out, err])

    return written


def traces_in(text: str) -> list[str]:
    return [trace for trace in TRACES if trace in text]


@pytest.mark.parametrize("typed", SHAPES)
@pytest.mark.parametrize("field", ["q", "birth"])
def test_it_is_refused_and_found_nowhere(sign_in: SignIn, told: Told, field: str, typed: str) -> None:
    clerk = search(in_visit(sign_in("madoguchi")), **{field: typed})

    assert clerk.status == 422
    assert INDIVIDUAL_NUMBER in clerk.text
    assert traces_in(clerk.text) == []
    assert traces_in(everything_stored()) == []
    assert "counter.search_residents" in (log := told())
    assert traces_in(log) == []
    assert records(Event.RESIDENT_SEARCH) == []


def test_it_is_refused_also_where_the_visit_has_not_begun(sign_in: SignIn, told: Told) -> None:
    clerk = search(sign_in("madoguchi"), NUMBER, **VISIT)

    assert (clerk.status, INDIVIDUAL_NUMBER in clerk.text) == (422, True)
    assert traces_in(clerk.text + everything_stored() + told()) == []
    assert records(Event.VISIT_START) == []


def test_an_earlier_search_stays_as_it_was(sign_in: SignIn) -> None:
    a_resident(name="渡辺 和子")
    clerk = search(in_visit(sign_in("madoguchi")), "渡辺")
    search(clerk, NUMBER)

    assert "渡辺 和子" in clerk.get("/residents").text


def test_it_is_not_kept_when_the_session_had_ended(sign_in: SignIn, told: Told) -> None:
    with time_machine.travel(datetime(2026, 11, 24, 10, 38, tzinfo=JAPAN), tick=False) as traveller:
        clerk = in_visit(sign_in("madoguchi")).get("/residents")
        traveller.shift(timedelta(hours=1))
        clerk.post("/residents", {"q": NUMBER, "birth": "S23.5.14"})

        assert clerk.location == "/sign-in"
        stored = everything_stored()
    assert "S23.5.14" in stored  # the rest of the form is
    assert traces_in(stored + told()) == []


@pytest.mark.parametrize(
    "url", [f"/residents/{NUMBER}", f"/vouchers/{NUMBER}", f"/residents?q={NUMBER}", f"/visits/new?next=/residents/{NUMBER}"]
)
def test_it_is_not_kept_from_an_address(sign_in: SignIn, told: Told, url: str) -> None:
    in_visit(sign_in("madoguchi")).get(url)

    assert traces_in(everything_stored() + told()) == []


def test_it_is_not_kept_from_the_sign_in(stranger: Browser, told: Told) -> None:
    stranger.get("/sign-in").post("/sign-in", {"login_name": NUMBER, "password": NUMBER})

    assert stranger.status == 422
    assert traces_in(everything_stored() + told()) == []


def test_it_is_not_kept_from_a_reason(sign_in: SignIn, told: Told) -> None:
    resident: Any = a_resident()
    chief = in_visit(sign_in("kacho")).get(f"/residents/{resident.public_id}")
    chief.post(f"/residents/{resident.public_id}/protected", {"reason": f"番号 {NUMBER} の件"})

    assert chief.status == 409
    assert traces_in(chief.text + everything_stored() + told()) == []
