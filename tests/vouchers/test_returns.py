"""返戻: envelope after envelope by number, every odd one kept in a list, a misread one undone."""

from collections.abc import Callable

import pytest
from sqlalchemy import update

from portal.audit.events import Event
from portal.db import writing
from portal.vouchers.return_actions import NOT_TODAY, WENT_ON
from portal.vouchers.return_rules import WHAT_TO_DO, Outcome
from portal.vouchers.state_models import ReturnedMail
from portal.vouchers.state_rules import ReturnReason
from tests.accounts.staff_records import facts_of
from tests.conftest import Browser
from tests.factories import a_dose, a_programme, a_resident
from tests.vouchers.at_the_counter import again, reissued, serving, tokens_of
from tests.vouchers.stepping import RETURNS, by_hand, in_the_post, mails, page_of_voucher, scan, steps_of, yesterday

SignIn = Callable[[str], Browser]


@pytest.fixture
def clerk(sign_in: SignIn) -> Browser:
    a_programme()
    return serving(sign_in("madoguchi"), channel="internal")


def newest(browser: Browser) -> str:
    """What the page says of the scan made last."""
    return browser.text.split("いま読み取った封筒</h2>")[1].split("</aside>")[0]


def test_an_envelope_that_came_back_is_noted_and_named(clerk: Browser) -> None:
    voucher = in_the_post(a_resident(name="石田 杏"))
    scan(clerk, voucher.number, reason="moved_away")

    now = again(voucher)
    assert (now.returned_at is not None, now.return_reason, now.voided_at) == (True, ReturnReason.MOVED, None)
    assert steps_of(voucher) == ["returned"]
    assert mails() == [(voucher.number, "returned")]
    assert facts_of(Event.RETURN_SCAN) == [{"by": "madoguchi", "voucher": voucher.number, "result": "returned", "reason": "moved_away"}]
    assert all(word in newest(clerk) for word in ("返戻にした", "石田 杏", "昭和23年5月14日", "転居先不明", WHAT_TO_DO[Outcome.RETURNED]))


def test_the_reason_chosen_last_stays_chosen(clerk: Browser) -> None:
    scan(clerk, in_the_post(a_resident()).number, reason="unclaimed")

    assert 'checked id="reason-2"' in clerk.text or clerk.text.split('value="unclaimed"')[0].rsplit("<input", 1)[1].count("checked")


def test_every_odd_envelope_is_told_and_kept(clerk: Browser) -> None:
    resident = a_resident(name="使用 済")
    used, handed = in_the_post(resident), by_hand(a_resident())
    a_dose(resident)
    void, back = in_the_post(a_resident()), in_the_post(a_resident())
    reissued(clerk, void, delivery="post_to_address")
    scan(clerk, back.number)
    odd = {
        used.number: Outcome.USED,
        handed.number: Outcome.NOT_POSTED,
        void.number: Outcome.VOID,
        back.number: Outcome.ALREADY,
        "9999999999": Outcome.UNKNOWN,
        "230820150000012345": Outcome.OTHER_CITY,
        "石田": Outcome.UNREADABLE,
    }
    for number, outcome in odd.items():
        scan(clerk, number)
        assert WHAT_TO_DO[outcome] in newest(clerk), outcome

    kept = [outcome.value for outcome in odd.values()]
    assert [outcome for _, outcome in mails()] == ["returned", *kept]
    page = clerk.get(f"{RETURNS}?view=open").text
    assert f"確かめるもの {len(odd)}通" in page
    assert again(used).returned_at is None
    assert again(void).returned_at is None


def test_what_may_be_an_individual_number_is_kept_nowhere(clerk: Browser) -> None:
    scan(clerk, "123456789018")

    assert mails() == [("", "unreadable")]
    assert "123456789018" not in clerk.text


def test_the_eighteen_digits_are_read(clerk: Browser) -> None:
    voucher = in_the_post(a_resident())
    scan(clerk, f"21082210{voucher.number}")

    assert mails() == [(f"21082210{voucher.number}", "returned")]


def test_the_same_form_sent_twice_is_one_envelope(clerk: Browser) -> None:
    voucher = in_the_post(a_resident())
    tokens = tokens_of(clerk.get(RETURNS))
    for _ in range(2):
        clerk.post(RETURNS, {"reason": "refused", "note": "", "number": voucher.number} | tokens)
        assert clerk.status == 303

    assert mails() == [(voucher.number, "returned")]


@pytest.mark.parametrize("values", [{"number": "  "}, {"reason": ""}, {"reason": "other", "note": ""}, {"number": "1" * 61}])
def test_a_form_with_something_missing_notes_nothing(clerk: Browser, values: dict[str, str]) -> None:
    voucher = in_the_post(a_resident())
    clerk.get(RETURNS).post(RETURNS, {"reason": "refused", "note": "", "number": voucher.number} | values)

    assert (clerk.status, mails()) == (422, [])


def mail_url(verb: str) -> str:
    with writing() as session:
        return f"{RETURNS}/{session.query(ReturnedMail.public_id).order_by(ReturnedMail.id.desc()).limit(1).scalar()}/{verb}"


def test_a_misread_number_is_undone(clerk: Browser) -> None:
    voucher = in_the_post(a_resident())
    scan(clerk, voucher.number)
    clerk.post(mail_url("cancel"))

    now = again(voucher)
    assert (now.returned_at, now.return_reason, now.posted_at is not None) == (None, None, True)
    assert (mails(), steps_of(voucher)) == ([(voucher.number, "cancelled")], ["returned", "return_cancelled"])
    assert facts_of(Event.RETURN_CANCEL) == [{"by": "madoguchi", "voucher": voucher.number}]
    assert "確かめるもの 0通" in clerk.follow().text


def test_what_went_on_since_or_is_of_yesterday_is_not_undone(clerk: Browser) -> None:
    voucher = in_the_post(a_resident())
    scan(clerk, voucher.number)
    clerk.get(page_of_voucher(voucher)).post("/vouchers/handed-over", {"voucher": voucher.public_id})
    tokens = tokens_of(clerk.get(RETURNS))
    clerk.post(mail_url("cancel"), tokens)
    assert (clerk.status, WENT_ON in clerk.text) == (409, True)

    with writing() as session:
        session.execute(update(ReturnedMail).values(at=yesterday()))
    clerk.post(mail_url("cancel"), tokens_of(clerk.get(RETURNS)))
    assert (clerk.status, NOT_TODAY in clerk.text) == (409, True)


def test_an_envelope_that_came_back_goes_out_again_and_comes_back_again(clerk: Browser) -> None:
    voucher = in_the_post(a_resident())
    scan(clerk, voucher.number)
    clerk.get(page_of_voucher(voucher)).post("/vouchers/posted", {"voucher": voucher.public_id})
    assert again(voucher).returned_at is None
    scan(clerk, voucher.number, reason="refused")

    assert again(voucher).return_reason is ReturnReason.REFUSED
    assert steps_of(voucher) == ["returned", "posted", "returned"]


def test_an_odd_envelope_is_settled_and_leaves_the_list(clerk: Browser) -> None:
    scan(clerk, "9999999999")
    clerk.get(f"{RETURNS}?view=open").post(mail_url("settle"))

    assert clerk.status == 303
    assert facts_of(Event.RETURN_SETTLE) == [{"by": "madoguchi", "result": "unknown"}]
    assert "確かめる封筒はありません" in clerk.follow().text


@pytest.mark.parametrize(("login_name", "status"), [("daicho", 302), ("kacho", 302), ("toiawase", 403), ("kansa", 403), ("kanri", 403)])
def test_who_may(sign_in: SignIn, login_name: str, status: int) -> None:
    browser = sign_in(login_name).get(RETURNS)

    assert browser.status == status or (status == 302 and browser.location == f"/visits/new?next={RETURNS}")
