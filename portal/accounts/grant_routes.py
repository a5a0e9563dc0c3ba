"""Screens of the system admin about what one person may do: roles, and single permissions for a while (R3-2)."""

from datetime import date

from flask import Response
from werkzeug.wrappers import Response as BaseResponse

from portal import clock
from portal.accounts import staff_actions, staff_queries
from portal.accounts import staff_rules as rules
from portal.accounts.blueprint import blueprint
from portal.accounts.guard import current_staff, typed_before
from portal.accounts.staff_forms import EndGrantForm, PermissionGrantForm, RoleGrantForm, day_as_typed
from portal.accounts.staff_pages import answer_form, answer_sheet, back_to
from portal.accounts.staff_queries import find_account
from portal.accounts.staff_rules import Period, grant_words
from portal.errors import NotFound, Refused
from portal.permissions import Permission, Role
from portal.web.allow import allow
from portal.web.fields import day_of
from portal.web.once import once_from_form

Answer = Response | BaseResponse


@blueprint.get("/staff/<login_name>/roles/new")
@allow(Permission.STAFF_MANAGE)
def new_role(login_name: str) -> Response:
    return _new_grant(login_name, RoleGrantForm(typed_before(), starts_on=day_as_typed(clock.today())))


@blueprint.post("/staff/<login_name>/roles/new")
@allow(Permission.STAFF_MANAGE)
def grant_role(login_name: str) -> Answer:
    return _grant(login_name, RoleGrantForm())


@blueprint.get("/staff/<login_name>/permissions/new")
@allow(Permission.STAFF_MANAGE)
def new_permission(login_name: str) -> Response:
    return _new_grant(login_name, PermissionGrantForm(typed_before(), starts_on=day_as_typed(clock.today())))


@blueprint.post("/staff/<login_name>/permissions/new")
@allow(Permission.STAFF_MANAGE)
def grant_permission(login_name: str) -> Answer:
    return _grant(login_name, PermissionGrantForm())


@blueprint.get("/staff/<login_name>/grants/<word>/<starts_on>/end")
@allow(Permission.STAFF_MANAGE)
def review_grant_end(login_name: str, word: str, starts_on: str) -> Response:
    return _end_sheet(login_name, word, starts_on, EndGrantForm())


@blueprint.post("/staff/<login_name>/grants/<word>/<starts_on>/end")
@allow(Permission.STAFF_MANAGE)
def end_grant(login_name: str, word: str, starts_on: str) -> Answer:
    form = EndGrantForm()
    if not form.validate_on_submit():
        return _end_sheet(login_name, word, starts_on, form)
    held, day = _word(word), _day(starts_on)
    at_once = form.when.data == "at-once"
    staff_actions.end_grant(login_name, held, day, at_once=at_once, by=current_staff().actor, once=once_from_form(current_staff().id))
    return back_to(login_name, f"「{grant_words(held)}」を{'ただちに外しました' if at_once else '今日で終えることにしました'}。")


def _new_grant(login_name: str, form: RoleGrantForm | PermissionGrantForm) -> Response:
    account = find_account(login_name)
    why_not = rules.why_not_change_own_grants(staff_id=account.id, by_staff_id=current_staff().id)
    return answer_sheet("add_grant", form, account, why_not=why_not, is_role=isinstance(form, RoleGrantForm))


def _grant(login_name: str, form: RoleGrantForm | PermissionGrantForm) -> Answer:
    account, is_role = find_account(login_name), isinstance(form, RoleGrantForm)
    if not form.validate_on_submit():
        return answer_sheet("add_grant", form, account, is_role=is_role)
    start = day_of(form.starts_on)
    assert start is not None
    word, period = _word(form.word.data), Period(start, day_of(form.ends_on))
    try:
        staff_actions.add_grant(login_name, word, period, by=current_staff().actor, once=once_from_form(current_staff().id))
    except Refused as error:
        form.form_errors.append(error.message)
        return answer_form("add_grant", form, status=409, account=account, is_role=is_role)
    return back_to(login_name, f"「{grant_words(word)}」を付けました({period.words})。")


def _end_sheet(login_name: str, word: str, starts_on: str, form: EndGrantForm) -> Response:
    account = find_account(login_name)
    why_not = rules.why_not_change_own_grants(staff_id=account.id, by_staff_id=current_staff().id)
    grant = staff_queries.find_grant(login_name, _word(word), _day(starts_on))
    return answer_sheet("end_grant", form, account, why_not=why_not, grant=grant, word=grant_words(grant.word))


def _word(text: str) -> Role | Permission:
    for words in (Role, Permission):
        if text in list(words):
            return words(text)
    raise NotFound


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise NotFound from error
