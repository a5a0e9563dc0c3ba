"""(first draft, to be replaced as a whole)"""

from flask import Blueprint

from portal.permissions import Permission
from portal.web.allow import allow

blueprint = Blueprint("residents", __name__)


@blueprint.get("/residents-files")
@allow(Permission.REGISTER_IMPORT)
def show_imports() -> str:
    return ""
