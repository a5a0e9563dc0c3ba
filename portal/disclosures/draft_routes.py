"""起案 on the screen: chosen, written, read, written anew, dropped (D-2)."""

from flask import Response, make_response, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.guard import current_staff, typed_before
from portal.accounts.proof_pages import proof_view
from portal.disclosures import draft_actions
from portal.disclosures.blueprint import blueprint
from portal.disclosures.decision_rules import (
    CLASS_WORDS,
    DECIDING_OF,
    DECISION_WORDS,
    DECISIONS_OF,
    DRAFT_STATE_WORDS,
    DRAFT_WORDS,
    EXEMPTION_WORDS,
    DraftKind,
)
from portal.disclosures.draft_forms import DraftForm, SignForm, decisions_from, version_of
from portal.disclosures.draft_rules import EXTENDING, Drafted, what_is_missing, why_not_draft
from portal.disclosures.handling_pages import to_case
from portal.disclosures.handling_review import DraftPage, Step, review_case_step, review_draft
from portal.disclosures.rules import CaseKind
from portal.disclosures.sign_rules import ANSWER_WORDS
from portal.errors import Changed, NotFound, PortalError, Refused
from portal.permissions import Permission
from portal.text.wareki import format_date
from portal.web.allow import allow
from portal.web.fields import offered
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.rendering import say, settings

Answer = Response | BaseResponse


@blueprint.get("/disclosures/<public_id>/drafts")
@allow(Permission.CASE_HANDLE)
def choose_draft(public_id: str) -> str:
    step = review_case_step(public_id, staff=current_staff(), settings=settings())
    case = step.handling.at_hand
    kinds = [(kind, why_not_draft(case, kind)) for kind in (*DECIDING_OF[case.kind], *EXTENDING, DraftKind.MENDING)]
    return render_template(
        "disclosures/choose_draft.html", step=step, kinds=kinds, words=DRAFT_WORDS, decisions=DECISIONS_OF, of=DECISION_WORDS
    )


@blueprint.get("/disclosures/<public_id>/drafts/<word>")
@allow(Permission.CASE_HANDLE)
def new_draft(public_id: str, word: str) -> Answer:
    kind, typed = _kind(word), typed_before()
    step = review_case_step(public_id, staff=current_staff(), settings=settings())
    only = step.gaps[0].public_id if len(step.gaps) == 1 else ""
    first = {"places": _office(), "ways": ["view", "copy"], "days": str(step.handling.at_hand.most_days), "mending": only}
    return _form_page(step, DraftForm(typed, data=first).asks(kind), kind, typed or MultiDict())


@blueprint.post("/disclosures/<public_id>/drafts/<word>")
@allow(Permission.CASE_HANDLE)
def write_draft(public_id: str, word: str) -> Answer:
    kind, staff = _kind(word), current_staff()
    once = once_from_form(staff.id)
    step = review_case_step(public_id, staff=staff, settings=settings())
    form, said = _typed(step, kind)
    if said is None:
        return _form_page(step, form, kind, request.form)
    try:
        draft = draft_actions.write_draft(public_id, said, staff=staff, once=once, settings=settings())
    except Refused as refusal:
        return _form_page(step, form, kind, request.form, fault=refusal)
    say("ok", f"{DRAFT_WORDS[kind]}を起案しました。合議・決裁をする所属長の「決裁待ち」に出ます。")
    return go_to(url_for("disclosures.show_draft", public_id=draft))


@blueprint.get("/disclosure-drafts/<public_id>/rewriting")
@allow(Permission.CASE_HANDLE)
def edit_draft(public_id: str) -> Answer:
    page, typed = review_draft(public_id, staff=current_staff(), settings=settings()), typed_before()
    said, kind = page.said, page.said.kind
    sent = typed or MultiDict({f"item-{item}": decision.value for item, decision in said.decisions.items()})
    form = DraftForm(typed, data=_as_typed(page)).asks(kind)
    return _form_page(page.step, form, kind, sent, page=page)


@blueprint.post("/disclosure-drafts/<public_id>/rewriting")
@allow(Permission.CASE_HANDLE)
def rewrite_draft(public_id: str) -> Answer:
    staff = current_staff()
    once = once_from_form(staff.id)
    page = review_draft(public_id, staff=staff, settings=settings())
    form, said = _typed(page.step, page.said.kind)
    if said is None:
        return _form_page(page.step, form, page.said.kind, request.form, page=page)
    try:
        draft_actions.rewrite_draft(public_id, said, version=version_of(form), staff=staff, once=once, settings=settings())
    except (Refused, Changed) as fault:
        return _form_page(page.step, form, page.said.kind, request.form, page=page, fault=fault)
    say("ok", "書き直しました。はじめから合議・決裁を受けます。")
    return go_to(url_for("disclosures.show_draft", public_id=public_id))


@blueprint.get("/disclosure-drafts/<public_id>")
@allow(Permission.CASE_OPEN)
def show_draft(public_id: str) -> str:
    page = review_draft(public_id, staff=current_staff(), settings=settings())
    return render_template(
        "disclosures/show_draft.html",
        page=page,
        form=SignForm(formdata=None),
        proof=proof_view(),
        once={"sign": new_once(current_staff().id), "drop": new_once(current_staff().id)},
        **words_of_drafts(),
    )


@blueprint.post("/disclosure-drafts/<public_id>/dropping")
@allow(Permission.CASE_HANDLE)
def drop_draft(public_id: str) -> BaseResponse:
    staff = current_staff()
    case = draft_actions.drop_draft(public_id, staff=staff, once=once_from_form(staff.id), settings=settings())
    return to_case(case, "起案を取りやめました。文書は審査中に戻ります。")


def _kind(word: str) -> DraftKind:
    try:
        return DraftKind(word)
    except ValueError as error:
        raise NotFound from error


def _typed(step: Step, kind: DraftKind) -> tuple[DraftForm, Drafted | None]:
    """The form and what it says; None when something is missing, which stands at its field."""
    form = DraftForm().asks(kind)
    _offer(form, step)
    case, items = step.handling.at_hand, [item.public_id for item in step.rows.items]
    said = form.said(kind, decisions_from(request.form, kind, items)) if form.validate_on_submit() else None
    if said is not None and form.shows(what_is_missing(said, basic=case.basic, most=case.most_days)):
        return form, None
    return form, said


def _offer(form: DraftForm, step: Step) -> None:
    if "mending" in form:
        form.mending.choices = offered([(gap.public_id, gap.words or gap.gaps) for gap in step.gaps])


def _as_typed(page: DraftPage) -> dict[str, object]:
    said = page.said
    return {
        "decision_class": said.decision_class.value,
        "mending": said.mending,
        "purpose": said.purpose,
        "exemptions": [each.value for each in said.exemptions],
        "partly": said.partly,
        "days": str(said.days or ""),
        "rest_until": format_date(said.rest_until) if said.rest_until else "",
        "reason": said.reason,
        "ways": said.ways.split(",") if said.ways else [],
        "places": said.places,
        "postage": said.postage,
        "version": str(page.found.draft.version),
    }


def _office() -> str:
    return "\n".join(("開庁日の午前8時30分から午後5時15分まで", *settings().disclosure_office_lines))


def _form_page(
    step: Step,
    form: DraftForm,
    kind: DraftKind,
    sent: MultiDict[str, str],
    *,
    page: DraftPage | None = None,
    fault: PortalError | None = None,
) -> Response:
    _offer(form, step)
    if kind is DraftKind.SPECIAL and "partly" in form:
        form.partly.label.text = "先に決定する部分"
        if step.case.kind is not CaseKind.DISCLOSURE:
            del form.partly  # 95条 and 103条 name one day for the whole.
    if fault is not None:
        form.form_errors.append(fault.message)
    why_not = page.why_not_rewrite if page else why_not_draft(step.handling.at_hand, kind)
    rendered = render_template(
        "disclosures/write_draft.html",
        step=step,
        form=form,
        kind=kind,
        sent=sent,
        own=[item.public_id for item, _ in page.found.items] if page else [],
        draft=page.found.draft if page else None,
        why_not=why_not if not form.errors else "",
        decisions=DECISIONS_OF.get(kind, ()),
        once=new_once(current_staff().id),
        **words_of_drafts(),
    )
    return make_response(rendered, fault.status if fault else 422 if form.errors else 200)


def words_of_drafts() -> dict[str, object]:
    return {
        "kinds": DRAFT_WORDS,
        "classes": CLASS_WORDS,
        "of": DECISION_WORDS,
        "states": DRAFT_STATE_WORDS,
        "exemption_words": EXEMPTION_WORDS,
        "answers": ANSWER_WORDS,
    }
