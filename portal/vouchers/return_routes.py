"""返戻の読み取り: one envelope after another by keyboard and scanner, and the envelopes that want a second look."""

from typing import Any

from flask import Response, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.guard import current_staff
from portal.accounts.visit_pages import visit_first
from portal.permissions import Permission
from portal.vouchers import return_actions
from portal.vouchers.blueprint import blueprint
from portal.vouchers.return_list import MailList, show_returns
from portal.vouchers.return_rules import OUTCOME_MARKS, OUTCOME_WORDS, WHAT_TO_DO, Outcome
from portal.vouchers.state_forms import ScanForm
from portal.vouchers.state_rules import ReturnReason, why_not_note
from portal.web.allow import allow
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.paging import Pager, pager
from portal.web.rendering import say, settings

Answer = str | Response | BaseResponse


@blueprint.get("/returned-mail")
@allow(Permission.RETURN_HANDLE)
def list_returns() -> Answer:
    return visit_first() or _page(None)


@blueprint.post("/returned-mail")
@allow(Permission.RETURN_HANDLE)
def scan_return() -> Answer:
    staff, form = current_staff(), ScanForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit() or not _explains(form):
        form.number.data = ""
        return visit_first() or make_response(_page(form), 422)
    reason, note = ReturnReason(form.reason.data), form.note.data or ""
    return_actions.scan_returned(form.number.data or "", reason, note, staff=staff, once=once, settings=settings())
    return go_to(url_for("vouchers.list_returns"))


@blueprint.post("/returned-mail/<public_id>/cancel")
@allow(Permission.RETURN_HANDLE)
def cancel_return(public_id: str) -> Answer:
    staff = current_staff()
    return_actions.cancel_return(public_id, staff=staff, once=once_from_form(staff.id))
    say("ok", WHAT_TO_DO[Outcome.CANCELLED])
    return go_to(url_for("vouchers.list_returns"))


@blueprint.post("/returned-mail/<public_id>/settle")
@allow(Permission.RETURN_HANDLE)
def settle_return(public_id: str) -> Answer:
    staff = current_staff()
    return_actions.settle_return(public_id, staff=staff, once=once_from_form(staff.id))
    say("ok", "確かめ済みにしました。")
    return go_to(url_for("vouchers.list_returns", view="open"))


def _page(form: ScanForm | None) -> str:
    staff = current_staff()
    open_view = form is None and request.args.get("view") == "open"
    shown = show_returns(request.args.get("page", 1, int), open_view=open_view, staff=staff, settings=settings())
    return render_template(
        "vouchers/list_returns.html",
        shown=shown,
        form=form or _as_before(shown),
        is_wrong=form is not None,
        pager=_pager(shown),
        words=OUTCOME_WORDS,
        marks=OUTCOME_MARKS,
        what_to_do=WHAT_TO_DO,
        once=new_once(staff.id),
    )


def _as_before(shown: MailList) -> ScanForm:
    """A pile of envelopes comes back for one reason: the one chosen last stays chosen."""
    before = shown.newest
    return ScanForm(formdata=None, reason=before.reason.value, note=before.note) if before else ScanForm(formdata=None)


def _explains(form: ScanForm) -> bool:
    reason = why_not_note(is_other=form.reason.data == ReturnReason.OTHER.value, note=form.note.data or "")
    if reason:
        form.note.errors = [reason]
    return reason is None


def _pager(shown: MailList) -> Pager:
    view: dict[str, Any] = {"view": "open"} if shown.is_open_view else {}

    def url(page: int) -> str:
        return url_for("vouchers.list_returns", **view, page=page)

    return pager(shown.total, pages=shown.pages, number=shown.page, url_of=url)
