"""重複のおそれ on the screen: the list, two records side by side, 別の方 and its withdrawal."""

from typing import Any

from flask import Response, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.guard import current_staff, typed_before
from portal.accounts.visit_pages import visit_first
from portal.db import reading
from portal.duplicates import actions, review
from portal.duplicates.blueprint import blueprint
from portal.duplicates.forms import ApartForm, MergeForm, NumbersForm, WithdrawForm
from portal.duplicates.merge_rules import SAME_RECORD, SIDE_WORDS
from portal.duplicates.queries import ids_by_numbers
from portal.errors import NotFound
from portal.permissions import Permission
from portal.web.allow import allow
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.paging import Pager, pager
from portal.web.rendering import say, settings

Answer = Response | BaseResponse
UNKNOWN_NUMBER = "この宛名番号の記録はありません。番号を確かめてください。"


@blueprint.get("/duplicates")
@allow(Permission.DUPLICATE_MERGE)
def list_pairs() -> str | BaseResponse:
    return visit_first() or _list_page(NumbersForm(formdata=None))


@blueprint.post("/duplicates/search")
@allow(Permission.DUPLICATE_MERGE)
def find_pairs() -> Answer:
    staff = current_staff()
    actions.ask_for_search(staff=staff, once=once_from_form(staff.id))
    say("ok", "洗い出しを始めました。終わると、この一覧が新しくなります。")
    return go_to(url_for("duplicates.list_pairs"))


@blueprint.post("/duplicates/numbers")
@allow(Permission.DUPLICATE_MERGE)
def open_numbers() -> str | Answer:
    form = NumbersForm()
    pair = _pair_of(form) if form.validate_on_submit() else None
    if pair is None:
        return visit_first() or make_response(_list_page(form), 422)
    return go_to(url_for("duplicates.show_pair", public_id="-".join(pair)))


@blueprint.get("/duplicates/<public_id>")
@allow(Permission.DUPLICATE_MERGE)
def show_pair(public_id: str) -> str | BaseResponse:
    before = typed_before()
    return visit_first() or pair_page(public_id, MergeForm(formdata=before), apart=ApartForm(formdata=before))


@blueprint.post("/duplicates/<public_id>/apart")
@allow(Permission.DUPLICATE_MERGE)
def rule_apart(public_id: str) -> str | Answer:
    staff, form = current_staff(), ApartForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return visit_first() or make_response(pair_page(public_id, MergeForm(formdata=None), apart=form), 422)
    actions.rule_apart(*the_two(public_id), form.apart_reason.data or "", staff=staff, once=once)
    say("ok", "「別の方」としました。この2つの記録は、もう並びません。")
    return go_to(url_for("duplicates.list_pairs"))


@blueprint.post("/duplicate-rulings/<public_id>/withdrawal")
@allow(Permission.DUPLICATE_MERGE)
def withdraw_ruling(public_id: str) -> Answer:
    staff, form = current_staff(), WithdrawForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        say("alarm", "取り消す理由を入れてください。何も変えていません。")
        return go_to(url_for("duplicates.list_pairs", view="apart"))
    actions.withdraw_ruling(public_id, form.withdraw_reason.data or "", staff=staff, once=once)
    say("ok", "「別の方」を取り消しました。似ている点があれば、また一覧に並びます。")
    return go_to(url_for("duplicates.list_pairs", view="apart"))


def _list_page(form: NumbersForm) -> str:
    apart = request.args.get("view") == "apart"
    staff = current_staff()
    shown = review.show_pairs(page_asked(), apart=apart, staff=staff, settings=settings())
    once = new_once(staff.id)
    withdraw = WithdrawForm(formdata=None)
    view = {"view": "apart"} if apart else {}
    pages = pager_of(shown, "duplicates.list_pairs", view)
    return render_template("duplicates/list_pairs.html", shown=shown, apart=apart, form=form, withdraw=withdraw, pager=pages, once=once)


def pair_page(public_id: str, form: MergeForm, *, apart: ApartForm, wrong: frozenset[str] = frozenset()) -> str:
    """`wrong`: the names of the clashes about which nothing was chosen."""
    staff = current_staff()
    page = review.open_pair(*the_two(public_id), staff=staff, settings=settings())
    if form.keep.data is None and page.keep is not None:
        form.keep.data = page.keep.value
    once = new_once(staff.id)
    chosen = {pair.clash.name: request.form.get(pair.clash.name, "") for pair in page.clashes}
    return render_template(
        "duplicates/show_pair.html", page=page, form=form, apart=apart, once=once, chosen=chosen, wrong=wrong, sides=SIDE_WORDS
    )


def the_two(public_id: str) -> tuple[str, str]:
    """A pair's address names both records, one after the other. NotFound when it does not."""
    first, dash, second = public_id.partition("-")
    if not dash:
        raise NotFound
    return first, second


def page_asked() -> int:
    return max(1, request.args.get("page", 1, int))


def pager_of(shown: Any, endpoint: str, values: dict[str, str]) -> Pager:
    def url(number: int) -> str:
        return url_for(endpoint, page=number, **values)  # pyright: ignore[reportArgumentType]

    return pager(shown.total, pages=shown.pages, number=shown.number, url_of=url)


def _pair_of(form: NumbersForm) -> tuple[str, str] | None:
    """The public ids of both numbers; None with the reason at the field."""
    first, second = form.first_number.data or "", form.second_number.data or ""
    with reading():
        known = ids_by_numbers([first, second])
    for field, number in ((form.first_number, first), (form.second_number, second)):
        field.errors = [] if number in known else [UNKNOWN_NUMBER]
    if first == second:
        form.second_number.errors = [SAME_RECORD]
    return (known[first], known[second]) if first in known and second in known and first != second else None
