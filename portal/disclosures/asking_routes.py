"""What sections and third parties are asked, and what they answer, on the screen (D-2; 法86条)."""

from flask import Response
from werkzeug.wrappers import Response as BaseResponse

from portal import clock
from portal.accounts.guard import current_staff, typed_before
from portal.disclosures import task_actions, third_actions
from portal.disclosures import third_rules as rules
from portal.disclosures.blueprint import blueprint
from portal.disclosures.decision_rules import THIRD_WORDS, ThirdArticle
from portal.disclosures.handling_forms import AnswerForm, DayForm, OpinionForm, TaskForm, ThirdForm
from portal.disclosures.handling_pages import Sheet, sheet, to_case
from portal.disclosures.handling_review import Step, review_case_step, review_task, review_third
from portal.disclosures.models import CaseItem
from portal.disclosures.standing_queries import why_not_answer
from portal.disclosures.third_actions import Asked
from portal.errors import PortalError, Refused
from portal.permissions import Permission
from portal.text.wareki import format_date
from portal.web.allow import allow
from portal.web.fields import day_of, offered
from portal.web.once import once_from_form
from portal.web.rendering import settings

Answer = Response | BaseResponse


@blueprint.get("/disclosures/<public_id>/tasks")
@allow(Permission.CASE_HANDLE)
def prepare_task(public_id: str) -> Answer:
    return _task_page(public_id, TaskForm(typed_before()))


@blueprint.post("/disclosures/<public_id>/tasks")
@allow(Permission.CASE_HANDLE)
def ask_section(public_id: str) -> Answer:
    staff, form = current_staff(), TaskForm()
    once = once_from_form(staff.id)
    _offer_sections(form, _case_step(public_id))
    due = day_of(form.due_on) if form.validate_on_submit() else None
    if due is None:
        return _task_page(public_id, form)
    section, words = int(form.section.data or "0"), form.words.data or ""
    try:
        case = task_actions.ask_section(public_id, section, words, due, staff=staff, once=once, settings=settings())
    except Refused as refusal:
        return _task_page(public_id, form, fault=refusal)
    return to_case(case, "照会しました。その課の「決裁待ち」に出ます。")


@blueprint.get("/disclosure-tasks/<public_id>")
@allow(Permission.TASK_ANSWER)
def prepare_answer(public_id: str) -> Answer:
    return _answer_page(public_id, AnswerForm(typed_before()))


@blueprint.post("/disclosure-tasks/<public_id>")
@allow(Permission.TASK_ANSWER)
def answer_task(public_id: str) -> Answer:
    staff, form = current_staff(), AnswerForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return _answer_page(public_id, form)
    try:
        case = task_actions.answer_task(public_id, form.words.data or "", staff=staff, once=once, settings=settings())
    except Refused as refusal:
        return _answer_page(public_id, form, fault=refusal)
    return to_case(case, "回答しました。")


@blueprint.get("/disclosures/<public_id>/third-parties")
@allow(Permission.CASE_HANDLE)
def prepare_third(public_id: str) -> Answer:
    return _third_page(public_id, None)


@blueprint.post("/disclosures/<public_id>/third-parties")
@allow(Permission.CASE_HANDLE)
def ask_third(public_id: str) -> Answer:
    staff, form = current_staff(), ThirdForm()
    once = once_from_form(staff.id)
    _offer_items(form, _case_step(public_id))
    asked_on, due_on = (day_of(form.asked_on), day_of(form.due_on)) if form.validate_on_submit() else (None, None)
    if asked_on is None or due_on is None:
        return _third_page(public_id, form)
    asked = Asked(form.item.data or "", form.party.data or "", ThirdArticle(form.article.data), asked_on, due_on)
    try:
        case = third_actions.ask_third(public_id, asked, staff=staff, once=once, settings=settings())
    except Refused as refusal:
        return _third_page(public_id, form, fault=refusal)
    return to_case(case, "第三者への照会を記録しました。")


@blueprint.get("/disclosure-third-parties/<public_id>/opinion")
@allow(Permission.CASE_HANDLE)
def prepare_opinion(public_id: str) -> Answer:
    return _opinion_page(public_id, OpinionForm(typed_before(), day=format_date(clock.today())))


@blueprint.post("/disclosure-third-parties/<public_id>/opinion")
@allow(Permission.CASE_HANDLE)
def answer_third(public_id: str) -> Answer:
    staff, form = current_staff(), OpinionForm()
    once = once_from_form(staff.id)
    day = day_of(form.day) if form.validate_on_submit() else None
    if day is None:
        return _opinion_page(public_id, form)
    objects, words = form.objects.data == "yes", form.words.data or ""
    try:
        case = third_actions.answer_third(public_id, day, words, objects=objects, staff=staff, once=once, settings=settings())
    except Refused as refusal:
        return _opinion_page(public_id, form, fault=refusal)
    return to_case(case, "意見を記録しました。")


@blueprint.get("/disclosure-third-parties/<public_id>/telling")
@allow(Permission.CASE_HANDLE)
def prepare_telling(public_id: str) -> Answer:
    return _telling_page(public_id, DayForm(typed_before(), day=format_date(clock.today())))


@blueprint.post("/disclosure-third-parties/<public_id>/telling")
@allow(Permission.CASE_HANDLE)
def tell_third(public_id: str) -> Answer:
    staff, form = current_staff(), DayForm()
    once = once_from_form(staff.id)
    day = day_of(form.day) if form.validate_on_submit() else None
    if day is None:
        return _telling_page(public_id, form)
    try:
        case = third_actions.tell_third(public_id, day, staff=staff, once=once, settings=settings())
    except Refused as refusal:
        return _telling_page(public_id, form, fault=refusal)
    return to_case(case, "第三者への通知を記録しました。")


def _case_step(public_id: str) -> Step:
    return review_case_step(public_id, staff=current_staff(), settings=settings())


def _offer_sections(form: TaskForm, step: Step) -> None:
    form.section.choices = offered([("", "選んでください"), *((str(key), name) for key, name in step.sections.items())])


def _offer_items(form: ThirdForm, step: Step) -> None:
    form.item.choices = offered([(item.public_id, f"{item.place} {item.words}") for item in _open_items(step)])


def _open_items(step: Step) -> list[CaseItem]:
    return [item for item in step.rows.items if item.state in rules.UNDECIDED]


def _task_page(public_id: str, form: TaskForm, *, fault: PortalError | None = None) -> Response:
    step = _case_step(public_id)
    _offer_sections(form, step)
    becomes = (("照会された課", "「決裁待ち」の一覧に出て、この請求の画面を開けるようになります。"), ("期限", "決定の期限は延びません。"))
    words = Sheet("課に照会する", "照会する", becomes)
    return sheet(step, form, words, why_not=rules.why_not_ask_section(step.case.state), fault=fault)


def _answer_page(public_id: str, form: AnswerForm, *, fault: PortalError | None = None) -> Response:
    step = review_task(public_id, staff=current_staff(), settings=settings())
    task = step.task
    assert task is not None
    about = (
        ("照会", task.words),
        ("照会された課", step.sections[task.section_id]),
        ("照会した人", step.names[task.asked_by]),
        ("回答の期限", format_date(task.due_on)),
    )
    becomes = (("開示担当", "請求の画面に回答が出ます。回答は後から改められません。"),)
    words = Sheet("照会に回答する", "回答する", becomes, about)
    if task.section_id != current_staff().section_id:
        becomes = (("経過", "誰が答えたか(課と職員の氏名)、聞いた日と方法も回答の欄に書いてください。"), *becomes)
        words = Sheet("課から聞いた答えを記す", "記す", becomes, about)
    return sheet(step, form, words, why_not=why_not_answer(task, current_staff()), fault=fault)


def _third_page(public_id: str, form: ThirdForm | None, *, fault: PortalError | None = None) -> Response:
    step = _case_step(public_id)
    if form is None:
        open_items = _open_items(step)
        only = open_items[0].public_id if len(open_items) == 1 else None
        form = ThirdForm(typed_before(), data={"asked_on": format_date(clock.today()), "item": only})
    _offer_items(form, step)
    becomes = (
        ("照会書", "市の様式で作り、ここには相手と日付を記録します。"),
        ("反対意見書", "出たときは、開示の決定と実施の間に2週間以上を置きます(法86条3項)。"),
        ("期限", "決定の期限は延びません。"),
    )
    words = Sheet("第三者に意見を照会する", "照会を記録する", becomes)
    reason = rules.why_not_ask_third(step.case.state, [item.state for item in step.rows.items])
    return sheet(step, form, words, why_not=reason, fault=fault)


def _about_third(step: Step) -> tuple[tuple[str, str], ...]:
    assert step.third is not None
    third = step.third.third
    return (
        ("第三者", third.party),
        ("根拠", THIRD_WORDS[third.article]),
        ("文書", f"{step.third.item.place} {step.third.item.words}"),
        ("照会した日", format_date(third.asked_on)),
        ("提出期限", format_date(third.due_on)),
    )


def _opinion_page(public_id: str, form: OpinionForm, *, fault: PortalError | None = None) -> Response:
    step = review_third(public_id, staff=current_staff(), settings=settings())
    assert step.third is not None
    becomes = (
        ("反対のとき", "開示を決定したら、直ちにこの方に通知し、2週間以上を置いて実施します。"),
        ("取消し", "意見は後から改められません。"),
    )
    words = Sheet("第三者の意見を記録する", "意見を記録する", becomes, _about_third(step))
    return sheet(step, form, words, why_not=rules.why_not_answer_third(step.third.about), fault=fault)


def _telling_page(public_id: str, form: DayForm, *, fault: PortalError | None = None) -> Response:
    step = review_third(public_id, staff=current_staff(), settings=settings())
    assert step.third is not None
    form.day.label.text = "通知した日"
    words = Sheet(
        "反対した第三者への通知を記録する", "通知を記録する", (("実施", "2週間を置いて、実施できるようになります。"),), _about_third(step)
    )
    return sheet(step, form, words, why_not=rules.why_not_tell_third(step.third.about), fault=fault)
