"""The screens of the media ledgers: the blueprint, whole when every file of routes has been imported."""

from portal.media import copy_models, copy_routes, counter_routes, lending_routes, line_models, models, term_routes  # noqa: F401  (their tables are known to the migrations)  # noqa: F401
from portal.media.blueprint import blueprint

__all__ = ["blueprint"]
