"""What a search gives back to its page: people in groups, how many they are, and what to try when there are none."""

from dataclasses import dataclass, field

from portal.counter.reading_rules import Terms
from portal.residents.queries import ResidentView

COUNTED = 1000


def count_words(total: int) -> str:
    return f"{COUNTED:,}件以上" if total > COUNTED else f"{total:,}人"


@dataclass(frozen=True)
class Hit:
    """One row of the result: the person, and why."""

    resident: ResidentView
    why: str
    has_twin_of_name: bool


@dataclass(frozen=True)
class Group:
    """Hits that were found in the same manner, under a heading that says so."""

    heading: str
    hits: list[Hit]


@dataclass(frozen=True)
class Wide:
    """A wider search that would find somebody, and how many."""

    without: str
    typed: str
    typed_birth: str
    count_words: str


@dataclass(frozen=True)
class Result:
    """`total` counts no further than 1,001. `wider` and `tries` are there when nobody was found."""

    terms: Terms
    groups: list[Group]
    total: int
    wider: list[Wide] = field(default_factory=list)
    tries: list[str] = field(default_factory=list)

    @property
    def hits(self) -> list[Hit]:
        return [hit for group in self.groups for hit in group.hits]

    @property
    def twins(self) -> list[Hit]:
        """People of one name and birth stand together on top, but under the readings of a number each stands where it belongs."""
        return [] if self.terms.number else [hit for hit in self.hits if hit.has_twin_of_name]

    @property
    def other_groups(self) -> list[Group]:
        """Without those who stand together on top."""
        on_top = {hit.resident.id for hit in self.twins}
        groups = [Group(group.heading, [hit for hit in group.hits if hit.resident.id not in on_top]) for group in self.groups]
        return [group for group in groups if group.hits]

    @property
    def total_words(self) -> str:
        return count_words(self.total)

    @property
    def is_cut(self) -> bool:
        return self.total > len(self.hits)

    @property
    def is_beyond_counting(self) -> bool:
        return self.total > COUNTED

    @property
    def unanswered(self) -> list[str]:
        """The readings of a number under which nobody was found."""
        headings = {group.heading for group in self.groups}
        return [word for word in self.terms.number.readings if word not in headings] if self.terms.number else []
