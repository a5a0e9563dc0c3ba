"""市の閉庁日: the list, what a day would move before it is added, what it moves as long as it stands."""

from datetime import date

from flask import Response, make_response, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.guard import current_staff
from portal.disclosures import closed_day_actions, closed_day_queries
from portal.disclosures.blueprint import blueprint
from portal.disclosures.closed_day_forms import ClosedDayForm
from portal.disclosures.closed_day_rules import why_not_end
from portal.errors import Refused
from portal.permissions import Permission
from portal.text.wareki import format_date
from portal.web.allow import allow
from portal.web.fields import day_of
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.paging import pager
from portal.web.rendering import say

Answer = str | Response | BaseResponse


@blueprint.get("/closed-days")
@allow(Permission.CLOSED_DAY_CHANGE)
def list_closed_days() -> Answer:
    return _list(ClosedDayForm(formdata=None))


@blueprint.get("/closed-days/new")
@allow(Permission.CLOSED_DAY_CHANGE)
def review_closed_day() -> Answer:
    """The form stands in the address: a day and the city's own reason, nobody's data."""
    form = ClosedDayForm(formdata=MultiDict(request.args), meta={"csrf": False})
    day = day_of(form.day) if form.validate() else None
    return make_response(_list(form), 422) if day is None else _review(form, day)


@blueprint.post("/closed-days/new")
@allow(Permission.CLOSED_DAY_CHANGE)
def add_closed_day() -> Answer:
    staff, form = current_staff(), ClosedDayForm()
    once = once_from_form(staff.id)
    day = day_of(form.day) if form.validate_on_submit() else None
    if day is None:
        return make_response(_list(form), 422)
    try:
        public_id = closed_day_actions.add_closed_day(day, form.words.data or "", staff=staff, once=once)
    except Refused as refusal:
        form.day.errors = [refusal.message]
        return make_response(_list(form), 409)
    say("ok", f"{format_date(day)}を市の閉庁日に加えました。動いた期限は、この画面でいつでも見られます。")
    return go_to(url_for("disclosures.show_closed_day", public_id=public_id))


@blueprint.get("/closed-days/<public_id>")
@allow(Permission.CLOSED_DAY_CHANGE)
def show_closed_day(public_id: str) -> Answer:
    shown, consequence = closed_day_queries.show_day(public_id)
    return render_template(
        "disclosures/show_closed_day.html",
        shown=shown,
        consequence=consequence,
        why_not_end=why_not_end(has_ended=shown.row.ended_at is not None),
        once=new_once(current_staff().id),
    )


@blueprint.post("/closed-days/<public_id>/end")
@allow(Permission.CLOSED_DAY_CHANGE)
def end_closed_day(public_id: str) -> Answer:
    staff = current_staff()
    closed_day_actions.end_closed_day(public_id, staff=staff, once=once_from_form(staff.id))
    say("ok", "閉庁日を取り消しました。動いていた期限は元の日に戻りました。伝えた期限が違う方を確かめてください。")
    return go_to(url_for("disclosures.show_closed_day", public_id=public_id))


def _list(form: ClosedDayForm) -> str:
    shown = closed_day_queries.list_days(request.args.get("page", 1, int))
    pages = pager(
        shown.total, pages=shown.pages, number=shown.page, url_of=lambda number: url_for("disclosures.list_closed_days", page=number)
    )
    return render_template("disclosures/list_closed_days.html", shown=shown, form=form, pager=pages)


def _review(form: ClosedDayForm, day: date) -> Answer:
    """What the day would move, or why it cannot be added."""
    consequence = closed_day_queries.review_day(day)
    if consequence.reason:
        form.day.errors = [consequence.reason]
        return make_response(_list(form), 409)
    return render_template("disclosures/review_closed_day.html", consequence=consequence, form=form, once=new_once(current_staff().id))
