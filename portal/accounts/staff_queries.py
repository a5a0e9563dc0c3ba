"""What the system admin sees of staff: accounts and what they hold. No resident appears in any of it."""

import json
import unicodedata
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from portal import clock
from portal.accounts.models import LoginSession, PermissionGrant, RoleGrant, Section, Staff
from portal.accounts.staff_rules import (
    AccountState,
    Details,
    GrantState,
    Period,
    account_state,
    grant_state,
    why_not_login_name,
)
from portal.audit.event_words import EVENT_WORDS
from portal.audit.events import Event
from portal.audit.models import AuditRecord
from portal.db import db, reading
from portal.errors import NotFound
from portal.permissions import ROLE_WORDS, Permission, Role
from portal.web.paging import pages_of

NO_SUCH_STAFF = "この職員は登録されていません。職員の一覧から選び直してください。"
HISTORY_ROWS = 100
BY_COMMAND = "サーバー上の操作"
_OF_ACCOUNTS = (
    Event.STAFF_ADD,
    Event.STAFF_CHANGE,
    Event.STAFF_STOP,
    Event.STAFF_RESUME,
    Event.GRANT_CHANGE,
    Event.DEPUTY_APPOINT,
    Event.DEPUTY_END,
)


@dataclass(frozen=True)
class Account:
    """A member of staff as the list and the page show them. `section_code` and `valid` are also what a form changes."""

    id: int
    login_name: str
    name: str
    section_code: str
    section_name: str
    valid: Period
    stopped_at: datetime | None
    stopped_reason: str
    locked_until: datetime | None
    first_password: bool
    password_changed_at: datetime
    state: AccountState

    @property
    def details(self) -> Details:
        return Details(self.name, self.section_code, self.valid)


@dataclass(frozen=True)
class Filter:
    section_code: str = ""
    state: AccountState | None = None
    word: str = ""


@dataclass(frozen=True)
class Listed:
    account: Account
    roles_words: str
    signed_in_at: datetime | None


@dataclass(frozen=True)
class AccountList:
    """One page of those found; `states` counts all that section and word leave, whatever their state."""

    rows: list[Listed]
    total: int
    page: int
    pages: int
    states: Counter[AccountState]


@dataclass(frozen=True)
class Grant:
    word: Role | Permission
    period: Period
    state: GrantState
    granted_by: str


@dataclass(frozen=True)
class Change:
    """One record about an account: when, what, in which words, by whom."""

    at: datetime
    what: str
    words: list[str]
    by: str


@dataclass(frozen=True)
class AccountPage:
    account: Account
    roles: list[Grant]
    permissions: list[Grant]
    signed_in_at: datetime | None
    session: LoginSession | None
    changes: list[Change]
    changes_total: int


def list_sections() -> list[tuple[str, str]]:
    """Code and name, for a choice."""
    with reading() as session:
        return [(code, name) for code, name in session.execute(select(Section.code, Section.name).order_by(Section.code))]


def list_accounts(wanted: Filter, *, page: int, per_page: int) -> AccountList:
    """Staff by section and login name. The state is a rule, so it is asked of every row rather than written again in SQL."""
    now = clock.now()
    with reading() as session:
        narrowed = _accounts().order_by(Section.code, Staff.login_name)
        if wanted.section_code:
            narrowed = narrowed.where(Section.code == wanted.section_code)
        found = [account for account in (_account(row, now) for row in session.execute(narrowed)) if _has_word(account, wanted.word)]
        chosen = [account for account in found if wanted.state in (None, account.state)]
        pages = pages_of(len(chosen), per_page)
        page = min(max(1, page), pages)
        shown = chosen[(page - 1) * per_page : page * per_page]
        roles, signed_in = _roles_of(shown, now.date()), _signed_in_at([account.id for account in shown])
    rows = [Listed(account, roles.get(account.id, ""), signed_in.get(account.id)) for account in shown]
    return AccountList(rows, len(chosen), page, pages, Counter(account.state for account in found))


def find_account(login_name: str) -> Account:
    """NotFound when nobody has this login name."""
    with reading():
        return _find(login_name)


def find_account_page(login_name: str) -> AccountPage:
    """The account with everything it holds or held and what was done to it, from one snapshot."""
    with reading() as session:
        account = _find(login_name)
        total, changes = _changes_of(login_name)
        return AccountPage(
            account=account,
            roles=_grants(RoleGrant, RoleGrant.role, account.id),
            permissions=_grants(PermissionGrant, PermissionGrant.permission, account.id),
            signed_in_at=_signed_in_at([account.id]).get(account.id),
            session=session.scalar(select(LoginSession).where(LoginSession.staff_id == account.id, LoginSession.ended_at.is_(None))),
            changes=changes,
            changes_total=total,
        )


def find_grant(login_name: str, word: Role | Permission, starts_on: date) -> Grant:
    """A grant that still holds or is to come. NotFound otherwise."""
    page = find_account_page(login_name)
    for grant in (*page.roles, *page.permissions):
        if (grant.word, grant.period.starts_on) == (word, starts_on) and grant.state in (GrantState.HOLDS, GrantState.COMING):
            return grant
    raise NotFound("この役割・権限は、もう付いていません。職員の画面でいまの内容を確かめてください。")


def _accounts() -> Select[Staff, str, str]:
    return select(Staff, Section.code, Section.name).join(Section, Section.id == Staff.section_id)


def _find(login_name: str) -> Account:
    if why_not_login_name(login_name):
        raise NotFound(NO_SUCH_STAFF)
    row = db.session().execute(_accounts().where(Staff.login_name == login_name)).one_or_none()
    if row is None:
        raise NotFound(NO_SUCH_STAFF)
    return _account(row, clock.now())


def _account(row: Row[Staff, str, str], now: datetime) -> Account:
    staff, section_code, section_name = row
    valid = Period(staff.valid_from, staff.valid_until)
    return Account(
        id=staff.id,
        login_name=staff.login_name,
        name=staff.name,
        section_code=section_code,
        section_name=section_name,
        valid=valid,
        stopped_at=staff.stopped_at,
        stopped_reason=staff.stopped_reason,
        locked_until=staff.locked_until,
        first_password=staff.must_change_password,
        password_changed_at=staff.password_changed_at,
        state=account_state(
            stopped=staff.stopped_at is not None,
            valid=valid,
            locked_until=staff.locked_until,
            first_password=staff.must_change_password,
            now=now,
        ),
    )


def _has_word(account: Account, word: str) -> bool:
    return _folded(word) in _folded(account.name) or _folded(word) in account.login_name


def _folded(text: str) -> str:
    """Blanks inside a name and the width of letters are written in many ways."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def _roles_of(accounts: Collection[Account], day: date) -> dict[int, str]:
    held: dict[int, set[Role]] = {}
    wanted = select(RoleGrant.staff_id, RoleGrant.role).where(
        RoleGrant.staff_id.in_([account.id for account in accounts]), *holding_on(RoleGrant, day)
    )
    for staff_id, role in db.session().execute(wanted):
        held.setdefault(staff_id, set()).add(role)
    return {staff_id: "・".join(ROLE_WORDS[role] for role in Role if role in roles) for staff_id, roles in held.items()}


def holding_on(grant: type[RoleGrant] | type[PermissionGrant], day: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The condition that a grant holds on a day (rules.holds_on)."""
    return grant.starts_on <= day, grant.ends_on.is_(None) | (grant.ends_on >= day)


def _signed_in_at(staff_ids: Collection[int]) -> dict[int, datetime]:
    last = select(LoginSession.staff_id, func.max(LoginSession.started_at)).where(LoginSession.staff_id.in_(staff_ids))
    return {row[0]: row[1] for row in db.session().execute(last.group_by(LoginSession.staff_id))}


def _grants(
    grant: type[RoleGrant] | type[PermissionGrant], word: InstrumentedAttribute[Role] | InstrumentedAttribute[Permission], staff_id: int
) -> list[Grant]:
    """Those that hold first, then those to come, then the past, the newest first."""
    giver = aliased(Staff)
    rows = db.session().execute(
        select(word, grant.starts_on, grant.ends_on, giver.name)
        .outerjoin(giver, giver.id == grant.granted_by)
        .where(grant.staff_id == staff_id)
        .order_by(grant.starts_on.desc(), grant.id.desc())
    )
    day, order = clock.today(), list(GrantState)
    found = [
        Grant(held, Period(starts_on, ends_on), grant_state(Period(starts_on, ends_on), day), name or BY_COMMAND)
        for held, starts_on, ends_on, name in rows
    ]
    return sorted(found, key=lambda each: order.index(each.state))


def _changes_of(login_name: str) -> tuple[int, list[Change]]:
    about = (
        AuditRecord.event.in_([event.value for event in _OF_ACCOUNTS]),
        AuditRecord.facts.contains(f'"staff":{json.dumps(login_name)}', autoescape=True),
    )
    session = db.session()
    total = session.scalar(select(func.count()).select_from(AuditRecord).where(*about)) or 0
    newest = select(AuditRecord).where(*about).order_by(AuditRecord.sequence.desc()).limit(HISTORY_ROWS)
    return total, [_change(record) for record in session.scalars(newest)]


def _change(record: AuditRecord) -> Change:
    facts = json.loads(record.facts)
    words = facts.get("changes") or ([f"理由: {facts['reason']}"] if facts.get("reason") else [])
    return Change(record.at, EVENT_WORDS[Event(record.event)], words, BY_COMMAND if record.staff_id is None else record.staff_login)
