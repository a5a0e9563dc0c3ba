"""Vouchers on the screen: issue, reissue, the page to print."""

from flask import Response, make_response, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.guard import current_staff, typed_before
from portal.accounts.visit_pages import pin, visit_first
from portal.permissions import Permission
from portal.vouchers import actions, review
from portal.vouchers.actions import Application
from portal.vouchers.blueprint import blueprint
from portal.vouchers.forms import ApplicationForm, ReissueForm
from portal.vouchers.rules import Applicant, Channel, Delivery, Reason, why_not_hand_over, why_not_identity, why_not_reason_note
from portal.web.allow import allow
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.rendering import pdf_answer, settings


@blueprint.get("/vouchers/<public_id>/reissue")
@allow(Permission.VOUCHER_REISSUE)
def show_reissue(public_id: str) -> str | BaseResponse:
    return visit_first() or _reissue_page(public_id, ReissueForm(formdata=typed_before(), delivery=usual_delivery()))


@blueprint.post("/vouchers/<public_id>/reissue")
@allow(Permission.VOUCHER_REISSUE)
def reissue(public_id: str) -> Response | BaseResponse:
    staff, form = current_staff(), ReissueForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit() or not agrees(form):
        return visit_first() or make_response(_reissue_page(public_id, form), 422)
    application = application_of(form, reason=Reason(form.reason.data), note=form.reason_note.data or "")
    new = actions.reissue_voucher(public_id, application, staff=staff, once=once, settings=settings())
    return go_to(url_for("vouchers.show_voucher", public_id=new))


@blueprint.get("/residents/<public_id>/vouchers/<programme_code>/new")
@allow(Permission.VOUCHER_ISSUE)
def show_issue(public_id: str, programme_code: str) -> str | BaseResponse:
    return visit_first() or _issue_page(public_id, programme_code, ApplicationForm(formdata=typed_before(), delivery=usual_delivery()))


@blueprint.post("/residents/<public_id>/vouchers/<programme_code>/new")
@allow(Permission.VOUCHER_ISSUE)
def issue(public_id: str, programme_code: str) -> Response | BaseResponse:
    staff, form = current_staff(), ApplicationForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit() or not agrees(form):
        return visit_first() or make_response(_issue_page(public_id, programme_code, form), 422)
    new = actions.issue_voucher(public_id, programme_code, application_of(form), staff=staff, once=once, settings=settings())
    return go_to(url_for("vouchers.show_voucher", public_id=new))


@blueprint.post("/vouchers/<public_id>/paper")
@allow(Permission.VOUCHER_PRINT)
def print_voucher(public_id: str) -> Response:
    return pdf_answer(actions.print_voucher(public_id, staff=current_staff(), settings=settings()), name="voucher.pdf")


def _reissue_page(public_id: str, form: ReissueForm) -> str:
    staff = current_staff()
    shown = review.review_reissue(public_id, staff=staff, settings=settings())
    pin(shown.resident.name, shown.resident.birth, shown.people)
    return render_template("vouchers/reissue.html", form=form, review=shown, once=new_once(staff.id), visit_of_staff=staff.visit)


def _issue_page(public_id: str, programme_code: str, form: ApplicationForm) -> str:
    staff = current_staff()
    shown = review.review_issue(public_id, programme_code, staff=staff, settings=settings())
    pin(shown.resident.name, shown.resident.birth, shown.people)
    return render_template("vouchers/issue.html", form=form, review=shown, once=new_once(staff.id), visit_of_staff=staff.visit)


def usual_delivery() -> str:
    """Only who stands at the counter can be handed anything."""
    visit = current_staff().visit
    at_counter = visit is None or visit.channel is Channel.COUNTER
    return (Delivery.HANDED_OVER if at_counter else Delivery.POST_TO_ADDRESS).value


def agrees(form: ApplicationForm) -> bool:
    """What the rules say of the form as a whole, shown at the field it concerns."""
    reason = why_not_identity(Applicant(form.applicant.data), form.seen())
    if reason:
        form.documents.errors = [reason]
    visit = current_staff().visit
    delivery = why_not_hand_over(Delivery(form.delivery.data), visit.channel) if visit else None
    if delivery:
        form.delivery.errors = [delivery]
    note = why_not_reason_note(Reason(form.reason.data), form.reason_note.data or "") if isinstance(form, ReissueForm) else None
    if note and isinstance(form, ReissueForm):
        form.reason_note.errors = [note]
    return reason is None and delivery is None and note is None


def application_of(form: ApplicationForm, *, reason: Reason | None = None, note: str = "") -> Application:
    return Application(
        applicant=Applicant(form.applicant.data),
        documents=form.seen(),
        delivery=Delivery(form.delivery.data),
        memo=form.memo.data or "",
        reason=reason,
        reason_note=note,
    )
