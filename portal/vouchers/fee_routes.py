"""手数料 on the screen: the table, an amount added, an amount ended."""

from flask import Response, make_response, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal import clock
from portal.accounts.guard import current_staff, typed_before
from portal.db import reading
from portal.errors import Refused
from portal.permissions import Permission
from portal.text.wareki import format_date
from portal.vouchers import fee_actions
from portal.vouchers.blueprint import blueprint
from portal.vouchers.fee_forms import FeeEndForm, FeeForm
from portal.vouchers.fee_queries import fee_lines
from portal.vouchers.fee_rules import PAPER_WORDS
from portal.web.allow import allow
from portal.web.fields import day_of
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.rendering import say


@blueprint.get("/fees")
@allow(Permission.FEE_CHANGE)
def list_fees() -> str:
    return _page(FeeForm(formdata=typed_before(), starts_on=format_date(clock.today())))


@blueprint.post("/fees")
@allow(Permission.FEE_CHANGE)
def add_fee() -> Response | BaseResponse:
    staff, form = current_staff(), FeeForm()
    once = once_from_form(staff.id)
    facts = form.facts() if form.validate_on_submit() else None
    if facts is None:
        return make_response(_page(form), 422)
    try:
        fee_actions.add_fee(facts, staff=staff, once=once)
    except Refused as refusal:
        return make_response(_page(form, refused=refusal.message), 409)
    say("ok", "手数料を加えました。始まりの日から、交付の画面に出ます。")
    return go_to(url_for("vouchers.list_fees"))


@blueprint.post("/fees/<public_id>/end")
@allow(Permission.FEE_CHANGE)
def end_fee(public_id: str) -> Response | BaseResponse:
    staff, form = current_staff(), FeeEndForm()
    once = once_from_form(staff.id)
    last = day_of(form.last) if form.validate_on_submit() else None
    if last is None:
        said = " ".join(form.last.errors)
        return make_response(_page(FeeForm(formdata=None, starts_on=format_date(clock.today())), refused=said), 422)
    fee_actions.end_fee(public_id, last, staff=staff, once=once)
    say("ok", "手数料の終わりの日を決めました。")
    return go_to(url_for("vouchers.list_fees"))


def _page(form: FeeForm, *, refused: str = "") -> str:
    with reading():
        lines = fee_lines()
    once = new_once(current_staff().id)
    return render_template(
        "vouchers/list_fees.html", form=form, lines=lines, once=once, refused=refused, today=clock.today(), words=PAPER_WORDS
    )
