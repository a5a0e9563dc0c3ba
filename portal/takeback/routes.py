"""Screens of the take-back of an import: what it would do and what stands in its way, then its progress."""

from flask import Blueprint, Response, current_app, make_response, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.guard import current_staff, typed_before
from portal.intake.kinds import KINDS
from portal.intake.pages import state_of
from portal.permissions import Permission
from portal.takeback import actions, queries
from portal.takeback.forms import TakeBackForm
from portal.web.allow import allow, permission_of, unattended
from portal.web.htmx import STOP_POLLING, go_to
from portal.web.once import new_once, once_from_form

blueprint = Blueprint("takeback", __name__)


@blueprint.get("/imports/<public_id>/take-back")
@allow(Permission.IMPORT_TAKE_BACK)
def show_take_back(public_id: str) -> str:
    return _page(public_id, TakeBackForm(formdata=typed_before()))


@blueprint.post("/imports/<public_id>/take-back")
@allow(Permission.IMPORT_TAKE_BACK)
def take_back_import(public_id: str) -> Response | BaseResponse:
    staff, form = current_staff(), TakeBackForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return make_response(_page(public_id, form), 422)
    actions.take_back_import(public_id, form.reason.data or "", staff=staff, once=once)
    return _back_to(public_id)


@blueprint.post("/imports/<public_id>/take-back/resumption")
@allow(Permission.IMPORT_TAKE_BACK)
def resume_take_back(public_id: str) -> BaseResponse:
    staff = current_staff()
    actions.resume_take_back(public_id, staff=staff, once=once_from_form(staff.id))
    return _back_to(public_id)


@blueprint.get("/imports/<public_id>/take-back/progress")
@unattended
@allow(Permission.IMPORT_TAKE_BACK)
def show_progress(public_id: str) -> Response:
    undoing = queries.read_undoing(public_id)
    piece = render_template("takeback/_progress.html", undoing=undoing, file=undoing.file)
    if undoing.is_at_work and not undoing.has_stopped:
        return make_response(piece, 200)
    return make_response(piece, STOP_POLLING, {"HX-Refresh": "true"})


def _page(public_id: str, form: TakeBackForm) -> str:
    staff = current_staff()
    review = actions.show_review(public_id, staff=staff)
    file = review.undoing.file
    kind = KINDS[file.kind]
    return render_template(
        "takeback/show_take_back.html",
        review=review,
        undoing=review.undoing,
        file=file,
        kind=kind,
        state=state_of(file),
        form=form,
        may_import=permission_of(current_app, f"{kind.place}.show_import") in staff.permissions,
        once=new_once(staff.id),
    )


def _back_to(public_id: str) -> BaseResponse:
    return go_to(url_for("takeback.show_take_back", public_id=public_id))
