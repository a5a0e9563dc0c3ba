"""One slip: started by one key, shown, written while somebody speaks (D-3)."""

from typing import Any

from flask import g, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.guard import current_staff
from portal.accounts.sessions import SignedIn
from portal.inquiries import start_actions
from portal.inquiries.blueprint import blueprint
from portal.inquiries.review import open_slip
from portal.permissions import Permission
from portal.web.allow import allow
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form


@blueprint.app_context_processor
def _start_from_anywhere() -> dict[str, Any]:
    """Of every page, for who may write slips: what makes the token of the button that starts one; otherwise None."""
    staff: SignedIn | None = g.get("staff")
    may_start = staff is not None and staff.may(Permission.SLIP_WRITE)
    return {"new_slip_once": (lambda: new_once(staff.id)) if staff is not None and may_start else None}


@blueprint.post("/inquiries")
@allow(Permission.SLIP_WRITE)
def start_slip() -> BaseResponse:
    staff = current_staff()
    public_id = start_actions.start_slip(staff=staff, once=once_from_form(staff.id))
    return go_to(url_for("inquiries.show_slip", public_id=public_id))


@blueprint.get("/inquiries/<public_id>")
@allow(Permission.SLIP_OPEN)
def show_slip(public_id: str) -> str:
    return render_template("inquiries/show_slip.html", view=open_slip(public_id, staff=current_staff()))
