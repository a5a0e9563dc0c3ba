"""One name for all screens about staff, their sessions and their visits."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)
