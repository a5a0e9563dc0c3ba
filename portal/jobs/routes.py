"""Screens of long work, and the sign of life for whoever watches the portal from outside."""

from flask import Blueprint, Response, make_response, render_template

from portal.accounts.guard import current_staff
from portal.jobs import queries
from portal.permissions import Permission
from portal.web.allow import allow, allow_everybody, unattended
from portal.web.htmx import STOP_POLLING

blueprint = Blueprint("jobs", __name__)


@blueprint.get("/jobs")
@allow(Permission.JOB_SHOW)
def list_jobs() -> str:
    database_alive, worker_alive = queries.signs_of_life()
    return render_template("jobs/list_jobs.html", listed=queries.list_jobs(), worker_alive=database_alive and worker_alive)


@blueprint.get("/jobs/<public_id>")
@allow(Permission.SIGNED_IN)
def show_job(public_id: str) -> str:
    return render_template("jobs/show_job.html", job=queries.find_job(public_id, seen_by=current_staff()))


@blueprint.get("/jobs/<public_id>/progress")
@unattended
@allow(Permission.SIGNED_IN)
def show_progress(public_id: str) -> Response:
    """The piece of show_job that asks for itself; 286 ends the asking."""
    job = queries.find_job(public_id, seen_by=current_staff())
    return make_response(render_template("jobs/_job.html", job=job), STOP_POLLING if job.is_over else 200)


@blueprint.get("/healthz")
@allow_everybody
@unattended
def show_health() -> Response:
    """Two lines for a watchdog: 503 only when the database is away, because then nothing can be served."""
    database_alive, worker_alive = queries.signs_of_life()
    lines = f"database: {'ok' if database_alive else 'no answer'}\nworker: {'ok' if worker_alive else 'no sign'}\n"
    return make_response(lines, 200 if database_alive else 503, {"Content-Type": "text/plain; charset=utf-8"})
