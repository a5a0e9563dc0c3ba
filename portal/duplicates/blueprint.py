"""The blueprint to which both files of routes add their screens."""

from flask import Blueprint

blueprint = Blueprint("duplicates", __name__)
