"""券種・回数のコード on the screen: the digits of the 18, one added, one ended."""

from flask import Response, make_response, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.guard import current_staff
from portal.db import reading
from portal.errors import Refused
from portal.permissions import Permission
from portal.vouchers import code_actions
from portal.vouchers.blueprint import blueprint
from portal.vouchers.code_queries import list_codes as lines_of
from portal.vouchers.code_rules import PART_WORDS, Code, Part
from portal.vouchers.state_forms import CodeForm, dose_of
from portal.web.allow import allow
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.rendering import say

Answer = str | Response | BaseResponse
KIND_WITHOUT_WORDS = "券種のときは、何の券かを入れてください。例: 接種"


@blueprint.get("/voucher-codes")
@allow(Permission.CODE_CHANGE)
def list_codes() -> Answer:
    return _page(CodeForm(formdata=None))


@blueprint.post("/voucher-codes")
@allow(Permission.CODE_CHANGE)
def add_code() -> Answer:
    staff, form = current_staff(), CodeForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit() or not _explains(form):
        return _page(form)
    code = Code(Part(form.part.data), form.digit.data or "", dose_of(form), form.words.data or "")
    try:
        code_actions.add_code(code, staff=staff, once=once)
    except Refused as error:
        form.digit.errors = [error.message]
        return _page(form, status=409)
    return _back("加えました。これから発行する券に使います。")


@blueprint.post("/voucher-codes/<public_id>/end")
@allow(Permission.CODE_CHANGE)
def end_code(public_id: str) -> Answer:
    staff = current_staff()
    code_actions.end_code(public_id, staff=staff, once=once_from_form(staff.id))
    return _back("終えました。もう印刷した券の番号は、これからも読めます。")


def _explains(form: CodeForm) -> bool:
    if form.part.data == Part.KIND.value and not (form.words.data or "").strip():
        form.words.errors = [KIND_WITHOUT_WORDS]
        return False
    return True


def _page(form: CodeForm, *, status: int = 422) -> Response:
    with reading():
        tables = [(word, lines_of(part)) for part, word in PART_WORDS.items()]
    page = render_template("vouchers/list_codes.html", form=form, tables=tables, once=new_once(current_staff().id))
    return make_response(page, status if form.errors else 200)


def _back(message: str) -> BaseResponse:
    say("ok", message)
    return go_to(url_for("vouchers.list_codes"))
