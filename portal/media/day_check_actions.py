"""終業点検 signed, and its paper and that of a transfer taken (M-5)."""

from datetime import datetime

from sqlalchemy import func, select

from portal import clock
from portal.accounts.models import LoginSession, Staff
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import db, writing
from portal.errors import refuse_if
from portal.media.day_check import counts_of, groups_of, show_day
from portal.media.day_check_models import DayCheck
from portal.media.day_check_rules import why_not_sign_day
from portal.media.handover import review_handover
from portal.media.ledger_actions import NOT_PRINTED, record_paper
from portal.media.open_documents import OpenPaper, open_pdf
from portal.permissions import Permission
from portal.text.wareki import format_date, format_short_datetime
from portal.vouchers.kept_paper import refusing_unprintable
from portal.web.once import first_result, keep_result


def sign_day(note: str, *, staff: SignedIn, once: str) -> None:
    """For the reader's own section, once a day, with what is open at this moment. Two at once: the second reads who was first."""
    now = clock.now()
    with writing() as session:
        if first_result(once) is not None:
            return
        found = select(DayCheck.signed_at, Staff.name).join(Staff, Staff.id == DayCheck.signed_by)
        before = session.execute(found.where(DayCheck.section_id == staff.section_id, DayCheck.day == now.date())).one_or_none()
        refuse_if(
            why_not_sign_day(
                asks=staff.may(Permission.LINE_ASK),
                signed_by=before.name if before else "",
                signed_at=before.signed_at if before else None,
            )
        )
        counts = counts_of(groups_of(staff.section_id, now), sessions=_sign_ins(staff.section_id))
        session.add(
            DayCheck(
                section_id=staff.section_id,
                day=now.date(),
                signed_at=now,
                signed_by=staff.id,
                note=note,
                not_returned=counts.not_returned,
                not_erased=counts.not_erased,
                not_confirmed=counts.not_confirmed,
                waiting=counts.waiting,
                sessions=counts.sessions,
            )
        )
        facts = {"section": staff.section_name, "day": now.date().isoformat(), "open": counts.left}
        record(Event.DAY_CHECK_SIGN, by=staff.actor, facts=facts)
        keep_result(once, now.date().isoformat())


def print_day(*, staff: SignedIn, settings: Settings) -> bytes:
    """The page as it is now, recorded before it is given out."""
    page = show_day(staff, settings)
    signed = page.today
    told = f"確認 {signed.by} {format_short_datetime(signed.at)} {signed.note}".strip() if signed else "確認はまだです"
    paper = OpenPaper(
        title="終業点検表",
        about=f"{format_date(page.at)}・{page.section_name}・{told}",
        office=f"{settings.municipality_name} {page.section_name}",
        printed=f"{format_short_datetime(page.at)} {staff.name}",
        seals=("所属長", "点検者"),
        groups=page.groups,
    )
    return _printed(paper, page.at, ledger="day_check", about=page.section_name, staff=staff)


def print_handover(login_name: str, *, staff: SignedIn, settings: Settings) -> bytes:
    """What a member of staff has at hand, with lines for who gives and who takes. Raises NotFound."""
    page = review_handover(login_name, staff=staff)
    paper = OpenPaper(
        title="引継ぎ一覧",
        about=f"{page.person.name}({page.section_name})・{format_date(page.at)}現在",
        office=f"{settings.municipality_name} {page.section_name}",
        printed=f"{format_short_datetime(page.at)} {staff.name}",
        seals=("所属長", "引継ぐ者", "引受ける者"),
        groups=page.groups,
    )
    return _printed(paper, page.at, ledger="handover", about=f"職員 {login_name}", staff=staff)


def _printed(paper: OpenPaper, at: datetime, *, ledger: str, about: str, staff: SignedIn) -> bytes:
    with refusing_unprintable(NOT_PRINTED):
        pdf = open_pdf(paper, made_at=at)
    record_paper(ledger, [about], sum(len(group.things) for group in paper.groups), pdf=pdf, staff=staff)
    return pdf


def _sign_ins(section_id: int) -> int:
    """Inside a door: as live_sessions lists them."""
    live = select(func.count()).select_from(LoginSession).join(Staff, Staff.id == LoginSession.staff_id)
    return db.session().scalar(live.where(Staff.section_id == section_id, LoginSession.ended_at.is_(None))) or 0
