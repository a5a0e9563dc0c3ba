"""Screens beside a register file: rows like somebody known, samples, people whom a whole file lacks, the chief's release."""

from flask import Response, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.guard import current_staff
from portal.errors import BadInput
from portal.intake import actions
from portal.intake import import_routes as screens
from portal.intake.forms import ReleaseForm
from portal.permissions import Permission
from portal.residents import match_actions, sample_review
from portal.residents.intake import residents_behind
from portal.residents.match_review import MatchPage, list_matches
from portal.residents.match_rules import DECISION_WORDS, REASON_WORDS, Decision, what_follows
from portal.residents.routes import KIND, TALLIES, blueprint
from portal.web.allow import allow
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.paging import Pager, pager
from portal.web.rendering import say, settings

Answer = Response | BaseResponse


@blueprint.get("/register-files/<public_id>/matches")
@allow(Permission.REGISTER_IMPORT)
def show_matches(public_id: str) -> str:
    staff = current_staff()
    shown = list_matches(public_id, request.args.get("page", 1, int), staff=staff, settings=settings())
    words = {"reasons": REASON_WORDS, "decisions": DECISION_WORDS, "what_follows": what_follows}
    onces = {match.public_id: new_once(staff.id) for match in shown.matches}
    pager = _pager("residents.show_matches", public_id, shown)
    return render_template("residents/match_list.html", shown=shown, onces=onces, pager=pager, Decision=Decision, **words)


@blueprint.post("/register-matches/<public_id>/decision")
@allow(Permission.REGISTER_IMPORT)
def decide_match(public_id: str) -> BaseResponse:
    staff, decided = current_staff(), request.form.get("decision", "")
    once = once_from_form(staff.id)
    if decided not in list(Decision):
        raise BadInput("同じ方か別の方かを、画面のボタンで選んでください。")
    file = match_actions.decide_match(public_id, Decision(decided), request.form.get("candidate", ""), staff=staff, once=once)
    say("ok", f"「{DECISION_WORDS[Decision(decided)]}」と決めました。")
    return go_to(url_for("residents.show_matches", public_id=file))


@blueprint.get("/register-files/<public_id>/samples")
@allow(Permission.REGISTER_REVIEW)
def show_samples(public_id: str) -> str:
    tally, words = request.args.get("of", ""), {key: word for key, word, _ in TALLIES}
    shown = sample_review.show_samples(public_id, tally, staff=current_staff(), settings=settings())
    return render_template("residents/import_samples.html", shown=shown, word=words.get(tally, ""))


@blueprint.get("/register-files/<public_id>/vanished")
@allow(Permission.REGISTER_REVIEW)
def show_vanished(public_id: str) -> str:
    shown = sample_review.show_vanished(public_id, request.args.get("page", 1, int), staff=current_staff(), settings=settings())
    return render_template("residents/import_vanished.html", shown=shown, pager=_pager("residents.show_vanished", public_id, shown))


@blueprint.post("/register-files/<public_id>/release")
@allow(Permission.REGISTER_RELEASE)
def release_import(public_id: str) -> Answer:
    form = ReleaseForm()
    if not form.validate_on_submit():
        return make_response(screens.show_page(KIND, public_id, TALLIES, behind=residents_behind, release=form), 422)
    staff = current_staff()
    actions.release_import(public_id, form.reason.data or "", staff=staff, once=once_from_form(staff.id))
    say("ok", "確かめたことを記録しました。台帳担当が反映できます。")
    return screens.to_import(KIND, public_id)


def _pager(endpoint: str, public_id: str, shown: MatchPage | sample_review.Vanished) -> Pager:
    def url(page: int) -> str:
        return url_for(endpoint, public_id=public_id, page=page)

    return pager(shown.total, pages=shown.pages, number=shown.page, url_of=url)
