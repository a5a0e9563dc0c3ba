"""What an application said beyond the paper's own row: kept with it, and read for its page."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import select

from portal import clock
from portal.accounts.rules import Channel
from portal.accounts.sessions import VisitView
from portal.config import Settings
from portal.db import db
from portal.errors import NotFound
from portal.residents.contact_models import Contact
from portal.residents.contact_queries import details_of, mailing_now
from portal.residents.queries import ResidentView
from portal.vouchers.application_rules import ACCEPTED_WORDS, ASKED_WORDS, GAP_WORDS, Application, Circumstances
from portal.vouchers.models import PaperRequest, Voucher
from portal.vouchers.post_rules import EARLY_WORDS, Post, why_not_posted_there
from portal.vouchers.rules import DELIVERED_WORDS, Delivery, document_words
from portal.vouchers.state_rules import RETURN_WORDS

Word = TypeVar("Word", bound=StrEnum)


def circumstances_of(
    resident: ResidentView, visit: VisitView | None, *, has_mailing: bool, settings: Settings, voucher: Voucher | None = None
) -> Circumstances:
    """What the rules ask beside the form; before a visit the counter is assumed. `voucher`: the one to be replaced."""
    return Circumstances(
        channel=visit.channel if visit else Channel.COUNTER,
        day=clock.today(),
        questions=settings.hearing_questions,
        hidden=resident.shield.hidden,
        has_address=bool(resident.address),
        has_mailing=has_mailing,
        post=post_of(voucher, settings) if voucher else None,
    )


def post_of(voucher: Voucher, settings: Settings) -> Post:
    """A voucher's way to the person. Where its row does not tell when it was posted, the day of the issue stands for it."""
    posted, handed_over, returned = (at.date() if at else None for at in (voucher.posted_at, voucher.handed_over_at, voucher.returned_at))
    return Post(
        way=DELIVERED_WORDS[voucher.delivery] if voucher.delivery else "一括発行で郵送",
        issued_on=voucher.issued_at.date(),
        wait_days=settings.not_delivered_days,
        is_posted=handed_over is None and (posted is not None or voucher.delivery is not Delivery.HANDED_OVER),
        posted_on=posted,
        handed_over_on=handed_over,
        returned_on=returned,
        return_words=RETURN_WORDS[voucher.return_reason] if voucher.return_reason else "",
    )


def keep_request(
    application: Application,
    mail_to: Contact | None,
    *,
    voucher_id: int | None = None,
    certificate_id: int | None = None,
    record_copy_id: int | None = None,
) -> None:
    """Inside writing(), beside the paper's row."""
    db.session().add(
        PaperRequest(
            voucher_id=voucher_id,
            certificate_id=certificate_id,
            record_copy_id=record_copy_id,
            principal_checked=document_words(application.principal_documents),
            asked=_words(application.asked, ASKED_WORDS),
            gaps=_words(application.gaps, GAP_WORDS),
            accepted=application.accepted,
            gap_note=application.gap_note,
            early=application.early,
            contact_id=mail_to.id if mail_to else None,
        )
    )


def voucher_with_request(public_id: str) -> tuple[Voucher, PaperRequest | None, Contact | None]:
    """Inside a door, in one statement: the voucher, what its application said, the 送付先 it was posted to. NotFound when there is none."""
    found = db.session().execute(
        select(Voucher, PaperRequest, Contact)
        .outerjoin(PaperRequest, PaperRequest.voucher_id == Voucher.id)
        .outerjoin(Contact, Contact.id == PaperRequest.contact_id)
        .where(Voucher.public_id == public_id)
    )
    row = found.one_or_none()
    if row is None:
        raise NotFound
    return row[0], row[1], row[2]


def why_not_to_contact(voucher: Voucher) -> str | None:
    """Inside a door: whether the 送付先 in the window of a page still to be posted is no longer the person's."""
    if voucher.delivery is not Delivery.POST_TO_CONTACT:
        return None
    statement = select(Contact).join(PaperRequest, PaperRequest.contact_id == Contact.id).where(PaperRequest.voucher_id == voucher.id)
    then = db.session().scalar(statement)
    return why_not_posted_there(details_of(then), mailing_now(voucher.resident_id, clock.today())) if then else None


def request_of(*, certificate_id: int | None = None, record_copy_id: int | None = None) -> tuple[PaperRequest | None, Contact | None]:
    """Inside a door: what the application for this paper said, and the 送付先 it was posted to."""
    of = PaperRequest.certificate_id == certificate_id if certificate_id else PaperRequest.record_copy_id == record_copy_id
    found = db.session().execute(select(PaperRequest, Contact).outerjoin(Contact, Contact.id == PaperRequest.contact_id).where(of))
    row = found.one_or_none()
    return (row[0], row[1]) if row else (None, None)


def request_lines(resident: ResidentView, said: PaperRequest | None, mail_to: Contact | None) -> list[tuple[str, str]]:
    """Each with its word, the empty ones left out. Where a protected person's post goes is not told."""
    if said is None:
        return []
    lines = [
        ("本人の書類", said.principal_checked),
        ("聞き取り", said.asked),
        ("未確認のこと", said.gaps),
        ("認めた理由", "。".join(part for part in (ACCEPTED_WORDS[said.accepted] if said.accepted else "", said.gap_note) if part)),
        ("待たずに出した理由", EARLY_WORDS[said.early] if said.early else ""),
        ("送付先", _mail_words(resident, mail_to) if mail_to else ""),
    ]
    return [(word, value) for word, value in lines if value]


def _mail_words(resident: ResidentView, contact: Contact) -> str:
    if resident.hides_place:
        return "紙には載せていません。住民の画面で住所を開いて確かめ、封筒に書いてください。"
    return " ".join(part for part in (contact.address, contact.building, contact.recipient) if part)


def _words(chosen: Collection[Word], words: Mapping[Word, str]) -> str:
    """Always in the same order; the empty text when nothing was chosen."""
    return "・".join(text for word, text in words.items() if word in chosen)
