"""One voucher on its page, with what it went through and what may be done with it next: read, recorded, then shown."""

from dataclasses import dataclass, replace
from datetime import datetime

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.accounts.visits import note_person
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import reading, writing
from portal.doses.queries import doses_of
from portal.permissions import Permission
from portal.residents.queries import ResidentView, resident_by_id, view_of
from portal.vouchers.models import Voucher
from portal.vouchers.paper_requests import request_lines, voucher_with_request
from portal.vouchers.printing import why_not_print_voucher
from portal.vouchers.queries import VoucherView, page_now, vouchers_of
from portal.vouchers.state_actions import why_not_send
from portal.vouchers.state_queries import path_of
from portal.vouchers.state_rules import RETURN_WORDS, STEP_WORDS, Step, why_not_take_back, why_not_void

WORDS = {"printed": "印刷した", "again": "再印刷した"} | {step.value: word for step, word in STEP_WORDS.items()}
ISSUED_WORDS = "発行した"


@dataclass(frozen=True)
class Line:
    """One line of what a voucher went through."""

    at: datetime
    what: str
    why: str
    by: str


@dataclass(frozen=True)
class Shown:
    """One voucher on its page. Each `why_not_…` is the rule's reason, and then there is no button."""

    resident: ResidentView
    voucher: VoucherView
    printed: int
    application: list[tuple[str, str]]
    path: list[Line]
    replaces: str
    why_not_print: str | None
    why_not_post: str | None
    why_not_hand_over: str | None
    why_not_void: str | None
    why_not_take_back: str | None
    people: int = 0


def show_voucher(public_id: str, *, staff: SignedIn, settings: Settings) -> Shown:
    """One voucher, whose it is, where it is and how it came there; recorded before it is shown."""
    with reading():
        row, request, mail_to = voucher_with_request(public_id)
        resident = view_of(resident_by_id(row.resident_id), clock.today(), lapses=settings.protection_lapses)
        vouchers = vouchers_of(resident.id, doses_of(resident.id))
        voucher = next(view for view in vouchers if view.public_id == public_id)
        page = page_now(row.id)
        shown = Shown(
            resident=resident,
            voucher=voucher,
            printed=page.printed,
            application=[
                *([("見た書類", row.identity_checked)] if row.identity_checked else []),
                *request_lines(resident, request, mail_to),
            ],
            path=_path(row, voucher),
            replaces=next((view.number for view in vouchers if view.id == row.replaces_id), ""),
            why_not_print=why_not_print_voucher(row, resident, page, settings),
            why_not_post=why_not_send(Step.POSTED, row, voucher.standing, resident),
            why_not_hand_over=why_not_send(Step.HANDED_OVER, row, voucher.standing, resident),
            why_not_void=why_not_void(voucher.standing),
            why_not_take_back=_why_not_take_back(row, voucher),
        )
    return _looked_at(shown, staff)


def _why_not_take_back(row: Voucher, voucher: VoucherView) -> str | None:
    issued_on, in_bulk = row.issued_at.date(), row.issued_by is None
    return why_not_take_back(voucher.standing, issued_on=issued_on, today=clock.today(), in_bulk=in_bulk)


def _path(row: Voucher, voucher: VoucherView) -> list[Line]:
    """From the issue on: printings and steps in the order of their time."""
    lines = [Line(row.issued_at, ISSUED_WORDS, voucher.kind_word, voucher.issued_by or "一括発行")]
    for each in path_of(row.id):
        why = each.why or (f"{each.about}の代わり" if each.about else "")
        lines.append(Line(each.at, WORDS[each.what], why, each.by or ""))
    return sorted([*lines, *_from_columns(row, {line.what for line in lines})], key=lambda line: line.at)


def _from_columns(row: Voucher, told: set[str]) -> list[Line]:
    """What no line tells: a bulk issue is posted as it is issued, and vouchers from before the steps were kept."""
    known = (
        (Step.POSTED, row.posted_at, ""),
        (Step.HANDED_OVER, row.handed_over_at, ""),
        (Step.RETURNED, row.returned_at, RETURN_WORDS[row.return_reason] if row.return_reason else ""),
        (Step.VOIDED, row.voided_at, row.void_reason),
    )
    was_taken_back = STEP_WORDS[Step.TAKEN_BACK] in told
    return [
        Line(at, STEP_WORDS[step], why, "")
        for step, at, why in known
        if at is not None and STEP_WORDS[step] not in told and not (step is Step.VOIDED and was_taken_back)
    ]


def _looked_at(shown: Shown, staff: SignedIn) -> Shown:
    """Recorded before anything is shown, and the person becomes the one being served."""
    with writing():
        people = note_person(staff, shown.resident.id)
        facts = {"programme": shown.voucher.programme_code, "dose": shown.voucher.dose_number}
        record(Event.VOUCHER_REVIEW, by=staff.actor, subjects=[shown.resident.id], facts=facts)
    return replace(shown, people=people)


def may(staff: SignedIn, shown: Shown) -> dict[str, bool]:
    """Which of the next steps have a button here."""
    asked = (
        ("post", Permission.VOUCHER_POST, shown.why_not_post),
        ("hand_over", Permission.VOUCHER_HAND_OVER, shown.why_not_hand_over),
        ("void", Permission.VOUCHER_VOID, shown.why_not_void),
        ("take_back", Permission.VOUCHER_TAKE_BACK, shown.why_not_take_back),
    )
    return {name: staff.may(permission) and why_not is None for name, permission, why_not in asked}
