"""A notice that goes out and the day it reached them, on the screen (D-2)."""

from flask import Response
from werkzeug.wrappers import Response as BaseResponse

from portal import clock
from portal.accounts.guard import current_staff, typed_before
from portal.disclosures import notice_actions
from portal.disclosures.blueprint import blueprint
from portal.disclosures.decision_rules import DRAFT_WORDS, DraftKind
from portal.disclosures.draft_models import Draft
from portal.disclosures.handling_forms import DayForm, SendForm
from portal.disclosures.handling_pages import Sheet, sheet, to_case
from portal.disclosures.handling_review import Step, review_draft_step
from portal.disclosures.notice_actions import Sent
from portal.disclosures.notice_rules import why_not_reach, why_not_send, why_not_sent_by
from portal.disclosures.rules import Way
from portal.errors import PortalError, Refused
from portal.permissions import Permission
from portal.text.wareki import format_date
from portal.web.allow import allow
from portal.web.fields import day_of
from portal.web.once import once_from_form
from portal.web.rendering import settings

Answer = Response | BaseResponse


@blueprint.get("/disclosure-drafts/<public_id>/sending")
@allow(Permission.CASE_HANDLE)
def prepare_notice(public_id: str) -> Answer:
    return _send_page(public_id, SendForm(typed_before(), day=format_date(clock.today())))


@blueprint.post("/disclosure-drafts/<public_id>/sending")
@allow(Permission.CASE_HANDLE)
def send_notice(public_id: str) -> Answer:
    staff, form = current_staff(), SendForm()
    once = once_from_form(staff.id)
    sent = _sent(form) if form.validate_on_submit() else None
    if sent is None:
        return _send_page(public_id, form)
    try:
        case = notice_actions.send_notice(public_id, sent, staff=staff, once=once, settings=settings())
    except Refused as refusal:
        return _send_page(public_id, form, fault=refusal)
    return to_case(case, "発送・交付を記録しました。")


@blueprint.get("/disclosure-drafts/<public_id>/arrival")
@allow(Permission.CASE_HANDLE)
def prepare_arrival(public_id: str) -> Answer:
    return _reach_page(public_id, DayForm(typed_before(), day=format_date(clock.today())))


@blueprint.post("/disclosure-drafts/<public_id>/arrival")
@allow(Permission.CASE_HANDLE)
def reach_notice(public_id: str) -> Answer:
    staff, form = current_staff(), DayForm()
    once = once_from_form(staff.id)
    day = day_of(form.day) if form.validate_on_submit() else None
    if day is None:
        return _reach_page(public_id, form)
    try:
        case = notice_actions.reach_notice(public_id, day, staff=staff, once=once, settings=settings())
    except Refused as refusal:
        return _reach_page(public_id, form, fault=refusal)
    return to_case(case, "到達を記録しました。")


def about_draft(step: Step, draft: Draft) -> tuple[tuple[str, str], ...]:
    """What stands beside a step of a draft."""
    decided = format_date(draft.decided_at.date()) if draft.decided_at else "まだ"
    words = "、".join(f"{item.place} {item.words}" for item, _ in step.line.items) if step.line else ""
    facts = [("通知書", DRAFT_WORDS[draft.kind]), ("文書番号", draft.document_number or "まだ"), ("決裁日", decided)]
    return (*facts, ("文書", words)) if words else tuple(facts)


def _sent(form: SendForm) -> Sent | None:
    """Of a form that was checked; None when something is missing, which stands at its field."""
    day, way = day_of(form.day), Way(form.way.data)
    registered = (form.registered_number.data or "") if way is Way.POST else ""
    if reason := why_not_sent_by(way, registered):
        form.registered_number.errors = [reason]
    if day is None or reason:
        return None
    return Sent(day, way, registered, form.number.data or "", day_of(form.due_on))


def _send_page(public_id: str, form: SendForm, *, fault: PortalError | None = None) -> Response:
    step = review_draft_step(public_id, staff=current_staff(), settings=settings())
    assert step.line is not None
    draft = step.line.draft
    mending = step.handling.mendings.get(draft.mending_id or 0)
    if mending is None or mending.due_on:
        del form.due_on  # The paper that was made here says the day.
    if draft.document_number:
        del form.number
    becomes = {
        DraftKind.MENDING: ("期限", "補正を求めた翌日から、決定の期限の日数を数えません。補正された日にまた進みます。"),
        DraftKind.EXTENSION: ("請求者", "延ばした後の期限を、通知した日として残します。"),
        DraftKind.SPECIAL: ("請求者", "特例の期限を、通知した日として残します。"),
        DraftKind.GRANT: ("申出", "届いた日の翌日から30日以内に、実施方法の申出を受けます。"),
    }.get(draft.kind, ("請求者", "届いた日を記録すると、審査請求の期間が分かります。"))
    words = Sheet(
        f"{DRAFT_WORDS[draft.kind]}の発送・交付を記録する",
        "発送・交付を記録する",
        (*((("取下げ", "決定を通知した後は、取下げを受けられません。"),) if step.line.items else ()), becomes),
        about_draft(step, draft),
    )
    return sheet(step, form, words, why_not=why_not_send(step.line.notice), fault=fault)


def _reach_page(public_id: str, form: DayForm, *, fault: PortalError | None = None) -> Response:
    step = review_draft_step(public_id, staff=current_staff(), settings=settings())
    assert step.line is not None
    draft = step.line.draft
    form.day.label.text = "届いた日"
    sent = ("発送・交付した日", format_date(draft.notified_on) if draft.notified_on else "まだ")
    becomes = (
        ("期限", "申出(30日)と審査請求(3か月)の期間を、この日から数えます。"),
        ("取消し", "届いた日は、記録した後に改められません。"),
    )
    words = Sheet(f"{DRAFT_WORDS[draft.kind]}の到達を記録する", "到達を記録する", becomes, (*about_draft(step, draft), sent))
    return sheet(step, form, words, why_not=why_not_reach(step.line.notice), fault=fault)
