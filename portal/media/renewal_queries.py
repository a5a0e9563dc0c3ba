"""年度更新 read: what can be asked for, one request with its media, those that wait for a chief (M-1)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from portal import clock
from portal.accounts.chief_queries import section_names, signs_as, staff_names
from portal.accounts.chief_rules import SIGNS_AS_WORDS
from portal.accounts.sessions import SignedIn
from portal.db import db, reading
from portal.errors import NotFound
from portal.media.medium_models import Renewal, RenewalMedium
from portal.media.medium_queries import MediumRow, rows_of
from portal.media.models import Medium
from portal.media.renewal_rules import Period, period_after, why_not_decide, why_not_renew, year_words, years_offered
from portal.media.rules import Condition
from portal.permissions import Permission
from portal.text.wareki import format_datetime

UNSEEN_RENEWAL = "この年度更新は見つかりません。ほかの課のものは表示できません。"


@dataclass(frozen=True)
class Offer:
    """A medium that may be asked for, or why not."""

    row: MediumRow
    why_not: str | None


@dataclass(frozen=True)
class RenewalForm:
    """The page on which the custodian asks. `waiting`: public id of the one that waits for the chief already."""

    fiscal_year: int
    years: tuple[int, ...]
    offers: tuple[Offer, ...]
    waiting: str

    @property
    def possible(self) -> tuple[Offer, ...]:
        return tuple(offer for offer in self.offers if offer.why_not is None)


@dataclass(frozen=True)
class RenewalLine:
    """A medium of a request. `left_out`: why it was, or would be, left out; `becomes`: the period after the approval."""

    row: MediumRow
    becomes: Period
    left_out: str


@dataclass(frozen=True)
class RenewalPage:
    renewal: Renewal
    section: str
    asked_by: str
    decided_words: str
    lines: tuple[RenewalLine, ...]
    why_not: str | None

    @property
    def year(self) -> str:
        return year_words(self.renewal.fiscal_year)

    @property
    def is_open(self) -> bool:
        return self.renewal.decided_at is None

    @property
    def count(self) -> int:
        return sum(1 for line in self.lines if not line.left_out)


def show_form(fiscal_year: int | None, *, staff: SignedIn) -> RenewalForm:
    """All media of the section but those disposed of, for the year asked for or the first that is offered."""
    today = clock.today()
    years = years_offered(today)
    year = fiscal_year if fiscal_year in years else years[0]
    with reading() as session:
        found = select(Medium).where(Medium.section_id == staff.section_id, Medium.condition != Condition.DISPOSED)
        rows = list(session.scalars(found.order_by(Medium.fiscal_year, Medium.running)))
        names = staff_names({row.keeper_id for row in rows})
        offers = tuple(Offer(row, why_not_renew(row.facts, year)) for row in rows_of(rows, names, today))
        waiting = waiting_renewals([staff.section_id])
    return RenewalForm(year, years, offers, waiting[0].public_id if waiting else "")


def show_renewal(public_id: str, *, staff: SignedIn) -> RenewalPage:
    """Raises NotFound, for another section's as well."""
    today = clock.today()
    with reading() as session:
        renewal = renewal_row(public_id, staff)
        members = members_of(renewal)
        found = select(Medium).where(Medium.id.in_(members)).order_by(Medium.fiscal_year, Medium.running)
        rows = list(session.scalars(found))
        names = staff_names({row.keeper_id for row in rows} | {renewal.asked_by})
        shown = rows_of(rows, names, today)
        decided = decided_words(renewal)
        signs = signs_as(staff.id, renewal.section_id, today) if staff.may(Permission.LINE_APPROVE) else None
        why_not = why_not_decide(asked_by=renewal.asked_by, person=staff.id, signs=signs, decided_words=decided)
        section = section_names()[renewal.section_id]
    lines = tuple(_line(row, renewal, members[row.medium.id].left_out, today) for row in shown)
    return RenewalPage(renewal, section, names[renewal.asked_by].name, decided, lines, why_not)


def renewal_row(public_id: str, staff: SignedIn, *, held: bool = False) -> Renewal:
    """Inside a door: of the own section; an auditor sees all. Raises NotFound."""
    statement = select(Renewal).where(Renewal.public_id == public_id)
    row = db.session().scalar(statement.with_for_update() if held else statement)
    if row is None or not (row.section_id == staff.section_id or staff.may(Permission.LEDGER_AUDIT)):
        raise NotFound(UNSEEN_RENEWAL)
    return row


def waiting_renewals(section_ids: Collection[int]) -> list[Renewal]:
    """Inside a door: those that wait for a decision of these sections, the oldest first."""
    found = select(Renewal).where(Renewal.section_id.in_(section_ids), Renewal.decided_at.is_(None))
    return list(db.session().scalars(found.order_by(Renewal.id)))


def decided_words(renewal: Renewal) -> str:
    """Inside a door: who decided what and when; empty while nobody has."""
    if renewal.decided_at is None or renewal.decided_by is None or renewal.signed_as is None:
        return ""
    who = staff_names([renewal.decided_by])[renewal.decided_by].name
    verdict = "承認しました" if renewal.is_granted else "承認しませんでした"
    return f"{who}さん({SIGNS_AS_WORDS[renewal.signed_as]})が{format_datetime(renewal.decided_at)}に{verdict}。"


def members_of(renewal: Renewal) -> dict[int, RenewalMedium]:
    """Inside a door: by the id of the medium."""
    found = db.session().scalars(select(RenewalMedium).where(RenewalMedium.renewal_id == renewal.id))
    return {member.medium_id: member for member in found}


def media_of_renewal(ids: Collection[int]) -> list[Medium]:
    """Inside writing(): held in the order of their ids."""
    return list(db.session().scalars(select(Medium).where(Medium.id.in_(ids)).order_by(Medium.id).with_for_update()))


def _line(row: MediumRow, renewal: Renewal, left_out: str, today: date) -> RenewalLine:
    becomes = period_after(row.facts, renewal.fiscal_year, today)
    if renewal.decided_at is None:
        left_out = why_not_renew(row.facts, renewal.fiscal_year) or ""
    return RenewalLine(row, becomes, left_out)
