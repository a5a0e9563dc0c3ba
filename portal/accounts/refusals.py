"""Refusals on the screen, and in the record where they concern a person's data."""

from flask import Flask, Response, g, request

from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.db import writing
from portal.errors import NotFound, PortalError
from portal.web.error_pages import portal_error_page


def start_refusals(app: Flask) -> None:
    app.register_error_handler(PortalError, _refuse)


def _refuse(error: PortalError) -> Response:
    staff: SignedIn | None = g.get("staff")
    if isinstance(error, NotFound) and staff is not None:
        with writing():
            record(Event.RECORD_MISS, by=staff.actor, facts={"endpoint": request.endpoint or ""})
    return portal_error_page(error)
