"""Every route says who may use it; one that does not stops the portal from starting (S1-4)."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask

from portal.errors import Misconfigured
from portal.permissions import Permission

Route = TypeVar("Route", bound=Callable[..., Any])
_PERMISSION = "portal_permission"
_UNATTENDED = "portal_unattended"
EVERYBODY = "everybody"


def allow(permission: Permission) -> Callable[[Route], Route]:
    """Only a person signed in who holds this permission reaches the route."""
    return lambda route: _marked(route, permission)


def allow_everybody(route: Route) -> Route:
    """Reached without signing in: the sign-in itself, the sign of life, style sheets."""
    return _marked(route, EVERYBODY)


def unattended(route: Route) -> Route:
    """A page asks for this by itself: it does not count as somebody at work (R3-4)."""
    setattr(route, _UNATTENDED, True)
    return route


def is_unattended(app: Flask, endpoint: str) -> bool:
    return getattr(app.view_functions[endpoint], _UNATTENDED, False)


def _marked(route: Route, mark: str) -> Route:
    setattr(route, _PERMISSION, mark)
    return route


def permission_of(app: Flask, endpoint: str) -> Permission | str:
    """The permission that an endpoint declares, or EVERYBODY."""
    return getattr(app.view_functions[endpoint], _PERMISSION)


def require_declarations(app: Flask) -> None:
    """Raises Misconfigured and names every route without a declaration."""
    bare = [rule.rule for rule in app.url_map.iter_rules() if not hasattr(app.view_functions[rule.endpoint], _PERMISSION)]
    if bare:
        raise Misconfigured(f"routes without @allow or @allow_everybody: {', '.join(sorted(bare))}")
