"""接種事業 on the screen: the list, one with its rules in words, and their changes from a day on."""

from flask import Blueprint, Response, make_response, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal import clock
from portal.accounts.guard import current_staff, typed_before
from portal.errors import Changed, Refused
from portal.permissions import Permission
from portal.programmes import actions
from portal.programmes.actions import NewProgramme
from portal.programmes.change_rules import faults_of
from portal.programmes.dose_rules import DoseRule
from portal.programmes.forms import EndForm, NewRuleForm, ProgrammeForm, RuleForm, end_values, number_of, values_of
from portal.programmes.paper_rules import PaperForm
from portal.programmes.review import review_programme, review_programmes, review_rule
from portal.text.wareki import format_date
from portal.web.allow import allow
from portal.web.fields import day_of, offered
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.rendering import say

blueprint = Blueprint("programmes", __name__)
Answer = str | Response | BaseResponse


@blueprint.get("/programmes")
@allow(Permission.PROGRAMME_SHOW)
def list_programmes() -> Answer:
    return render_template("programmes/list_programmes.html", lines=review_programmes(), may_change=_may_change())


@blueprint.get("/programmes/<programme_code>")
@allow(Permission.PROGRAMME_SHOW)
def show_programme(programme_code: str) -> Answer:
    page = review_programme(programme_code)
    return render_template("programmes/show_programme.html", page=page, may_change=_may_change(), once=new_once(current_staff().id))


@blueprint.get("/programmes/new")
@allow(Permission.PROGRAMME_CHANGE)
def new_programme() -> Answer:
    return _new_page(_programme_form(filled=True))


@blueprint.post("/programmes/new")
@allow(Permission.PROGRAMME_CHANGE)
def add_programme() -> Answer:
    staff, form = current_staff(), _programme_form(filled=False)
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return _new_page(form)
    try:
        code = actions.add_programme(_programme_of(form), staff=staff, once=once)
    except Refused as error:
        form.code.errors = [error.message]
        return _new_page(form, status=409)
    return _back(code, "登録しました。回ごとの決まりを確かめてください。")


@blueprint.get("/programmes/<programme_code>/end")
@allow(Permission.PROGRAMME_CHANGE)
def show_end(programme_code: str) -> Answer:
    page = review_programme(programme_code)
    return _end_page(programme_code, EndForm(formdata=typed_before(), **end_values(page.programme.ends_on)))


@blueprint.post("/programmes/<programme_code>/end")
@allow(Permission.PROGRAMME_CHANGE)
def change_end(programme_code: str) -> Answer:
    staff, form = current_staff(), EndForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return _end_page(programme_code, form)
    try:
        actions.change_end(programme_code, day_of(form.ends_on), ground=form.ground.data or "", staff=staff, once=once)
    except Refused as error:
        form.ends_on.errors = [error.message]
        return _end_page(programme_code, form, status=409)
    return _back(programme_code, "終わりの日を改めました。")


@blueprint.get("/programmes/<programme_code>/rules/new")
@allow(Permission.PROGRAMME_CHANGE)
def new_rule(programme_code: str) -> Answer:
    return _new_rule_page(programme_code, NewRuleForm(formdata=typed_before()))


@blueprint.post("/programmes/<programme_code>/rules/new")
@allow(Permission.PROGRAMME_CHANGE)
def add_rule(programme_code: str) -> Answer:
    staff, form = current_staff(), NewRuleForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit() or not _holds(form, form.whole_rule):
        return _new_rule_page(programme_code, form)
    try:
        actions.change_rule(programme_code, form.whole_rule, seen="", ground=form.ground.data or "", staff=staff, once=once)
    except (Changed, Refused) as error:
        form.form_errors.append(error.message)
        return _new_rule_page(programme_code, form, status=409)
    return _back(programme_code, f"{form.whole_rule.dose}回目の決まりを加えました。")


@blueprint.get("/programme-rules/<public_id>/change")
@allow(Permission.PROGRAMME_CHANGE)
def show_rule_change(public_id: str) -> Answer:
    line, _ = review_rule(public_id)
    starts_on = format_date(max(clock.today(), line.rule.starts_on))
    return _rule_page(public_id, RuleForm(formdata=typed_before(), **values_of(line.rule, starts_on=starts_on)))


@blueprint.post("/programme-rules/<public_id>/change")
@allow(Permission.PROGRAMME_CHANGE)
def change_rule(public_id: str) -> Answer:
    (line, page), staff, form = review_rule(public_id), current_staff(), RuleForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit() or not _holds(form, rule := form.rule(line.rule.dose, line.rule.vaccine)):
        return _rule_page(public_id, form)
    code = page.programme.code
    try:
        actions.change_rule(code, rule, seen=public_id, ground=form.ground.data or "", staff=staff, once=once)
    except (Changed, Refused) as error:
        form.form_errors.append(error.message)
        return _rule_page(public_id, form, status=409)
    return _back(code, f"{rule.dose}回目の決まりを{format_date(rule.starts_on)}から改めます。それより前の日は変わりません。")


@blueprint.post("/programme-rules/<public_id>/withdraw")
@allow(Permission.PROGRAMME_CHANGE)
def withdraw_rule(public_id: str) -> Answer:
    staff = current_staff()
    code = actions.withdraw_rule(public_id, staff=staff, once=once_from_form(staff.id))
    return _back(code, "まだ始まっていない決まりを取り下げました。いまの決まりが続きます。")


def _may_change() -> bool:
    return current_staff().may(Permission.PROGRAMME_CHANGE)


def _holds(form: RuleForm, rule: DoseRule) -> bool:
    """Whether the parts of the rule agree; each fault at its field."""
    faults = faults_of(rule)
    for name, words in faults:
        form[name].errors = [*form[name].errors, words]
    return not faults


def _programme_form(*, filled: bool) -> ProgrammeForm:
    form = ProgrammeForm(formdata=typed_before()) if filled else ProgrammeForm()
    form.like.choices = offered([("", "写さない"), *((line.programme.code, line.programme.name) for line in review_programmes())])
    return form


def _programme_of(form: ProgrammeForm) -> NewProgramme:
    starts_on = day_of(form.starts_on)
    assert starts_on is not None
    return NewProgramme(
        code=form.code.data or "",
        name=" ".join((form.name.data or "").split()),
        legal_ground=form.legal_ground.data or "",
        kind_digit=form.kind_digit.data or "",
        screening_kind_digit=form.screening_kind_digit.data or "",
        starts_on=starts_on,
        ends_on=day_of(form.ends_on),
        like=form.like.data or "",
        paper=PaperForm(form.paper.data),
        integrated_from_dose=number_of(form.integrated_from),
    )


def _new_page(form: ProgrammeForm, *, status: int = 422) -> Response:
    return _answer(render_template("programmes/new_programme.html", form=form, once=new_once(current_staff().id)), form, status)


def _end_page(code: str, form: EndForm, *, status: int = 422) -> Response:
    page = review_programme(code)
    return _answer(render_template("programmes/change_end.html", form=form, page=page, once=new_once(current_staff().id)), form, status)


def _new_rule_page(code: str, form: NewRuleForm, *, status: int = 422) -> Response:
    page = review_programme(code)
    once = new_once(current_staff().id)
    return _answer(render_template("programmes/change_rule.html", form=form, page=page, line=None, once=once), form, status)


def _rule_page(public_id: str, form: RuleForm, *, status: int = 422) -> Response:
    line, page = review_rule(public_id)
    once = new_once(current_staff().id)
    return _answer(render_template("programmes/change_rule.html", form=form, page=page, line=line, once=once), form, status)


def _answer(page: str, form: EndForm | NewRuleForm | ProgrammeForm | RuleForm, status: int) -> Response:
    return make_response(page, status if form.errors else 200)


def _back(code: str, message: str) -> BaseResponse:
    say("ok", message)
    return go_to(url_for("programmes.show_programme", programme_code=code))
