"""The blueprint that the screens of runs and of findings share."""

from flask import Blueprint

blueprint = Blueprint("audits", __name__)
