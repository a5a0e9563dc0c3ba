"""Batches of numbered forms on the screen: the list with what makes one, one batch with what becomes of it."""

from flask import Response, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.guard import current_staff, typed_before
from portal.applications import batch_actions, number_actions, review
from portal.applications.blueprint import blueprint
from portal.applications.form_actions import offered_programmes
from portal.applications.forms import BatchForm, HandForm, RangeForm
from portal.applications.number_rules import BLANK_STATE_WORDS, why_not_close, why_not_count, why_not_hand
from portal.applications.queries import BatchView
from portal.applications.rules import FormKind
from portal.db import reading
from portal.errors import Refused
from portal.permissions import Permission
from portal.web.allow import allow
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.paging import pager
from portal.web.rendering import pdf_answer, say, settings

Answer = Response | BaseResponse


@blueprint.get("/blank-batches")
@allow(Permission.BLANK_HANDLE)
def list_batches() -> str:
    return _list_page(BatchForm(formdata=typed_before()))


@blueprint.post("/blank-batches")
@allow(Permission.BLANK_HANDLE)
def make_batch() -> Answer:
    staff, form = current_staff(), BatchForm()
    once = once_from_form(staff.id)
    why_not = why_not_count(form.wanted()) if form.validate_on_submit() else None
    form.count.errors = [*form.count.errors, *([why_not] if why_not else [])]
    if form.errors:
        return make_response(_list_page(form), 422)
    public_id = batch_actions.make_batch(FormKind(form.form.data), form.wanted(), staff=staff, once=once)
    say("ok", "番号を付けました。印刷して、渡したら「渡した」と記録してください。")
    return go_to(url_for("applications.show_batch", public_id=public_id))


@blueprint.get("/blank-batches/<public_id>")
@allow(Permission.BLANK_HANDLE)
def show_batch(public_id: str) -> str:
    return _batch_page(public_id, HandForm(formdata=None), RangeForm(formdata=None))


@blueprint.post("/blank-batches/<public_id>/paper")
@allow(Permission.BLANK_HANDLE)
def print_batch(public_id: str) -> Response:
    with reading():
        offered = offered_programmes()
    pdf = batch_actions.print_batch(public_id, offered, staff=current_staff(), settings=settings())
    return pdf_answer(pdf, name="numbered-forms.pdf")


@blueprint.post("/blank-batches/<public_id>/handing")
@allow(Permission.BLANK_HANDLE)
def hand_batch(public_id: str) -> Answer:
    staff, form = current_staff(), HandForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return make_response(_batch_page(public_id, form, RangeForm(formdata=None)), 422)
    batch_actions.hand_batch(public_id, form.place.data or "", form.receiver.data or "", staff=staff, once=once)
    say("ok", "渡したことを記録しました。戻ったら、番号を1つずつ突き合わせてください。")
    return go_to(url_for("applications.show_batch", public_id=public_id))


@blueprint.post("/blank-batches/<public_id>/collection")
@allow(Permission.BLANK_HANDLE)
def collect_numbers(public_id: str) -> Answer:
    staff, form = current_staff(), RangeForm()
    once = once_from_form(staff.id)
    numbers, reasons = review.count_numbers(form.first.data or "", form.last.data or "")
    if not form.validate_on_submit() or numbers is None:
        _say_at(form, reasons)
        return make_response(_batch_page(public_id, HandForm(formdata=None), form), 422)
    try:
        count = number_actions.collect_numbers(public_id, *numbers, staff=staff, once=once)
    except Refused as refusal:
        form.last.errors = [refusal.message]
        return make_response(_batch_page(public_id, HandForm(formdata=None), form), 409)
    say("ok", f"{count:,}枚を「未使用で回収」にしました。")
    return go_to(url_for("applications.show_batch", public_id=public_id))


@blueprint.post("/blank-batches/<public_id>/closing")
@allow(Permission.BLANK_CLOSE)
def close_batch(public_id: str) -> Answer:
    staff = current_staff()
    batch_actions.close_batch(public_id, staff=staff, once=once_from_form(staff.id))
    say("ok", "束を締めました。結果はもう変えられません。")
    return go_to(url_for("applications.show_batch", public_id=public_id))


def _say_at(form: RangeForm, reasons: list[str | None]) -> None:
    for field, reason in zip((form.first, form.last), reasons, strict=True):
        if reason and not field.errors:
            field.errors = [reason]


def _list_page(form: BatchForm) -> str:
    shown = review.show_batches(max(1, request.args.get("page", 1, int)))
    pages = pager(shown.total, pages=shown.pages, number=shown.page, url_of=lambda page: url_for("applications.list_batches", page=page))
    return render_template("applications/list_batches.html", form=form, shown=shown, pager=pages, once=new_once(current_staff().id))


def _batch_page(public_id: str, hand: HandForm, between: RangeForm) -> str:
    staff, view = current_staff(), review.show_batch(public_id)
    return render_template(
        "applications/show_batch.html",
        view=view,
        batch=view.batch,
        hand=hand,
        between=between,
        why_not_hand=why_not_hand(is_printed=view.batch.printed > 0, is_handed=view.is_handed),
        why_not_close=_why_not_close(view),
        words=BLANK_STATE_WORDS,
        once={name: new_once(staff.id) for name in ("hand", "collect", "close")},
        may_close=staff.may(Permission.BLANK_CLOSE),
    )


def _why_not_close(view: BatchView) -> str | None:
    return why_not_close(view.left, is_handed=view.is_handed, is_closed=view.is_closed)
