"""The screens of the media ledgers: the blueprint, whole when every file of routes has been imported."""

from portal.media import (
    choice_routes,
    copy_models,
    line_models,
    medium_models,
    medium_routes,
    medium_step_routes,
    models,
    renewal_routes,
    stocktake_routes,
)
from portal.media.blueprint import blueprint

__all__ = [
    "blueprint",
    "choice_routes",
    "copy_models",
    "line_models",
    "medium_models",
    "medium_routes",
    "medium_step_routes",
    "models",
    "renewal_routes",
    "stocktake_routes",
]
