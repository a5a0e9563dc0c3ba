"""Every refusal and failure as a Japanese page that says what to do; nothing personal reaches the log."""

import traceback

import structlog
from flask import Flask, Response, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from portal.config import ROOT
from portal.errors import PortalError

log = structlog.get_logger()
STALE_PAGE = (
    "画面を開いてから時間がたったか、サインインし直したため、送られた内容を受け付けませんでした。何も保存していません。"
    "画面を開き直して、もう一度送ってください。"
)
MEANWHILE = "ほかの人が同じものを先に変えました。何も保存していません。画面を開き直して、いまの内容を確かめてください。"
BUSY = (
    "データベースが応答しません。何も保存していません。少し待ってから、もう一度お試しください。続くときはシステム管理者に知らせてください。"
)
UNSTORABLE = "送られた内容に、扱えない文字か大きすぎる数が入っています。何も保存していません。打ち直してください。"
OWN_CODE = f"{ROOT / 'portal'}/"
SHOWN_AS_THEY_ARE = frozenset({400, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503})


def start_error_pages(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(CSRFError, lambda _error: error_page(400, STALE_PAGE))
    app.register_error_handler(StaleDataError, lambda _error: error_page(409, MEANWHILE))
    app.register_error_handler(IntegrityError, _collision)
    app.register_error_handler(DataError, _unstorable)
    app.register_error_handler(OperationalError, _database_error)
    app.register_error_handler(500, _server_error)
    # Flask itself would write the text of a fault, which may quote a person's data; _log_failure writes its place.
    app.logger.addFilter(lambda line: not line.exc_info)


def error_page(status: int, message: str = "") -> Response:
    """A whole page; templates/errors/ has one for each status, which also knows a message of its own."""
    known = status if status in SHOWN_AS_THEY_ARE else (400 if status < 500 else 500)
    answer = make_response(render_template(f"errors/{known}.html", message=message), status)
    answer.headers["HX-Retarget"] = "body"
    return answer


def portal_error_page(error: PortalError) -> Response:
    return error_page(error.status, error.message)


def _http_error(error: HTTPException) -> Response:
    return error_page(error.code or 500)


def _collision(error: IntegrityError) -> Response:
    """Two people at once; logged, because a constraint that an action should have asked first ends here as well."""
    _log_failure(error)
    return error_page(409, MEANWHILE)


def _unstorable(error: DataError) -> Response:
    """What the database cannot take, as PostgreSQL a NUL."""
    _log_failure(error)
    return error_page(400, UNSTORABLE)


def _database_error(error: OperationalError) -> Response:
    _log_failure(error)
    return _page_without_data(503, BUSY)


def _server_error(error: Exception) -> Response:
    _log_failure(getattr(error, "original_exception", None) or error)
    return _page_without_data(500)


def _page_without_data(status: int, message: str = "") -> Response:
    """As to a stranger: the shell's own reading of the database would fail again."""
    g.staff = None
    return error_page(status, message)


def _log_failure(error: BaseException) -> None:
    """The kind of the fault and the way to it through our own code; its text is left out because it may quote a person's data."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename.startswith(OWN_CODE)]
    places = [f"{frame.filename.removeprefix(OWN_CODE)}:{frame.lineno} {frame.name}" for frame in [*own[-12:], *frames[-1:]]]
    log.error("request failed", fault=type(error).__name__, places=places, endpoint=request.endpoint, method=request.method)
