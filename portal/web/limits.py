"""How much one request may send: little in a form, a file as large as the settings allow, a stranger no file at all."""

from flask import Flask, current_app, request

from portal.web.allow import EVERYBODY, permission_of

MOST_FORM_BYTES = 2 * 1024 * 1024


def start_limits(app: Flask) -> None:
    """Before anything reads a form: what is typed is held in memory whole, only the files of a multipart form are not."""
    app.config["MAX_FORM_MEMORY_SIZE"] = MOST_FORM_BYTES
    app.before_request(_limit)


def _limit() -> None:
    known = request.endpoint is not None and permission_of(current_app, request.endpoint) != EVERYBODY
    if not known or request.mimetype != "multipart/form-data":
        request.max_content_length = MOST_FORM_BYTES
