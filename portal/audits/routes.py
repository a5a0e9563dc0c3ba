"""The auditor's screens: runs, the check sheet, an answer, a finding, the signature, the paper (R5-2)."""

from flask import Response, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal import clock
from portal.accounts.guard import current_staff
from portal.accounts.proof_pages import proof_view, proved
from portal.audits import actions, documents, finding_routes
from portal.audits.blueprint import blueprint
from portal.audits.forms import AnswerForm, FindingForm, RunForm, SignForm
from portal.audits.queries import ROWS_A_PAGE, open_run, show_runs, tally
from portal.audits.review import find_links, find_sections, note_print, open_point
from portal.audits.rules import (
    ALL_SECTIONS,
    ANSWER_MARKS,
    ANSWER_WORDS,
    FINDING_MARKS,
    FINDING_WORDS,
    RUN_KIND_WORDS,
    Answer,
    RunKind,
    why_not_sign,
)
from portal.errors import Refused
from portal.permissions import Permission
from portal.text.wareki import format_date
from portal.web.allow import allow
from portal.web.fields import day_of, offered
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.paging import pager, pages_of
from portal.web.rendering import pdf_answer, say, settings

__all__ = ["blueprint", "finding_routes"]

Answered = Response | BaseResponse


@blueprint.get("/audits")
@allow(Permission.RUN_ANSWER)
def list_runs() -> str:
    page = max(1, request.args.get("page", 1, type=int))
    total, runs = show_runs(page)
    pages = pager(total, pages=pages_of(total, ROWS_A_PAGE), number=page, url_of=lambda number: url_for("audits.list_runs", page=number))
    return render_template("audits/list_runs.html", runs=runs, total=total, pager=pages, kinds=RUN_KIND_WORDS)


@blueprint.get("/audits/new")
@allow(Permission.RUN_ANSWER)
def prepare_run() -> str:
    today = clock.today()
    first = today.replace(year=clock.fiscal_year(today), month=4, day=1)
    return _run_form(RunForm(formdata=None, first=format_date(first), last=format_date(today)))


@blueprint.post("/audits/new")
@allow(Permission.RUN_ANSWER)
def start_run() -> Answered:
    staff, form = current_staff(), RunForm()
    once = once_from_form(staff.id)
    form.section.choices = offered([("", ALL_SECTIONS), *find_sections()])
    first, last = (day_of(form.first), day_of(form.last)) if form.validate_on_submit() else (None, None)
    if first is None or last is None:
        return make_response(_run_form(form), 422)
    section = int(form.section.data) if form.section.data else None
    try:
        public_id = actions.start_run(
            RunKind(form.kind.data), section, (first, last), form.reason.data or "", staff=staff, once=once, settings=settings()
        )
    except Refused as refusal:
        form.last.errors = [refusal.message]
        return make_response(_run_form(form), 409)
    return go_to(url_for("audits.show_run", public_id=public_id))


@blueprint.get("/audits/<public_id>")
@allow(Permission.RUN_ANSWER)
def show_run(public_id: str) -> str:
    return _run_page(public_id, SignForm(formdata=None))


@blueprint.post("/audits/<public_id>/facts")
@allow(Permission.RUN_ANSWER)
def gather_again(public_id: str) -> BaseResponse:
    staff = current_staff()
    actions.gather_again(public_id, staff=staff, once=once_from_form(staff.id), settings=settings())
    say("ok", "まだ答えていない点の事実を、いまの管理簿から取り直しました。")
    return go_to(url_for("audits.show_run", public_id=public_id))


@blueprint.get("/audit-points/<public_id>")
@allow(Permission.RUN_ANSWER)
def show_point(public_id: str) -> str:
    return _point_page(public_id, None, None)


@blueprint.post("/audit-points/<public_id>")
@allow(Permission.RUN_ANSWER)
def answer_point(public_id: str) -> Answered:
    staff, form = current_staff(), AnswerForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return make_response(_point_page(public_id, form, None), 422)
    answer = Answer(form.answer.data)
    try:
        actions.answer_point(public_id, answer, form.note.data or "", staff=staff, once=once)
    except Refused as refusal:
        form.note.errors = [refusal.message]
        return make_response(_point_page(public_id, form, None), 409)
    return go_to(_after_answer(public_id, answer))


@blueprint.post("/audit-points/<public_id>/findings")
@allow(Permission.RUN_ANSWER)
def add_finding(public_id: str) -> Answered:
    staff, form = current_staff(), FindingForm()
    once = once_from_form(staff.id)
    form.section.choices = offered(find_sections())
    due = day_of(form.due) if form.validate_on_submit() else None
    if due is None:
        return make_response(_point_page(public_id, None, form), 422)
    try:
        actions.add_finding(public_id, form.said(due), staff=staff, once=once)
    except Refused as refusal:
        form.due.errors = [refusal.message]
        return make_response(_point_page(public_id, None, form), 409)
    say("ok", "指摘を書きました。続けて書くことも、次の点へ進むこともできます。")
    return go_to(url_for("audits.show_point", public_id=public_id))


@blueprint.post("/audits/<public_id>/signature")
@allow(Permission.RUN_ANSWER)
def sign_run(public_id: str) -> Answered:
    staff, form = current_staff(), SignForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return make_response(_run_page(public_id, form), 422)
    try:
        staff = proved(request.form.get("password"))
        actions.sign_run(public_id, form.conclusion.data or "", staff=staff, once=once)
    except Refused as refusal:
        return make_response(_run_page(public_id, form, refused=refusal.message), 409)
    say("ok", "署名しました。指摘は、是正する課の画面に出ます。")
    return go_to(url_for("audits.show_run", public_id=public_id))


@blueprint.post("/audits/<public_id>/paper")
@allow(Permission.RUN_ANSWER)
def print_run(public_id: str) -> Response:
    staff, view = current_staff(), open_run(public_id, clock.today())
    pdf = documents.run_pdf(view, made_at=clock.now())
    note_print(view.row.shown, staff=staff)
    return pdf_answer(pdf, name="audit.pdf")


def _run_form(form: RunForm) -> str:
    form.section.choices = offered([("", ALL_SECTIONS), *find_sections()])
    return render_template("audits/prepare_run.html", form=form, once=new_once(current_staff().id))


def _run_page(public_id: str, form: SignForm, *, refused: str = "") -> str:
    view = open_run(public_id, clock.today())
    return render_template(
        "audits/show_run.html",
        view=view,
        run=view.row,
        form=form,
        refused=refused,
        tally=tally(view.points),
        why_not_sign=why_not_sign(view.point_facts, is_signed=view.row.signed_at is not None),
        proof=proof_view(),
        once={"sign": new_once(current_staff().id), "gather": new_once(current_staff().id)},
        **_words(),
    )


def _point_page(public_id: str, form: AnswerForm | None, finding: FindingForm | None) -> str:
    view, index = open_point(public_id)
    point = view.points[index]
    form = form or AnswerForm(formdata=None, answer=point.row.answer.value if point.row.answer else None, note=point.row.note)
    finding = finding or FindingForm(formdata=None)
    finding.section.choices = offered(find_sections())
    staff = current_staff()
    return render_template(
        "audits/show_point.html",
        view=view,
        run=view.row,
        point=point,
        numbers=find_links(point.fact, staff=staff),
        place=index + 1,
        earlier=view.points[index - 1] if index else None,
        later=view.points[index + 1] if index + 1 < len(view.points) else None,
        form=form,
        finding=finding,
        once={"answer": new_once(staff.id), "finding": new_once(staff.id)},
        **_words(),
    )


def _after_answer(public_id: str, answer: Answer) -> str:
    """A 指摘 is written on the same page; else on to the next point that has no answer, or back to the sheet."""
    if answer is Answer.FINDING:
        return url_for("audits.show_point", public_id=public_id)
    view, index = open_point(public_id)
    left = [point for point in (*view.points[index + 1 :], *view.points[:index]) if point.row.answer is None]
    if not left:
        return url_for("audits.show_run", public_id=view.row.public_id)
    return url_for("audits.show_point", public_id=left[0].row.public_id)


def _words() -> dict[str, object]:
    return {
        "kinds": RUN_KIND_WORDS,
        "answers": ANSWER_WORDS,
        "marks": ANSWER_MARKS,
        "finding_words": FINDING_WORDS,
        "finding_marks": FINDING_MARKS,
    }
