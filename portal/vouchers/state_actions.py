"""Posted, handed over, made void, taken back: each checked again inside its one transaction and recorded with it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import exists, select

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.accounts.visits import visit_of
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import db, writing
from portal.errors import Changed, refuse_if
from portal.residents.movement_rules import WHY, Happened, Stops
from portal.residents.queries import ResidentView, held_resident
from portal.vouchers.models import Voucher
from portal.vouchers.queries import IS_PRINTED, IS_USED, standing_of, voucher_row
from portal.vouchers.rules import Delivery
from portal.vouchers.state_rules import (
    VOID_WORDS,
    Paper,
    Standing,
    Step,
    VoidReason,
    reason_words,
    why_not_hand_over,
    why_not_paper,
    why_not_post,
    why_not_take_back,
    why_not_void,
)
from portal.vouchers.steps import note_handed_over, note_posted, revive, take_back, void
from portal.web.once import first_result, keep_result

LIVE_ALREADY = "元の券のあとに、同じ回の有効な券が出ています。取り消せません。住民の画面を開いて確かめてください。"
# As the buttons say it.
_NOTED = {Step.POSTED: "郵送した", Step.HANDED_OVER: "渡した"}


@dataclass
class Sent:
    """What became of several vouchers at once: the numbers that went, and why the others did not."""

    step: Step
    numbers: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """For the page that follows: counts and reasons, no names."""
        done, went, left = _NOTED[self.step], len(self.numbers), len(self.refused)
        told = f"{went}枚を{done}と記録しました。" if went else ""
        if not left:
            return told
        not_done = f"{left}枚はできませんでした" if went else f"{left}枚を{done}と記録できませんでした"
        return f"{told}{not_done}: {' '.join(sorted(set(self.refused)))}"


def send_vouchers(public_ids: Sequence[str], step: Step, *, staff: SignedIn, once: str, settings: Settings) -> str:
    """Posted or handed over, one or many; what cannot go is told and the others go. Returns the words for the screen."""
    with writing():
        if (known := first_result(once)) is not None:
            return known
        visit_of(staff)
        sent, subjects = Sent(step), list[int]()
        for public_id in sorted(set(public_ids)):
            voucher, standing, person = _held(public_id, settings)
            if reason := why_not_send(step, voucher, standing, person):
                sent.refused.append(reason)
                continue
            (note_posted if step is Step.POSTED else note_handed_over)(voucher, by=staff.id)
            sent.numbers.append(voucher.number)
            subjects.append(voucher.resident_id)
        if sent.numbers:
            event = Event.VOUCHER_POST if step is Step.POSTED else Event.VOUCHER_HAND_OVER
            record(event, by=staff.actor, subjects=subjects, facts={"voucher": sent.numbers})
        keep_result(once, sent.words)
        return sent.words


def why_not_send(step: Step, voucher: Voucher, standing: Standing, person: ResidentView) -> str | None:
    """The rule of the step. A page that was to be handed to somebody protected has no address it may be sent to."""
    if step is Step.HANDED_OVER:
        return why_not_hand_over(standing, stopped=person.why_not_serve)
    in_hand_only = person.shield.hidden and voucher.delivery in (None, Delivery.HANDED_OVER)
    return why_not_post(standing, stopped=person.why_not_serve or (WHY[Happened.PROTECTED, Stops.MAILING] if in_hand_only else None))


def void_voucher(public_id: str, why: VoidReason, note: str, *, staff: SignedIn, once: str, settings: Settings) -> str:
    """It cannot be used any more, and nothing takes its place; returns its public id. Raises Refused with the rule's reason."""
    with writing():
        if (known := first_result(once)) is not None:
            return known
        visit_of(staff)
        voucher, standing, _ = _held(public_id, settings)
        refuse_if(why_not_void(standing))
        void(voucher, why, reason_words(VOID_WORDS[why], note), by=staff.id)
        facts = {"voucher": voucher.number, "reason": why.value}
        record(Event.VOUCHER_VOID, by=staff.actor, subjects=[voucher.resident_id], facts=facts)
        keep_result(once, public_id)
        return public_id


def take_back_voucher(public_id: str, paper: Paper, note: str, *, staff: SignedIn, once: str, settings: Settings) -> str:
    """A wrong issue of today undone: void, and what it had replaced is valid again. Returns its public id."""
    with writing():
        if (known := first_result(once)) is not None:
            return known
        visit_of(staff)
        voucher, standing, _ = _held(public_id, settings)
        issued_on, today = voucher.issued_at.date(), clock.today()
        refuse_if(why_not_take_back(standing, issued_on=issued_on, today=today, in_bulk=voucher.issued_by is None))
        refuse_if(why_not_paper(paper, is_printed=standing.is_printed))
        replaced = db.session().get(Voucher, voucher.replaces_id, with_for_update=True) if voucher.replaces_id else None
        take_back(voucher, note, by=staff.id)
        if replaced is not None:
            if _other_live(replaced):
                raise Changed(LIVE_ALREADY)
            revive(replaced, by=staff.id, instead_of=voucher)
        facts = {"voucher": voucher.number, "paper": paper.value, "revives": replaced.number if replaced else ""}
        record(Event.VOUCHER_TAKE_BACK, by=staff.actor, subjects=[voucher.resident_id], facts=facts)
        keep_result(once, public_id)
        return public_id


def _held(public_id: str, settings: Settings) -> tuple[Voucher, Standing, ResidentView]:
    """The person's row first, as at every issue: a step and a reissue of one voucher then follow one another."""
    person = held_resident(voucher_row(public_id).resident_id, clock.today(), lapses=settings.protection_lapses)
    return *held_voucher(public_id), person


def held_voucher(public_id: str) -> tuple[Voucher, Standing]:
    """Inside writing(): the row is held and read again. NotFound when there is none."""
    session = db.session()
    voucher = voucher_row(public_id)
    session.refresh(voucher, with_for_update=True)
    is_printed, is_used = session.execute(select(IS_PRINTED, IS_USED).where(Voucher.id == voucher.id)).one()
    return voucher, standing_of(voucher, is_used=is_used, is_printed=is_printed)


def _other_live(voucher: Voucher) -> bool:
    same = (Voucher.resident_id == voucher.resident_id, Voucher.programme_code == voucher.programme_code)
    live = (Voucher.dose_number == voucher.dose_number, Voucher.voided_at.is_(None), Voucher.id != voucher.id)
    return bool(db.session().scalar(select(exists().where(*same, *live))))
