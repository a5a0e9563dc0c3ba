"""The checklist of identity and authority on the screen (D-1, R2-1)."""

from dataclasses import dataclass

from flask import Response, make_response, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse
from wtforms import Field

from portal import clock
from portal.accounts.guard import current_staff, typed_before
from portal.disclosures.blueprint import blueprint
from portal.disclosures.case_page import CasePage
from portal.disclosures.case_queries import asker_of
from portal.disclosures.case_review import review_case
from portal.disclosures.handling_rules import why_not_prove
from portal.disclosures.proof_actions import prove_identity as prove
from portal.disclosures.proof_forms import ProofForm
from portal.disclosures.proof_rules import Need, needs_of, why_not_paper
from portal.disclosures.rules import REQUESTER_WORDS, WAY_WORDS, Scene
from portal.errors import Refused, refuse_if
from portal.permissions import Permission
from portal.web.allow import allow
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.rendering import say, settings

Answer = Response | BaseResponse
PROVEN = "本人確認が済みました。"
SEEN = "確認した書類を記録しました。本人確認には、まだ足りないものがあります。"


@dataclass(frozen=True)
class CheckRow:
    """One thing to be proven, with its boxes and the days that belong to them."""

    need: Need
    boxes: list[Field]
    days: list[Field]


@blueprint.get("/disclosures/<public_id>/identity")
@allow(Permission.CASE_RECEIVE)
def review_identity(public_id: str) -> Answer:
    return _sheet(public_id, ProofForm(typed_before()))


@blueprint.post("/disclosures/<public_id>/identity")
@allow(Permission.CASE_RECEIVE)
def prove_identity(public_id: str) -> Answer:
    staff, form = current_staff(), ProofForm()
    once = once_from_form(staff.id)
    page = review_case(public_id, staff=staff, settings=settings())
    form.offer(_needs(page))
    if not form.validate_on_submit() or _has_old_papers(form, page):
        return _sheet(public_id, form, page=page)
    try:
        is_complete = prove(public_id, form.seen, scene=Scene.INTAKE, staff=staff, once=once, settings=settings())
    except Refused as error:
        form.form_errors.append(error.message)
        return _sheet(public_id, form, page=page, status=409)
    say("ok" if is_complete else "care", PROVEN if is_complete else SEEN)
    return go_to(url_for("disclosures.show_case", public_id=public_id))


def _has_old_papers(form: ProofForm, page: CasePage) -> bool:
    """Each said at its day."""
    found = False
    for paper in form.seen:
        field = form.day_field(paper.kind)
        received_on, days = page.case.received_on, settings().proof_valid_days
        reason = why_not_paper(paper, received_on=received_on, today=clock.today(), valid_days=days)
        if reason and field is not None:
            field.errors, found = [reason], True
    return found


def _needs(page: CasePage) -> tuple[Need, ...]:
    return needs_of(asker_of(page.case), Scene.INTAKE)


def _sheet(public_id: str, form: ProofForm, *, page: CasePage | None = None, status: int = 422) -> Response:
    """Refused when the case has ended."""
    page = page or review_case(public_id, staff=current_staff(), settings=settings())
    refuse_if(why_not_prove(page.case.state))
    needs = _needs(page)
    form.offer(needs)
    boxes = {box.data: box for box in form.papers}
    rows = [
        CheckRow(
            need,
            [boxes[f"{need.whose.value}:{kind.value}"] for kind in need.kinds],
            [field for kind in need.kinds if (field := form.day_field(kind)) is not None],
        )
        for need in needs
    ]
    body = render_template(
        "disclosures/review_identity.html",
        page=page,
        form=form,
        rows=rows,
        asker=f"{REQUESTER_WORDS[page.case.requester_kind]}・{WAY_WORDS[page.case.way]}",
        valid_days=settings().proof_valid_days,
        once=new_once(current_staff().id),
    )
    return make_response(body, status if form.errors else 200)
