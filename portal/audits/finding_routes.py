"""Findings on the screen: the chief's worklist and 是正, the auditor's list and 完了 (R5-2)."""

from flask import Response, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal import clock
from portal.accounts.guard import current_staff
from portal.audits import actions
from portal.audits.blueprint import blueprint
from portal.audits.forms import ConfirmForm, MendForm
from portal.audits.queries import ROWS_A_PAGE, FindingView, show_findings
from portal.audits.rules import FINDING_MARKS, FINDING_WORDS, QUESTIONS, why_not_confirm, why_not_mend
from portal.errors import Refused
from portal.permissions import Permission
from portal.web.allow import allow
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.paging import pager, pages_of
from portal.web.rendering import say

Answered = Response | BaseResponse


@blueprint.get("/audit-findings/mine")
@allow(Permission.FINDING_MEND)
def list_own_findings() -> str:
    """What a chief's own section has to mend."""
    return _list("audits.list_own_findings", section_id=current_staff().section_id, form=MendForm(formdata=None))


@blueprint.post("/audit-findings/<public_id>/mending")
@allow(Permission.FINDING_MEND)
def mend_finding(public_id: str) -> Answered:
    staff, form = current_staff(), MendForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return make_response(_list("audits.list_own_findings", section_id=staff.section_id, form=form, wrong=public_id), 422)
    try:
        actions.mend_finding(public_id, form.words.data or "", staff=staff, once=once)
    except Refused as refusal:
        form.words.errors = [refusal.message]
        return make_response(_list("audits.list_own_findings", section_id=staff.section_id, form=form, wrong=public_id), 409)
    say("ok", "是正を報告しました。監査担当が確かめると完了になります。")
    return go_to(url_for("audits.list_own_findings"))


@blueprint.get("/audit-findings")
@allow(Permission.RUN_ANSWER)
def list_findings() -> str:
    """Every section's, for the auditor."""
    return _list("audits.list_findings", section_id=None, form=ConfirmForm(formdata=None))


@blueprint.post("/audit-findings/<public_id>/confirmation")
@allow(Permission.RUN_ANSWER)
def confirm_finding(public_id: str) -> Answered:
    staff, form = current_staff(), ConfirmForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return make_response(_list("audits.list_findings", section_id=None, form=form, wrong=public_id), 422)
    try:
        actions.confirm_finding(public_id, form.words.data or "", is_done=not form.back.data, staff=staff, once=once)
    except Refused as refusal:
        form.words.errors = [refusal.message]
        return make_response(_list("audits.list_findings", section_id=None, form=form, wrong=public_id), 409)
    say("ok", "差し戻しました。" if form.back.data else "指摘を完了にしました。")
    return go_to(url_for("audits.list_findings"))


def _list(endpoint: str, *, section_id: int | None, form: MendForm | ConfirmForm, wrong: str = "") -> str:
    page, is_open = max(1, request.args.get("page", 1, type=int)), request.args.get("state") != "done"
    total, findings = show_findings(clock.today(), section_id=section_id, is_open=is_open, page=page)
    state = "open" if is_open else "done"
    pages = pager(total, pages=pages_of(total, ROWS_A_PAGE), number=page, url_of=lambda number: url_for(endpoint, page=number, state=state))
    staff = current_staff()

    def why_not(view: FindingView) -> str | None:
        return why_not_mend(view.row.about) if section_id is not None else why_not_confirm(view.row.about, staff.id)

    return render_template(
        "audits/list_findings.html",
        findings=findings,
        total=total,
        pager=pages,
        is_open=is_open,
        is_own=section_id is not None,
        endpoint=endpoint,
        form=form,
        wrong=wrong,
        why_not=why_not,
        once=new_once(staff.id),
        questions=QUESTIONS,
        words=FINDING_WORDS,
        marks=FINDING_MARKS,
    )
