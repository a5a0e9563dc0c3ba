"""One step of a case on the screen: what must be typed, what pressing does, one button."""

from dataclasses import dataclass

from flask import Response, make_response, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.guard import current_staff
from portal.disclosures.handling_review import Step
from portal.errors import PortalError
from portal.web.fields import Form
from portal.web.htmx import go_to
from portal.web.once import new_once
from portal.web.rendering import say


@dataclass(frozen=True)
class Sheet:
    """The words of a step: its heading, its button, what becomes of what; `about`: what stands beside the form; `shut`: what can be
    recorded later only, and why not yet."""

    heading: str
    button: str
    becomes: tuple[tuple[str, str], ...]
    about: tuple[tuple[str, str], ...] = ()
    shut: tuple[tuple[str, str], ...] = ()


def sheet(step: Step, form: Form, words: Sheet, *, why_not: str | None, fault: PortalError | None = None) -> Response:
    """`why_not`: the step is shut; `fault`: what was sent was not taken, and stays typed."""
    if fault is not None:
        form.form_errors.append(fault.message)
    status = fault.status if fault is not None else 422 if form.errors else 200
    page = render_template(
        "disclosures/take_step.html",
        step=step,
        form=form,
        words=words,
        why_not=why_not if not form.errors else None,
        once=new_once(current_staff().id),
    )
    return make_response(page, status)


def to_case(public_id: str, told: str) -> BaseResponse:
    """Back to the page of the case, with what was done on top."""
    say("ok", told)
    return go_to(url_for("disclosures.show_case", public_id=public_id))
