"""The auditor's screens: search the records, open one, take them away as a file, verify the chain (R3-3, R6-4)."""

import re
from urllib.parse import quote

from flask import Blueprint, Response, make_response, render_template, request, stream_with_context, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from portal import clock
from portal.accounts.guard import current_staff, typed_before
from portal.audit.seals import last_check
from portal.oversight import actions
from portal.oversight.forms import RecordSearchForm, TypedForm
from portal.oversight.queries import Found, Window
from portal.oversight.rules import QUICK_WORDS, QuickView, event_words, quick_form, said_back
from portal.permissions import Permission
from portal.web.allow import allow
from portal.web.htmx import go_to
from portal.web.paging import pager
from portal.web.rendering import say, settings

blueprint = Blueprint("oversight", __name__)
RECORD = "/audit-records/<int(max=999999999999):sequence>"
TOO_LONG = (
    "記録が多いため、画面では確かめられません。システム管理者に、"
    "サーバーで flask audit verify を実行するよう頼んでください。結果はこの画面にも出ます。"
)


@blueprint.get("/audit-records")
@allow(Permission.RECORD_SEARCH)
def show_records() -> str:
    return _page(RecordSearchForm(formdata=typed_before()))


@blueprint.post("/audit-records")
@allow(Permission.RECORD_SEARCH)
def search_records() -> str | Response:
    form = _search_form()
    if not form.validate():
        return make_response(_page(form), 422)
    return _page(form, actions.search(form.asked, _window(request.form.get("page", "")), staff=current_staff(), settings=settings()))


@blueprint.post("/audit-records/export")
@allow(Permission.RECORD_EXPORT)
def export_records() -> str | Response:
    form = RecordSearchForm()
    if not form.validate():
        return make_response(_page(form), 422)
    export = actions.prepare_export(form.asked, staff=current_staff(), settings=settings())
    answer = Response(stream_with_context(actions.export_lines(export)), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(actions.export_name())}"
    return answer


@blueprint.post("/audit-records/verification")
@allow(Permission.RECORD_SEARCH)
def verify_records() -> BaseResponse:
    verdict = actions.verify_now(staff=current_staff())
    if verdict is None:
        say("care", TOO_LONG)
    elif verdict.unbroken:
        say("ok", f"{verdict.records:,}件を確かめました。記録は切れ目なくつながっています。")
    return go_to(url_for("oversight.show_records"))


@blueprint.get(RECORD)
@allow(Permission.RECORD_SEARCH)
def show_record(sequence: int) -> str:
    opened = actions.open_record(sequence, request.args.get("page", 1, type=int), staff=current_staff())
    return _record_page(opened, TypedForm(formdata=typed_before()))


@blueprint.post(f"{RECORD}/typed")
@allow(Permission.TYPED_OPEN)
def open_typed(sequence: int) -> str | Response:
    form = TypedForm()
    if not form.validate():
        return make_response(_record_page(actions.open_record(sequence, 1, staff=current_staff()), form), 422)
    opened = actions.open_typed(sequence, (form.reason.data or "").strip(), staff=current_staff(), settings=settings())
    return _record_page(opened, form)


def _search_form() -> RecordSearchForm:
    wanted = request.form.get("quick", "")
    if wanted in set(QuickView):
        return RecordSearchForm(formdata=MultiDict(quick_form(QuickView(wanted), clock.today())))
    return RecordSearchForm()


def _window(wanted: str) -> Window:
    """What the pager's buttons say: older or newer, than which record, and where the list then begins."""
    found = re.fullmatch("(older|newer):([0-9]{1,12}):([0-9]{1,12})", wanted, re.ASCII)
    if found is None:
        return Window()
    edge, first = int(found[2]), int(found[3])
    return Window(before=edge, first=first) if found[1] == "older" else Window(after=edge, first=first)


def _page(form: RecordSearchForm, found: Found | None = None) -> str:
    return render_template(
        "oversight/show_records.html",
        form=form,
        found=found,
        said_back=said_back(form.asked),
        quick_words=QUICK_WORDS,
        event_words=event_words,
        check=last_check(),
        may_export=current_staff().may(Permission.RECORD_EXPORT),
    )


def _record_page(opened: actions.Opened, form: TypedForm) -> str:
    def url(page: int) -> str:
        return url_for("oversight.show_record", sequence=opened.line.sequence, page=page)

    pages = pager(opened.line.subject_count, pages=opened.pages, number=opened.page, url_of=url)
    may_open_typed = current_staff().may(Permission.TYPED_OPEN)
    return render_template("oversight/show_record.html", opened=opened, form=form, pages=pages, may_open_typed=may_open_typed)
