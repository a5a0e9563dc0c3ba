"""The fixed cast of every test: invented staff whose roles never change."""

from datetime import date

from portal import clock
from portal.accounts.models import RoleGrant, Section, Staff
from portal.db import db, writing
from portal.permissions import Role

PASSWORD = "mijikai-hana-no-uta"
KNOWN_SINCE = date(2026, 4, 1)

SECTIONS = {"kenko": "健康推進課", "somu": "総務課", "joho": "情報政策課", "hofuku": "保健福祉部", "somubu": "総務部"}
ABOVE = {"kenko": "hofuku", "somu": "somubu", "joho": "somubu"}
CAST: dict[str, tuple[str, str, tuple[Role, ...]]] = {
    "madoguchi": ("根本 千夏", "kenko", (Role.FRONT_DESK,)),
    "madoguchi2": ("小野瀬 亮", "kenko", (Role.FRONT_DESK,)),
    "daicho": ("黒澤 拓也", "kenko", (Role.RECORDS_CLERK,)),
    "daicho2": ("飛田 結", "kenko", (Role.RECORDS_CLERK,)),
    "kacho": ("大内 恵子", "kenko", (Role.SECTION_CHIEF,)),
    "bucho": ("小松崎 修", "hofuku", (Role.SECTION_CHIEF,)),
    "somukacho": ("川又 実", "somu", (Role.SECTION_CHIEF,)),
    "somubucho": ("園部 和彦", "somubu", (Role.SECTION_CHIEF,)),
    "baitai": ("打越 進", "kenko", (Role.MEDIA_CUSTODIAN,)),
    "toiawase": ("安 真由", "kenko", (Role.INQUIRY_HANDLER,)),
    "soumu": ("海野 光", "somu", (Role.DISCLOSURE_OFFICER,)),
    "kansa": ("磯崎 均", "somu", (Role.AUDITOR,)),
    "kanri": ("照沼 誠", "joho", (Role.SYSTEM_ADMIN,)),
    "kanri2": ("鴨志田 栞", "joho", (Role.SYSTEM_ADMIN,)),
    "kaijo": ("接種会場 一号", "kenko", (Role.VENUE,)),
    "itaku": ("委託先 一号", "kenko", (Role.CONTRACTOR,)),
}


def add_cast(password_hash: str) -> None:
    """Everybody above, with one password, in their sections and roles."""
    with writing() as session:
        sections = {code: Section(code=code, name=name) for code, name in SECTIONS.items()}
        session.add_all(sections.values())
        session.flush()
        for code, above in ABOVE.items():
            sections[code].above_id = sections[above].id
        for login_name, (name, code, roles) in CAST.items():
            staff = Staff(
                login_name=login_name,
                name=name,
                section_id=sections[code].id,
                password_hash=password_hash,
                password_changed_at=clock.now(),
                must_change_password=False,
                valid_from=KNOWN_SINCE,
            )
            session.add(staff)
            session.flush()
            session.add_all(RoleGrant(staff_id=staff.id, role=role, starts_on=KNOWN_SINCE) for role in roles)


def section_id(code: str) -> int:
    """Inside a door."""
    found = db.session().query(Section.id).filter_by(code=code).scalar()
    assert found is not None
    return found


def staff_id(login_name: str) -> int:
    """Inside a door."""
    found = db.session().query(Staff.id).filter_by(login_name=login_name).scalar()
    assert found is not None
    return found
