"""Why each person was found, in the words of the results, and what to try when nobody was. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from portal.counter.reading_rules import END_OF_PHONE, Kind, Number, Term, Terms
from portal.residents.search_rules import Keys, Nearness, is_end_of_phone, is_in_names, is_in_place, is_year_of_birth, may_be
from portal.text.variants import variants_met
from portal.text.wareki import UNKNOWN, PartialDate

NEARNESS_WORDS = {
    Nearness.WHOLE_NAME: "氏名・カナの全体が一致した方",
    Nearness.PART_OF_NAME: "氏名・カナの一部か、ローマ字の読みが一致した方",
    Nearness.PLACE_OR_PHONE: "住所・電話番号などが一致した方",
}


NUMBER_TRIES = ("けた数と読み違い(5と3、3と8、1と4)を確かめてください。", "氏名と生年月日で探してください。")


@dataclass(frozen=True)
class Found:
    """What the reasons are told from: the names as written, the keys, and what a voucher's number has led to."""

    resident_number: str
    integrated_number: str
    name: str
    former_surname: str
    alias_name: str
    roman_name: str
    keys: Keys
    by_voucher: str = ""


def why_found(terms: Terms, found: Found) -> str:
    """文字どおり一致・生年月日一致: every way in which this person answers the search."""
    ways = [word for _, word in ways_of_number(terms.number, found)] if terms.number else _ways_of_words(terms, found)
    born = _why_birth(terms.birth) if terms.birth is not None else ""
    return "・".join(dict.fromkeys(way for way in (*ways, born) if way))


def ways_of_number(number: Number, found: Found) -> list[tuple[str, str]]:
    """Pairs of a reading (Number.readings) and why this person answers it, in the order of the readings."""
    ways: list[tuple[str, str]] = []
    if found.resident_number in number.resident_numbers:
        ways.append(("宛名番号", "宛名番号が一致"))
    if found.integrated_number in number.resident_numbers:
        ways.append(("宛名番号", "団体内統合宛名番号が一致"))
    if found.by_voucher:
        ways.append(("接種券番号", found.by_voucher))
    if number.phone_end and found.keys.phone.startswith(number.phone_end):
        whole = found.keys.phone == number.phone_end
        ways.append(("電話番号", "電話番号が一致" if whole else f"電話番号の下{len(number.phone_end)}桁が一致"))
    if number.place and number.place in found.keys.place:
        ways.append(("番地", "番地が一致"))
    if number.born is not None and may_be(number.born, found.keys.birth):
        ways.append(("生年月日", _why_birth(number.born)))
    return ways


def _ways_of_words(terms: Terms, found: Found) -> list[str]:
    """The joined words against each whole name first; where they only stand apart, each word for itself."""
    if not terms.terms:
        return []
    sought = terms.sought
    joined = "".join(term.written for term in terms.terms)
    whole = _way_of_name(joined, sought.whole, found) or _way_of_kana(sought.whole_kana, found.keys)
    if way := whole or _way_of_order(terms.terms, found.keys):
        return [way]
    names = [way for term in terms.terms if (way := _way_of_one_name(term, found))]
    elsewhere = [_way_elsewhere(term, found.keys) for term in terms.terms if not is_in_names(term.word, found.keys)]
    return [*dict.fromkeys(names), *dict.fromkeys(elsewhere)]


def _written_names(found: Found) -> tuple[tuple[str, str, str], ...]:
    return (
        ("", found.name, found.keys.name),
        ("旧氏", found.former_surname, found.keys.former),
        ("通称", found.alias_name, found.keys.alias),
        ("ローマ字氏名", found.roman_name, found.keys.roman),
    )


def _way_of_name(written: str, key: str, found: Found) -> str:
    """A name that is this one or begins with it."""
    for which, name, name_key in _written_names(found):
        if key and name_key.startswith(key):
            return _way(which, "一致" if name_key == key else "前方一致", name, written)
    return ""


def _way(which: str, how: str, name: str, written: str) -> str:
    """旧氏一致, 異体字前方一致(邉=辺): 異体字 that made the two one are shown."""
    pairs = "、".join(f"{one}={other}" for one, other in variants_met(name, written))
    if pairs:
        return f"{which}異体字{how}({pairs})"
    return "文字どおり一致" if (which, how) == ("", "一致") else f"{which}{how}"


def _way_of_kana(key: str, keys: Keys) -> str:
    if not key or not keys.kana.startswith(key):
        return ""
    return "かな一致" if keys.kana == key else "かなの前方一致"


def _way_of_order(terms: Sequence[Term], keys: Keys) -> str:
    """Words that make up the whole name only in another order (和子 渡辺), or only by their sound (watanabe kazuko)."""
    by_sound = [_form_in(keys.sound, term.word.sounds) for term in terms]
    if keys.sound and "".join(by_sound) == keys.sound:
        return "ローマ字一致"
    by_name = [[_form_in(key, term.word.names) for term in terms] for key in (keys.name, keys.alias, keys.roman, keys.kana)]
    makes_up = [(by_sound, keys.sound), *zip(by_name, (keys.name, keys.alias, keys.roman, keys.kana), strict=True)]
    return "語順を変えて一致" if any(all(forms) and len("".join(forms)) == len(key) for forms, key in makes_up) else ""


def _way_of_one_name(term: Term, found: Found) -> str:
    """The first name that holds the word, and how; "" when none does."""
    for which, name, name_key in _written_names(found):
        if form := _form_in(name_key, term.word.names):
            return _way(which, _how(form, name_key), name, term.written)
    if form := _form_in(found.keys.kana, term.word.names):
        return f"かなの{_how(form, found.keys.kana)}"
    form = _form_in(found.keys.sound, term.word.sounds)
    return f"ローマ字{_how(form, found.keys.sound)}" if form else ""


def _form_in(key: str, forms: Sequence[str]) -> str:
    return next((form for form in forms if form in key), "")


def _how(form: str, key: str) -> str:
    if form == key:
        return "一致"
    return "前方一致" if key.startswith(form) else "一部一致"


def _way_elsewhere(term: Term, keys: Keys) -> str:
    ways = (
        ("住所一致", is_in_place(term.word, keys)),
        (_end_of_phone_words(term.word.phone_end, keys), is_end_of_phone(term.word, keys)),
        ("生年一致", is_year_of_birth(term.word, keys)),
    )
    return "・".join(word for word, holds in ways if holds)


def _end_of_phone_words(end: str, keys: Keys) -> str:
    return "電話番号一致" if end == keys.phone else f"電話番号の下{len(end)}桁一致"


def _why_birth(birth: PartialDate) -> str:
    if birth.is_complete or birth == UNKNOWN:
        return "生年月日一致"
    return "生年一致" if birth.month is None else "生年月一致"


def is_literal(why: str) -> bool:
    """Written or read exactly as asked, without any folding that the clerk must look at."""
    return why.startswith(("文字どおり一致", "かな一致"))


def twins_of_name(people: Iterable[tuple[int, str, PartialDate]]) -> frozenset[int]:
    """Ids of people who share name and birth date with another of the list."""
    groups: dict[tuple[str, PartialDate], list[int]] = {}
    for person, key, birth in people:
        groups.setdefault((key, birth), []).append(person)
    return frozenset(person for group in groups.values() if len(group) > 1 for person in group)


@dataclass(frozen=True)
class Wider:
    """The same search without one of its parts, which the clerk may have misheard."""

    without: str
    terms: Terms

    @property
    def typed(self) -> str:
        """What stands in the box then."""
        return " ".join(term.written for term in self.terms.terms) or (self.terms.written if self.terms.number else "")

    @property
    def typed_birth(self) -> str:
        return self.terms.birth_words


def wider_searches(terms: Terms) -> list[Wider]:
    """For each part that can be left out: the search without it. Only what can still be searched."""
    wider: list[Wider] = []
    if terms.birth is not None and (terms.number or _can_lead(terms.terms)):
        wider.append(Wider("生年月日", replace(terms, birth=None)))
    for place, term in enumerate(terms.terms):
        rest = terms.terms[:place] + terms.terms[place + 1 :]
        if terms.birth is not None or _can_lead(rest):
            wider.append(Wider(f"「{term.written}」", replace(terms, terms=rest)))
    return wider


def _can_lead(terms: Sequence[Term]) -> bool:
    """Figures alone are read as a number, which is another search."""
    return any(term.word.leads for term in terms) and any(term.kind is not Kind.FIGURES for term in terms)


def what_to_try(terms: Terms) -> list[str]:
    """What the clerk may do when nobody was found: never what was done already, and nothing that cannot be."""
    if terms.number is not None:
        if terms.written.isascii() and terms.written.isdigit() and len(terms.written) == END_OF_PHONE:
            return ["電話番号の下4桁か番地なら、氏名といっしょに入れてください(渡辺 4471 のように)。", NUMBER_TRIES[1]]
        return list(NUMBER_TRIES)
    return _what_to_try_in_words(terms)


def _what_to_try_in_words(terms: Terms) -> list[str]:
    kinds = {term.kind for term in terms.terms}
    tries = []
    if Kind.NAME in kinds or Kind.ROMAN in kinds:
        tries.append("カナで探してください。読みは先方にうかがってください。")
    if Kind.KANA in kinds:
        tries.append("濁る音と濁らない音(サキとザキ、タとダ)を変えるか、漢字で探してください。")
    if Kind.PLACE in kinds or Kind.FIGURES in kinds:
        tries.append("番地を除き、町名と氏名で探してください。")
    if not kinds:
        tries.append("年だけ、または年と月だけにして探すか、氏名を足してください。")
    elif terms.birth is None:
        tries.append("姓だけにして、生年月日を足して探してください。")
    return [*tries, "接種券か通知をお持ちなら、券番号か宛名番号で探してください。"]
