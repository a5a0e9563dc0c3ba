"""Screens of the system admin about who is signed in now."""

from flask import Response, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts import live_sessions
from portal.accounts.blueprint import blueprint
from portal.accounts.guard import current_staff, typed_before
from portal.accounts.live_sessions import Live
from portal.accounts.staff_forms import ReasonForm
from portal.accounts.staff_pages import answer_form
from portal.accounts.staff_rules import SESSION_STATE_WORDS, SessionState, why_not_end_session
from portal.errors import Refused
from portal.permissions import Permission
from portal.web.allow import allow
from portal.web.htmx import go_to
from portal.web.once import once_from_form
from portal.web.rendering import say, settings


@blueprint.get("/sessions")
@allow(Permission.SESSION_END)
def list_sessions() -> str:
    rows = live_sessions.list_live_sessions(end_after_seconds=settings().end_after_seconds)
    return render_template(
        "accounts/list_sessions.html",
        rows=rows,
        states=SESSION_STATE_WORDS,
        away=sum(row.state is SessionState.AWAY for row in rows),
        idle=sum(row.state is SessionState.IDLE for row in rows),
        idle_minutes=settings().end_after_seconds // 60,
        may_open=current_staff().may(Permission.STAFF_MANAGE),
    )


@blueprint.get("/sessions/<public_id>/end")
@allow(Permission.SESSION_END)
def review_session_end(public_id: str) -> Response:
    return _sheet(ReasonForm(typed_before()), public_id)


@blueprint.post("/sessions/<public_id>/end")
@allow(Permission.SESSION_END)
def end_session(public_id: str) -> Response | BaseResponse:
    form = ReasonForm()
    if not form.validate_on_submit():
        return _sheet(form, public_id)
    live_sessions.end_live_session(public_id, form.words, by=current_staff().actor, once=once_from_form(current_staff().id))
    say("ok", "サインインを終了させました。その端末の画面には、もう何も表示されません。")
    return go_to(url_for("accounts.list_sessions"))


def _sheet(form: ReasonForm, public_id: str) -> Response:
    live: Live = live_sessions.find_live_session(public_id, end_after_seconds=settings().end_after_seconds)
    if why_not := why_not_end_session(staff_id=live.staff_id, by_staff_id=current_staff().id):
        raise Refused(why_not)
    return answer_form("end_session", form, live=live, states=SESSION_STATE_WORDS)
