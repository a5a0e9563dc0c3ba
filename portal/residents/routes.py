"""Screens of the register files: brought, looked at, applied or left (S1-1)."""

from flask import Blueprint, Response
from werkzeug.wrappers import Response as BaseResponse

from portal import clock
from portal.intake import import_routes as screens
from portal.intake.forms import RegisterImportForm
from portal.intake.rules import ImportKind
from portal.permissions import Permission
from portal.residents.consequences import CONSEQUENCE_WORDS, DECIDED_BY_A_PERSON
from portal.residents.files import LAYOUT
from portal.residents.intake import residents_behind
from portal.text.wareki import format_date
from portal.web.allow import allow, unattended

blueprint = Blueprint("residents", __name__)
KIND = ImportKind.REGISTER
SHEETS = {"住民登録ファイル": LAYOUT}
TALLIES = (*((consequence.value, *words) for consequence, words in CONSEQUENCE_WORDS.items()), *DECIDED_BY_A_PERSON)


@blueprint.get("/register-files")
@allow(Permission.REGISTER_REVIEW)
def show_imports() -> str:
    return screens.list_page(KIND, SHEETS, RegisterImportForm(as_of=format_date(clock.today())))


@blueprint.post("/register-files")
@allow(Permission.REGISTER_IMPORT)
def bring_file() -> Response | BaseResponse:
    return screens.bring(KIND, SHEETS, RegisterImportForm(), layout_of=lambda _upload: LAYOUT)


@blueprint.get("/register-files/<public_id>")
@allow(Permission.REGISTER_REVIEW)
def show_import(public_id: str) -> str:
    return screens.show_page(KIND, public_id, TALLIES, behind=residents_behind)


@blueprint.get("/register-files/<public_id>/progress")
@unattended
@allow(Permission.REGISTER_REVIEW)
def show_progress(public_id: str) -> Response:
    return screens.progress_piece(KIND, public_id)


@blueprint.post("/register-files/<public_id>/application")
@allow(Permission.REGISTER_IMPORT)
def apply_import(public_id: str) -> BaseResponse:
    return screens.apply(KIND, public_id)


@blueprint.post("/register-files/<public_id>/discard")
@allow(Permission.REGISTER_IMPORT)
def discard_import(public_id: str) -> BaseResponse:
    return screens.discard(KIND, public_id)


@blueprint.post("/register-files/<public_id>/resumption")
@allow(Permission.REGISTER_IMPORT)
def resume_import(public_id: str) -> BaseResponse:
    return screens.resume(KIND, public_id)


@blueprint.get("/register-files/<public_id>/faults-copy")
@allow(Permission.REGISTER_IMPORT)
def export_faults(public_id: str) -> Response:
    return screens.copy_answer(KIND, public_id, behind=residents_behind)


@blueprint.get("/register-files/<public_id>/original")
@allow(Permission.REGISTER_IMPORT)
def export_original(public_id: str) -> Response:
    return screens.original_answer(KIND, public_id, behind=residents_behind)
