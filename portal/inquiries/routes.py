"""The screens of the slips: the blueprint, whole when every file of routes has been imported."""

from portal.inquiries import (  # noqa: F401  (the tables are known to the migrations, the screens added to the blueprint)
    act_routes,
    end_routes,
    models,
    slip_routes,
)
from portal.inquiries.blueprint import blueprint

__all__ = ["blueprint"]
