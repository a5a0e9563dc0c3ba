"""The screens of the media ledgers: the blueprint, whole when every file of routes has been imported."""

# Imported for their routes, and for their tables, which the migrations know by them.
from portal.media import copy_models, line_models, line_routes, models, own_routes, request_routes  # noqa: F401
from portal.media.blueprint import blueprint

__all__ = ["blueprint"]
