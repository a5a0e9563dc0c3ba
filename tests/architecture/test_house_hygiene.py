"""The repository speaks of itself alone: nothing of a developer's machine, nothing put off, nothing that does not belong in it."""

import re
import tomllib
from pathlib import Path

from tests.architecture.sources import PORTAL, ROOT, files_below, lines_matching, name_of, require

# Written in pieces so that this file does not find itself.
PUT_OFF = r"\b(?:TO" r"DO|FIX" r"ME|X" r"XX|HA" r"CK|lorem ip" r"sum)\b"
REGISTRIES = "|".join((r"py" r"pi\.org", r"python" r"hosted\.org", r"npm" r"js\.org", r"deb" r"ian\.org", r"git" r"hub\.com"))
MACHINE = "|".join((r"(?<![\w.])/(?:ho" r"me|Us" r"ers|ro" r"ot|wo" r"rk|t" r"mp)/[\w.-]+", r"\b[A-Z]:\\Us" r"ers\\"))
SECRETS = r"-----BEGIN [A-Z ]*PRIVATE KEY-----"
CODE = frozenset({".py", ".html", ".css", ".js", ".typ", ".svg", ".mako", ".sh"})
TEXTS = CODE | {".md", ".toml", ".txt", ".in", ".ini", ".service", ".example", ""}
LARGEST = 300_000


def _is_ours(path: Path) -> bool:
    """Licence texts name their authors' addresses, vendored files are kept byte for byte."""
    return path.suffix in TEXTS and path.parent.name != "vendor"


def _found(pattern: str) -> list[str]:
    return [
        f"{name_of(path)}:{line} {found}"
        for path in files_below(ROOT)
        if _is_ours(path)
        for line, found in lines_matching(pattern, path.read_text(encoding="utf-8"))
    ]


def test_nothing_is_put_off() -> None:
    require(_found(PUT_OFF), "do it now, or write it down as an issue: a mark in the code is read by nobody who could act on it.")


def test_no_registry_is_named() -> None:
    """A city installs from its own mirror: the lock names versions and hashes, never a place."""
    require(_found(REGISTRIES), "leave the address out; `make lock` writes requirements*.txt without an index line.")


def test_nothing_of_a_developers_machine() -> None:
    require(_found(MACHINE), "write the path relative to the repository or take it from a setting.")


def test_no_private_key_lies_about() -> None:
    require(_found(SECRETS), "keys are settings (.env, mode 0600), never files of the repository; and change this one now.")


def test_no_file_is_too_large_to_read() -> None:
    breaches = [f"{name_of(path)} {path.stat().st_size:,} bytes" for path in files_below(ROOT) if path.stat().st_size > LARGEST]

    require(breaches, "make it anew from a seeded generator, or keep it outside the repository.")


def test_every_file_is_utf8_with_plain_line_ends() -> None:
    breaches = []
    for path in files_below(ROOT):
        if _is_ours(path):
            raw = path.read_bytes()
            is_fine = b"\r" not in raw and (not raw or raw.endswith(b"\n")) and not raw.startswith(b"\xef\xbb\xbf")
            breaches += [] if is_fine else [name_of(path)]

    require(breaches, "UTF-8 without a mark, line feeds alone, one at the end.")


def test_packages_stay_empty() -> None:
    """A package's name says nothing of its own: importing a part never runs another."""
    breaches = [
        name_of(path)
        for path in files_below(PORTAL)
        if path.name == "__init__.py" and len(path.read_text(encoding="utf-8").splitlines()) > 1
    ]

    require(breaches, "move the code into a file named after it; at most a docstring stays.")


def test_every_library_is_locked_with_its_hash() -> None:
    breaches = []
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        blocks = re.split(r"\n(?=[a-z0-9])", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE).strip())
        breaches += [f"{name}: {block.splitlines()[0]}" for block in blocks if "==" not in block or "--hash=sha256:" not in block]

    require(breaches, "make lock")


def test_the_map_names_every_part() -> None:
    layers = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]["layers"]
    said = (ROOT / "docs" / "map.md").read_text(encoding="utf-8")
    parts = [part.strip().removeprefix("portal.") for layer in layers for part in re.split(r"[|:]", layer)]
    folders = sorted(path.name for path in ROOT.iterdir() if path.is_dir() and any(files_below(path)) and not path.name.startswith("."))

    require(
        [part for part in parts if f"`{part}" not in said] + [f"{folder}/" for folder in folders if f"`{folder}/" not in said],
        "one line in docs/map.md for each part of the portal and each folder at the top.",
    )


def test_the_pages_of_the_documentation_name_files_that_exist() -> None:
    breaches = []
    for path in (*files_below(ROOT / "docs"), ROOT / "README.md"):
        text = path.read_text(encoding="utf-8")
        for name in re.findall(r"`((?:portal|templates|static|tests|deploy|migrations|docs)/[\w./-]+)`", text):
            breaches += [] if (ROOT / name).exists() else [f"{name_of(path)}: {name}"]
        for name in re.findall(r"\]\(([\w./-]+)\)", text):
            breaches += [] if (path.parent / name).exists() else [f"{name_of(path)}: {name}"]

    require(breaches, "correct the page in the same change that moves the file.")
