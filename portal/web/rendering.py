"""Answers: whole pages, the messages shown once, files that are downloaded."""

import hashlib
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, current_app, flash, get_flashed_messages, make_response, request, url_for

from portal import clock
from portal.config import Settings
from portal.web.formatting import day_words


def settings() -> Settings:
    return current_app.extensions["portal_settings"]


def start_rendering(app: Flask) -> None:
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.context_processor(_shell)
    app.url_defaults(_stamp_static)
    app.jinja_env.globals["url_for"] = _remembering(app.url_for)
    stamps: dict[str, str] = {}
    app.extensions["portal_static_stamps"] = stamps


def say(kind: str, text: str) -> None:
    """A message on top of the next page: kind is ok, care or alarm. Never personal data: it travels in the cookie."""
    flash(text, kind)


def pdf_answer(pdf: bytes, *, name: str) -> Response:
    """A PDF shown in the browser's own viewer; `name` without personal data."""
    answer = make_response(pdf)
    answer.mimetype = "application/pdf"
    answer.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}"
    return answer


def _shell() -> dict[str, Any]:
    return {
        "today_words": day_words(clock.today()),
        "municipality_name": settings().municipality_name,
        "hide_after_seconds": settings().hide_after_seconds,
        "upload_max_bytes": settings().upload_max_bytes,
        "is_demo": settings().demo,
        "messages": get_flashed_messages(with_categories=True),
        "home_url": url_for("accounts.show_home"),
    }


def _remembering(build: Callable[..., str]) -> Callable[..., str]:
    """`url_for` of the templates: an address that is the same on every page (a style sheet, an entry of the navigation) is built once."""
    known: dict[tuple[str, str, str], str] = {}

    def url_for(endpoint: str, filename: str = "", **values: Any) -> str:
        if filename:
            values["filename"] = filename
        if values.keys() - {"filename"}:
            return build(endpoint, **values)
        key = (request.script_root, endpoint, filename)
        if key not in known:
            known[key] = build(endpoint, **values)
        return known[key]

    return url_for


def _stamp_static(endpoint: str, values: dict[str, Any]) -> None:
    """Each file of static/ carries its content's mark, so that a new version is fetched at once."""
    if endpoint != "static" or "filename" not in values:
        return
    stamps = current_app.extensions["portal_static_stamps"]
    name = values["filename"]
    if name not in stamps:
        assert current_app.static_folder is not None
        with open(f"{current_app.static_folder}/{name}", "rb") as file:
            stamps[name] = hashlib.sha256(file.read()).hexdigest()[:12]
    values["v"] = stamps[name]
