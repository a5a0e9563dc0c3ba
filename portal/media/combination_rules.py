"""Which of the nine requests asks what: 使用・持出・受入 of 媒体・書類・端末, each with only the fields that it needs (M-2, R5-1). Pure."""

from portal.media.rules import KIND_WORDS, THING_WORDS, Kind, Thing

LONGEST = {
    "purpose": 500,
    "legal_ground": 200,
    "data_name": 200,
    "data_columns": 1000,
    "condition_words": 500,
    "thing_words": 200,
    "route": 200,
    "sender": 120,
    "tracking": 60,
}
# A tracking number has twelve figures often enough; whatever else is free text is looked through for a 個人番号 (R3-6).
FREE_TEXT = tuple(field for field in LONGEST if field != "tracking")
MOST_PEOPLE = 9_999_999
MOST_COPIES = 99
EXAMPLES = {
    (Kind.USE, Thing.MEDIUM): "執務室の中で、USBメモリで別のシステムの端末へ移す",
    (Kind.USE, Thing.PAPERS): "名簿を印刷して、執務室の中で突き合わせる",
    (Kind.USE, Thing.TERMINAL): "会場用のタブレットに、執務室の中で名簿を入れる",
    (Kind.TAKE_OUT, Thing.MEDIUM): "USBメモリを、県や医療機関へ届ける",
    (Kind.TAKE_OUT, Thing.PAPERS): "名簿や予診票を、接種会場へ運ぶ",
    (Kind.TAKE_OUT, Thing.TERMINAL): "タブレットを、接種会場へ持っていく",
    (Kind.BRING_IN, Thing.MEDIUM): "医療機関のCD-Rを受け取り、読み込む",
    (Kind.BRING_IN, Thing.PAPERS): "医療機関や会場から、予診票を受け取る",
    (Kind.BRING_IN, Thing.TERMINAL): "委託先の端末を受け取り、記録を読み出す",
}
_ALWAYS = ("purpose", "legal_ground", "data_name", "data_columns", "people", "is_personal", "is_specific", "holder", "workers")
_WHENEVER = ("condition_words", "starts_on", "ends_on", "is_blanket")
_ON_THE_WAY = ("destination", "carrier", "companion", "locked_case", "sealed", "route", "direct", "tracking")
_OF_THINGS = {
    Thing.MEDIUM: ("medium", "from_system", "to_system", "terminals", "copies_allowed", "encryption"),
    Thing.PAPERS: ("thing_words", "from_system", "copies_allowed"),
    Thing.TERMINAL: ("terminals", "from_system", "encryption"),
}
_BROUGHT = {
    Thing.MEDIUM: ("thing_words", "sender", "to_system", "terminals", "copies_allowed", "encryption"),
    Thing.PAPERS: ("thing_words", "sender", "to_system", "copies_allowed"),
    Thing.TERMINAL: ("thing_words", "sender", "to_system", "terminals", "encryption"),
}
_MAY_BE_EMPTY = frozenset(
    {"condition_words", "is_blanket", "companion", "sealed", "route", "direct", "tracking", "copies_allowed", "is_specific"}
)


def fields_of(kind: Kind, thing: Thing) -> frozenset[str]:
    """The fields that a request of this combination has, by the names of the form."""
    of_thing = _BROUGHT[thing] if kind is Kind.BRING_IN else _OF_THINGS[thing]
    return frozenset((*_ALWAYS, *_WHENEVER, *of_thing, *(_ON_THE_WAY if kind is Kind.TAKE_OUT else ())))


def needed_of(kind: Kind, thing: Thing) -> frozenset[str]:
    """Those of them that must be said. Between which systems is asked where a medium goes from one to the other."""
    may_be_empty = set(_MAY_BE_EMPTY)
    if thing is not Thing.MEDIUM or kind is Kind.BRING_IN:
        may_be_empty |= {"from_system", "to_system"}
    if kind is Kind.TAKE_OUT:
        may_be_empty.add("to_system")
    if kind is Kind.BRING_IN and thing is Thing.TERMINAL:
        may_be_empty.add("terminals")
    return fields_of(kind, thing) - may_be_empty


def combination_words(kind: Kind, thing: Thing) -> str:
    """媒体の持出."""
    return f"{THING_WORDS[thing]}の{KIND_WORDS[kind]}"


def address_word(kind: Kind, thing: Thing) -> str:
    """How an address names the combination: take-out-medium."""
    return f"{kind.value}-{thing.value}".replace("_", "-")


def combination_of(word: str) -> tuple[Kind, Thing] | None:
    """The other way round; None when no combination is named so."""
    return next(((kind, thing) for kind in Kind for thing in Thing if address_word(kind, thing) == word), None)
