"""運用状況の公表 (domain-privacy.md §2.6): what was asked, decided, put off, appealed against and paid, of one 年度. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from portal.disclosures.decision_rules import DECISION_WORDS, RULING_WORDS, Decision, Ruling
from portal.disclosures.rules import KIND_WORDS, REQUESTER_WORDS, CaseKind, RequesterKind

NONE = "―"
KINDS = tuple(CaseKind)
HEADINGS = ("区分", "項目", *(f"{KIND_WORDS[kind]}請求" for kind in KINDS), "計")


@dataclass(frozen=True)
class CaseCounts:
    """What of one case is counted. `decided_after`: of each decided document the days since the 収受日, those of a 補正 left out;
    `rulings`: of its appeals, None where there is none yet."""

    kind: CaseKind
    requester: RequesterKind
    is_specific: bool = False
    is_provision_record: bool = False
    is_withdrawn: bool = False
    is_open: bool = False
    is_lapsed: bool = False
    was_mended: bool = False
    is_extended: bool = False
    is_special: bool = False
    is_late: bool = False
    heard_third: bool = False
    decisions: Sequence[Decision] = ()
    decided_after: Sequence[int] = ()
    rulings: Sequence[Ruling | None] = ()
    consulted: int = 0
    disclosures: int = 0
    mono_sheets: int = 0
    colour_sheets: int = 0
    yen: int = 0
    waived: int = 0


@dataclass(frozen=True)
class Figure:
    """One line: a number for each kind of request and one for all."""

    group: str
    word: str
    values: tuple[str, ...]


def figures_of(cases: Sequence[CaseCounts]) -> list[Figure]:
    """What was entered by mistake is none of `cases`. Documents are decided one by one: there may be more decisions than requests."""
    return [
        *_counted(cases, "請求", REQUESTS),
        *_counted(cases, "文書ごとの決定", [(word, _decided(decision)) for decision, word in DECISION_WORDS.items()]),
        *_counted(cases, "期限", TIMES),
        Figure("期限", "決定までの平均日数(補正の日数を除く)", tuple(_average(each) for each in _by_kind(cases))),
        *_counted(cases, "審査請求", [*APPEALS, *((f"裁決 {word}", _ruled(ruling)) for ruling, word in RULING_WORDS.items())]),
        *_counted(cases, "実施と手数料", FEES),
    ]


Count = Callable[[CaseCounts], int]
REQUESTS: list[tuple[str, Count]] = [
    ("請求件数", lambda case: 1),
    *((f"うち{word}", lambda case, kind=kind: int(case.requester is kind)) for kind, word in REQUESTER_WORDS.items()),
    ("うち特定個人情報", lambda case: int(case.is_specific)),
    ("うち情報提供等記録", lambda case: int(case.is_provision_record)),
    ("取下げ", lambda case: int(case.is_withdrawn)),
    ("決定していないもの", lambda case: int(case.is_open)),
]
TIMES: list[tuple[str, Count]] = [
    ("補正を求めた件数", lambda case: int(case.was_mended)),
    ("第三者に照会した件数", lambda case: int(case.heard_third)),
    ("期限を延長した件数", lambda case: int(case.is_extended)),
    ("期限の特例を使った件数", lambda case: int(case.is_special)),
    ("期限を過ぎて決定した件数", lambda case: int(case.is_late)),
]
APPEALS: list[tuple[str, Count]] = [
    ("審査請求の件数", lambda case: len(case.rulings)),
    ("諮問した件数", lambda case: case.consulted),
    ("裁決前", lambda case: sum(ruling is None for ruling in case.rulings)),
]
FEES: list[tuple[str, Count]] = [
    ("実施した件数", lambda case: case.disclosures),
    ("実施期限を過ぎた件数", lambda case: int(case.is_lapsed)),
    ("写しの枚数(白黒)", lambda case: case.mono_sheets),
    ("写しの枚数(カラー)", lambda case: case.colour_sheets),
    ("手数料(円)", lambda case: case.yen),
    ("減免した件数", lambda case: case.waived),
]


def _decided(decision: Decision) -> Count:
    return lambda case: sum(each is decision for each in case.decisions)


def _ruled(ruling: Ruling) -> Count:
    return lambda case: sum(each is ruling for each in case.rulings)


def _counted(cases: Sequence[CaseCounts], group: str, lines: Sequence[tuple[str, Count]]) -> list[Figure]:
    parts = _by_kind(cases)
    return [Figure(group, word, tuple(f"{sum(map(count, part)):,}" for part in parts)) for word, count in lines]


def _by_kind(cases: Sequence[CaseCounts]) -> list[list[CaseCounts]]:
    return [*([case for case in cases if case.kind is kind] for kind in KINDS), list(cases)]


def _average(cases: Sequence[CaseCounts]) -> str:
    days = [day for case in cases for day in case.decided_after]
    return f"{sum(days) / len(days):.1f}日" if days else NONE
