"""The paper of a slip (D-3)."""

from flask import Response

from portal.accounts.guard import current_staff
from portal.inquiries import print_actions
from portal.inquiries.blueprint import blueprint
from portal.permissions import Permission
from portal.web.allow import allow
from portal.web.rendering import pdf_answer, settings


@blueprint.post("/inquiries/<public_id>/paper")
@allow(Permission.SLIP_OPEN)
def print_slip(public_id: str) -> Response:
    return pdf_answer(print_actions.print_slip(public_id, staff=current_staff(), settings=settings()), name="受付票.pdf")
