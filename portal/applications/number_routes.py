"""Numbers of forms printed in advance on the screen: the list, a number that was scanned, what became of it."""

from typing import Any

from flask import Response, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.guard import current_staff
from portal.accounts.visit_pages import visit_first
from portal.applications import number_actions, review
from portal.applications.blueprint import blueprint
from portal.applications.forms import NumberForm, PersonForm, SpoilForm
from portal.applications.number_rules import BLANK_STATE_WORDS, BlankState, SpoilReason
from portal.errors import Refused
from portal.permissions import Permission
from portal.web.allow import allow
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.paging import pager
from portal.web.rendering import say, settings

Answer = Response | BaseResponse
STATE_MARKS = {BlankState.OPEN: "wait", BlankState.USED: "ok", BlankState.SPOILT: "void", BlankState.COLLECTED: "done"}


@blueprint.get("/blank-forms")
@allow(Permission.BLANK_HANDLE)
def list_numbers() -> str | BaseResponse:
    return visit_first() or _list_page(NumberForm(formdata=None))


@blueprint.post("/blank-forms")
@allow(Permission.BLANK_HANDLE)
def find_number() -> Answer:
    """A number scanned on the list leads to its page."""
    form = NumberForm()
    public_id, reason = review.find_number(form.number.data or "") if form.validate_on_submit() else ("", None)
    if not public_id:
        form.number.errors = [reason] if reason else form.number.errors
        return visit_first() or make_response(_list_page(form), 422)
    return go_to(url_for("applications.show_number", public_id=public_id))


@blueprint.get("/blank-forms/<public_id>")
@allow(Permission.BLANK_HANDLE)
def show_number(public_id: str) -> str | BaseResponse:
    return visit_first() or _number_page(public_id, PersonForm(formdata=None), SpoilForm(formdata=None))


@blueprint.post("/blank-forms/<public_id>/person")
@allow(Permission.BLANK_HANDLE)
def serve_person(public_id: str) -> Answer:
    staff, form = current_staff(), PersonForm()
    why_not = review.search_person(form.whose.data or "", staff=staff, settings=settings()) if form.validate_on_submit() else ""
    if why_not is not None:
        form.whose.errors = [why_not] if why_not else form.whose.errors
        return visit_first() or make_response(_number_page(public_id, form, SpoilForm(formdata=None)), 422)
    return go_to(url_for("applications.show_number", public_id=public_id))


@blueprint.post("/blank-forms/<public_id>/use")
@allow(Permission.BLANK_HANDLE)
def use_number(public_id: str) -> Answer:
    staff = current_staff()
    once, chosen = once_from_form(staff.id), request.form.get("paper", "")[:80].replace("\0", "")
    whose = request.form.get("resident", "")[:32].replace("\0", "")
    if not chosen:
        return visit_first() or make_response(_refused(public_id, "この番号から入力した紙を選んでください。"), 422)
    try:
        number_actions.use_number(public_id, whose, chosen, staff=staff, once=once, settings=settings())
    except Refused as refusal:
        return visit_first() or make_response(_refused(public_id, refusal.message), 409)
    return _on("入力済みにしました。次の番号を読み取ってください。")


@blueprint.post("/blank-forms/<public_id>/spoiling")
@allow(Permission.BLANK_HANDLE)
def spoil_number(public_id: str) -> Answer:
    staff, form = current_staff(), SpoilForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return visit_first() or make_response(_number_page(public_id, PersonForm(formdata=None), form), 422)
    try:
        number_actions.spoil_number(public_id, SpoilReason(form.reason.data), form.note.data or "", staff=staff, once=once)
    except Refused as refusal:
        return visit_first() or make_response(_refused(public_id, refusal.message), 409)
    return _on("使えない番号にしました。次の番号を読み取ってください。")


@blueprint.post("/blank-forms/<public_id>/reopening")
@allow(Permission.BLANK_HANDLE)
def reopen_number(public_id: str) -> Answer:
    staff = current_staff()
    number_actions.reopen_number(public_id, staff=staff, once=once_from_form(staff.id))
    say("ok", "結果を取り消しました。正しい結果を付けてください。")
    return go_to(url_for("applications.show_number", public_id=public_id))


def _on(words: str) -> Answer:
    say("ok", words)
    return go_to(url_for("applications.list_numbers"))


def _state_asked() -> BlankState:
    asked = request.args.get("state", "")
    return BlankState(asked) if asked in list(BlankState) else BlankState.OPEN


def _list_page(form: NumberForm) -> str:
    batch = request.args.get("batch", "")[:32].replace("\0", "")
    shown = review.show_numbers(_state_asked(), max(1, request.args.get("page", 1, int)), batch, staff=current_staff())

    def url(state: BlankState, page: int | None = None) -> str:
        return url_for("applications.list_numbers", state=state.value, batch=batch or None, page=page)

    tabs: list[dict[str, Any]] = [
        {"word": word, "count": shown.counts[state], "url": url(state), "is_current": state is shown.state}
        for state, word in BLANK_STATE_WORDS.items()
    ]
    pages = pager(shown.total, pages=shown.pages, number=shown.page, url_of=lambda page: url(shown.state, page))
    return render_template("applications/list_numbers.html", form=form, shown=shown, tabs=tabs, pager=pages, marks=STATE_MARKS)


def _refused(public_id: str, words: str) -> str:
    return _number_page(public_id, PersonForm(formdata=None), SpoilForm(formdata=None), refused=words)


def _number_page(public_id: str, person: PersonForm, spoil: SpoilForm, *, refused: str = "") -> str:
    staff = current_staff()
    page = review.open_number(public_id, staff=staff, settings=settings())
    return render_template(
        "applications/show_number.html",
        page=page,
        row=page.row,
        person_form=person,
        form=spoil,
        refused=refused,
        once={name: new_once(staff.id) for name in ("use", "spoil", "reopen")},
        marks=STATE_MARKS,
    )
