"""What the pages about one account have in common: the actions at the right, the sheet that asks before a grave one."""

from typing import Any

from flask import Response, make_response, render_template, url_for

from portal import clock
from portal.accounts import staff_rules as rules
from portal.accounts.guard import current_staff
from portal.accounts.staff_queries import Account
from portal.accounts.staff_rules import AccountState
from portal.errors import Refused
from portal.web.fields import Form
from portal.web.htmx import go_to
from portal.web.once import new_once
from portal.web.rendering import say

Action = dict[str, Any]


def answer_form(template: str, form: Form, *, status: int = 422, **values: Any) -> Response:
    """A page with a form: 200 when it is new, `status` when it was sent and cannot be taken."""
    page = render_template(f"accounts/{template}.html", form=form, once=new_once(current_staff().id), **values)
    return make_response(page, status if form.errors else 200)


def answer_sheet(template: str, form: Form, account: Account, *, why_not: str | None = None, **values: Any) -> Response:
    """The page that says what pressing will do. Refused when it cannot be done anyway."""
    if why_not:
        raise Refused(why_not)
    return answer_form(template, form, account=account, **values)


def back_to(login_name: str, message: str) -> Any:
    """The account's page, with what was done on top of it."""
    say("ok", message)
    return go_to(url_for("accounts.show_staff", login_name=login_name))


def possible_actions(account: Account) -> tuple[list[Action], list[Action]]:
    """What the admin signed in can do to this account, and what not with the reason."""
    me, stopped = current_staff().id, account.stopped_at is not None
    own_grants = rules.why_not_change_own_grants(staff_id=account.id, by_staff_id=me)
    pairs = [
        (_action("内容を改める", "edit_staff", account, key="C", main=True), None),
        (_action("役割を付ける", "new_role", account, key="R"), own_grants),
        (_action("個別の権限を付ける", "new_permission", account, key="P"), own_grants),
        (
            _action("初回パスワードを発行し直す", "review_password", account),
            rules.why_not_reset_password(staff_id=account.id, by_staff_id=me),
        ),
    ]
    if account.locked_until is not None and clock.now() < account.locked_until:
        pairs.append((_action("ロックを解く", "review_unlock", account), None))
    if stopped:
        pairs.append((_action("利用を再開する", "review_resume", account), None))
    else:
        pairs.append(
            (_action("利用を止める", "review_stop", account), rules.why_not_stop(staff_id=account.id, by_staff_id=me, stopped=False))
        )
    can = [action for action, reason in pairs if reason is None]
    return can, [{"label": action["label"], "reason": reason, "way_out_url": ""} for action, reason in pairs if reason]


def _action(label: str, endpoint: str, account: Account, *, key: str = "", main: bool = False) -> Action:
    return {"label": label, "url": url_for(f"accounts.{endpoint}", login_name=account.login_name), "key": key, "main": main}


def state_note(account: Account) -> str:
    """What stands behind the word of the state."""
    if account.state is AccountState.OUTSIDE:
        return "まだ始まっていません" if clock.today() < account.valid.starts_on else "終わっています"
    return ""
