"""接種記録の写し on the screen: the form, the refusal, the paper to print."""

from flask import Response, make_response, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.guard import current_staff, typed_before
from portal.accounts.visit_pages import pin, visit_first
from portal.errors import Refused
from portal.permissions import Permission
from portal.vouchers import record_copies, record_copy_review, review
from portal.vouchers.blueprint import blueprint
from portal.vouchers.paper_forms import CopyRefusalForm, RecordCopyForm
from portal.vouchers.record_copy_rules import Ground, why_not_ground_note
from portal.vouchers.rules import Applicant
from portal.web.allow import allow
from portal.web.fields import offered
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.rendering import pdf_answer, say, settings


@blueprint.get("/residents/<public_id>/record-copies/new")
@allow(Permission.COPY_GIVE)
def show_record_copy(public_id: str) -> str | BaseResponse:
    form = RecordCopyForm(formdata=typed_before())
    return visit_first() or _form_page(public_id, form, CopyRefusalForm(formdata=None))


@blueprint.post("/residents/<public_id>/record-copies/new")
@allow(Permission.COPY_GIVE)
def give_copy(public_id: str) -> Response | BaseResponse:
    staff, form = current_staff(), RecordCopyForm()
    once = once_from_form(staff.id)
    around = review.prepare_application(public_id, staff=staff, settings=settings())
    if not form.validate_on_submit() or not form.agrees(around):
        return visit_first() or make_response(_form_page(public_id, form, CopyRefusalForm(formdata=None)), 422)
    try:
        new = record_copies.give_copy(public_id, form.order, form.chosen.data or [], staff=staff, once=once, settings=settings())
    except Refused as refusal:
        return make_response(_form_page(public_id, form, CopyRefusalForm(formdata=None), refused=refusal.message), 409)
    return go_to(url_for("vouchers.show_record_copy_paper", public_id=new))


@blueprint.post("/residents/<public_id>/record-copies/refusal")
@allow(Permission.COPY_GIVE)
def refuse_copy(public_id: str) -> Response | BaseResponse:
    staff, form = current_staff(), CopyRefusalForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit() or not _refusal_agrees(form):
        return visit_first() or make_response(_form_page(public_id, RecordCopyForm(formdata=None), form), 422)
    applicant, ground = Applicant(form.asked_by.data), Ground(form.ground.data)
    record_copies.refuse_copy(public_id, applicant, ground, form.ground_note.data or "", staff=staff, once=once, settings=settings())
    say("ok", "お断りした理由を記録しました。請求した方に、理由を必ずお伝えください。")
    return go_to(url_for("counter.show_resident", public_id=public_id))


@blueprint.get("/record-copies/<public_id>")
@allow(Permission.COPY_GIVE)
def show_record_copy_paper(public_id: str) -> str | BaseResponse:
    return visit_first() or _paper_page(public_id)


@blueprint.post("/record-copies/<public_id>/paper")
@allow(Permission.COPY_GIVE)
def print_copy(public_id: str) -> Response:
    return pdf_answer(record_copies.print_copy(public_id, staff=current_staff(), settings=settings()), name="record-copy.pdf")


def _form_page(public_id: str, form: RecordCopyForm, refusal: CopyRefusalForm, *, refused: str = "") -> str:
    staff = current_staff()
    shown = record_copy_review.review_copy(public_id, staff=staff, settings=settings())
    pin(shown.resident.name, shown.resident.birth, shown.people)
    form.offer(shown.around)
    form.chosen.choices = offered(shown.choices)
    if not form.is_submitted():
        form.chosen.data = [code for code, _ in shown.choices]
    return render_template(
        "vouchers/record_copy.html",
        form=form,
        refusal=refusal,
        review=shown,
        refused=refused,
        once=new_once(staff.id),
        twice=new_once(staff.id),
    )


def _paper_page(public_id: str) -> str:
    shown = record_copy_review.show_copy(public_id, staff=current_staff(), settings=settings())
    pin(shown.resident.name, shown.resident.birth, shown.people)
    return render_template("vouchers/show_record_copy.html", shown=shown, copy=shown.copy)


def _refusal_agrees(form: CopyRefusalForm) -> bool:
    reason = why_not_ground_note(Ground(form.ground.data), form.ground_note.data or "")
    form.ground_note.errors = [reason] if reason else []
    return reason is None
