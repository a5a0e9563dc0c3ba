"""審査請求 on the screen: filed, then step by step (D-2; 法104–107条)."""

from flask import Response
from werkzeug.wrappers import Response as BaseResponse

from portal import clock
from portal.accounts.guard import current_staff, typed_before
from portal.disclosures import appeal_actions
from portal.disclosures.appeal_actions import Stepped
from portal.disclosures.appeal_rules import APPEAL_STEP_WORDS, AppealStep, why_not_file, why_not_step
from portal.disclosures.blueprint import blueprint
from portal.disclosures.decision_rules import DRAFT_WORDS
from portal.disclosures.draft_forms import catch_up, version_of
from portal.disclosures.handling_forms import AppealForm, StepForm
from portal.disclosures.handling_pages import Sheet, sheet, to_case
from portal.disclosures.handling_review import review_appeal, review_draft_step
from portal.disclosures.sending_routes import about_draft
from portal.errors import Changed, PortalError, Refused
from portal.permissions import Permission
from portal.text.wareki import format_date
from portal.web.allow import allow
from portal.web.fields import day_of, offered
from portal.web.once import once_from_form
from portal.web.rendering import settings

Answer = Response | BaseResponse


@blueprint.get("/disclosure-drafts/<public_id>/appeals")
@allow(Permission.CASE_HANDLE)
def prepare_appeal(public_id: str) -> Answer:
    return _file_page(public_id, None)


@blueprint.post("/disclosure-drafts/<public_id>/appeals")
@allow(Permission.CASE_HANDLE)
def file_appeal(public_id: str) -> Answer:
    staff, form = current_staff(), AppealForm()
    once = once_from_form(staff.id)
    day = day_of(form.day) if form.validate_on_submit() else None
    if day is None:
        return _file_page(public_id, form)
    by, words = form.filed_by.data or "", form.words.data or ""
    try:
        case = appeal_actions.file_appeal(public_id, day, by, words, staff=staff, once=once, settings=settings())
    except Refused as refusal:
        return _file_page(public_id, form, fault=refusal)
    return to_case(case, "審査請求を記録しました。諮問するかどうかを決めて記録してください。")


@blueprint.get("/disclosure-appeals/<public_id>")
@allow(Permission.CASE_HANDLE)
def prepare_step(public_id: str) -> Answer:
    return _step_page(public_id, None)


@blueprint.post("/disclosure-appeals/<public_id>")
@allow(Permission.CASE_HANDLE)
def step_appeal(public_id: str) -> Answer:
    staff, form = current_staff(), StepForm()
    once = once_from_form(staff.id)
    form.step.choices = offered(APPEAL_STEP_WORDS.items())
    day = day_of(form.day) if form.validate_on_submit() else None
    if day is None:
        return _step_page(public_id, form)
    stepped = Stepped(AppealStep(form.step.data), day, form.chosen_ground, form.chosen_ruling, form.words.data or "")
    try:
        case = appeal_actions.step_appeal(public_id, stepped, version=version_of(form), staff=staff, once=once, settings=settings())
    except (Refused, Changed) as fault:
        return _step_page(public_id, form, fault=fault)
    return to_case(case, "審査請求の経過を記録しました。")


def _file_page(public_id: str, form: AppealForm | None, *, fault: PortalError | None = None) -> Response:
    step = review_draft_step(public_id, staff=current_staff(), settings=settings())
    assert step.line is not None
    draft = step.line.draft
    # Whoever asked appeals as a rule; another name is typed over it.
    form = form or AppealForm(typed_before(), data={"day": format_date(clock.today()), "filed_by": step.case.requester_name})
    becomes = (
        ("諮問", "却下や全部認容でなければ、審査会に諮問します(法105条)。"),
        ("期間を過ぎたもの", "記録はできます。却下するかどうかは裁決で決めます。"),
    )
    words = Sheet("審査請求を記録する", "審査請求を記録する", becomes, about_draft(step, draft))
    today = clock.today()
    is_open = step.line.has_open_appeal(step.handling.appeals)
    reason = why_not_file(draft.state, draft.decided_at.date() if draft.decided_at else None, today, today, is_open=is_open)
    return sheet(step, form, words, why_not=reason, fault=fault)


def _step_page(public_id: str, form: StepForm | None, *, fault: PortalError | None = None) -> Response:
    step = review_appeal(public_id, staff=current_staff(), settings=settings())
    assert step.appeal is not None
    line = step.appeal
    form = form or StepForm(typed_before(), data={"day": format_date(clock.today()), "version": str(line.appeal.version)})
    catch_up(form, line.appeal.version, fault)
    reasons = {each: why_not_step(line.about, each) for each in AppealStep}
    form.step.choices = offered([(each, APPEAL_STEP_WORDS[each]) for each, reason in reasons.items() if not reason])
    shut = tuple((APPEAL_STEP_WORDS[each], reason) for each, reason in reasons.items() if reason)
    about = (
        ("審査請求人", line.appeal.filed_by),
        ("審査請求の日", f"{format_date(line.appeal.filed_on)} {line.late}".strip()),
        ("決定", DRAFT_WORDS[line.draft.kind] if line.draft else "不明"),
    )
    becomes = (("裁決", "裁決を記録すると、この審査請求は終わります。"),)
    words = Sheet("審査請求の経過を記録する", "経過を記録する", becomes, about, shut)
    why_not = None if None in reasons.values() else next(iter(reasons.values()))
    return sheet(step, form, words, why_not=why_not, fault=fault)
