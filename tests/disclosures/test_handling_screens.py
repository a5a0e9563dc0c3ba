"""The screens of the handling: drafted, signed, sent, given and asked through the browser's forms (D-2)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal import clock
from portal.db import reading
from portal.disclosures.decision_rules import DraftState
from portal.disclosures.draft_models import Appeal, Draft, ThirdParty
from portal.disclosures.models import CaseTask
from portal.disclosures.rules import CaseState, ItemState
from portal.text.wareki import format_date
from tests.asked import statements
from tests.conftest import Browser
from tests.disclosures.at_desk import a_case, items_of_case
from tests.disclosures.deciding import (
    decide,
    do,
    draft_of,
    extension,
    grant,
    make_paper,
    refusal,
    sign,
    special,
    states_of,
    tell,
    the_case,
    wish,
)
from tests.people import PASSWORD, section_id

SignIn = Callable[[str], Browser]


def today() -> str:
    return format_date(clock.today())


def newest_draft() -> Draft:
    with reading() as session:
        found = session.scalars(select(Draft).order_by(Draft.id.desc())).first()
    assert found is not None
    return found


def signed(browser: Browser, draft: str, answer: str = "agree", words: str = "") -> Browser:
    browser.get(f"/disclosure-drafts/{draft}")
    form = {"draft": f"{draft}.{draft_of(draft).version}", "answer": answer, "words": words, "password": PASSWORD}
    return browser.post("/disclosure-drafts/signatures", form)


def test_drafted_and_signed_through_the_screens(sign_in: SignIn) -> None:
    case = a_case(items=("接種台帳", "予診票"))
    first, second = items_of_case(case)
    clerk = sign_in("soumu").get(f"/disclosures/{case}")
    assert "起案する" in clerk.text
    assert "開示決定通知書" in clerk.get(f"/disclosures/{case}/drafts").text

    url = f"/disclosures/{case}/drafts/grant"
    clerk.get(url)
    form = {f"item-{first}": "partial", f"item-{second}": "", "decision_class": "section_chief", "ways": ["view"], "places": "総務課"}
    clerk.post(url, form | {"purpose": "予防接種の記録"})
    assert clerk.status == 422
    assert "不開示とする根拠" in clerk.text
    assert "予防接種の記録" in clerk.text
    filled = form | {"purpose": "予防接種の記録", "exemptions": ["2"], "partly": "2頁の氏名", "reason": "第三者の氏名のため"}
    assert clerk.post(url, filled).status == 303
    draft = newest_draft()
    assert states_of(case) == [ItemState.DRAFTED, ItemState.OPEN]
    shown = clerk.follow().text
    assert "部分開示" in shown
    assert "自分が起案したもの" in shown or "差し戻す" not in shown

    chief = sign_in("kacho").get("/disclosure-drafts")
    assert "あなたの合議・決裁を待つ起案はありません" in chief.text
    office = sign_in("somukacho").get("/disclosure-drafts")
    assert "部分開示" in office.text
    assert signed(office, draft.public_id).status == 303
    assert "部分開示" in chief.get("/disclosure-drafts").text
    assert signed(chief, draft.public_id).status == 303
    assert draft_of(draft.public_id).state is DraftState.DECIDED


def test_several_with_one_proof_and_a_wrong_password(sign_in: SignIn) -> None:
    drafts = [grant(a_case()) for _ in range(3)]
    office = sign_in("somukacho").get("/disclosure-drafts")
    picks = [f"{draft}.{draft_of(draft).version}" for draft in drafts]
    wrong = office.post("/disclosure-drafts/signatures", {"draft": picks, "answer": "agree", "password": "chigau"})
    assert wrong.status == 422
    assert all(draft_of(draft).concurred_at is None for draft in drafts)
    done = office.post("/disclosure-drafts/signatures", {"draft": picks, "answer": "agree", "password": PASSWORD})
    assert done.status == 303
    assert all(draft_of(draft).concurred_at is not None for draft in drafts)


def test_nothing_picked_and_sent_back_without_a_reason(sign_in: SignIn) -> None:
    draft = grant(a_case())
    office = sign_in("somukacho").get("/disclosure-drafts")
    assert office.post("/disclosure-drafts/signatures", {"answer": "agree", "password": PASSWORD}).status == 422
    assert "一覧から選んでください" in office.text
    assert signed(office, draft, "send_back").status == 422
    assert "差し戻す理由" in office.text
    assert signed(office, draft, "send_back", "目的が違う").status == 303
    clerk = sign_in("soumu").get("/disclosure-drafts")
    assert "差し戻された起案" in clerk.text
    clerk.get(f"/disclosure-drafts/{draft}/rewriting")
    assert "書き直して回す" in clerk.text


def test_rewritten_while_another_rewrote_it_keeps_what_was_typed(sign_in: SignIn) -> None:
    case = a_case()
    draft = grant(case)
    sign(draft, "somukacho", sends_back=True, words="直す")
    clerk = sign_in("soumu").get(f"/disclosure-drafts/{draft}/rewriting")
    form = {f"item-{items_of_case(case)[0]}": "full", "decision_class": "section_chief", "ways": ["view"], "places": "総務課"}
    form |= {"purpose": "新しい目的", "version": "1"}
    clerk.post(f"/disclosure-drafts/{draft}/rewriting", form)
    assert clerk.status == 409
    assert "新しい目的" in clerk.text


@pytest.mark.parametrize(("days", "words"), [(30, ""), (31, "までに決定しなければなりません")])
def test_an_extension_on_day_thirty_and_thirty_one(sign_in: SignIn, days: int, words: str) -> None:
    draft = extension(a_case())
    with time_machine.travel(clock.now() + timedelta(days=days), tick=False):
        assert not sign(draft, "somukacho").refused
        chief = sign_in("kacho")
        assert words in chief.get(f"/disclosure-drafts/{draft}").text
        assert signed(chief, draft).status == (409 if words else 303)
        assert words in chief.text


@pytest.mark.parametrize(("days", "words"), [(30, ""), (31, "特例は使えません")])
def test_a_special_notice_on_day_thirty_and_thirty_one(sign_in: SignIn, days: int, words: str) -> None:
    draft = special(a_case(), clock.today() + timedelta(days=200))
    decide(draft)
    make_paper(draft)
    with time_machine.travel(clock.now() + timedelta(days=days), tick=False):
        clerk = sign_in("soumu").get(f"/disclosure-drafts/{draft}/sending")
        clerk.post(f"/disclosure-drafts/{draft}/sending", {"day": today(), "way": "window"})
        assert clerk.status == (409 if words else 303)
        assert words in clerk.text


def test_sent_wished_and_given(sign_in: SignIn) -> None:
    case = a_case(is_proven=True)
    draft = grant(case)
    decide(draft)
    make_paper(draft)
    clerk = sign_in("soumu")
    base = f"/disclosure-drafts/{draft}"
    clerk.get(f"{base}/sending")
    assert clerk.post(f"{base}/sending", {"day": today(), "way": "post"}).status == 422
    assert 'id="registered_number-error"' in clerk.text
    assert clerk.post(f"{base}/sending", {"day": today(), "way": "post", "registered_number": "123-456"}).status == 303
    clerk.get(f"{base}/arrival")
    assert clerk.post(f"{base}/arrival", {"day": today()}).status == 303
    assert "実施方法の申出を記録する" in clerk.follow().text
    clerk.get(f"{base}/wish")
    assert clerk.post(f"{base}/wish", {"day": today(), "way": "copy"}).status == 303

    clerk.get(f"{base}/doing")
    version = clerk.hidden("version")
    clerk.post(f"{base}/doing", {"day": today(), "way": "copy", "version": version})
    assert clerk.status == 422
    assert "もう一度本人確認" in clerk.text
    assert all(f'id="{name}-error"' in clerk.text for name in ("papers", "mono_sheets"))
    given = {"day": today(), "way": "copy", "version": version, "papers": ["licence"], "mono_sheets": "3"}
    assert clerk.post(f"{base}/doing", given).status == 303
    page = clerk.follow().text
    assert "翌日を1日目として90日" in page
    assert the_case(case).state is CaseState.DONE


def test_lapsed_through_the_screen(sign_in: SignIn) -> None:
    case = a_case()
    draft = grant(case)
    tell(draft)
    url = f"/disclosure-drafts/{draft}/lapse"
    assert "その翌日から" in sign_in("soumu").get(url).text
    with time_machine.travel(clock.now() + timedelta(days=40), tick=False):
        clerk = sign_in("soumu").get(url)
        assert clerk.post(url).status == 303
    assert the_case(case).state is CaseState.LAPSED


def test_a_section_is_asked_and_answers(sign_in: SignIn) -> None:
    case = a_case()
    with reading():
        kenko = section_id("kenko")
    clerk, url = sign_in("soumu"), f"/disclosures/{case}/tasks"
    clerk.get(url)
    assert clerk.post(url, {"section": str(kenko), "words": "", "due_on": today()}).status == 422
    assert clerk.post(url, {"section": str(kenko), "words": "台帳を探す", "due_on": today()}).status == 303
    with reading() as session:
        task = session.scalars(select(CaseTask.public_id)).one()
    answerer = sign_in("daicho").get("/disclosure-drafts")
    assert "台帳を探す" in answerer.text
    assert "合議・決裁を待つ起案" not in answerer.text
    answerer.get(f"/disclosure-tasks/{task}")
    assert answerer.post(f"/disclosure-tasks/{task}", {"words": "2件ある"}).status == 303
    assert "2件ある" in clerk.get(f"/disclosures/{case}").text


def test_a_third_party_objects_and_is_told(sign_in: SignIn) -> None:
    case = a_case(is_proven=True)
    clerk, url = sign_in("soumu"), f"/disclosures/{case}/third-parties"
    clerk.get(url)
    form = {"item": items_of_case(case)[0], "party": "見本医院", "article": "86-1", "asked_on": today()}
    due = format_date(clock.today() + timedelta(days=10))
    assert clerk.post(url, form | {"due_on": due}).status == 303
    with reading() as session:
        third = session.scalars(select(ThirdParty.public_id)).one()
    base = f"/disclosure-third-parties/{third}"
    clerk.get(f"{base}/opinion")
    assert clerk.post(f"{base}/opinion", {"objects": "yes", "day": today(), "words": "困る"}).status == 303
    draft = grant(case)
    tell(draft)
    wish(draft)
    assert "直ちに通知する" in clerk.get(f"/disclosures/{case}").text
    clerk.get(f"{base}/telling")
    assert clerk.post(f"{base}/telling", {"day": today()}).status == 303
    assert "2週間以上を置き" in clerk.get(f"/disclosure-drafts/{draft}/doing").text


def test_an_appeal_through_the_screens(sign_in: SignIn) -> None:
    case = a_case()
    draft = refusal(case)
    tell(draft)
    clerk, url = sign_in("soumu"), f"/disclosure-drafts/{draft}/appeals"
    clerk.get(url)
    assert clerk.post(url, {"day": today(), "filed_by": "見本 花子"}).status == 303
    with reading() as session:
        appeal = session.scalars(select(Appeal.public_id)).one()
    for step in ("consult", "tell", "report", "rule"):
        clerk.get(f"/disclosure-appeals/{appeal}")
        form = {"step": step, "day": today(), "version": clerk.hidden("version"), "ruling": "rejected" if step == "rule" else ""}
        assert clerk.post(f"/disclosure-appeals/{appeal}", form).status == 303, clerk.text
    assert "棄却" in clerk.get(f"/disclosures/{case}").text


def test_dropped_through_the_screen(sign_in: SignIn) -> None:
    case = a_case()
    draft = grant(case)
    clerk = sign_in("soumu").get(f"/disclosure-drafts/{draft}")
    assert clerk.post(f"/disclosure-drafts/{draft}/dropping").status == 303
    assert states_of(case) == [ItemState.OPEN]


def test_the_navigation_counts_what_waits(sign_in: SignIn) -> None:
    for _ in range(2):
        grant(a_case())
    page = sign_in("somukacho").get("/password").text
    assert "決裁待ち" in page
    done = grant(a_case(is_proven=True))
    tell(done)
    wish(done)
    do(done)


@pytest.mark.parametrize("login_name", ["madoguchi", "kacho", "toiawase"])
def test_only_who_handles_drafts(sign_in: SignIn, login_name: str) -> None:
    assert sign_in(login_name).get(f"/disclosures/{a_case()}/drafts").status == 403


def test_a_strange_kind_is_not_there(sign_in: SignIn) -> None:
    assert sign_in("soumu").get(f"/disclosures/{a_case()}/drafts/nothing").status == 404


def test_many_drafts_are_paged_and_asked_for_together(sign_in: SignIn) -> None:
    for _ in range(3):
        grant(a_case())
    office = sign_in("somukacho")
    with statements() as few:
        office.get("/disclosure-drafts")
    for _ in range(20):
        grant(a_case())
    with statements() as many:
        office.get("/disclosure-drafts")
    assert "23件" in office.text
    assert "?drafts=2#drafts" in office.text
    assert len(many) == len(few) <= 32
    assert "開8-0023" in office.get("/disclosure-drafts?drafts=2").text
    assert office.get("/disclosure-drafts?drafts=999").status == 200
