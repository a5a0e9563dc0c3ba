"""Steps of giving out a 接種記録の写し, and what is kept of it."""

from typing import Any

from sqlalchemy import select

from portal.db import reading
from portal.residents.models import Resident
from portal.vouchers.record_copy_models import RecordCopy
from tests.conftest import Browser

FILLED: dict[str, Any] = {
    "chosen": ["covid"],
    "applicant": "self",
    "documents": ["driving_licence"],
    "delivery": "handed_over",
    "memo": "",
}


def copy_form_of(resident: Resident) -> str:
    return f"/residents/{resident.public_id}/record-copies/new"


def give_copy(browser: Browser, resident: Resident, **changes: Any) -> Browser:
    return browser.get(copy_form_of(resident)).post(copy_form_of(resident), FILLED | changes)


def refuse_copy(browser: Browser, resident: Resident, **changes: Any) -> Browser:
    filled = {"asked_by": "self", "ground": "identity_unclear", "ground_note": ""}
    return browser.get(copy_form_of(resident)).post(f"/residents/{resident.public_id}/record-copies/refusal", filled | changes)


def copies() -> list[RecordCopy]:
    with reading() as session:
        return list(session.scalars(select(RecordCopy).order_by(RecordCopy.id)))
