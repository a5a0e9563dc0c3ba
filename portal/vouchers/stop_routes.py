"""接種券を止める方 on the screen: the list by reason, and the same list for paper."""

from typing import Any

from flask import render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.guard import current_staff
from portal.accounts.visit_pages import visit_first
from portal.permissions import Permission
from portal.residents.movement_rules import HAPPENED_WORDS, Happened
from portal.vouchers.blueprint import blueprint
from portal.vouchers.stop_list import StopList, show_stops
from portal.vouchers.stop_queries import KINDS
from portal.web.allow import allow
from portal.web.paging import Pager, pager
from portal.web.rendering import settings

MARKS = {
    Happened.DIED: "stop",
    Happened.MOVED_OUT: "void",
    Happened.PROTECTED: "shield",
    Happened.NAME_CHANGED: "care",
    Happened.ADDRESS_CHANGED: "care",
}


@blueprint.get("/vouchers/stops")
@allow(Permission.STOP_LIST)
def list_stops() -> str | BaseResponse:
    return visit_first() or _list_page(_kind_asked(), request.args.get("page", 1, int), on_paper=request.args.get("paper") == "1")


def _list_page(kind: Happened | None, page: int, *, on_paper: bool) -> str:
    shown = show_stops(kind, page, on_paper=on_paper, staff=current_staff(), settings=settings())
    name = "vouchers/print_stops.html" if on_paper else "vouchers/list_stops.html"
    return render_template(name, shown=shown, tabs=_tabs(shown), pager=_pager(shown), marks=MARKS, words=HAPPENED_WORDS)


def _kind_asked() -> Happened | None:
    asked = request.args.get("kind", "")
    return next((kind for kind in KINDS if kind.value == asked), None)


def _tabs(shown: StopList) -> list[dict[str, Any]]:
    every = {"word": "すべて", "count": shown.all, "url": url_for("vouchers.list_stops"), "is_current": shown.kind is None}
    return [every] + [
        {
            "word": HAPPENED_WORDS[kind],
            "count": shown.counts[kind],
            "url": url_for("vouchers.list_stops", kind=kind.value),
            "is_current": shown.kind is kind,
        }
        for kind in KINDS
    ]


def _pager(shown: StopList) -> Pager:
    def url(page: int) -> str:
        return url_for("vouchers.list_stops", kind=shown.kind, paper="1" if shown.on_paper else None, page=page)

    return pager(shown.total, pages=shown.pages, number=shown.page, url_of=url)
