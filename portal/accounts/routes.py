"""Signing in and out, leaving the seat, one's own password, and the visit."""

from flask import Response, make_response, redirect, render_template, request, session, url_for
from flask_login import login_user
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts import sessions, sign_in, visits
from portal.accounts.blueprint import blueprint
from portal.accounts.forms import PasswordForm, SignInForm, VisitForm
from portal.accounts.guard import ENDED, RETURN_TO, current_staff, forget_session
from portal.accounts.rules import ENDED_WORDS, Channel, EndReason, VisitReason
from portal.accounts.sessions import find_signed_in
from portal.permissions import Permission
from portal.web.allow import allow, allow_everybody
from portal.web.htmx import go_to
from portal.web.navigation import first_page_for
from portal.web.rendering import say, settings

__all__ = ["blueprint"]


@blueprint.get("/sign-in")
@allow_everybody
def show_sign_in() -> str:
    return _sign_in_page(SignInForm())


@blueprint.post("/sign-in")
@allow_everybody
def start_session() -> str | Response | BaseResponse:
    form = SignInForm()
    if not form.validate_on_submit():
        return make_response(_sign_in_page(form), 422)
    outcome = _try(form.login_name.data or "", form.password.data or "")
    if outcome.reason:
        form.password.errors = [outcome.reason]
        return make_response(_sign_in_page(form), outcome.status)
    target = session.pop(RETURN_TO, None)
    _remember(outcome.token)
    return go_to(_safe(target) or url_for("accounts.show_home"))


@blueprint.post("/sign-in/again")
@allow_everybody
def sign_in_again() -> Response:
    """From the cover of a page that was left: 204 when the page may be shown again, otherwise the reason as plain text."""
    outcome = _try(request.form.get("login_name", ""), request.form.get("password", ""))
    if outcome.reason:
        return make_response(outcome.reason, outcome.status, {"Content-Type": "text/plain; charset=utf-8"})
    _remember(outcome.token)
    return make_response("", 204)


@blueprint.post("/sign-out")
@allow(Permission.SIGNED_IN)
def sign_out() -> BaseResponse:
    sign_in.sign_out(current_staff())
    forget_session()
    say("ok", "サインアウトしました。")
    return go_to(url_for("accounts.show_sign_in"))


@blueprint.post("/away")
@allow(Permission.SIGNED_IN)
def leave_seat() -> BaseResponse | Response:
    sessions.leave_seat(current_staff())
    if request.headers.get("X-Requested-With"):
        return make_response("", 204)
    session[RETURN_TO] = url_for("accounts.show_home")
    return go_to(url_for("accounts.show_sign_in"))


@blueprint.get("/")
@allow(Permission.SIGNED_IN)
def show_home() -> str | BaseResponse:
    first = first_page_for(current_staff().permissions)
    return redirect(first, 303) if first else render_template("accounts/show_home.html")


@blueprint.get("/password")
@allow(Permission.SIGNED_IN)
def show_password() -> str:
    return render_template("accounts/show_password.html", form=PasswordForm(), minimum=settings().password_min_length)


@blueprint.post("/password")
@allow(Permission.SIGNED_IN)
def change_password() -> Response | BaseResponse:
    form = PasswordForm()
    if form.validate_on_submit() and form.new_password.data != form.new_password_again.data:
        form.new_password_again.errors = ["2回の入力が違います。もう一度入れてください。"]
    elif form.validate_on_submit():
        reason = sign_in.change_password(current_staff(), form.present.data or "", form.new_password.data or "", settings=settings())
        if reason is None:
            say("ok", "パスワードを変えました。")
            return go_to(url_for("accounts.show_home"))
        wrong = form.present if reason == sign_in.PRESENT_IS_WRONG else form.new_password
        wrong.errors = [reason]
    return make_response(render_template("accounts/show_password.html", form=form, minimum=settings().password_min_length), 422)


@blueprint.get("/visits/new")
@allow(Permission.VISIT_HOLD)
def new_visit() -> str:
    form = VisitForm()
    form.next.data = _safe(request.args.get("next")) or ""
    return render_template("accounts/new_visit.html", form=form, changing=False)


@blueprint.post("/visits")
@allow(Permission.VISIT_HOLD)
def start_visit() -> Response | BaseResponse:
    form = VisitForm()
    form.next.data = _safe(form.next.data) or ""
    if not form.validate_on_submit():
        return make_response(render_template("accounts/new_visit.html", form=form, changing=False), 422)
    visits.start_visit(current_staff(), Channel(form.channel.data), VisitReason(form.reason.data))
    return go_to(form.next.data or url_for("counter.show_search"))


@blueprint.get("/visits/current")
@allow(Permission.VISIT_HOLD)
def show_visit() -> str | BaseResponse:
    visit = current_staff().visit
    if visit is None:
        return go_to(url_for("accounts.new_visit"))
    form = VisitForm(channel=visit.channel.value, reason=visit.reason.value, next=_safe(request.args.get("next")) or "")
    return render_template("accounts/new_visit.html", form=form, changing=True)


@blueprint.post("/visits/current")
@allow(Permission.VISIT_HOLD)
def change_visit() -> Response | BaseResponse:
    form = VisitForm()
    form.next.data = _safe(form.next.data) or ""
    if not form.validate_on_submit():
        return make_response(render_template("accounts/new_visit.html", form=form, changing=True), 422)
    visits.change_visit(current_staff(), Channel(form.channel.data), VisitReason(form.reason.data))
    return go_to(form.next.data or url_for("counter.show_search"))


@blueprint.post("/visits/end")
@allow(Permission.VISIT_HOLD)
def end_visit() -> BaseResponse:
    visits.end_visit(current_staff())
    return go_to(url_for("counter.show_search"))


def _sign_in_page(form: SignInForm) -> str:
    ended = ENDED_WORDS.get(EndReason(session[ENDED])) if ENDED in session else None
    return render_template("accounts/sign_in.html", form=form, returning=RETURN_TO in session, ended=ended)


def _try(login_name: str, password: str) -> sign_in.Outcome:
    return sign_in.sign_in(
        login_name, password, address=request.remote_addr or "", settings=settings(), previous_token=session.get("_user_id", "")
    )


def _remember(token: str) -> None:
    """The cookie holds the new token; the rest of it stays, so that forms already open keep their CSRF token."""
    staff = find_signed_in(token)
    assert staff is not None
    login_user(staff)
    session.pop(ENDED, None)


def _safe(target: str | None) -> str | None:
    """A path of this portal, or None: never another host. Browsers leave out tabs and line ends and read \\ as /."""
    if target and target.startswith("/") and not target.startswith("//") and "\\" not in target and target.isprintable():
        return target
    return None
