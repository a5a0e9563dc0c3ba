"""The blueprint that the screens of vouchers and of 接種済証 share."""

from flask import Blueprint

blueprint = Blueprint("vouchers", __name__)
