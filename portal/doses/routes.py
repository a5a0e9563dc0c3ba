"""(first draft, to be replaced as a whole)"""

from flask import Blueprint

from portal.permissions import Permission
from portal.web.allow import allow

blueprint = Blueprint("doses", __name__)


@blueprint.get("/doses-files")
@allow(Permission.DOSES_IMPORT)
def show_imports() -> str:
    return ""
