"""What is typed is stored as it is typed, put together with what others type, and never lost (D-3)."""

from datetime import timedelta

import pytest
from flask import Flask

from portal import clock
from portal.audit.events import Event
from portal.db import writing
from portal.inquiries.rules import LONGEST_TEXT, Category, EntryKind, SlipState
from portal.inquiries.search_rules import folded
from portal.inquiries.slip_rules import BLANK
from portal.text.wareki import format_short
from tests.inquiries.at_desk import FETCHED, SignIn, act, entries_at, formers_at, ready, slip_at, started, type_into
from tests.inquiries.slip_rows import add_slip, facts_of

EVERYTHING = {
    "channel": "counter",
    "caller": "﨑山 𠮷之",
    "relation": "family",
    "contact": "029-000-0000",
    "subject": "接種券が2通届いた",
    "body": "1行目\n\n3行目",
    "category": "complaint",
    "about_system": "接種券の発送",
    "heard_name": "1",
    "heard_birth": "1",
    "heard_address": "1",
    "urgency": "urgent",
    "answer_by": "R99.12.4",
    "call_back": "1",
    "call_number": "090-0000-2718",
    "call_at": "R99.12.1 16:00",
    "answer": "古いほうは使えない",
}
FIRST = {"channel": "phone", "relation": "unknown", "urgency": "normal"}


def test_each_field_is_stored_by_itself(app: Flask, sign_in: SignIn) -> None:
    browser = sign_in("toiawase")
    url = started(browser)
    said = type_into(browser, url, body="昨日、市から", caller="渡邉")

    assert (said["now"], said["wrong"], said["beside"]) == ({"caller": "渡邉", "body": "昨日、市から"}, {}, {})
    assert said["at"].endswith("秒に保存")
    assert (slip_at(url).body, slip_at(url).caller, slip_at(url).subject) == ("昨日、市から", "渡邉", "")
    assert "昨日、市から" in browser.get(url).text
    assert facts_of(Event.SLIP_WRITE) == [{"slip": slip_at(url).number.shown, "fields": ["caller", "body"]}]


def test_every_field_is_stored_and_comes_back(app: Flask, sign_in: SignIn) -> None:
    browser = sign_in("toiawase")
    url = started(browser)
    said = type_into(browser, url, was=FIRST, **EVERYTHING)

    assert (said["now"], said["wrong"]) == (EVERYTHING, {})
    assert type_into(browser, url, was=EVERYTHING, **EVERYTHING)["now"] == {}
    assert slip_at(url).category is Category.COMPLAINT
    assert folded("崎山吉之") in slip_at(url).search_key
    assert len(facts_of(Event.SLIP_WRITE)) == 1


def test_sent_again_it_is_written_once(app: Flask, sign_in: SignIn) -> None:
    browser = sign_in("toiawase")
    url = started(browser)
    for _ in range(3):
        type_into(browser, url, body="昨日")

    assert (slip_at(url).body, len(entries_at(url)), len(facts_of(Event.SLIP_WRITE))) == ("昨日", 1, 1)


def test_letters_that_overtake_those_before_them_are_whole(app: Flask, sign_in: SignIn) -> None:
    browser = sign_in("toiawase")
    url = started(browser)
    type_into(browser, url, body="昨日、市から接種券が")

    assert type_into(browser, url, body="昨日、市")["now"] == {"body": "昨日、市から接種券が"}
    assert len(entries_at(url)) == 1


def test_two_people_in_one_text_lose_nothing(app: Flask, sign_in: SignIn) -> None:
    one, two = sign_in("toiawase"), sign_in("madoguchi")
    url = started(one)
    type_into(one, url, body="昨日届いた")
    type_into(two, url, was={"body": "昨日届いた"}, body="昨日届いた\n2通")
    said = type_into(one, url, was={"body": "昨日届いた"}, body="昨日届いた\n16時まで")
    assert (said["now"], said["beside"]) == ({"body": "昨日届いた\n2通\n16時まで"}, {})

    said = type_into(two, url, was={"body": "けさ届いた\n2通"}, body="昨日届いた\n3通と1通")
    assert said["now"] == {"body": "昨日届いた\n2通\n16時まで"}
    assert "先に書き換えて" in said["beside"]["body"]
    assert "内容: 昨日届いた\n3通と1通" in said["pieces"]["lines"]
    assert entries_at(url)[-1].what is EntryKind.TYPED_BESIDE
    assert entries_at(url)[-1].words == "内容: 昨日届いた\n3通と1通"
    assert [(each.field, each.words) for each in formers_at(url)] == [("body", "昨日届いた"), ("body", "昨日届いた\n2通")]
    page = one.get(url).text
    assert "書き換える前の文 2件" in page
    assert "昨日届いた\n3通と1通" in page


def test_of_two_choices_the_first_stands_and_the_second_is_told(app: Flask, sign_in: SignIn) -> None:
    one, two = sign_in("toiawase"), sign_in("madoguchi")
    url = started(one)
    type_into(one, url, category="leak")
    said = type_into(two, url, category="complaint")

    assert said["now"] == {"category": "leak"}
    assert entries_at(url)[-1].words == "分類: 苦情"


def test_what_is_typed_while_another_closes_is_kept_beside(app: Flask, sign_in: SignIn) -> None:
    one, two = sign_in("toiawase"), sign_in("madoguchi")
    url = ready(one)
    act(two, url, "closing", result="no_answer", answer="")
    said = type_into(one, url, was={"body": "昨日2通目が届いた。"}, body="昨日2通目が届いた。番号が違う。")

    assert slip_at(url).state is SlipState.CLOSED
    assert "body" in said["beside"]
    assert entries_at(url)[-1].words == "内容: 昨日2通目が届いた。番号が違う。"


def test_hand_over_while_the_other_types(app: Flask, sign_in: SignIn) -> None:
    one, two = sign_in("toiawase"), sign_in("madoguchi")
    url = started(one)
    act(two, url, "handover", to="soumu", note="総務で")

    assert type_into(one, url, body="まだ入力している")["now"] == {"body": "まだ入力している"}
    assert sign_in("soumu").get(url).status == 200


def test_twenty_thousand_characters_and_one_more(app: Flask, sign_in: SignIn) -> None:
    browser = sign_in("toiawase")
    url = started(browser)
    long = "𠮷" * LONGEST_TEXT
    assert type_into(browser, url, body=long, answer="短い")["wrong"] == {}

    said = type_into(browser, url, was={"body": long, "caller": ""}, body=long + "あ", caller="渡邉")
    assert "20000文字まで" in said["wrong"]["body"]
    assert said["now"] == {"caller": "渡邉"}
    assert (len(slip_at(url).body), slip_at(url).caller) == (LONGEST_TEXT, "渡邉")


def test_put_together_a_text_never_grows_too_long(app: Flask, sign_in: SignIn) -> None:
    browser = sign_in("toiawase")
    url = started(browser)
    type_into(browser, url, body="あ")
    type_into(browser, url, was={"body": "あ"}, body="あ\n" + "い" * 15_000)
    said = type_into(browser, url, was={"body": "あ"}, body="あ\n" + "う" * 15_000)

    assert "body" in said["beside"]
    assert entries_at(url)[-1].words.endswith("う" * 15_000)


def test_what_cannot_be_stored_says_why_and_the_rest_is_stored(app: Flask, sign_in: SignIn) -> None:
    browser = sign_in("toiawase")
    url = started(browser)
    yesterday = clock.now() - timedelta(days=1)
    said = type_into(
        browser,
        url,
        body="番号は 123456789018 とのこと",
        subject="あ" * 201,
        answer_by="2月30日",
        call_at=f"{format_short(yesterday.date())} 16:00",
        channel="telex",
        caller="渡邉",
    )

    assert said["now"] == {"caller": "渡邉"}
    assert set(said["wrong"]) == {"body", "subject", "answer_by", "call_at", "channel"}
    assert "個人番号" in said["wrong"]["body"]
    assert "過ぎて" in said["wrong"]["call_at"]


def test_the_time_it_came_is_not_ahead(app: Flask, sign_in: SignIn) -> None:
    browser = sign_in("toiawase")
    url = started(browser)
    was = {"taken_at": f"{format_short(clock.today())} {clock.now().hour}:{clock.now().minute:02}"}
    later = clock.now() + timedelta(days=1)

    assert "先に" in type_into(browser, url, was=was, taken_at=f"{format_short(later.date())} 0:00")["wrong"]["taken_at"]
    assert type_into(browser, url, was={"taken_at": ""}, taken_at="昨日 9:00")["wrong"] == {}


def test_a_promised_time_is_a_promised_call(app: Flask, sign_in: SignIn) -> None:
    browser = sign_in("toiawase")
    url = started(browser)
    said = type_into(browser, url, call_at="R99.12.1 16:00")
    assert (said["now"], slip_at(url).call_back) == ({"call_at": "R99.12.1 16:00", "call_back": "1"}, True)
    assert "待たせています" in said["pieces"]["promise"]

    said = type_into(browser, url, was={"call_back": "1", "call_at": "R99.12.1 16:00"}, call_back="", call_at="R99.12.1 17:00")
    assert (said["now"]["call_back"], slip_at(url).call_back) == ("", False)


def test_without_the_script_the_form_does_the_same(app: Flask, sign_in: SignIn) -> None:
    browser = sign_in("toiawase")
    url = started(browser)
    browser.post(url, {"body": "1行目\r\n2行目", "was_body": "", "category": "", "was_category": "", "was_heard_name": ""})
    assert (browser.status, slip_at(url).body) == (303, "1行目\n2行目")

    browser.post(url, {"subject": "あ" * 201, "was_subject": "", "caller": "渡邉", "was_caller": ""})
    assert browser.status == 422
    assert "あ" * 201 in browser.text
    assert "200文字まで" in browser.text
    assert slip_at(url).caller == "渡邉"


@pytest.mark.parametrize("headers", [{}, FETCHED])
def test_what_was_typed_when_the_session_had_ended_comes_back(app: Flask, sign_in: SignIn, headers: dict[str, str]) -> None:
    browser = sign_in("toiawase")
    url = started(browser)
    browser.get(url)
    token = browser.hidden("csrf_token")
    sign_in("toiawase")
    long = "昨" * LONGEST_TEXT
    sent = {"body": long, "was_body": "", "csrf_token": token}
    browser.post(url, sent, headers=headers | {"Referer": f"http://localhost{url}"})
    assert browser.status == (401 if headers else 303)
    assert slip_at(url).body == ""

    again = sign_in("toiawase")
    with again.client.session_transaction() as cookie:
        cookie["kept"] = True
    page = again.get(url).text
    assert long in page
    assert "サインインが切れる前に入れた内容を戻しました" in page
    assert 'name="was_body" value=""' in page


def test_a_blank_is_not_written(app: Flask, sign_in: SignIn) -> None:
    with writing():
        slip = add_slip(SlipState.BLANK)
    browser = sign_in("toiawase")
    browser.post(f"/inquiries/{slip.public_id}", {"body": "x", "was_body": ""}, headers=FETCHED)

    assert browser.status == 409
    assert BLANK in browser.text
    assert "保存する" not in browser.get(f"/inquiries/{slip.public_id}").text
