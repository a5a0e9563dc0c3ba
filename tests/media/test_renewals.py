"""年度更新: asked for at once, decided once by another, with a fresh proof; what is not renewed runs out (M-1)."""

from datetime import date

import pytest
from flask import Flask

from portal import clock
from portal.audit.events import Event
from portal.media.medium_models import Renewal
from portal.media.models import Medium
from tests.media.custody import LOSS, SignIn, a_medium, a_renewal, all_of, decide, now_of, step, told
from tests.vouchers.certificate_steps import records

NEW = "/media/renewals/new"


@pytest.fixture
def running_out(app: Flask) -> list[Medium]:
    """Three whose permission ends before the year does."""
    last = date(clock.fiscal_year(clock.today()) + 1, 3, 30)
    return [a_medium(permitted_until=last) for _ in range(3)]


def this_year() -> int:
    return clock.fiscal_year(clock.today())


def untils(media: list[Medium]) -> list[date]:
    return [now_of(medium).permitted_until for medium in media]


def test_asked_for_at_once_and_approved_at_once(sign_in: SignIn, running_out: list[Medium]) -> None:
    page = a_renewal(sign_in("baitai"), *running_out[:2], year=this_year())
    browser = sign_in("kacho")
    shown = browser.get(page).text
    decide(browser, page, "approval", "施錠保管を続けること")

    assert "2件をまとめて承認する" in shown
    assert untils(running_out) == [date(this_year() + 1, 3, 31)] * 2 + [date(this_year() + 1, 3, 30)]
    assert [what for what, _ in told(running_out[0])] == ["renew"]
    assert records(Event.RENEWAL_GRANT)[0][1]["media"] == 2
    assert "大内 恵子さん(所属長)が" in browser.follow().text


def test_a_wrong_password_decides_nothing(sign_in: SignIn, running_out: list[Medium]) -> None:
    page = a_renewal(sign_in("baitai"), *running_out, year=this_year())
    browser = decide(sign_in("kacho"), page, "approval", password="chigau")
    without = decide(sign_in("kacho"), page, "approval", password="")

    assert (browser.status, "パスワードが違います" in browser.text) == (409, True)
    assert (without.status, "もう一度パスワードを入れて" in without.text) == (409, True)
    assert all_of(Renewal)[0].decided_at is None


def test_refused_with_a_reason_the_period_stays(sign_in: SignIn, running_out: list[Medium]) -> None:
    page = a_renewal(sign_in("baitai"), *running_out, year=this_year())
    browser = sign_in("kacho")
    assert decide(browser, page, "refusal").status == 422
    assert decide(browser, page, "refusal", "台数が多すぎる").status == 303

    assert untils(running_out) == [date(this_year() + 1, 3, 30)] * 3
    assert [(renewal.is_granted, renewal.words) for renewal in all_of(Renewal)] == [(False, "台数が多すぎる")]


def test_who_may_not_decide_reads_why(sign_in: SignIn, running_out: list[Medium]) -> None:
    page = a_renewal(sign_in("baitai"), *running_out, year=this_year())

    assert "自分が申し出た更新は自分で承認できません" in sign_in("baitai").get(page).text
    assert sign_in("somukacho").get(page).status == 404
    assert "所属長か、期間中の代決者です" in sign_in("daicho").get(page).text


def test_the_second_chief_reads_what_the_first_decided(sign_in: SignIn, running_out: list[Medium]) -> None:
    page = a_renewal(sign_in("baitai"), *running_out, year=this_year())
    browser = sign_in("kacho").get(page)
    token = browser.hidden("once")
    decide(sign_in("kacho"), page, "approval")
    browser = sign_in("kacho").get(page)
    late = browser.post(f"{page}/refusal", {"words": "やめる", "password": "", "once": token})

    assert late.status == 409
    assert all_of(Renewal)[0].is_granted is True


def test_what_was_lost_meanwhile_is_left_out(sign_in: SignIn, running_out: list[Medium]) -> None:
    page = a_renewal(sign_in("baitai"), *running_out, year=this_year())
    step(sign_in("daicho"), running_out[0], "loss", **LOSS)
    decide(sign_in("kacho"), page, "approval")

    assert untils(running_out)[0] == date(this_year() + 1, 3, 30)
    assert records(Event.RENEWAL_GRANT)[0][1]["media"] == 2
    assert "紛失のため更新できません" in sign_in("baitai").get(page).text


def test_nothing_chosen_or_a_second_request_is_refused(sign_in: SignIn, running_out: list[Medium]) -> None:
    browser = sign_in("baitai").get(NEW)
    nothing = browser.post(NEW, {"year": str(this_year())})
    assert (nothing.status, "1つ以上選んで" in nothing.text) == (409, True)
    token = browser.get(NEW).hidden("once")
    page = a_renewal(browser, *running_out, year=this_year())
    second = browser.post(NEW, {"year": str(this_year()), "medium": [running_out[0].public_id], "once": token})

    assert (second.status, "承認を待っています" in second.text) == (409, True)
    assert page.rsplit("/", 1)[1] in browser.get(NEW).text
