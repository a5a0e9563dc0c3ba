"""終業点検: one page of everything that a section leaves open, the sign-ins that run, and who looked at it (M-5)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from portal import clock
from portal.accounts.live_sessions import list_live_sessions
from portal.accounts.models import Staff
from portal.accounts.sessions import SignedIn
from portal.accounts.staff_rules import SESSION_STATE_WORDS
from portal.config import Settings
from portal.db import db, reading
from portal.media import open_queries
from portal.media.day_check_models import DayCheck
from portal.media.day_check_rules import Counts, counts_words, why_not_sign_day
from portal.media.open_queries import OpenGroup, OpenThing
from portal.permissions import Permission

SESSIONS = ("氏名", "端末", "ログイン名", "いつから", "状態")


@dataclass(frozen=True)
class Signed:
    """A day that was looked at."""

    day: date
    by: str
    at: datetime
    counts: Counts
    note: str

    @property
    def words(self) -> str:
        return counts_words(self.counts)


@dataclass(frozen=True)
class DayPage:
    """The section as it is now; `signed` are its last days, the newest first."""

    at: datetime
    section_name: str
    groups: list[OpenGroup]
    counts: Counts
    signed: list[Signed]
    why_not: str | None

    @property
    def today(self) -> Signed | None:
        return next((each for each in self.signed if each.day == self.at.date()), None)


def show_day(staff: SignedIn, settings: Settings) -> DayPage:
    """The reader's own section. Names staff alone, never a resident."""
    live = list_live_sessions(end_after_seconds=settings.end_after_seconds)
    sessions = [
        OpenThing(each.name, "", each.address, each.login_name, each.started_at, note=SESSION_STATE_WORDS[each.state])
        for each in live
        if each.section_name == staff.section_name
    ]
    now = clock.now()
    with reading():
        groups = groups_of(staff.section_id, now)
        signed = _signed(staff.section_id)
    groups.append(
        OpenGroup("サインイン中の職員", "帰る方はサインアウトします。", "サインイン中の職員はいません。", tuple(sessions), SESSIONS)
    )
    counts = counts_of(groups, sessions=len(sessions))
    today = next((each for each in signed if each.day == now.date()), None)
    why_not = why_not_sign_day(
        asks=staff.may(Permission.LINE_ASK),
        signed_by=today.by if today else "",
        signed_at=today.at if today else None,
    )
    return DayPage(now, staff.section_name, groups, counts, signed, why_not)


def groups_of(section_id: int, now: datetime) -> list[OpenGroup]:
    """Inside a door: a statement each."""
    whose = open_queries.of_section(section_id)
    found = (
        ("返却されていないもの", "返却を受け取るか、延長を申請します。", "すべて返却されています。", open_queries.not_returned(whose, now)),
        ("消去していない複製", "消去・廃棄を記録します。", "残っている複製はありません。", open_queries.not_erased(whose, now)),
        ("確認していない消去・廃棄", "行った方とは別の職員が確認します。", "すべて確認されています。", open_queries.not_confirmed(whose)),
        ("渡す前の申請", "承認を待つもの、渡す前のものです。", "渡す前の申請はありません。", open_queries.not_handed(whose, now)),
        (
            "受け取れる暗号化ファイル",
            "要らなくなったら終了にします。",
            "残っているファイルはありません。",
            open_queries.not_ended_archives(whose),
        ),
    )
    return [OpenGroup(heading, then, none, tuple(things)) for heading, then, none, things in found]


def counts_of(groups: list[OpenGroup], *, sessions: int) -> Counts:
    first, second, third, fourth = (len(group.things) for group in groups[:4])
    return Counts(first, second, third, fourth, sessions)


def _signed(section_id: int) -> list[Signed]:
    found = select(DayCheck, Staff.name).join(Staff, Staff.id == DayCheck.signed_by).where(DayCheck.section_id == section_id)
    rows = db.session().execute(found.order_by(DayCheck.day.desc()).limit(10))
    return [Signed(row.day, name, row.signed_at, counts_stored(row), row.note) for row, name in rows]


def counts_stored(row: DayCheck) -> Counts:
    return Counts(row.not_returned, row.not_erased, row.not_confirmed, row.waiting, row.sessions)
