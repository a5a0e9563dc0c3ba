"""What was written on the form, changed: before and after told, nobody overwritten, nothing typed lost (D-2)."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from portal.audit.events import Event
from portal.audit.models import AuditRecord
from portal.db import reading
from portal.disclosures.change_rules import SAME
from portal.disclosures.decision_rules import DraftState
from portal.disclosures.models import Case, CaseItem
from portal.disclosures.rules import CaseKind, ItemState
from portal.disclosures.story import told_of
from tests.conftest import Browser
from tests.disclosures.at_desk import a_case, case_of
from tests.disclosures.test_handling import a_draft

SignIn = Callable[[str], Browser]


def a_form(browser: Browser, **values: Any) -> dict[str, Any]:
    given = {
        "version": browser.hidden("version"),
        "way": "window",
        "requester_kind": "self",
        "requester_name": "見本 花子",
        "requester_kana": "ミホン ハナコ",
        "requester_address": "ひたちなか市見本町1-1",
        "requester_contact": "029-000-0000",
        "items": "予防接種台帳のうち本人に関する部分",
    }
    return {name: value for name, value in (given | values).items() if value != ""}


def change(browser: Browser, public_id: str, **values: Any) -> Browser:
    url = f"/disclosures/{public_id}/contents"
    browser.get(url)
    return browser.post(url, a_form(browser, **values))


def items() -> list[tuple[int, str, ItemState]]:
    with reading() as session:
        return [(item.place, item.words, item.state) for item in session.scalars(select(CaseItem).order_by(CaseItem.place))]


def story(public_id: str) -> list[str]:
    with reading():
        return [told.words for told in told_of(case_of(public_id).id)]


def test_before_and_after_stand_in_the_story(sign_in: SignIn) -> None:
    public_id = a_case()
    browser = change(sign_in("toiawase"), public_id, requester_address="ひたちなか市見本町2-2", requester_contact="").follow()

    assert "ひたちなか市見本町2-2" in browser.text
    assert story(public_id) == ["請求者の住所: ひたちなか市見本町1-1 → ひたちなか市見本町2-2。連絡先: 029-000-0000 → なし"]
    with reading() as session:
        facts = session.scalars(select(AuditRecord.facts).where(AuditRecord.event == Event.CASE_CHANGE)).one()
    assert "請求者の住所" in facts
    assert "見本町" not in facts


def test_the_same_once_more_changes_nothing(sign_in: SignIn) -> None:
    public_id = a_case()
    browser = change(sign_in("toiawase"), public_id).follow()

    assert SAME in browser.text
    assert story(public_id) == []


def test_whoever_is_second_sees_both_and_sends_again(sign_in: SignIn) -> None:
    public_id = a_case()
    first, second = sign_in("toiawase"), sign_in("soumu")
    url = f"/disclosures/{public_id}/contents"
    slow = a_form(second.get(url), requester_contact="090-1111-2222", claim="x")
    change(first, public_id, requester_address="ひたちなか市見本町2-2")

    second.post(url, slow)
    assert second.status == 409
    assert "先に改めました" in second.text
    assert "ひたちなか市見本町2-2" in second.text
    assert 'value="090-1111-2222"' in second.text
    second.post(url, slow | {"version": second.hidden("version"), "requester_address": "ひたちなか市見本町2-2"})
    assert second.status == 303
    with reading() as session:
        row = session.scalars(select(Case)).one()
        assert (row.requester_address, row.requester_contact) == ("ひたちなか市見本町2-2", "090-1111-2222")


def test_documents_are_added_reworded_and_withdrawn_never_removed(sign_in: SignIn) -> None:
    public_id = a_case(items=("接種記録", "接種券"))
    browser = sign_in("toiawase")
    change(browser, public_id, items="接種記録\n接種券の発行履歴\n問診票")
    assert items() == [(1, "接種記録", ItemState.OPEN), (2, "接種券の発行履歴", ItemState.OPEN), (3, "問診票", ItemState.OPEN)]

    change(browser, public_id, items="問診票")
    assert [state for _, _, state in items()] == [ItemState.WITHDRAWN, ItemState.WITHDRAWN, ItemState.OPEN]
    change(browser, public_id, items="問診票\n領収書")
    assert items()[3] == (4, "領収書", ItemState.OPEN)


def test_a_change_of_the_documents_alone_counts_as_one(sign_in: SignIn) -> None:
    public_id = a_case()
    browser = sign_in("toiawase")
    with reading():
        before = case_of(public_id).version
    change(browser, public_id, items="接種券")

    with reading():
        assert case_of(public_id).version > before


def test_documents_under_a_draft_stay(sign_in: SignIn) -> None:
    public_id = a_case(items=("接種記録", "接種券"))
    a_draft(public_id)
    browser = change(sign_in("soumu"), public_id, items="接種記録")

    assert browser.status == 409
    assert "先に起案を取りやめてください" in browser.text
    assert change(browser, public_id, items="接種記録\n接種券", requester_contact="090").status == 303


@pytest.mark.parametrize(
    ("changed", "fine"),
    [
        ({"requester_name": "見本 次郎"}, False),
        ({"way": "post"}, False),
        ({"requester_kind": "agent"}, False),
        ({"requester_address": "見本町9"}, True),
    ],
)
def test_whoever_was_proven_stays(sign_in: SignIn, changed: dict[str, str], fine: bool) -> None:
    browser = change(sign_in("toiawase"), a_case(is_proven=True), **changed)

    assert browser.status == (303 if fine else 409)
    assert fine or "誤起票として取り消し" in browser.text


@pytest.mark.parametrize(
    ("changed", "status", "words"),
    [
        ({"wish": ""}, 409, "どれを求めるか"),
        ({"disclosed_on": "令和9年5月20日"}, 409, "より前に収受"),
        ({"earlier_number": "開8-0099"}, 409, "この番号の開示請求はありません"),
        ({"claim": "個人番号123456789018"}, 422, "個人番号"),
        ({"claim": "あ" * 20_001}, 422, "20000文字まで"),
    ],
)
def test_what_is_wrong_stands_at_its_field(sign_in: SignIn, changed: dict[str, str], status: int, words: str) -> None:
    public_id = a_case(CaseKind.CORRECTION, claim="日が違う", wish="correct")
    browser = change(sign_in("toiawase"), public_id, **({"wish": "correct", "claim": "日が違う"} | changed))

    assert browser.status == status
    assert words in browser.text
    assert story(public_id) == []


def test_after_a_notice_nothing_is_changed(sign_in: SignIn) -> None:
    public_id = a_case()
    a_draft(public_id, DraftState.NOTIFIED, ItemState.NOTIFIED)

    assert sign_in("soumu").get(f"/disclosures/{public_id}/contents").status == 409
