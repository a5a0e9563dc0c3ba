"""What a system admin may do to an account, and what each change is called. Pure; the reasons are the words the screen shows."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from portal.accounts.rules import holds_on, why_not_stop_oneself
from portal.permissions import PERMISSION_WORDS, ROLE_WORDS, Permission, Role
from portal.text.wareki import format_date

LOGIN_NAME_TAKEN = "このログイン名はもう使われています。止めた職員の名前も再び使うことはできません。ほかの名前にしてください。"
ASK_ANOTHER_ADMIN = "ほかのシステム管理者に頼んでください。"
_LOGIN_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")


class AccountState(StrEnum):
    IN_USE = "in-use"
    FIRST_PASSWORD = "first-password"
    LOCKED = "locked"
    OUTSIDE = "outside"
    STOPPED = "stopped"


ACCOUNT_STATE_WORDS = {
    AccountState.IN_USE: "利用中",
    AccountState.FIRST_PASSWORD: "初回パスワード未変更",
    AccountState.LOCKED: "ロック中",
    AccountState.OUTSIDE: "期間外",
    AccountState.STOPPED: "停止",
}


class GrantState(StrEnum):
    HOLDS = "holds"
    COMING = "coming"
    ENDED = "ended"
    TAKEN_BACK = "taken-back"


GRANT_STATE_WORDS = {
    GrantState.HOLDS: "有効",
    GrantState.COMING: "これから",
    GrantState.ENDED: "終了",
    GrantState.TAKEN_BACK: "取消",
}


class SessionState(StrEnum):
    AT_WORK = "at-work"
    AWAY = "away"
    IDLE = "idle"


SESSION_STATE_WORDS = {SessionState.AT_WORK: "利用中", SessionState.AWAY: "離席中", SessionState.IDLE: "時間切れ"}


@dataclass(frozen=True)
class Period:
    """Both ends included; no end means until further notice."""

    starts_on: date
    ends_on: date | None

    def overlaps(self, other: "Period") -> bool:
        return self.starts_on <= (other.ends_on or date.max) and other.starts_on <= (self.ends_on or date.max)

    @property
    def words(self) -> str:
        return f"{format_date(self.starts_on)}から{day_or_open(self.ends_on)}"


@dataclass(frozen=True)
class Details:
    """What an admin types about a person; the login name never changes."""

    name: str
    section_code: str
    valid: Period


def day_or_open(day: date | None) -> str:
    return "期限なし" if day is None else f"{format_date(day)}まで"


def account_state(*, stopped: bool, valid: Period, locked_until: datetime | None, first_password: bool, now: datetime) -> AccountState:
    """The one state a list shows: what keeps the person out comes first."""
    if stopped:
        return AccountState.STOPPED
    if not holds_on(valid.starts_on, valid.ends_on, now.date()):
        return AccountState.OUTSIDE
    if locked_until is not None and now < locked_until:
        return AccountState.LOCKED
    return AccountState.FIRST_PASSWORD if first_password else AccountState.IN_USE


def grant_state(period: Period, day: date) -> GrantState:
    """A grant ended before its first day was never in force."""
    if period.ends_on is not None and period.ends_on < period.starts_on:
        return GrantState.TAKEN_BACK
    if period.ends_on is not None and period.ends_on < day:
        return GrantState.ENDED
    return GrantState.COMING if day < period.starts_on else GrantState.HOLDS


def why_not_login_name(login_name: str) -> str | None:
    if not _LOGIN_NAME.fullmatch(login_name):
        return "ログイン名は、半角の英小文字・数字と「.」「-」「_」で3文字から40文字までとし、英小文字か数字で始めてください。"
    return None


def why_not_period(period: Period) -> str | None:
    if period.ends_on is not None and period.ends_on < period.starts_on:
        return "終わりの日が始まりの日より前です。日付を確かめてください。"
    return None


def why_not_grant(word: Role | Permission, period: Period, *, held: Collection[Period], day: date) -> str | None:
    """`held` are the periods of the same role or permission; a permission of one person alone needs an end (R3-2)."""
    if reason := why_not_period(period):
        return reason
    if period.starts_on < day:
        return "さかのぼって付けることはできません。始まりの日は今日か、今日より後にしてください。"
    if word is Permission.SIGNED_IN:
        return "サインインは職員全員ができます。付ける必要はありません。"
    if isinstance(word, Permission) and period.ends_on is None:
        return "個別の権限には終わりの日が要ります。必要な間だけの日付を入れてください。"
    still = [other for other in held if grant_state(other, day) in (GrantState.HOLDS, GrantState.COMING)]
    same = next((other for other in still if other.overlaps(period)), None)
    if same:
        return f"「{grant_words(word)}」はもう付いています({same.words})。期間を変えるときは、先にそれを終えてください。"
    return None


def why_not_end_grant(period: Period, last_day: date) -> str | None:
    if period.ends_on is not None and period.ends_on <= last_day:
        return "この役割・権限は、もう終わることになっています。いまの内容を確かめてください。"
    return None


def last_day_of(*, at_once: bool, day: date) -> date:
    """Grants hold for whole days: what ends at once had its last day yesterday."""
    return day - timedelta(days=1) if at_once else day


def why_not_change_own_grants(*, staff_id: int, by_staff_id: int | None) -> str | None:
    """Four eyes: nobody decides what they themselves may do (R3-2)."""
    if staff_id == by_staff_id:
        return f"自分の役割と権限は変えられません。{ASK_ANOTHER_ADMIN}"
    return None


def why_not_change_own_period(before: Period, after: Period, *, staff_id: int, by_staff_id: int | None) -> str | None:
    if staff_id == by_staff_id and before != after:
        return f"自分の利用できる期間は変えられません。{ASK_ANOTHER_ADMIN}"
    return None


def why_not_stop(*, staff_id: int, by_staff_id: int | None, stopped: bool) -> str | None:
    if stopped:
        return "この職員の利用は、もう止められています。"
    return None if by_staff_id is None else why_not_stop_oneself(staff_id=staff_id, by_staff_id=by_staff_id)


def why_not_resume(*, stopped: bool) -> str | None:
    return None if stopped else "この職員の利用は止められていません。"


def why_not_reset_password(*, staff_id: int, by_staff_id: int | None) -> str | None:
    """One's own password is changed with the present one, never around it."""
    if staff_id == by_staff_id:
        return "自分のパスワードは、左の「パスワードの変更」で変えてください。"
    return None


def why_not_unlock(*, locked_until: datetime | None, now: datetime) -> str | None:
    if locked_until is None or locked_until <= now:
        return "ロックされていません。"
    return None


def why_not_end_session(*, staff_id: int, by_staff_id: int | None) -> str | None:
    if staff_id == by_staff_id:
        return "自分のサインインは、右上の「サインアウト」で終えてください。"
    return None


def grant_words(word: Role | Permission) -> str:
    return ROLE_WORDS[word] if isinstance(word, Role) else PERMISSION_WORDS[word]


def differences(before: Details, after: Details, *, section_names: Mapping[str, str]) -> list[str]:
    """What changed, in words that the record keeps and the screen shows."""
    pairs = (
        ("氏名", before.name, after.name),
        ("所属", *(section_names.get(code, code) for code in (before.section_code, after.section_code))),
        ("利用開始日", format_date(before.valid.starts_on), format_date(after.valid.starts_on)),
        ("利用終了日", day_or_open(before.valid.ends_on), day_or_open(after.valid.ends_on)),
    )
    return [f"{what}: {old} → {new}" for what, old, new in pairs if old != new]
