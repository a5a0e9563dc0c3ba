"""What was written on the form, changed on the screen (D-2)."""

from flask import Response, make_response, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.guard import current_staff, typed_before
from portal.disclosures.blueprint import blueprint
from portal.disclosures.case_page import CasePage
from portal.disclosures.case_review import review_case
from portal.disclosures.change_actions import change_case as change
from portal.disclosures.change_queries import Comparison, read_comparison
from portal.disclosures.change_rules import SAME, Difference
from portal.disclosures.handling_rules import why_over
from portal.disclosures.intake_forms import ChangeForm, filled_from
from portal.disclosures.rules import ItemState
from portal.errors import Changed, Refused, refuse_if
from portal.permissions import Permission
from portal.web.allow import allow
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.rendering import say, settings

Answer = Response | BaseResponse
CHANGED = "請求の内容を改めました。前と後が経過に残ります。"


@blueprint.get("/disclosures/<public_id>/contents")
@allow(Permission.CASE_RECEIVE)
def review_contents(public_id: str) -> Answer:
    page = _page(public_id)
    items = [item.words for item in page.rows.items if item.state is not ItemState.WITHDRAWN]
    return _sheet(page, ChangeForm(typed_before(), data=filled_from(page.case, items)))


@blueprint.post("/disclosures/<public_id>/contents")
@allow(Permission.CASE_RECEIVE)
def change_case(public_id: str) -> Answer:
    staff, form = current_staff(), ChangeForm()
    once, page = once_from_form(staff.id), _page(public_id)
    if not form.validate_on_submit():
        return _sheet(page, form)
    compared = read_comparison(public_id, form.read(page.case), staff=staff, settings=settings())
    try:
        changes = change(public_id, form.read(page.case), seen_version=form.seen_version, staff=staff, once=once, settings=settings())
    except (Changed, Refused) as error:
        return _refused(page, form, compared, error)
    say("ok", CHANGED if changes else SAME)
    return go_to(url_for("disclosures.show_case", public_id=public_id))


def _refused(page: CasePage, form: ChangeForm, compared: Comparison, error: Changed | Refused) -> Response:
    """What is wrong stands at its field; who was overtaken sees what stands there now, and sends again."""
    for name, reason in compared.checked.faults.items():
        form[name].errors = [reason]
    if isinstance(error, Changed) or not compared.checked.faults:
        form.form_errors.append(error.message)
    if isinstance(error, Changed):
        form.version.data = str(page.case.version)
        return _sheet(page, form, changes=compared.changes, status=409)
    return _sheet(page, form, status=409)


def _page(public_id: str) -> CasePage:
    return review_case(public_id, staff=current_staff(), settings=settings())


def _sheet(page: CasePage, form: ChangeForm, *, changes: list[Difference] | None = None, status: int = 422) -> Response:
    """Refused when nothing may be changed any more."""
    if not form.errors:
        refuse_if(why_over(page.case.state) or page.why_not("disclosures.review_contents"))
    body = render_template(
        "disclosures/review_contents.html", page=page, form=form, changes=changes or [], once=new_once(current_staff().id)
    )
    return make_response(body, status if form.errors else 200)
