"""月の集計 on the screen, on paper, as a workbook (D-3)."""

from flask import Response, render_template, request, send_file
from werkzeug.datastructures import MultiDict

from portal import clock
from portal.accounts.guard import current_staff
from portal.inquiries import count_actions
from portal.inquiries.blueprint import blueprint
from portal.inquiries.count_rules import HEADINGS, MONTHS, Period, month_words, year_words
from portal.inquiries.rules import CHANNEL_WORDS
from portal.permissions import Permission
from portal.web.allow import allow
from portal.web.rendering import pdf_answer, settings

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/inquiries/counts")
@allow(Permission.SLIP_OPEN)
def show_counts() -> str:
    period = _period(request.args)
    counts, years = count_actions.show_counts(period, staff=current_staff())
    return render_template(
        "inquiries/show_counts.html",
        counts=counts,
        period=period,
        years=[(year, f"{year_words(year)}度") for year in years],
        months=[(month, f"{month}月") for month in MONTHS],
        headings=HEADINGS,
        channels=[*CHANNEL_WORDS.values(), "計"],
        month_words=month_words,
    )


@blueprint.post("/inquiries/counts/paper")
@allow(Permission.SLIP_OPEN)
def print_count() -> Response:
    return pdf_answer(count_actions.print_count(_period(request.form), staff=current_staff(), settings=settings()), name="受付票の集計.pdf")


@blueprint.post("/inquiries/counts/workbook")
@allow(Permission.SLIP_OPEN)
def export_count() -> Response:
    file = count_actions.export_count(_period(request.form), staff=current_staff())
    return send_file(file, mimetype=XLSX, as_attachment=True, download_name="受付票の集計.xlsx")


def _period(sent: MultiDict[str, str]) -> Period:
    """This month, when nothing was chosen; a year without a month is the whole of it."""
    today = clock.today()
    year = sent.get("year", type=int)
    if year is None:
        return Period(clock.fiscal_year(today), today.month)
    return Period(year, sent.get("month", type=int))
