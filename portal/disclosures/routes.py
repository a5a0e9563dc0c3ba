"""The screens of the cases: the blueprint, whole when every file of routes has been imported."""

from portal.disclosures import draft_models, models  # noqa: F401  (their tables known to the migrations)
from portal.disclosures.blueprint import blueprint

__all__ = ["blueprint"]
