"""What the tests of vouchers do at the counter and read back afterwards."""

from typing import Any

from sqlalchemy import func, select

from portal.audit.models import AuditHead
from portal.db import reading
from portal.residents.models import Resident
from portal.vouchers.models import Voucher, VoucherPaper, VoucherPrint, VoucherSeries
from portal.web.models import FormResult
from tests.conftest import Browser


def serving(browser: Browser, channel: str = "counter") -> Browser:
    """The same browser, with a resident in front of it."""
    assert browser.post("/visits", {"channel": channel, "reason": "reissue"}).status == 303
    return browser


def answers(**values: Any) -> dict[str, Any]:
    """The form of a reissue as it is usually filled in."""
    base = {"reason": "lost", "reason_note": "", "applicant": "self", "documents": ["passport"], "delivery": "handed_over", "memo": ""}
    return base | values


def first_answers(**values: Any) -> dict[str, Any]:
    """The form of a first voucher as it is usually filled in, for the first dose."""
    return answers(reason="first", dose="1") | values


def page_of(voucher: Voucher) -> str:
    return f"/vouchers/{voucher.public_id}/reissue"


def issue_page_of(resident: Resident, programme_code: str = "resident-r8") -> str:
    return f"/residents/{resident.public_id}/vouchers/{programme_code}/new"


def tokens_of(browser: Browser) -> dict[str, str]:
    """Of the page the browser is on."""
    return {"once": browser.hidden("once"), "csrf_token": browser.hidden("csrf_token")}


def reissued(browser: Browser, voucher: Voucher, **values: Any) -> Voucher:
    """Reissues through the form and gives the new voucher."""
    browser.get(page_of(voucher)).post(page_of(voucher), answers(**values))
    assert browser.status == 303, browser.text[:2000]
    return voucher_at(browser.location)


def voucher_at(location: str) -> Voucher:
    with reading() as session:
        return session.scalars(select(Voucher).where(Voucher.public_id == location.rsplit("/", 1)[1])).one()


def again(voucher: Voucher) -> Voucher:
    """The same row as it stands now."""
    with reading() as session:
        return session.get_one(Voucher, voucher.id)


def held_by(resident: Resident) -> list[Voucher]:
    """Every voucher of the person, the oldest first."""
    with reading() as session:
        return list(session.scalars(select(Voucher).where(Voucher.resident_id == resident.id).order_by(Voucher.id)))


def sheet_of(voucher: Voucher) -> str:
    """The text that was kept of the page."""
    with reading() as session:
        return session.get_one(VoucherPaper, voucher.id).sheet


def kept() -> dict[str, Any]:
    """All that an issue or a print leaves behind: equal before and after says that nothing was stored."""
    with reading() as session:
        vouchers = session.execute(select(Voucher.number, Voucher.voided_at, Voucher.void_reason, Voucher.replaces_id).order_by(Voucher.id))
        counts = {
            model.__name__: session.scalar(select(func.count()).select_from(model)) for model in (VoucherPaper, VoucherPrint, FormResult)
        }
        return counts | {"vouchers": [tuple(row) for row in vouchers], "last": session.scalar(select(VoucherSeries.last))}


def records() -> int:
    """How many audit records there are."""
    with reading() as session:
        return session.scalars(select(AuditHead.sequence)).one()
