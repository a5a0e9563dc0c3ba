"""Screens of the dose files: brought, looked at, recorded or left (S1-2)."""

from flask import Blueprint, Response
from werkzeug.wrappers import Response as BaseResponse

from portal.doses.files import LAYOUT
from portal.doses.intake import tallies
from portal.intake import import_routes as screens
from portal.intake.forms import ImportForm
from portal.intake.rules import ImportKind
from portal.permissions import Permission
from portal.residents.intake import residents_behind
from portal.web.allow import allow, unattended

blueprint = Blueprint("doses", __name__)
KIND = ImportKind.DOSES_FULL


@blueprint.get("/dose-files")
@allow(Permission.DOSES_IMPORT)
def show_imports() -> str:
    return screens.list_page(KIND, LAYOUT, ImportForm())


@blueprint.post("/dose-files")
@allow(Permission.DOSES_IMPORT)
def bring_file() -> Response | BaseResponse:
    return screens.bring(KIND, LAYOUT, ImportForm())


@blueprint.get("/dose-files/<public_id>")
@allow(Permission.DOSES_IMPORT)
def show_import(public_id: str) -> str:
    return screens.show_page(KIND, public_id, tallies(), behind=residents_behind)


@blueprint.get("/dose-files/<public_id>/progress")
@unattended
@allow(Permission.DOSES_IMPORT)
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
