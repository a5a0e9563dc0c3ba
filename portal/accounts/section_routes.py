"""Screens of the system admin about sections: which stands above which, added, renamed, put under another."""

from flask import Response, make_response, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts import section_actions
from portal.accounts.blueprint import blueprint
from portal.accounts.guard import current_staff, typed_before
from portal.accounts.section_forms import NewSectionForm, SectionForm
from portal.accounts.section_queries import SectionLine, find_section, list_section_lines
from portal.accounts.staff_pages import answer_form
from portal.errors import Changed, Refused
from portal.permissions import Permission
from portal.web.allow import allow
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.rendering import say


@blueprint.get("/sections")
@allow(Permission.STAFF_MANAGE)
def list_sections() -> Response:
    return _list(NewSectionForm(typed_before()))


@blueprint.post("/sections")
@allow(Permission.STAFF_MANAGE)
def add_section() -> Response | BaseResponse:
    once, form = once_from_form(current_staff().id), NewSectionForm()
    form.offer_above((line.code, line.name) for line in list_section_lines())
    if not form.validate_on_submit():
        return _list(form)
    try:
        section_actions.add_section(form.code.data or "", *form.words, by=current_staff().actor, once=once)
    except Refused as refusal:
        form.form_errors.append(refusal.message)
        return _list(form, status=409)
    say("ok", f"「{form.words[0]}」を登録しました。")
    return go_to(url_for("accounts.list_sections"))


@blueprint.get("/sections/<section_code>")
@allow(Permission.STAFF_MANAGE)
def edit_section(section_code: str) -> Response:
    found = find_section(section_code)
    line, _ = found
    return _edit(SectionForm(typed_before(), name=line.name, above=line.above, version=str(line.version)), found)


@blueprint.post("/sections/<section_code>")
@allow(Permission.STAFF_MANAGE)
def change_section(section_code: str) -> Response | BaseResponse:
    once, form = once_from_form(current_staff().id), SectionForm()
    form.offer_above((line.code, line.name) for line in find_section(section_code)[1])
    if not form.validate_on_submit():
        return _edit(form, find_section(section_code))
    try:
        by, seen = current_staff().actor, form.seen_version
        changed = section_actions.change_section(section_code, *form.words, seen_version=seen, by=by, once=once)
    except (Changed, Refused) as error:
        return _not_changed(form, section_code, error)
    say("ok", "改めた内容を保存しました。" if changed else "変わったところがないため、何も保存していません。")
    return go_to(url_for("accounts.list_sections"))


def _list(form: NewSectionForm, *, status: int = 422) -> Response:
    lines = list_section_lines()
    form.offer_above((line.code, line.name) for line in lines)
    page = render_template("accounts/list_sections.html", form=form, lines=lines, once=new_once(current_staff().id))
    return make_response(page, status if form.errors else 200)


def _edit(form: SectionForm, found: tuple[SectionLine, list[SectionLine]], *, status: int = 422) -> Response:
    line, lines = found
    form.offer_above((each.code, each.name) for each in lines if each.code != line.code)
    return answer_form("edit_section", form, status=status, line=line)


def _not_changed(form: SectionForm, section_code: str, error: Changed | Refused) -> Response:
    """What was typed stays; what the page shows as the present state is the present one again."""
    found = find_section(section_code)
    form.form_errors.append(error.message)
    form.version.data = str(found[0].version)
    return _edit(form, found, status=409)
