"""The screens of the slips: the blueprint, whole when every file of routes has been imported."""

from portal.inquiries import models, slip_routes  # noqa: F401  (its tables known to the migrations, its screens added to the blueprint)
from portal.inquiries.blueprint import blueprint

__all__ = ["blueprint"]
