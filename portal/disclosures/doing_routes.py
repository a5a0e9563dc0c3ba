"""申出, 実施, the arrival of a posted copy and 実施期限経過 on the screen (D-2)."""

from flask import Response
from werkzeug.wrappers import Response as BaseResponse

from portal import clock
from portal.accounts.guard import current_staff, typed_before
from portal.disclosures import doing_actions
from portal.disclosures.blueprint import blueprint
from portal.disclosures.decision_rules import DOING_WORDS, DoingWay
from portal.disclosures.doing_actions import Wished
from portal.disclosures.doing_rules import BY_POST, NOT_A_GRANT, what_is_missing, why_not_do, why_not_lapse, why_not_receive, why_not_wish
from portal.disclosures.draft_forms import catch_up, version_of
from portal.disclosures.handling_forms import DayForm, DoForm, EmptyForm, WishForm
from portal.disclosures.handling_pages import Sheet, sheet, to_case
from portal.disclosures.handling_review import Step, review_draft_step
from portal.disclosures.sending_routes import about_draft
from portal.errors import Changed, PortalError, Refused
from portal.permissions import Permission
from portal.text.wareki import format_date
from portal.web.allow import allow
from portal.web.fields import day_of
from portal.web.once import once_from_form
from portal.web.rendering import settings

Answer = Response | BaseResponse
NINETY = ("訂正・利用停止", "開示を受けた日の翌日から90日以内に請求できます。その日を計算し、画面に残します。")


@blueprint.get("/disclosure-drafts/<public_id>/wish")
@allow(Permission.CASE_HANDLE)
def prepare_wish(public_id: str) -> Answer:
    return _wish_page(public_id, WishForm(typed_before(), day=format_date(clock.today())))


@blueprint.post("/disclosure-drafts/<public_id>/wish")
@allow(Permission.CASE_HANDLE)
def wish_doing(public_id: str) -> Answer:
    staff, form = current_staff(), WishForm()
    once = once_from_form(staff.id)
    day = day_of(form.day) if form.validate_on_submit() else None
    if day is None:
        return _wish_page(public_id, form)
    way = DoingWay(form.way.data)
    planned_on = None if way in BY_POST else day_of(form.planned_on)
    wished = Wished(day, way, form.words.data or "", planned_on, form.late_reason.data or "")
    try:
        case = doing_actions.wish_doing(public_id, wished, staff=staff, once=once, settings=settings())
    except Refused as refusal:
        return _wish_page(public_id, form, fault=refusal)
    return to_case(case, "申出を記録しました。実施の日に、もう一度本人確認をします。")


@blueprint.get("/disclosure-drafts/<public_id>/doing")
@allow(Permission.CASE_HANDLE)
def prepare_doing(public_id: str) -> Answer:
    return _do_page(public_id, None)


@blueprint.post("/disclosure-drafts/<public_id>/doing")
@allow(Permission.CASE_HANDLE)
def do_disclosure(public_id: str) -> Answer:
    staff, form = current_staff(), DoForm()
    once = once_from_form(staff.id)
    done = form.done() if form.validate_on_submit() else None
    if done is None:
        return _do_page(public_id, form)
    try:
        case = doing_actions.do_disclosure(
            public_id, done, form.seen, version=version_of(form), staff=staff, once=once, settings=settings()
        )
    except (Refused, Changed) as fault:
        return _do_page(public_id, form, fault=fault)
    return to_case(case, "開示の実施を記録しました。訂正・利用停止の請求ができる期限を、画面に示しています。")


@blueprint.get("/disclosure-drafts/<public_id>/receipt")
@allow(Permission.CASE_HANDLE)
def prepare_receipt(public_id: str) -> Answer:
    return _receipt_page(public_id, DayForm(typed_before(), day=format_date(clock.today())))


@blueprint.post("/disclosure-drafts/<public_id>/receipt")
@allow(Permission.CASE_HANDLE)
def receive_copy(public_id: str) -> Answer:
    staff, form = current_staff(), DayForm()
    once = once_from_form(staff.id)
    day = day_of(form.day) if form.validate_on_submit() else None
    if day is None:
        return _receipt_page(public_id, form)
    try:
        case = doing_actions.receive_copy(public_id, day, staff=staff, once=once, settings=settings())
    except Refused as refusal:
        return _receipt_page(public_id, form, fault=refusal)
    return to_case(case, "写しの到達を記録しました。")


@blueprint.get("/disclosure-drafts/<public_id>/lapse")
@allow(Permission.CASE_HANDLE)
def prepare_lapse(public_id: str) -> Answer:
    return _lapse_page(public_id, EmptyForm())


@blueprint.post("/disclosure-drafts/<public_id>/lapse")
@allow(Permission.CASE_HANDLE)
def lapse_doing(public_id: str) -> Answer:
    staff = current_staff()
    once = once_from_form(staff.id)
    try:
        case = doing_actions.lapse_doing(public_id, staff=staff, once=once, settings=settings())
    except Refused as refusal:
        return _lapse_page(public_id, EmptyForm(), fault=refusal)
    return to_case(case, "実施期限経過としました。")


def _step(public_id: str) -> Step:
    return review_draft_step(public_id, staff=current_staff(), settings=settings())


def _about(step: Step) -> tuple[tuple[str, str], ...]:
    """The draft, who stands there, when the notice reached them, until when the 申出 is waited for."""
    assert step.line is not None
    case, facts = step.case, list(about_draft(step, step.line.draft))
    facts.append(("請求者", case.requester_name or "記載なし"))
    facts.append(("本人確認", f"{format_date(case.identity_proven_on)}に済み" if case.identity_proven_on else "受付のときの確認がまだです"))
    if step.line.about and step.line.about.wish_due:
        facts.append(("申出の期限", step.line.about.wish_due.words))
    doing = step.line.doing
    if doing and doing.wished_way and doing.wished_on:
        facts.append(("申出", f"{format_date(doing.wished_on)} {DOING_WORDS[doing.wished_way]} {doing.wished_words}".strip()))
    return tuple(facts)


def _wish_page(public_id: str, form: WishForm, *, fault: PortalError | None = None) -> Response:
    step = _step(public_id)
    assert step.line is not None
    due = step.line.about.wish_due if step.line.about else None
    if due and due.day and step.handling.today <= due.day:
        del form.late_reason
    ways = "、".join(DOING_WORDS[DoingWay(each)] for each in step.line.draft.ways.split(",") if each)
    about = (*_about(step), ("通知書で示した方法", ways)) if ways else _about(step)
    becomes = (("実施", "申出を受けると、本人確認をして実施できます。"), ("期限経過", "申出があれば、実施期限経過にはなりません。"))
    words = Sheet("実施方法の申出を記録する", "申出を記録する", becomes, about)
    return sheet(step, form, words, why_not=why_not_wish(step.line.about) if step.line.about else NOT_A_GRANT, fault=fault)


def _do_page(public_id: str, form: DoForm | None, *, fault: PortalError | None = None) -> Response:
    step = _step(public_id)
    assert step.line is not None
    assert step.price is not None
    doing, price = step.line.doing, step.price
    if form is None:
        wished = (doing.wished_way if doing else None) or DoingWay.VIEW
        first = {"day": format_date(clock.today()), "way": wished.value, "version": str(doing.version if doing else 0)}
        form = DoForm(typed_before(), data=first)
    elif (done := form.done()) is not None and form.shows(what_is_missing(done, price)) and isinstance(fault, Refused):
        fault = None  # Everything that is missing stands at its field, not the first of it on top.
    catch_up(form, doing.version if doing else 0, fault)
    form.mono_sheets.description = f"1面{price.mono:,}円" if price.mono else "手数料の表に金額がないので、無料です。"
    form.colour_sheets.description = f"1面{price.colour:,}円" if price.colour else "手数料の表に金額がないので、無料です。"
    becomes = (("手数料", "枚数と単価から計算します。減免のときは取りません。"), NINETY, ("取消し", "実施の記録は、後から改められません。"))
    words = Sheet("開示を実施する", "実施を記録する", becomes, _about(step))
    why_not = why_not_do(step.line.about, step.handling.today) if step.line.about else NOT_A_GRANT
    return sheet(step, form, words, why_not=why_not, fault=fault)


def _receipt_page(public_id: str, form: DayForm, *, fault: PortalError | None = None) -> Response:
    step = _step(public_id)
    assert step.line is not None
    doing = step.line.doing
    form.day.label.text = "写しが届いた日"
    words = Sheet("写しの到達を記録する", "到達を記録する", (NINETY,), _about(step))
    reason = why_not_receive(doing.way, doing.done_on, doing.reached_on) if doing else why_not_receive(None, None, None)
    return sheet(step, form, words, why_not=reason, fault=fault)


def _lapse_page(public_id: str, form: EmptyForm, *, fault: PortalError | None = None) -> Response:
    step = _step(public_id)
    assert step.line is not None
    becomes = (
        ("文書", "「実施期限経過」になります。"),
        ("請求者", "もう一度開示を受けるには、新しい請求が要ります。"),
        ("取消し", "元には戻せません。"),
    )
    words = Sheet("実施期限経過にする", "実施期限経過にする", becomes, _about(step))
    why_not = why_not_lapse(step.line.about, step.handling.today) if step.line.about else NOT_A_GRANT
    return sheet(step, form, words, why_not=why_not, fault=fault)
