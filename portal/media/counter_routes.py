"""媒体の窓口 and 消去の確認 on the screen."""

from flask import Response, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.guard import current_staff
from portal.media.blueprint import blueprint
from portal.media.confirmation_queries import list_confirmations as waiting_ends
from portal.media.counter_queries import CounterList, find_number
from portal.media.counter_queries import show_counter as counter_list
from portal.media.counter_rules import EMPTY, VIEW_WORDS, CounterView, Way
from portal.permissions import Permission
from portal.web.allow import allow
from portal.web.htmx import go_to
from portal.web.paging import Pager, pager

Page = str | Response | BaseResponse
WAYS = {Way.HAND: "media.show_hand", Way.RETURN: "media.show_return", Way.SHOW: "media.show_line"}
LONGEST = 40


@blueprint.get("/media/counter")
@allow(Permission.LINE_HAND)
def show_counter() -> Page:
    return _counter_page("", "")


@blueprint.get("/media/counter/scan")
@allow(Permission.LINE_HAND)
def find_scanned() -> Page:
    """A number leads to what is to be done with it; nothing is changed."""
    typed = request.args.get("number", "")[:LONGEST]
    answer = find_number(typed, staff=current_staff())
    if answer.way is Way.NOWHERE:
        return _counter_page(typed, answer.words)
    return go_to(url_for(WAYS[answer.way], public_id=answer.public_id))


@blueprint.get("/media/confirmations")
@allow(Permission.LINE_ASK)
def list_confirmations() -> Page:
    shown = waiting_ends(request.args.get("page", 1, int), staff=current_staff())

    def url(page: int) -> str:
        return url_for("media.list_confirmations", page=page)

    pages = pager(shown.total, pages=shown.pages, number=shown.page, url_of=url)
    return render_template("media/list_confirmations.html", shown=shown, pager=pages)


def _counter_page(typed: str, words: str) -> str:
    asked = request.args.get("view")
    view = next((each for each in (CounterView.OUT, CounterView.BACK) if each.value == asked), CounterView.HAND)
    shown = counter_list(view, request.args.get("page", 1, int), staff=current_staff())
    return render_template(
        "media/show_counter.html",
        shown=shown,
        words=VIEW_WORDS,
        empty_words=EMPTY[view],
        typed=typed,
        told=words,
        pager=_pager(shown),
    )


def _pager(shown: CounterList) -> Pager:
    def url(page: int) -> str:
        return url_for("media.show_counter", view=shown.view.value, page=page)

    return pager(shown.total, pages=shown.pages, number=shown.page, url_of=url)
