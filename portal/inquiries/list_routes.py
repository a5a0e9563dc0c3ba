"""The lists of slips: 折返し by promised time, mine, the section's, what is late, what waits, what is closed (D-3)."""

from flask import g, render_template, request, url_for

from portal.accounts.guard import current_staff
from portal.inquiries.blueprint import blueprint
from portal.inquiries.list_queries import Waiting, count_waiting
from portal.inquiries.list_review import list_view
from portal.inquiries.list_rules import LISTED, NOTHING_THERE, ORDER_WORDS, VIEW_WORDS, SlipView, call_words
from portal.inquiries.rules import CATEGORY_WORDS, CHANNEL_WORDS, RESULT_WORDS, STATE_WORDS, SlipState, Urgency
from portal.permissions import Permission
from portal.web.allow import allow
from portal.web.paging import pager
from portal.web.rendering import settings

STATE_MARKS = {
    SlipState.BLANK: "wait",
    SlipState.OPEN: "now",
    SlipState.WAITING: "wait",
    SlipState.CLOSED: "done",
    SlipState.CANCELLED: "void",
}


@blueprint.get("/inquiries")
@allow(Permission.SLIP_OPEN)
def list_slips() -> str:
    asked = request.args.get("view", "")
    return _page(SlipView(asked) if asked in LISTED else SlipView.MINE)


@blueprint.get("/inquiries/calls")
@allow(Permission.SLIP_OPEN)
def list_calls() -> str:
    return _page(SlipView.CALLS)


def count_own() -> int:
    """Behind 受付票 in the navigation."""
    return _waiting().mine


def count_own_calls() -> int:
    """Behind 折返し."""
    return _waiting().calls


def count_reviews() -> int:
    """Behind 供覧."""
    return _waiting().reviews


def _waiting() -> Waiting:
    """Asked once for a page."""
    if "slips_waiting" not in g:
        g.slips_waiting = count_waiting(current_staff())
    return g.slips_waiting


def words_of_slips() -> dict[str, object]:
    """What a line of slips is shown with, on every page that lists them."""
    return {
        "states": STATE_WORDS,
        "marks": STATE_MARKS,
        "channels": CHANNEL_WORDS,
        "categories": CATEGORY_WORDS,
        "results": RESULT_WORDS,
        "urgent": Urgency.URGENT,
    }


def _page(view: SlipView) -> str:
    staff = current_staff()
    shown = list_view(view, max(1, request.args.get("page", 1, type=int)), staff=staff, settings=settings())
    pages = pager(shown.total, pages=shown.pages, number=shown.page, url_of=lambda page: _url(view, page))
    return render_template(
        "inquiries/list_slips.html",
        shown=shown,
        pager=pages,
        tabs=[(VIEW_WORDS[each], _url(each), shown.tallies.get(each), each is view) for each in LISTED],
        heading=VIEW_WORDS[view],
        order=ORDER_WORDS[view],
        nothing=NOTHING_THERE[view],
        call_words=call_words,
        may_write=staff.may(Permission.SLIP_WRITE),
        is_calls=view is SlipView.CALLS,
        **words_of_slips(),
    )


def _url(view: SlipView, page: int | None = None) -> str:
    if view is SlipView.CALLS:
        return url_for("inquiries.list_calls", page=page)
    return url_for("inquiries.list_slips", view=view.value, page=page)
