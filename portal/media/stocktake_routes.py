"""棚卸 on the screen: started, one number after another by the scanner, closed, the differences settled, the result on paper."""

from flask import Response, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse
from wtforms import BooleanField, StringField

from portal.accounts.guard import current_staff
from portal.errors import BadInput, Refused
from portal.media import paper_actions, stocktake_actions
from portal.media.blueprint import blueprint
from portal.media.rules import MEDIUM_KIND_WORDS, STANDING_MARKS, STANDING_WORDS
from portal.media.stocktake_queries import list_all, show_one
from portal.media.stocktake_rules import FOUND_MARKS, FOUND_WORDS, SAY_WHAT
from portal.permissions import Permission
from portal.web.allow import allow
from portal.web.fields import Form, at_most, needed, plain_text
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.paging import pager
from portal.web.rendering import pdf_answer, say

Answer = Response | BaseResponse


class ScanForm(Form):
    number = StringField(
        "媒体の番号", [needed("媒体のラベルの番号を読み取るか、入れてください。"), at_most(30), plain_text], render_kw={"autofocus": True}
    )


class SettleForm(Form):
    is_seen = BooleanField("現物を見た")
    words = StringField("どうなったか", [needed(SAY_WHAT), at_most(300), plain_text])


@blueprint.get("/media/stocktakes")
@allow(Permission.LEDGER_EXPORT)
def list_stocktakes() -> str:
    staff = current_staff()
    shown = list_all(request.args.get("page", 1, int), staff=staff)
    pages = pager(shown.total, pages=shown.pages, number=shown.page, url_of=lambda page: url_for("media.list_stocktakes", page=page))
    may_count = staff.may(Permission.MEDIUM_CHANGE)
    return render_template("media/list_stocktakes.html", shown=shown, pager=pages, once=new_once(staff.id), may_count=may_count)


@blueprint.post("/media/stocktakes")
@allow(Permission.MEDIUM_CHANGE)
def start_stocktake() -> Answer:
    staff = current_staff()
    public_id = stocktake_actions.start_stocktake(staff=staff, once=once_from_form(staff.id))
    say("ok", "棚卸を始めました。保管場所の媒体のラベルを、1つずつ読み取ってください。")
    return go_to(url_for("media.show_stocktake", public_id=public_id))


@blueprint.get("/media/stocktakes/<public_id>")
@allow(Permission.LEDGER_EXPORT)
def show_stocktake(public_id: str) -> Answer:
    return _page(public_id, ScanForm(formdata=None))


@blueprint.post("/media/stocktakes/<public_id>/scans")
@allow(Permission.MEDIUM_CHANGE)
def scan_medium(public_id: str) -> Answer:
    staff, form = current_staff(), ScanForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return _page(public_id, form)
    try:
        stocktake_actions.scan_medium(public_id, form.number.data or "", staff=staff, once=once)
    except (BadInput, Refused) as error:
        form.number.errors = [error.message]
        return _page(public_id, form, status=422 if isinstance(error, BadInput) else 409)
    return go_to(url_for("media.show_stocktake", public_id=public_id))


@blueprint.post("/media/stocktakes/<public_id>/closing")
@allow(Permission.MEDIUM_CHANGE)
def close_stocktake(public_id: str) -> Answer:
    staff = current_staff()
    count = stocktake_actions.close_stocktake(public_id, staff=staff, once=once_from_form(staff.id))
    if count:
        say("care", f"棚卸を締めました。台帳と合わないものが{count:,}件あります。1件ずつ、どうなったかを記録してください。")
    else:
        say("ok", "棚卸を締めました。台帳と合わないものはありません。")
    return go_to(url_for("media.show_stocktake", public_id=public_id))


@blueprint.post("/media/stocktake-differences/<public_id>/settlement")
@allow(Permission.MEDIUM_CHANGE)
def settle_difference(public_id: str) -> Answer:
    staff, form = current_staff(), SettleForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        raise BadInput(" ".join(form.words.errors) or SAY_WHAT)
    is_seen, words = bool(form.is_seen.data), form.words.data or ""
    stocktake = stocktake_actions.settle_difference(public_id, words, is_seen=is_seen, staff=staff, once=once)
    say("ok", "どうなったかを記録しました。")
    return go_to(url_for("media.show_stocktake", public_id=stocktake))


@blueprint.post("/media/stocktakes/<public_id>/paper")
@allow(Permission.LEDGER_EXPORT)
def print_stocktake(public_id: str) -> Response:
    return pdf_answer(paper_actions.print_stocktake(public_id, staff=current_staff()), name="media-stocktake.pdf")


def _page(public_id: str, form: ScanForm, *, status: int = 422) -> Response:
    staff = current_staff()
    page = show_one(public_id, staff=staff)
    if form.errors:
        # The next label is read over the number that was refused.
        form.number.data = ""
    body = render_template(
        "media/show_stocktake.html",
        page=page,
        form=form,
        once={name: new_once(staff.id) for name in ("scan", "close", "settle")},
        may_count=staff.may(Permission.MEDIUM_CHANGE) and page.row.stocktake.section_id == staff.section_id,
        found_words=FOUND_WORDS,
        found_marks=FOUND_MARKS,
        kind_words=MEDIUM_KIND_WORDS,
        standing_words=STANDING_WORDS,
        marks=STANDING_MARKS,
    )
    return make_response(body, status if form.errors else 200)
