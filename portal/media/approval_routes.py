"""所属長の机 on the screen, and what is decided from it or from the page of a line."""

from collections.abc import Collection
from typing import Any

from flask import Response, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.guard import current_staff
from portal.accounts.proof_pages import proof_view, proved
from portal.errors import Refused
from portal.media import approval_actions, desk_queries, extension_decision_actions, lending_actions, review_actions
from portal.media.approval_actions import Outcome
from portal.media.approval_forms import ClosingForm, DecisionForm, TimeForm, decision_of, is_whole, is_whole_time, picked_ids, picked_rounds
from portal.media.blueprint import blueprint
from portal.media.desk_counts import count_for
from portal.media.desk_queries import ROWS, Desk
from portal.permissions import Permission
from portal.web.allow import allow
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.paging import Pager, pager, pages_of
from portal.web.rendering import say, settings

Answer = str | Response | BaseResponse
NONE_PICKED = "一覧から選んでください。何も保存していません。"


@blueprint.get("/media/desk")
@allow(Permission.LINE_APPROVE)
def show_desk() -> Answer:
    return _desk()


@blueprint.post("/media/desk/decisions")
@allow(Permission.LINE_APPROVE)
def sign_lines() -> Answer:
    form, rounds = DecisionForm(), picked_rounds(request.form.getlist("line"))
    once = once_from_form(current_staff().id)
    if not rounds or not is_whole(form):
        return make_response(_desk(form=form, picked=rounds, wrong="" if rounds else NONE_PICKED), 422)
    decision, words = decision_of(form)
    try:
        staff = proved(form.password.data)
    except Refused as error:
        form.password.errors = [error.message]
        return make_response(_desk(form=form, picked=rounds), 422)
    return _answer(approval_actions.sign(rounds, decision, words, staff=staff, once=once, settings=settings()))


@blueprint.post("/media/desk/extensions")
@allow(Permission.LINE_APPROVE)
def decide_extensions() -> Answer:
    form, ids = TimeForm(), picked_ids(request.form.getlist("extension"))
    once = once_from_form(current_staff().id)
    if not ids or not is_whole_time(form):
        return make_response(_desk(time_form=form, picked_rows=ids, wrong="" if ids else NONE_PICKED), 422)
    words, grants = (form.time_words.data or "").strip(), form.grant.data == "grant"
    try:
        staff = proved(form.password.data)
    except Refused as error:
        form.password.errors = [error.message]
        return make_response(_desk(time_form=form, picked_rows=ids), 422)
    decide = extension_decision_actions.decide_extensions
    return _answer(decide(ids, words, grants=grants, staff=staff, once=once, settings=settings()))


@blueprint.post("/media/desk/reviews")
@allow(Permission.LINE_APPROVE)
def review_signatures() -> Answer:
    staff, ids = current_staff(), picked_ids(request.form.getlist("signature"))
    once = once_from_form(staff.id)
    if not ids:
        return make_response(_desk(wrong=NONE_PICKED), 422)
    return _answer(review_actions.review(ids, staff=staff, once=once))


@blueprint.post("/media/desk/closings")
@allow(Permission.LINE_APPROVE)
def close_picked() -> Answer:
    form, ids = ClosingForm(), picked_ids(request.form.getlist("closing"))
    once = once_from_form(current_staff().id)
    if not ids or not form.validate_on_submit():
        return make_response(_desk(closing_form=form, picked_rows=ids, wrong="" if ids else NONE_PICKED), 422)
    try:
        staff = proved(form.password.data)
    except Refused as error:
        form.password.errors = [error.message]
        return make_response(_desk(closing_form=form, picked_rows=ids), 422)
    words = lending_actions.close_lines(ids, staff=staff, once=once, settings=settings())
    say("care" if "できませんでした" in words else "ok", words)
    return go_to(url_for("media.show_desk"))


def count_for_me() -> int:
    """Behind the entry of the navigation."""
    return count_for(current_staff())


def _answer(outcome: Outcome) -> Answer:
    """Back to the desk; what could not be decided stands there with its reasons, each by its number."""
    if outcome.refused:
        return make_response(_desk(outcome=outcome), 409)
    say("care" if "決められません" in outcome.words else "ok", outcome.words)
    return go_to(url_for("media.show_desk"))


def _desk(
    *,
    form: DecisionForm | None = None,
    time_form: TimeForm | None = None,
    closing_form: ClosingForm | None = None,
    picked: Collection[str] = (),
    picked_rows: Collection[str] = (),
    outcome: Outcome | None = None,
    wrong: str = "",
) -> str:
    staff = current_staff()
    asked = {name: request.args.get(name, 1, int) for name in ROWS}
    desk = desk_queries.show_desk(asked, staff=staff, picked=picked)
    return render_template(
        "media/show_desk.html",
        desk=desk,
        form=form or DecisionForm(formdata=None),
        time_form=time_form or TimeForm(formdata=None),
        closing_form=closing_form or ClosingForm(formdata=None),
        picked=picked,
        picked_rows=picked_rows,
        outcome=outcome,
        wrong=wrong,
        pagers=_pagers(desk),
        proof=proof_view(),
        deputies_url=url_for("accounts.list_deputies") if staff.may(Permission.DEPUTY_APPOINT) else "",
        once=new_once(staff.id),
    )


def _pagers(desk: Desk) -> dict[str, Pager]:
    return {name: _pager(desk, name) for name in ROWS}


def _pager(desk: Desk, name: str) -> Pager:
    def url(page: int) -> str:
        asked: dict[str, Any] = {name: page}
        return url_for("media.show_desk", **asked, _anchor=name)

    total = getattr(desk.counts, name)
    return pager(total, pages=pages_of(total, ROWS[name]), number=desk.pages[name], url_of=url)
