"""Asking for a medium, papers or a terminal on the screen: the choice, the form, 「前回と同じ」, writing anew, withdrawing."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, make_response, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal import clock
from portal.accounts.guard import current_staff, typed_before
from portal.errors import BadInput, Changed, NotFound
from portal.media import request_actions, request_page
from portal.media.blueprint import blueprint
from portal.media.combination_rules import EXAMPLES, address_word, combination_of
from portal.media.request_actions import Faulty
from portal.media.request_forms import RequestForm, WithdrawForm, add_faults, asked_by, filled, offer, only_needed
from portal.media.request_page import RequestPage
from portal.media.request_rules import Asked, faults
from portal.media.rules import KIND_HELP, KIND_WORDS, THING_WORDS, Kind, Thing
from portal.permissions import Permission
from portal.web.allow import allow
from portal.web.htmx import go_to
from portal.web.once import STALE, new_once, once_from_form
from portal.web.rendering import say, settings

Answer = Response | BaseResponse


@blueprint.get("/media/requests/new")
@allow(Permission.LINE_ASK)
def ask_request() -> str:
    rows = [
        (KIND_WORDS[kind], KIND_HELP[kind], [(THING_WORDS[thing], EXAMPLES[kind, thing], address_word(kind, thing)) for thing in Thing])
        for kind in Kind
    ]
    return render_template("media/ask_request.html", rows=rows)


@blueprint.get("/media/requests/new/<word>")
@allow(Permission.LINE_ASK)
def new_request(word: str) -> str:
    return _form_page(request_page.new_page(*_combination(word), staff=current_staff()))


@blueprint.post("/media/requests/new/<word>")
@allow(Permission.LINE_ASK)
def send_request(word: str) -> Answer:
    staff = current_staff()
    once = once_from_form(staff.id)

    def ask(asked: Asked, form: RequestForm) -> str:
        copied_from = _public_id(form.copied_from.data)
        return request_actions.ask_request(asked, staff=staff, once=once, settings=settings(), copied_from=copied_from)

    return _take(*_combination(word), ask, done="申請しました。所属長の承認を待っています。")


@blueprint.get("/media/requests/<public_id>/repetition")
@allow(Permission.LINE_ASK)
def show_repetition(public_id: str) -> str:
    return _form_page(request_page.repeat_page(public_id, staff=current_staff()), copied_from=public_id)


@blueprint.get("/media/requests/<public_id>/rewriting")
@allow(Permission.LINE_ASK)
def show_rewriting(public_id: str) -> str:
    return _form_page(request_page.rewrite_page(public_id, staff=current_staff()), rewriting=public_id)


@blueprint.post("/media/requests/<public_id>/rewriting")
@allow(Permission.LINE_ASK)
def rewrite_request(public_id: str) -> Answer:
    staff = current_staff()
    once, row = once_from_form(staff.id), request_page.sent_back_line(public_id, staff=staff)

    def rewrite(asked: Asked, form: RequestForm) -> str:
        version = _version(form.version.data)
        return request_actions.rewrite_request(public_id, asked, version=version, staff=staff, once=once, settings=settings())

    return _take(row.kind, row.thing, rewrite, done="書き直して、もう一度申請しました。", rewriting=public_id)


@blueprint.get("/media/requests/<public_id>/withdrawal")
@allow(Permission.LINE_ASK)
def show_withdrawal(public_id: str) -> str:
    return _withdrawal_page(public_id, WithdrawForm(formdata=typed_before()))


@blueprint.post("/media/requests/<public_id>/withdrawal")
@allow(Permission.LINE_ASK)
def withdraw_request(public_id: str) -> str | Answer:
    staff, form = current_staff(), WithdrawForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return make_response(_withdrawal_page(public_id, form), 422)
    request_actions.withdraw_request(public_id, (form.reason.data or "").strip(), staff=staff, once=once)
    say("ok", "取り下げました。番号と理由は管理簿に残ります。")
    return go_to(url_for("media.show_line", public_id=public_id))


def _combination(word: str) -> tuple[Kind, Thing]:
    found = combination_of(word)
    if found is None:
        raise NotFound
    return found


def _take(kind: Kind, thing: Thing, act: Callable[[Asked, RequestForm], str], *, done: str, rewriting: str = "") -> Answer:
    """Reads the form, says everything that is wrong with it at once, else acts and goes to the line."""
    form = only_needed(RequestForm(), kind, thing)
    is_read = form.validate_on_submit()
    asked = asked_by(form, kind, thing)
    try:
        page = request_page.sent_page(asked, staff=current_staff(), rewriting=rewriting)
        found = faults(asked, page.offered, now=clock.now(), longest_days=settings().media_longest_days)
        if not is_read or found:
            return _answer_faulty(form, page, found, rewriting)
        public_id = act(asked, form)
    except Faulty as faulty:
        return _answer_faulty(form, request_page.sent_page(asked, staff=current_staff(), rewriting=rewriting), faulty.faults, rewriting)
    except Changed as changed:
        return _answer_changed(form, request_page.sent_page(asked, staff=current_staff(), rewriting=rewriting), changed.message, rewriting)
    say("ok", done)
    return go_to(url_for("media.show_line", public_id=public_id))


def _answer_faulty(form: RequestForm, page: RequestPage, found: Mapping[str, str], rewriting: str) -> Response:
    add_faults(form, found)
    return make_response(_shown(form, page, rewriting=rewriting, changed=()), 422)


def _answer_changed(form: RequestForm, page: RequestPage, message: str, rewriting: str) -> Response:
    """What was typed stays, beside what the line says now; sent again, it is meant."""
    assert page.earlier is not None
    form.version.data = str(page.earlier.version)
    form.form_errors.append(message)
    return make_response(_shown(form, page, rewriting=rewriting, changed=page.changed), 409)


def _form_page(page: RequestPage, *, copied_from: str = "", rewriting: str = "") -> str:
    grounds = settings().legal_grounds
    version = page.earlier.version if page.earlier and rewriting else 0
    data: dict[str, Any] = filled(page.asked, grounds=grounds, version=version, copied_from=copied_from)
    form = RequestForm(formdata=typed_before(), data=data)
    return _shown(only_needed(form, page.asked.kind, page.asked.thing), page, rewriting=rewriting, changed=())


def _shown(form: RequestForm, page: RequestPage, *, rewriting: str, changed: Any) -> str:
    offer(form, page.choices, grounds=settings().legal_grounds)
    word = address_word(page.asked.kind, page.asked.thing)
    action = url_for("media.rewrite_request", public_id=rewriting) if rewriting else url_for("media.send_request", word=word)
    return render_template(
        "media/request_form.html",
        form=form,
        page=page,
        action=action,
        is_rewriting=bool(rewriting),
        changed=changed,
        longest_days=settings().media_longest_days,
        once=new_once(current_staff().id),
    )


def _withdrawal_page(public_id: str, form: WithdrawForm) -> str:
    staff = current_staff()
    row = request_page.line_to_withdraw(public_id, staff=staff)
    return render_template("media/withdraw_request.html", form=form, row=row, once=new_once(staff.id))


def _version(sent: str | None) -> int:
    """What the form showed of the line. BadInput when it was lost on the way."""
    if not (sent and sent.isascii() and sent.isdigit() and len(sent) < 10):
        raise BadInput(STALE)
    return int(sent)


def _public_id(sent: str | None) -> str:
    return (sent or "")[:32].replace("\0", "")
