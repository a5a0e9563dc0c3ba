"""Requests on the screen: what the clerk reads, what stays after a refusal, what one key brings back (M-2, R5-3)."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import update

from portal.db import writing
from portal.media import request_actions
from portal.media.line_models import MediaRequest
from portal.media.request_forms import filled
from portal.media.request_rules import Asked
from portal.media.rules import State
from tests.conftest import Browser
from tests.media.asking import Lists, a_use, ask, lists, papers_out
from tests.media.lent import line, once, person, settings
from tests.media.rows import add_line, add_medium

SignIn = Callable[[str], Browser]
NEW = "/media/requests/new/use-medium"


def sent(asked: Asked, **values: Any) -> dict[str, Any]:
    """The form as a browser sends it: boxes that are not ticked are left out."""
    form = filled(asked, grounds=("番号法第9条第1項(個人番号利用事務)",)) | values
    return {name: list(value) if isinstance(value, tuple) else value for name, value in form.items() if value not in (False, "", ())}


def words_of(browser: Browser) -> str:
    main = browser.text.split("<main")[1].split("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def faults_of(browser: Browser) -> list[str]:
    found = re.search(r"data-error-summary>(.*?)</div>", browser.text, re.DOTALL)
    return re.findall(r"<li>(?:<a [^>]*>)?(.*?)(?:</a>.*?)?</li>", found[1]) if found else []


def send_back(public_id: str) -> MediaRequest:
    with writing() as session:
        session.execute(update(MediaRequest).where(MediaRequest.public_id == public_id).values(state=State.SENT_BACK, waits_for=None))
    return line(public_id)


@pytest.fixture
def of(app: object) -> Lists:
    return lists()


def test_a_clerk_asks_and_reads_where_it_stands(of: Lists, sign_in: SignIn) -> None:
    browser = sign_in("daicho").get("/media/requests")
    assert "続いている申請はありません" in words_of(browser)
    browser.get("/media/requests/new")
    assert browser.text.count("data-key=") >= 9
    browser.get(NEW).post(NEW, sent(a_use(of))).follow()

    words = words_of(browser)
    for said in ("媒体の使用", "承認待ち", "接種券発行一覧", "1,200人分", "予防接種事務ポータル → 国の接種記録システム", "KENKO-07"):
        assert said in words
    assert "書き直せるのは差し戻された申請だけです" in words
    assert "取り下げる" in words
    assert "健康推進課の所属長の承認を待っています" in words_of(browser.get("/media/requests"))


def test_everything_wrong_is_said_at_once_and_what_was_typed_stays(of: Lists, sign_in: SignIn) -> None:
    browser = sign_in("daicho").get(NEW)
    form = sent(
        replace(a_use(of), purpose="=1+1"),
        people="たくさん",
        data_columns="あ" * 10_000,
        data_name="名\x07前",
        starts_at="25:00",
        workers=(),
    )
    browser.post(NEW, form)

    assert browser.status == 422
    assert faults_of(browser) == ["データの名前", "人数", "項目", "いつからの時刻", "作業する方"]
    for kept in ('value="たくさん"', 'value="25:00"', "=1+1", "あ" * 10_000):
        assert kept in browser.text
    assert "10,000文字です" in words_of(browser).replace("10000", "10,000")


def test_the_same_again_comes_filled_with_the_days_new_and_leads_to_a_line_that_says_so(of: Lists, sign_in: SignIn) -> None:
    earlier = ask(papers_out(of, tracking="1234", people=3))
    browser = sign_in("daicho").get("/media/requests")
    link = re.search(r'<a href="([^"]*/repetition)" data-key="1"', browser.text)
    assert link is not None
    browser.get(link[1])

    assert f"{earlier.number.shown} と同じ仕事" in words_of(browser)
    assert 'value="予診票 2箱"' in browser.text
    assert 'value="1234"' not in browser.text
    browser.post("/media/requests/new/take-out-papers", sent(papers_out(of), copied_from=earlier.public_id)).follow()
    assert f"{earlier.number.shown}と同じ仕事" in words_of(browser)


def test_a_medium_that_cannot_be_chosen_is_listed_with_its_reason_and_who_else_asked_is_named(of: Lists, sign_in: SignIn) -> None:
    first = ask(a_use(of), by="daicho2")
    with writing():
        expired = add_medium(permitted_until=date(2026, 4, 2)).number.shown
    words = words_of(sign_in("daicho").get(NEW))

    assert re.search(rf"ほかの申請 {first.number.shown} 飛田 結", words)
    assert f"{expired}の許可期間は" in words
    assert words.index("いま選べない媒体") < words.index(f"{expired}の許可期間は")


def test_written_anew_meanwhile_keeps_what_was_typed_beside_what_is_stored(of: Lists, sign_in: SignIn) -> None:
    row = send_back(ask(a_use(of)).public_id)
    url = f"/media/requests/{row.public_id}/rewriting"
    browser = sign_in("daicho").get(url)
    request_actions.rewrite_request(
        row.public_id, a_use(of, people=800), version=row.version, staff=person("daicho"), once=once(), settings=settings()
    )
    send_back(row.public_id)
    browser.post(url, sent(a_use(of, people=700), version=str(row.version)))

    assert browser.status == 409
    assert "人数 800 700" in words_of(browser)
    assert 'value="700"' in browser.text
    browser.post(url, sent(a_use(of, people=700), version=browser.hidden("version"))).follow()
    assert "3回目の申請" in words_of(browser)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("使8-1", ""),
        ("使８ー0001", ""),
        ("持8-1", "見つかりません"),
        ("媒8-1", "媒体の番号です"),
        ("はち", "番号の形が違います"),
        ("", "番号の形"),
    ],
)
def test_a_number_on_the_telephone_leads_to_its_line(of: Lists, sign_in: SignIn, typed: str, said: str) -> None:
    row = ask(a_use(of))
    typed = typed.replace("8-", f"{row.fiscal_year - 2018}-").replace("８", str(row.fiscal_year - 2018))
    browser = sign_in("toiawase").get("/media/requests").post("/media/requests", {"number": typed})

    assert browser.status == (422 if said else 303)
    assert said in browser.text if said else browser.location == f"/media/requests/{row.public_id}"


def test_the_late_one_comes_first_and_a_page_holds_fifty(of: Lists, sign_in: SignIn) -> None:
    with writing():
        for number in range(51):
            add_line(State.SENT_BACK if number == 40 else State.APPROVED, data_name=f"仕事{number}", medium_id=1)
    words = words_of(sign_in("daicho").get("/media/requests"))
    listed = words.split("申請の一覧")[1]

    assert "全 51件 ・ 2ページのうち1ページ目" in listed
    assert re.search(r"使\S+ 差戻し 仕事40 ", listed)
    assert listed.index("仕事40") < listed.index("仕事0 ")


def test_one_use_under_a_blanket_is_recorded_from_its_own_short_form(of: Lists, sign_in: SignIn) -> None:
    row = ask(a_use(of, is_blanket=True))
    with writing() as session:
        session.execute(update(MediaRequest).where(MediaRequest.id == row.id).values(state=State.APPROVED, waits_for=None))
    browser = sign_in("daicho2").get(f"/media/requests/{row.public_id}/use")
    url = browser.response.request.path
    fields = ("people", "starts_on", "starts_at", "ends_on", "ends_at")
    form = {name: browser.hidden(name) for name in fields}
    browser.post(url, form | {"people": "5,000"})

    assert browser.status == 409
    assert "承認された人数(1,200人)より多く" in words_of(browser)
    browser.post(url, form).follow()
    assert "承認済" in words_of(browser)
    assert f"{row.number.shown} 包括承認" in words_of(browser)


def test_another_section_finds_no_such_line(of: Lists, sign_in: SignIn) -> None:
    row = ask(a_use(of))
    for page in ("", "/repetition", "/rewriting", "/withdrawal", "/use"):
        browser = sign_in("soumu").get(f"/media/requests/{row.public_id}{page}")
        assert browser.status == 404
        assert "接種券発行一覧" not in browser.text


def test_a_person_of_the_section_reads_the_line_but_does_not_withdraw_it(of: Lists, sign_in: SignIn) -> None:
    row = ask(a_use(of))
    browser = sign_in("daicho2").get(f"/media/requests/{row.public_id}")

    assert "取り下げる" not in words_of(browser)
    assert browser.get(f"/media/requests/{row.public_id}/withdrawal").status == 409
