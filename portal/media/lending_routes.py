"""From the cabinet and back on the screen: a page for each step that asks something, one press for the one that asks nothing."""

from dataclasses import dataclass

from flask import Response, make_response, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.guard import current_staff, typed_before
from portal.errors import Refused
from portal.media import lending_actions
from portal.media.blueprint import blueprint
from portal.media.lending_forms import AnomalyForm, HandForm, ReturnForm, TakeOverForm, VirusForm, offer
from portal.media.lending_review import StepPage, review_step
from portal.media.lending_rules import why_not_this_medium
from portal.permissions import Permission
from portal.web.allow import allow
from portal.web.fields import Form
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.rendering import say

Answer = str | Response | BaseResponse


@dataclass(frozen=True)
class StepWords:
    """What a page of one step says: its name in `why_not`, its heading, its button, and what pressing does."""

    name: str
    heading: str
    button: str
    becomes: tuple[tuple[str, str], ...]


HAND = StepWords(
    "hand",
    "渡す",
    "渡したと記録する",
    (("状態", "使用中・持出中になります"), ("複製", "渡したものの中の複製を、自動で1つ目として記録します")),
)
VIRUS = StepWords(
    "check_virus",
    "ウイルス検査の記録",
    "検査を記録する",
    (("異常なし", "使い始められます"), ("検出", "使い始められません。検査をやり直せます")),
)
END_USE = StepWords("end_use", "使用の終了", "使い終わったと記録する", (("次", "複製を消去し、媒体管理者に返します"),))
RETURN = StepWords(
    "return",
    "返却の受取り",
    "受け取ったと記録する",
    (("使用", "終了が記録されていなければ、いま終わったことになります"), ("次", "消去と確認が済むまで、次の貸出はできません")),
)


@blueprint.get("/media/requests/<public_id>/hand")
@allow(Permission.LINE_HAND)
def show_hand(public_id: str) -> Answer:
    return step_page(HAND, public_id, HandForm(formdata=typed_before()))


@blueprint.post("/media/requests/<public_id>/hand")
@allow(Permission.LINE_HAND)
def hand_line(public_id: str) -> Answer:
    staff, form = current_staff(), HandForm()
    once = once_from_form(staff.id)
    shown = review_step(public_id, staff=staff)
    if not form.validate_on_submit() or not _is_in_the_hand(form, shown.medium):
        return make_response(step_page(HAND, public_id, form), 422)
    try:
        lending_actions.hand_line(public_id, form.to.data or "", form.note.data or "", staff=staff, once=once)
    except Refused as error:
        form.to.errors = [error.message]
        return make_response(step_page(HAND, public_id, form), 409)
    say("ok", f"{shown.shown}を渡したと記録しました。")
    return go_to(url_for("media.show_counter"))


@blueprint.get("/media/requests/<public_id>/virus-check")
@allow(Permission.LINE_ASK)
def show_check_virus(public_id: str) -> Answer:
    return step_page(VIRUS, public_id, VirusForm(formdata=typed_before()))


@blueprint.post("/media/requests/<public_id>/virus-check")
@allow(Permission.LINE_ASK)
def check_virus(public_id: str) -> Answer:
    staff, form = current_staff(), VirusForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return make_response(step_page(VIRUS, public_id, form), 422)
    is_clean, words = form.is_clean.data == "clean", form.words.data or ""
    lending_actions.check_virus(public_id, form.tool.data or "", words, is_clean=is_clean, staff=staff, once=once)
    return go_to(url_for("media.show_line", public_id=public_id))


@blueprint.post("/media/requests/<public_id>/start")
@allow(Permission.LINE_ASK)
def start_use(public_id: str) -> Answer:
    staff = current_staff()
    lending_actions.start_use(public_id, staff=staff, once=once_from_form(staff.id))
    say("ok", "使用の開始を記録しました。")
    return go_to(url_for("media.show_line", public_id=public_id))


@blueprint.get("/media/requests/<public_id>/end-of-use")
@allow(Permission.LINE_ASK)
def show_end_use(public_id: str) -> Answer:
    return step_page(END_USE, public_id, AnomalyForm(formdata=typed_before()))


@blueprint.post("/media/requests/<public_id>/end-of-use")
@allow(Permission.LINE_ASK)
def end_use(public_id: str) -> Answer:
    staff, form = current_staff(), AnomalyForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return make_response(step_page(END_USE, public_id, form), 422)
    lending_actions.end_use(public_id, form.anomaly.data or "", staff=staff, once=once)
    say("ok", "使用の終了を記録しました。複製を消去し、返却してください。")
    return go_to(url_for("media.show_line", public_id=public_id))


@blueprint.get("/media/requests/<public_id>/return")
@allow(Permission.LINE_HAND)
def show_return(public_id: str) -> Answer:
    shown = review_step(public_id, staff=current_staff())
    return step_page(RETURN, public_id, ReturnForm(formdata=typed_before(), brought_by=shown.taken_by))


@blueprint.post("/media/requests/<public_id>/return")
@allow(Permission.LINE_HAND)
def return_line(public_id: str) -> Answer:
    staff, form = current_staff(), ReturnForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return make_response(step_page(RETURN, public_id, form), 422)
    lending_actions.return_line(public_id, form.brought_by.data or "", form.anomaly.data or "", staff=staff, once=once)
    say("ok", "返却を記録しました。消去と確認が済むと、次の貸出ができます。")
    return go_to(url_for("media.show_counter", view="back"))


def step_page(words: StepWords, public_id: str, form: Form, **beside: object) -> str:
    """The page of one step: the form, or the reason why there is none."""
    staff = current_staff()
    shown = review_step(public_id, staff=staff)
    fill(form, shown)
    why_not = shown.why_not[words.name]
    return render_template("media/take_step.html", words=words, shown=shown, form=form, why_not=why_not, once=new_once(staff.id), **beside)


def fill(form: Form, shown: StepPage) -> None:
    """What a form offers, from the line: receivers, terminals, colleagues."""
    if isinstance(form, HandForm):
        offer(form.to, shown.receivers)
        if not shown.medium:
            del form.number
        if shown.is_brought_in and not shown.receivers:
            del form.to
    elif isinstance(form, TakeOverForm):
        offer(form.to, shown.colleagues)
    elif isinstance(form, ReturnForm) and shown.is_brought_in:
        form.brought_by.label.text, form.brought_by.description = "作業を終えた方", ""


def _is_in_the_hand(form: HandForm, expected: str) -> bool:
    """Says at the field which medium was taken instead."""
    reason = why_not_this_medium(form.number.data or "", expected)
    if reason:
        form.number.errors = [reason]
    return reason is None
