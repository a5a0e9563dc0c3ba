"""A step and a reissue of one voucher in the same second: one goes first, the other is told, nothing is lost."""

from collections.abc import Callable

from portal.vouchers.actions import MEANWHILE_VOID
from portal.vouchers.state_rules import VoidReason
from tests.conftest import Browser
from tests.factories import a_programme, a_resident
from tests.vouchers.at_the_counter import again, answers, held_by, page_of, serving, tokens_of
from tests.vouchers.stepping import RETURNS, in_the_post, page_of_voucher, steps_of
from tests.vouchers.test_at_the_same_time import at_once, chain_is_whole

SignIn = Callable[[str], Browser]


def test_of_a_void_and_a_reissue_one_wins(sign_in: SignIn) -> None:
    a_programme()
    resident = a_resident()
    voucher = in_the_post(resident)
    one, other = (serving(sign_in(login_name)) for login_name in ("madoguchi", "kacho"))
    url = page_of_voucher(voucher, "/void")
    reissue: dict[str, object] = answers() | tokens_of(one.get(page_of(voucher)))
    ending: dict[str, object] = {"why": "declined", "note": ""} | tokens_of(other.get(url))
    at_once([(one, page_of(voucher), reissue), (other, url, ending)])

    assert sorted((one.status, other.status)) == [303, 409]
    assert again(voucher).void_why is (VoidReason.REISSUED if one.status == 303 else VoidReason.DECLINED)
    assert (MEANWHILE_VOID in one.text) is (one.status == 409)
    assert (len(held_by(resident)), steps_of(voucher)) == (2 if one.status == 303 else 1, ["voided"])
    assert chain_is_whole()


def test_two_clerks_who_scan_one_envelope_note_it_once(sign_in: SignIn) -> None:
    a_programme()
    voucher = in_the_post(a_resident())
    clerks = [serving(sign_in(login_name)) for login_name in ("madoguchi", "madoguchi2", "kacho")]
    form: dict[str, object] = {"reason": "refused", "note": "", "number": voucher.number}
    at_once([(clerk, RETURNS, form | tokens_of(clerk.get(RETURNS))) for clerk in clerks])

    assert [clerk.status for clerk in clerks] == [303] * 3
    assert steps_of(voucher) == ["returned"]
    assert chain_is_whole()
