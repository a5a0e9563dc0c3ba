"""未着: what is known of a voucher's way to the person, and how long one waits before another is issued. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.residents.contact_rules import Details
from portal.text.wareki import format_date


class Early(StrEnum):
    """Why one does not wait until the voucher may still arrive."""

    BOOKED = "booked"
    ASKED_POST_OFFICE = "asked_post_office"
    CHIEF_AGREED = "chief_agreed"


EARLY_WORDS = {
    Early.BOOKED: "接種の予約日が近い",
    Early.ASKED_POST_OFFICE: "郵便局に調べてもらい、届いていない",
    Early.CHIEF_AGREED: "所属長が認めた",
}


@dataclass(frozen=True)
class Post:
    """A voucher's way to the person. `posted_on` is None where only the day of the issue is known."""

    way: str
    issued_on: date
    wait_days: int
    is_posted: bool = True
    posted_on: date | None = None
    handed_over_on: date | None = None
    returned_on: date | None = None
    return_words: str = ""

    @property
    def sent_on(self) -> date:
        return self.posted_on or self.issued_on

    @property
    def lost_from(self) -> date:
        """The first day on which the voucher counts as not delivered."""
        return self.sent_on + timedelta(days=self.wait_days)

    def may_arrive(self, day: date) -> bool:
        """Whether one waits for it on this day: else nobody is asked why one does not."""
        return self.is_posted and self.returned_on is None and day < self.lost_from

    def lines(self, day: date) -> list[tuple[str, str]]:
        """What is looked at before 未着 is believed, each with its word."""
        if not self.is_posted:
            return [("渡し方", self.way), ("渡した日", format_date(self.handed_over_on or self.issued_on))]
        sent = format_date(self.sent_on) if self.posted_on else f"{format_date(self.issued_on)}に発行(発送した日の記録はありません)"
        back = f"{format_date(self.returned_on)} {self.return_words}".strip() if self.returned_on else "記録はありません"
        return [("送り方", self.way), ("発送した日", sent), ("返戻", back), ("待つ日数", self._waiting_words(day))]

    def _waiting_words(self, day: date) -> str:
        if self.returned_on:
            return "返戻があるので、待たずに再発行できます"
        left = (self.lost_from - day).days
        until = f"発送から{self.wait_days}日({format_date(self.lost_from)}から再発行できます)"
        return f"{until}。あと{left}日" if left > 0 else f"{until}。過ぎています"


def why_not_posted_there(then: Details, now: Details | None) -> str | None:
    """A page in whose window a 送付先 stands, while it is still to be posted: the person may have come home."""
    if now is not None and _window(then) == _window(now):
        return None
    return "発行のあとで、送付先が改められたか終わりました。この券には前の送付先が載っています。送らず、再発行してください。"


def _window(details: Details) -> tuple[str, ...]:
    return details.postal_code, details.address, details.building, details.recipient


def why_not_not_delivered(post: Post, early: Early | None, *, day: date) -> tuple[str, str] | None:
    """The field that it is about, and the sentence; None when the voucher counts as not delivered."""
    if not post.is_posted:
        when = format_date(post.handed_over_on or post.issued_on)
        return "reason", f"この券は{when}に窓口で渡したものです。未着ではなく、紛失など当てはまる理由を選んでください。"
    if early or not post.may_arrive(day):
        return None
    return "early", (
        f"{format_date(post.sent_on)}に送った券です。{format_date(post.lost_from)}まで(あと{(post.lost_from - day).days}日)、"
        "届くのを待っていただいてください。待てないときは、待たずに出す理由を選んでください。"
    )
