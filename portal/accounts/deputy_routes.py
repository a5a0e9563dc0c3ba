"""Screens of a chief about deputies: who signs while the chief is away (代決)."""

from flask import Response, make_response, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal import clock
from portal.accounts import deputy_actions
from portal.accounts.blueprint import blueprint
from portal.accounts.chief_rules import DEPUTY_STATE_WORDS, LONGEST_MONTHS
from portal.accounts.deputy_forms import DeputyForm
from portal.accounts.deputy_queries import find_deputy, find_deputy_page
from portal.accounts.guard import current_staff, typed_before
from portal.accounts.proof_actions import NotProved
from portal.accounts.proof_pages import proof_view, proved
from portal.accounts.staff_forms import ConfirmForm, day_as_typed
from portal.accounts.staff_pages import answer_form
from portal.errors import Refused, refuse_if
from portal.permissions import Permission
from portal.web.allow import allow
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.rendering import say, settings


@blueprint.get("/deputies")
@allow(Permission.DEPUTY_APPOINT)
def list_deputies() -> Response:
    return _page(DeputyForm(typed_before(), starts_on=day_as_typed(clock.today())))


@blueprint.post("/deputies")
@allow(Permission.DEPUTY_APPOINT)
def appoint_deputy() -> Response | BaseResponse:
    once, form = once_from_form(current_staff().id), DeputyForm()
    form.offer_staff((choice.login_name, choice.name) for choice in find_deputy_page(current_staff()).choices)
    if not form.validate_on_submit():
        return _page(form)
    try:
        staff = proved(form.password.data)
        deputy_actions.appoint_deputy(form.staff.data, form.term, staff=staff, settings=settings(), once=once)
    except Refused as refusal:
        return _refused(form, refusal)
    say("ok", f"代決者を決めました({form.term.words})。")
    return go_to(url_for("accounts.list_deputies"))


@blueprint.get("/deputies/<public_id>/end")
@allow(Permission.DEPUTY_APPOINT)
def review_deputy_end(public_id: str) -> Response:
    line, why_not = find_deputy(public_id, current_staff())
    refuse_if(why_not)
    return answer_form("end_deputy", ConfirmForm(), line=line, words=DEPUTY_STATE_WORDS)


@blueprint.post("/deputies/<public_id>/end")
@allow(Permission.DEPUTY_APPOINT)
def end_deputy(public_id: str) -> BaseResponse:
    deputy_actions.end_deputy(public_id, staff=current_staff(), once=once_from_form(current_staff().id))
    say("ok", "代決を終えました。この職員は、もう代わりに承認できません。")
    return go_to(url_for("accounts.list_deputies"))


def _refused(form: DeputyForm, refusal: Refused) -> Response:
    """What concerns the password is said at its field, everything else on top."""
    if isinstance(refusal, NotProved):
        form.password.errors = [refusal.message]
        return _page(form)
    form.form_errors.append(refusal.message)
    return _page(form, status=409)


def _page(form: DeputyForm, *, status: int = 422) -> Response:
    page = find_deputy_page(current_staff())
    form.offer_staff((choice.login_name, choice.name) for choice in page.choices if choice.why_not is None)
    values = {"page": page, "form": form, "words": DEPUTY_STATE_WORDS, "months": LONGEST_MONTHS, "proof": proof_view()}
    answer = render_template("accounts/list_deputies.html", **values, once=new_once(current_staff().id))
    return make_response(answer, status if form.errors else 200)
