"""The screens of the slips: the blueprint, whole when every file of routes has been imported."""

from portal.inquiries import models  # noqa: F401  (its tables known to the migrations)
from portal.inquiries.blueprint import blueprint

__all__ = ["blueprint"]
