"""補正 on the screen: what is missing, and that it was mended (D-1)."""

from flask import Response
from werkzeug.wrappers import Response as BaseResponse

from portal import clock
from portal.accounts.guard import current_staff, typed_before
from portal.db import reading
from portal.disclosures import mending_actions as actions
from portal.disclosures import step_words_rules as steps
from portal.disclosures.blueprint import blueprint
from portal.disclosures.case_queries import mending_row
from portal.disclosures.desk_forms import AnswerForm, NoteForm
from portal.disclosures.desk_routes import back, refused, sheet
from portal.errors import Refused
from portal.permissions import Permission
from portal.text.wareki import format_date
from portal.web.allow import allow
from portal.web.fields import day_of
from portal.web.once import once_from_form
from portal.web.rendering import settings

Answer = Response | BaseResponse


@blueprint.get("/disclosures/<public_id>/mending")
@allow(Permission.CASE_RECEIVE)
def review_mending(public_id: str) -> Answer:
    return sheet(steps.NOTE, public_id, NoteForm(typed_before()), endpoint="review_mending")


@blueprint.post("/disclosures/<public_id>/mending")
@allow(Permission.CASE_RECEIVE)
def note_mending(public_id: str) -> Answer:
    staff, form = current_staff(), NoteForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return sheet(steps.NOTE, public_id, form)
    try:
        actions.note_mending(public_id, form.chosen, form.words.data or "", staff=staff, once=once, settings=settings())
    except Refused as error:
        return refused(steps.NOTE, public_id, form, error)
    return back(public_id, steps.NOTE)


@blueprint.get("/disclosure-mendings/<public_id>/answer")
@allow(Permission.CASE_RECEIVE)
def review_answer(public_id: str) -> Answer:
    form = AnswerForm(typed_before(), answered_on=format_date(clock.today()))
    return sheet(steps.ANSWER, _case_of(public_id), form, endpoint="review_answer")


@blueprint.post("/disclosure-mendings/<public_id>/answer")
@allow(Permission.CASE_RECEIVE)
def answer_mending(public_id: str) -> Answer:
    staff, form = current_staff(), AnswerForm()
    once = once_from_form(staff.id)
    day = day_of(form.answered_on) if form.validate_on_submit() else None
    if day is None:
        return sheet(steps.ANSWER, _case_of(public_id), form)
    try:
        case_public_id = actions.answer_mending(public_id, day, form.words.data or "", staff=staff, once=once, settings=settings())
    except Refused as error:
        return refused(steps.ANSWER, _case_of(public_id), form, error)
    return back(case_public_id, steps.ANSWER)


def _case_of(mending_public_id: str) -> str:
    with reading():
        return mending_row(mending_public_id, staff=current_staff(), settings=settings())[1].public_id
