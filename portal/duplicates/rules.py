"""Why two records may be one person's, and what a merge may do. Pure; reasons are the screen's words (S2-1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from portal.residents.rules import Sex
from portal.residents.search_rules import may_be
from portal.text.folding import name_key
from portal.text.wareki import UNKNOWN, PartialDate


class Alike(StrEnum):
    """What two records have in common, the most telling first."""

    NAME_AND_BIRTH = "name_and_birth"
    VARIANT_AND_BIRTH = "variant_and_birth"
    FORMER_NAME = "former_name"
    ALIAS = "alias"
    KANA_AND_BIRTH = "kana_and_birth"
    SWAPPED_BIRTH = "swapped_birth"
    MISTYPED_BIRTH = "mistyped_birth"
    PART_OF_BIRTH = "part_of_birth"


ALIKE_WORDS: dict[Alike, str] = {
    Alike.NAME_AND_BIRTH: "氏名と生年月日が同じ",
    Alike.VARIANT_AND_BIRTH: "氏名が異体字で同じ・生年月日が同じ",
    Alike.FORMER_NAME: "一方の旧氏と名が、もう一方の氏名と同じ・生年月日と性別が同じ",
    Alike.ALIAS: "通称が同じ・生年月日と性別が同じ",
    Alike.KANA_AND_BIRTH: "カナと生年月日が同じで、漢字が違う",
    Alike.SWAPPED_BIRTH: "カナと世帯(または住所)が同じ・生年月日の月と日が入れ替わっている",
    Alike.MISTYPED_BIRTH: "カナと世帯(または住所)が同じ・生年月日が1字だけ違う",
    Alike.PART_OF_BIRTH: "カナが同じ・一方の生年月日の不詳の部分のほかは合う",
}
_WEIGHTS = {alike: weight for weight, alike in enumerate(Alike)}
COUNTER_WORDS = "一方は窓口で登録した住登外の方"
OTHER_SEX_WORDS = "ただし性別が違う"
NO_LONGER_ALIKE = "探したあとに記録が変わり、いまは一致する点がありません"


@dataclass(frozen=True, slots=True)
class Figure:
    """One record as it is compared. `household` and `place` are empty for who is protected: where they live makes no pair."""

    id: int
    name: str
    former_surname: str
    name_key: str
    alias_key: str
    kana_key: str
    birth: PartialDate
    sex: Sex
    household: str
    place: str
    is_unregistered: bool

    @property
    def former_name(self) -> str:
        """The whole name of before, folded; empty when there is none."""
        _, _, given = self.name.replace("\u3000", " ").partition(" ")
        return name_key(f"{self.former_surname}{given}") if self.former_surname and given.strip() else ""

    @property
    def names(self) -> frozenset[str]:
        return frozenset(name for name in (self.name_key, self.alias_key, self.former_name) if name)


def why_alike(one: Figure, other: Figure) -> Alike | None:
    """The most telling reason why the two may be one person; None when there is none."""
    if one.birth != other.birth:
        return _alike_with_other_birth(one, other)
    if one.birth == UNKNOWN:
        return None
    if one.name_key == other.name_key:
        return Alike.NAME_AND_BIRTH if _same_writing(one, other) else Alike.VARIANT_AND_BIRTH
    if _may_be_one_sex(one, other):
        return _alike_by_another_name(one, other)
    return None


def _same_writing(one: Figure, other: Figure) -> bool:
    return "".join(one.name.split()) == "".join(other.name.split())


def _may_be_one_sex(one: Figure, other: Figure) -> bool:
    return one.sex == other.sex or Sex.UNKNOWN in (one.sex, other.sex)


def _alike_by_another_name(one: Figure, other: Figure) -> Alike | None:
    if (one.former_name and one.former_name in other.names) or (other.former_name and other.former_name in one.names):
        return Alike.FORMER_NAME
    if (one.alias_key and one.alias_key in other.names) or (other.alias_key and other.alias_key in one.names):
        return Alike.ALIAS
    return Alike.KANA_AND_BIRTH if one.kana_key and one.kana_key == other.kana_key else None


def _alike_with_other_birth(one: Figure, other: Figure) -> Alike | None:
    if not one.kana_key or one.kana_key != other.kana_key or not _may_be_one_sex(one, other):
        return None
    if not (one.birth.is_complete and other.birth.is_complete):
        return Alike.PART_OF_BIRTH if _fits(one, other) else None
    if not _lives_with(one, other):
        return None
    if is_swapped(one.birth, other.birth):
        return Alike.SWAPPED_BIRTH
    return Alike.MISTYPED_BIRTH if is_mistyped(one.birth, other.birth) else None


def _fits(one: Figure, other: Figure) -> bool:
    """The year is known on both sides, and the name must be the same where the birth says so little."""
    if not (one.birth.year and other.birth.year) or one.name_key != other.name_key:
        return False
    return may_be(one.birth, other.birth) or may_be(other.birth, one.birth)


def _lives_with(one: Figure, other: Figure) -> bool:
    return bool((one.household and one.household == other.household) or (one.place and one.place == other.place))


def is_swapped(one: PartialDate, other: PartialDate) -> bool:
    """3 April written as 4 March."""
    return one.year == other.year and one != other and (one.month, one.day) == (other.day, other.month)


def is_mistyped(one: PartialDate, other: PartialDate) -> bool:
    """One figure of the western date differs. Twins of a household are no pair: they share the birth date, not the kana."""
    return sum(left != right for left, right in zip(one.key, other.key, strict=True)) == 1


def reason_words(one: Figure, other: Figure) -> str:
    """氏名と生年月日が同じ・一方は窓口で登録した住登外の方."""
    alike = why_alike(one, other)
    if alike is None:
        return NO_LONGER_ALIKE
    words = [ALIKE_WORDS[alike]]
    words += [COUNTER_WORDS] if one.is_unregistered != other.is_unregistered else []
    words += [] if _may_be_one_sex(one, other) else [OTHER_SEX_WORDS]
    return "・".join(words)


def weight_of(alike: Alike, one: Figure, other: Figure) -> int:
    """The most likely pairs first: a record made at the counter beside one of the register before two of the register."""
    return _WEIGHTS[alike] * 4 + (one.is_unregistered == other.is_unregistered) * 2 + (not _may_be_one_sex(one, other))


def pairs_of_one_birth(figures: Iterable[Figure]) -> dict[tuple[int, int], int]:
    """Among people of one birth date: each pair that may be one person, lower id first, and its weight."""
    shared: dict[str, list[Figure]] = {}
    for figure in figures:
        for key in {*figure.names, f"カナ {figure.kana_key}" if figure.kana_key else ""} - {""}:
            shared.setdefault(key, []).append(figure)
    return _weighed(shared.values())


def pairs_of_one_kana(figures: Iterable[Figure]) -> dict[tuple[int, int], int]:
    """Among people of one reading whose births differ: those of one household or address, and those with unknown parts."""
    shared: dict[str, list[Figure]] = {}
    known = [figure for figure in figures if figure.birth != UNKNOWN]
    for figure in known:
        for key in {f"世帯 {figure.household}" if figure.household else "", f"住所 {figure.place}" if figure.place else ""} - {""}:
            shared.setdefault(key, []).append(figure)
    if any(not figure.birth.is_complete for figure in known):
        for figure in known:
            shared.setdefault(f"年 {figure.birth.year} {figure.name_key}", []).append(figure)
    return _weighed(shared.values())


def _weighed(groups: Iterable[list[Figure]]) -> dict[tuple[int, int], int]:
    found: dict[tuple[int, int], int] = {}
    for group in groups:
        for one, other in combinations(group, 2):
            pair = (min(one.id, other.id), max(one.id, other.id))
            if one.id != other.id and pair not in found and (alike := why_alike(one, other)):
                found[pair] = weight_of(alike, one, other)
    return found
