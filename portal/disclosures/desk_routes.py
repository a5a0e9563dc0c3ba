"""The steps of a case beside its decision, on the screen: what pressing does, what must be typed, one button (D-2)."""

from flask import Response, make_response, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal import clock
from portal.accounts.guard import current_staff, typed_before
from portal.db import reading
from portal.disclosures import handling_actions as actions
from portal.disclosures import step_words_rules as steps
from portal.disclosures.blueprint import blueprint
from portal.disclosures.case_page import CasePage
from portal.disclosures.case_review import review_case
from portal.disclosures.desk_forms import AssignForm, CancelForm, CloseForm, PassForm, StampForm, WithdrawForm
from portal.disclosures.draft_forms import catch_up
from portal.disclosures.handling_rules import why_over
from portal.disclosures.intake_queries import section_choices
from portal.disclosures.standing_queries import officers_of
from portal.disclosures.step_words_rules import StepWords
from portal.errors import PortalError, Refused, refuse_if
from portal.permissions import Permission
from portal.text.wareki import format_date
from portal.web.allow import allow
from portal.web.fields import Form, day_of
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.rendering import say, settings

Answer = Response | BaseResponse


@blueprint.get("/disclosures/<public_id>/passing")
@allow(Permission.CASE_RECEIVE)
def review_passing(public_id: str) -> Answer:
    return sheet(steps.PASS, public_id, PassForm(typed_before()), endpoint="review_passing")


@blueprint.post("/disclosures/<public_id>/passing")
@allow(Permission.CASE_RECEIVE)
def pass_case(public_id: str) -> Answer:
    staff, form = current_staff(), PassForm()
    _offer(form, None)
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return sheet(steps.PASS, public_id, form)
    try:
        actions.pass_case(public_id, form.section.data or "", form.words.data or "", staff=staff, once=once, settings=settings())
    except Refused as error:
        return refused(steps.PASS, public_id, form, error)
    say("ok", steps.PASS.done)
    return go_to(url_for("disclosures.list_cases"))  # The case may now be another section's alone.


@blueprint.get("/disclosures/<public_id>/officer")
@allow(Permission.CASE_HANDLE)
def review_officer(public_id: str) -> Answer:
    return sheet(steps.ASSIGN, public_id, AssignForm(typed_before()), endpoint="review_officer")


@blueprint.post("/disclosures/<public_id>/officer")
@allow(Permission.CASE_HANDLE)
def assign_case(public_id: str) -> Answer:
    staff, form = current_staff(), AssignForm()
    _offer(form, review_case(public_id, staff=staff, settings=settings()))
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return sheet(steps.ASSIGN, public_id, form)
    try:
        actions.assign_case(public_id, form.officer.data or "", staff=staff, once=once, settings=settings())
    except Refused as error:
        return refused(steps.ASSIGN, public_id, form, error)
    return back(public_id, steps.ASSIGN)


@blueprint.get("/disclosures/<public_id>/withdrawal")
@allow(Permission.CASE_RECEIVE)
def review_withdrawal(public_id: str) -> Answer:
    form = WithdrawForm(typed_before(), withdrawn_on=format_date(clock.today()))
    return sheet(steps.WITHDRAW, public_id, form, endpoint="review_withdrawal")


@blueprint.post("/disclosures/<public_id>/withdrawal")
@allow(Permission.CASE_RECEIVE)
def withdraw_case(public_id: str) -> Answer:
    staff, form = current_staff(), WithdrawForm()
    once = once_from_form(staff.id)
    day = day_of(form.withdrawn_on) if form.validate_on_submit() else None
    if day is None:
        return sheet(steps.WITHDRAW, public_id, form)
    try:
        actions.withdraw_case(public_id, day, form.words.data or "", staff=staff, once=once, settings=settings())
    except Refused as error:
        return refused(steps.WITHDRAW, public_id, form, error)
    return back(public_id, steps.WITHDRAW)


@blueprint.get("/disclosures/<public_id>/cancellation")
@allow(Permission.CASE_RECEIVE)
def review_cancellation(public_id: str) -> Answer:
    return sheet(steps.CANCEL, public_id, CancelForm(typed_before()), endpoint="review_cancellation")


@blueprint.post("/disclosures/<public_id>/cancellation")
@allow(Permission.CASE_RECEIVE)
def cancel_case(public_id: str) -> Answer:
    staff, form = current_staff(), CancelForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return sheet(steps.CANCEL, public_id, form)
    try:
        actions.cancel_case(public_id, form.reason.data or "", staff=staff, once=once, settings=settings())
    except Refused as error:
        return refused(steps.CANCEL, public_id, form, error)
    return back(public_id, steps.CANCEL)


@blueprint.get("/disclosures/<public_id>/closing")
@allow(Permission.CASE_HANDLE)
def review_closing(public_id: str) -> Answer:
    return sheet(steps.CLOSE, public_id, CloseForm(formdata=None), endpoint="review_closing")


@blueprint.post("/disclosures/<public_id>/closing")
@allow(Permission.CASE_HANDLE)
def close_case(public_id: str) -> Answer:
    staff, form = current_staff(), CloseForm()
    once = once_from_form(staff.id)
    try:
        actions.close_case(public_id, staff=staff, once=once, settings=settings())
    except Refused as error:
        return refused(steps.CLOSE, public_id, form, error)
    return back(public_id, steps.CLOSE)


def sheet(
    words: StepWords, public_id: str, form: Form, *, endpoint: str = "", status: int = 422, fault: PortalError | None = None
) -> Response:
    """The page that says what pressing will do. Refused when it cannot be done anyway."""
    page = review_case(public_id, staff=current_staff(), settings=settings())
    refuse_if(why_over(page.case.state) or page.why_not(f"disclosures.{endpoint}"))
    _offer(form, page, fault)
    once = new_once(current_staff().id)
    body = render_template("disclosures/take_desk_step.html", page=page, words=words, form=form, once=once)
    return make_response(body, status if form.errors else 200)


def refused(words: StepWords, public_id: str, form: Form, error: PortalError) -> Response:
    form.form_errors.append(error.message)
    return sheet(words, public_id, form, status=409, fault=error)


def back(public_id: str, words: StepWords) -> BaseResponse:
    say("ok", words.done)
    return go_to(url_for("disclosures.show_case", public_id=public_id))


def _offer(form: Form, page: CasePage | None, fault: PortalError | None = None) -> None:
    if isinstance(form, StampForm) and page is not None:
        form.version.data = form.version.data or str(page.case.version)
        catch_up(form, page.case.version, fault)
    if isinstance(form, PassForm):
        with reading():
            form.offer(section_choices())
    if isinstance(form, AssignForm) and page is not None:
        with reading():
            form.offer([(login_name, name) for login_name, name, _ in officers_of(page.case, settings())])
