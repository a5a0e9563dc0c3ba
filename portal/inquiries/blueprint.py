"""The blueprint to which the files of routes add their screens."""

from flask import Blueprint

blueprint = Blueprint("inquiries", __name__)
