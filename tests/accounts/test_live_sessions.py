"""Who is signed in now, and ending it from outside."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import update

from portal import clock
from portal.accounts.models import LoginSession, Visit
from portal.accounts.rules import Channel, EndReason, VisitReason
from portal.audit.events import Event
from portal.db import reading, writing
from tests.accounts.staff_records import facts_of, send_twice, session_of
from tests.conftest import Browser
from tests.people import staff_id

SignIn = Callable[[str], Browser]


def set_session(login_name: str, **values: object) -> None:
    with writing() as session:
        mine = LoginSession.staff_id == staff_id(login_name)
        session.execute(update(LoginSession).where(mine, LoginSession.ended_at.is_(None)).values(**values))


def end_page(login_name: str) -> str:
    return f"/sessions/{session_of(login_name).public_id}/end"


def test_everybody_signed_in_is_listed_with_section_address_and_times(sign_in: SignIn) -> None:
    sign_in("madoguchi")
    page = sign_in("kanri").get("/sessions")
    assert page.status == 200
    for words in ("根本 千夏", "健康推進課", "127.0.0.1", "照沼 誠", "あなた", "2人・離席中0人・時間切れ0人"):
        assert words in page.text
    assert end_page("madoguchi") in page.text
    assert end_page("kanri") not in page.text
    assert "黒澤 拓也" not in page.text


def test_away_and_run_out_are_told_apart(sign_in: SignIn) -> None:
    sign_in("madoguchi")
    sign_in("daicho")
    set_session("madoguchi", left_at=clock.now())
    set_session("daicho", seen_at=clock.now() - timedelta(hours=2))
    page = sign_in("kanri").get("/sessions")
    assert "3人・離席中1人・時間切れ1人" in page.text
    assert page.text.index("照沼 誠", page.text.index("<tbody>")) < page.text.index("根本 千夏") < page.text.index("黒澤 拓也")


def test_a_sign_in_is_ended_at_once_with_its_visit(sign_in: SignIn) -> None:
    clerk, admin = sign_in("madoguchi"), sign_in("kanri")
    with writing() as session:
        visit = Visit(staff_id=staff_id("madoguchi"), channel=Channel.COUNTER, reason=VisitReason.REISSUE, started_at=clock.now())
        session.add(visit)
        session.flush()
        visit_id = visit.id
    set_session("madoguchi", visit_id=visit_id)

    page = end_page("madoguchi")
    assert admin.get(page).post(page, {"reason": "閉庁後も開いたまま"}).location.endswith("/sessions")

    assert session_of("madoguchi").end_reason is EndReason.FORCED
    assert clerk.get("/password").location.endswith("/sign-in")
    with reading() as session:
        assert session.get_one(Visit, visit_id).ended_at is not None
    assert "根本 千夏" not in admin.get("/sessions").text


def test_ending_is_recorded_with_whom_and_why(sign_in: SignIn) -> None:
    sign_in("madoguchi")
    admin, page = sign_in("kanri"), end_page("madoguchi")
    admin.get(page).post(page, {"reason": "閉庁後も開いたまま"})
    ended = facts_of(Event.SESSION_END)
    assert [(fact["by"], fact["reason"]) for fact in ended] == [("kanri", "forced")]
    assert facts_of(Event.STAFF_CHANGE) == [
        {"by": "kanri", "staff": "madoguchi", "changes": ["サインインを終了させた", "理由: 閉庁後も開いたまま"]}
    ]
    assert "サインインを終了させた" in admin.get("/staff/madoguchi").text


def test_a_reason_is_needed(sign_in: SignIn) -> None:
    sign_in("madoguchi")
    admin, page = sign_in("kanri"), end_page("madoguchi")
    assert admin.get(page).post(page, {"reason": ""}).status == 422
    assert session_of("madoguchi").ended_at is None


def test_pressed_twice_it_is_recorded_once(sign_in: SignIn) -> None:
    sign_in("madoguchi")
    admin = sign_in("kanri")
    assert send_twice(admin, end_page("madoguchi"), {"reason": "閉庁"}).status == 303
    assert len(facts_of(Event.SESSION_END)) == 1


def test_the_second_of_two_admins_is_told_that_it_has_ended(sign_in: SignIn) -> None:
    sign_in("madoguchi")
    page = end_page("madoguchi")
    late = sign_in("kanri2").get(page)
    sign_in("kanri").get(page).post(page, {"reason": "閉庁"})
    answer = late.post(page, {"reason": "閉庁"})
    assert answer.status == 404
    assert "もう終わっているかもしれません" in answer.text
    assert late.get(page).status == 404


def test_a_newer_sign_in_of_the_same_person_is_left_alone(sign_in: SignIn) -> None:
    sign_in("madoguchi")
    page = end_page("madoguchi")
    admin = sign_in("kanri").get(page)
    sign_in("madoguchi")
    assert admin.post(page, {"reason": "閉庁"}).status == 404
    assert session_of("madoguchi").ended_at is None


def test_ones_own_is_ended_by_signing_out(sign_in: SignIn) -> None:
    sign_in("madoguchi")
    admin = sign_in("kanri")
    once = admin.get(end_page("madoguchi")).hidden("once")
    assert admin.get(end_page("kanri")).status == 409
    assert admin.post(end_page("kanri"), {"reason": "閉庁", "once": once}).status == 409
    assert session_of("kanri").ended_at is None


def test_an_odd_address_is_not_found(sign_in: SignIn) -> None:
    admin = sign_in("kanri")
    for public_id in ("1", "%00", "f" * 32):
        assert admin.get(f"/sessions/{public_id}/end").status == 404


def test_only_the_system_admin_sees_and_ends(sign_in: SignIn) -> None:
    sign_in("madoguchi")
    auditor, page = sign_in("kansa"), end_page("madoguchi")
    assert auditor.get("/sessions").status == 403
    assert auditor.get(page).status == 403
    assert auditor.post(page, {"reason": "なし"}).status == 403
    assert [fact["endpoint"] for fact in facts_of(Event.REQUEST_REFUSE)] == [
        "accounts.list_sessions",
        "accounts.review_session_end",
        "accounts.end_session",
    ]
    assert session_of("madoguchi").ended_at is None
