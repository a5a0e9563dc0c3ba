"""The screens of the media ledgers: the blueprint, whole when every file of routes has been imported."""

from portal.media import copy_models, line_models, medium_models, models  # noqa: F401  (their tables are known to the migrations)
from portal.media.blueprint import blueprint

__all__ = ["blueprint"]
