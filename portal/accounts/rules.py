"""Who may sign in, with which password, and how long a session lasts. Pure; the reasons are the words the screen shows."""

import math
from collections.abc import Collection
from datetime import date, datetime, timedelta
from enum import StrEnum


class Channel(StrEnum):
    """How the resident reached the office."""

    COUNTER = "counter"
    PHONE = "phone"
    POST = "post"
    ONLINE = "online"
    INTERNAL = "internal"


class VisitReason(StrEnum):
    """照会事由: why a person is looked at."""

    REISSUE = "reissue"
    HISTORY = "history"
    INQUIRY = "inquiry"
    LEDGER = "ledger"
    DISCLOSURE = "disclosure"
    AUDIT = "audit"


class EndReason(StrEnum):
    SIGNED_OUT = "signed_out"
    IDLE = "idle"
    ELSEWHERE = "elsewhere"
    FORCED = "forced"
    STOPPED = "stopped"
    PASSWORD = "password"


CHANNEL_WORDS = {
    Channel.COUNTER: "窓口",
    Channel.PHONE: "電話",
    Channel.POST: "郵便",
    Channel.ONLINE: "電子",
    Channel.INTERNAL: "庁内",
}
VISIT_REASON_WORDS = {
    VisitReason.REISSUE: "再発行",
    VisitReason.HISTORY: "接種歴照会",
    VisitReason.INQUIRY: "問合せ対応",
    VisitReason.LEDGER: "台帳整備",
    VisitReason.DISCLOSURE: "開示",
    VisitReason.AUDIT: "監査",
}
END_REASON_WORDS = {
    EndReason.SIGNED_OUT: "本人がサインアウト",
    EndReason.IDLE: "一定時間操作がなかった",
    EndReason.ELSEWHERE: "別の端末でサインイン",
    EndReason.FORCED: "システム管理者が終了",
    EndReason.STOPPED: "利用停止",
    EndReason.PASSWORD: "パスワードの変更",
}

# What the browser that held the ended session is told on the sign-in page.
ENDED_WORDS = {
    EndReason.IDLE: "しばらく操作がなかったため、サインインを終えました。",
    EndReason.ELSEWHERE: (
        "同じ職員が別の端末でサインインしたため、この端末でのサインインは終わりました。"
        "心当たりがないときは、すぐにシステム管理者に知らせてください。"
    ),
    EndReason.FORCED: "システム管理者がサインインを終了させました。続けて使うときは、サインインし直してください。",
    EndReason.STOPPED: "この職員の利用は止められています。システム管理者に申し出てください。",
    EndReason.PASSWORD: "パスワードが発行し直されました。新しいパスワードでサインインしてください。",
}

UNKNOWN_OR_WRONG = "ログイン名かパスワードが違います。続けて間違えると一定時間サインインできなくなります。"
COMMON_PASSWORDS = frozenset(
    {"password", "passw0rd", "hitachinaka", "kenkosuishin", "qwertyuiop", "1234567890", "administrator", "letmein"}
)


def why_not_sign_in(*, valid_from: date, valid_until: date | None, stopped: bool, day: date) -> str | None:
    """Shown only after the password was right, so that a stranger learns nothing about an account."""
    if stopped:
        return "この職員の利用は止められています。システム管理者に申し出てください。"
    if day < valid_from:
        return "利用できる期間がまだ始まっていません。システム管理者に申し出てください。"
    if valid_until is not None and day > valid_until:
        return "利用できる期間が終わっています。システム管理者に申し出てください。"
    return None


def locked_for(failures: int, *, lock_after: int, lock_minutes: int) -> timedelta | None:
    """How long an account rests after so many failures in a row."""
    return timedelta(minutes=lock_minutes) if failures >= lock_after else None


def wait_seconds(failures_from_address: int) -> int:
    """How long an address must wait between tries: an office may sit behind one address, so it is slowed, never shut out."""
    if failures_from_address < 20:
        return 0
    return min(30, 2 ** min(5, (failures_from_address - 20) // 10))


def seconds_left(failures_from_address: int, last_failure: datetime, now: datetime) -> int:
    """Whole seconds until the address may try again; 0 when it may."""
    return max(0, math.ceil(wait_seconds(failures_from_address) - (now - last_failure).total_seconds()))


def why_not_password(password: str, *, login_name: str, minimum: int, previous_matches: bool) -> str | None:
    """Length before variety: long ones, not the login name, not the well-known ones, not the present one."""
    if len(password) < minimum:
        return f"パスワードは{minimum}文字以上にしてください(いま{len(password)}文字です)。"
    if len(password) > 200:
        return "パスワードは200文字までにしてください。"
    lowered = password.lower()
    if login_name and login_name.lower() in lowered:
        return "パスワードにログイン名を入れないでください。"
    if any(word in lowered for word in COMMON_PASSWORDS) or len(set(password)) < 5:
        return "推測されやすいパスワードです。関係のない語をいくつかつなげたものなどにしてください。"
    if previous_matches:
        return "いまと同じパスワードは使えません。"
    return None


def is_idle(seen_at: datetime, now: datetime, *, end_after_seconds: int) -> bool:
    """Whether the server ends the session (R3-4)."""
    return now - seen_at > timedelta(seconds=end_after_seconds)


def holds_on(starts_on: date, ends_on: date | None, day: date) -> bool:
    """Whether a grant holds on a day, both ends included."""
    return starts_on <= day and (ends_on is None or day <= ends_on)


def why_not_stop_oneself(*, staff_id: int, by_staff_id: int) -> str | None:
    if staff_id == by_staff_id:
        return "自分の利用を止めることはできません。ほかのシステム管理者に頼んでください。"
    return None


def why_not_leave_without_admin(*, remaining_admins: Collection[int]) -> str | None:
    """The last system admin stays: otherwise nobody could let anybody in again."""
    if not remaining_admins:
        return "システム管理者が1人もいなくなります。先に別の職員へシステム管理者の役割を付けてください。"
    return None
