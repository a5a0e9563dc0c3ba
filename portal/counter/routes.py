"""The counter: the search box and the resident page. Nothing typed stands in an address (S1-4)."""

from typing import Any

from flask import Blueprint, Response, current_app, g, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal import clock
from portal.accounts import visits
from portal.accounts.forms import VisitForm
from portal.accounts.guard import current_staff, typed_before
from portal.accounts.rules import Channel, VisitReason
from portal.accounts.sessions import SignedIn, find_signed_in
from portal.accounts.typed import open_typed, seal_typed
from portal.accounts.visit_pages import pin
from portal.counter import page, search
from portal.counter.abilities import after_search
from portal.counter.forms import SearchForm
from portal.counter.reading_rules import INDIVIDUAL_NUMBER, Terms, Unsearchable, read_terms
from portal.counter.results import Result
from portal.disclosures.case_review import find_case_of_visit
from portal.errors import NotFound
from portal.inquiries.review import find_slip_of_visit
from portal.intake.kinds import KINDS
from portal.permissions import Permission
from portal.residents.movement_rules import HAPPENED_WORDS
from portal.residents.queries import FileRef, name_and_birth
from portal.residents.rules import CATEGORY_WORDS, MOVEMENT_WORDS, SEX_WORDS, age_words, school_year_words
from portal.text.wareki import format_date
from portal.web.allow import allow, permission_of
from portal.web.formatting import clock_words
from portal.web.htmx import go_to
from portal.web.once import new_once
from portal.web.rendering import say, settings

blueprint = Blueprint("counter", __name__)
MERGED = "お探しの記録は、この方の記録に統合されています。いまの記録を開きました。"


@blueprint.get("/residents")
@allow(Permission.RESIDENT_SEARCH)
def show_search() -> str:
    staff = current_staff()
    if staff.visit is None or staff.visit.typed is None:
        before = typed_before()
        return _search_page(SearchForm(formdata=before), VisitForm(formdata=before))
    typed, typed_birth = open_typed(settings().data_key, staff.visit.typed)
    terms = read_terms(typed, typed_birth, office=search.read_office(settings()))
    result = search.search(terms, staff=staff, settings=settings(), sealed=staff.visit.typed)
    return _search_page(SearchForm(formdata=None, q=typed, birth=typed_birth), VisitForm(formdata=None), result=result)


@blueprint.post("/residents")
@allow(Permission.RESIDENT_SEARCH)
def search_residents() -> Response | BaseResponse:
    form, visit_form = SearchForm(), VisitForm()
    terms = _terms(form)
    knows_why = current_staff().visit is not None or visit_form.validate_on_submit()
    if terms is None or not knows_why:
        return make_response(_search_page(form, visit_form), 422)
    staff = _staff_in_visit(visit_form)
    visits.keep_search(staff, seal_typed(settings().data_key, form.q.data or "", form.birth.data or ""))
    only = search.only_one_by_number(terms, settings())
    return go_to(url_for("counter.show_resident", public_id=only) if only else url_for("counter.show_search"))


@blueprint.get("/residents/<public_id>")
@allow(Permission.RESIDENT_OPEN)
def show_resident(public_id: str) -> str | BaseResponse:
    staff = current_staff()
    if staff.visit is None:
        return go_to(url_for("accounts.new_visit", next=request.path))
    try:
        return _resident_page(page.open_resident(public_id, staff=staff, settings=settings()))
    except NotFound:
        return go_to(_page_merged_into(public_id))


@blueprint.post("/residents/<public_id>/protected")
@allow(Permission.PROTECTED_OPEN)
def open_protected(public_id: str) -> str | BaseResponse:
    staff = current_staff()
    if staff.visit is None:
        return go_to(url_for("accounts.new_visit", next=url_for("counter.show_resident", public_id=public_id)))
    return _resident_page(page.open_protected(public_id, request.form.get("reason", ""), staff=staff, settings=settings()))


def _page_merged_into(public_id: str) -> str:
    """Where a link from before the merge leads now. NotFound when nobody stands for this record."""
    standing = page.find_standing(public_id)
    say("care", MERGED)
    return url_for("counter.show_resident", public_id=standing.public_id)


def _resident_page(shown: page.ResidentPage) -> str:
    pin(shown.resident.name, shown.resident.birth, shown.people)
    return render_template("counter/show_resident.html", page=shown, slip_of_visit=_slip_of_visit(), case_of_visit=_case_of_visit())


def _slip_of_visit() -> dict[str, str] | None:
    """The slip from which the look-up was started, as long as nobody is attached to it."""
    staff = current_staff()
    slip = find_slip_of_visit(staff) if staff.visit and staff.visit.reason is VisitReason.INQUIRY else None
    return {"public_id": slip[0], "number": slip[1], "once": new_once(staff.id)} if slip else None


def _case_of_visit() -> dict[str, str] | None:
    """The disclosure request from which the look-up was started, as long as nobody is tied to it."""
    staff = current_staff()
    case = find_case_of_visit(staff) if staff.visit and staff.visit.reason is VisitReason.DISCLOSURE else None
    return {"public_id": case[0], "number": case[1], "once": new_once(staff.id)} if case else None


def _search_page(form: SearchForm, visit_form: VisitForm, result: Result | None = None) -> str:
    """The box has the focus as long as there is nobody to choose; before the visit the reason is asked first."""
    nobody = result is None or not result.hits
    if nobody and current_staff().visit is not None:
        form.q.render_kw = {**(form.q.render_kw or {}), "autofocus": True}
    after = after_search(current_staff())
    return render_template("counter/show_search.html", form=form, visit_form=visit_form, result=result, after_search=after)


def _terms(form: SearchForm) -> Terms | None:
    """None when it cannot be searched; the form then says why, and shows no 個人番号 again."""
    try:
        return read_terms(form.q.data or "", form.birth.data or "", office=search.read_office(settings()))
    except Unsearchable as refusal:
        form[refusal.field].errors = [refusal.reason]
        if refusal.reason == INDIVIDUAL_NUMBER:
            form.q.data = form.birth.data = ""
        return None


def _staff_in_visit(form: VisitForm) -> SignedIn:
    """The person signed in, within a visit: the first search of a resident brings channel and reason along and begins it."""
    staff = current_staff()
    if staff.visit is not None:
        return staff
    visits.start_visit(staff, Channel(form.channel.data), VisitReason(form.reason.data))
    g.staff = find_signed_in(staff.token)
    return current_staff()


@blueprint.app_context_processor
def _pinned_visit() -> dict[str, Any]:
    """The strip on top of every screen: who is served, why, since when."""
    staff: SignedIn | None = g.get("staff")
    if staff is None or staff.visit is None:
        return {"visit": None}
    visit = staff.visit
    name, birth, people = g.get("pinned") or (*_who(visit.resident_id), visit.people)
    return {
        "visit": {
            "what": visit.purpose_words,
            "since": f"{clock_words(visit.started_at)}から",
            "people": people,
            "person_name": name,
            "person_birth": birth,
            "end_url": url_for("accounts.end_visit"),
            "change_url": url_for("accounts.show_visit", next=request.path if request.method == "GET" else ""),
        }
    }


def _who(resident_id: int | None) -> tuple[str | None, str | None]:
    if resident_id is None:
        return None, None
    found = name_and_birth(resident_id)
    return (found[0], f"{format_date(found[1])}生") if found else (None, None)


@blueprint.app_template_filter()
def sex_word(value: Any) -> str:
    return SEX_WORDS[value]


@blueprint.app_template_filter()
def category_word(value: Any) -> str:
    return CATEGORY_WORDS[value]


@blueprint.app_template_filter()
def movement_word(value: Any) -> str:
    return MOVEMENT_WORDS[value]


@blueprint.app_template_filter()
def happened_word(value: Any) -> str:
    return HAPPENED_WORDS[value]


@blueprint.app_template_filter()
def age_in_words(value: Any) -> str:
    return age_words(value, clock.today())


@blueprint.app_template_filter()
def school_year(value: Any) -> str:
    return school_year_words(value, clock.today())


@blueprint.app_template_filter()
def file_page(file: FileRef | None) -> str:
    """The address of the page of a file's import, for who may open it; otherwise empty."""
    if file is None:
        return ""
    endpoint = f"{KINDS[file.kind].place}.show_import"
    may_open = permission_of(current_app, endpoint) in current_staff().permissions
    return url_for(endpoint, public_id=file.public_id) if may_open else ""


@blueprint.app_context_processor
def _search_from_anywhere() -> dict[str, Any]:
    """The address that a scanner's number goes to from every page, for who may search; otherwise empty."""
    staff: SignedIn | None = g.get("staff")
    may_search = staff is not None and staff.may(Permission.RESIDENT_SEARCH)
    return {"search_url": url_for("counter.search_residents") if may_search else ""}
