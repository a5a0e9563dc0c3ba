"""What the house rules read: the files of the repository, as text and as syntax trees, and how a breach is told."""

import ast
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PORTAL = ROOT / "portal"
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"
# Written by programs, or not part of the repository at all.
NOT_OURS = frozenset({".venv", "instance", "node_modules", "mutants", "test-results", "data", "__pycache__"})
KEPT_THOUGH_HIDDEN = frozenset({".ci", ".env.example", ".gitignore"})

Function = ast.FunctionDef | ast.AsyncFunctionDef


def require(breaches: Sequence[str], mend: str) -> None:
    """Fails with every breach and with what to do about it."""
    assert not breaches, "\n".join([f"{len(breaches)} breach(es):", *(f"  {breach}" for breach in breaches), f"To mend: {mend}"])


def name_of(path: Path) -> str:
    """portal/vouchers/rules.py."""
    return path.relative_to(ROOT).as_posix()


def files_below(folder: Path) -> Iterator[Path]:
    """Every file that belongs to the repository, in order."""
    for path in sorted(folder.iterdir()):
        if path.name in NOT_OURS or path.name == ".env" or (path.name.startswith(".") and path.name not in KEPT_THOUGH_HIDDEN):
            continue
        if path.is_dir():
            yield from files_below(path)
        else:
            yield path


def python_files(*folders: str) -> list[Path]:
    """`portal` alone, or the folders named."""
    return [path for folder in folders or ("portal",) for path in files_below(ROOT / folder) if path.suffix == ".py"]


def templates() -> list[Path]:
    return [path for path in files_below(TEMPLATES) if path.suffix == ".html"]


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(tree_of(path)))


def functions_of(path: Path) -> Iterator[Function]:
    """All functions and methods, the inner ones too."""
    return (node for node in nodes_of(path) if isinstance(node, Function))


def imports_of(path: Path) -> Iterator[tuple[int, str]]:
    """Line and full dotted name of everything imported, at the top or inside a function."""
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def calls_of(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def dotted(node: ast.expr) -> str:
    """`session.begin_nested` for such an expression, otherwise its last name or nothing."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return ""


def strings_of(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of every string; an f-string's holes become {}. Docstrings are left out."""
    inner = {id(part) for node in nodes_of(path) if isinstance(node, ast.JoinedStr) for part in ast.walk(node) if part is not node}
    inner |= {id(node.value) for node in nodes_of(path) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)}
    for node in nodes_of(path):
        if isinstance(node, ast.JoinedStr):
            yield node.lineno, "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inner:
            yield node.lineno, node.value


def without_jinja(text: str) -> str:
    """The HTML alone, its line numbers kept."""
    return re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", lambda found: "\n" * found[0].count("\n"), text, flags=re.DOTALL)


def lines_matching(pattern: str, text: str, *, flags: int = 0) -> Iterator[tuple[int, str]]:
    """Line and what was found."""
    for found in re.finditer(pattern, text, flags):
        yield text.count("\n", 0, found.start()) + 1, " ".join(found[0].split())[:120]
