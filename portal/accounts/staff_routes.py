"""Screens of the system admin about staff: list, add, change, stop, first password. No resident appears in any of them."""

from flask import Response, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal import clock
from portal.accounts import deputy_routes, grant_routes, section_routes, session_routes, staff_actions, staff_queries
from portal.accounts import staff_rules as rules
from portal.accounts.blueprint import blueprint
from portal.accounts.guard import current_staff, typed_before
from portal.accounts.staff_actions import Credentials, NewStaff
from portal.accounts.staff_forms import (
    ConfirmForm,
    DetailsForm,
    NewStaffForm,
    ReasonForm,
    day_as_typed,
    details_as_seen,
    details_from_seen,
)
from portal.accounts.staff_pages import answer_form, answer_sheet, back_to, possible_actions, state_note
from portal.accounts.staff_queries import Filter, find_account
from portal.accounts.staff_rules import ACCOUNT_STATE_WORDS, GRANT_STATE_WORDS, AccountState, grant_words
from portal.errors import Changed, Refused
from portal.permissions import Permission, Role
from portal.web.allow import allow
from portal.web.fields import day_of
from portal.web.once import once_from_form
from portal.web.paging import Pager, pager

__all__ = ["blueprint", "deputy_routes", "grant_routes", "section_routes", "session_routes"]
ROWS_A_PAGE = 50
Answer = Response | BaseResponse


@blueprint.get("/staff")
@allow(Permission.STAFF_MANAGE)
def list_staff() -> str:
    wanted = _filter()
    found = staff_queries.list_accounts(wanted, page=request.args.get("page", 1, int), per_page=ROWS_A_PAGE)
    staff_actions.note_list_opened(found.total, by=current_staff().actor)
    return render_template(
        "accounts/list_staff.html",
        found=found,
        wanted=wanted,
        pager=_pager(found),
        sections=staff_queries.list_sections(),
        states=ACCOUNT_STATE_WORDS,
        state_note=state_note,
    )


@blueprint.get("/staff-entry")
@allow(Permission.STAFF_MANAGE)
def new_staff() -> Response:
    form = NewStaffForm(typed_before(), starts_on=day_as_typed(clock.today()))
    form.offer_sections(staff_queries.list_sections())
    return answer_form("new_staff", form)


@blueprint.post("/staff-entry")
@allow(Permission.STAFF_MANAGE)
def add_staff() -> Response:
    form = NewStaffForm()
    form.offer_sections(staff_queries.list_sections())
    if not form.validate_on_submit():
        return answer_form("new_staff", form)
    try:
        made = staff_actions.add_staff(_new_staff(form), by=current_staff().actor, once=_once())
    except Refused as error:
        form.form_errors.append(error.message)
        return answer_form("new_staff", form, status=409)
    return _answer_password(made, is_new=True)


@blueprint.get("/staff/<login_name>")
@allow(Permission.STAFF_MANAGE)
def show_staff(login_name: str) -> str:
    page = staff_queries.find_account_page(login_name)
    can, cannot = possible_actions(page.account)
    return render_template(
        "accounts/show_staff.html",
        page=page,
        account=page.account,
        can=can,
        cannot=cannot,
        is_own=page.account.id == current_staff().id,
        states=ACCOUNT_STATE_WORDS,
        grant_states=GRANT_STATE_WORDS,
        grant_words=grant_words,
        state_note=state_note,
    )


@blueprint.get("/staff/<login_name>/details")
@allow(Permission.STAFF_MANAGE)
def edit_staff(login_name: str) -> Response:
    account = find_account(login_name)
    valid = account.valid
    form = DetailsForm(
        typed_before(),
        name=account.name,
        section=account.section_code,
        starts_on=day_as_typed(valid.starts_on),
        ends_on=day_as_typed(valid.ends_on),
        seen=details_as_seen(account.details),
    )
    form.offer_sections(staff_queries.list_sections())
    return answer_form("edit_staff", form, account=account)


@blueprint.post("/staff/<login_name>/details")
@allow(Permission.STAFF_MANAGE)
def change_staff(login_name: str) -> Answer:
    form = DetailsForm()
    form.offer_sections(staff_queries.list_sections())
    if not form.validate_on_submit():
        return answer_form("edit_staff", form, account=find_account(login_name))
    seen = details_from_seen(form.seen.data)
    try:
        changed = staff_actions.change_staff(login_name, form.details, seen=seen, by=current_staff().actor, once=_once())
    except (Changed, Refused) as error:
        return _answer_not_changed(form, login_name, error)
    return back_to(login_name, "改めた内容を保存しました。" if changed else "変わったところがないため、何も保存していません。")


@blueprint.get("/staff/<login_name>/stop")
@allow(Permission.STAFF_MANAGE)
def review_stop(login_name: str) -> Response:
    account = find_account(login_name)
    stopped = account.stopped_at is not None
    why_not = rules.why_not_stop(staff_id=account.id, by_staff_id=current_staff().id, stopped=stopped)
    return answer_sheet("stop_staff", ReasonForm(typed_before()), account, why_not=why_not)


@blueprint.post("/staff/<login_name>/stop")
@allow(Permission.STAFF_MANAGE)
def stop_staff(login_name: str) -> Answer:
    form = ReasonForm()
    if not form.validate_on_submit():
        return answer_sheet("stop_staff", form, find_account(login_name))
    staff_actions.stop_staff(login_name, form.words, by=current_staff().actor, once=_once())
    return back_to(login_name, "利用を止めました。サインインしていた画面も終わりました。")


@blueprint.get("/staff/<login_name>/resumption")
@allow(Permission.STAFF_MANAGE)
def review_resume(login_name: str) -> Response:
    account = find_account(login_name)
    why_not = rules.why_not_resume(stopped=account.stopped_at is not None)
    return answer_sheet("resume_staff", ReasonForm(typed_before()), account, why_not=why_not)


@blueprint.post("/staff/<login_name>/resumption")
@allow(Permission.STAFF_MANAGE)
def resume_staff(login_name: str) -> Answer:
    form = ReasonForm()
    if not form.validate_on_submit():
        return answer_sheet("resume_staff", form, find_account(login_name))
    staff_actions.resume_staff(login_name, form.words, by=current_staff().actor, once=_once())
    return back_to(login_name, "利用を再開しました。")


@blueprint.get("/staff/<login_name>/first-password")
@allow(Permission.STAFF_MANAGE)
def review_password(login_name: str) -> Response:
    account = find_account(login_name)
    why_not = rules.why_not_reset_password(staff_id=account.id, by_staff_id=current_staff().id)
    return answer_sheet("reset_password", ConfirmForm(), account, why_not=why_not)


@blueprint.post("/staff/<login_name>/first-password")
@allow(Permission.STAFF_MANAGE)
def reset_password(login_name: str) -> Response:
    return _answer_password(staff_actions.reset_password(login_name, by=current_staff().actor, once=_once()), is_new=False)


@blueprint.get("/staff/<login_name>/unlocking")
@allow(Permission.STAFF_MANAGE)
def review_unlock(login_name: str) -> Response:
    account = find_account(login_name)
    why_not = rules.why_not_unlock(locked_until=account.locked_until, now=clock.now())
    return answer_sheet("unlock_staff", ConfirmForm(), account, why_not=why_not)


@blueprint.post("/staff/<login_name>/unlocking")
@allow(Permission.STAFF_MANAGE)
def unlock_staff(login_name: str) -> Answer:
    staff_actions.unlock_staff(login_name, by=current_staff().actor, once=_once())
    return back_to(login_name, "ロックを解きました。")


def _once() -> str:
    return once_from_form(current_staff().id)


def _filter() -> Filter:
    state = request.args.get("state", "")
    return Filter(
        section_code=request.args.get("section", "")[:20].replace("\0", ""),
        state=AccountState(state) if state in list(AccountState) else None,
        word=request.args.get("word", "").strip()[:60],
    )


def _pager(found: staff_queries.AccountList) -> Pager:
    def url(page: int) -> str:
        return url_for("accounts.list_staff", **{**request.args.to_dict(), "page": page})

    return pager(found.total, pages=found.pages, number=found.page, url_of=url)


def _new_staff(form: NewStaffForm) -> NewStaff:
    roles = tuple(Role(value) for value in form.roles.data or ())
    return NewStaff(form.login_name.data or "", form.details, roles, day_of(form.roles_end_on))


def _answer_not_changed(form: DetailsForm, login_name: str, error: Changed | Refused) -> Response:
    """What was typed stays; what the page shows as the present state is the present one again."""
    account = find_account(login_name)
    form.form_errors.append(error.message)
    form.seen.data = details_as_seen(account.details)
    return answer_form("edit_staff", form, status=409, account=account)


def _answer_password(made: Credentials, *, is_new: bool) -> Response:
    """Not by way of another address: between two requests the password would have to be kept somewhere."""
    account = find_account(made.login_name)
    return make_response(render_template("accounts/show_first_password.html", account=account, password=made.password, is_new=is_new))
