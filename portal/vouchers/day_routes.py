"""今日の窓口 and 窓口日計表 on the screen."""

from datetime import date, timedelta

from flask import render_template, request, url_for

from portal import clock
from portal.accounts.guard import current_staff
from portal.accounts.rules import CHANNEL_WORDS
from portal.permissions import Permission
from portal.vouchers.blueprint import blueprint
from portal.vouchers.day import todays_issues
from portal.vouchers.day_sheet import show_day_sheet as sheet_of
from portal.web.allow import allow
from portal.web.paging import pager


@blueprint.get("/vouchers/today")
@allow(Permission.VOUCHER_PRINT)
def show_today() -> str:
    shown = todays_issues(request.args.get("page", 1, int), staff=current_staff())
    pages = pager(shown.total, pages=shown.pages, number=shown.page, url_of=lambda page: url_for("vouchers.show_today", page=page))
    return render_template("vouchers/show_today.html", shown=shown, pager=pages)


@blueprint.get("/vouchers/day-sheet")
@allow(Permission.VOUCHER_PRINT)
def show_day_sheet() -> str:
    """Of today, or of a day before it."""
    today = clock.today()
    day = min(_day_asked() or today, today)
    after = day + timedelta(days=1) if day < today else None
    return render_template(
        "vouchers/show_day_sheet.html",
        sheet=sheet_of(day),
        channels=CHANNEL_WORDS,
        is_today=day == today,
        before_url=url_for("vouchers.show_day_sheet", day=(day - timedelta(days=1)).isoformat()),
        after_url=url_for("vouchers.show_day_sheet", day=after.isoformat()) if after else "",
    )


def _day_asked() -> date | None:
    try:
        asked = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return None
    return asked if asked > date(2000, 1, 1) else None
