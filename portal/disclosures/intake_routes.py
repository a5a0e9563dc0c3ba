"""A paper form keyed into the portal (D-1)."""

from flask import Response, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal import clock
from portal.accounts.guard import current_staff, typed_before
from portal.disclosures.blueprint import blueprint
from portal.disclosures.intake_actions import Intake
from portal.disclosures.intake_actions import receive_case as receive
from portal.disclosures.intake_forms import IntakeForm
from portal.disclosures.intake_queries import Checked
from portal.disclosures.intake_review import Around, filled_from_slip, read_same, review_around
from portal.disclosures.rules import WISH_IN_ASSESSMENT, WISH_WORDS
from portal.permissions import Permission
from portal.text.wareki import format_date
from portal.web.allow import allow
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.rendering import say, settings

Answer = Response | BaseResponse
RECEIVED = "受け付けました。受領書を渡し、本人確認を記録してください。"
RECEIVED_WITH_GAPS = "受け付けました。足りないことがあるので、補正を記しました。窓口で直せるものは、その場で直してもらってください。"


@blueprint.get("/disclosures/new")
@allow(Permission.CASE_RECEIVE)
def new_case() -> Answer:
    """`?slip=`: the public id of the slip that becomes a request."""
    around = review_around(_slip(request.args.get("slip")), staff=current_staff())
    first = {"received_on": format_date(clock.today()), "received_section": around.own, "section": around.holder(settings())}
    if around.slip is not None:
        first |= {"slip": around.slip.public_id, **filled_from_slip(around.slip)}
    return _form_page(IntakeForm(typed_before(), data=first), around)


@blueprint.post("/disclosures/new")
@allow(Permission.CASE_RECEIVE)
def receive_case() -> Answer:
    staff, form = current_staff(), IntakeForm()
    once, around = once_from_form(staff.id), review_around(_slip(form.slip.data), staff=staff)
    form.offer(around.sections)
    if not form.validate_on_submit():
        return _form_page(form, around)
    checked = read_same(form.received)
    if _is_stopped(form, checked):
        return _form_page(form, around, checked=checked, status=409)
    intake = Intake(form.received, form.seen_gaps, form.gap_words.data or "", slip=around.slip_public_id)
    public_id = receive(intake, staff=staff, once=once, settings=settings())
    say("ok", RECEIVED_WITH_GAPS if checked.gaps or form.seen_gaps else RECEIVED)
    return go_to(url_for("disclosures.show_case", public_id=public_id))


def _is_stopped(form: IntakeForm, checked: Checked) -> bool:
    """What is wrong is said at its field; the same request once more is only asked about."""
    for name, reason in checked.faults.items():
        form[name].errors = [reason]
    return bool(checked.faults) or bool(checked.same and not form.knows_same.data)


def _form_page(form: IntakeForm, around: Around, *, checked: Checked | None = None, status: int = 422) -> Response:
    form.offer(around.sections)
    page = render_template(
        "disclosures/new_case.html",
        form=form,
        slip=around.slip,
        same=checked.same if checked else [],
        wishes=[(WISH_WORDS[wish], word) for wish, word in WISH_IN_ASSESSMENT.items()],
        once=new_once(current_staff().id),
    )
    return make_response(page, status if form.errors or checked else 200)


def _slip(sent: str | None) -> str:
    return (sent or "")[:32].replace("\0", "")
