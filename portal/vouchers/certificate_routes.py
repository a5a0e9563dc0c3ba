"""接種済証 on the screen: the form, the paper to print."""

from flask import Response, make_response, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.guard import current_staff, typed_before
from portal.accounts.visit_pages import pin, visit_first
from portal.permissions import Permission
from portal.text.wareki import format_date
from portal.vouchers import certificates, review
from portal.vouchers.blueprint import blueprint
from portal.vouchers.certificates import Proof
from portal.vouchers.paper_forms import CertificateForm
from portal.web.allow import allow
from portal.web.fields import offered
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.rendering import pdf_answer, settings


@blueprint.get("/residents/<public_id>/certificates/new")
@allow(Permission.CERTIFICATE_REISSUE)
def show_certificate(public_id: str) -> str | BaseResponse:
    return visit_first() or _form_page(public_id, CertificateForm(formdata=typed_before()))


@blueprint.post("/residents/<public_id>/certificates/new")
@allow(Permission.CERTIFICATE_REISSUE)
def reissue_certificate(public_id: str) -> Response | BaseResponse:
    staff, form = current_staff(), CertificateForm()
    once = once_from_form(staff.id)
    around = review.prepare_application(public_id, staff=staff, settings=settings())
    if not form.validate_on_submit() or not form.agrees(around):
        return visit_first() or make_response(_form_page(public_id, form), 422)
    new = certificates.reissue_certificate(
        public_id, form.order, programme_code=form.programme.data, staff=staff, once=once, settings=settings()
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


def _form_page(public_id: str, form: CertificateForm) -> str:
    staff = current_staff()
    shown = certificates.review_certificate(public_id, staff=staff, settings=settings())
    pin(shown.resident.name, shown.resident.birth, shown.people)
    form.offer(shown.around)
    form.programme.choices = offered((proof.programme.code, _choice_words(proof)) for proof in shown.proofs)
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
