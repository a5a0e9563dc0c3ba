"""What may be asked of the slips, and how it is said back (D-3). Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.inquiries.rules import CATEGORY_WORDS, STATE_WORDS, Category, SlipState
from portal.inquiries.search_rules import folded
from portal.text.wareki import format_date

SHORTEST_WORD = 2
NOTHING_ASKED = "探す条件を1つ以上入れてください。番号・語・相手・状態・分類・受け付けた期間・課のどれでも探せます。"
TOO_SHORT = f"探す語は{SHORTEST_WORD}文字以上で入れてください。氏名は姓だけでも探せます。"
ENDS_BEFORE = "期間の終わりが始まりより前です。どちらかを直してください。"


class Whose(StrEnum):
    """HELD: the own section has it now; TAKEN: the own section took it, whoever has it now."""

    HELD = "held"
    TAKEN = "taken"


WHOSE_WORDS = {Whose.HELD: "いま自分の課にあるもの", Whose.TAKEN: "自分の課で受け付けたもの"}
SOUGHT_STATES = tuple(state for state in SlipState if state is not SlipState.BLANK)


@dataclass(frozen=True)
class Asked:
    """A search as it was typed; `words` and `caller` are personal data and leave the form sealed only. Both days belong to the period."""

    words: str = ""
    caller: str = ""
    state: SlipState | None = None
    category: Category | None = None
    whose: Whose | None = None
    first: date | None = None
    last: date | None = None

    @property
    def sought(self) -> tuple[str, ...]:
        """The words in the form in which they stand in Slip.search_key."""
        return tuple(key for word in self.words.split() if (key := folded(word)))

    @property
    def sought_caller(self) -> str:
        return folded(self.caller)


def begins_of_search(today: date) -> date:
    """What the empty form offers as 「いつから」: this 年度 and the one before. No index leads to a word, two years are soon read."""
    fiscal_year = today.year if today.month >= 4 else today.year - 1
    return date(fiscal_year - 1, 4, 1)


def why_not_search(asked: Asked) -> str | None:
    if asked == Asked():
        return NOTHING_ASKED
    words = [folded(word) for word in (*asked.words.split(), *([asked.caller] if asked.caller else []))]
    if any(len(word) < SHORTEST_WORD for word in words):
        return TOO_SHORT
    if asked.first and asked.last and asked.last < asked.first:
        return ENDS_BEFORE
    return None


def kinds_of(asked: Asked) -> list[str]:
    """By what was searched, for the record: never what."""
    given = {
        "語": asked.words,
        "相手の氏名": asked.caller,
        "状態": asked.state,
        "分類": asked.category,
        "課": asked.whose,
        "期間": asked.first or asked.last,
    }
    return [kind for kind, value in given.items() if value]


def typed_text(asked: Asked) -> str | None:
    """What an auditor reads who opens what was typed; None when nothing was."""
    lines = [f"{word}: {value}" for word, value in (("番号・語", asked.words), ("相手", asked.caller)) if value]
    return "\n".join(lines) or None


def said_back(asked: Asked) -> list[tuple[str, str]]:
    """Every condition as a word and its value, for the screen alone."""
    first = f"{format_date(asked.first)}から" if asked.first else ""
    last = f"{format_date(asked.last)}まで" if asked.last else ""
    lines = [
        ("番号・語", asked.words),
        ("相手", asked.caller),
        ("状態", STATE_WORDS[asked.state] if asked.state else ""),
        ("分類", CATEGORY_WORDS[asked.category] if asked.category else ""),
        ("課", WHOSE_WORDS[asked.whose] if asked.whose else ""),
        ("受け付けた期間", first + last),
    ]
    return [(word, value) for word, value in lines if value]
