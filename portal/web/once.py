"""One-time forms: a token goes out with the form and comes back with it; its first result is kept."""

import secrets

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from portal import clock
from portal.db import db
from portal.errors import BadInput
from portal.web.models import FormResult

STALE = "この画面は古くなっています。何も保存していません。画面を開き直して、もう一度お試しください。"


def new_once(staff_id: int) -> str:
    """A token for a form that this person is about to see."""
    return _serializer().dumps([staff_id, secrets.token_hex(16)])


def once_from_form(staff_id: int) -> str:
    """The token that came with the form. BadInput when it is missing, forged or another person's."""
    try:
        owner, token = _serializer().loads(request.form.get("once", ""))
    except (BadSignature, ValueError, TypeError) as error:
        raise BadInput(STALE) from error
    if owner != staff_id:
        raise BadInput(STALE)
    return token


def first_result(token: str) -> str | None:
    """None the first time: the form is claimed, inside the caller's writing(). Afterwards what the first time led to."""
    session = db.session()
    try:
        with session.begin_nested():
            session.execute(insert(FormResult).values(token=token, sent_at=clock.now(), result=""))
    except IntegrityError:
        return session.scalar(select(FormResult.result).where(FormResult.token == token))
    return None


def keep_result(token: str, result: str) -> None:
    """What this form led to, in the words the route needs to show it again (a public id)."""
    db.session().execute(update(FormResult).where(FormResult.token == token).values(result=result))


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="one-time form")
