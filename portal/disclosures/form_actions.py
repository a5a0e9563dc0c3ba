"""A blank form printed."""

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import writing
from portal.disclosures.form_documents import form_pdf
from portal.disclosures.form_rules import BlankKind
from portal.vouchers.kept_paper import refusing_unprintable


def print_form(kind: BlankKind, *, staff: SignedIn, settings: Settings) -> bytes:
    """The same bytes all day: nobody stands on it. Raises Refused: the city's own lines have a character that no font has."""
    morning = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    with refusing_unprintable():
        pdf = form_pdf(kind, settings, made_at=morning)
    with writing():
        record(Event.CASE_FORM_PRINT, by=staff.actor, facts={"form": kind.value})
    return pdf
