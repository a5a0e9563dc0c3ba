"""What the pages about a person share: the visit asked for first, the person named in the strip on top."""

from flask import g, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.guard import current_staff
from portal.text.wareki import PartialDate, format_date
from portal.web.htmx import go_to


def visit_first() -> BaseResponse | None:
    """Nobody is looked at outside a visit: it is asked for once, and the way leads back here (a page, never a form)."""
    if current_staff().visit is None:
        return go_to(url_for("accounts.new_visit", next=request.path))
    return None


def pin(name: str, birth: PartialDate, people: int) -> None:
    """The strip on top names the person of this page, also on the first look."""
    g.pinned = (name, f"{format_date(birth)}生", people)
