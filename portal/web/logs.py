"""Log lines as JSON: endpoint, status and time of each request, never an address with an id, never what was sent."""

import logging
import time

import structlog
from flask import Flask, Response, current_app, g, request

from portal.web.allow import is_unattended

log = structlog.get_logger()


def start_logs(app: Flask) -> None:
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )
    app.before_request(_note_start)
    app.after_request(_log_request)


def _note_start() -> None:
    g.request_started = time.perf_counter()


def _log_request(response: Response) -> Response:
    started = g.get("request_started")
    if started is not None and request.endpoint and not is_unattended(current_app, request.endpoint):
        log.info(
            "request",
            endpoint=request.endpoint,
            method=request.method,
            status=response.status_code,
            ms=round((time.perf_counter() - started) * 1000, 1),
        )
    return response
