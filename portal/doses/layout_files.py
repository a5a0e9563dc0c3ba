"""Where layouts come from: the package's own tables, each replaced by the city's table of the same name in its instance folder."""

from functools import lru_cache
from pathlib import Path

from portal.config import Settings
from portal.doses.layout_rules import DoseLayout, LayoutFault, layout_from
from portal.errors import PortalError
from portal.intake.files import Openable, Unreadable, look_at
from portal.web.rendering import settings

OWN = Path(__file__).parent / "layouts"
NAMES = ("full", "vrs")


class BadLayout(PortalError):
    """The city's table of a layout cannot be worked with."""

    status = 409


def layout_named(name: str) -> DoseLayout:
    """The city's layout, or the package's. Raises BadLayout, which says file, line and remedy."""
    path = path_of(name)
    try:
        return _read(path, path.stat().st_mtime_ns)
    except LayoutFault as fault:
        lines = "\n".join(fault.reasons)
        raise BadLayout(f"ファイルの並び {path.name} に誤りがあります。システム管理者が {path} を直してください。\n{lines}") from None
    except (OSError, UnicodeDecodeError):
        raise BadLayout(f"ファイルの並び {path} がUTF-8の文字として読めません。システム管理者に知らせてください。") from None


def own_layout(name: str) -> DoseLayout:
    """As the package brings it, whatever the city changed."""
    return layout_from(default_text(name), name)


def default_text(name: str) -> str:
    return (OWN / f"{name}.toml").read_text(encoding="utf-8")


def list_layouts() -> tuple[list[DoseLayout], list[str]]:
    """Those that can be worked with, and what is wrong with the others."""
    layouts, faults = [], []
    for name in NAMES:
        try:
            layouts.append(layout_named(name))
        except BadLayout as fault:
            faults.append(fault.message)
    return layouts, faults


def path_of(name: str) -> Path:
    """Where the layout is read from now."""
    city = city_path(name, settings())
    return city if city.is_file() else OWN / f"{name}.toml"


def city_path(name: str, of: Settings) -> Path:
    return of.instance_dir / "layouts" / f"{name}.toml"


def recognised(path: Path | Openable) -> DoseLayout:
    """The layout that the file's first row fits. Raises Unreadable with what is wrong beside the layout that comes nearest."""
    nearest: tuple[int, list[str]] | None = None
    for layout in sorted(list_layouts()[0], key=lambda layout: layout.sheet.by_position):
        try:
            look_at(path, layout.sheet)
        except Unreadable as error:
            if nearest is None or len(error.reasons) < nearest[0]:
                nearest = len(error.reasons), [f"並び「{layout.title}」として読みました。", *error.reasons]
        else:
            return layout
    raise Unreadable(nearest[1] if nearest else [])


@lru_cache(maxsize=16)
def _read(path: Path, changed: int) -> DoseLayout:
    """`changed`: when the file was written last; an edited table is read anew."""
    del changed
    return layout_from(path.read_text(encoding="utf-8"), path.stem)
