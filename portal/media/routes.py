"""The screens of the media ledgers: the blueprint, whole when every file of routes has been imported."""

from portal.media import (  # noqa: F401  (their screens are added to the blueprint, their tables known to the migrations)
    approval_routes,
    archive_models,
    archive_routes,
    choice_routes,
    copy_models,
    copy_routes,
    counter_routes,
    day_check_models,
    day_check_routes,
    ledger_routes,
    lending_routes,
    line_models,
    line_routes,
    medium_models,
    medium_routes,
    medium_step_routes,
    models,
    own_routes,
    renewal_routes,
    request_routes,
    stocktake_routes,
    term_routes,
)
from portal.media.approval_routes import count_for_me
from portal.media.blueprint import blueprint

__all__ = ["blueprint", "count_for_me"]
