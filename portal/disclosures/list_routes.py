"""The list of the cases on the screen (D-2)."""

from flask import render_template, request, url_for

from portal.accounts.guard import current_staff
from portal.disclosures.blueprint import blueprint
from portal.disclosures.case_routes import WORDS
from portal.disclosures.list_queries import OPEN, Wanted
from portal.disclosures.list_review import review_cases
from portal.disclosures.rules import CaseKind
from portal.permissions import Permission
from portal.web.allow import allow
from portal.web.paging import pager
from portal.web.rendering import settings


@blueprint.get("/disclosures")
@allow(Permission.CASE_OPEN)
def list_cases() -> str:
    staff, wanted = current_staff(), _wanted()
    shown = review_cases(wanted, request.args.get("page", 1, int), staff=staff, settings=settings())

    def url(number: int) -> str:
        return url_for("disclosures.list_cases", **{**request.args.to_dict(), "page": number})

    return render_template(
        "disclosures/list_cases.html",
        shown=shown.cases,
        sections=shown.sections,
        wanted=wanted,
        pager=pager(shown.cases.total, pages=shown.cases.pages, number=shown.cases.page, url_of=url),
        may_receive=staff.may(Permission.CASE_RECEIVE),
        words=WORDS,
    )


def _wanted() -> Wanted:
    asked = request.args
    kind = asked.get("kind", "")
    return Wanted(
        state=asked.get("state", OPEN),
        kind=CaseKind(kind) if kind in set(CaseKind) else None,
        section=asked.get("section", "")[:40].replace("\0", ""),
        number=asked.get("number", "").strip()[:20].replace("\0", ""),
        late=asked.get("late") == "yes",
        mine=asked.get("mine") == "yes",
    )
