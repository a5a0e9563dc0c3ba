"""The blueprint that the screens of application forms and of their numbers share."""

from flask import Blueprint

blueprint = Blueprint("applications", __name__)
