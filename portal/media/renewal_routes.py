"""年度更新 on the screen: the custodian asks for all media at once, the chief decides once, with a fresh proof."""

from flask import Response, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse
from wtforms import StringField

from portal.accounts.guard import current_staff
from portal.accounts.proof_pages import proof_view, proved
from portal.errors import Refused
from portal.media import renewal_actions
from portal.media.blueprint import blueprint
from portal.media.renewal_queries import show_form
from portal.media.renewal_queries import show_renewal as renewal_of
from portal.media.renewal_rules import year_words
from portal.media.rules import MEDIUM_KIND_WORDS, STANDING_MARKS, STANDING_WORDS
from portal.permissions import Permission
from portal.web.allow import allow
from portal.web.fields import Form, at_most, plain_text
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.rendering import say, settings

Answer = Response | BaseResponse


class AskForm(Form):
    note = StringField("所属長に伝えること", [at_most(300), plain_text])


class DecideForm(Form):
    words = StringField("条件・理由", [at_most(300), plain_text])


@blueprint.get("/media/renewals/new")
@allow(Permission.MEDIUM_CHANGE)
def new_renewal() -> Answer:
    return _form_page(AskForm(formdata=None))


@blueprint.post("/media/renewals/new")
@allow(Permission.MEDIUM_CHANGE)
def ask_renewal() -> Answer:
    staff, form = current_staff(), AskForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return _form_page(form)
    chosen = [public_id[:32].replace("\0", "") for public_id in request.form.getlist("medium")]
    try:
        public_id = renewal_actions.ask_renewal(request.form.get("year", 0, int), chosen, form.note.data or "", staff=staff, once=once)
    except Refused as error:
        form.form_errors.append(error.message)
        return _form_page(form, status=409)
    say("ok", "年度更新を申し出ました。所属長が承認すると、許可期間が改まります。")
    return go_to(url_for("media.show_renewal", public_id=public_id))


@blueprint.get("/media/renewals/<public_id>")
@allow(Permission.LINE_SHOW)
def show_renewal(public_id: str) -> Answer:
    return _renewal_page(public_id, DecideForm(formdata=None))


@blueprint.post("/media/renewals/<public_id>/approval")
@allow(Permission.LINE_APPROVE)
def grant_renewal(public_id: str) -> Answer:
    form, once = DecideForm(), once_from_form(current_staff().id)
    if not form.validate_on_submit():
        return _renewal_page(public_id, form)
    try:
        staff = proved(request.form.get("password"))
    except Refused as error:
        return _renewal_page(public_id, form, password_error=error.message)
    count = renewal_actions.grant_renewal(public_id, form.words.data or "", staff=staff, once=once, settings=settings())
    say("ok", f"年度更新を承認しました({count:,}件)。")
    return go_to(url_for("media.show_renewal", public_id=public_id))


@blueprint.post("/media/renewals/<public_id>/refusal")
@allow(Permission.LINE_APPROVE)
def refuse_renewal(public_id: str) -> Answer:
    form, once = DecideForm(), once_from_form(current_staff().id)
    if not form.validate_on_submit() or not (form.words.data or "").strip():
        form.words.errors = [*form.words.errors, renewal_actions.SAY_WHY]
        return _renewal_page(public_id, form)
    try:
        staff = proved(request.form.get("password"))
    except Refused as error:
        return _renewal_page(public_id, form, password_error=error.message)
    renewal_actions.refuse_renewal(public_id, form.words.data or "", staff=staff, once=once, settings=settings())
    say("ok", "承認しないことを記録しました。許可期間はそのままです。")
    return go_to(url_for("media.show_renewal", public_id=public_id))


def _form_page(form: AskForm, *, status: int = 422) -> Response:
    staff = current_staff()
    shown = show_form(request.values.get("year", None, int), staff=staff)
    page = render_template(
        "media/new_renewal.html", shown=shown, form=form, once=new_once(staff.id), year_words=year_words, kind_words=MEDIUM_KIND_WORDS
    )
    return make_response(page, status if form.errors else 200)


def _renewal_page(public_id: str, form: DecideForm, *, password_error: str = "") -> Response:
    staff = current_staff()
    page = renewal_of(public_id, staff=staff)
    body = render_template(
        "media/show_renewal.html",
        page=page,
        form=form,
        once={"grant": new_once(staff.id), "refuse": new_once(staff.id)},
        proof=proof_view(),
        password_error=password_error,
        may_decide=staff.may(Permission.LINE_APPROVE),
        kind_words=MEDIUM_KIND_WORDS,
        standing_words=STANDING_WORDS,
        marks=STANDING_MARKS,
    )
    return make_response(body, 422 if form.errors else 409 if password_error else 200)
