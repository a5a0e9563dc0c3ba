"""What is asked of every paper that proves something (接種済証, 接種記録の写し): the application, and what it costs."""

from dataclasses import dataclass
from typing import Any

from portal.accounts.sessions import VisitView
from portal.config import Settings
from portal.errors import refuse_if
from portal.residents.contact_models import Contact
from portal.residents.queries import ResidentView
from portal.vouchers.actions import refuse_application
from portal.vouchers.application_rules import Application
from portal.vouchers.fee_rules import Charge, Waiver, charge_for, why_not_waiver
from portal.vouchers.rules import document_words


@dataclass(frozen=True)
class PaperOrder:
    application: Application
    waiver: Waiver | None = None
    waiver_note: str = ""


def refuse_order(
    order: PaperOrder, resident: ResidentView, visit: VisitView, *, fee: int, settings: Settings
) -> tuple[Charge, Contact | None]:
    """Inside writing(): Refused with the first thing that is wrong; otherwise what is taken, and the 送付先 it is posted to, if any."""
    mail_to = refuse_application(order.application, resident, visit, settings=settings)
    refuse_if(why_not_waiver(fee, order.waiver, order.waiver_note))
    return charge_for(fee, order.waiver, order.waiver_note), mail_to


def columns_of(order: PaperOrder, charge: Charge, visit: VisitView) -> dict[str, Any]:
    """What the row of every such paper keeps of the order; of papers that were seen their kinds alone (R2-2)."""
    application = order.application
    return {
        "applicant": application.applicant,
        "identity_checked": document_words(application.documents),
        "delivery": application.delivery,
        "channel": visit.channel,
        "memo": application.memo,
        "fee_yen": charge.yen,
        "waiver": charge.waiver,
        "waiver_note": charge.note,
        "visit_id": visit.id,
    }
