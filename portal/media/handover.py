"""引継ぎ一覧: everything that a member of staff has at hand, for the day on which they go elsewhere (M-5)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from portal import clock
from portal.accounts.chief_queries import StaffName
from portal.accounts.models import Section, Staff
from portal.accounts.sessions import SignedIn
from portal.db import db, reading
from portal.errors import NotFound
from portal.media import open_queries
from portal.media.archive_models import Archive
from portal.media.copy_models import CopyEnd
from portal.media.ledger_queries import sections_read_by
from portal.media.open_queries import OpenGroup

NO_SUCH_PERSON = "この職員は見つかりません。引継ぎ一覧の画面から選び直してください。ほかの課の職員は表示できません。"


@dataclass(frozen=True)
class HandoverPage:
    """One person, and what they have at hand."""

    at: datetime
    person: StaffName
    section_name: str
    groups: list[OpenGroup]

    @property
    def left(self) -> int:
        return sum(len(group.things) for group in self.groups)


@dataclass(frozen=True)
class PersonLine:
    """One of the staff who may be chosen."""

    login_name: str
    name: str
    section_name: str


def list_people(*, staff: SignedIn) -> list[PersonLine]:
    """The staff of the sections that the reader reads, also those who left: what they had at hand may still lie there."""
    with reading():
        sections = sections_read_by(staff)
        found = select(Staff.login_name, Staff.name, Section.name).join(Section, Section.id == Staff.section_id)
        asked = found.where(Staff.section_id.in_([section_id for section_id, _ in sections.values()]))
        rows = db.session().execute(asked.order_by(Section.code, Staff.login_name))
        return [PersonLine(*row) for row in rows]


def review_handover(login_name: str, *, staff: SignedIn) -> HandoverPage:
    """Raises NotFound for somebody whose section the reader does not read."""
    now = clock.now()
    with reading():
        sections = [section_id for section_id, _ in sections_read_by(staff).values()]
        found = select(Staff.id, Staff.name, Section.name).join(Section, Section.id == Staff.section_id)
        row = db.session().execute(found.where(Staff.login_name == login_name, Staff.section_id.in_(sections))).one_or_none()
        if row is None:
            raise NotFound(NO_SUCH_PERSON)
        staff_id, name, section_name = row
        return HandoverPage(now, StaffName(staff_id, name, login_name), section_name, groups_of_person(staff_id, now))


def groups_of_person(staff_id: int, now: datetime) -> list[OpenGroup]:
    """Inside a door: a statement each."""
    whose = open_queries.of_person(staff_id)
    out, waiting = open_queries.not_returned(whose, now), open_queries.not_handed(whose, now)
    copies = open_queries.not_erased(whose, now)
    ends = open_queries.not_confirmed(or_(whose, CopyEnd.performed_by == staff_id))
    archives = open_queries.not_ended_archives(or_(whose, Archive.asked_by == staff_id))
    found = (
        ("返却していないもの", "返却するか、所属長が担当を引き継ぎます。", "持っているものはありません。", out),
        ("消去していない複製", "異動の前に消去・廃棄を記録します。", "残っている複製はありません。", copies),
        ("確認を待つ消去・廃棄", "別の職員が確認します。", "確認を待つものはありません。", ends),
        ("渡す前の申請・包括承認", "取り下げるか、所属長が担当を引き継ぎます。", "渡す前の申請はありません。", waiting),
        ("受け取れる暗号化ファイル", "要らなければ終了にします。", "残っているファイルはありません。", archives),
        ("管理している媒体", "媒体台帳の管理者を改めます。", "管理している媒体はありません。", open_queries.media_kept_by(staff_id)),
        ("代決", "期間の終わりを確かめます。", "代決の指定はありません。", open_queries.deputies_of_person(staff_id, now)),
    )
    return [OpenGroup(heading, then, none, tuple(things)) for heading, then, none, things in found]
