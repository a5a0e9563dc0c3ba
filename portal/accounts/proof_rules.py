"""Whether the password was given recently enough to sign with (M-3). Pure; the reasons are the words the screen shows."""

import math
from datetime import datetime, timedelta

WRONG_PASSWORD = "パスワードが違います。まだ何も保存していません。続けて間違えると、一定時間サインインもできなくなります。"


def is_fresh(proved_at: datetime | None, now: datetime, minutes: int) -> bool:
    """At most so many minutes old, the last moment included; None: not given in this session."""
    return proved_at is not None and timedelta(0) <= now - proved_at <= timedelta(minutes=minutes)


def fresh_until(proved_at: datetime, minutes: int) -> datetime:
    return proved_at + timedelta(minutes=minutes)


def why_not_fresh(proved_at: datetime | None, now: datetime, minutes: int) -> str | None:
    if is_fresh(proved_at, now, minutes):
        return None
    return f"この操作には、{minutes}分以内に確かめたパスワードが要ります。もう一度パスワードを入れてください。まだ何も保存していません。"


def locked_words(rest: timedelta) -> str:
    """`rest`: how long the account stays locked."""
    return (
        f"パスワードの間違いが続いたため、確かめるのを止めています。あと{math.ceil(rest.total_seconds() / 60)}分待つか、"
        "システム管理者に申し出てください。まだ何も保存していません。"
    )


def slowed_words(seconds: int) -> str:
    return f"この場所からのパスワードの間違いが続いています。{seconds}秒待ってから、もう一度お試しください。まだ何も保存していません。"
