"""A voucher's own page and its next steps, and the list of vouchers by state."""

from typing import Any

from flask import Response, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.guard import current_staff, typed_before
from portal.accounts.visit_pages import pin, visit_first
from portal.errors import BadInput, Refused
from portal.permissions import Permission
from portal.text.wareki import WarekiError, parse_date
from portal.vouchers import state_actions, state_list, state_review
from portal.vouchers.blueprint import blueprint
from portal.vouchers.state_forms import TakeBackForm, VoidForm, paper_of
from portal.vouchers.state_list import StateList, count_words
from portal.vouchers.state_queries import WORK, Wanted
from portal.vouchers.state_rules import (
    STATE_MARKS,
    STATE_WORDS,
    Step,
    VoidReason,
    VoucherState,
    why_not_note,
)
from portal.web.allow import allow
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.paging import Pager, pager
from portal.web.rendering import say, settings

Answer = str | Response | BaseResponse
NONE_CHOSEN = "券を選んでください。何も記録していません。"
SEVERAL_DAYS = "期間は、年月日をすべて入れてください。例: R8.11.1"


@blueprint.get("/vouchers")
@allow(Permission.STATE_LIST)
def list_states() -> Answer:
    return visit_first() or _list_page(*_wanted(), request.args.get("page", 1, int))


@blueprint.get("/vouchers/<public_id>")
@allow(Permission.STATE_LIST)
def show_voucher(public_id: str) -> Answer:
    return visit_first() or _voucher_page("vouchers/show_voucher.html", public_id)


@blueprint.post("/vouchers/posted")
@allow(Permission.VOUCHER_POST)
def post_vouchers() -> Answer:
    return _send(Step.POSTED)


@blueprint.post("/vouchers/handed-over")
@allow(Permission.VOUCHER_HAND_OVER)
def hand_over_vouchers() -> Answer:
    return _send(Step.HANDED_OVER)


@blueprint.get("/vouchers/<public_id>/void")
@allow(Permission.VOUCHER_VOID)
def show_void(public_id: str) -> Answer:
    return visit_first() or _voucher_page("vouchers/void.html", public_id, form=VoidForm(formdata=typed_before()))


@blueprint.post("/vouchers/<public_id>/void")
@allow(Permission.VOUCHER_VOID)
def void_voucher(public_id: str) -> Answer:
    staff, form = current_staff(), VoidForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit() or not _explains(form):
        return visit_first() or make_response(_voucher_page("vouchers/void.html", public_id, form=form), 422)
    why = VoidReason(form.why.data)
    state_actions.void_voucher(public_id, why, form.note.data or "", staff=staff, once=once, settings=settings())
    return go_to(url_for("vouchers.show_voucher", public_id=public_id))


@blueprint.get("/vouchers/<public_id>/take-back")
@allow(Permission.VOUCHER_TAKE_BACK)
def show_take_back(public_id: str) -> Answer:
    return visit_first() or _voucher_page("vouchers/take_back.html", public_id, form=TakeBackForm(formdata=typed_before()))


@blueprint.post("/vouchers/<public_id>/take-back")
@allow(Permission.VOUCHER_TAKE_BACK)
def take_back_voucher(public_id: str) -> Answer:
    staff, form = current_staff(), TakeBackForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return visit_first() or make_response(_voucher_page("vouchers/take_back.html", public_id, form=form), 422)
    paper, note = paper_of(form), form.note.data or ""
    try:
        state_actions.take_back_voucher(public_id, paper, note, staff=staff, once=once, settings=settings())
    except Refused as error:
        form.paper.errors = [error.message]
        return visit_first() or make_response(_voucher_page("vouchers/take_back.html", public_id, form=form), 409)
    return go_to(url_for("vouchers.show_voucher", public_id=public_id))


def _voucher_page(template: str, public_id: str, *, form: VoidForm | TakeBackForm | None = None) -> str:
    staff = current_staff()
    shown = state_review.show_voucher(public_id, staff=staff, settings=settings())
    pin(shown.resident.name, shown.resident.birth, shown.people)
    if isinstance(form, TakeBackForm):
        form.offer(is_printed=shown.printed > 0)
    may = state_review.may(staff, shown)
    return render_template(
        template,
        shown=shown,
        resident=shown.resident,
        voucher=shown.voucher,
        form=form,
        may=may,
        may_print=staff.may(Permission.VOUCHER_PRINT),
        once=new_once(staff.id),
    )


def _explains(form: VoidForm) -> bool:
    reason = why_not_note(is_other=form.why.data == VoidReason.OTHER.value, note=form.note.data or "")
    if reason:
        form.note.errors = [reason]
    return reason is None


def _send(step: Step) -> Answer:
    """From the list several at once and back to it, from a voucher's page that one and back to it."""
    staff = current_staff()
    once = once_from_form(staff.id)
    chosen = request.form.getlist("voucher")
    if len(chosen) > state_list.ROWS_A_PAGE:
        raise BadInput(f"一度に{state_list.ROWS_A_PAGE}枚までです。何も記録していません。")
    alone = request.form.get("alone", "")
    words = NONE_CHOSEN if not chosen else state_actions.send_vouchers(chosen, step, staff=staff, once=once, settings=settings())
    say("care" if "できません" in words or not chosen else "ok", words)
    back = url_for("vouchers.show_voucher", public_id=alone) if alone in chosen else url_for("vouchers.list_states", state="printed")
    return go_to(back)


def _wanted() -> tuple[Wanted, dict[str, str]]:
    """What the address asks for, and what stands in it that cannot be read."""
    state = next((each for each in VoucherState if each.value == request.args.get("state")), VoucherState.PRINTED)
    typed = {name: request.args.get(name, "").strip() for name in ("begins", "ends")}
    days, wrong = {}, {}
    for name, text in typed.items():
        try:
            day = parse_date(text) if text else None
        except WarekiError as error:
            wrong[name] = str(error)
            continue
        if day is not None and not day.is_complete:
            wrong[name] = SEVERAL_DAYS
        elif day is not None:
            days[name] = day.to_date()
    return Wanted(state, request.args.get("programme", ""), days.get("begins"), days.get("ends")), wrong


def _list_page(wanted: Wanted, wrong: dict[str, str], page: int) -> str:
    staff = current_staff()
    shown = state_list.show_states(wanted, page, staff=staff, settings=settings())
    return render_template(
        "vouchers/list_states.html",
        shown=shown,
        wanted=wanted,
        wrong=wrong,
        asked=_asked(wanted),
        tabs=_tabs(shown),
        pager=_pager(shown),
        words=STATE_WORDS,
        marks=STATE_MARKS,
        may_send=wanted.state is VoucherState.PRINTED and staff.may(Permission.VOUCHER_POST),
        once=new_once(staff.id),
    )


def _asked(wanted: Wanted) -> dict[str, Any]:
    """The filter as it stands in an address; what could not be read is kept for its field."""
    days = {name: request.args.get(name, "") for name in ("begins", "ends")}
    return {"programme": wanted.programme_code, **days}


def _tabs(shown: StateList) -> list[dict[str, Any]]:
    return [
        {
            "word": STATE_WORDS[state],
            "count": count_words(shown.counts[state]) if state in shown.counts else "",
            "is_work": state in WORK,
            "url": url_for("vouchers.list_states", state=state.value),
            "is_current": state is shown.wanted.state,
        }
        for state in VoucherState
    ]


def _pager(shown: StateList) -> Pager:
    asked = {name: value for name, value in _asked(shown.wanted).items() if value}

    def url(page: int) -> str:
        return url_for("vouchers.list_states", state=shown.wanted.state.value, **asked, page=page)

    return pager(shown.total, pages=shown.pages, number=shown.page, url_of=url)
