"""A slip answered and closed, opened again, cancelled; a resident looked up for it, attached and taken off again (D-3)."""

from flask import Response, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.guard import current_staff, typed_before
from portal.errors import Refused
from portal.inquiries import attach_actions, end_actions
from portal.inquiries.act_forms import CloseForm, ReasonForm
from portal.inquiries.act_routes import act_page, back_to_slip
from portal.inquiries.blueprint import blueprint
from portal.inquiries.field_rules import WAS, Typed
from portal.inquiries.rules import Result
from portal.inquiries.slip_forms import with_plain_ends
from portal.inquiries.slip_rules import Act
from portal.permissions import Permission
from portal.web.allow import allow
from portal.web.htmx import go_to
from portal.web.once import once_from_form


@blueprint.get("/inquiries/<public_id>/closing")
@allow(Permission.SLIP_WRITE)
def show_closing(public_id: str) -> Response:
    return act_page(Act.CLOSE, public_id, CloseForm(formdata=typed_before()))


@blueprint.post("/inquiries/<public_id>/closing")
@allow(Permission.SLIP_WRITE)
def close_slip(public_id: str) -> Response | BaseResponse:
    staff, form = current_staff(), CloseForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return act_page(Act.CLOSE, public_id, form, status=422)
    answer = Typed("answer", with_plain_ends(request.form.get(f"{WAS}answer", "")), with_plain_ends(form.answer.data or ""))
    try:
        end_actions.close_slip(public_id, Result(form.result.data), answer, staff=staff, once=once)
    except Refused as refusal:
        return act_page(Act.CLOSE, public_id, form, status=409, refused=refusal.message)
    return back_to_slip(public_id, "完結にしました。所属長の供覧に出ています。")


@blueprint.get("/inquiries/<public_id>/reopening")
@allow(Permission.SLIP_WRITE)
def show_reopening(public_id: str) -> Response:
    return act_page(Act.REOPEN, public_id, ReasonForm(formdata=typed_before()))


@blueprint.post("/inquiries/<public_id>/reopening")
@allow(Permission.SLIP_WRITE)
def reopen_slip(public_id: str) -> Response | BaseResponse:
    staff, form = current_staff(), ReasonForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return act_page(Act.REOPEN, public_id, form, status=422)
    try:
        end_actions.reopen_slip(public_id, form.reason.data or "", staff=staff, once=once)
    except Refused as refusal:
        return act_page(Act.REOPEN, public_id, form, status=409, refused=refusal.message)
    return back_to_slip(public_id, "再び開きました。")


@blueprint.get("/inquiries/<public_id>/cancellation")
@allow(Permission.SLIP_WRITE)
def show_cancellation(public_id: str) -> Response:
    return act_page(Act.CANCEL, public_id, ReasonForm(formdata=typed_before()))


@blueprint.post("/inquiries/<public_id>/cancellation")
@allow(Permission.SLIP_WRITE)
def cancel_slip(public_id: str) -> Response | BaseResponse:
    """An empty slip is cancelled by its key alone, without a page and without a reason."""
    staff, form = current_staff(), ReasonForm()
    once = once_from_form(staff.id)
    if "reason" in request.form and not form.validate_on_submit():
        return act_page(Act.CANCEL, public_id, form, status=422)
    try:
        end_actions.cancel_slip(public_id, form.reason.data or "", staff=staff, once=once)
    except Refused as refusal:
        return act_page(Act.CANCEL, public_id, form, status=409, refused=refusal.message)
    return back_to_slip(public_id, "誤起票にしました。番号は欠番として残ります。")


@blueprint.post("/inquiries/<public_id>/look-ups")
@allow(Permission.RESIDENT_SEARCH)
def start_look_up(public_id: str) -> BaseResponse:
    attach_actions.start_look_up(public_id, staff=current_staff())
    return go_to(url_for("counter.show_search"))


@blueprint.post("/inquiries/<public_id>/resident")
@allow(Permission.SLIP_WRITE)
def attach_resident(public_id: str) -> BaseResponse:
    staff = current_staff()
    once = once_from_form(staff.id)
    attach_actions.attach_resident(public_id, request.form.get("resident", ""), staff=staff, once=once)
    return back_to_slip(public_id, "住民を受付票に結び付けました。")


@blueprint.get("/inquiries/<public_id>/detachment")
@allow(Permission.SLIP_WRITE)
def show_detachment(public_id: str) -> Response:
    return act_page(Act.DETACH, public_id, ReasonForm(formdata=typed_before()))


@blueprint.post("/inquiries/<public_id>/detachment")
@allow(Permission.SLIP_WRITE)
def detach_resident(public_id: str) -> Response | BaseResponse:
    staff, form = current_staff(), ReasonForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return act_page(Act.DETACH, public_id, form, status=422)
    try:
        attach_actions.detach_resident(public_id, form.reason.data or "", staff=staff, once=once)
    except Refused as refusal:
        return act_page(Act.DETACH, public_id, form, status=409, refused=refusal.message)
    return back_to_slip(public_id, "住民の結び付けを外しました。")
