"""The screens of the slips: the blueprint, whole when every file of routes has been imported."""

from portal.inquiries import (  # noqa: F401  (the tables are known to the migrations, the screens added to the blueprint)
    act_routes,
    blank_routes,
    count_routes,
    end_routes,
    list_routes,
    models,
    news_routes,
    print_routes,
    review_routes,
    search_routes,
    slip_routes,
)
from portal.inquiries.blueprint import blueprint
from portal.inquiries.list_routes import count_own, count_own_calls, count_reviews

__all__ = ["blueprint", "count_own", "count_own_calls", "count_reviews"]
