"""What the people of the media ledgers do at their screens, a function a step: used by every journey about media.

Forms are filled by keyboard: Tab to the field, letters, arrows in a list, Space in a box. Each step looks for barriers on the pages it
passes and reads the sentence with which the portal answers.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from playwright.sync_api import Locator

from portal.clock import JAPAN
from tests.journeys.conftest import Person
from tests.people import PASSWORD

Answers = Mapping[str, str | Sequence[str]]
SPECIFIC = {"is_personal": "含む", "is_specific": "含む(個人番号がある)"}
GROUND = {"legal_ground": "番号法第9条第1項"}
ERASED = {"how": "消去", "tool": "消去ソフト(3回上書き)", "result": "復元ソフトで読めないことを確かめた"}
WHERE_KINDS = {"使用": 0, "持出": 3, "受入": 6}
WHERE_THINGS = {"媒体": 1, "書類": 2, "端末": 3}


def day_after(days: int) -> str:
    """As a clerk writes a day: R8.12.5."""
    day = datetime.now(JAPAN).date() + timedelta(days=days)
    return f"R{day.year - 2018}.{day.month}.{day.day}"


def open_page(person: Person, entry: str) -> None:
    """By the navigation: no page of the media ledgers is reached by its address alone."""
    person.follow(person.page.locator("nav.nav a").filter(has_text=entry).first)
    person.finds_no_barrier()


def open_line(person: Person, number: str) -> None:
    """By the number, as somebody quotes it on the telephone."""
    open_page(person, "自分の申請")
    person.press("/")
    person.write(number)
    person.go_by("Enter")
    assert number in person.page.inner_text("h1"), person.text
    person.finds_no_barrier()


def fill_in(person: Person, answers: Answers) -> None:
    """Fields by their names, in the order in which they stand on the page."""
    for name, answer in answers.items():
        field = person.page.locator(f"main [name={name}]")
        kind = field.first.evaluate("element => element.type")
        if kind in ("radio", "checkbox"):
            for words in [answer] if isinstance(answer, str) else answer:
                _tick(person, name, words, is_radio=kind == "radio")
        elif kind == "select-one":
            _choose(person, name, str(answer))
        else:
            person.tab_to(f"main [name={name}]")
            person.press("Control+a")
            person.write(str(answer))


def _choose(person: Person, name: str, words: str) -> None:
    person.tab_to(f"main [name={name}]")
    field = person.page.locator(f"main select[name={name}]")
    options = field.locator("option").all_inner_texts()
    now = int(field.evaluate("element => element.selectedIndex"))
    wanted = next(place for place, option in enumerate(options) if words in option)
    person.press(*(["ArrowDown"] * (wanted - now) if wanted > now else ["ArrowUp"] * (now - wanted)))
    assert words in str(field.evaluate("element => element.selectedOptions[0].textContent"))


def _tick(person: Person, name: str, words: str, *, is_radio: bool) -> None:
    label = person.page.locator(f"main label:has(input[name={name}])").filter(has_text=words).first
    box = label.locator("input")
    if not is_radio:
        person.tab_to_element(box)
        person.press("Space")
    else:
        person.tab_to(f"main input[name={name}]")
        for _ in range(person.page.locator(f"main input[name={name}]").count()):
            if box.evaluate("element => element === document.activeElement"):
                break
            person.press("ArrowDown")
        person.press("Space")
    assert box.is_checked(), words


def send(person: Person, answers: Answers | None = None, *, says: str = "") -> None:
    """Fills the form of the page and sends it; what comes back has no barrier either."""
    fill_in(person, answers or {})
    person.go_by("Control+Enter")
    assert says in person.text, person.text
    assert "誤りが起きました" not in person.text, person.text
    person.finds_no_barrier()


def ask(person: Person, kind: str, thing: str, answers: Answers) -> str:
    """Returns the number of the new line."""
    open_page(person, "自分の申請")
    person.go_by("n")
    person.finds_no_barrier()
    person.go_by(str(WHERE_KINDS[kind] + WHERE_THINGS[thing]))
    person.finds_no_barrier()
    send(person, answers, says="申請しました")
    return number_of(person)


def number_of(person: Person) -> str:
    """Of the line whose page is open."""
    return person.page.inner_text("h1 .nowrap").strip()


def row_of(person: Person, words: str) -> Locator:
    return person.page.locator("main table[data-rows] tbody tr").filter(has_text=words)


def pick(person: Person, words: str, within: str) -> None:
    """J to the row of a section of the desk, X to pick it."""
    row = person.page.locator(f"{within} tbody tr").filter(has_text=words)
    assert row.count() == 1, (words, person.text)
    for _ in range(200):
        if row.evaluate("element => element.contains(document.activeElement)"):
            person.press("x")
            assert row.locator("input[type=checkbox]").is_checked()
            return
        person.press("j")
    raise AssertionError(f"no way by J to {words}")


def prove(person: Person, field: str) -> None:
    """The password again, where the page asks for it."""
    if person.page.locator(f"main #{field}").count():
        person.tab_to(f"main #{field}")
        person.write(PASSWORD)


def approve(chief: Person, number: str, words: str = "") -> None:
    """At 所属長の机, by keyboard, with a fresh proof."""
    open_page(chief, "所属長の机")
    pick(chief, number, "#waiting")
    if words:
        fill_in(chief, {"words": words})
    prove(chief, "password")
    send(chief, says="承認")
    assert chief.page.locator("#waiting tbody tr").filter(has_text=number).count() == 0, chief.text


def hand(custodian: Person, number: str, medium: str = "", to: str = "") -> None:
    """At 媒体の窓口: the number of the line is read, then the label of the medium in the hand."""
    open_page(custodian, "媒体の窓口")
    custodian.write(medium or number)
    custodian.go_by("Enter")
    assert number in custodian.text, custodian.text
    custodian.finds_no_barrier()
    answers: dict[str, str | Sequence[str]] = {}
    if medium:
        answers["number"] = medium
    if to and custodian.page.locator("main [name=to]").count():
        answers["to"] = to
    send(custodian, answers, says=f"{number}を渡したと記録しました。")


def take_back(custodian: Person, number: str, medium: str = "", brought_by: str = "") -> None:
    open_page(custodian, "媒体の窓口")
    custodian.write(medium or number)
    custodian.go_by("Enter")
    assert number in custodian.text, custodian.text
    custodian.finds_no_barrier()
    send(custodian, {"brought_by": brought_by} if brought_by else {}, says="返却を記録しました")


def start_use(person: Person, number: str) -> None:
    open_line(person, number)
    person.go_by("s")
    assert "使用の開始を記録しました" in person.text


def end_use(person: Person, number: str, anomaly: str = "") -> None:
    open_line(person, number)
    person.go_by("e")
    person.finds_no_barrier()
    send(person, {"anomaly": anomaly} if anomaly else {}, says="使用の終了を記録しました")


def end_copy(person: Person, number: str, place: str, answers: Answers) -> str:
    """One copy of the line ends; returns the number of the end."""
    open_line(person, number)
    person.follow(_copy(person, place).get_by_text("消去・廃棄を記録"))
    person.finds_no_barrier()
    send(person, answers, says="消去・廃棄を記録しました")
    return _copy(person, place).locator("td:nth-child(4) .fig").first.inner_text().strip()


def confirm(person: Person, end: str, note: str = "見た") -> None:
    """By another person, from 消去の確認."""
    open_page(person, "消去の確認")
    person.follow(row_of(person, end).get_by_text("見て確認する"))
    person.finds_no_barrier()
    send(person, {"note": note}, says="確認を記録しました")


def close(chief: Person, number: str) -> None:
    """所属長確認, at the desk."""
    open_page(chief, "所属長の机")
    pick(chief, number, "#closings")
    prove(chief, "closing-password")
    send(chief, says="完結にしました")
    assert chief.page.locator("#closings tbody tr").filter(has_text=number).count() == 0, chief.text


def prints(person: Person, key: str) -> None:
    """The PDF opens in a tab of its own, so that the page stays."""
    with person.page.context.expect_event("response", lambda answer: answer.request.method == "POST") as answer:
        person.press(key)
    assert answer.value.headers["content-type"] == "application/pdf"


def _copy(person: Person, place: str) -> Locator:
    return row_of(person, place).first
