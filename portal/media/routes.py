"""The screens of the media ledgers: the blueprint, whole when every file of routes has been imported."""

from portal.media import (  # noqa: F401  (their screens are added to the blueprint, their tables known to the migrations)
    copy_models,
    day_check_models,
    day_check_routes,
    ledger_routes,
    line_models,
    line_routes,
    medium_models,
    models,
)
from portal.media.blueprint import blueprint

__all__ = ["blueprint"]
