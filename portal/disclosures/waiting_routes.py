"""What waits for somebody on the screen, and the signatures given from it or from the page of a draft (D-2)."""

from flask import Response, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.guard import current_staff
from portal.accounts.proof_pages import proof_view, proved
from portal.disclosures import draft_sign_actions
from portal.disclosures.blueprint import blueprint
from portal.disclosures.draft_forms import SignForm, picked_versions
from portal.disclosures.draft_routes import words_of_drafts
from portal.disclosures.draft_sign_actions import Outcome
from portal.disclosures.sign_rules import WORDS_NEEDED
from portal.disclosures.waiting_queries import ROWS, count_waiting, show_waiting
from portal.errors import Refused
from portal.permissions import Permission
from portal.web.allow import allow
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.paging import Pager, pager, pages_of
from portal.web.rendering import say, settings

Answer = Response | BaseResponse
NONE_PICKED = "一覧から選んでください。何も保存していません。"
LISTS = ("drafts", "returned", "tasks")


@blueprint.get("/disclosure-drafts")
@allow(Permission.CASE_OPEN)
def list_waiting() -> str:
    return _list()


@blueprint.post("/disclosure-drafts/signatures")
@allow(Permission.DRAFT_DECIDE)
def sign_drafts() -> Answer:
    form, versions = SignForm(), picked_versions(request.form.getlist("draft"))
    once = once_from_form(current_staff().id)
    if not versions or not _is_whole(form):
        return make_response(_list(form=form, picked=list(versions), wrong="" if versions else NONE_PICKED), 422)
    try:
        staff = proved(form.password.data)
    except Refused as error:
        form.password.errors = [error.message]
        return make_response(_list(form=form, picked=list(versions)), 422)
    sign = draft_sign_actions.sign_drafts
    return _signed(sign(versions, form.said, sends_back=form.sends_back, staff=staff, once=once, settings=settings()))


def count_for_me() -> int:
    """Behind the entry of the navigation."""
    return count_waiting(current_staff())


def _signed(outcome: Outcome) -> Answer:
    """Back to the list; what could not be signed stands there with its reasons."""
    if outcome.refused:
        return make_response(_list(outcome=outcome), 409)
    say("ok", outcome.words)
    return go_to(url_for("disclosures.list_waiting"))


def _is_whole(form: SignForm) -> bool:
    if not form.validate_on_submit():
        return False
    if form.sends_back and not form.said:
        form.words.errors = [WORDS_NEEDED]
    return not form.words.errors


def _list(*, form: SignForm | None = None, picked: list[str] | None = None, outcome: Outcome | None = None, wrong: str = "") -> str:
    asked = {name: request.args.get(name, 1, type=int) for name in LISTS}
    found = show_waiting(asked, staff=current_staff(), settings=settings())
    return render_template(
        "disclosures/list_waiting.html",
        found=found,
        form=form or SignForm(formdata=None),
        picked=picked or [],
        outcome=outcome,
        wrong=wrong,
        pagers={name: _pager(name, found.totals[name], found.pages[name]) for name in LISTS},
        proof=proof_view(),
        once=new_once(current_staff().id),
        **words_of_drafts(),
    )


def _pager(name: str, total: int, page: int) -> Pager:
    def url(number: int) -> str:
        return f"{url_for('disclosures.list_waiting')}?{name}={number}#{name}"

    return pager(total, pages=pages_of(total, ROWS), number=page, url_of=url)
