"""供覧 on the screen: what was closed and nobody has seen off, all or ticked ones at once (D-3)."""

import re
from collections.abc import Iterable

from flask import Response, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.guard import current_staff
from portal.errors import Refused
from portal.inquiries import review_actions
from portal.inquiries.blueprint import blueprint
from portal.inquiries.list_routes import words_of_slips
from portal.inquiries.review_actions import Outcome
from portal.inquiries.review_forms import ReviewForm
from portal.permissions import Permission
from portal.web.allow import allow
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.paging import pager
from portal.web.rendering import say

Answer = str | Response | BaseResponse
PICK = re.compile(r"([0-9a-f]{32}):([0-9]{1,9})")


@blueprint.get("/inquiries/reviews")
@allow(Permission.SLIP_REVIEW)
def list_reviews() -> str:
    return _page(ReviewForm(formdata=None))


@blueprint.post("/inquiries/reviews")
@allow(Permission.SLIP_REVIEW)
def review_slips() -> Answer:
    """The ticked ones, or everything that was on the screen."""
    staff, form = current_staff(), ReviewForm()
    once, picked = once_from_form(staff.id), _picked(request.form.getlist("shown" if request.form.get("all") else "slip"))
    if not form.validate_on_submit():
        return make_response(_page(form, picked=picked), 422)
    try:
        outcome = review_actions.review_slips(picked, form.note.data or "", staff=staff, once=once)
    except Refused as refusal:
        form.form_errors.append(refusal.message)
        return make_response(_page(form, picked=picked), 409)
    return make_response(_page(form, outcome=outcome), 409) if outcome.refused else _on(outcome.words)


def _on(words: str) -> Answer:
    say("ok", words)
    return go_to(url_for("inquiries.list_reviews"))


def _picked(sent: Iterable[str]) -> dict[str, int]:
    return {found[1]: int(found[2]) for each in sent if (found := PICK.fullmatch(each))}


def _page(form: ReviewForm, *, picked: Iterable[str] = (), outcome: Outcome | None = None) -> str:
    staff = current_staff()
    shown = review_actions.list_to_review(max(1, request.args.get("page", 1, type=int)), staff=staff)
    pages = pager(shown.total, pages=shown.pages, number=shown.page, url_of=lambda page: url_for("inquiries.list_reviews", page=page))
    return render_template(
        "inquiries/list_reviews.html",
        shown=shown,
        pager=pages,
        form=form,
        picked=set(picked),
        outcome=outcome,
        once=new_once(staff.id),
        **words_of_slips(),
    )
