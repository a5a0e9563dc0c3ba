"""Two at their screens in one slip: each is told that the other wrote, reads it in, and loses no letter of what is being typed."""

from collections.abc import Callable

import pytest

from tests.journeys.conftest import Person, Portal
from tests.journeys.inquiry_steps import is_saved, name_of, press_key, start_slip
from tests.journeys.media_steps import fill_in

pytestmark = pytest.mark.journey

HEARD = "母の接種券をなくした。"
NEWS = "[data-slip-load]"


def test_two_write_in_one_slip(portal: Portal, sits_down: Callable[[str], Person]) -> None:
    handler, colleague = sits_down("toiawase"), sits_down("madoguchi")
    handler.page.clock.install()
    number = start_slip(handler)
    handler.write(HEARD)
    is_saved(handler, portal, number, HEARD)
    the_colleague_writes_too(colleague, handler.page.url)

    looked = asked_for_news(handler)
    handler.page.clock.run_for(60_000)
    handler.page.wait_for_selector(NEWS)
    assert len(looked) <= 4, "asked more often than every 15 seconds"
    assert f"{name_of(colleague)}さんが追記しました" in handler.text
    handler.finds_no_barrier()

    handler.write("娘さんから。")
    press_key_of_the_line(handler)
    assert handler.page.input_value("#subject") == "接種券の紛失"
    assert "申請書を郵送すると伝えた" in handler.text
    handler.write("急がない。")
    is_saved(handler, portal, number, f"{HEARD}娘さんから。急がない。")
    handler.finds_no_barrier()

    the_page_is_hidden(handler, looked)
    the_colleague_closes_while_a_line_is_being_written(handler, colleague)


def the_colleague_writes_too(colleague: Person, url: str) -> None:
    colleague.page.goto(url)
    fill_in(colleague, {"category": "取扱い"})
    colleague.tab_to("#subject")
    colleague.write("接種券の紛失")
    colleague.press("Tab")
    colleague.page.wait_for_selector("[data-slip-saved] .state--ok")
    colleague.tab_to("#words")
    colleague.write("申請書を郵送すると伝えた")
    colleague.follow(colleague.page.locator("button", has_text="書き足す"))


def asked_for_news(person: Person) -> list[str]:
    asked: list[str] = []
    person.page.on("request", lambda request: asked.append(request.url) if "/news" in request.url else None)
    return asked


def press_key_of_the_line(person: Person) -> None:
    """The cursor stands where it stood: the typing goes on."""
    person.press("Escape", "y")
    person.page.wait_for_selector(NEWS, state="detached")
    assert person.page.evaluate("document.activeElement.id") == "body"


def the_page_is_hidden(person: Person, looked: list[str]) -> None:
    """Nobody sees it, so it asks nothing."""
    looked.clear()
    show = "state => Object.defineProperty(document, 'visibilityState', { value: state, configurable: true })"
    person.page.evaluate(show, "hidden")
    person.page.clock.run_for(61_000)
    assert not looked
    person.page.evaluate(show, "visible")


def the_colleague_closes_while_a_line_is_being_written(handler: Person, colleague: Person) -> None:
    handler.tab_to("#words")
    handler.write("折り返しは要らないとのこと")
    colleague.page.reload()
    colleague.tab_to("#body")
    press_key(colleague, "k")
    colleague.write("再発行の申請を案内した。")
    colleague.go_by("Control+Enter")

    handler.page.clock.run_for(21_000)
    handler.page.wait_for_selector(NEWS)
    handler.press("Escape", "y")
    handler.page.wait_for_selector("text=再発行の申請を案内した。")
    assert handler.page.input_value("#words") == "折り返しは要らないとのこと"
    assert handler.page.evaluate("document.activeElement.id") == "words"
    handler.finds_no_barrier()


def test_a_line_half_written_keeps_its_page_and_keys_lead_to_the_fields(portal: Portal, sits_down: Callable[[str], Person]) -> None:
    handler = sits_down("toiawase")
    number = start_slip(handler)
    handler.write(HEARD)
    is_saved(handler, portal, number, HEARD)
    handler.page.reload()
    handler.write("娘さんから。")
    is_saved(handler, portal, number, f"{HEARD}娘さんから。")

    handler.press("Escape", "n")
    handler.write("課長に伝えた")
    slip = handler.page.url
    for keys in (("Escape", "h"), ("Escape", "Escape"), ("Escape", "F2")):
        handler.press(*keys)
        handler.page.wait_for_selector("text=書き足しかけの文があります")
        assert (handler.page.url, handler.page.evaluate("document.activeElement.id")) == (slip, "words")
    handler.follow(handler.page.locator("button", has_text="書き足す").last)
    assert "課長に伝えた" in handler.page.inner_text("[data-slip-lines]")

    handler.press("Escape", "c")
    handler.write("090-0000-2718")
    handler.press("Tab")
    handler.write("明日午後4時半")
    handler.press("Tab")
    handler.page.wait_for_selector("[data-slip-promise] button")
    assert handler.page.is_checked("#call_back")
    assert handler.page.input_value("#call_at").endswith(" 16:30")
