"""The screens of the media ledgers: the blueprint, whole when every file of routes has been imported."""

from portal.media import (  # noqa: F401  (their tables are known to the migrations)
    archive_models,
    archive_routes,
    copy_models,
    line_models,
    models,
)
from portal.media.blueprint import blueprint

__all__ = ["blueprint"]
