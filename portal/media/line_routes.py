"""The page of one line on the screen."""

from flask import render_template

from portal.accounts.guard import current_staff
from portal.media.blueprint import blueprint
from portal.media.line_page import review_line
from portal.permissions import Permission
from portal.web.allow import allow
from portal.web.once import new_once
from portal.web.rendering import settings


@blueprint.get("/media/requests/<public_id>")
@allow(Permission.LINE_SHOW)
def show_line(public_id: str) -> str:
    staff = current_staff()
    return render_template("media/show_line.html", shown=review_line(public_id, staff=staff, settings=settings()), once=new_once(staff.id))
