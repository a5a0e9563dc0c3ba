"""The acts on a slip: lines added, calls, hand-over, waiting, links (D-3)."""

from flask import Response, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse
from wtforms import StringField

from portal.accounts.guard import current_staff, typed_before
from portal.errors import Refused
from portal.inquiries import act_actions
from portal.inquiries.act_forms import CallForm, CloseForm, HandForm, LinkForm, NoteForm, WaitForm
from portal.inquiries.blueprint import blueprint
from portal.inquiries.review import find_handlers, open_slip
from portal.inquiries.rules import SlipChannel
from portal.inquiries.slip_forms import with_plain_ends
from portal.inquiries.slip_routes import slip_page
from portal.inquiries.slip_rules import ACT_WORDS, Act, why_not
from portal.permissions import Permission
from portal.web.allow import allow
from portal.web.fields import Form, day_of, offered
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.rendering import say, settings


def act_page(act: Act, public_id: str, form: Form, *, status: int = 200, refused: str = "") -> Response:
    """The page of one act: what the slip is about, what the act asks, or why it is impossible now."""
    staff = current_staff()
    view = open_slip(public_id, staff=staff, settings=settings())
    if isinstance(form, CloseForm) and form.answer.data is None:
        form.answer.data = view.row.answer
    page = render_template(
        "inquiries/show_act.html",
        view=view,
        slip=view.row,
        act=act,
        heading=ACT_WORDS[act],
        form=form,
        refused=refused or why_not(act, view.facts) or "",
        may_send=why_not(act, view.facts) is None,
        once=new_once(staff.id),
        target=request.path,
        typed=[each.data for each in form if isinstance(each, StringField) and each.data] if refused else [],
    )
    return make_response(page, status)


def back_to_slip(public_id: str, words: str) -> BaseResponse:
    say("ok", words)
    return go_to(url_for("inquiries.show_slip", public_id=public_id))


@blueprint.post("/inquiries/<public_id>/entries")
@allow(Permission.SLIP_WRITE)
def add_note(public_id: str) -> Response | BaseResponse:
    staff, form = current_staff(), NoteForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return slip_page(public_id, note=form, status=422)
    channel = SlipChannel(form.note_channel.data) if form.note_channel.data else None
    act_actions.add_note(public_id, channel, with_plain_ends(form.words.data or ""), staff=staff, once=once)
    return go_to(url_for("inquiries.show_slip", public_id=public_id))


@blueprint.post("/inquiries/<public_id>/calls")
@allow(Permission.SLIP_WRITE)
def record_call(public_id: str) -> Response | BaseResponse:
    staff, form = current_staff(), CallForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return slip_page(public_id, call=form, status=422)
    reached, words = request.form.get("reached") == "1", form.call_words.data or ""
    try:
        act_actions.record_call(public_id, words, is_reached=reached, staff=staff, once=once)
    except Refused as refusal:
        # What was said in the call is not the call's alone: it can still be added as a line.
        note = NoteForm(formdata=None, words=words, note_channel=SlipChannel.PHONE.value)
        return slip_page(public_id, note=note, refused=refusal.message, status=409)
    return back_to_slip(public_id, "折り返したことを記録しました。" if reached else "出なかったことを記録しました。折返しは残っています。")


@blueprint.get("/inquiries/<public_id>/handover")
@allow(Permission.SLIP_WRITE)
def show_handover(public_id: str) -> Response:
    return act_page(Act.HAND, public_id, _with_handlers(HandForm(formdata=typed_before())))


@blueprint.post("/inquiries/<public_id>/handover")
@allow(Permission.SLIP_WRITE)
def hand_slip(public_id: str) -> Response | BaseResponse:
    staff, form = current_staff(), _with_handlers(HandForm())
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return act_page(Act.HAND, public_id, form, status=422)
    try:
        note = with_plain_ends(form.note.data or "")
        act_actions.hand_slip(public_id, form.to.data or "", note, staff=staff, once=once, seen=form.seen.data or "")
    except Refused as refusal:
        return act_page(Act.HAND, public_id, form, status=409, refused=refusal.message)
    return back_to_slip(public_id, "引き継ぎました。引き継いだ職員の一覧に出ています。")


@blueprint.get("/inquiries/<public_id>/waiting")
@allow(Permission.SLIP_WRITE)
def show_waiting(public_id: str) -> Response:
    return act_page(Act.WAIT, public_id, WaitForm(formdata=typed_before()))


@blueprint.post("/inquiries/<public_id>/waiting")
@allow(Permission.SLIP_WRITE)
def wait_slip(public_id: str) -> Response | BaseResponse:
    staff, form = current_staff(), WaitForm()
    once = once_from_form(staff.id)
    until = day_of(form.until) if form.validate_on_submit() else None
    if until is None:
        return act_page(Act.WAIT, public_id, form, status=422)
    try:
        act_actions.wait_slip(public_id, form.whom.data or "", until, staff=staff, once=once)
    except Refused as refusal:
        return act_page(Act.WAIT, public_id, form, status=409, refused=refusal.message)
    return back_to_slip(public_id, "返事待ちにしました。待つ日を過ぎると、期限を過ぎた一覧に出ます。")


@blueprint.post("/inquiries/<public_id>/resumption")
@allow(Permission.SLIP_WRITE)
def resume_slip(public_id: str) -> Response | BaseResponse:
    staff = current_staff()
    try:
        act_actions.resume_slip(public_id, staff=staff, once=once_from_form(staff.id))
    except Refused as refusal:
        return slip_page(public_id, refused=refusal.message, status=409)
    return back_to_slip(public_id, "対応を再開しました。")


@blueprint.get("/inquiries/<public_id>/links")
@allow(Permission.SLIP_WRITE)
def show_links(public_id: str) -> Response:
    return act_page(Act.LINK, public_id, LinkForm(formdata=typed_before()))


@blueprint.post("/inquiries/<public_id>/links")
@allow(Permission.SLIP_WRITE)
def link_slip(public_id: str) -> Response | BaseResponse:
    staff, form = current_staff(), LinkForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return act_page(Act.LINK, public_id, form, status=422)
    try:
        act_actions.link_slip(public_id, form.number.data or "", is_original=bool(form.is_original.data), staff=staff, once=once)
    except Refused as refusal:
        return act_page(Act.LINK, public_id, form, status=409, refused=refusal.message)
    return back_to_slip(public_id, "受付票どうしを結び付けました。")


def _with_handlers(form: HandForm) -> HandForm:
    """By section; oneself stands among them: a slip may be taken over from a colleague."""
    people = find_handlers()
    sections = dict.fromkeys(person.section for person in people)
    form.to.choices = offered([("", "選んでください")])
    for section in sections:
        form.to.choices += offered([(each.login_name, each.name) for each in people if each.section == section], group=section)
    return form
