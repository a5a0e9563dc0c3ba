"""Slips looked for by number, words, caller, state, category, period and section (D-3). What is typed never stands in an address."""

from flask import Response, make_response, render_template, request, session, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from portal import clock
from portal.accounts.guard import current_staff, typed_before
from portal.inquiries import search_review
from portal.inquiries.blueprint import blueprint
from portal.inquiries.list_routes import words_of_slips
from portal.inquiries.search_asked_rules import begins_of_search, said_back
from portal.inquiries.search_forms import SlipSearchForm
from portal.permissions import Permission
from portal.text.wareki import format_date
from portal.web.allow import allow
from portal.web.htmx import go_to
from portal.web.rendering import settings

Answer = str | Response | BaseResponse
SOUGHT = "slips_sought"


@blueprint.get("/inquiries/search")
@allow(Permission.SLIP_OPEN)
def show_search() -> str:
    """Empty, or with what was sought last from here: Back from a slip leads to the list again (?shown)."""
    if "shown" in request.args and (sought := search_review.open_sought(session.get(SOUGHT, ""), settings())):
        form = SlipSearchForm(formdata=MultiDict(sought))
        if form.validate():
            return _page(form, search_review.search_slips(form.asked, _asked_page(), staff=current_staff(), settings=settings()))
    since = format_date(begins_of_search(clock.today()))
    return _page(SlipSearchForm(formdata=typed_before(), first=since))


@blueprint.post("/inquiries/search")
@allow(Permission.SLIP_OPEN)
def search_slips() -> Answer:
    """A number alone opens its slip."""
    staff, form = current_staff(), SlipSearchForm()
    is_whole = form.validate()
    public_id = search_review.find_number(form.words.data or "", staff=staff, settings=settings()) if not form.words.errors else None
    if public_id:
        return go_to(url_for("inquiries.show_slip", public_id=public_id))
    if not is_whole:
        return make_response(_page(form), 422)
    session[SOUGHT] = search_review.seal_sought({each.short_name: request.form.get(each.short_name, "") for each in form}, settings())
    return go_to(url_for("inquiries.show_search", shown=_asked_page()))


def _asked_page() -> int:
    """Sent by the buttons of the pager, then part of the address."""
    return request.values.get("page", type=int) or request.args.get("shown", 1, type=int)


def _page(form: SlipSearchForm, found: search_review.Found | None = None) -> str:
    return render_template(
        "inquiries/show_search.html",
        form=form,
        shown=found,
        said_back=said_back(form.asked),
        now=clock.now(),
        **words_of_slips(),
    )
