"""Screens of the dose files: brought, looked at, recorded or left (S1-2)."""

from flask import Blueprint, Response
from werkzeug.wrappers import Response as BaseResponse

from portal.doses.forms import RECOGNISE, DoseFileForm
from portal.doses.intake import refuse_without_programme, tallies
from portal.doses.layout_files import layout_named, list_layouts, recognised
from portal.doses.people import residents_behind
from portal.intake import import_routes as screens
from portal.intake.files import Layout
from portal.intake.rules import ImportKind
from portal.intake.uploads import Upload
from portal.permissions import Permission
from portal.web.allow import allow, unattended
from portal.web.rendering import say

blueprint = Blueprint("doses", __name__)
KIND = ImportKind.DOSES


@blueprint.get("/dose-files")
@allow(Permission.DOSES_REVIEW)
def show_imports() -> str:
    return screens.list_page(KIND, _sheets(), _form())


@blueprint.post("/dose-files")
@allow(Permission.DOSES_IMPORT)
def bring_file() -> Response | BaseResponse:
    form = _form()
    return screens.bring(KIND, _sheets(), form, layout_of=lambda upload: _layout_of(upload, form.layout.data))


@blueprint.get("/dose-files/<public_id>")
@allow(Permission.DOSES_REVIEW)
def show_import(public_id: str) -> str:
    return screens.show_page(KIND, public_id, tallies(), behind=residents_behind)


@blueprint.get("/dose-files/<public_id>/progress")
@unattended
@allow(Permission.DOSES_REVIEW)
def show_progress(public_id: str) -> Response:
    return screens.progress_piece(KIND, public_id)


@blueprint.post("/dose-files/<public_id>/application")
@allow(Permission.DOSES_IMPORT)
def apply_import(public_id: str) -> BaseResponse:
    return screens.apply(KIND, public_id)


@blueprint.post("/dose-files/<public_id>/discard")
@allow(Permission.DOSES_IMPORT)
def discard_import(public_id: str) -> BaseResponse:
    return screens.discard(KIND, public_id)


@blueprint.post("/dose-files/<public_id>/resumption")
@allow(Permission.DOSES_IMPORT)
def resume_import(public_id: str) -> BaseResponse:
    return screens.resume(KIND, public_id)


@blueprint.get("/dose-files/<public_id>/faults-copy")
@allow(Permission.DOSES_IMPORT)
def export_faults(public_id: str) -> Response:
    return screens.copy_answer(KIND, public_id, behind=residents_behind)


@blueprint.get("/dose-files/<public_id>/original")
@allow(Permission.DOSES_IMPORT)
def export_original(public_id: str) -> Response:
    return screens.original_answer(KIND, public_id, behind=residents_behind)


def _form() -> DoseFileForm:
    form = DoseFileForm()
    layouts, faults = list_layouts()
    form.offer(layouts)
    for fault in faults:
        say("alarm", fault)
    return form


def _sheets() -> dict[str, Layout]:
    return {layout.title: layout.sheet for layout in list_layouts()[0]}


def _layout_of(upload: Upload, name: str) -> Layout:
    """The layout that was chosen, or the one that the file's headings tell. Raises Unreadable."""
    layout = recognised(upload.sealed) if name == RECOGNISE else layout_named(name)
    refuse_without_programme(layout)
    return layout.sheet
