"""消去の確認: every end of the section that waits for a second person, also one's own, with the reason why another must (M-5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func

from portal import clock
from portal.accounts.chief_queries import section_names, sections_signed_by, staff_names
from portal.accounts.sessions import SignedIn
from portal.db import reading
from portal.media.copy_models import CopyEnd, Lending
from portal.media.copy_rules import why_not_confirm, why_not_loss
from portal.media.counter_queries import ROWS_A_PAGE, waiting_ends
from portal.media.line_queries import end_facts
from portal.media.rules import COPY_WORDS, HOW_WORDS, How
from portal.web.paging import pages_of


@dataclass(frozen=True)
class WaitingEnd:
    """One end that nobody has confirmed. `why_not`: why this reader is not the one to do it."""

    public_id: str
    shown: str
    line_public_id: str
    line_shown: str
    data_name: str
    how: str
    is_lost: bool
    copy: str
    place: str
    performed_by: str
    ended_at: datetime
    is_late: bool
    why_not: str | None


@dataclass(frozen=True)
class ConfirmationList:
    """One page, the longest waiting first; `own`: how many of all the reader did themselves."""

    total: int
    own: int
    late: int
    oldest: datetime | None
    lines: Sequence[WaitingEnd]
    page: int

    @property
    def pages(self) -> int:
        return pages_of(self.total, ROWS_A_PAGE)


def list_confirmations(page: int, *, staff: SignedIn) -> ConfirmationList:
    """Of the own section's lines and of its data; a page behind the last is the last."""
    now = clock.now()
    with reading() as session:
        of_all = waiting_ends(staff).with_only_columns(
            func.count(CopyEnd.id),
            func.count(CopyEnd.id).filter(CopyEnd.performed_by == staff.id),
            func.count(CopyEnd.id).filter(Lending.due_at < now),
            func.min(CopyEnd.noted_at),
        )
        total, own, late, oldest = session.execute(of_all).one()
        page = min(max(page, 1), pages_of(total, ROWS_A_PAGE))
        ordered = waiting_ends(staff).order_by(CopyEnd.noted_at, CopyEnd.id).offset((page - 1) * ROWS_A_PAGE).limit(ROWS_A_PAGE)
        rows = session.execute(ordered).all()
        names = staff_names({end.performed_by for end, _, _, _ in rows})
        signs, sections = sections_signed_by(staff.id, now.date()), section_names()
        lines = [
            WaitingEnd(
                public_id=end.public_id,
                shown=end.number.shown,
                line_public_id=row.public_id,
                line_shown=row.number.shown,
                data_name=row.data_name,
                how=HOW_WORDS[end.how],
                is_lost=end.how is How.LOST,
                copy=COPY_WORDS[copy.kind],
                place=copy.place,
                performed_by=names[end.performed_by].name,
                ended_at=end.ended_at,
                is_late=due_at is not None and due_at < now,
                why_not=why_not_confirm(end_facts(end), staff.id)
                or why_not_loss(end.how, may_sign=row.section_id in signs, section=sections[row.section_id]),
            )
            for end, copy, row, due_at in rows
        ]
        return ConfirmationList(total, own, late, oldest, lines, page)
