"""終業点検: what must be looked at before a section goes home, and who may sign that they did (M-5). Pure."""

from dataclasses import dataclass
from datetime import datetime

from portal.text.wareki import format_datetime

NO_SIGNING = "終業点検を確認できるのは、この課で媒体の申請を扱う職員だけです。"


@dataclass(frozen=True)
class Counts:
    """What was open when somebody looked."""

    not_returned: int
    not_erased: int
    not_confirmed: int
    waiting: int
    sessions: int

    @property
    def left(self) -> int:
        """What should not stay over night: requests may wait for a decision."""
        return self.not_returned + self.not_erased + self.not_confirmed


def why_not_sign_day(*, asks: bool, signed_by: str, signed_at: datetime | None) -> str | None:
    """Of the present day. `signed_by`: who did already. Once a day and section; a second look is no second signature."""
    if signed_at is not None:
        return f"この日の終業点検は、{signed_by}さんが{format_datetime(signed_at)}に確認しました。"
    return None if asks else NO_SIGNING


def counts_words(counts: Counts) -> str:
    """「未返却 1・未消去 0・…」 as it stands beside a signature."""
    pairs = (
        ("未返却", counts.not_returned),
        ("未消去", counts.not_erased),
        ("未確認", counts.not_confirmed),
        ("申請中", counts.waiting),
        ("サインイン中", counts.sessions),
    )
    return "・".join(f"{word} {count}" for word, count in pairs)
