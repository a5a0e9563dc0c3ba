"""The papers of a case on the screen: a notice looked at and made, every paper printed."""

from flask import Response, make_response, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal import clock
from portal.accounts.guard import current_staff
from portal.disclosures import paper_actions
from portal.disclosures.blueprint import blueprint
from portal.disclosures.paper_forms import NoticeForm
from portal.disclosures.paper_review import review_notice
from portal.errors import Refused
from portal.permissions import Permission
from portal.text.wareki import format_date
from portal.web.allow import allow
from portal.web.fields import day_of
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.rendering import pdf_answer, say, settings


@blueprint.get("/disclosure-drafts/<public_id>/notice")
@allow(Permission.CASE_OPEN)
def show_notice(public_id: str) -> str:
    return _notice_page(public_id, NoticeForm(formdata=None, dated_on=format_date(clock.today())))


@blueprint.post("/disclosure-drafts/<public_id>/notice")
@allow(Permission.CASE_HANDLE)
def make_notice(public_id: str) -> Response | BaseResponse:
    staff, form = current_staff(), NoticeForm()
    once = once_from_form(staff.id)
    dated_on = day_of(form.dated_on) if form.validate_on_submit() else None
    if dated_on is None:
        return make_response(_notice_page(public_id, form), 422)
    try:
        paper_actions.make_notice(public_id, form.about(dated_on), staff=staff, once=once, settings=settings())
    except Refused as refusal:
        return make_response(_notice_page(public_id, form, refused=refusal.message), 409)
    say("ok", "通知書を作りました。内容はもう変わりません。印刷して公印を押し、発送か交付を記録してください。")
    return go_to(url_for("disclosures.show_notice", public_id=public_id))


@blueprint.post("/disclosure-drafts/<public_id>/preview")
@allow(Permission.CASE_OPEN)
def preview_notice(public_id: str) -> Response:
    pdf = paper_actions.preview_notice(public_id, staff=current_staff(), settings=settings())
    return pdf_answer(pdf, name="notice-draft.pdf")


@blueprint.post("/disclosure-drafts/<public_id>/sheet")
@allow(Permission.CASE_OPEN)
def print_draft_sheet(public_id: str) -> Response:
    pdf = paper_actions.print_draft_sheet(public_id, staff=current_staff(), settings=settings())
    return pdf_answer(pdf, name="draft-sheet.pdf")


@blueprint.post("/disclosure-papers/<public_id>")
@allow(Permission.CASE_OPEN)
def print_paper(public_id: str) -> Response:
    pdf = paper_actions.print_paper(public_id, staff=current_staff(), settings=settings())
    return pdf_answer(pdf, name="paper.pdf")


@blueprint.post("/disclosures/<public_id>/receipt")
@allow(Permission.CASE_RECEIVE)
def print_receipt(public_id: str) -> Response:
    pdf = paper_actions.print_receipt(public_id, staff=current_staff(), settings=settings())
    return pdf_answer(pdf, name="receipt.pdf")


def _notice_page(public_id: str, form: NoticeForm, *, refused: str = "") -> str:
    staff = current_staff()
    shown = review_notice(public_id, staff=staff, settings=settings())
    return render_template("disclosures/show_notice.html", shown=shown, form=form, refused=refused, once=new_once(staff.id))
