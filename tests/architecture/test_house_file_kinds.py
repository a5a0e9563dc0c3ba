"""What each kind of file may know (docs/map.md, the menu of a feature's files)."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import PORTAL, calls_of, dotted, imports_of, name_of, nodes_of, python_files, require, tree_of

WEB_PACKAGES = ("flask", "flask_login", "flask_wtf", "flask_migrate", "flask_sqlalchemy", "htmx_flask", "wtforms", "werkzeug", "jinja2")
IMPURE = (*WEB_PACKAGES, "sqlalchemy", "huey", "portal.db", "portal.clock", "portal.config", "portal.web", "portal.jobs.queue")

# Kinds of files that speak HTTP, by the last word of their name.
SPEAK_HTTP = frozenset({"routes", "blueprint", "pages", "guard", "refusals", "commands"})
# Single files that touch Flask, and why nothing less does.
TOUCH_FLASK = {
    "portal/app.py": "puts the application together",
    "portal/db.py": "the engine and the write lock belong to the application",
    "portal/jobs/queue.py": "work runs inside an application context",
    "portal/jobs/worker.py": "work runs inside an application context",
    "portal/counter/abilities.py": "the buttons of a page: each carries its address",
    "portal/accounts/sessions.py": "flask_login.UserMixin alone",
    "portal/accounts/kept.py": "gives a form's own dictionary back",
}
FORM_PACKAGES = ("wtforms", "flask_wtf")

# Kinds and parts that never speak SQL themselves.
WITHOUT_SQL = frozenset({*SPEAK_HTTP, "rules", "files", "forms", "documents", "kinds", "sheets", "codes", "cells"})
PARTS_WITHOUT_SQL = {
    "text": "knows nothing of the product",
    "counter": "owns no table: it asks the features' queries",
    "web": "apart from the one-time forms and the words for a database fault",
}
SQL_IN_WEB = frozenset({"portal/web/models.py", "portal/web/once.py", "portal/web/error_pages.py"})

DRAWERS = frozenset({"helper", "helpers", "util", "utils", "common", "base", "manager", "managers", "misc", "tools"})


def _kind(path: Path) -> str:
    """rules for vouchers/rules.py and for accounts/staff_rules.py."""
    return path.stem.rpartition("_")[2]


def _part(path: Path) -> str:
    return path.relative_to(PORTAL).parts[0]


def _is(imported: str, packages: tuple[str, ...]) -> bool:
    return any(imported == package or imported.startswith(f"{package}.") for package in packages)


def _imports(path: Path, packages: tuple[str, ...]) -> Iterator[str]:
    return (f"{name_of(path)}:{line} imports {imported}" for line, imported in imports_of(path) if _is(imported, packages))


def test_rules_and_file_layouts_are_pure() -> None:
    """Dates, settings and rows come in as arguments: a rule is then a table of cases in its test."""
    pure = [path for path in python_files() if _kind(path) == "rules" or _part(path) == "text" or _is_layout(path)]
    breaches = [breach for path in pure for breach in _imports(path, IMPURE)]

    assert len(pure) > 10
    require(
        breaches,
        "hand the fact in as an argument (the day, the setting, the dictionary of values) and ask the clock, "
        "the settings or the database in actions.py or queries.py.",
    )


def _is_layout(path: Path) -> bool:
    """files.py describes a layout, apart from the demo's, which writes the files."""
    return path.stem == "files" and _part(path) != "demo"


def test_one_clock() -> None:
    asks = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "datetime.datetime.now", "datetime.date.today"}
    breaches = [
        f"{name_of(path)}:{call.lineno} {dotted(call.func)}()"
        for path in python_files()
        if name_of(path) != "portal/clock.py"
        for call in calls_of(tree_of(path))
        if dotted(call.func) in asks
    ]

    require(breaches, "use clock.now() or clock.today(), which speak Japan's time; in rules.py take the moment as an argument.")


def test_flask_stays_at_the_edge() -> None:
    breaches = []
    for path in python_files():
        if _part(path) == "web" or _kind(path) in SPEAK_HTTP or name_of(path) in TOUCH_FLASK:
            continue
        allowed = FORM_PACKAGES if _kind(path) == "forms" else ()
        breaches += [breach for breach in _imports(path, WEB_PACKAGES) if not _is(breach.rpartition(" ")[2], allowed)]

    require(
        breaches,
        "take what is needed from the request in the route and hand it on; "
        "settings come as an argument or from portal.web.rendering.settings().",
    )


def test_only_routes_see_the_request() -> None:
    """Neither `request` nor the session's cookie is read below the screens."""
    breaches = [
        f"{name_of(path)}:{line} imports {imported}"
        for path in python_files()
        if _part(path) != "web" and _kind(path) not in SPEAK_HTTP
        for line, imported in imports_of(path)
        if imported in ("flask.request", "flask.session", "flask.g", "htmx_flask.request")
    ]

    require(breaches, "read the form or the address in the route and pass plain values on.")


def test_sql_stays_in_models_queries_and_actions() -> None:
    breaches = []
    for path in python_files():
        is_free = _kind(path) in WITHOUT_SQL or _part(path) in PARTS_WITHOUT_SQL
        if is_free and name_of(path) not in SQL_IN_WEB:
            breaches += _imports(path, ("sqlalchemy",))

    require(breaches, "write the statement as a function of queries.py (reading) or actions.py (changing) and call that.")


def test_one_place_commits() -> None:
    """writing() commits once, with its records; nobody else ends a transaction (docs/decisions/001-transactions.md)."""
    only_in = {"commit": "portal/db.py", "rollback": "portal/db.py", "begin_nested": "portal/web/once.py", "begin": ""}
    breaches = [
        f"{name_of(path)}:{call.lineno} .{call.func.attr}()"
        for path in python_files()
        for call in calls_of(tree_of(path))
        if isinstance(call.func, ast.Attribute) and call.func.attr in only_in and name_of(path) != only_in[call.func.attr]
    ]

    require(breaches, "put the statements inside `with writing():`, which commits at its end; two steps that may fail apart are two doors.")


def test_no_fault_is_swallowed() -> None:
    breaches = [
        f"{name_of(path)}:{node.lineno} {ast.unparse(node).splitlines()[0]}"
        for path in python_files("portal", "deploy")
        for node in nodes_of(path)
        if isinstance(node, ast.ExceptHandler) and (node.type is None or {"Exception", "BaseException"} & set(_names(node.type)))
    ]

    require(breaches, "name the exceptions that are expected here; any other shall reach web/error_pages.py or the job's row.")


def _names(node: ast.expr) -> list[str]:
    return [dotted(part) for part in node.elts] if isinstance(node, ast.Tuple) else [dotted(node)]


def test_a_missing_module_is_never_passed_over() -> None:
    breaches = [
        f"{name_of(path)}:{node.lineno}"
        for path in python_files()
        for node in nodes_of(path)
        if isinstance(node, ast.ExceptHandler) and node.type and {"ImportError", "ModuleNotFoundError"} & set(_names(node.type))
    ]

    require(breaches, "import it plainly: a part that is not there must stop the portal from starting.")


def test_files_are_named_after_their_subject() -> None:
    breaches = [name_of(path) for path in python_files("portal", "tests", "deploy") if set(path.stem.split("_")) & DRAWERS]

    require(breaches, "name the file after what it knows (a noun of the work), not after how it is used.")
