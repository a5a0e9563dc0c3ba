"""Before every request: is somebody signed in, is it still them, and may they? Deny by default (S1-4, R3-2, R3-4)."""

from typing import cast

from flask import Flask, Response, current_app, g, request, session, url_for
from flask_login import LoginManager, current_user, logout_user
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts import kept
from portal.accounts.rules import EndReason
from portal.accounts.sessions import SignedIn, end_session, find_signed_in, has_gone_idle, past_of, touch
from portal.audit.events import Event
from portal.audit.record import record
from portal.db import writing
from portal.errors import NotPermitted
from portal.web.allow import EVERYBODY, is_unattended, permission_of
from portal.web.htmx import go_to, signed_out_answer
from portal.web.navigation import navigation_for
from portal.web.rendering import say, settings

RETURN_TO = "return_to"
KEPT = "kept"
ENDED = "ended"
LEAVING = frozenset({"accounts.leave_seat", "accounts.sign_out"})
WHILE_PASSWORD_IS_NEW = frozenset({"accounts.show_password", "accounts.change_password"}) | LEAVING
LONGEST_PATH = 300


def current_staff() -> SignedIn:
    """The person signed in; only inside routes that @allow a permission."""
    return cast(SignedIn, g.staff)


def start_guard(app: Flask) -> None:
    # Without its context processor: an error page must not ask the database, which may be what failed, who is signed in.
    login = LoginManager()
    login.init_app(app, add_context_processor=False)
    login.session_protection = None  # pyright: ignore[reportAttributeAccessIssue]
    login.user_loader(find_signed_in)
    app.before_request(_guard)
    app.context_processor(_person)


def _guard() -> BaseResponse | None:
    g.staff = None
    if request.endpoint is None or (declared := permission_of(current_app, request.endpoint)) == EVERYBODY:
        return None
    token = session.get("_user_id", "")
    staff = cast(SignedIn, current_user._get_current_object()) if current_user.is_authenticated else None  # pyright: ignore[reportAttributeAccessIssue]
    if staff is not None and has_gone_idle(staff, end_after_seconds=settings().end_after_seconds):
        end_session(staff, EndReason.IDLE)
        staff = None
    if staff is None or staff.left_at is not None:
        return _answer_signed_out(token)
    g.staff = staff
    if declared not in staff.permissions:
        with writing():
            record(Event.REQUEST_REFUSE, by=staff.actor, facts={"endpoint": request.endpoint, "permission": str(declared)})
        raise NotPermitted
    if staff.must_change_password and request.endpoint not in WHILE_PASSWORD_IS_NEW:
        return go_to(url_for("accounts.show_password"))
    if not is_unattended(current_app, request.endpoint):
        touch(staff)
    return None


def _answer_signed_out(token: str) -> BaseResponse | Response:
    """To the sign-in and back again; a form that came too late waits there for the same person."""
    past = past_of(token) if token else None
    if past is not None and past.end_reason is not None:
        session[ENDED] = past.end_reason.value
    if request.method == "POST" and request.endpoint not in LEAVING:
        path = _page_of_the_form()
        if past is not None and kept.keep_typed(past.staff_id, path, request.form, key=settings().data_key):
            session[KEPT] = True
        session[RETURN_TO] = path
    elif request.method == "GET" and not request.headers.get("HX-Request"):
        session[RETURN_TO] = request.path
    if request.headers.get("HX-Request") or request.headers.get("X-Requested-With"):
        return signed_out_answer(url_for("accounts.show_sign_in"))
    return go_to(url_for("accounts.show_sign_in"))


def _page_of_the_form() -> str:
    """The page that showed the form (same origin only, path only), or what lies above it when only a form can ask for that."""
    referrer = request.referrer or ""
    path = request.path
    if referrer.startswith(request.host_url):
        path = "/" + referrer.removeprefix(request.host_url).split("?")[0].split("#")[0]
    addresses = current_app.url_map.bind("")
    while path and not addresses.test(path, "GET"):
        path = path.rpartition("/")[0]
    return path[:LONGEST_PATH] or "/"


def typed_before() -> MultiDict[str, str] | None:
    """On the page of a form: what the person had typed when the session ended, if anything."""
    if not session.get(KEPT):
        return None
    typed = kept.take_typed(current_staff(), request.path, key=settings().data_key)
    if typed is not None:
        session.pop(KEPT, None)
        say("care", "サインインが切れる前に入れた内容を戻しました。確かめてから送ってください。")
    return typed


def forget_session() -> None:
    """Clears what the browser holds of a session."""
    logout_user()
    session.clear()


def _person() -> dict[str, object]:
    staff: SignedIn | None = g.get("staff")
    counts = current_app.extensions["portal_counts"]
    return {"staff": staff, "navigation": navigation_for(staff.permissions, counts) if staff else []}
