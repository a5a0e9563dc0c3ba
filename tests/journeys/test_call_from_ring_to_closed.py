"""A call from the ring to the closed slip: typed while listening, the page closed in mid-sentence, the resident found, answered, closed."""

from collections.abc import Callable

import pytest

from tests.journeys.conftest import Person, Portal
from tests.journeys.inquiry_steps import find_slip, is_saved, press_key, start_slip
from tests.journeys.media_steps import fill_in

pytestmark = pytest.mark.journey

CALLER = """
    SELECT name, birth, public_id FROM resident r WHERE category = '1' AND protection IS NULL AND birth NOT LIKE '%-00%'
      AND (SELECT count(*) FROM resident o WHERE o.name = r.name) = 1 ORDER BY id DESC LIMIT 1
"""
HEARD = "昨日、市から接種券の封筒が2通届いた。どちらを使えば"


def test_a_call_from_ring_to_closed_slip(portal: Portal, sits_down: Callable[[str], Person]) -> None:
    caller = portal.rows(CALLER)[0]
    handler = sits_down("toiawase")
    number = start_slip(handler)
    handler.write(HEARD)
    the_page_is_closed_in_mid_sentence(handler)

    find_slip(handler, "受付票", number)
    assert handler.page.input_value("#body") == HEARD
    handler.tab_to("#body")
    handler.press("Control+End")
    handler.write("よいか。")
    is_saved(handler, portal, number, f"{HEARD}よいか。")
    fill_in(handler, {"category": "取扱い", "heard_name": "氏名", "heard_birth": "生年月日"})
    the_subject_and_the_caller(handler, str(caller.name))

    the_caller_is_looked_up_and_attached(handler, str(caller.name), number)
    handler.finds_no_barrier()
    press_key(handler, "k")
    assert "答えて完結にする" in handler.page.inner_text("h1")
    handler.write("古いほうは使えません。新しいほうをお使いください。")
    handler.finds_no_barrier()
    handler.go_by("Control+Enter")
    assert "完結にしました" in handler.text
    assert "新しいほうをお使いください" in handler.text
    handler.finds_no_barrier()


def the_page_is_closed_in_mid_sentence(handler: Person) -> None:
    """At once, without waiting for the second after which it is saved."""
    context = handler.page.context
    home = handler.page.url.rsplit("/inquiries", 1)[0]
    handler.page.close(run_before_unload=False)
    handler.page = context.new_page()
    handler.page.wait_for_timeout(500)
    handler.page.goto(f"{home}/password")


def the_subject_and_the_caller(handler: Person, name: str) -> None:
    for field, words in (("caller", name.split()[0]), ("subject", "接種券が2通届いた")):
        handler.tab_to(f"#{field}")
        handler.write(words)


def the_caller_is_looked_up_and_attached(handler: Person, name: str, number: str) -> None:
    press_key(handler, "s")
    assert handler.page.url.endswith("/residents")
    handler.write(name)
    handler.go_by("Enter")
    handler.go_by("Enter")
    assert f"受付票 {number} に結び付ける" in (handler.page.text_content("[data-key=O]") or "")
    handler.finds_no_barrier()
    handler.go_by("o")
    assert "住民を受付票に結び付けました" in handler.text
    assert name in handler.page.inner_text(".side")
