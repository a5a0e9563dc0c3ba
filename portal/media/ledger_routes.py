"""管理簿 on the screen and as files, and the correcting lines (M-6)."""

import re
from typing import Any

from flask import Response, make_response, render_template, request, send_file, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from portal import clock
from portal.accounts.guard import current_staff, typed_before
from portal.errors import NotFound
from portal.media import correction_actions, entry_queries, ledger_actions
from portal.media.blueprint import blueprint
from portal.media.correction_actions import Correcting
from portal.media.ledger_cell_rules import SCREEN, cell_lines, shortened, stays_whole
from portal.media.ledger_forms import CorrectionForm
from portal.media.ledger_item_rules import words_of
from portal.media.ledger_page import Asked, LedgerPage, show_page
from portal.media.ledger_queries import Place
from portal.media.ledger_rules import LEDGER_WORDS, LINES_A_VOLUME, LINES_A_WORKBOOK, ONLY_OF, ONLY_WORDS, ledger_of, only_of, year_words
from portal.media.number_rules import Series, read_number
from portal.permissions import Permission
from portal.web.allow import allow
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.rendering import pdf_answer, say, settings

Answer = str | Response | BaseResponse
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENTRY = "/media/ledgers/<word>/<public_id>/corrections"
FILTERS = ("year", "only", "section", "person", "medium", "number")
NO_SUCH_LEDGER = "この管理簿はありません。管理簿の画面から選び直してください。"


@blueprint.get("/media/ledgers")
@allow(Permission.LINE_SHOW)
def show_ledger() -> str:
    staff, asked = current_staff(), _asked(request.args)
    after, before = _place(request.args.get("after", "")), _place(request.args.get("before", ""))
    shown = show_page(asked, after=after, before=before, oldest=request.args.get("oldest") == "1", staff=staff)
    return render_template(
        "media/show_ledger.html",
        shown=shown,
        asked=asked,
        typed=_typed(asked),
        cells=SCREEN[asked.ledger],
        words=LEDGER_WORDS,
        tabs=[(LEDGER_WORDS[each], url_for("media.show_ledger", ledger=each.value), each is asked.ledger) for each in Series],
        only=[(each.value, ONLY_WORDS[each]) for each in ONLY_OF[asked.ledger]],
        neighbours=_neighbours(shown),
        cell_lines=cell_lines,
        shortened=shortened,
        stays_whole=stays_whole,
        year_words=year_words,
        this_year=clock.fiscal_year(shown.at.date()),
        may_export=staff.may(Permission.LEDGER_EXPORT),
    )


@blueprint.get("/media/ledgers/files")
@allow(Permission.LEDGER_EXPORT)
def show_ledger_files() -> str:
    asked = _asked(request.args)
    shown = ledger_actions.show_volumes(asked, staff=current_staff())
    limits = {"paper": LINES_A_VOLUME, "workbook": LINES_A_WORKBOOK}
    return render_template("media/show_ledger_files.html", shown=shown, typed=_typed(asked), words=LEDGER_WORDS, limits=limits)


@blueprint.post("/media/ledgers/paper")
@allow(Permission.LEDGER_EXPORT)
def print_ledger() -> Answer:
    asked = _asked(request.form)
    pdf = ledger_actions.print_ledger(asked, _place(request.form.get("after", "")), staff=current_staff(), settings=settings())
    return pdf_answer(pdf, name=f"{LEDGER_WORDS[asked.ledger]}.pdf")


@blueprint.post("/media/ledgers/workbook")
@allow(Permission.LEDGER_EXPORT)
def export_ledger() -> Answer:
    asked = _asked(request.form)
    file = ledger_actions.export_ledger(asked, _place(request.form.get("after", "")), staff=current_staff(), settings=settings())
    return send_file(file, mimetype=XLSX, as_attachment=True, download_name=f"{LEDGER_WORDS[asked.ledger]}.xlsx")


@blueprint.get(ENTRY)
@allow(Permission.LINE_SHOW)
def show_corrections(word: str, public_id: str) -> str:
    return _entry_page(word, public_id, CorrectionForm(formdata=typed_before()))


@blueprint.post(ENTRY)
@allow(Permission.LINE_SHOW)
def add_correction(word: str, public_id: str) -> Answer:
    """Who may is the rule's to say: it differs from ledger to ledger."""
    staff, form, ledger = current_staff(), CorrectionForm(), _ledger(word)
    once = once_from_form(staff.id)
    form.offer(ledger)
    if not form.validate_on_submit():
        return make_response(_entry_page(word, public_id, form), 422)
    correction_actions.add_correction(ledger, public_id, _said(form), staff=staff, once=once)
    say("ok", "訂正の行を加えました。元の行はそのまま残ります。")
    return go_to(url_for("media.show_corrections", word=word, public_id=public_id))


def _entry_page(word: str, public_id: str, form: CorrectionForm) -> str:
    staff, ledger = current_staff(), _ledger(word)
    shown = entry_queries.show_entry(ledger, public_id, staff=staff)
    form.offer(ledger)
    form.seen.data = str(len(shown.line.corrections))
    return render_template(
        "media/show_corrections.html",
        shown=shown,
        ledger=ledger,
        ledger_word=LEDGER_WORDS[ledger],
        form=form,
        words_of=words_of,
        back_url=url_for("media.show_ledger", ledger=ledger.value, number=shown.line.number),
        once=new_once(staff.id),
    )


def _said(form: CorrectionForm) -> Correcting:
    seen = form.seen.data or ""
    becomes, reason = (form.becomes.data or "").strip(), (form.reason.data or "").strip()
    return Correcting(form.item.data or "", becomes, reason, int(seen) if re.fullmatch("[0-9]{1,6}", seen) else -1)


def _ledger(word: str) -> Series:
    ledger = ledger_of(word)
    if ledger is None:
        raise NotFound(NO_SUCH_LEDGER)
    return ledger


def _asked(sent: MultiDict[str, str]) -> Asked:
    """A number names its ledger by itself, whichever tab was open."""
    number = sent.get("number", "").strip()[:20]
    read = read_number(number)
    ledger = read.series if read is not None else ledger_of(sent.get("ledger", "")) or Series.USE
    texts = {name: sent.get(name, "").strip()[:60] for name in ("year", "section", "person", "medium")}
    return Asked(ledger, only=only_of(ledger, sent.get("only", "")), number=number, **texts)


def _typed(asked: Asked) -> dict[str, str]:
    """The question as the address of the next page repeats it; what was left out is left out."""
    typed = {"ledger": asked.ledger.value, "only": asked.only.value if asked.only else ""}
    typed |= {name: getattr(asked, name) for name in FILTERS if name != "only"}
    return {name: value for name, value in typed.items() if value}


def _place(word: str) -> Place | None:
    found = re.fullmatch("([0-9]{4})-([0-9]{1,9})", word, re.ASCII)
    return (int(found[1]), int(found[2])) if found else None


def _neighbours(shown: LedgerPage) -> dict[str, Any]:
    """The pages around this one, by the number at its edge: nothing is counted."""
    typed: dict[str, Any] = dict(_typed(shown.asked))
    lines = shown.lines
    at = {name: f"{line.place[0]}-{line.place[1]}" for name, line in (("after", lines[0]), ("before", lines[-1]))} if lines else {}
    newer = {
        "first": url_for("media.show_ledger", **typed),
        "previous": url_for("media.show_ledger", **typed, after=at.get("after")),
    }
    older = {
        "next": url_for("media.show_ledger", **typed, before=at.get("before")),
        "last": url_for("media.show_ledger", **typed, oldest="1"),
    }
    return (newer if shown.page.has_newer else {}) | (older if shown.page.has_older else {})
