"""What a system admin does to accounts: each verb checks, changes and records in one transaction, safe when pressed twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal import clock
from portal.accounts import staff_rules as rules
from portal.accounts.models import PermissionGrant, RoleGrant, Section, Staff
from portal.accounts.passwords import hash_password, new_password
from portal.accounts.rules import EndReason, holds_on, why_not_leave_without_admin
from portal.accounts.section_rules import why_not_section_code
from portal.accounts.sessions import end_sessions_of
from portal.accounts.staff_queries import NO_SUCH_STAFF, holding_on
from portal.accounts.staff_rules import Details, Period
from portal.audit.events import Event
from portal.audit.record import Actor, record
from portal.db import db, writing
from portal.errors import Changed, NotFound, Refused, refuse_if
from portal.permissions import Permission, Role
from portal.web.once import first_result, keep_result

CHANGED, UNCHANGED = "changed", "unchanged"


@dataclass(frozen=True)
class NewStaff:
    """`section_name` makes a section whose code is not known yet; `roles` hold from today or the first valid day on."""

    login_name: str
    details: Details
    roles: tuple[Role, ...]
    roles_end_on: date | None = None
    section_name: str = ""


@dataclass(frozen=True)
class Credentials:
    """`password` is empty when the form came a second time: it was shown once and is kept nowhere."""

    login_name: str
    password: str


def note_list_opened(count: int, *, by: Actor) -> None:
    with writing():
        record(Event.STAFF_LIST, by=by, facts={"count": count})


def add_staff(new: NewStaff, *, by: Actor, once: str | None = None) -> Credentials:
    """A new account with a password of the portal's making, to be changed at the first sign-in.

    Refused with the reason when the login name is taken or not of its form, or when the days do not fit.
    """
    password = new_password()
    hashed = hash_password(password)
    with writing():
        if (done := _done_before(once)) is not None:
            return Credentials(done, "")
        refuse_if(rules.why_not_login_name(new.login_name) or rules.why_not_period(new.details.valid))
        section = _section(new.details.section_code, new.section_name)
        staff = _insert(new, section, hashed)
        record(Event.STAFF_ADD, by=by, facts={"staff": new.login_name, "section": section.code})
        start = max(clock.today(), new.details.valid.starts_on)
        words = [_add_grant(staff, role, Period(start, new.roles_end_on), by=by) for role in new.roles]
        if words:
            record(Event.GRANT_CHANGE, by=by, facts={"staff": new.login_name, "changes": words})
        _keep(once, new.login_name)
    return Credentials(new.login_name, password)


def change_staff(login_name: str, details: Details, *, seen: Details, by: Actor, once: str) -> bool:
    """Name, section and validity; whether anything changed. Raises Changed when another admin was first, and says what is different now.

    A person who may no longer sign in is signed out.
    """
    with writing() as session:
        if (done := _done_before(once)) is not None:
            return done == CHANGED
        staff, before = _locked(login_name)
        names = {section.code: section.name for section in session.scalars(select(Section))}
        if meanwhile := rules.differences(seen, before, section_names=names):
            raise Changed("この画面を開いたあとに、ほかの人が先に改めました(" + "、".join(meanwhile) + ")。まだ何も保存していません。")
        refuse_if(rules.why_not_period(details.valid))
        refuse_if(rules.why_not_change_own_period(before.valid, details.valid, staff_id=staff.id, by_staff_id=by.staff_id))
        changes = rules.differences(before, details, section_names=names)
        with _an_admin_left(clock.today(), _day_after(details.valid.ends_on)):
            staff.name, staff.section_id = details.name, _section(details.section_code).id
            staff.valid_from, staff.valid_until = details.valid.starts_on, details.valid.ends_on
        if not holds_on(details.valid.starts_on, details.valid.ends_on, clock.today()):
            end_sessions_of(staff.id, EndReason.STOPPED, by=by)
        _note(Event.STAFF_CHANGE, login_name, changes, by=by)
        _keep(once, CHANGED if changes else UNCHANGED)
    return bool(changes)


def stop_staff(login_name: str, reason: str, *, by: Actor, once: str | None = None) -> None:
    """利用停止: signed out at once, no way in until resumed. Refused for oneself and for the last system admin."""
    with writing():
        if _done_before(once) is not None:
            return
        staff, _ = _locked(login_name)
        refuse_if(rules.why_not_stop(staff_id=staff.id, by_staff_id=by.staff_id, stopped=staff.stopped_at is not None))
        with _an_admin_left(clock.today()):
            staff.stopped_at, staff.stopped_reason = clock.now(), reason
        end_sessions_of(staff.id, EndReason.STOPPED, by=by)
        record(Event.STAFF_STOP, by=by, facts={"staff": login_name, "reason": reason})
        _keep(once, login_name)


def resume_staff(login_name: str, reason: str, *, by: Actor, once: str) -> None:
    with writing():
        if _done_before(once) is not None:
            return
        staff, _ = _locked(login_name)
        refuse_if(rules.why_not_resume(stopped=staff.stopped_at is not None))
        staff.stopped_at, staff.stopped_reason = None, ""
        record(Event.STAFF_RESUME, by=by, facts={"staff": login_name, "reason": reason})
        _keep(once, login_name)


def reset_password(login_name: str, *, by: Actor, once: str) -> Credentials:
    """A new first password; lifts a lock as well, and ends the sessions begun with the old one."""
    password = new_password()
    hashed = hash_password(password)
    with writing():
        if _done_before(once) is not None:
            return Credentials(login_name, "")
        staff, _ = _locked(login_name)
        refuse_if(rules.why_not_reset_password(staff_id=staff.id, by_staff_id=by.staff_id))
        staff.password_hash, staff.password_changed_at, staff.must_change_password = hashed, clock.now(), True
        staff.failures, staff.locked_until = 0, None
        end_sessions_of(staff.id, EndReason.PASSWORD, by=by)
        _note(Event.STAFF_CHANGE, login_name, ["初回パスワードを発行し直した"], by=by)
        _keep(once, login_name)
    return Credentials(login_name, password)


def unlock_staff(login_name: str, *, by: Actor, once: str) -> None:
    with writing():
        if _done_before(once) is not None:
            return
        staff, _ = _locked(login_name)
        refuse_if(rules.why_not_unlock(locked_until=staff.locked_until, now=clock.now()))
        staff.failures, staff.locked_until = 0, None
        _note(Event.STAFF_CHANGE, login_name, ["ロックを解いた"], by=by)
        _keep(once, login_name)


def add_grant(login_name: str, word: Role | Permission, period: Period, *, by: Actor, once: str | None = None) -> None:
    """A role, or one permission for a while. Refused for oneself, for days past, and when the same is held already."""
    with writing():
        if _done_before(once) is not None:
            return
        staff, _ = _locked(login_name)
        refuse_if(rules.why_not_change_own_grants(staff_id=staff.id, by_staff_id=by.staff_id))
        _note(Event.GRANT_CHANGE, login_name, [_add_grant(staff, word, period, by=by)], by=by)
        _keep(once, login_name)


def end_grant(login_name: str, word: Role | Permission, starts_on: date, *, at_once: bool, by: Actor, once: str | None = None) -> None:
    """Ends a role or permission today or at once; the row stays as history."""
    last_day = rules.last_day_of(at_once=at_once, day=clock.today())
    with writing():
        if _done_before(once) is not None:
            return
        staff, _ = _locked(login_name)
        refuse_if(rules.why_not_change_own_grants(staff_id=staff.id, by_staff_id=by.staff_id))
        grant = next((each for each in _grants(staff.id, word) if each.starts_on == starts_on), None)
        if grant is None:
            raise NotFound("この役割・権限は付いていません。職員の画面でいまの内容を確かめてください。")
        refuse_if(rules.why_not_end_grant(Period(grant.starts_on, grant.ends_on), last_day))
        with _an_admin_left(last_day + timedelta(days=1)):
            grant.ends_on = last_day
        when = "ただちに外した" if at_once else "今日で終えた"
        _note(Event.GRANT_CHANGE, login_name, [f"「{rules.grant_words(word)}」を{when}"], by=by)
        _keep(once, login_name)


def _done_before(once: str | None) -> str | None:
    return None if once is None else first_result(once)


def _keep(once: str | None, result: str) -> None:
    if once is not None:
        keep_result(once, result)


def _note(what: Event, login_name: str, changes: list[str], *, by: Actor) -> None:
    if changes:
        record(what, by=by, facts={"staff": login_name, "changes": changes})


def _section(code: str, name_if_new: str = "") -> Section:
    section = db.session().scalar(select(Section).where(Section.code == code))
    if section is None and name_if_new:
        refuse_if(why_not_section_code(code, ()))
        section = Section(code=code, name=name_if_new)
        db.session().add(section)
        db.session().flush()
    if section is None:
        raise Refused("この所属は登録されていません。登録されている所属から選び直してください。")
    return section


def _insert(new: NewStaff, section: Section, hashed: str) -> Staff:
    staff = Staff(
        login_name=new.login_name,
        name=new.details.name,
        section_id=section.id,
        password_hash=hashed,
        password_changed_at=clock.now(),
        must_change_password=True,
        valid_from=new.details.valid.starts_on,
        valid_until=new.details.valid.ends_on,
    )
    try:
        db.session().add(staff)
        db.session().flush()
    except IntegrityError as error:
        raise Refused(rules.LOGIN_NAME_TAKEN) from error
    return staff


def _locked(login_name: str) -> tuple[Staff, Details]:
    """The account, held until the end of the transaction, and what is written about it now. NotFound."""
    if rules.why_not_login_name(login_name):
        raise NotFound(NO_SUCH_STAFF)
    row = (
        db.session()
        .execute(
            select(Staff, Section.code)
            .join(Section, Section.id == Staff.section_id)
            .where(Staff.login_name == login_name)
            .with_for_update(of=Staff)
        )
        .one_or_none()
    )
    if row is None:
        raise NotFound(NO_SUCH_STAFF)
    staff, code = row
    return staff, Details(staff.name, code, Period(staff.valid_from, staff.valid_until))


def _grants(staff_id: int, word: Role | Permission) -> list[RoleGrant] | list[PermissionGrant]:
    """Of this role or permission, the newest first: one taken back on its first day may have a successor of the same day."""
    session = db.session()
    if isinstance(word, Role):
        of_role = select(RoleGrant).where(RoleGrant.staff_id == staff_id, RoleGrant.role == word)
        return list(session.scalars(of_role.order_by(RoleGrant.id.desc())))
    of_permission = select(PermissionGrant).where(PermissionGrant.staff_id == staff_id, PermissionGrant.permission == word)
    return list(session.scalars(of_permission.order_by(PermissionGrant.id.desc())))


def _add_grant(staff: Staff, word: Role | Permission, period: Period, *, by: Actor) -> str:
    """Returns what was granted, in words."""
    held = [Period(each.starts_on, each.ends_on) for each in _grants(staff.id, word)]
    refuse_if(rules.why_not_grant(word, period, held=held, day=clock.today()))
    if isinstance(word, Role):
        grant = RoleGrant(staff_id=staff.id, role=word, starts_on=period.starts_on, ends_on=period.ends_on, granted_by=by.staff_id)
    else:
        assert period.ends_on is not None
        grant = PermissionGrant(staff_id=staff.id, permission=word, starts_on=period.starts_on, ends_on=period.ends_on)
        grant.granted_by = by.staff_id
    db.session().add(grant)
    return f"「{rules.grant_words(word)}」を付けた({period.words})"


def _day_after(day: date | None) -> date | None:
    return None if day is None or day == date.max else day + timedelta(days=1)


@contextmanager
def _an_admin_left(*days: date | None) -> Iterator[None]:
    """Refused when the change inside leaves nobody, on one of these days, who could let anybody in again.

    The grants of the role are locked first: two admins who stop each other at the same moment must not both succeed.
    """
    asked = [day for day in days if day is not None]
    db.session().execute(select(RoleGrant.id).where(RoleGrant.role == Role.SYSTEM_ADMIN).order_by(RoleGrant.id).with_for_update())
    before = [_admins_on(day) for day in asked]
    yield
    db.session().flush()
    for day, admins in zip(asked, before, strict=True):
        if admins:
            refuse_if(why_not_leave_without_admin(remaining_admins=_admins_on(day)))


def _admins_on(day: date) -> set[int]:
    valid = (Staff.stopped_at.is_(None), Staff.valid_from <= day, Staff.valid_until.is_(None) | (Staff.valid_until >= day))
    admins = select(Staff.id).join(RoleGrant, RoleGrant.staff_id == Staff.id).where(RoleGrant.role == Role.SYSTEM_ADMIN)
    return set(db.session().scalars(admins.where(*valid, *holding_on(RoleGrant, day))))
