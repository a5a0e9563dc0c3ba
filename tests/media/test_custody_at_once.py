"""Two at the same moment: one medium a serial, one stock-take a section, one reading a label, one loss (M-1)."""

import pytest
from flask import Flask

from portal.media.medium_models import MediumLoss, Stocktake, StocktakeScan
from portal.media.models import Medium
from tests.conftest import Browser
from tests.media.custody import DETAILS, LOSS, SignIn, a_medium, all_of, count, page_of
from tests.vouchers.test_at_the_same_time import Sending, at_once, chain_is_whole

pytestmark = pytest.mark.thorough


def tokens(browser: Browser, url: str, form: str = "") -> dict[str, object]:
    """Of the form on a page whose address ends so; of the first one when none is named."""
    text = browser.get(url).text
    part = text.split(f'{form}"', 1)[-1] if form else text
    return {name: part.split(f'name="{name}" value="', 1)[1].split('"', 1)[0] for name in ("once", "csrf_token")}


def at_work(sign_in: SignIn) -> list[Browser]:
    """One custodian at two windows, each with its own page."""
    browser = sign_in("baitai")
    second = Browser(browser.client.application)
    with browser.client.session_transaction() as mine, second.client.session_transaction() as other:
        other.update(mine)
    return [browser, second]


def test_one_serial_is_registered_once_and_no_number_is_lost(app: Flask, sign_in: SignIn) -> None:
    windows = at_work(sign_in)
    sendings: list[Sending] = [(each, "/media/medium-entry", DETAILS | tokens(each, "/media/medium-entry")) for each in windows]
    at_once(sendings)

    assert sorted(each.status for each in windows) == [303, 409]
    assert count(Medium) == 1
    assert chain_is_whole()


def test_one_stocktake_runs_and_a_label_is_read_once(app: Flask, sign_in: SignIn) -> None:
    medium, windows = a_medium(), at_work(sign_in)
    at_once([(each, "/media/stocktakes", tokens(each, "/media/stocktakes")) for each in windows])
    assert sorted(each.status for each in windows) == [303, 409]
    assert len(all_of(Stocktake)) == 1
    page = next(each.location for each in windows if each.status == 303)
    label = {"number": medium.number.shown}
    at_once([(each, f"{page}/scans", label | tokens(each, page, f"{page}/scans")) for each in windows])

    assert sorted(each.status for each in windows) == [303, 409]
    assert len(all_of(StocktakeScan)) == 1


def test_a_loss_noted_by_two_is_one(app: Flask, sign_in: SignIn) -> None:
    medium = a_medium()
    url = f"{page_of(medium)}/loss"
    people = [sign_in(login_name) for login_name in ("baitai", "daicho")]
    at_once([(each, url, LOSS | tokens(each, url)) for each in people])

    assert sorted(each.status for each in people) == [303, 409]
    assert len(all_of(MediumLoss)) == 1
