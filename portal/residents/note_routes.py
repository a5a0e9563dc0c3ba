"""申し送り on the screen: a new one, and the end of one."""

from flask import Response, make_response, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.guard import current_staff, typed_before
from portal.accounts.visit_pages import pin, visit_first
from portal.errors import Refused
from portal.permissions import Permission
from portal.residents import note_actions
from portal.residents.beside_review import NoteReview, review_note, review_note_page
from portal.residents.note_forms import EndNoteForm, NoteForm
from portal.residents.note_rules import NoteEnd
from portal.residents.routes import blueprint
from portal.web.allow import allow
from portal.web.fields import day_of
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.rendering import say, settings

Answer = str | Response | BaseResponse


@blueprint.get("/residents/<public_id>/notes/new")
@allow(Permission.NOTE_WRITE)
def show_new_note(public_id: str) -> Answer:
    return visit_first() or _new_page(public_id, NoteForm(typed_before()))


@blueprint.post("/residents/<public_id>/notes/new")
@allow(Permission.NOTE_WRITE)
def write_note(public_id: str) -> Answer:
    staff, form = current_staff(), NoteForm()
    once = once_from_form(staff.id)
    ends_on = day_of(form.ends_on) if form.validate_on_submit() else None
    if ends_on is None:
        return visit_first() or _new_page(public_id, form)
    try:
        note_actions.write_note(public_id, form.words, ends_on, staff=staff, once=once, settings=settings())
    except Refused as error:
        form.ends_on.errors = [error.message]
        return visit_first() or _new_page(public_id, form, status=409)
    return _back_to(public_id, "申し送りを書きました。")


@blueprint.get("/notes/<public_id>/end")
@allow(Permission.NOTE_WRITE)
def show_note_end(public_id: str) -> Answer:
    return visit_first() or _end_page(public_id, EndNoteForm(typed_before()))


@blueprint.post("/notes/<public_id>/end")
@allow(Permission.NOTE_WRITE)
def end_note(public_id: str) -> Answer:
    staff, form = current_staff(), EndNoteForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return visit_first() or _end_page(public_id, form)
    whose = note_actions.end_note(public_id, NoteEnd(form.reason.data), staff=staff, once=once, settings=settings())
    return _back_to(whose, "申し送りを終えました。")


def _new_page(public_id: str, form: NoteForm, *, status: int = 422) -> Response:
    return _page("write", review_note_page(public_id, staff=current_staff(), settings=settings()), form, status)


def _end_page(public_id: str, form: EndNoteForm) -> Response:
    return _page("end", review_note(public_id, staff=current_staff(), settings=settings()), form, 422)


def _page(sheet: str, review: NoteReview, form: NoteForm | EndNoteForm, status: int) -> Response:
    """200 when it is new, `status` when it was sent and cannot be taken."""
    pin(review.resident.name, review.resident.birth, review.people)
    once = new_once(current_staff().id)
    page = render_template(f"residents/note_{sheet}.html", review=review, person=review.resident, form=form, once=once)
    return make_response(page, status if form.errors else 200)


def _back_to(public_id: str, message: str) -> BaseResponse:
    say("ok", message)
    return go_to(url_for("counter.show_resident", public_id=public_id))
