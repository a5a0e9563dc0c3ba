"""開示等の運用状況 of a 年度 on the screen, on A4 and as a workbook."""

from flask import Response, render_template, request, send_file
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.guard import current_staff
from portal.disclosures import figure_actions
from portal.disclosures.blueprint import blueprint
from portal.disclosures.figure_rules import HEADINGS
from portal.disclosures.ledger_routes import XLSX
from portal.disclosures.ledger_rules import REGISTER_WORDS, year_words
from portal.permissions import Permission
from portal.web.allow import allow
from portal.web.rendering import pdf_answer, settings

Answer = str | Response | BaseResponse


@blueprint.get("/disclosure-figures")
@allow(Permission.CASE_EXPORT)
def show_figures() -> str:
    shown = figure_actions.count_year(_year(request.args.get("year", "")), staff=current_staff(), settings=settings())
    return render_template("disclosures/show_figures.html", shown=shown, headings=HEADINGS, year_words=year_words, note=figure_actions.NOTE)


@blueprint.post("/disclosure-figures/paper")
@allow(Permission.CASE_EXPORT)
def print_figures() -> Answer:
    pdf = figure_actions.print_figures(_year(request.form.get("year", "")), staff=current_staff(), settings=settings())
    return pdf_answer(pdf, name=f"{REGISTER_WORDS['figures']}.pdf")


@blueprint.post("/disclosure-figures/workbook")
@allow(Permission.CASE_EXPORT)
def export_figures() -> Answer:
    file = figure_actions.export_figures(_year(request.form.get("year", "")), staff=current_staff(), settings=settings())
    return send_file(file, mimetype=XLSX, as_attachment=True, download_name=f"{REGISTER_WORDS['figures']}.xlsx")


def _year(sent: str) -> str:
    """Always of one year: figures of all of them together are published by nobody."""
    return "" if sent == "all" else sent[:4]
