"""The page of one case on the screen."""

from flask import render_template, url_for

from portal.accounts.guard import current_staff
from portal.disclosures.acts import Can
from portal.disclosures.blueprint import blueprint
from portal.disclosures.case_page import CasePage
from portal.disclosures.case_review import review_case
from portal.disclosures.decision_rules import (
    DECISION_WORDS,
    DOING_WORDS,
    DRAFT_STATE_WORDS,
    DRAFT_WORDS,
    NO_CONSULT_WORDS,
    RULING_WORDS,
    THIRD_WORDS,
)
from portal.disclosures.rules import (
    FORM_WORDS,
    GROUND_WORDS,
    ITEM_STATE_WORDS,
    KIND_WORDS,
    PROOF_WORDS,
    REQUESTER_WORDS,
    SCENE_WORDS,
    STANDING_WORDS,
    STATE_WORDS,
    WAY_WORDS,
    WHOSE_WORDS,
    WISH_IN_ASSESSMENT,
    WISH_WORDS,
    CaseState,
    ItemState,
)
from portal.permissions import Permission
from portal.vouchers.fee_rules import WAIVER_WORDS
from portal.web.allow import allow
from portal.web.once import new_once
from portal.web.rendering import settings

STATE_MARKS = {
    CaseState.EXAMINING: "now",
    CaseState.MENDING: "wait",
    CaseState.DECIDED: "now",
    CaseState.NOTIFIED: "wait",
    CaseState.DONE: "ok",
    CaseState.LAPSED: "care",
    CaseState.WITHDRAWN: "done",
    CaseState.CANCELLED: "void",
    CaseState.CLOSED: "done",
}
ITEM_MARKS = {
    ItemState.OPEN: "now",
    ItemState.DRAFTED: "wait",
    ItemState.DECIDED: "now",
    ItemState.NOTIFIED: "wait",
    ItemState.DONE: "ok",
    ItemState.LAPSED: "care",
    ItemState.WITHDRAWN: "done",
}
WORDS = {
    "kind": KIND_WORDS,
    "wish": WISH_WORDS,
    "wish_in_assessment": WISH_IN_ASSESSMENT,
    "ground": GROUND_WORDS,
    "way": WAY_WORDS,
    "requester": REQUESTER_WORDS,
    "standing": STANDING_WORDS,
    "form": FORM_WORDS,
    "state": STATE_WORDS,
    "mark": STATE_MARKS,
    "item": ITEM_STATE_WORDS,
    "item_mark": ITEM_MARKS,
    "decision": DECISION_WORDS,
    "proof": PROOF_WORDS,
    "scene": SCENE_WORDS,
    "whose": WHOSE_WORDS,
    "draft": DRAFT_WORDS,
    "draft_state": DRAFT_STATE_WORDS,
    "doing": DOING_WORDS,
    "third": THIRD_WORDS,
    "no_consult": NO_CONSULT_WORDS,
    "ruling": RULING_WORDS,
    "waiver": WAIVER_WORDS,
}


@blueprint.get("/disclosures/<public_id>")
@allow(Permission.CASE_OPEN)
def show_case(public_id: str) -> str:
    staff = current_staff()
    page = review_case(public_id, staff=staff, settings=settings())
    return render_template("disclosures/show_case.html", page=page, actions=_actions(page), words=WORDS, once=new_once(staff.id))


def _actions(page: CasePage) -> dict[str, list[dict[str, str | bool]]]:
    """As components/actions.html takes them."""
    cannot: list[dict[str, str | bool]] = [{"label": each.label, "reason": each.reason, "way_out_url": ""} for each in page.cannot]
    return {"can": [_action(each, page.case.public_id) for each in page.can], "cannot": cannot}


def _action(can: Can, case_public_id: str) -> dict[str, str | bool]:
    url = url_for(can.endpoint, public_id=can.public_id or case_public_id)
    return {"label": can.label, "url": url, "key": can.key, "main": can.is_main}
