"""One slip: started by one key, shown, written while somebody speaks (D-3)."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Response, g, jsonify, make_response, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.guard import current_staff, typed_before
from portal.accounts.sessions import SignedIn
from portal.inquiries import start_actions, write_actions
from portal.inquiries.act_forms import CallForm, NoteForm
from portal.inquiries.act_pages import acts_of, pieces_of
from portal.inquiries.blueprint import blueprint
from portal.inquiries.field_rules import FIELDS, WAS, as_typed
from portal.inquiries.review import open_slip
from portal.inquiries.rules import CHANNEL_WORDS, ENTRY_WORDS, RESULT_WORDS, STATE_WORDS
from portal.inquiries.slip_forms import SlipForm, filled
from portal.inquiries.slip_queries import OtherSlip
from portal.inquiries.write_actions import Written
from portal.permissions import Permission
from portal.web.allow import allow
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.rendering import say, settings

WORDS = {
    "fields": FIELDS,
    "entry_words": ENTRY_WORDS,
    "state_words": STATE_WORDS,
    "result_words": RESULT_WORDS,
    "channel_words": CHANNEL_WORDS,
}
BESIDE = "ほかの職員が先に書き換えていました。あなたが入れた文は、下の「対応の記録」に残しました。"


@blueprint.app_context_processor
def _start_from_anywhere() -> dict[str, Any]:
    """Of every page, for who may write slips: what makes the token of the button that starts one; otherwise None."""
    staff: SignedIn | None = g.get("staff")
    may_start = staff is not None and staff.may(Permission.SLIP_WRITE)
    return {"new_slip_once": (lambda: new_once(staff.id)) if staff is not None and may_start else None}


@blueprint.post("/inquiries")
@allow(Permission.SLIP_WRITE)
def start_slip() -> BaseResponse:
    staff = current_staff()
    public_id = start_actions.start_slip(staff=staff, once=once_from_form(staff.id))
    return go_to(url_for("inquiries.show_slip", public_id=public_id))


@blueprint.get("/inquiries/<public_id>")
@allow(Permission.SLIP_OPEN)
def show_slip(public_id: str) -> Response:
    kept = typed_before()
    note = NoteForm(formdata=kept) if kept and "words" in kept else None
    call = CallForm(formdata=kept) if kept and "call_words" in kept else None
    return slip_page(public_id, kept=kept, note=note, call=call)


@blueprint.post("/inquiries/<public_id>")
@allow(Permission.SLIP_WRITE)
def write_slip(public_id: str) -> Response | BaseResponse:
    form = SlipForm()
    form.validate()
    seen = request.form.get("seen", "")
    written = write_actions.write_fields(public_id, list(form.typed(request.form)), staff=current_staff(), seen=seen)
    written.wrong |= form.wrong(request.form)
    if request.headers.get("X-Requested-With"):
        return _as_pieces(written)
    if written.wrong:
        return slip_page(public_id, kept=request.form, wrong=written.wrong, status=422)
    say("care" if written.beside else "ok", BESIDE if written.beside else "保存しました。")
    return go_to(url_for("inquiries.show_slip", public_id=public_id))


def _as_pieces(written: Written) -> Response:
    """For the script of the page, which goes on while somebody types."""
    at = written.at
    said: dict[str, Any] = {
        "at": f"{at.hour}時{at.minute:02}分{at.second:02}秒に保存",
        "now": written.now,
        "seen": written.seen,
        "beside": {name: f"{FIELDS[name].word}: {BESIDE}" for name in written.beside},
        "wrong": {name: f"{FIELDS[name].word}: {words}" for name, words in written.wrong.items()},
        "pieces": pieces_of(written.slip, written.facts, current_staff()),
    }
    if written.beside:
        lines = {
            "entries": written.entries,
            "may_note": True,
            "numbers": _numbers(written.others),
            "may_open_case": current_staff().may(Permission.CASE_OPEN),
        }
        said["pieces"]["lines"] = render_template("inquiries/_lines.html", **lines, **WORDS)
    return jsonify(said)


def slip_page(
    public_id: str,
    *,
    kept: MultiDict[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
    note: NoteForm | None = None,
    call: CallForm | None = None,
    refused: str = "",
    status: int = 200,
) -> Response:
    """`kept`: what was typed and is not stored; it stands in its fields, with what it was based on. `refused`: why an act was not done."""
    staff = current_staff()
    view = open_slip(public_id, staff=staff, settings=settings())
    was = {name: as_typed(value) for name, value in view.values.items()}
    form = filled(view.values)
    if kept is not None and any(WAS + name in kept for name in FIELDS):
        form = SlipForm(formdata=MultiDict({name: kept.get(name, "") if WAS + name in kept else was[name] for name in FIELDS}))
        was |= {name: kept[WAS + name] for name in FIELDS if WAS + name in kept}
    for name, words in (wrong or {}).items():
        form[name].errors = [words]
    page = render_template(
        "inquiries/show_slip.html",
        view=view,
        form=form,
        was=was,
        prefix=WAS,
        refused=refused,
        note=note or NoteForm(formdata=None),
        may_open_case=staff.may(Permission.CASE_OPEN),
        may_search=staff.may(Permission.RESIDENT_SEARCH),
        numbers=_numbers(view.others),
        **acts_of(view.row, view.facts, staff, call=call),
        **WORDS,
    )
    return make_response(page, status)


def _numbers(others: Iterable[OtherSlip]) -> dict[str, str]:
    """Of the slips that the lines name, by public id; one that this person may not see has none."""
    return {other.public_id: other.number.shown for other in others if other.public_id}
