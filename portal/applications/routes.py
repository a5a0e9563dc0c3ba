"""Application forms on the screen: blank ones for everybody, one with a person's data from the resident page."""

from flask import Response, make_response, render_template
from werkzeug.wrappers import Response as BaseResponse

from portal import clock
from portal.accounts.guard import current_staff
from portal.accounts.visit_pages import pin, visit_first
from portal.applications import form_actions
from portal.applications.blueprint import blueprint
from portal.applications.forms import ON_PAPER, FormForm
from portal.applications.rules import FORM_WORDS, USE_WORDS, FormKind
from portal.permissions import Permission
from portal.text.wareki import format_date
from portal.web.allow import allow
from portal.web.fields import offered
from portal.web.rendering import pdf_answer, settings


@blueprint.get("/application-forms")
@allow(Permission.FORM_PRINT)
def show_forms() -> str:
    return _forms_page(None)


@blueprint.post("/application-forms/paper")
@allow(Permission.FORM_PRINT)
def print_blank_form() -> Response:
    form = FormForm()
    if not form.validate_on_submit():
        return make_response(_forms_page(form), 422)
    return pdf_answer(form_actions.print_blank_form(FormKind(form.kind.data), settings()), name="application.pdf")


@blueprint.get("/residents/<public_id>/application-forms")
@allow(Permission.FORM_PRINT)
def show_form(public_id: str) -> str | BaseResponse:
    return visit_first() or _form_page(public_id, FormForm(formdata=None))


@blueprint.post("/residents/<public_id>/application-forms")
@allow(Permission.FORM_PRINT)
def print_form(public_id: str) -> Response | BaseResponse:
    staff, form = current_staff(), FormForm()
    if not form.validate_on_submit():
        return visit_first() or make_response(_form_page(public_id, form), 422)
    filled = form.filled(format_date(clock.today()))
    pdf = form_actions.print_form_of(public_id, FormKind(form.kind.data), filled, staff=staff, settings=settings())
    return pdf_answer(pdf, name="application.pdf")


def _forms_page(refused: FormForm | None) -> str:
    return render_template("applications/show_forms.html", words=FORM_WORDS, uses=USE_WORDS, refused=refused)


def _form_page(public_id: str, form: FormForm) -> str:
    shown = form_actions.review_form(public_id, staff=current_staff(), settings=settings())
    pin(shown.resident.name, shown.resident.birth, shown.people)
    form.programme.choices = offered([ON_PAPER, *shown.programmes])
    return render_template("applications/show_form.html", form=form, shown=shown, resident=shown.resident)
