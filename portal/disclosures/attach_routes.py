"""The person whom a case is about, tied to it out of the look-up made for it (S1-4)."""

from flask import Response, make_response, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.guard import current_staff
from portal.db import reading
from portal.disclosures import attach_actions as actions
from portal.disclosures import step_words_rules as steps
from portal.disclosures.blueprint import blueprint
from portal.disclosures.case_review import review_case
from portal.disclosures.desk_routes import back
from portal.disclosures.handling_rules import why_over
from portal.disclosures.resident_queries import resident_of
from portal.disclosures.standing_queries import why_not_attach
from portal.errors import Refused, refuse_if
from portal.permissions import Permission
from portal.residents.queries import ResidentView
from portal.web.allow import allow
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.rendering import say, settings

Answer = Response | BaseResponse
LOOK_UP = "この請求の本人を探して開いてください。住民の画面から請求に結び付けられます。"


@blueprint.get("/disclosures/<public_id>/resident")
@allow(Permission.CASE_RECEIVE)
def review_attachment(public_id: str) -> Answer:
    return _page(public_id)


@blueprint.post("/disclosures/<public_id>/resident")
@allow(Permission.CASE_RECEIVE)
def attach_resident(public_id: str) -> Answer:
    staff = current_staff()
    once = once_from_form(staff.id)
    try:
        actions.attach_resident(public_id, staff=staff, once=once, settings=settings())
    except Refused as error:
        return _page(public_id, refused=error.message)
    return back(public_id, steps.ATTACH)


@blueprint.post("/disclosures/<public_id>/look-up")
@allow(Permission.RESIDENT_SEARCH)
def look_up_resident(public_id: str) -> BaseResponse:
    """A visit for this case: whoever is opened in it is looked at for the disclosure."""
    actions.start_look_up(public_id, staff=current_staff(), settings=settings())
    say("care", LOOK_UP)
    return go_to(url_for("counter.show_search"))


def _page(public_id: str, *, refused: str = "") -> Response:
    """Who is open now, or why nobody can be tied to it yet."""
    staff = current_staff()
    page = review_case(public_id, staff=staff, settings=settings())
    refuse_if(why_over(page.case.state))
    why_not = refused or why_not_attach(page.case, staff)
    body = render_template(
        "disclosures/review_attachment.html",
        page=page,
        why_not=why_not,
        served=None if why_not else _served(),
        words=steps.ATTACH,
        once=new_once(staff.id),
    )
    return make_response(body, 409 if refused else 200)


def _served() -> ResidentView | None:
    visit = current_staff().visit
    with reading():
        return resident_of(visit.resident_id if visit else None, settings())
