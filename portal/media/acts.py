"""What somebody can do next on the page of a line, and what they cannot and why; every part of the circle answers with these."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Can:
    """A way on: `endpoint` takes the line's public_id. `key` presses it; `is_main`: the one filled button of the page."""

    label: str
    endpoint: str
    key: str = ""
    is_main: bool = False


@dataclass(frozen=True)
class Cannot:
    """Said, not greyed: `reason` is the rule's sentence. A way out leads to `endpoint`, which takes no argument."""

    label: str
    reason: str
    endpoint: str = ""
    way_out: str = ""
