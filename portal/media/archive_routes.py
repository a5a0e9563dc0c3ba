"""The encrypted hand-over on the screen: the archives of a line, the sheets about one, the download, the passphrase (M-4)."""

from typing import Any
from urllib.parse import quote

from flask import Response, make_response, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.guard import current_staff, typed_before
from portal.errors import BadInput, refuse_if
from portal.media import archive_actions, archive_queries
from portal.media.archive_files import archive_path, archive_pieces
from portal.media.archive_forms import ArchiveForm, EndForm, FileForm, ReplaceForm
from portal.media.archive_rules import EndReason
from portal.media.blueprint import blueprint
from portal.media.rules import Travel
from portal.permissions import Permission
from portal.web.allow import allow, unattended
from portal.web.fields import Form
from portal.web.htmx import STOP_POLLING, go_to
from portal.web.once import new_once, once_from_form
from portal.web.rendering import say, settings

Answer = Response | BaseResponse


@blueprint.get("/media/requests/<public_id>/archives")
@allow(Permission.LINE_SHOW)
def show_archives(public_id: str) -> str:
    page = archive_queries.archives_page(public_id, staff=current_staff(), settings=settings())
    return render_template("media/show_archives.html", shown=page)


@blueprint.get("/media/requests/<public_id>/archives/progress")
@unattended
@allow(Permission.LINE_SHOW)
def show_archive_progress(public_id: str) -> Response:
    """The piece that asks for itself while an archive is made; 286 ends the asking."""
    page = archive_queries.archives_page(public_id, staff=current_staff(), settings=settings())
    piece = render_template("media/_archive_progress.html", shown=page)
    return make_response(piece, 200) if page.archives.is_making else make_response(piece, STOP_POLLING, {"HX-Refresh": "true"})


@blueprint.get("/media/requests/<public_id>/files/new")
@allow(Permission.LINE_ASK)
def new_line_file(public_id: str) -> Response:
    return _file_sheet(public_id, FileForm(formdata=None))


@blueprint.post("/media/requests/<public_id>/files")
@allow(Permission.LINE_ASK)
def bring_line_file(public_id: str) -> Answer:
    staff, form = current_staff(), FileForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return _file_sheet(public_id, form)
    try:
        archive_actions.bring_file(public_id, form.file.data.stream, form.file.data.filename or "", staff=staff, once=once)
    except BadInput as error:
        form.file.errors = [error.message]
        return _file_sheet(public_id, form)
    say("ok", "ファイルを持ち込みました。暗号化して保存しています。")
    return _to_archives(public_id)


@blueprint.get("/media/requests/<public_id>/archives/new")
@allow(Permission.LINE_ASK)
def new_archive(public_id: str) -> Response:
    return _archive_sheet(public_id, ArchiveForm(formdata=typed_before()))


@blueprint.post("/media/requests/<public_id>/archives")
@allow(Permission.LINE_ASK)
def make_archive(public_id: str) -> Answer:
    staff, form = current_staff(), ArchiveForm()
    once = once_from_form(staff.id)
    _, sources, _ = archive_queries.find_sources(public_id, staff=staff)
    form.offer(sources)
    if not form.validate_on_submit():
        return _archive_sheet(public_id, form)
    archive_actions.make_archive(public_id, form.source.data, Travel(form.travel.data), staff=staff, once=once)
    return _to_archives(public_id)


@blueprint.get("/media/archives/<public_id>/replacement")
@allow(Permission.LINE_ASK)
def review_replace_archive(public_id: str) -> Response:
    return _sheet("replace_archive", public_id, ReplaceForm(formdata=typed_before()))


@blueprint.post("/media/archives/<public_id>/replacement")
@allow(Permission.LINE_ASK)
def replace_archive(public_id: str) -> Answer:
    staff, form = current_staff(), ReplaceForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return _sheet("replace_archive", public_id, form)
    reason, travel = form.said()
    sheet = archive_queries.find_archive(public_id, staff=staff)
    archive_actions.replace_archive(public_id, reason, travel, staff=staff, once=once)
    return _to_archives(sheet.row.public_id)


@blueprint.get("/media/archives/<public_id>/end")
@allow(Permission.LINE_ASK)
def review_end_archive(public_id: str) -> Response:
    return _sheet("end_archive", public_id, EndForm(formdata=typed_before()))


@blueprint.post("/media/archives/<public_id>/end")
@allow(Permission.LINE_ASK)
def end_archive(public_id: str) -> Answer:
    staff, form = current_staff(), EndForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return _sheet("end_archive", public_id, form)
    sheet = archive_queries.find_archive(public_id, staff=staff)
    archive_actions.end_archive(public_id, EndReason(form.reason.data), staff=staff, once=once)
    say("ok", f"{sheet.archive.file_name}を終了しました。もう受け取れません。")
    return _to_archives(sheet.row.public_id)


@blueprint.get("/media/archives/<public_id>/passphrase")
@allow(Permission.LINE_ASK)
def review_passphrase(public_id: str) -> Response:
    sheet = archive_queries.find_archive(public_id, staff=current_staff())
    refuse_if(sheet.why_not_show)
    return make_response(render_template("media/review_passphrase.html", sheet=sheet, once=new_once(current_staff().id)))


@blueprint.post("/media/archives/<public_id>/passphrase")
@allow(Permission.LINE_ASK)
def show_passphrase(public_id: str) -> str:
    """Not by way of another address: between two requests the passphrase would have to be kept somewhere."""
    staff = current_staff()
    shown = archive_actions.show_passphrase(public_id, staff=staff, once=once_from_form(staff.id))
    return render_template("media/show_passphrase.html", shown=shown)


@blueprint.post("/media/archives/<public_id>/download")
@allow(Permission.LINE_ASK)
def download_archive(public_id: str) -> Response:
    """Streams; its record stood before the first byte."""
    staff = current_staff()
    archive = archive_actions.download_archive(public_id, staff=staff, once=once_from_form(staff.id))
    answer = Response(archive_pieces(archive_path(public_id), archive.sha256), mimetype="application/zip")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(archive.file_name)}"
    answer.headers["Content-Length"] = str(archive.size)
    return answer


def _to_archives(public_id: str) -> BaseResponse:
    return go_to(url_for("media.show_archives", public_id=public_id))


def _file_sheet(public_id: str, form: FileForm) -> Response:
    page = archive_queries.archives_page(public_id, staff=current_staff(), settings=settings())
    refuse_if(page.archives.why_not_bring)
    return _answer("new_line_file", form, page=page)


def _archive_sheet(public_id: str, form: ArchiveForm) -> Response:
    row, sources, why_not = archive_queries.find_sources(public_id, staff=current_staff())
    refuse_if(why_not)
    form.offer(sources)
    return _answer("new_archive", form, row=row, sources=sources)


def _sheet(template: str, public_id: str, form: Form) -> Response:
    sheet = archive_queries.find_archive(public_id, staff=current_staff())
    refuse_if(sheet.why_not_end or (sheet.why_not_pack if template == "replace_archive" else None))
    return _answer(template, form, sheet=sheet)


def _answer(template: str, form: Form, **values: Any) -> Response:
    page = render_template(f"media/{template}.html", form=form, once=new_once(current_staff().id), **values)
    return make_response(page, 422 if form.errors else 200)
