"""What handlers of inquiries do at their screens, a function a step, by keyboard."""

from tests.journeys.conftest import Person, Portal

SAVED = "[data-slip-saved] .state--ok"


def start_slip(person: Person) -> str:
    """The telephone rings: one key, and the number is there with the cursor in 内容."""
    person.go_by("F2")
    person.page.wait_for_url("**/inquiries/*")
    assert person.page.evaluate("document.activeElement.id") == "body"
    person.finds_no_barrier()
    return person.page.inner_text("h1").removeprefix("受付票").strip()


def is_saved(person: Person, portal: Portal, number: str, body: str) -> None:
    """Said on the page, and so in the database."""
    for _ in range(50):
        person.page.wait_for_timeout(100)
        if person.page.locator(SAVED).count() and body_of(portal, number) == body:
            return
    raise AssertionError(f"not saved: {body_of(portal, number)!r}\n{person.text}")


def body_of(portal: Portal, number: str) -> str:
    fiscal_year, running = 2018 + int(number[1:].split("-")[0]), int(number.split("-")[1])
    rows = portal.rows("SELECT body FROM slip WHERE fiscal_year = :year AND running = :running", year=fiscal_year, running=running)
    return str(rows[0].body)


def find_slip(person: Person, entry: str, number: str) -> None:
    """In the list behind an entry of the navigation."""
    person.follow(person.page.locator("nav.nav a").filter(has_text=entry).first)
    person.finds_no_barrier()
    person.follow(person.page.locator("main table a").filter(has_text=number).first)
    assert number in person.page.inner_text("h1")


def press_key(person: Person, key: str) -> None:
    """Out of the field first, wherever the cursor stands."""
    person.press("Escape")
    person.page.wait_for_selector(f"[data-key={key.upper()}]:visible")
    person.go_by(key)


def name_of(person: Person) -> str:
    return person.page.inner_text(".topbar__staff b")
