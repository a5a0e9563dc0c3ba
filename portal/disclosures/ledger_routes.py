"""開示等請求処理簿 on the screen, on A4 and as a workbook."""

from typing import Any

from flask import Response, render_template, request, send_file, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.guard import current_staff
from portal.disclosures import ledger_actions
from portal.disclosures.blueprint import blueprint
from portal.disclosures.case_routes import STATE_MARKS
from portal.disclosures.ledger_queries import Asked
from portal.disclosures.ledger_rules import REGISTER_WORDS, SCREEN, STATE_CHOICES, year_words
from portal.disclosures.rules import KIND_WORDS
from portal.media.ledger_cell_rules import cell_lines, shortened, stays_whole
from portal.permissions import Permission
from portal.web.allow import allow
from portal.web.paging import pager
from portal.web.rendering import pdf_answer, settings

Answer = str | Response | BaseResponse
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/disclosure-ledger")
@allow(Permission.CASE_EXPORT)
def show_ledger() -> str:
    asked = _asked(request.args)
    shown = ledger_actions.show_page(asked, request.args.get("page", 1, int), staff=current_staff(), settings=settings())
    typed: dict[str, Any] = dict(_typed(asked))
    return render_template(
        "disclosures/show_ledger.html",
        shown=shown,
        asked=asked,
        typed=typed,
        cells=SCREEN,
        kinds=KIND_WORDS,
        states=STATE_CHOICES,
        marks=STATE_MARKS,
        words={"lines": cell_lines, "short": shortened, "whole": stays_whole, "year": year_words},
        pager=pager(
            shown.total,
            pages=shown.pages,
            number=shown.page,
            url_of=lambda number: url_for("disclosures.show_ledger", **typed, page=number),
        ),
    )


@blueprint.post("/disclosure-ledger/paper")
@allow(Permission.CASE_EXPORT)
def print_ledger() -> Answer:
    pdf = ledger_actions.print_ledger(_asked(request.form), staff=current_staff(), settings=settings())
    return pdf_answer(pdf, name=f"{REGISTER_WORDS['register']}.pdf")


@blueprint.post("/disclosure-ledger/workbook")
@allow(Permission.CASE_EXPORT)
def export_ledger() -> Answer:
    file = ledger_actions.export_ledger(_asked(request.form), staff=current_staff(), settings=settings())
    return send_file(file, mimetype=XLSX, as_attachment=True, download_name=f"{REGISTER_WORDS['register']}.xlsx")


def _asked(sent: MultiDict[str, str]) -> Asked:
    return Asked(**{name: sent.get(name, "").strip()[:40] for name in ("year", "kind", "state", "section")})


def _typed(asked: Asked) -> dict[str, str]:
    """As the address of the next page repeats it; what was left out is left out."""
    return {name: value for name in ("year", "kind", "state", "section") if (value := getattr(asked, name))}
