"""停止時の受付票 on the screen: numbers made and printed in advance, typed in from paper, ended unused (D-3)."""

from flask import Response, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal import clock
from portal.accounts.guard import current_staff, typed_before
from portal.errors import Refused
from portal.inquiries import blank_actions
from portal.inquiries.blank_forms import EndForm, FillForm, MakeForm
from portal.inquiries.blank_rules import MOST_A_BATCH
from portal.inquiries.blueprint import blueprint
from portal.permissions import Permission
from portal.text.wareki import format_date
from portal.web.allow import allow
from portal.web.fields import Form
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.rendering import pdf_answer, say, settings

Answer = str | Response | BaseResponse


@blueprint.get("/inquiries/blanks")
@allow(Permission.SLIP_WRITE)
def list_blanks() -> str:
    return _page(FillForm(formdata=typed_before(), day=format_date(clock.today())))


@blueprint.post("/inquiries/blanks")
@allow(Permission.SLIP_WRITE)
def make_blanks() -> Answer:
    staff, form = current_staff(), MakeForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return make_response(_page(form), 422)
    try:
        numbers = blank_actions.make_blanks(form.count.data, staff=staff, once=once)
    except Refused as refusal:
        return make_response(_page(form, refused=refusal.message), 409)
    say("ok", f"{numbers} を用意しました。印刷して、停止に備えて置いてください。")
    return go_to(url_for("inquiries.list_blanks"))


@blueprint.post("/inquiries/blanks/filling")
@allow(Permission.SLIP_WRITE)
def fill_blank() -> Answer:
    staff, form = current_staff(), FillForm()
    once = once_from_form(staff.id)
    paper = form.paper if form.validate_on_submit() else None
    if paper is None:
        return make_response(_page(form), 422)
    try:
        public_id = blank_actions.fill_blank(paper, staff=staff, once=once)
    except Refused as refusal:
        return make_response(_page(form, refused=refusal.message), 409)
    return go_to(url_for("inquiries.show_slip", public_id=public_id))


@blueprint.post("/inquiries/blanks/<public_id>/paper")
@allow(Permission.SLIP_WRITE)
def print_blanks(public_id: str) -> Response:
    return pdf_answer(blank_actions.print_blanks(public_id, staff=current_staff(), settings=settings()), name="停止時の受付票.pdf")


@blueprint.post("/inquiries/blanks/ending")
@allow(Permission.SLIP_WRITE)
def end_blanks() -> Answer:
    staff, form = current_staff(), EndForm()
    once, picked = once_from_form(staff.id), request.form.getlist("slip")[:MOST_A_BATCH]
    if not form.validate_on_submit():
        return make_response(_page(form, wrong=request.form.get("batch", "")), 422)
    try:
        ended = blank_actions.end_blanks(picked, form.reason.data or "", staff=staff, once=once)
    except Refused as refusal:
        return make_response(_page(form, refused=refusal.message, wrong=request.form.get("batch", "")), 409)
    say("ok", f"{ended}枚を未使用として閉じました。番号は理由とともに残ります。")
    return go_to(url_for("inquiries.list_blanks"))


def _page(form: Form, *, refused: str = "", wrong: str = "") -> str:
    """`form`: the one that was sent, with its faults; the two others as they begin. `wrong`: the batch whose form it was."""
    staff = current_staff()
    today = format_date(clock.today())
    return render_template(
        "inquiries/list_blanks.html",
        batches=blank_actions.list_batches(staff=staff),
        form=form,
        fill=form if isinstance(form, FillForm) else FillForm(formdata=None, day=today),
        make=form if isinstance(form, MakeForm) else MakeForm(formdata=None),
        end=form if isinstance(form, EndForm) else EndForm(formdata=None),
        refused=refused,
        wrong=wrong,
        most=MOST_A_BATCH,
        once={name: new_once(staff.id) for name in ("fill", "make", "end")},
    )
