"""Python imports run one way, and a feature never reaches into another one's screens (docs/map.md)."""

import subprocess
import sys
import tomllib
from pathlib import Path

from tests.architecture.sources import PORTAL, ROOT, imports_of, name_of, python_files, require

# Not features but what features are made of: the screens of the two kinds of files are one, and live in intake.
SHARED = ("web", "intake")
# The first search of a resident asks for channel and reason on the same page, so that the visit costs no page of its own.
ASKED_ON_ANOTHERS_PAGE = {("portal/counter/routes.py", "portal.accounts.forms.VisitForm")}


def test_imports_run_one_way() -> None:
    """The contract of pyproject.toml, as `make check` runs it."""
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache", "--no-logo"]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    broken = checked.stdout.partition("Broken contracts")[2] or checked.stdout + checked.stderr
    require(
        [] if checked.returncode == 0 else [broken.strip()],
        "move the function down to the part that owns the data, or let the higher part call both (docs/map.md). "
        "Only when the order itself is wrong: change the layers in pyproject.toml and docs/map.md together.",
    )


def test_every_part_of_the_portal_has_its_place_in_the_order() -> None:
    layers = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]["layers"]
    placed = {part.strip() for layer in layers for part in layer.replace(":", "|").split("|")}
    parts = {f"portal.{path.stem}" for path in PORTAL.iterdir() if path.name not in ("__init__.py", "__pycache__")}

    require(
        sorted(parts ^ placed),
        "each file or folder directly in portal/ stands exactly once in [tool.importlinter] of pyproject.toml and in docs/map.md.",
    )


def test_no_feature_imports_the_screens_or_forms_of_another() -> None:
    breaches = []
    for path in python_files():
        feature = path.relative_to(PORTAL).parts[0]
        for line, imported in imports_of(path):
            parts = imported.split(".")
            is_screen = parts[0] == "portal" and any(part.endswith(("routes", "forms")) for part in parts[2:4])
            is_own = feature == "app.py" or parts[1:2] == [feature] or parts[1:2] in ([part] for part in SHARED)
            if is_screen and not is_own and (name_of(path), imported) not in ASKED_ON_ANOTHERS_PAGE:
                breaches.append(f"{name_of(path)}:{line} imports {imported}")

    require(
        breaches,
        "link to the other feature's page by url_for, or include its template; what both need belongs into its rules, queries or actions.",
    )
