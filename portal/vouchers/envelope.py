"""Where an address must stand to be seen in the window of an envelope, and what else may be seen there. Pure; whole millimetres.

A page folded in three is smaller than its 長形3号 envelope and slips about in it: the address stands where the window shows it wherever the
page lies, and nothing else of the page stands where the window may ever show it.
"""

from dataclasses import dataclass

ENVELOPE_WIDTH, ENVELOPE_HEIGHT = 235, 120
FOLDED_WIDTH, FOLDED_HEIGHT = 210, 99
SLIPS_ACROSS = ENVELOPE_WIDTH - FOLDED_WIDTH
SLIPS_DOWN = ENVELOPE_HEIGHT - FOLDED_HEIGHT


@dataclass(frozen=True)
class Place:
    """From the upper left corner: of the envelope for a window, of the page for what is printed on it."""

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.left + self.width

    @property
    def bottom(self) -> int:
        return self.top + self.height


USUAL_WINDOW = Place(20, 12, 90, 45)


def always_seen(window: Place) -> Place:
    """The part of the page that the window shows wherever the page has slipped to."""
    return Place(window.left, window.top, window.width - SLIPS_ACROSS, window.height - SLIPS_DOWN)


def ever_seen(window: Place) -> Place:
    """The part of the page that the window may show."""
    left, top = max(0, window.left - SLIPS_ACROSS), max(0, window.top - SLIPS_DOWN)
    return Place(left, top, window.right - left, window.bottom - top)
