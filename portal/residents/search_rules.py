"""What a hit is when the register is searched by parts: pure, so that reasons and tests ask what the database is asked.

Where a protected person lives and how to telephone them never makes a hit (design.md §3).
"""

from dataclasses import dataclass
from enum import IntEnum

from portal.text.wareki import UNKNOWN, PartialDate


class Nearness(IntEnum):
    """How a person was found, the nearest first."""

    WHOLE_NAME = 0
    PART_OF_NAME = 1
    PLACE_OR_PHONE = 2


@dataclass(frozen=True)
class Word:
    """One word of a search; whoever meets one of its readings meets the word. Empty readings do not count.

    `names` are folded forms sought in the keys of the names, `sounds` readings of a Latin spelling sought in the key of sounds, `place` one
    sought in address and building, `phone_end` the last figures of a telephone number from the last to the first, `born` a year that four
    figures may mean.
    """

    names: tuple[str, ...] = ()
    sounds: tuple[str, ...] = ()
    place: str = ""
    phone_end: str = ""
    born: PartialDate | None = None

    @property
    def is_indexed_by_name(self) -> bool:
        """One character is no pair: the index of pairs does not lead to it."""
        forms = (*self.names, *self.sounds)
        return bool(forms) and all(len(form) > 1 for form in forms)

    @property
    def is_indexed(self) -> bool:
        """Whether the index of pairs leads to everybody who may meet the word in any of its readings."""
        forms = (*self.names, *self.sounds, *([self.place] if self.place else []))
        return bool(forms) and all(len(form) > 1 for form in forms) and not self.phone_end and self.born is None

    @property
    def leads(self) -> bool:
        """Whether an index leads to everybody who may meet the word: the pairs, or the ends of telephone numbers beside them."""
        return self.is_indexed_by_name or self.is_indexed or bool(self.phone_end)

    @property
    def is_of_names_alone(self) -> bool:
        return not (self.place or self.phone_end or self.born)


@dataclass(frozen=True)
class Sought:
    """Every word must be met, and the birth; `whole` and `whole_kana` are the words joined, as a whole name would fold."""

    words: tuple[Word, ...] = ()
    whole: str = ""
    whole_kana: str = ""
    birth: PartialDate | None = None


@dataclass(frozen=True)
class Keys:
    """The keys of one person (residents/keys.py); `place` and `phone` are empty when they are hidden."""

    name: str
    former: str
    alias: str
    roman: str
    kana: str
    sound: str
    place: str
    phone: str
    birth: PartialDate

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, self.former, self.alias, self.roman, self.kana)


def nearness(sought: Sought, keys: Keys) -> Nearness | None:
    """How near this person is to what is sought; None when it is not them."""
    if sought.birth is not None and not may_be(sought.birth, keys.birth):
        return None
    if sought.whole and sought.whole in (keys.name, keys.former, keys.alias, keys.roman):
        return Nearness.WHOLE_NAME
    if sought.whole_kana and sought.whole_kana == keys.kana:
        return Nearness.WHOLE_NAME
    if all(is_in_names(word, keys) for word in sought.words):
        return Nearness.PART_OF_NAME
    if all(is_in_names(word, keys) or is_elsewhere(word, keys) for word in sought.words):
        return Nearness.PLACE_OR_PHONE
    return None


def is_in_names(word: Word, keys: Keys) -> bool:
    return any(form in key for form in word.names for key in keys.names) or any(sound in keys.sound for sound in word.sounds)


def is_elsewhere(word: Word, keys: Keys) -> bool:
    return is_in_place(word, keys) or is_end_of_phone(word, keys) or is_year_of_birth(word, keys)


def is_in_place(word: Word, keys: Keys) -> bool:
    return bool(word.place) and word.place in keys.place


def is_end_of_phone(word: Word, keys: Keys) -> bool:
    return bool(word.phone_end) and keys.phone.startswith(word.phone_end)


def is_year_of_birth(word: Word, keys: Keys) -> bool:
    return word.born is not None and may_be(word.born, keys.birth)


def may_be(asked: PartialDate, birth: PartialDate) -> bool:
    """Whether a birth in the register answers one that was asked for: unknown parts of `asked` match anything."""
    return birth.key >= asked.key and birth.key <= last_answer(asked).key


def last_answer(asked: PartialDate) -> PartialDate:
    """The last birth that answers: an unknown part sorts before every known one, so `asked` itself is the first."""
    return asked if asked.is_complete or asked == UNKNOWN else PartialDate.from_date(asked.last_day)
