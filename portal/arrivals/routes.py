"""異動反映待ち on the screen: taking an application, the list, one application beside its candidates, what becomes of it."""

from flask import Response, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal import clock
from portal.accounts.guard import current_staff, typed_before
from portal.accounts.typed import typed_in
from portal.arrivals import actions, review
from portal.arrivals.actions import NewArrival, ToConfirm
from portal.arrivals.blueprint import blueprint
from portal.arrivals.forms import ArrivalForm, WithdrawForm
from portal.arrivals.queries import ArrivalView
from portal.arrivals.rules import (
    SAY_ANOTHER,
    STATE_WORDS,
    ArrivalState,
    Purpose,
    Searched,
    WithdrawReason,
    searched,
    seen_mark,
    why_not_birth,
    why_not_decide,
    why_not_notified,
    why_not_withdraw_note,
)
from portal.errors import BadInput, Refused
from portal.permissions import Permission
from portal.residents.keys import search_keys
from portal.residents.rules import Sex
from portal.text.wareki import format_date
from portal.vouchers.rules import Applicant, why_not_identity
from portal.web.allow import allow
from portal.web.htmx import go_to
from portal.web.once import STALE, new_once, once_from_form
from portal.web.paging import Pager, pager
from portal.web.rendering import say, settings

Answer = Response | BaseResponse
STATE_KINDS = {ArrivalState.WAITING: "wait", ArrivalState.LINKED: "ok", ArrivalState.WITHDRAWN: "done", ArrivalState.MISTAKEN: "void"}


@blueprint.get("/arrivals")
@allow(Permission.ARRIVAL_HANDLE)
def list_arrivals() -> str | BaseResponse:
    return visit_first() or _list_page(_state_asked(), max(1, request.args.get("page", 1, int)))


@blueprint.get("/arrivals/new")
@allow(Permission.ARRIVAL_HANDLE)
def new_arrival() -> str | BaseResponse:
    before, found = typed_before(), last_search()
    today = format_date(clock.today())
    form = ArrivalForm(formdata=before, name=found.name, kana=found.kana, birth=found.birth, notified_on=today)
    return visit_first() or _form_page(form)


@blueprint.post("/arrivals/new")
@allow(Permission.ARRIVAL_HANDLE)
def take_arrival() -> str | Answer:
    staff, form = current_staff(), ArrivalForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit() or not _agrees(form):
        return visit_first() or make_response(_form_page(form), 422)
    try:
        public_id = actions.take_arrival(_new_arrival(form), staff=staff, once=once)
    except ToConfirm as same:
        return _answer_same(form, same.message)
    return _back_to(public_id, "受け付けました。控えを印刷して、お渡しください。")


@blueprint.get("/arrivals/<public_id>")
@allow(Permission.ARRIVAL_HANDLE)
def show_arrival(public_id: str) -> str | BaseResponse:
    return visit_first() or _arrival_page(public_id)


@blueprint.post("/arrivals/<public_id>/link")
@allow(Permission.ARRIVAL_HANDLE)
def link_arrival(public_id: str) -> Answer:
    staff = current_staff()
    once, version = once_from_form(staff.id), _version()
    actions.link_arrival(public_id, _candidate(), version=version, staff=staff, once=once)
    return _back_to(public_id, "「この方です」としました。住民の画面から、申請の内容を進めてください。")


@blueprint.post("/arrivals/<public_id>/rejection")
@allow(Permission.ARRIVAL_HANDLE)
def reject_candidate(public_id: str) -> Answer:
    staff = current_staff()
    once, version = once_from_form(staff.id), _version()
    actions.reject_candidate(public_id, _candidate(), version=version, staff=staff, once=once)
    return _back_to(public_id, "「別の方です」としました。この方は、この申請の候補にもう出ません。")


@blueprint.get("/arrivals/<public_id>/withdrawal")
@allow(Permission.ARRIVAL_HANDLE)
def review_withdrawal(public_id: str) -> str | BaseResponse:
    return visit_first() or _withdrawal_page(public_id, WithdrawForm(formdata=typed_before()))


@blueprint.post("/arrivals/<public_id>/withdrawal")
@allow(Permission.ARRIVAL_HANDLE)
def withdraw_arrival(public_id: str) -> str | Answer:
    staff, form = current_staff(), WithdrawForm()
    once, version = once_from_form(staff.id), _version()
    if not form.validate_on_submit() or not _agrees_to_withdraw(form):
        return visit_first() or make_response(_withdrawal_page(public_id, form), 422)
    actions.withdraw_arrival(public_id, WithdrawReason(form.reason.data), form.note.data or "", version=version, staff=staff, once=once)
    return _back_to(public_id, "取り下げました。番号と理由は残ります。")


@blueprint.post("/arrivals/<public_id>/cancellation")
@allow(Permission.ARRIVAL_HANDLE)
def cancel_arrival(public_id: str) -> Answer:
    staff = current_staff()
    once, version = once_from_form(staff.id), _version()
    actions.cancel_arrival(public_id, version=version, staff=staff, once=once)
    return _back_to(public_id, "誤起票にしました。番号は残ります。")


def visit_first() -> BaseResponse | None:
    """Nobody is looked at outside a visit: it is asked for once, and the way leads back here."""
    if current_staff().visit is None:
        return go_to(url_for("accounts.new_visit", next=request.path))
    return None


def last_search() -> Searched:
    """What this visit searched for, taken apart for the fields of a form."""
    return searched(*typed_in(current_staff().visit, key=settings().data_key))


def _list_page(state: ArrivalState, page: int) -> str:
    shown = review.show_arrivals(state, page, staff=current_staff(), settings=settings())
    tabs = [
        {"word": word, "count": shown.counts[each], "url": url_for("arrivals.list_arrivals", state=each.value), "is_current": each is state}
        for each, word in STATE_WORDS.items()
    ]
    return render_template(
        "arrivals/list_arrivals.html",
        shown=shown,
        tabs=tabs,
        pager=_pager(shown),
        kinds=STATE_KINDS,
        late_days=settings().arrival_late_days,
    )


def _state_asked() -> ArrivalState:
    asked = request.args.get("state", "")
    return ArrivalState(asked) if asked in list(ArrivalState) else ArrivalState.WAITING


def _pager(shown: review.ArrivalList) -> Pager:
    def url(page: int) -> str:
        return url_for("arrivals.list_arrivals", state=shown.state.value, page=page)

    return pager(shown.total, pages=shown.pages, number=shown.page, url_of=url)


def _form_page(form: ArrivalForm, same: list[ArrivalView] | None = None, *, said: str = "") -> str:
    form.seen.data = seen_mark(arrival.public_id for arrival in same or ())
    return render_template("arrivals/new_arrival.html", form=form, same=same or [], said=said, once=new_once(current_staff().id))


def _arrival_page(public_id: str) -> str:
    staff = current_staff()
    shown = review.open_arrival(public_id, staff=staff, settings=settings())
    return render_template("arrivals/show_arrival.html", page=shown, arrival=shown.arrival, once=new_once(staff.id), kinds=STATE_KINDS)


def _withdrawal_page(public_id: str, form: WithdrawForm) -> str:
    staff = current_staff()
    arrival = review.open_arrival(public_id, staff=staff, settings=settings()).arrival
    if reason := why_not_decide(arrival.state, decided_by=arrival.decided_by, decided_at=arrival.decided_at):
        raise Refused(reason)
    return render_template("arrivals/withdraw_arrival.html", form=form, arrival=arrival, once=new_once(staff.id))


def _agrees(form: ArrivalForm) -> bool:
    """What the rules say of the form as a whole, shown at the field it concerns."""
    day, birth, notified = clock.today(), form.birth.day, form.notified_on.day
    not_born = why_not_birth(birth, day) if birth else None
    reasons = (
        (form.birth, not_born),
        (form.notified_on, why_not_notified(notified, None if not_born else birth, day) if notified else None),
        (form.documents, why_not_identity(Applicant(form.applicant.data), form.documents_seen())),
    )
    for field, reason in reasons:
        field.errors = [reason] if reason else []
    return not any(reason for _, reason in reasons)


def _agrees_to_withdraw(form: WithdrawForm) -> bool:
    reason = why_not_withdraw_note(WithdrawReason(form.reason.data), form.note.data or "")
    form.note.errors = [reason] if reason else []
    return reason is None


def _answer_same(form: ArrivalForm, message: str) -> Response:
    """What was typed stays, beside the applications of the same person that wait."""
    keys = search_keys({"name": form.name.data, "kana": form.kana.data})
    assert form.birth.day is not None
    same = review.compare_applications(keys["name_key"], form.birth.day, staff=current_staff(), settings=settings())
    if form.seen.data and form.seen.data == seen_mark(arrival.public_id for arrival in same):
        form.is_another.errors = [SAY_ANOTHER]
    form.is_another.data = False
    return make_response(_form_page(form, same, said=message), 409)


def _new_arrival(form: ArrivalForm) -> NewArrival:
    """Of a form that was checked."""
    assert form.birth.day is not None
    assert form.notified_on.day is not None
    return NewArrival(
        name=form.name.data or "",
        kana=form.kana.data or "",
        birth=form.birth.day,
        sex=Sex(form.sex.data),
        address=form.address.data or "",
        building=form.building.data or "",
        phone=form.phone.data or "",
        moved_from=form.moved_from.data or "",
        notified_on=form.notified_on.day.to_date(),
        purposes=frozenset(Purpose(value) for value in form.purposes.data or []),
        applicant=Applicant(form.applicant.data),
        documents=form.documents_seen(),
        memo=form.memo.data or "",
        seen=(form.seen.data or "") if form.is_another.data else "",
    )


def _version() -> int:
    """What the page showed of the application. BadInput when it was lost on the way."""
    version = request.form.get("version", "")
    if not (version.isascii() and version.isdigit() and len(version) < 10):
        raise BadInput(STALE)
    return int(version)


def _candidate() -> str:
    return request.form.get("candidate", "")[:32].replace("\0", "")


def _back_to(public_id: str, message: str) -> BaseResponse:
    say("ok", message)
    return go_to(url_for("arrivals.show_arrival", public_id=public_id))
