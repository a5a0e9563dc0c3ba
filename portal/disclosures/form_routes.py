"""The blank forms of the requests on the screen."""

from flask import Response, make_response, render_template

from portal.accounts.guard import current_staff
from portal.disclosures.blueprint import blueprint
from portal.disclosures.form_actions import print_form
from portal.disclosures.form_rules import BLANK_USES, BLANK_WORDS, BlankKind
from portal.disclosures.paper_forms import BlankForm
from portal.permissions import Permission
from portal.web.allow import allow
from portal.web.rendering import pdf_answer, settings


@blueprint.get("/disclosure-forms")
@allow(Permission.CASE_RECEIVE)
def show_forms() -> str:
    return _forms_page(None)


@blueprint.post("/disclosure-forms/paper")
@allow(Permission.CASE_RECEIVE)
def print_blank_form() -> Response:
    form = BlankForm()
    if not form.validate_on_submit():
        return make_response(_forms_page(form), 422)
    pdf = print_form(BlankKind(form.kind.data), staff=current_staff(), settings=settings())
    return pdf_answer(pdf, name="disclosure-form.pdf")


def _forms_page(refused: BlankForm | None) -> str:
    return render_template("disclosures/show_forms.html", words=BLANK_WORDS, uses=BLANK_USES, refused=refused)
