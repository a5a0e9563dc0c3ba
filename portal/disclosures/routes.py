"""The screens of the cases: the blueprint, whole when every file of routes has been imported."""

from portal.disclosures import (  # noqa: F401  (their screens are added to the blueprint, their tables known to the migrations)
    case_routes,
    closed_day_routes,
    draft_models,
    form_routes,
    intake_routes,
    ledger_routes,
    list_routes,
    models,
    paper_routes,
)
from portal.disclosures.blueprint import blueprint

__all__ = ["blueprint"]
