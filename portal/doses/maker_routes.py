"""メーカー名の読み替え on the screen: the names that files write, one added, one ended."""

from flask import Response, make_response, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.guard import current_staff
from portal.db import reading
from portal.doses import maker_actions
from portal.doses.maker_queries import list_makers as every_name
from portal.doses.routes import blueprint
from portal.doses.waiting_forms import MakerForm
from portal.errors import Refused
from portal.permissions import Permission
from portal.web.allow import allow
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.rendering import say

Answer = str | Response | BaseResponse


@blueprint.get("/makers")
@allow(Permission.MAKER_CHANGE)
def list_makers() -> Answer:
    return _page(MakerForm())


@blueprint.post("/makers")
@allow(Permission.MAKER_CHANGE)
def add_maker() -> Answer:
    staff, form = current_staff(), MakerForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return _page(form)
    try:
        maker_actions.add_maker(form.written.data or "", form.maker.data or "", staff=staff, once=once)
    except Refused as error:
        form.written.errors = [error.message]
        return _page(form, status=409)
    return _back("加えました。次に読み込むファイルから使います。")


@blueprint.post("/makers/<public_id>/end")
@allow(Permission.MAKER_CHANGE)
def end_maker(public_id: str) -> Answer:
    staff = current_staff()
    maker_actions.end_maker(public_id, staff=staff, once=once_from_form(staff.id))
    return _back("終えました。記録した接種は変わりません。")


def _page(form: MakerForm, *, status: int = 422) -> Response:
    with reading():
        lines = every_name()
    names = sorted({line.maker for line in lines})
    page = render_template("doses/list_makers.html", form=form, lines=lines, names=names, once=new_once(current_staff().id))
    return make_response(page, status if form.errors else 200)


def _back(message: str) -> BaseResponse:
    say("ok", message)
    return go_to(url_for("doses.list_makers"))
