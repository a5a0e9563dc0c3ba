"""The screens of the cases: the blueprint, whole when every file of routes has been imported."""

from portal.disclosures import (  # noqa: F401  (their screens are added to the blueprint, their tables known to the migrations)
    appeal_routes,
    asking_routes,
    attach_routes,
    case_routes,
    change_routes,
    closed_day_routes,
    desk_routes,
    doing_routes,
    draft_models,
    draft_routes,
    due_routes,
    figure_routes,
    form_routes,
    intake_routes,
    ledger_routes,
    list_routes,
    mending_routes,
    models,
    paper_routes,
    proof_routes,
    sending_routes,
    stamp_routes,
    waiting_routes,
)
from portal.disclosures.blueprint import blueprint
from portal.disclosures.due_routes import count_late_for_me
from portal.disclosures.waiting_routes import count_for_me

__all__ = ["blueprint", "count_for_me", "count_late_for_me"]
