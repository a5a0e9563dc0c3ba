"""A step of a medium's life on the screen: what pressing does, what must be typed, one button."""

from typing import Any

from flask import Response, make_response, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal import clock
from portal.accounts.chief_queries import staff_of
from portal.accounts.guard import current_staff, typed_before
from portal.db import reading
from portal.errors import Refused
from portal.media import loss_actions, medium_step_actions
from portal.media.blueprint import blueprint
from portal.media.loss_actions import Loss
from portal.media.medium_forms import DisposeForm, LossForm, MendForm, WipeForm, WordsForm, offer_witnesses
from portal.media.medium_page import show_page
from portal.media.medium_step_actions import Disposal, Wipe
from portal.media.medium_step_rules import Destroying
from portal.media.rules import STANDING_MARKS, STANDING_WORDS, STRONG
from portal.permissions import Permission
from portal.text.wareki import format_date
from portal.web.allow import allow
from portal.web.fields import Form, day_of
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.rendering import say

Answer = Response | BaseResponse


@blueprint.get("/media/media/<public_id>/breakage")
@allow(Permission.MEDIUM_CHANGE)
def review_break(public_id: str) -> Answer:
    return _sheet("break", public_id, WordsForm(typed_before()))


@blueprint.post("/media/media/<public_id>/breakage")
@allow(Permission.MEDIUM_CHANGE)
def break_medium(public_id: str) -> Answer:
    staff, form = current_staff(), WordsForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return _sheet("break", public_id, form)
    medium_step_actions.break_medium(public_id, form.words.data or "", staff=staff, once=once)
    return _back(public_id, "故障を記録しました。直るまで、申請で選べず、貸し出せません。")


@blueprint.get("/media/media/<public_id>/repair")
@allow(Permission.MEDIUM_CHANGE)
def review_repair(public_id: str) -> Answer:
    return _sheet("repair", public_id, WordsForm(typed_before()))


@blueprint.post("/media/media/<public_id>/repair")
@allow(Permission.MEDIUM_CHANGE)
def repair_medium(public_id: str) -> Answer:
    staff, form = current_staff(), WordsForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return _sheet("repair", public_id, form)
    medium_step_actions.repair_medium(public_id, form.words.data or "", staff=staff, once=once)
    return _back(public_id, "修理に出したことを記録しました。")


@blueprint.get("/media/media/<public_id>/mending")
@allow(Permission.MEDIUM_CHANGE)
def review_mend(public_id: str) -> Answer:
    return _sheet("mend", public_id, MendForm(typed_before()))


@blueprint.post("/media/media/<public_id>/mending")
@allow(Permission.MEDIUM_CHANGE)
def mend_medium(public_id: str) -> Answer:
    staff, form = current_staff(), MendForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return _sheet("mend", public_id, form)
    works = form.result.data == "usable"
    medium_step_actions.mend_medium(public_id, form.words.data or "", works=works, staff=staff, once=once)
    return _back(public_id, "使えるように戻しました。" if works else "故障のままと記録しました。")


@blueprint.get("/media/media/<public_id>/disposal")
@allow(Permission.MEDIUM_CHANGE)
def review_dispose(public_id: str) -> Answer:
    return _sheet("dispose", public_id, DisposeForm(typed_before(), disposed_on=format_date(clock.today())))


@blueprint.post("/media/media/<public_id>/disposal")
@allow(Permission.MEDIUM_CHANGE)
def dispose_medium(public_id: str) -> Answer:
    staff, form = current_staff(), DisposeForm()
    _offer(form)
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return _sheet("dispose", public_id, form)
    day, how, witness = day_of(form.disposed_on) or clock.today(), Destroying(form.how.data), form.witness.data or ""
    try:
        given = Disposal(day, how, form.certificate.data or "", witness, form.words.data or "")
        medium_step_actions.dispose_medium(public_id, given, staff=staff, once=once)
    except Refused as error:
        return _refused("dispose", public_id, form, error)
    return _back(public_id, "廃棄を記録しました。台帳には残ります。ラベルを付けたまま渡していないか確かめてください。")


@blueprint.get("/media/media/<public_id>/loss")
@allow(Permission.LINE_ASK)
def review_loss(public_id: str) -> Answer:
    now = clock.now()
    form = LossForm(typed_before(), known_on=format_date(now.date()), known_at=f"{now.hour}:{now.minute:02}")
    return _sheet("loss", public_id, form)


@blueprint.post("/media/media/<public_id>/loss")
@allow(Permission.LINE_ASK)
def lose_medium(public_id: str) -> Answer:
    staff, form = current_staff(), LossForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return _sheet("loss", public_id, form)
    is_strong, is_malicious = form.is_strong.data == "yes", bool(form.is_malicious.data)
    try:
        loss = Loss(is_strong, is_malicious, form.moment, form.circumstances.data or "", form.note.data or "")
        loss_actions.lose_medium(public_id, loss, staff=staff, once=once)
    except Refused as error:
        return _refused("loss", public_id, form, error)
    say("care", "紛失を記録しました。この画面の「次にすること」を、いますぐ所属長に知らせてください。")
    return go_to(url_for("media.show_medium", public_id=public_id))


@blueprint.get("/media/media/<public_id>/finding")
@allow(Permission.MEDIUM_CHANGE)
def review_find(public_id: str) -> Answer:
    return _sheet("find", public_id, WordsForm(typed_before()))


@blueprint.post("/media/media/<public_id>/finding")
@allow(Permission.MEDIUM_CHANGE)
def find_medium(public_id: str) -> Answer:
    staff, form = current_staff(), WordsForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return _sheet("find", public_id, form)
    medium_step_actions.find_medium(public_id, form.words.data or "", staff=staff, once=once)
    return _back(public_id, "見つかったことを記録しました。立会者の前で消去するまで、使えません。")


@blueprint.get("/media/media/<public_id>/wiping")
@allow(Permission.MEDIUM_CHANGE)
def review_wipe(public_id: str) -> Answer:
    return _sheet("wipe", public_id, WipeForm(typed_before()))


@blueprint.post("/media/media/<public_id>/wiping")
@allow(Permission.MEDIUM_CHANGE)
def wipe_medium(public_id: str) -> Answer:
    staff, form = current_staff(), WipeForm()
    _offer(form)
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return _sheet("wipe", public_id, form)
    given = Wipe(form.tool.data or "", form.result.data or "", form.witness.data or "")
    medium_step_actions.wipe_medium(public_id, given, staff=staff, once=once)
    return _back(public_id, "消去を記録し、利用に戻しました。")


def _sheet(step: str, public_id: str, form: Form, *, status: int = 422) -> Response:
    """The page that says what pressing will do. Refused when it cannot be done anyway."""
    staff = current_staff()
    page = show_page(public_id, staff=staff)
    why_not = next((each.why_not for each in page.steps if each.endpoint == f"review_{step}"), None)
    if why_not and not form.errors:
        raise Refused(why_not)
    if isinstance(form, DisposeForm | WipeForm):
        _offer(form)
    marks: dict[str, Any] = {"standing_words": STANDING_WORDS, "marks": STANDING_MARKS}
    strong = page.row.medium.encryption in STRONG
    body = render_template("media/step_medium.html", page=page, step=step, form=form, once=new_once(staff.id), is_strong=strong, **marks)
    return make_response(body, status if form.errors else 200)


def _refused(step: str, public_id: str, form: Form, error: Refused) -> Response:
    form.form_errors.append(error.message)
    return _sheet(step, public_id, form, status=409)


def _offer(form: DisposeForm | WipeForm) -> None:
    staff = current_staff()
    with reading():
        people = staff_of(staff.section_id, clock.today())
    offer_witnesses(form.witness, people, but=staff.id)


def _back(public_id: str, message: str) -> BaseResponse:
    say("ok", message)
    return go_to(url_for("media.show_medium", public_id=public_id))
