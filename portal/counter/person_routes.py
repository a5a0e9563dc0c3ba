"""Screens behind the resident page: the household of the same visit, お客様確認, older changes, the record of a past day."""

from flask import Response, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal import clock
from portal.accounts.guard import current_staff
from portal.accounts.visit_pages import pin, visit_first
from portal.counter import behind, past
from portal.counter.forms import PastForm
from portal.counter.routes import blueprint
from portal.permissions import Permission
from portal.residents.as_of_rules import read_day
from portal.text.wareki import format_date
from portal.web.allow import allow
from portal.web.htmx import go_to
from portal.web.paging import Pager, pager
from portal.web.rendering import settings


@blueprint.get("/residents/<public_id>/household")
@allow(Permission.RESIDENT_OPEN)
def show_household(public_id: str) -> str | BaseResponse:
    return visit_first() or _household_page(public_id)


@blueprint.get("/residents/<public_id>/confirmation")
@allow(Permission.RESIDENT_OPEN)
def show_confirmation(public_id: str) -> str | BaseResponse:
    return visit_first() or _confirmation_page(public_id)


@blueprint.get("/residents/<public_id>/changes")
@allow(Permission.RESIDENT_OPEN)
def show_changes(public_id: str) -> str | BaseResponse:
    return visit_first() or _changes_page(public_id)


@blueprint.get("/residents/<public_id>/past")
@allow(Permission.RESIDENT_OPEN)
def show_past(public_id: str) -> Response | BaseResponse:
    return visit_first() or _past_page(public_id, PastForm(formdata=None, day=request.args.get("day", "")))


@blueprint.post("/residents/<public_id>/past")
@allow(Permission.RESIDENT_OPEN)
def read_past(public_id: str) -> Response | BaseResponse:
    """Only a day that was understood stands in an address: it is nobody's, and Back finds it again."""
    form = PastForm()
    day, _ = read_day(form.day.data or "", clock.today())
    if day is None:
        return visit_first() or _past_page(public_id, form)
    return go_to(url_for("counter.show_past", public_id=public_id, day=day.isoformat()))


def _household_page(public_id: str) -> str:
    page = behind.show_household(public_id, staff=current_staff(), settings=settings())
    pin(page.resident.name, page.resident.birth, page.people)
    return render_template("counter/show_household.html", page=page, person=page.resident)


def _confirmation_page(public_id: str) -> str:
    person = behind.show_confirmation(public_id, staff=current_staff(), settings=settings())
    return render_template("counter/show_confirmation.html", person=person)


def _changes_page(public_id: str) -> str:
    page = behind.show_changes(public_id, request.args.get("page", 1, int), staff=current_staff(), settings=settings())
    pin(page.resident.name, page.resident.birth, page.people)
    return render_template("counter/show_changes.html", page=page, person=page.resident, pager=_pager(page))


def _past_page(public_id: str, form: PastForm) -> Response:
    day, why_not = read_day(form.day.data or "", clock.today())
    if day is not None:
        form.day.data = format_date(day)
    if why_not:
        form.day.errors = [why_not]
    page = past.show_past(public_id, day, staff=current_staff(), settings=settings())
    pin(page.resident.name, page.resident.birth, page.people)
    return make_response(render_template("counter/show_past.html", page=page, person=page.resident, form=form), 422 if why_not else 200)


def _pager(page: behind.ChangesPage) -> Pager:
    def url(number: int) -> str:
        return url_for("counter.show_changes", public_id=page.resident.public_id, page=number)

    return pager(page.total, pages=page.pages, number=page.number, url_of=url)
