"""The blueprint that the screens of 異動反映待ち and of 住登外 share."""

from flask import Blueprint

blueprint = Blueprint("arrivals", __name__)
