"""期限一覧: what is late, this week, next week; on A4 for Monday; how many are late stands in the navigation."""

from datetime import date

from flask import Response, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.guard import current_staff
from portal.disclosures import due_actions, due_queries
from portal.disclosures.blueprint import blueprint
from portal.disclosures.due_rules import DUE_WORDS, WEEK, left_words, monday_of, week_words
from portal.disclosures.ledger_rules import REGISTER_WORDS
from portal.permissions import Permission
from portal.text.wareki import weekday_word
from portal.web.allow import allow
from portal.web.rendering import pdf_answer, settings

Answer = str | Response | BaseResponse


@blueprint.get("/disclosure-due")
@allow(Permission.CASE_OPEN)
def list_due() -> str:
    staff, (week, section) = current_staff(), _asked(request.args)
    shown = due_queries.show_due(week, section, staff=staff, settings=settings())
    this_monday, monday = monday_of(shown.today), shown.weeks.monday
    return render_template(
        "disclosures/list_due.html",
        shown=shown,
        section=section,
        kinds=DUE_WORDS,
        words={"left": left_words, "week": week_words, "weekday": weekday_word},
        second=monday + WEEK,
        earlier_url=_url(monday - WEEK, section) if monday > this_monday else "",
        later_url=_url(monday + WEEK, section),
        may_print=staff.may(Permission.CASE_EXPORT),
    )


@blueprint.post("/disclosure-due/paper")
@allow(Permission.CASE_EXPORT)
def print_due() -> Answer:
    week, section = _asked(request.form)
    pdf = due_actions.print_due(week, section, staff=current_staff(), settings=settings())
    return pdf_answer(pdf, name=f"{REGISTER_WORDS['due']}.pdf")


def count_late_for_me() -> int:
    """For the navigation: asked at every page of those who answer for the deadlines."""
    return due_queries.count_late(current_staff(), settings())


def _asked(sent: MultiDict[str, str]) -> tuple[date | None, str]:
    """A week that cannot be read is this one."""
    try:
        week = date.fromisoformat(sent.get("week", ""))
    except ValueError:
        week = None
    return week, sent.get("section", "")[:40]


def _url(monday: date, section: str) -> str:
    return url_for("disclosures.list_due", week=monday.isoformat(), section=section or None)
