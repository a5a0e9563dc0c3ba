"""申請の選択肢 on the screen: four lists, an entry added, an entry ended."""

from typing import Any

from flask import Response, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.guard import current_staff
from portal.errors import Refused
from portal.media import choice_actions
from portal.media.blueprint import blueprint
from portal.media.choice_actions import NewWorker
from portal.media.choice_forms import ChoiceForm, DestinationForm, SystemForm, TerminalForm, WorkerForm
from portal.media.choice_list import show_list
from portal.media.choice_rules import COUNTERS, LIST_HELP, LIST_WORDS, ListKind
from portal.media.rules import Employer, PlaceKind
from portal.permissions import Permission
from portal.web.allow import allow
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.paging import pager
from portal.web.rendering import say

Answer = str | Response | BaseResponse
FORMS: dict[ListKind, type[ChoiceForm]] = {
    ListKind.SYSTEM: SystemForm,
    ListKind.TERMINAL: TerminalForm,
    ListKind.WORKER: WorkerForm,
    ListKind.DESTINATION: DestinationForm,
}

# Where an entry of each list is added, and where one is ended.
ADD = {
    ListKind.SYSTEM: "media.add_system",
    ListKind.TERMINAL: "media.add_terminal",
    ListKind.WORKER: "media.add_worker",
    ListKind.DESTINATION: "media.add_destination",
}
END = {
    ListKind.SYSTEM: "media.end_system",
    ListKind.TERMINAL: "media.end_terminal",
    ListKind.WORKER: "media.end_worker",
    ListKind.DESTINATION: "media.end_destination",
}


@blueprint.get("/media/choices")
@allow(Permission.CHOICE_CHANGE)
def list_choices() -> Answer:
    asked = request.args.get("list", "")
    kind = ListKind(asked) if asked in list(ListKind) else ListKind.WORKER
    return _page(kind, FORMS[kind](formdata=None))


@blueprint.post("/media/choices/systems")
@allow(Permission.CHOICE_CHANGE)
def add_system() -> Answer:
    staff, form = current_staff(), SystemForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return _page(ListKind.SYSTEM, form)
    try:
        choice_actions.add_system(form.name.data or "", staff=staff, once=once)
    except Refused as error:
        return _refused(ListKind.SYSTEM, form, error)
    return _back(ListKind.SYSTEM, "加えました。いまから申請で選べます。")


@blueprint.post("/media/choices/terminals")
@allow(Permission.CHOICE_CHANGE)
def add_terminal() -> Answer:
    staff, form = current_staff(), TerminalForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return _page(ListKind.TERMINAL, form)
    try:
        choice_actions.add_terminal(form.name.data or "", form.place.data or "", staff=staff, once=once)
    except Refused as error:
        return _refused(ListKind.TERMINAL, form, error)
    return _back(ListKind.TERMINAL, "加えました。いまから申請で選べます。")


@blueprint.post("/media/choices/workers")
@allow(Permission.CHOICE_CHANGE)
def add_worker() -> Answer:
    staff, form = current_staff(), WorkerForm()
    form.offer(show_list(ListKind.WORKER, 1, staff=staff).staff)
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return _page(ListKind.WORKER, form)
    new = NewWorker(Employer(form.employer.data), form.login_name.data or "", form.name.data or "", form.company.data or "")
    try:
        choice_actions.add_worker(new, staff=staff, once=once)
    except Refused as error:
        return _refused(ListKind.WORKER, form, error)
    return _back(ListKind.WORKER, "加えました。いまから申請で選べます。")


@blueprint.post("/media/choices/destinations")
@allow(Permission.CHOICE_CHANGE)
def add_destination() -> Answer:
    staff, form = current_staff(), DestinationForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return _page(ListKind.DESTINATION, form)
    kind, name, address = PlaceKind(form.kind.data), form.name.data or "", form.address.data or ""
    try:
        choice_actions.add_destination(kind, name, address, staff=staff, once=once)
    except Refused as error:
        return _refused(ListKind.DESTINATION, form, error)
    return _back(ListKind.DESTINATION, "加えました。いまから申請で選べます。")


@blueprint.post("/media/choices/systems/<public_id>/end")
@allow(Permission.CHOICE_CHANGE)
def end_system(public_id: str) -> Answer:
    return _end(ListKind.SYSTEM, public_id)


@blueprint.post("/media/choices/terminals/<public_id>/end")
@allow(Permission.CHOICE_CHANGE)
def end_terminal(public_id: str) -> Answer:
    return _end(ListKind.TERMINAL, public_id)


@blueprint.post("/media/choices/workers/<public_id>/end")
@allow(Permission.CHOICE_CHANGE)
def end_worker(public_id: str) -> Answer:
    return _end(ListKind.WORKER, public_id)


@blueprint.post("/media/choices/destinations/<public_id>/end")
@allow(Permission.CHOICE_CHANGE)
def end_destination(public_id: str) -> Answer:
    return _end(ListKind.DESTINATION, public_id)


def _end(kind: ListKind, public_id: str) -> BaseResponse:
    staff = current_staff()
    choice_actions.end_entry(kind, public_id, staff=staff, once=once_from_form(staff.id))
    return _back(kind, "今日いっぱいで終えます。明日からの申請では選べません。これまでの記録はそのまま残ります。")


def _refused(kind: ListKind, form: ChoiceForm, error: Refused) -> Response:
    field = form.login_name if isinstance(form, WorkerForm) and form.employer.data == Employer.CITY else form.name
    field.errors = [error.message]
    return _page(kind, form, status=409)


def _page(kind: ListKind, form: ChoiceForm, *, status: int = 422) -> Response:
    staff = current_staff()
    shown = show_list(kind, request.args.get("page", 1, int), staff=staff)
    if isinstance(form, WorkerForm):
        form.offer(shown.staff)

    def url(number: int) -> str:
        return url_for("media.list_choices", list=kind.value, page=number)

    words: dict[str, Any] = {"words": LIST_WORDS, "helps": LIST_HELP, "counters": COUNTERS, "kinds": tuple(ListKind)}
    words |= {"add_url": url_for(ADD[kind]), "end_urls": {row.public_id: url_for(END[kind], public_id=row.public_id) for row in shown.rows}}
    pages = pager(shown.total, pages=shown.pages, number=shown.page, url_of=url)
    page = render_template(
        "media/list_choices.html", shown=shown, form=form, pager=pages, once=(new_once(staff.id), new_once(staff.id)), **words
    )
    return make_response(page, status if form.errors else 200)


def _back(kind: ListKind, message: str) -> BaseResponse:
    say("ok", message)
    return go_to(url_for("media.list_choices", list=kind.value))
