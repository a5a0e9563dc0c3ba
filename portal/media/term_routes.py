"""More time, another person in charge, the end of a line: the pages of each."""

from flask import make_response, request, url_for

from portal.accounts.guard import current_staff, typed_before
from portal.accounts.proof_pages import proof_view, proved
from portal.errors import Refused
from portal.media import lending_actions, term_actions
from portal.media.blueprint import blueprint
from portal.media.lending_forms import MISSING_MOMENT, CloseForm, ExtendForm, TakeOverForm, moment_of
from portal.media.lending_routes import Answer, StepWords, step_page
from portal.permissions import Permission
from portal.web.allow import allow
from portal.web.htmx import go_to
from portal.web.once import once_from_form
from portal.web.rendering import say, settings

EXTEND = StepWords("extend", "延長の申請", "延長を申請する", (("返却予定", "所属長が認めるまで、いまのままです"),))
TAKE_OVER = StepWords(
    "take_over",
    "担当の引継ぎ",
    "引き継ぐ",
    (("担当", "返却・消去の残りは、新しい担当の一覧に表示されます"), ("申請した方", "変わりません")),
)
CLOSE = StepWords("close", "所属長確認", "完結にする", (("状態", "完結になり、このあとは変えられません。誤りは訂正として書き加えます"),))


@blueprint.get("/media/requests/<public_id>/extension")
@allow(Permission.LINE_ASK)
def show_extend(public_id: str) -> Answer:
    return step_page(EXTEND, public_id, ExtendForm(formdata=typed_before()))


@blueprint.post("/media/requests/<public_id>/extension")
@allow(Permission.LINE_ASK)
def extend_line(public_id: str) -> Answer:
    staff, form = current_staff(), ExtendForm()
    once = once_from_form(staff.id)
    until = moment_of(form.day, form.at) if form.validate_on_submit() else None
    if until is None:
        form.day.errors = form.day.errors if form.errors else [MISSING_MOMENT]
        return make_response(step_page(EXTEND, public_id, form), 422)
    try:
        term_actions.ask_extension(public_id, until, form.reason.data or "", staff=staff, once=once)
    except Refused as error:
        form.day.errors = [error.message]
        return make_response(step_page(EXTEND, public_id, form), 409)
    say("ok", "延長を申請しました。所属長が認めるまで、返却予定はいまのままです。")
    return go_to(url_for("media.show_line", public_id=public_id))


@blueprint.get("/media/requests/<public_id>/responsible")
@allow(Permission.LINE_TAKE_OVER)
def show_take_over(public_id: str) -> Answer:
    return step_page(TAKE_OVER, public_id, TakeOverForm(formdata=typed_before()))


@blueprint.post("/media/requests/<public_id>/responsible")
@allow(Permission.LINE_TAKE_OVER)
def take_over_line(public_id: str) -> Answer:
    staff, form = current_staff(), TakeOverForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return make_response(step_page(TAKE_OVER, public_id, form), 422)
    try:
        term_actions.take_over(public_id, form.to.data or "", form.reason.data or "", staff=staff, once=once)
    except Refused as error:
        form.to.errors = [error.message]
        return make_response(step_page(TAKE_OVER, public_id, form), 409)
    say("ok", "担当の引継ぎを記録しました。")
    return go_to(url_for("media.show_line", public_id=public_id))


@blueprint.get("/media/requests/<public_id>/closing")
@allow(Permission.LINE_APPROVE)
def show_close(public_id: str) -> Answer:
    return step_page(CLOSE, public_id, CloseForm(formdata=typed_before()), proof=proof_view())


@blueprint.post("/media/requests/<public_id>/closing")
@allow(Permission.LINE_APPROVE)
def close_line(public_id: str) -> Answer:
    form = CloseForm()
    once = once_from_form(current_staff().id)
    if not form.validate_on_submit():
        return make_response(step_page(CLOSE, public_id, form, proof=proof_view()), 422)
    try:
        staff = proved(request.form.get("password"))
    except Refused as error:
        return make_response(step_page(CLOSE, public_id, form, proof=proof_view(), proof_error=error.message), 409)
    shown = lending_actions.close_line(public_id, form.words.data or "", staff=staff, once=once, settings=settings())
    say("ok", f"{shown}を完結にしました。")
    return go_to(url_for("media.show_line", public_id=public_id))
