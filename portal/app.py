"""The portal of one city: this file reads like a table of contents, and knows every part."""

from collections.abc import Mapping

from flask import Flask
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from portal.accounts import commands as accounts_commands
from portal.accounts import (
    guard,
    refusals,
    staff_routes,  # noqa: F401  (adds its screens to the blueprint of accounts)
)
from portal.accounts import routes as accounts
from portal.applications import batch_routes, number_routes  # noqa: F401  (add their screens to the blueprint of applications)
from portal.applications import routes as applications
from portal.arrivals import routes as arrivals
from portal.arrivals import unregistered_routes  # noqa: F401  (adds its screens to the blueprint of arrivals)
from portal.arrivals.queries import count_waiting
from portal.audit import commands as audit_commands
from portal.audits import routes as audits
from portal.config import ROOT, Settings, read_settings
from portal.counter import person_routes  # noqa: F401  (adds its screens to the blueprint of counter)
from portal.counter import routes as counter
from portal.db import db
from portal.demo import commands as demo_commands
from portal.disclosures import routes as disclosures
from portal.doses import commands as doses_commands
from portal.doses import maker_routes, waiting_queries, waiting_routes  # noqa: F401  (add their screens to the blueprint of doses)
from portal.doses import routes as doses
from portal.duplicates import merge_routes  # noqa: F401  (adds its screens to the blueprint of duplicates)
from portal.duplicates import routes as duplicates
from portal.inquiries import routes as inquiries
from portal.intake.queries import count_stopped
from portal.jobs import commands as jobs_commands
from portal.jobs import routes as jobs
from portal.jobs.queue import start_queue
from portal.media import routes as media
from portal.oversight import routes as oversight
from portal.programmes import routes as programmes
from portal.residents import commands as residents_commands
from portal.residents import contact_routes, match_routes, note_routes  # noqa: F401  (add their screens to the blueprint of residents)
from portal.residents import routes as residents
from portal.takeback import routes as takeback
from portal.vouchers import (  # noqa: F401  (add their screens to the blueprint of vouchers)
    certificate_routes,
    code_routes,
    day_routes,
    fee_routes,
    record_copy_routes,
    return_routes,
    state_routes,
    stop_routes,
)
from portal.vouchers import routes as vouchers
from portal.web.allow import allow_everybody, require_declarations
from portal.web.error_pages import start_error_pages
from portal.web.formatting import start_formatting
from portal.web.headers import add_to_static, start_headers
from portal.web.htmx import start_htmx
from portal.web.limits import start_limits
from portal.web.logs import start_logs
from portal.web.navigation import start_navigation
from portal.web.rendering import start_rendering
from portal.web.spool import start_spool
from portal.work import CHORES, WORK

BLUEPRINTS = (
    accounts,
    jobs,
    residents,
    doses,
    programmes,
    vouchers,
    applications,
    arrivals,
    duplicates,
    takeback,
    media,
    audits,
    inquiries,
    disclosures,
    counter,
    oversight,
)
# How many wait behind an entry of the navigation.
COUNTS = {
    "arrivals.list_arrivals": count_waiting,
    "residents.show_imports": count_stopped,
    "doses.list_waiting": waiting_queries.count_waiting,
    "media.show_desk": media.count_for_me,
    "disclosures.list_due": disclosures.count_late_for_me,
    "inquiries.list_slips": inquiries.count_own,
    "inquiries.list_calls": inquiries.count_own_calls,
    "inquiries.list_reviews": inquiries.count_reviews,
    "disclosures.list_waiting": disclosures.count_for_me,
}
COMMANDS = (accounts_commands, audit_commands, jobs_commands, residents_commands, doses_commands, demo_commands)


def create_app(overrides: Mapping[str, str] | None = None) -> Flask:
    """The WSGI application. Raises Misconfigured when a setting is missing or a route declares no permission."""
    settings = read_settings(overrides)
    app = Flask(
        "portal",
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
        instance_path=str(settings.instance_dir),
    )
    app.extensions["portal_settings"] = settings
    _configure(app, settings)

    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True, compare_type=True)
    start_logs(app)
    start_headers(app)
    start_htmx(app)
    start_formatting(app)
    start_rendering(app)
    start_error_pages(app)
    start_limits(app)
    start_spool(app)
    start_navigation(app, COUNTS)
    refusals.start_refusals(app)
    guard.start_guard(app)
    CSRFProtect(app)
    start_queue(app, WORK, CHORES)

    for feature in BLUEPRINTS:
        app.register_blueprint(feature.blueprint)
    for feature in COMMANDS:
        app.cli.add_command(feature.commands)
    app.view_functions["static"] = allow_everybody(app.view_functions["static"])
    require_declarations(app)
    _wrap(app, settings)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={"hide_parameters": True} | ({} if settings.is_sqlite else {"pool_size": 8, "max_overflow": 8}),
        SESSION_COOKIE_NAME="portal",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=not settings.demo,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_I18N_ENABLED=False,
        MAX_CONTENT_LENGTH=settings.upload_max_bytes,
    )


def _wrap(app: Flask, settings: Settings) -> None:
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)
    app.wsgi_app = WhiteNoise(
        app.wsgi_app,
        root=str(ROOT / "static"),
        prefix="static/",
        max_age=3600,
        allow_all_origins=False,
        add_headers_function=add_to_static,
    )
