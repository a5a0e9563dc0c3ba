"""Posted, handed over, void, taken back: what is stored, what is recorded, and what is refused."""

import re
from collections.abc import Callable

import pytest

from portal.audit.events import Event
from portal.db import writing
from portal.residents.rules import Protection
from portal.vouchers.models import Voucher
from portal.vouchers.rules import Delivery
from portal.vouchers.state_actions import LIVE_ALREADY
from portal.vouchers.state_rules import NOT_OF_TODAY, NOT_PRINTED_YET, PAPER_AWAY, WAS_PRINTED, VoidReason
from tests.accounts.staff_records import facts_of
from tests.conftest import Browser
from tests.factories import a_dose, a_programme, a_resident
from tests.vouchers.at_the_counter import again, held_by, reissued, serving, tokens_of
from tests.vouchers.stepping import by_hand, in_the_post, page_of_voucher, steps_of, yesterday
from tests.vouchers.stopping import gone

SignIn = Callable[[str], Browser]
TAKE_BACK = {"paper": "destroyed", "note": "別の方の画面で発行した"}


@pytest.fixture
def clerk(sign_in: SignIn) -> Browser:
    a_programme()
    return serving(sign_in("madoguchi"))


def send(browser: Browser, verb: str, *vouchers: Voucher, **values: str) -> Browser:
    browser.get(page_of_voucher(vouchers[0]))
    browser.post(f"/vouchers/{verb}", {"voucher": [voucher.public_id for voucher in vouchers]} | values)
    assert browser.status == 303, browser.text[:2000]
    return browser


def test_a_printed_voucher_is_handed_over_and_stands_so(clerk: Browser) -> None:
    voucher = by_hand(a_resident())
    send(clerk, "handed-over", voucher, alone=voucher.public_id)

    assert clerk.location == page_of_voucher(voucher)
    assert again(voucher).handed_over_at is not None
    assert steps_of(voucher) == ["handed_over"]
    assert facts_of(Event.VOUCHER_HAND_OVER) == [{"by": "madoguchi", "voucher": [voucher.number]}]
    page = clerk.follow().text
    assert ("交付済" in page, "1枚を渡したと記録しました。" in page) == (True, True)


@pytest.mark.parametrize(
    ("verb", "before", "after"),
    [
        ("handed-over", "確かめてから渡してください。", "の券です。もう渡しています。"),
        ("posted", "確かめてから渡してください。", "の券です。郵送しています。届かないときは、"),
    ],
)
def test_what_to_do_with_it_follows_its_state(clerk: Browser, verb: str, before: str, after: str) -> None:
    voucher = by_hand(a_resident())
    assert (before in clerk.get(page_of_voucher(voucher)).text, after in clerk.text) == (True, False)
    page = send(clerk, verb, voucher, alone=voucher.public_id).follow().text

    assert (before in page, after in page) == (False, True)


def test_what_cannot_be_done_stands_under_its_own_heading(clerk: Browser) -> None:
    voucher = by_hand(a_resident())
    _, heading, _ = clerk.get(page_of_voucher(voucher)).text.partition("<h2>できないこと</h2>")
    assert heading == "", "nothing is refused of a page just printed"
    stopping, _, cannot = send(clerk, "posted", voucher, alone=voucher.public_id).follow().text.partition("<h2>できないこと</h2>")

    refused = ("<b>渡したと記録する</b>", "<b>郵送したと記録する</b>", "<b>発行を取り消す</b>")
    assert [word in cannot for word in refused] == [True, True, True]
    assert ("この券を止める</h2>" in stopping, "無効にする</a>" in stopping, 'class="cannot"' in stopping) == (True, True, False)


def test_several_are_posted_at_once_and_the_others_are_told(clerk: Browser) -> None:
    two = [by_hand(a_resident(), delivery=Delivery.POST_TO_ADDRESS) for _ in range(2)]
    not_printed = by_hand(a_resident(), printed=False)
    send(clerk, "posted", *two, not_printed)
    page = clerk.follow().text

    assert [again(voucher).posted_at is not None for voucher in (*two, not_printed)] == [True, True, False]
    assert f"2枚を郵送したと記録しました。1枚はできませんでした: {NOT_PRINTED_YET}" in page
    (posted,) = facts_of(Event.VOUCHER_POST)
    assert set(posted["voucher"]) == {voucher.number for voucher in two}


def test_pressed_twice_it_is_noted_once(clerk: Browser) -> None:
    voucher = by_hand(a_resident())
    tokens = tokens_of(clerk.get(page_of_voucher(voucher)))
    for _ in range(2):
        clerk.post("/vouchers/handed-over", {"voucher": voucher.public_id} | tokens)
        assert clerk.status == 303

    assert steps_of(voucher) == ["handed_over"]


def test_nothing_is_posted_to_the_dead_nor_a_page_for_the_counter_to_somebody_protected(clerk: Browser) -> None:
    dead = by_hand(gone(), delivery=Delivery.POST_TO_ADDRESS)
    protected = by_hand(a_resident(protection=Protection.SPOUSE_VIOLENCE))
    send(clerk, "posted", dead, protected)

    assert [again(voucher).posted_at for voucher in (dead, protected)] == [None, None]
    assert facts_of(Event.VOUCHER_POST) == []
    assert "2枚を郵送したと記録できませんでした: " in clerk.follow().text


def test_what_a_protected_person_is_sent_elsewhere_is_posted(clerk: Browser) -> None:
    voucher = by_hand(a_resident(protection=Protection.SPOUSE_VIOLENCE), delivery=Delivery.POST_TO_CONTACT)
    send(clerk, "posted", voucher)

    assert (again(voucher).posted_at is not None, steps_of(voucher)) == (True, ["posted"])


def test_a_voucher_is_made_void_with_a_reason(clerk: Browser) -> None:
    voucher = in_the_post(a_resident())
    url = page_of_voucher(voucher, "/void")
    clerk.get(url).post(url, {"why": "declined", "note": "接種しない"})

    now = again(voucher)
    assert (clerk.status, now.void_why, now.void_reason) == (303, VoidReason.DECLINED, "本人の申出(接種しない)")
    assert (now.voided_by is not None, steps_of(voucher)) == (True, ["voided"])
    assert facts_of(Event.VOUCHER_VOID) == [{"by": "madoguchi", "voucher": voucher.number, "reason": "declined"}]
    assert "無効(本人の申出)" in clerk.follow().text


@pytest.mark.parametrize("form", [{"why": "", "note": ""}, {"why": "other", "note": " "}, {"why": "reissued", "note": ""}])
def test_no_voucher_is_made_void_without_a_reason(clerk: Browser, form: dict[str, str]) -> None:
    voucher = in_the_post(a_resident())
    url = page_of_voucher(voucher, "/void")
    clerk.get(url).post(url, form)

    assert (clerk.status, again(voucher).voided_at) == (422, None)


def test_a_used_voucher_is_not_made_void(clerk: Browser) -> None:
    resident = a_resident()
    voucher = in_the_post(resident)
    url = page_of_voucher(voucher, "/void")
    tokens = tokens_of(clerk.get(url))
    a_dose(resident)
    clerk.post(url, {"why": "died", "note": ""} | tokens)

    assert (clerk.status, again(voucher).voided_at) == (409, None)
    assert "接種に使われた券は無効にできません" in clerk.get(url).text


def test_a_wrong_reissue_of_today_is_taken_back_and_the_old_voucher_lives_again(clerk: Browser) -> None:
    resident = a_resident()
    old = in_the_post(resident)
    new = reissued(clerk, old)
    url = page_of_voucher(new, "/take-back")
    assert f"{old.number}</span>" in clerk.get(url).text
    clerk.post(url, {"paper": "not_printed", "note": "別の方の画面で発行した"})

    old, new = again(old), again(new)
    assert (clerk.status, new.void_why, new.replaces_id) == (303, VoidReason.TAKEN_BACK, None)
    assert new.void_reason == "発行の取消し(別の方の画面で発行した)"
    assert (old.voided_at, old.void_reason, old.void_why, old.posted_at is not None) == (None, "", None, True)
    assert (steps_of(new), steps_of(old)) == (["taken_back"], ["voided", "revived"])
    assert facts_of(Event.VOUCHER_TAKE_BACK) == [{"by": "madoguchi", "voucher": new.number, "paper": "not_printed", "revives": old.number}]


def test_what_lives_again_can_be_reissued_again(clerk: Browser) -> None:
    resident = a_resident()
    old = in_the_post(resident)
    new = reissued(clerk, old)
    url = page_of_voucher(new, "/take-back")
    clerk.get(url).post(url, {"paper": "not_printed", "note": "誤り"})
    third = reissued(clerk, old)

    assert third.replaces_id == old.id
    assert [voucher.voided_at is None for voucher in held_by(resident)] == [False, False, True]


def test_a_first_issue_is_taken_back_and_nothing_lives_again(clerk: Browser) -> None:
    voucher = by_hand(a_resident())
    url = page_of_voucher(voucher, "/take-back")
    clerk.get(url).post(url, TAKE_BACK)

    assert (clerk.status, again(voucher).void_why) == (303, VoidReason.TAKEN_BACK)
    assert facts_of(Event.VOUCHER_TAKE_BACK)[0]["revives"] == ""


@pytest.mark.parametrize(("paper", "reason"), [("not_back", PAPER_AWAY), ("not_printed", WAS_PRINTED)])
def test_a_page_that_is_still_about_is_not_taken_back(clerk: Browser, paper: str, reason: str) -> None:
    voucher = by_hand(a_resident())
    url = page_of_voucher(voucher, "/take-back")
    clerk.get(url).post(url, TAKE_BACK | {"paper": paper})

    assert (clerk.status, again(voucher).voided_at) == (409, None)
    assert reason in clerk.text


@pytest.mark.parametrize(("printed", "chosen"), [(False, ["not_printed"]), (True, [])])
def test_what_was_never_printed_need_not_be_said(clerk: Browser, printed: bool, chosen: list[str]) -> None:
    page = clerk.get(page_of_voucher(by_hand(a_resident(), printed=printed), "/take-back")).text
    options = re.findall(r'<input([^>]*name="paper"[^>]*)>', page)
    assert len(options) == 3
    assert [value for option in options if "checked" in option for value in re.findall(r'value="(\w+)"', option)] == chosen


def test_yesterdays_issue_is_not_taken_back(clerk: Browser) -> None:
    voucher = by_hand(a_resident(), issued_at=yesterday())
    url = page_of_voucher(voucher, "/take-back")
    assert NOT_OF_TODAY in clerk.get(url).text
    clerk.post(url, TAKE_BACK | tokens_of(clerk.get(page_of_voucher(voucher))))

    assert (clerk.status, again(voucher).voided_at) == (409, None)


def test_the_old_one_stays_void_when_another_has_come_meanwhile(clerk: Browser) -> None:
    """Two programmes of one dose apart: a live voucher of the same dose can only come about by hand in the database."""
    resident = a_resident()
    old = in_the_post(resident)
    new = reissued(clerk, old)
    with writing() as session:
        session.get_one(Voucher, new.id).dose_number = 2
    in_the_post(resident, number="0000999999")
    url = page_of_voucher(new, "/take-back")
    clerk.get(url).post(url, {"paper": "not_printed", "note": "誤り"})

    assert (clerk.status, again(new).voided_at) == (409, None)
    assert LIVE_ALREADY in clerk.text


@pytest.mark.parametrize(
    ("login_name", "verb", "status"),
    [("daicho", "posted", 403), ("daicho", "handed-over", 403), ("toiawase", "posted", 403), ("kansa", "handed-over", 403)],
)
def test_who_may_note_a_step(sign_in: SignIn, login_name: str, verb: str, status: int) -> None:
    a_programme()
    voucher = by_hand(a_resident())
    browser = sign_in(login_name).post(f"/vouchers/{verb}", {"voucher": voucher.public_id})

    assert (browser.status, steps_of(voucher)) == (status, [])
