"""htmx seen from the server: the wrapper around htmx-flask, whose own answer helper refuses some swaps (docs/decisions/004-htmx.md)."""

from flask import Flask, Response, make_response, redirect
from htmx_flask import Htmx, request
from werkzeug.wrappers import Response as BaseResponse

STOP_POLLING = 286


def start_htmx(app: Flask) -> None:
    """Makes `request.htmx` known everywhere."""
    Htmx(app)


def is_htmx() -> bool:
    """Whether the page asks for a piece; a history restore wants the whole page."""
    return bool(request.htmx) and not request.htmx.history_restore_request


def go_to(url: str) -> BaseResponse:
    """See other (303) for a form, HX-Redirect for htmx: never a page inside a piece."""
    if is_htmx():
        answer = make_response("", 204)
        answer.headers["HX-Redirect"] = url
        return answer
    return redirect(url, 303)


def signed_out_answer(url: str) -> Response:
    """401 for htmx and scripts: the page covers itself and asks for the password, so that what was typed stays (004-htmx.md)."""
    return make_response("", 401, {"Location": url})
