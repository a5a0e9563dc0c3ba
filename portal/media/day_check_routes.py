"""終業点検 and 引継ぎ一覧 on the screen and as A4 (M-5)."""

from flask import Response, make_response, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.guard import current_staff
from portal.media import day_check, day_check_actions, handover
from portal.media.blueprint import blueprint
from portal.media.ledger_forms import DayCheckForm
from portal.permissions import Permission
from portal.web.allow import allow
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.rendering import pdf_answer, say, settings

Answer = str | Response | BaseResponse


@blueprint.get("/media/day-check")
@allow(Permission.LINE_SHOW)
def show_day_check() -> str:
    return _day_page(DayCheckForm(formdata=None))


@blueprint.post("/media/day-check")
@allow(Permission.LINE_ASK)
def sign_day_check() -> Answer:
    staff, form = current_staff(), DayCheckForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return make_response(_day_page(form), 422)
    day_check_actions.sign_day((form.note.data or "").strip(), staff=staff, once=once)
    say("ok", "終業点検を確認したと記録しました。")
    return go_to(url_for("media.show_day_check"))


@blueprint.post("/media/day-check/paper")
@allow(Permission.LINE_SHOW)
def print_day_check() -> Answer:
    return pdf_answer(day_check_actions.print_day(staff=current_staff(), settings=settings()), name="終業点検表.pdf")


@blueprint.get("/media/handovers")
@allow(Permission.LINE_SHOW)
def list_handovers() -> str:
    return render_template("media/list_handovers.html", people=handover.list_people(staff=current_staff()))


@blueprint.get("/media/handovers/<login_name>")
@allow(Permission.LINE_SHOW)
def show_handover(login_name: str) -> str:
    return render_template("media/show_handover.html", shown=handover.review_handover(login_name, staff=current_staff()))


@blueprint.post("/media/handovers/<login_name>/paper")
@allow(Permission.LINE_SHOW)
def print_handover(login_name: str) -> Answer:
    pdf = day_check_actions.print_handover(login_name, staff=current_staff(), settings=settings())
    return pdf_answer(pdf, name="引継ぎ一覧.pdf")


def _day_page(form: DayCheckForm) -> str:
    staff = current_staff()
    shown = day_check.show_day(staff, settings())
    return render_template("media/show_day_check.html", shown=shown, form=form, once=new_once(staff.id))
