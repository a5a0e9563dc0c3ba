"""A paper form becomes a case, is mended, put off, decided, told, asked for and given; the ninety days stand on the page (D-1, D-2)."""

from collections.abc import Callable

import pytest

from tests.journeys.conftest import Person, Portal
from tests.journeys.disclosure_steps import draft, go, make_notice, open_case, prove_identity, receive, send_notice, sign
from tests.journeys.media_steps import day_after, fill_in, open_page, send

pytestmark = pytest.mark.journey

STATES = (
    "SELECT c.state, d.done_on, d.told_until FROM disclosure_case c LEFT JOIN disclosure_doing d ON d.case_id = c.id ORDER BY c.id DESC"
)


def test_a_disclosure_from_the_form_to_the_copy(portal: Portal, sits_down: Callable[[str], Person]) -> None:
    clerk, office, chief = (sits_down(name) for name in ("soumu", "somukacho", "kacho"))
    number = receive(clerk, "健康推進課")
    prove_identity(clerk, "運転免許証")
    what_is_missing_is_asked_for_and_comes(clerk, chief, number)
    the_period_is_made_longer(clerk, office, chief, number)
    draft(clerk, "開示決定通知書", {"purpose": "予防接種の実施と記録の管理"})
    the_drafter_cannot_sign(clerk)

    it_does_not_wait_for_the_chief_yet(chief, number)
    sign(office, number)
    sign(chief, number)

    open_case(clerk, number)
    make_notice(clerk, {"document_number": "総第123号"})
    send_notice(clerk, number)
    they_ask_for_a_copy(clerk)
    they_prove_themselves_again_and_take_it(clerk)
    the_ninety_days_are_shown(clerk)

    row = portal.rows(STATES)[0]
    assert row.state == "done"
    assert row.told_until is not None


def what_is_missing_is_asked_for_and_comes(clerk: Person, chief: Person, number: str) -> None:
    """補正: by paper, which the chief signs; the clock waits for it."""
    go(clerk, "M")
    send(clerk, {"gaps": "その他", "words": "求める記録の年度が分からない"}, says="補正を記しました")
    draft(clerk, "補正要求書", {"mending": "その他", "reason": "求める記録の年度を書いてください。"})
    sign(chief, number)
    open_case(clerk, number)
    make_notice(clerk, {"document_number": "総第121号", "due_on": day_after(14)})
    send_notice(clerk, number)
    open_case(clerk, number)
    assert "補正待ち" in clerk.text
    assert "補正された日に期限が決まります" in clerk.text
    go(clerk, "K")
    send(clerk, {"words": "令和7年度と書いた紙が届いた"}, says="補正を記録しました")
    assert "補正済" in clerk.text


def the_period_is_made_longer(clerk: Person, office: Person, chief: Person, number: str) -> None:
    """83条2項: 合議, 決裁, and the notice without delay."""
    draft(clerk, "期限延長通知書", {"days": "30", "reason": "対象となる記録が複数の課にあり、確認に時間を要するため"})
    sign(office, number)
    sign(chief, number)
    open_case(clerk, number)
    make_notice(clerk, {"document_number": "総第122号"})
    send_notice(clerk, number)
    open_case(clerk, number)
    assert "延長後の期限" in clerk.text
    assert "30日を延ばし" in clerk.text


def the_drafter_cannot_sign(clerk: Person) -> None:
    assert "決裁待ち" in clerk.text
    assert not clerk.page.locator("main input[name=answer]").count()


def it_does_not_wait_for_the_chief_yet(chief: Person, number: str) -> None:
    """合議 comes before 決裁."""
    open_page(chief, "決裁待ち")
    assert not chief.page.locator("#drafts tbody tr").filter(has_text=number).count()


def they_ask_for_a_copy(clerk: Person) -> None:
    go(clerk, "W")
    send(clerk, {"way": "写しの交付(窓口)"}, says="申出を記録しました")


def they_prove_themselves_again_and_take_it(clerk: Person) -> None:
    """Only what the chosen way asks is there; without the papers nothing is given, and what was typed stays."""
    go(clerk, "X")
    asked = ["mono_sheets", "paid_on", "waiver_words", "registered_number"]
    for way, there in (("閲覧", []), ("写しの送付", ["mono_sheets", "paid_on", "registered_number"]), ("写しの交付", asked[:2])):
        fill_in(clerk, {"way": way})
        assert [name for name in asked if clerk.page.locator(f"main [name={name}]").is_visible()] == there, way
    send(clerk, {"mono_sheets": "3"}, says="もう一度本人確認")
    assert clerk.page.locator("[name=mono_sheets]").input_value() == "3"
    answers = {"papers": ["運転免許証"], "paid_on": day_after(0)}
    send(clerk, answers, says="開示の実施を記録しました")
    assert "30円" in clerk.text


def the_ninety_days_are_shown(clerk: Person) -> None:
    assert "翌日を1日目として90日" in clerk.text
    assert "実施済" in clerk.text
