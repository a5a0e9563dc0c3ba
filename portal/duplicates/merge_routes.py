"""Merging two records, the list of merges, and taking one apart again."""

from flask import make_response, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.guard import current_staff, typed_before
from portal.accounts.visit_pages import visit_first
from portal.duplicates import merge_actions, merge_review
from portal.duplicates.blueprint import blueprint
from portal.duplicates.forms import ApartForm, MergeForm, UndoForm
from portal.duplicates.merge_actions import MergeOrder
from portal.duplicates.merge_rules import Side
from portal.duplicates.routes import Answer, page_asked, pager_of, pair_page, the_two
from portal.errors import BadInput
from portal.permissions import Permission
from portal.web.allow import allow
from portal.web.htmx import go_to
from portal.web.once import STALE, new_once, once_from_form
from portal.web.rendering import say, settings


@blueprint.post("/duplicates/<public_id>/merge")
@allow(Permission.DUPLICATE_MERGE)
def merge_records(public_id: str) -> str | Answer:
    staff, form = current_staff(), MergeForm()
    once, versions = once_from_form(staff.id), (_version("first_version"), _version("second_version"))
    wrong = _not_chosen()
    if not form.validate_on_submit() or wrong:
        return visit_first() or make_response(pair_page(public_id, form, apart=ApartForm(formdata=None), wrong=wrong), 422)
    order = MergeOrder(Side(form.keep.data), form.reason.data or "", versions, _choices())
    merged = merge_actions.merge_records(*the_two(public_id), order, staff=staff, once=once, settings=settings())
    say("ok", "統合しました。まちがいとわかったときは、この画面からいつでも元に戻せます。")
    return go_to(url_for("duplicates.show_merge", public_id=merged))


@blueprint.get("/merges")
@allow(Permission.DUPLICATE_MERGE)
def list_merges() -> str | BaseResponse:
    return visit_first() or _merges_page(request.args.get("person", "")[:32].replace("\0", ""))


@blueprint.get("/merges/<public_id>")
@allow(Permission.DUPLICATE_MERGE)
def show_merge(public_id: str) -> str | BaseResponse:
    return visit_first() or _merge_page(public_id, UndoForm(formdata=typed_before()))


@blueprint.post("/merges/<public_id>/undo")
@allow(Permission.DUPLICATE_MERGE)
def undo_merge(public_id: str) -> str | Answer:
    staff, form = current_staff(), UndoForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return visit_first() or make_response(_merge_page(public_id, form), 422)
    undone = merge_actions.unmerge_records(public_id, form.undo_reason.data or "", staff=staff, once=once, settings=settings())
    say("ok", "統合を解きました。2つの記録に戻しています。")
    for words in undone.left:
        say("care", f"{words}。")
    return go_to(url_for("duplicates.show_merge", public_id=undone.public_id))


def _merges_page(person: str) -> str:
    shown = merge_review.show_merges(person, page_asked(), staff=current_staff(), settings=settings())
    pages = pager_of(shown, "duplicates.list_merges", {"person": person} if person else {})
    return render_template("duplicates/list_merges.html", shown=shown, pager=pages)


def _merge_page(public_id: str, form: UndoForm) -> str:
    staff = current_staff()
    page = merge_review.open_merge(public_id, staff=staff, settings=settings())
    return render_template("duplicates/show_merge.html", page=page, form=form, once=new_once(staff.id))


def _choices() -> dict[str, Side]:
    """By the name of each clash; what is no side is left out, and the action then says that the pair has changed."""
    sent = {name: request.form.get(name, "") for name in request.form if name.startswith(("dose-", "voucher-"))}
    return {name: Side(value) for name, value in sent.items() if value in list(Side)}


def _not_chosen() -> frozenset[str]:
    """The clashes that the page named and for which no side came back."""
    return frozenset(request.form.getlist("clash")) - _choices().keys()


def _version(name: str) -> int:
    """What the page showed of a record. BadInput when it was lost on the way."""
    version = request.form.get(name, "")
    if not (version.isascii() and version.isdigit() and len(version) < 10):
        raise BadInput(STALE)
    return int(version)
