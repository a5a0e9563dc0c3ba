"""収受日 put right on the screen (D-1)."""

from flask import url_for

from portal.accounts.guard import current_staff, typed_before
from portal.disclosures import step_words_rules as steps
from portal.disclosures.blueprint import blueprint
from portal.disclosures.desk_forms import StampForm
from portal.disclosures.desk_routes import Answer, refused, sheet
from portal.disclosures.draft_forms import version_of
from portal.disclosures.stamp_actions import restamp_case as restamp
from portal.errors import Changed, Refused
from portal.permissions import Permission
from portal.web.allow import allow
from portal.web.fields import day_of
from portal.web.htmx import go_to
from portal.web.once import once_from_form
from portal.web.rendering import say, settings


@blueprint.get("/disclosures/<public_id>/stamp")
@allow(Permission.CASE_HANDLE)
def review_stamp(public_id: str) -> Answer:
    return sheet(steps.STAMP, public_id, StampForm(typed_before()), endpoint="review_stamp")


@blueprint.post("/disclosures/<public_id>/stamp")
@allow(Permission.CASE_HANDLE)
def restamp_case(public_id: str) -> Answer:
    staff, form = current_staff(), StampForm()
    once = once_from_form(staff.id)
    day = day_of(form.day) if form.validate_on_submit() else None
    if day is None:
        return sheet(steps.STAMP, public_id, form)
    try:
        told = restamp(public_id, day, form.reason.data or "", version=version_of(form), staff=staff, once=once, settings=settings())
    except (Refused, Changed) as error:
        return refused(steps.STAMP, public_id, form, error)
    say("ok", told)
    return go_to(url_for("disclosures.show_case", public_id=public_id))
