"""The screens of the cases: the blueprint, whole when every file of routes has been imported."""

from portal.disclosures import (  # noqa: F401  (their screens are added to the blueprint, their tables known to the migrations)
    attach_routes,
    case_routes,
    change_routes,
    draft_models,
    handling_routes,
    intake_routes,
    list_routes,
    mending_routes,
    models,
    proof_routes,
)
from portal.disclosures.blueprint import blueprint

__all__ = ["blueprint"]
