"""The acts on a slip on the database: each with its line and its record, each once, each refused with its reason (D-3)."""

from datetime import timedelta

import pytest
from flask import Flask

from portal import clock
from portal.audit.events import Event
from portal.db import writing
from portal.inquiries.list_rules import Due, late_words
from portal.inquiries.models import Slip
from portal.inquiries.rules import EntryKind, Result, SlipState
from portal.inquiries.slip_rules import CALL_FIRST, CANCELLED, CLOSED, HANDED_SINCE
from portal.text.wareki import format_date, format_short
from tests.conftest import Browser
from tests.inquiries.at_desk import SignIn, act, entries_at, ready, slip_at, started, type_into
from tests.inquiries.slip_rows import add_slip, facts_of

TOMORROW = clock.today() + timedelta(days=1)


@pytest.fixture
def handler(app: Flask, sign_in: SignIn) -> Browser:
    return sign_in("toiawase")


def last(url: str) -> tuple[EntryKind, str]:
    entry = entries_at(url)[-1]
    return entry.what, entry.words


def test_a_line_is_added_and_never_changed(handler: Browser) -> None:
    url = started(handler)
    act(handler, url, "entries", words="会場に確かめた\r\n在庫あり", note_channel="phone")
    assert last(url) == (EntryKind.NOTED, "会場に確かめた\n在庫あり")
    assert "会場に確かめた\n在庫あり" in handler.get(url).text
    assert facts_of(Event.SLIP_NOTE) == [{"slip": slip_at(url).number.shown, "channel": "phone"}]

    assert act(handler, url, "entries", words=" ", note_channel="").status == 422
    assert act(handler, url, "entries", words="あ" * 20_001, note_channel="").status == 422
    assert "あ" * 20_001 in handler.text
    assert len(entries_at(url)) == 2


def test_pressed_twice_a_line_stands_once(handler: Browser) -> None:
    url = started(handler)
    token = handler.get(url).text.split("/entries", 1)[1].split('name="once" value="', 1)[1].split('"', 1)[0]
    for _ in range(2):
        handler.post(f"{url}/entries", {"words": "会場に確かめた", "note_channel": "", "once": token})

    assert len(entries_at(url)) == 2


def test_a_call_that_nobody_answered_stays_promised(handler: Browser) -> None:
    url = ready(handler)
    assert "折返しが要る" in act(handler, url, "calls", reached="1").text
    type_into(handler, url, call_back="1", call_number="090-0000-2718", call_at=f"{format_short(TOMORROW)} 16:00")
    assert CALL_FIRST in handler.get(f"{url}/closing").text
    act(handler, url, "calls", reached="", call_words="呼び出しのみ")
    assert (last(url), slip_at(url).called_at) == ((EntryKind.NOT_REACHED, "呼び出しのみ"), None)

    act(handler, url, "calls", reached="1", call_words="16時に話した")
    assert last(url) == (EntryKind.CALLED, "16時に話した")
    assert slip_at(url).called_at is not None
    assert [each["reached"] for each in facts_of(Event.SLIP_CALL)] == [False, True]
    type_into(handler, url, was={"call_at": f"{format_short(TOMORROW)} 16:00"}, call_at=f"{format_short(TOMORROW)} 17:00")
    assert slip_at(url).called_at is None


def test_a_slip_is_handed_to_another_section_and_both_see_it(handler: Browser, sign_in: SignIn) -> None:
    url = started(handler)
    page = handler.get(f"{url}/handover").text
    assert 'label="総務課"' in page
    assert 'value="kansa"' not in page
    act(handler, url, "handover", to="soumu", note="開示の相談。手続は未説明")
    assert last(url) == (EntryKind.HANDED, "開示の相談。手続は未説明")
    assert facts_of(Event.SLIP_HAND) == [{"slip": slip_at(url).number.shown, "staff": "soumu"}]
    assert [sign_in(who).get(url).status for who in ("soumu", "toiawase", "madoguchi")] == [200] * 3

    officer = sign_in("soumu")
    assert "安 真由 → 海野 光" in officer.get(url).text
    assert act(officer, url, "handover", to="soumu", note="残したい文").status == 409
    assert "もう受け持っている" in officer.text
    assert "残したい文" in officer.text
    assert act(officer, url, "handover", to="kansa", note="").status == 422


def test_who_hands_over_what_another_took_meanwhile_is_told_and_may_press_again(handler: Browser, sign_in: SignIn) -> None:
    url, colleague = started(handler), sign_in("madoguchi")
    colleague.get(f"{url}/handover")
    act(handler, url, "handover", to="soumu", note="")
    colleague.post(f"{url}/handover", {"to": "madoguchi", "note": "代わりにかける", "seen": colleague.hidden("seen")})
    assert colleague.status == 409
    assert [words in colleague.text for words in (HANDED_SINCE, "代わりにかける", "いまの担当は海野 光です。")] == [True] * 3

    colleague.post(f"{url}/handover", {"to": "madoguchi", "note": "代わりにかける", "seen": colleague.hidden("seen")})
    assert colleague.status == 303
    assert last(url) == (EntryKind.HANDED, "代わりにかける")


def test_a_slip_waits_and_is_taken_up_again(handler: Browser) -> None:
    url = ready(handler)
    assert act(handler, url, "waiting", whom="会場の返事", until="昨日").status == 422
    yesterday = clock.today() - timedelta(days=1)
    assert act(handler, url, "waiting", whom="会場の返事", until=format_date(yesterday)).status == 409
    assert "会場の返事" in handler.text
    act(handler, url, "waiting", whom="会場の返事", until=format_date(clock.today()))
    assert (slip_at(url).state, slip_at(url).waits_until) == (SlipState.WAITING, clock.today())
    assert last(url) == (EntryKind.WAITS, "会場の返事")
    assert "会場の返事" in handler.get(url).text

    act(handler, url, "resumption")
    assert (slip_at(url).state, slip_at(url).waits_for, slip_at(url).waits_until) == (SlipState.OPEN, "", None)
    assert act(handler, url, "resumption").status == 409


def test_slips_that_belong_together_name_each_other(handler: Browser) -> None:
    first, second = started(handler), ready(handler)
    for typed, words in (("x", "番号の形が違います"), ("R8-9999", "見つかりません"), (slip_at(second).number.shown, "そのもの")):
        assert words in act(handler, second, "links", number=typed).text
    act(handler, second, "links", number=str(slip_at(first).running))
    assert "もう結び付けてあります" in act(handler, second, "links", number=slip_at(first).number.shown).text
    assert "同じ問合せの受付票が分かりません" in act(handler, second, "closing", result="duplicate", answer="").text
    act(handler, second, "links", number=slip_at(first).number.shown, is_original="1")

    assert slip_at(second).duplicate_of_id == slip_at(first).id
    assert slip_at(first).number.shown in handler.get(second).text
    assert slip_at(second).number.shown in handler.get(first).text
    act(handler, second, "closing", result="duplicate", answer="")
    assert slip_at(second).result is Result.DUPLICATE


def test_a_slip_is_answered_closed_and_opened_again(handler: Browser) -> None:
    url = started(handler)
    assert "件名・内容・分類が空いています" in handler.get(f"{url}/closing").text
    url = ready(handler)
    assert act(handler, url, "closing", result="answered", answer=" ").status == 409
    assert act(handler, url, "closing", result="", answer="残したい答え").status == 422
    assert "残したい答え" in handler.text
    act(handler, url, "closing", result="answered", answer="古いほうは使えない", was_answer="")
    closed = slip_at(url)
    assert (closed.state, closed.result, closed.answer) == (SlipState.CLOSED, Result.ANSWERED, "古いほうは使えない")
    assert facts_of(Event.SLIP_CLOSE) == [{"slip": closed.number.shown, "result": "answered"}]
    assert CLOSED in act(handler, url, "handover", to="madoguchi", note="").text
    assert CLOSED in handler.get(url).text

    act(handler, url, "reopening", reason="続きの電話")
    opened = slip_at(url)
    assert (opened.state, opened.result, opened.closed_at, opened.closed_by) == (SlipState.OPEN, None, None, None)
    assert act(handler, url, "reopening", reason="もう一度").status == 409


def test_an_empty_slip_is_cancelled_by_one_key(handler: Browser) -> None:
    url = started(handler)
    handler.get(url).post(f"{url}/cancellation")
    slip: Slip = slip_at(url)
    assert (handler.status, slip.state) == (303, SlipState.CANCELLED)
    assert slip.cancel_reason
    assert CANCELLED in handler.get(url).text

    act(handler, url, "reopening", reason="やはり要った")
    assert (slip_at(url).state, slip_at(url).cancel_reason) == (SlipState.OPEN, "")
    assert started(handler) != url


def test_a_written_slip_is_cancelled_with_a_reason(handler: Browser) -> None:
    url = ready(handler)
    handler.get(url).post(f"{url}/cancellation")
    assert (handler.status, slip_at(url).state) == (409, SlipState.OPEN)
    assert act(handler, url, "cancellation", reason="").status == 422
    act(handler, url, "cancellation", reason="庁内の間違い電話")
    assert slip_at(url).cancel_reason == "庁内の間違い電話"
    assert last(url) == (EntryKind.CANCELLED, "庁内の間違い電話")


def test_no_act_reaches_a_slip_of_another_section(handler: Browser, sign_in: SignIn) -> None:
    url, other = started(handler), sign_in("soumu")
    for verb in ("entries", "calls", "handover", "waiting", "resumption", "links", "closing", "reopening", "cancellation"):
        form = {"words": "x", "note_channel": "", "reached": "1", "to": "soumu", "note": "", "whom": "x", "until": format_date(TOMORROW)}
        other.get("/password")
        other.post(f"{url}/{verb}", form | {"number": "1", "result": "no_answer", "answer": "", "reason": "x", "once": token_of(other)})
        assert other.status == 404, verb


def token_of(browser: Browser) -> str:
    return browser.text.split('id="slip-start"', 1)[1].split('name="once" value="', 1)[1].split('"', 1)[0]


def test_two_call_back_and_the_words_of_the_second_stand_in_the_note(sign_in: SignIn) -> None:
    one, other = sign_in("toiawase"), sign_in("madoguchi")
    url = started(one)
    type_into(one, url, call_back="1")
    act(one, url, "calls", call_words="案内した", reached="1")
    assert act(other, url, "calls", call_words="こちらでも話した", reached="1").status == 409

    assert "折返しは済んでいます" in other.text
    assert "こちらでも話した</textarea>" in other.text
    act(other, url, "entries", words="こちらでも話した", note_channel="phone")
    assert entries_at(url)[-1].words == "こちらでも話した"


def test_what_was_done_is_written_down_while_another_cancels_the_slip(sign_in: SignIn) -> None:
    one, other = sign_in("toiawase"), sign_in("madoguchi")
    url = ready(one)
    act(other, url, "cancellation", reason="いたずら")
    assert act(one, url, "entries", words="三度目の電話だった", note_channel="phone").status == 303

    assert (entries_at(url)[-1].words, slip_at(url).state) == ("三度目の電話だった", SlipState.CANCELLED)


def test_an_act_that_came_too_late_leaves_its_reason_and_what_was_typed_on_its_page(sign_in: SignIn) -> None:
    handler = sign_in("toiawase")
    url = ready(handler)
    for verb, form in (("resumption", {}), ("reopening", {"reason": "続きの電話"}), ("detachment", {"reason": "別の方"})):
        assert act(handler, url, verb, **form).status == 409
        assert f'href="{url}"' in handler.text or 'id="slip"' in handler.text
        assert form.get("reason", "") in handler.text


def test_the_note_of_whoever_handed_it_over_is_read_first(sign_in: SignIn) -> None:
    one, to = sign_in("toiawase"), sign_in("soumu")
    url = ready(one)
    act(one, url, "handover", to="soumu", note="看護師に確かめてから折り返す")
    page = to.get(url).text

    assert page.index("看護師に確かめてから折り返す") < page.index('id="slip"')
    act(to, url, "closing", result="no_answer", answer="")
    assert to.get(url).text.count("看護師に確かめてから折り返す") == 1


def test_the_page_says_what_is_late_as_the_lists_say_it(sign_in: SignIn) -> None:
    hour, yesterday = clock.now() - timedelta(hours=1, minutes=2), clock.today() - timedelta(days=1)
    with writing():
        promised = add_slip(call_back=True, call_at=hour)
        waiting = add_slip(SlipState.WAITING, waits_for="会場", waits_until=yesterday)
        answer, called = add_slip(answer_by=yesterday), add_slip(call_back=True, call_at=hour, called_at=clock.now())
    handler = sign_in("toiawase")
    words = {}
    for name, slip in {"promised": promised, "waiting": waiting, "answer": answer, "called": called}.items():
        words[name] = late_words(Due(slip.state, None if name == "called" else slip.call_at, slip.answer_by, slip.waits_until), clock.now())
        page = handler.get(f"/inquiries/{slip.public_id}").text
        assert all(each in page for each in words[name])
        assert ("state--late" in page) is (name != "called")

    assert [len(each) for each in words.values()] == [1, 1, 1, 0]


def test_a_call_without_a_time_is_shown_on_a_slip_that_is_over(sign_in: SignIn) -> None:
    with writing():
        slip = add_slip(SlipState.CLOSED, call_back=True, call_number="029-000-1111", called_at=clock.now())

    assert "029-000-1111" in sign_in("toiawase").get(f"/inquiries/{slip.public_id}").text
