"""What a route does in the end: the functions it calls, followed through the other functions of screens down to where screens stop."""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.architecture.sources import PORTAL, ROOT, Function, calls_of, dotted, name_of, python_files, tree_of

SCREENS = ("routes", "pages")
METHODS = ("get", "post")


@dataclass(frozen=True)
class View:
    """A function that answers one route."""

    path: Path
    function: str
    line: int
    method: str

    @property
    def where(self) -> str:
        return f"{name_of(self.path)}:{self.line} {self.function}"


def views() -> list[View]:
    """Every function under @blueprint.get or @blueprint.post."""
    return [
        View(path, node.name, node.lineno, mark.func.attr)
        for path in python_files()
        if _is_screen(path)
        for node in tree_of(path).body
        if isinstance(node, Function)
        for mark in node.decorator_list
        if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Attribute) and mark.func.attr in METHODS
    ]


def reached_by(view: View) -> set[str]:
    """Full names (portal.intake.actions.apply_import) of what the view calls outside of screens."""
    reached: set[str] = set()
    seen: set[tuple[Path, str]] = set()
    waiting = [(view.path, view.function)]
    while waiting:
        here = waiting.pop()
        if here in seen:
            continue
        seen.add(here)
        for name in _called(*here):
            module, _, function = name.rpartition(".")
            path = _file_of(module)
            if path is not None and _is_screen(path) and function in _functions(path):
                waiting.append((path, function))
            else:
                reached.add(name)
    return reached


def _called(path: Path, function: str) -> set[str]:
    tree = _functions(path)[function]
    names = _names(path)
    called = set()
    for call in calls_of(tree):
        first, _, rest = dotted(call.func).partition(".")
        if first in _functions(path) and not rest:
            called.add(f"{_module_of(path)}.{first}")
        elif first in names:
            called.add(f"{names[first]}.{rest}" if rest else names[first])
    return called


@cache
def _functions(path: Path) -> dict[str, Function]:
    return {node.name: node for node in tree_of(path).body if isinstance(node, Function)}


@cache
def _names(path: Path) -> dict[str, str]:
    """What each imported name stands for."""
    names: dict[str, str] = {}
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom):
            names |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return names


def _is_screen(path: Path) -> bool:
    return path.stem.rpartition("_")[2] in SCREENS


def _module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def _file_of(module: str) -> Path | None:
    path = ROOT.joinpath(*module.split(".")).with_suffix(".py") if module else None
    return path if path is not None and path.is_relative_to(PORTAL) and path.is_file() else None
