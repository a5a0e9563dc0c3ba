"""What the people of the disclosures do at their screens, a function a step, by keyboard."""

from tests.journeys.conftest import Person
from tests.journeys.media_steps import Answers, day_after, open_page, pick, prove, send

ASKED = {
    "kind": "開示",
    "requester_kana": "みほん はなこ",
    "requester_address": "ひたちなか市見本町1-1",
    "requester_contact": "029-000-0000",
    "items": "予防接種台帳のうち本人に関する部分",
}


def receive(clerk: Person, section: str, *, name: str = "見本 花子", days_ago: int = 0) -> str:
    """A paper form is keyed in, so many days after its stamp; the number of the case."""
    open_page(clerk, "請求の受付")
    send(clerk, ASKED | {"requester_name": name, "received_on": day_after(-days_ago), "section": section}, says="受け付けました")
    return clerk.page.inner_text(".person__birth .fig").strip()


def open_case(person: Person, number: str) -> None:
    open_page(person, "請求の一覧")
    person.follow(person.page.locator("main table a").filter(has_text=number).first)
    assert number in person.page.inner_text("main"), person.text
    person.finds_no_barrier()


def go(person: Person, key: str) -> None:
    """One key of the case's page."""
    person.go_by(key.lower())
    person.finds_no_barrier()


def prove_identity(clerk: Person, paper: str) -> None:
    go(clerk, "I")
    box = clerk.page.locator("main label:has(input[name=papers])").filter(has_text=paper).first.locator("input")
    clerk.tab_to_element(box)
    clerk.press("Space")
    send(clerk, says="本人確認")


def draft(clerk: Person, notice: str, answers: Answers) -> None:
    """By the key that stands on the notice's button."""
    go(clerk, "D")
    key = clerk.page.locator("ul.actions a").filter(has_text=notice).first.get_attribute("data-key")
    assert key, clerk.text
    clerk.go_by(key)
    clerk.finds_no_barrier()
    send(clerk, answers, says="起案しました")


def sign(chief: Person, number: str) -> None:
    """At 決裁待ち, by keyboard, with a fresh proof."""
    open_page(chief, "決裁待ち")
    pick(chief, number, "#drafts")
    prove(chief, "password")
    send(chief, says="決裁・合議しました")
    assert chief.page.locator("#drafts tbody tr").filter(has_text=number).count() == 0, chief.text


def make_notice(clerk: Person, answers: Answers) -> None:
    go(clerk, "P")
    send(clerk, answers, says="通知書を作りました")


def send_notice(clerk: Person, number: str) -> None:
    """By registered post; it reaches them the same day."""
    open_case(clerk, number)
    go(clerk, "N")
    send(clerk, {"registered_number": "123-45-67890-1"}, says="発送・交付を記録しました")
    go(clerk, "R")
    send(clerk, {"day": day_after(0)}, says="到達を記録しました")
