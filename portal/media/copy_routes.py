"""The copies of a line on the screen: noted, what was written, ended, confirmed by another."""

from flask import Response, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.guard import current_staff, typed_before
from portal.errors import Refused
from portal.media import copy_actions
from portal.media.blueprint import blueprint
from portal.media.copy_forms import ConfirmForm, ContentsForm, EndForm, FurtherForm
from portal.media.copy_review import review_copy, review_end
from portal.media.copy_rules import LOSS_BEGINS
from portal.media.lending_review import review_step
from portal.media.lending_routes import StepWords
from portal.permissions import Permission
from portal.web.allow import allow
from portal.web.fields import Form, offered
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.rendering import say

Answer = str | Response | BaseResponse
NOTE = StepWords(
    "note_copy",
    "複製の記録",
    "複製を記録する",
    (("消去", "この複製も、消去して別の職員が確認するまで残ります"), ("承認された数", "超えていても記録します。異状として残ります")),
)
CONTENTS = StepWords("contents", "書き込んだものの記録", "記録する", (("あとから", "変えられません。誤りは訂正として書き加えます"),))
END = StepWords(
    "end",
    "消去・廃棄の記録",
    "消去・廃棄を記録する",
    (("番号", "消去・廃棄記録の番号が付きます"), ("行った人", "あなたです。ほかの職員が確認します")),
)


@blueprint.get("/media/requests/<public_id>/copies/new")
@allow(Permission.LINE_ASK)
def show_note_copy(public_id: str) -> Answer:
    return _note_page(public_id, FurtherForm(formdata=typed_before()))


@blueprint.post("/media/requests/<public_id>/copies/new")
@allow(Permission.LINE_ASK)
def note_copy(public_id: str) -> Answer:
    staff, form = current_staff(), FurtherForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit() or not form.says_where():
        return make_response(_note_page(public_id, form), 422)
    try:
        copy_actions.note_copy(public_id, form.further(), form.written(), staff=staff, once=once)
    except Refused as error:
        form.terminal.errors = [error.message]
        return make_response(_note_page(public_id, form), 409)
    return go_to(url_for("media.show_line", public_id=public_id))


@blueprint.get("/media/copies/<public_id>/contents")
@allow(Permission.LINE_ASK)
def show_contents(public_id: str) -> Answer:
    return _copy_page(CONTENTS, public_id, ContentsForm(formdata=typed_before()))


@blueprint.post("/media/copies/<public_id>/contents")
@allow(Permission.LINE_ASK)
def write_contents(public_id: str) -> Answer:
    staff, form = current_staff(), ContentsForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return make_response(_copy_page(CONTENTS, public_id, form), 422)
    line = copy_actions.write_contents(public_id, form.written(), staff=staff, once=once)
    return go_to(url_for("media.show_line", public_id=line))


@blueprint.get("/media/copies/<public_id>/end")
@allow(Permission.LINE_ASK)
def show_end(public_id: str) -> Answer:
    form = EndForm(formdata=typed_before())
    form.begin_now()
    return _copy_page(END, public_id, form)


@blueprint.post("/media/copies/<public_id>/end")
@allow(Permission.LINE_ASK)
def end_copy(public_id: str) -> Answer:
    staff, form = current_staff(), EndForm()
    once = once_from_form(staff.id)
    done = form.done() if form.validate_on_submit() else None
    if done is None:
        return make_response(_copy_page(END, public_id, form), 422)
    try:
        line = copy_actions.end_copy(public_id, done, form.place.data or "", form.passes.data, staff=staff, once=once)
    except Refused as error:
        form.how.errors = [error.message]
        return make_response(_copy_page(END, public_id, form), 409)
    say("ok", "消去・廃棄を記録しました。別の職員に、残っていないことを見てもらってください。")
    return go_to(url_for("media.show_line", public_id=line))


@blueprint.get("/media/ends/<public_id>/confirmation")
@allow(Permission.LINE_ASK)
def show_confirm(public_id: str) -> Answer:
    return _confirm_page(public_id, ConfirmForm(formdata=typed_before()))


@blueprint.post("/media/ends/<public_id>/confirmation")
@allow(Permission.LINE_ASK)
def confirm_end(public_id: str) -> Answer:
    staff, form = current_staff(), ConfirmForm()
    once = once_from_form(staff.id)
    is_left = request.form.get("answer") == "left"
    if not form.validate_on_submit() or (is_left and not form.says_what_is_left()):
        return make_response(_confirm_page(public_id, form), 422)
    answer = copy_actions.reject_end if is_left else copy_actions.confirm_end
    answer(public_id, form.note.data or "", staff=staff, once=once)
    say("ok", "「残っている」と記録しました。もう一度の消去を、行った方に伝えてください。" if is_left else "確認を記録しました。")
    return go_to(url_for("media.list_confirmations"))


def _note_page(public_id: str, form: FurtherForm) -> str:
    staff = current_staff()
    shown = review_step(public_id, staff=staff)
    form.terminal.choices = offered([(each.value, each.words) for each in shown.terminals] or [("", "承認された端末はありません")])
    why_not = shown.why_not["note_copy"]
    return render_template("media/take_step.html", words=NOTE, shown=shown, form=form, why_not=why_not, once=new_once(staff.id))


def _copy_page(words: StepWords, public_id: str, form: Form) -> str:
    staff = current_staff()
    page = review_copy(public_id, staff=staff)
    if isinstance(form, EndForm):
        form.offer(page.hows)
    beside = {"copy": page.copy, "why_not": page.why_not}
    return render_template("media/take_step.html", words=words, shown=page.step, form=form, once=new_once(staff.id), **beside)


def _confirm_page(public_id: str, form: ConfirmForm) -> str:
    staff = current_staff()
    page = review_end(public_id, staff=staff)
    return render_template("media/confirm_end.html", page=page, shown=page.step, form=form, loss_words=LOSS_BEGINS, once=new_once(staff.id))
