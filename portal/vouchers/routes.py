"""Vouchers on the screen: issue, reissue, the page to print."""

from flask import Response, make_response, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.guard import current_staff, typed_before
from portal.accounts.visit_pages import pin, visit_first
from portal.permissions import Permission
from portal.vouchers import actions, printing, review
from portal.vouchers.blueprint import blueprint
from portal.vouchers.forms import IssueForm, ReissueForm
from portal.web.allow import allow
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.rendering import pdf_answer, settings


@blueprint.get("/vouchers/<public_id>/reissue")
@allow(Permission.VOUCHER_REISSUE)
def show_reissue(public_id: str) -> str | BaseResponse:
    return visit_first() or _reissue_page(public_id, ReissueForm(formdata=typed_before()))


@blueprint.post("/vouchers/<public_id>/reissue")
@allow(Permission.VOUCHER_REISSUE)
def reissue(public_id: str) -> Response | BaseResponse:
    staff, form = current_staff(), ReissueForm()
    once = once_from_form(staff.id)
    around = review.prepare_reissue(public_id, staff=staff, settings=settings())
    if not form.validate_on_submit() or not form.agrees(around):
        return visit_first() or make_response(_reissue_page(public_id, form), 422)
    new = actions.reissue_voucher(public_id, form.application, staff=staff, once=once, settings=settings())
    return go_to(url_for("vouchers.show_voucher", public_id=new))


@blueprint.get("/residents/<public_id>/vouchers/<programme_code>/new")
@allow(Permission.VOUCHER_ISSUE)
def show_issue(public_id: str, programme_code: str) -> str | BaseResponse:
    return visit_first() or _issue_page(public_id, programme_code, IssueForm(formdata=typed_before()))


@blueprint.post("/residents/<public_id>/vouchers/<programme_code>/new")
@allow(Permission.VOUCHER_ISSUE)
def issue(public_id: str, programme_code: str) -> Response | BaseResponse:
    staff, form = current_staff(), IssueForm()
    once = once_from_form(staff.id)
    around = review.prepare_application(public_id, staff=staff, settings=settings())
    if not form.validate_on_submit() or not form.agrees(around):
        return visit_first() or make_response(_issue_page(public_id, programme_code, form), 422)
    new = actions.issue_voucher(
        public_id, programme_code, form.application, dose=form.dose_number, staff=staff, once=once, settings=settings()
    )
    return go_to(url_for("vouchers.show_voucher", public_id=new))


@blueprint.post("/vouchers/<public_id>/paper")
@allow(Permission.VOUCHER_PRINT)
def print_voucher(public_id: str) -> Response:
    return pdf_answer(printing.print_voucher(public_id, staff=current_staff(), settings=settings()), name="voucher.pdf")


def _reissue_page(public_id: str, form: ReissueForm) -> str:
    staff = current_staff()
    shown = review.review_reissue(public_id, staff=staff, settings=settings())
    form.offer(shown.around)
    pin(shown.resident.name, shown.resident.birth, shown.people)
    return render_template("vouchers/reissue.html", form=form, review=shown, once=new_once(staff.id), visit_of_staff=staff.visit)


def _issue_page(public_id: str, programme_code: str, form: IssueForm) -> str:
    staff = current_staff()
    shown = review.review_issue(public_id, programme_code, staff=staff, settings=settings())
    form.offer(shown.around)
    pin(shown.resident.name, shown.resident.birth, shown.people)
    return render_template("vouchers/issue.html", form=form, review=shown, once=new_once(staff.id), visit_of_staff=staff.visit)
