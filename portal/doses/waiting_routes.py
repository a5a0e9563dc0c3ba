"""登録待ちの接種記録 on the screen: the list, one dose, and what a clerk decides about it."""

from typing import Any

from flask import Response, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.guard import current_staff
from portal.doses import waiting_actions as actions
from portal.doses import waiting_review as review
from portal.doses.match_rules import WAIT_REASON_WORDS, WaitReason
from portal.doses.routes import blueprint
from portal.doses.waiting_forms import DecisionForm, PersonForm
from portal.doses.waiting_rules import WAIT_STATE_WORDS
from portal.errors import BadInput, Refused
from portal.permissions import Permission
from portal.web.allow import allow
from portal.web.htmx import go_to
from portal.web.once import STALE, new_once, once_from_form
from portal.web.paging import Pager, pager
from portal.web.rendering import say, settings

Answer = str | Response | BaseResponse
RECORDED, COMPARE = "この方の接種として記録しました。", "確認済みの記録と違うため、まだ記録していません。見比べて決めてください。"


@blueprint.get("/waiting-doses")
@allow(Permission.WAITING_HANDLE)
def list_waiting() -> str:
    asked = request.args.get("reason", "")
    reason = WaitReason(asked) if asked in list(WaitReason) else None
    shown = review.show_waiting_list(reason, max(1, request.args.get("page", 1, int)), staff=current_staff())
    return render_template("doses/list_waiting.html", shown=shown, tabs=_tabs(shown), pager=_pager(shown), reason_words=WAIT_REASON_WORDS)


@blueprint.get("/waiting-doses/<public_id>")
@allow(Permission.WAITING_HANDLE)
def show_waiting(public_id: str) -> Answer:
    return _page(review.open_waiting(public_id, staff=current_staff(), settings=settings()), PersonForm(), DecisionForm())


@blueprint.post("/waiting-doses/<public_id>/person")
@allow(Permission.WAITING_HANDLE)
def find_person(public_id: str) -> Answer:
    form = PersonForm()
    typed = form.number.data or "" if form.validate_on_submit() else ""
    page = review.search_person(public_id, typed, staff=current_staff(), settings=settings())
    if page.typed and not any(candidate.why == review.BY_TYPED for candidate in page.candidates):
        form.number.errors = ["この番号の方は、住民の記録にも接種券にもありません。番号を確かめてください。"]
    return _page(page, form, DecisionForm())


@blueprint.post("/waiting-doses/<public_id>/record")
@allow(Permission.WAITING_HANDLE)
def record_waiting(public_id: str) -> Answer:
    staff = current_staff()
    once, whose = once_from_form(staff.id), request.form.get("resident", "")[:32].replace("\0", "")
    try:
        if actions.record_waiting(public_id, whose, together=_together(), version=_version(), staff=staff, once=once):
            return _to_list(RECORDED)
    except Refused as refusal:
        page = review.open_waiting(public_id, staff=staff, settings=settings())
        return _page(page, PersonForm(None), DecisionForm(None), refused=refusal.message)
    say("care", COMPARE)
    return go_to(url_for("doses.show_waiting", public_id=public_id))


@blueprint.post("/waiting-doses/<public_id>/dismissal")
@allow(Permission.WAITING_HANDLE)
def dismiss_waiting(public_id: str) -> Answer:
    staff, form = current_staff(), DecisionForm()
    once, version = once_from_form(staff.id), _version()
    if not form.validate_on_submit():
        return _page(review.open_waiting(public_id, staff=staff, settings=settings()), PersonForm(), form)
    actions.dismiss_waiting(public_id, form.reason.data or "", together=_together(), version=version, staff=staff, once=once)
    return _to_list("記録しないことにしました。理由と一緒に残ります。")


@blueprint.post("/waiting-doses/<public_id>/taking")
@allow(Permission.WAITING_HANDLE)
def take_conflict(public_id: str) -> Answer:
    staff, form = current_staff(), DecisionForm()
    once, version = once_from_form(staff.id), _version()
    if not form.validate_on_submit():
        return _page(review.open_waiting(public_id, staff=staff, settings=settings()), PersonForm(), form)
    actions.take_conflict(public_id, form.reason.data or "", version=version, staff=staff, once=once)
    return _to_list("ファイルの内容の記録に改めました。前の記録も残ります。")


def _page(page: review.WaitingPage, person: PersonForm, decision: DecisionForm, *, refused: str = "") -> Response:
    """200 when it is looked at, 422 when what was typed cannot be taken, 409 when the rules say no."""
    text = render_template(
        "doses/show_waiting.html",
        page=page,
        waiting=page.row.waiting,
        person_form=person,
        form=decision,
        refused=refused,
        once=new_once(current_staff().id),
        reason_words=WAIT_REASON_WORDS,
        state_words=WAIT_STATE_WORDS,
    )
    return make_response(text, 409 if refused else 422 if person.errors or decision.errors else 200)


def _tabs(shown: review.WaitingList) -> list[dict[str, Any]]:
    every = (None, "すべて", sum(shown.counts.values()))
    tabs = [every, *((reason, word, shown.counts[reason]) for reason, word in WAIT_REASON_WORDS.items())]
    return [{"word": word, "count": count, "url": _url(reason), "is_current": reason is shown.reason} for reason, word, count in tabs]


def _url(reason: WaitReason | None, page: int | None = None) -> str:
    return url_for("doses.list_waiting", reason=reason.value if reason else None, page=page)


def _pager(shown: review.WaitingList) -> Pager:
    return pager(shown.total, pages=shown.pages, number=shown.page, url_of=lambda page: _url(shown.reason, page))


def _together() -> bool:
    """Whether the other doses of the row go the same way."""
    return request.form.get("together") == "1"


def _version() -> int:
    """What the page showed of the dose. BadInput when it was lost on the way."""
    version = request.form.get("version", "")
    if not (version.isascii() and version.isdigit() and len(version) < 10):
        raise BadInput(STALE)
    return int(version)


def _to_list(message: str) -> BaseResponse:
    say("ok", message)
    return go_to(url_for("doses.list_waiting"))
