"""The demo's sections, accounts and roles (the names of the accounts are part of the outside interface)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from portal import clock
from portal.accounts.models import RoleGrant, Section, Staff
from portal.accounts.passwords import hash_password
from portal.db import db
from portal.permissions import Role

SINCE = date(2021, 4, 1)
# Code, name, the section above.
SECTIONS = (
    ("hofuku", "保健福祉部", ""),
    ("somubu", "総務部", ""),
    ("kenko", "健康推進課 成人保健係", "hofuku"),
    ("somu", "総務課", "somubu"),
    ("joho", "情報政策課", "somubu"),
)


@dataclass(frozen=True)
class Account:
    login_name: str
    name: str
    section: str
    role: Role


ACCOUNTS = (
    Account("madoguchi", "根本 千夏", "kenko", Role.FRONT_DESK),
    Account("madoguchi2", "小野瀬 亮", "kenko", Role.FRONT_DESK),
    Account("daicho", "黒澤 拓也", "kenko", Role.RECORDS_CLERK),
    Account("daicho2", "飛田 結", "kenko", Role.RECORDS_CLERK),
    Account("kacho", "大内 恵子", "kenko", Role.SECTION_CHIEF),
    Account("daiketsu", "郡司 正樹", "kenko", Role.SECTION_CHIEF),
    Account("bucho", "小松崎 修", "hofuku", Role.SECTION_CHIEF),
    Account("somukacho", "川又 実", "somu", Role.SECTION_CHIEF),
    Account("somubucho", "園部 和彦", "somubu", Role.SECTION_CHIEF),
    Account("baitai", "打越 進", "kenko", Role.MEDIA_CUSTODIAN),
    Account("toiawase", "安 真由", "kenko", Role.INQUIRY_HANDLER),
    Account("toiawase2", "綿引 翼", "kenko", Role.INQUIRY_HANDLER),
    Account("soumu", "海野 光", "somu", Role.DISCLOSURE_OFFICER),
    Account("soumu2", "寺門 綾子", "somu", Role.DISCLOSURE_OFFICER),
    Account("kansa", "磯崎 均", "somu", Role.AUDITOR),
    Account("kanri", "照沼 誠", "joho", Role.SYSTEM_ADMIN),
    Account("kaijo", "接種会場 一号", "kenko", Role.VENUE),
)


def add_staff(password: str) -> dict[str, int]:
    """Adds the accounts that are not there yet, inside writing(); the ids of all by login name."""
    session = db.session()
    known = dict(session.execute(select(Staff.login_name, Staff.id)).all())
    sections = _sections()
    password_hash = hash_password(password)
    for account in ACCOUNTS:
        if account.login_name not in known:
            known[account.login_name] = _add(account, sections[account.section], password_hash)
    return known


def _sections() -> dict[str, int]:
    session = db.session()
    known = {section.code: section for section in session.scalars(select(Section))}
    for code, name, above in SECTIONS:
        if code not in known:
            known[code] = Section(code=code, name=name)
            session.add(known[code])
        if above and known[code].above_id is None:
            session.flush()
            known[code].above_id = known[above].id
    session.flush()
    return {code: section.id for code, section in known.items()}


def _add(account: Account, section_id: int, password_hash: str) -> int:
    session = db.session()
    staff = Staff(
        login_name=account.login_name,
        name=account.name,
        section_id=section_id,
        password_hash=password_hash,
        password_changed_at=clock.now(),
        must_change_password=False,
        valid_from=SINCE,
    )
    session.add(staff)
    session.flush()
    session.add(RoleGrant(staff_id=staff.id, role=account.role, starts_on=SINCE))
    return staff.id
