"""What another person did in a slip while it is open here, told by two figures and a name (D-3). Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_MARK = re.compile(r"([0-9]{1,9})\.([0-9]{1,9})")
BY_ONESELF = "別の画面で、あなたが追記しました。"
BY_SOMEBODY = "ほかの職員が追記しました。"


@dataclass(frozen=True)
class Mark:
    """How far a page has read: the version of the slip and the number of its lines, both of which only grow."""

    version: int = 0
    lines: int = 0

    @property
    def written(self) -> str:
        return f"{self.version}.{self.lines}"


def read_mark(written: str) -> Mark:
    """Whatever is no mark has seen nothing yet."""
    found = _MARK.fullmatch(written)
    return Mark(int(found[1]), int(found[2])) if found else Mark()


def mark_after(seen: str, before: Mark, after: Mark) -> str:
    """What a page has seen when it has saved something: its own part, but nothing that another had written before."""
    return after.written if seen == before.written else seen


def who_wrote(by_lines: Sequence[int], by_fields: Sequence[int], reader: int) -> list[int] | None:
    """By staff id: who added lines since, or else who has written in the fields at all. Empty: the reader alone; None: not to be told.

    When a field was written is not kept: of several who wrote in fields nobody is named.
    """
    others = [each for each in dict.fromkeys(by_lines) if each != reader]
    if others:
        return others
    others = [each for each in dict.fromkeys(by_fields) if each != reader]
    return others if len(others) < 2 else None


def news_words(names: Sequence[str] | None) -> str:
    if names is None:
        return BY_SOMEBODY
    return f"{'、'.join(f'{name}さん' for name in names)}が追記しました。" if names else BY_ONESELF
