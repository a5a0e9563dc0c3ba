"""A call back promised at four and handed over: the colleague finds it in the list, calls, answers and closes."""

from collections.abc import Callable

import pytest

from tests.journeys.conftest import Person, Portal
from tests.journeys.inquiry_steps import find_slip, is_saved, name_of, press_key, start_slip
from tests.journeys.media_steps import fill_in

pytestmark = pytest.mark.journey

HEARD = "持病の薬を飲んでいるが、予診票に何と書けばよいか。"


def test_a_call_back_is_handed_to_a_colleague(portal: Portal, sits_down: Callable[[str], Person]) -> None:
    handler, colleague = sits_down("toiawase"), sits_down("madoguchi")
    number = start_slip(handler)
    handler.write(HEARD)
    fill_in(handler, {"category": "取扱い", "call_back": "折返しが要る", "call_number": "090-0000-2718", "call_at": "明日 16:00"})
    handler.tab_to("#subject")
    handler.write("予診票の書き方")
    handler.press("Tab")
    is_saved(handler, portal, number, HEARD)
    assert "約束した折返しがまだです" in handler.text

    press_key(handler, "h")
    fill_in(handler, {"to": name_of(colleague), "note": "看護師に確かめてから折り返す"})
    handler.finds_no_barrier()
    handler.go_by("Control+Enter")
    assert "引き継ぎました" in handler.text

    find_slip(colleague, "折返し", number)
    assert "看護師に確かめてから折り返す" in colleague.text
    colleague.tab_to("#call_words")
    colleague.write("薬の名前を書いていただくよう伝えた")
    press_key(colleague, "t")
    assert "折り返したことを記録しました" in colleague.text
    colleague.finds_no_barrier()
    press_key(colleague, "k")
    colleague.write("薬の名前を予診票に書き、予診で医師に相談する。")
    colleague.go_by("Control+Enter")
    assert "完結にしました" in colleague.text
    assert "薬の名前を書いていただくよう伝えた" in colleague.text
