"""The blueprint to which the files of routes add their screens."""

from flask import Blueprint

blueprint = Blueprint("disclosures", __name__)
