"""媒体台帳 on the screen: the list, one medium, registering and changing it, its label."""

from datetime import date
from typing import Any

from flask import Response, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal import clock
from portal.accounts.chief_queries import StaffName, staff_of
from portal.accounts.guard import current_staff, typed_before
from portal.db import reading
from portal.errors import Changed, NotFound, Refused
from portal.media import medium_actions, paper_actions
from portal.media.blueprint import blueprint
from portal.media.choice_queries import Choice
from portal.media.choice_queries import systems as running_systems
from portal.media.label_documents import A_SHEET
from portal.media.medium_forms import DetailsForm, NewMediumForm
from portal.media.medium_page import MediumPage, Possible, show_page
from portal.media.medium_queries import Wanted, show_media
from portal.media.renewal_queries import waiting_renewals
from portal.media.renewal_rules import last_of_year
from portal.media.rules import MEDIUM_KIND_WORDS, STANDING_MARKS, STANDING_WORDS, MediumKind, Standing
from portal.permissions import Permission
from portal.text.wareki import format_date
from portal.web.allow import allow
from portal.web.fields import day_of
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.paging import pager
from portal.web.rendering import pdf_answer, say

Answer = str | Response | BaseResponse
CHANGED = "登録内容を改めました。"
SAME = "変わったところがないため、何も保存していません。"


@blueprint.get("/media/media")
@allow(Permission.LINE_SHOW)
def list_media() -> Answer:
    staff, wanted = current_staff(), _wanted()
    shown = show_media(wanted, request.args.get("page", 1, int), staff=staff)

    def url(number: int) -> str:
        return url_for("media.list_media", **{**request.args.to_dict(), "page": number})

    with reading():
        waiting = waiting_renewals([staff.section_id])
    return render_template(
        "media/list_media.html",
        shown=shown,
        wanted=wanted,
        pager=pager(shown.total, pages=shown.pages, number=shown.page, url_of=url),
        renewal=waiting[0] if waiting else None,
        may_change=staff.may(Permission.MEDIUM_CHANGE),
        first_places=A_SHEET,
        **_words(),
    )


@blueprint.get("/media/media/<public_id>")
@allow(Permission.LINE_SHOW)
def show_medium(public_id: str) -> Answer:
    staff = current_staff()
    page = show_page(public_id, staff=staff)
    may_change = staff.may(Permission.MEDIUM_CHANGE)
    return render_template("media/show_medium.html", page=page, actions=_actions(page), may_change=may_change, **_words())


@blueprint.get("/media/medium-entry")
@allow(Permission.MEDIUM_CHANGE)
def new_medium() -> Answer:
    today = clock.today()
    last = last_of_year(clock.fiscal_year(today))
    form = NewMediumForm(typed_before(), first=format_date(today), last=format_date(last), keeper=current_staff().login_name)
    return _form_page("new_medium", form)


@blueprint.post("/media/medium-entry")
@allow(Permission.MEDIUM_CHANGE)
def register_medium() -> Answer:
    staff, form = current_staff(), NewMediumForm()
    form.offer(*_offered())
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return _form_page("new_medium", form)
    try:
        public_id = medium_actions.register_medium(form.details, first=_day(form.first), last=_day(form.last), staff=staff, once=once)
    except Refused as error:
        form.form_errors.append(error.message)
        return _form_page("new_medium", form, status=409)
    say("ok", "台帳に登録しました。ラベルを印刷して媒体に貼ってください。")
    return go_to(url_for("media.show_medium", public_id=public_id))


@blueprint.get("/media/media/<public_id>/details")
@allow(Permission.MEDIUM_CHANGE)
def edit_medium(public_id: str) -> Answer:
    details, version = medium_actions.read_details(public_id, staff=current_staff())
    form = DetailsForm(typed_before(), obj=details, version=str(version))
    return _form_page("edit_medium", form, public_id=public_id)


@blueprint.post("/media/media/<public_id>/details")
@allow(Permission.MEDIUM_CHANGE)
def change_medium(public_id: str) -> Answer:
    staff, form = current_staff(), DetailsForm()
    form.offer(*_offered())
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return _form_page("edit_medium", form, public_id=public_id)
    try:
        changed = medium_actions.change_medium(public_id, form.details, seen_version=form.seen_version, staff=staff, once=once)
    except (Changed, Refused) as error:
        form.form_errors.append(error.message)
        return _form_page("edit_medium", form, public_id=public_id, status=409)
    say("ok", CHANGED if changed else SAME)
    return go_to(url_for("media.show_medium", public_id=public_id))


@blueprint.post("/media/labels")
@allow(Permission.MEDIUM_CHANGE)
def print_labels() -> Response:
    chosen = [public_id[:32].replace("\0", "") for public_id in request.form.getlist("medium")]
    pdf = paper_actions.print_labels(chosen, request.form.get("first_place", 1, int), staff=current_staff())
    return pdf_answer(pdf, name="media-labels.pdf")


def _wanted() -> Wanted:
    asked = request.args
    standing, kind = asked.get("standing", ""), asked.get("kind", "")
    return Wanted(
        standing=Standing(standing) if standing in list(Standing) else None,
        kind=MediumKind(kind) if kind in list(MediumKind) else None,
        keeper=asked.get("keeper", "")[:40].replace("\0", ""),
        word=asked.get("word", "").strip()[:60].replace("\0", ""),
        ending=asked.get("ending") == "yes",
        unseen=asked.get("unseen") == "yes",
    )


def _words() -> dict[str, Any]:
    return {"kind_words": MEDIUM_KIND_WORDS, "standing_words": STANDING_WORDS, "marks": STANDING_MARKS}


def _offered() -> tuple[list[StaffName], list[Choice]]:
    today = clock.today()
    with reading():
        return staff_of(current_staff().section_id, today), running_systems(today)


def _form_page(template: str, form: DetailsForm, *, public_id: str = "", status: int = 422) -> Response:
    form.offer(*_offered())
    page = render_template(f"media/{template}.html", form=form, public_id=public_id, once=new_once(current_staff().id))
    return make_response(page, status if form.errors else 200)


def _day(field: Any) -> date:
    """Of a form that was checked."""
    day = day_of(field)
    if day is None:
        raise NotFound
    return day


def _actions(page: MediumPage) -> dict[str, list[dict[str, Any]]]:
    """As components/actions.html takes them."""
    can = [_action(step, page) for step in page.steps if step.why_not is None]
    cannot = [{"label": step.label, "reason": step.why_not, "way_out_url": ""} for step in page.steps if step.why_not]
    return {"can": can, "cannot": cannot}


def _action(step: Possible, page: MediumPage) -> dict[str, Any]:
    url = url_for(f"media.{step.endpoint}", public_id=page.row.medium.public_id)
    return {"label": step.label, "url": url, "key": step.key, "main": step.endpoint in ("review_find", "review_wipe")}
