"""接種済証 on the screen: the form, the paper to print."""

from flask import Response, make_response, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.guard import current_staff, typed_before
from portal.accounts.visit_pages import pin, visit_first
from portal.permissions import Permission
from portal.text.wareki import format_date
from portal.vouchers import certificates
from portal.vouchers.blueprint import blueprint
from portal.vouchers.certificates import Proof
from portal.vouchers.fee_rules import why_not_waiver
from portal.vouchers.paper_forms import CertificateForm, PaperForm
from portal.vouchers.paper_orders import PaperOrder, why_not_principal
from portal.vouchers.routes import agrees, application_of, usual_delivery
from portal.vouchers.rules import Applicant
from portal.web.allow import allow
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.rendering import pdf_answer, settings


@blueprint.get("/residents/<public_id>/certificates/new")
@allow(Permission.CERTIFICATE_REISSUE)
def show_certificate(public_id: str) -> str | BaseResponse:
    return visit_first() or _form_page(public_id, CertificateForm(formdata=typed_before(), delivery=usual_delivery()))


@blueprint.post("/residents/<public_id>/certificates/new")
@allow(Permission.CERTIFICATE_REISSUE)
def reissue_certificate(public_id: str) -> Response | BaseResponse:
    staff, form = current_staff(), CertificateForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit() or not order_agrees(form):
        return visit_first() or make_response(_form_page(public_id, form), 422)
    new = certificates.reissue_certificate(
        public_id, order_of(form), programme_code=form.programme.data, staff=staff, once=once, settings=settings()
    )
    return go_to(url_for("vouchers.show_certificate_paper", public_id=new))


@blueprint.get("/certificates/<public_id>")
@allow(Permission.CERTIFICATE_REISSUE)
def show_certificate_paper(public_id: str) -> str | BaseResponse:
    return visit_first() or _paper_page(public_id)


@blueprint.post("/certificates/<public_id>/paper")
@allow(Permission.CERTIFICATE_REISSUE)
def print_certificate(public_id: str) -> Response:
    return pdf_answer(certificates.print_certificate(public_id, staff=current_staff(), settings=settings()), name="certificate.pdf")


def order_of(form: PaperForm) -> PaperOrder:
    """Of a form that was checked."""
    return PaperOrder(application_of(form), form.principal_seen(), form.waived(), form.waiver_note.data or "")


def order_agrees(form: PaperForm) -> bool:
    """What the rules say of the form as a whole, shown at the field it concerns. Whether anything is taken, the action knows."""
    fine = agrees(form)
    principal = why_not_principal(Applicant(form.applicant.data), form.principal_seen())
    waiver = why_not_waiver(1, form.waived(), form.waiver_note.data or "")
    form.principal_documents.errors = [principal] if principal else []
    form.waiver_note.errors = [waiver] if waiver else []
    return fine and principal is None and waiver is None


def _form_page(public_id: str, form: CertificateForm) -> str:
    staff = current_staff()
    shown = certificates.review_certificate(public_id, staff=staff, settings=settings())
    pin(shown.resident.name, shown.resident.birth, shown.people)
    form.programme.choices = [(proof.programme.code, _choice_words(proof)) for proof in shown.proofs]
    if not form.programme.data and shown.proofs:
        form.programme.data = shown.proofs[0].programme.code
    return render_template("vouchers/certificate.html", form=form, review=shown, once=new_once(staff.id))


def _paper_page(public_id: str) -> str:
    shown = certificates.show_certificate_paper(public_id, staff=current_staff(), settings=settings())
    pin(shown.resident.name, shown.resident.birth, shown.people)
    return render_template("vouchers/show_certificate_paper.html", shown=shown, certificate=shown.certificate)


def _choice_words(proof: Proof) -> str:
    ends_on = proof.programme.ends_on
    return f"{proof.programme.name}({len(proof.doses)}回{f'・{format_date(ends_on)}まで' if ends_on else ''})"
