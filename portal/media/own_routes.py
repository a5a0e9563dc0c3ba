"""自分の申請 on the screen, the box for a number, and one use under a 包括承認."""

from flask import Response, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.guard import current_staff, typed_before
from portal.errors import Refused
from portal.media import blanket_actions
from portal.media.blanket_actions import Use
from portal.media.blanket_page import BlanketPage, review_use
from portal.media.blueprint import blueprint
from portal.media.own_list import find_line as line_by_number
from portal.media.own_list import show_own
from portal.media.request_actions import Faulty
from portal.media.request_forms import NumberForm, UseForm
from portal.permissions import Permission
from portal.web.allow import allow
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.paging import pager
from portal.web.rendering import say, settings

Answer = Response | BaseResponse


@blueprint.get("/media/requests")
@allow(Permission.LINE_ASK)
def list_own() -> str:
    return _list_page(NumberForm(formdata=None))


@blueprint.post("/media/requests")
@allow(Permission.LINE_ASK)
def find_line() -> Answer:
    """A number quoted on the telephone leads to its line."""
    form = NumberForm()
    public_id, reason = line_by_number(form.number.data or "", staff=current_staff()) if form.validate_on_submit() else ("", "")
    if not public_id:
        form.number.errors = [reason] if reason else form.number.errors
        return make_response(_list_page(form), 422)
    return go_to(url_for("media.show_line", public_id=public_id))


@blueprint.get("/media/requests/<public_id>/use")
@allow(Permission.LINE_ASK)
def show_use(public_id: str) -> str:
    page = review_use(public_id, staff=current_staff())
    return _use_page(page, UseForm(formdata=typed_before(), data=page.filled))


@blueprint.post("/media/requests/<public_id>/use")
@allow(Permission.LINE_ASK)
def use_blanket(public_id: str) -> Answer:
    staff, form = current_staff(), UseForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return _answer_use(public_id, form, 422)
    try:
        made = blanket_actions.use_blanket(public_id, _use(form), staff=staff, once=once, settings=settings())
    except Refused as refusal:
        form.form_errors.extend(refusal.faults.values() if isinstance(refusal, Faulty) else [refusal.message])
        return _answer_use(public_id, form, 409)
    say("ok", "包括承認による1回分を記録しました。そのまま受け取れます。")
    return go_to(url_for("media.show_line", public_id=made))


def _list_page(form: NumberForm) -> str:
    is_open = request.args.get("view", "") != "closed"
    shown = show_own(request.args.get("page", 1, int), is_open=is_open, staff=current_staff())

    def url(view: str, page: int | None = None) -> str:
        return url_for("media.list_own", view=view, page=page)

    tabs = [
        {"word": "続いているもの", "count": shown.open_count, "url": url("open"), "is_current": is_open},
        {"word": "終わったもの", "count": shown.closed_count, "url": url("closed"), "is_current": not is_open},
    ]
    view = "open" if is_open else "closed"
    pages = pager(shown.total, pages=shown.pages, number=shown.page, url_of=lambda page: url(view, page))
    return render_template("media/list_own.html", shown=shown, form=form, tabs=tabs, pager=pages)


def _use(form: UseForm) -> Use:
    """Of a form that was checked."""
    starts_at, ends_at = form.moments()
    return Use(people=form.people.count or 0, starts_at=starts_at, ends_at=ends_at, tracking=(form.tracking.data or "").strip())


def _answer_use(public_id: str, form: UseForm, status: int) -> Response:
    return make_response(_use_page(review_use(public_id, staff=current_staff()), form), status)


def _use_page(page: BlanketPage, form: UseForm) -> str:
    return render_template("media/use_blanket.html", page=page, form=form, once=new_once(current_staff().id))
