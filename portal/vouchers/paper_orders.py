"""What is asked of every paper that proves something (接種済証, 接種記録の写し): the application, whose papers were seen, what it costs."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from portal.accounts.sessions import VisitView
from portal.residents.queries import ResidentView
from portal.vouchers.actions import Application, refuse_application, refuse_if
from portal.vouchers.fee_rules import Charge, Waiver, charge_for, why_not_waiver
from portal.vouchers.rules import IDENTITY, Applicant, Document, document_words

AGENTS = frozenset({Applicant.LEGAL_AGENT, Applicant.AGENT})
# Of whom somebody else acts for, only what proves who that is.
OF_PRINCIPAL = tuple(document for document in Document if document in IDENTITY and document is not Document.HEARING)


@dataclass(frozen=True)
class PaperOrder:
    """`principal`: what was seen of the person themself when somebody acts for them."""

    application: Application
    principal: frozenset[Document] = frozenset()
    waiver: Waiver | None = None
    waiver_note: str = ""


def why_not_principal(applicant: Applicant, principal: Collection[Document]) -> str | None:
    """Who acts for another shows who that is as well (R2-1)."""
    if applicant in AGENTS and not set(principal) & set(OF_PRINCIPAL):
        return "代理の方のときは、接種を受けた方の本人確認をした書類(写しも可)も選んでください。"
    return None


def refuse_order(order: PaperOrder, resident: ResidentView, visit: VisitView, *, fee: int) -> Charge:
    """Inside writing(): Refused with the first thing that is wrong; otherwise what is taken."""
    refuse_application(order.application, resident, visit)
    refuse_if(why_not_principal(order.application.applicant, order.principal))
    refuse_if(why_not_waiver(fee, order.waiver, order.waiver_note))
    return charge_for(fee, order.waiver, order.waiver_note)


def columns_of(order: PaperOrder, charge: Charge, visit: VisitView) -> dict[str, Any]:
    """What the row of every such paper keeps of the order; of papers that were seen their kinds alone (R2-2)."""
    application = order.application
    return {
        "applicant": application.applicant,
        "identity_checked": document_words(application.documents),
        "principal_checked": document_words(order.principal),
        "delivery": application.delivery,
        "channel": visit.channel,
        "memo": application.memo,
        "fee_yen": charge.yen,
        "waiver": charge.waiver,
        "waiver_note": charge.note,
        "visit_id": visit.id,
    }
