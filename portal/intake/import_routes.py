"""What the routes of both kinds of files answer; residents and doses name the kind, the address and the permission."""

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import quote

from flask import Response, make_response, render_template, request, stream_with_context, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.guard import current_staff
from portal.intake import actions, original, queries, uploads
from portal.intake.actions import Behind
from portal.intake.files import Layout, Unreadable
from portal.intake.forms import ImportForm, ReleaseForm
from portal.intake.history_queries import ImportList, list_imports
from portal.intake.kinds import KINDS, STATE_WORDS
from portal.intake.pages import Tally, apply_words, consequences, keeping_of, state_of, steps
from portal.intake.rules import ImportKind, ImportState
from portal.intake.uploads import Upload
from portal.web.htmx import STOP_POLLING, go_to
from portal.web.once import new_once, once_from_form
from portal.web.paging import Pager, pager
from portal.web.rendering import say


def list_page(kind: ImportKind, layouts: Mapping[str, Layout], form: ImportForm) -> str:
    """The form that brings a file, above the files brought so far. `layouts`: by their titles."""
    return render_template(
        "intake/list_imports.html",
        kind=KINDS[kind],
        form=form,
        listed=(listed := _listed(kind)),
        pager=_pager(kind, listed),
        layouts=layouts,
        state_of=state_of,
        states=STATE_WORDS,
        keeping=keeping_of,
        may_bring=current_staff().may(KINDS[kind].permission),
        once=new_once(current_staff().id),
    )


def _listed(kind: ImportKind) -> ImportList:
    state, page = request.args.get("state", ""), request.args.get("page", "")
    wanted = ImportState(state) if state in list(ImportState) else None
    return list_imports(kind, state=wanted, page=int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1)


def _pager(kind: ImportKind, listed: ImportList) -> Pager:
    state = listed.wanted.value if listed.wanted else None

    def url(page: int) -> str:
        return url_for(f"{KINDS[kind].place}.show_imports", state=state, page=page)

    return pager(listed.total, pages=listed.pages, number=listed.page, url_of=url)


def bring(
    kind: ImportKind, layouts: Mapping[str, Layout], form: ImportForm, *, layout_of: Callable[[Upload], Layout]
) -> Response | BaseResponse:
    """Takes the file in, or says at once and all together why it cannot be read: 422, and nothing of it is kept."""
    staff = current_staff()
    if form.validate_on_submit():
        once = once_from_form(staff.id)
        upload = uploads.keep(form.file.data.stream, form.file.data.filename or "")
        try:
            public_id = actions.accept_file(kind, layout_of(upload), upload, staff=staff, once=once, said=form.said())
        except Unreadable as error:
            uploads.drop(upload.public_id)
            form.file.errors = error.reasons
        else:
            return to_import(kind, public_id)
    return make_response(list_page(kind, layouts, form), 422)


def show_page(kind: ImportKind, public_id: str, tallies: Sequence[Tally], *, behind: Behind, release: ReleaseForm | None = None) -> str:
    """Progress while the work goes on, then the result with its faults. `release`: the chief's form as it was sent."""
    staff = current_staff()
    page = actions.show_import(kind, public_id, staff=staff, behind=behind)
    return render_template(
        "intake/show_import.html",
        kind=KINDS[kind],
        page=page,
        file=page.file,
        state=state_of(page.file),
        steps=steps(page.file),
        lines=consequences(page, tallies),
        keeping=keeping_of(page.file),
        apply_words=apply_words(page.file),
        stops=queries.stop_words(page.file),
        why_not_release=queries.why_not_release_of(page.file, staff),
        release=release or ReleaseForm(formdata=None),
        may_apply=staff.may(KINDS[kind].permission),
        once=new_once(staff.id),
    )


def progress_piece(kind: ImportKind, public_id: str) -> Response:
    """The piece of show_page that asks for itself; 286 ends the asking."""
    page = queries.read_page(kind, public_id)
    going_on = page.is_at_work and not page.has_stopped
    piece = render_template("intake/_progress.html", kind=KINDS[kind], page=page, file=page.file)
    return make_response(piece, 200) if going_on else make_response(piece, STOP_POLLING, {"HX-Refresh": "true"})


def apply(kind: ImportKind, public_id: str) -> BaseResponse:
    staff = current_staff()
    actions.apply_import(kind, public_id, staff=staff, once=once_from_form(staff.id))
    return to_import(kind, public_id)


def discard(kind: ImportKind, public_id: str) -> BaseResponse:
    staff = current_staff()
    actions.discard_import(kind, public_id, staff=staff, once=once_from_form(staff.id))
    say("ok", "ファイルを取り込まないことにしました。読み込んだ内容は消します。")
    return to_import(kind, public_id)


def resume(kind: ImportKind, public_id: str) -> BaseResponse:
    staff = current_staff()
    actions.resume_import(kind, public_id, staff=staff, once=once_from_form(staff.id))
    return to_import(kind, public_id)


def copy_answer(kind: ImportKind, public_id: str, *, behind: Behind) -> Response:
    """The copy streams; its record stood before the first byte."""
    file = actions.export_faults(kind, public_id, staff=current_staff(), behind=behind)
    answer = Response(stream_with_context(queries.copy_with_faults(file)), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote('誤りの写し.csv')}"
    return answer


def original_answer(kind: ImportKind, public_id: str, *, behind: Behind) -> Response:
    """The very bytes that were brought, deciphered while they stream."""
    file = original.export_original(kind, public_id, staff=current_staff(), behind=behind)
    answer = Response(stream_with_context(original.original_pieces(file)), mimetype="application/octet-stream")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.file_name, safe='')}"
    answer.headers["Content-Length"] = str(file.size)
    return answer


def to_import(kind: ImportKind, public_id: str) -> BaseResponse:
    return go_to(url_for(f"{KINDS[kind].place}.show_import", public_id=public_id))
