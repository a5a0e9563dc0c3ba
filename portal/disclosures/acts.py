"""What somebody can do next on the page of a case, and what they cannot and why; every part of the handling answers with these.

Keys of the page: A assign, B withdraw, C change, G close, I identity, K 補正 answered, M 補正, Q 収受日, S pass on, V resident, Z cancel
belong to the intake; E ends a visit on every page; the others are free for the drafts, the disclosure itself, tasks, third parties, appeals
and papers.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Can:
    """A way on: `endpoint` takes `public_id`, the case's own when left empty. `key` presses it; `is_main`: the filled button."""

    label: str
    endpoint: str
    key: str = ""
    is_main: bool = False
    public_id: str = ""


@dataclass(frozen=True)
class Cannot:
    """Said, not greyed: `reason` is the rule's sentence; `endpoint`: of the page that is then refused."""

    label: str
    reason: str
    endpoint: str = ""


Act = tuple[Can, str | None]  # With the reason why it is not possible now; None when it is.
