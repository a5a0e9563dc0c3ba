"""The piece of a slip's page that asks by itself whether somebody else has written in it meanwhile (D-3)."""

from flask import Response, make_response, render_template, request

from portal.accounts.guard import current_staff
from portal.inquiries.blueprint import blueprint
from portal.inquiries.news_queries import find_news
from portal.permissions import Permission
from portal.web.allow import allow, unattended


@blueprint.get("/inquiries/<public_id>/news")
@unattended
@allow(Permission.SLIP_OPEN)
def show_news(public_id: str) -> Response:
    """204 while nothing has moved: the page stays as it is."""
    words = find_news(public_id, request.args.get("seen", ""), staff=current_staff())
    return make_response("", 204) if words is None else make_response(render_template("inquiries/_news.html", words=words))
